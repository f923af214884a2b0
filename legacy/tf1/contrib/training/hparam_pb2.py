"""The HParamDef protocol buffer of ``tensorflow/contrib/training/python/training/hparam.proto``, built at import."""

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_FIELD = descriptor_pb2.FieldDescriptorProto
_TYPES = {"Bytes": _FIELD.TYPE_BYTES, "Float": _FIELD.TYPE_FLOAT, "Int64": _FIELD.TYPE_INT64, "Bool": _FIELD.TYPE_BOOL}
_VALUE_NUMBERS = {"Int64": 1, "Float": 2, "Bytes": 3, "Bool": 7}
_LIST_NUMBERS = {"Int64": 4, "Float": 5, "Bytes": 6, "Bool": 8}


def _file():
    proto = descriptor_pb2.FileDescriptorProto(
        name="tensorflow/contrib/training/python/training/hparam.proto", package="tensorflow", syntax="proto3"
    )
    hparam_def = proto.message_type.add(name="HParamDef")
    for kind, type_ in _TYPES.items():
        values = hparam_def.nested_type.add(name=f"{kind}List")
        values.field.add(name="value", number=1, type=type_, label=_FIELD.LABEL_REPEATED)

    hparam_type = hparam_def.nested_type.add(name="HParamType")
    hparam_type.oneof_decl.add(name="kind")
    for kind, type_ in _TYPES.items():
        optional = {"label": _FIELD.LABEL_OPTIONAL, "oneof_index": 0}
        hparam_type.field.add(name=f"{kind.lower()}_value", number=_VALUE_NUMBERS[kind], type=type_, **optional)
        hparam_type.field.add(
            name=f"{kind.lower()}_list",
            number=_LIST_NUMBERS[kind],
            type=_FIELD.TYPE_MESSAGE,
            type_name=f".tensorflow.HParamDef.{kind}List",
            **optional,
        )

    entry = hparam_def.nested_type.add(name="HparamEntry")
    entry.options.map_entry = True
    entry.field.add(name="key", number=1, type=_FIELD.TYPE_STRING, label=_FIELD.LABEL_OPTIONAL)
    entry.field.add(
        name="value",
        number=2,
        type=_FIELD.TYPE_MESSAGE,
        label=_FIELD.LABEL_OPTIONAL,
        type_name=".tensorflow.HParamDef.HParamType",
    )
    hparam_def.field.add(
        name="hparam",
        number=1,
        type=_FIELD.TYPE_MESSAGE,
        label=_FIELD.LABEL_REPEATED,
        type_name=".tensorflow.HParamDef.HparamEntry",
    )
    return proto


# A pool of its own: whatever else in the process defines the message does not collide with it.
_POOL = descriptor_pool.DescriptorPool()
_POOL.Add(_file())
HParamDef = message_factory.GetMessageClass(_POOL.FindMessageTypeByName("tensorflow.HParamDef"))
