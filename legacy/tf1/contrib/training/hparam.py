"""``HParams``: named hyper-parameters with types, overridden from strings such as "rate=0.1,layers=[64,32]"."""

import json
import numbers
import re

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.training import hparam_pb2

__all__ = ["HParams", "parse_values"]

# One assignment: name, perhaps an [index], then a value without commas or a bracketed list, then a comma or the end.
PARAM_RE = re.compile(
    r"(?P<name>[a-zA-Z][\w.]*)(\[\s*(?P<index>\d+)\s*\])?\s*=\s*((?P<val>[^,\[]*)|\[(?P<vals>[^\]]*)\])($|,\s*)"
)

_BOOLS = ("true", "True", "false", "False")


def parse_values(values, type_map, ignore_unknown=False):
    """Parse "a=1,b=[2,3],c[1]=x" into a dictionary.

    Args:
        values: the string. Lists are separated by commas or spaces, strings are not quoted, bools are true, True,
            false, False or an integer.
        type_map: name to the type of the value, or of a list's elements.
        ignore_unknown: pass over names that are not in `type_map`.

    Returns:
        name to a value, a list, or a dictionary of index to value.

    Raises:
        ValueError: not to be parsed, an unknown name, a wrong type, or a name given twice.

    Replaces: tf.contrib.training.parse_values
    """
    results, position = {}, 0
    while position < len(values):
        match = PARAM_RE.match(values, position)
        if not match:
            raise ValueError(f"Malformed hyperparameter value: {values[position:]}")
        position = match.end()
        name, index, value, elements = match.group("name", "index", "val", "vals")
        if name not in type_map:
            if ignore_unknown:
                continue
            raise ValueError(f"Unknown hyperparameter type for {name}")

        def parse(text, name=name):
            return _parse_one(name, type_map[name], text, values)

        if value is not None and index:
            entries = results.setdefault(name, {})
            if not isinstance(entries, dict):
                _raise_twice(name, values)
            if int(index) in entries:
                _raise_twice(f"{name}[{int(index)}]", values)
            entries[int(index)] = parse(value)
        elif value is not None:
            parsed = parse(value)
            if name in results:
                _raise_twice(name, values)
            results[name] = parsed
        else:
            if index is not None:
                raise ValueError("Assignment of a list to a list index.")
            if name in results:
                _raise_twice(name, values)
            results[name] = [parse(text) for text in re.split("[ ,]", elements) if text]
    return results


class HParams:
    """Hyper-parameters as attributes, each of the type it was given at first.

    Args:
        hparam_def: an HParamDef protocol buffer to take them from, instead of keywords.
        model_structure: anything; kept for `get_model_structure`.
        **kwargs: name = bool, int, float, string, None, or a list of one of them that is not empty.

    Raises:
        ValueError: both a buffer and keywords, a reserved name, or an empty list.

    Replaces: tf.contrib.training.HParams
    """

    _HAS_DYNAMIC_ATTRIBUTES = True

    def __init__(self, hparam_def=None, model_structure=None, **kwargs):
        self._hparam_types = {}
        self._model_structure = model_structure
        if not hparam_def:
            for name, value in kwargs.items():
                self.add_hparam(name, value)
            return
        self._init_from_proto(hparam_def)
        if kwargs:
            raise ValueError("hparam_def and initialization values are mutually exclusive")

    def _init_from_proto(self, hparam_def):
        assert isinstance(hparam_def, hparam_pb2.HParamDef)
        for name, message in hparam_def.hparam.items():
            kind = message.WhichOneof("kind")
            value = getattr(message, kind)
            convert = {"int64": int, "bytes": tf.compat.as_str}.get(kind.partition("_")[0], lambda x: x)
            self.add_hparam(name, convert(value) if kind.endswith("_value") else [convert(v) for v in value.value])

    def add_hparam(self, name, value):
        """Add a hyper-parameter; ValueError for a name that is taken or an empty list."""
        if getattr(self, name, None) is not None:
            raise ValueError(f"Hyperparameter name is reserved: {name}")
        if isinstance(value, (list, tuple)):
            if not value:
                raise ValueError(f"Multi-valued hyperparameters cannot be empty: {name}")
            self._hparam_types[name] = (type(value[0]), True)
        else:
            self._hparam_types[name] = (type(value), False)
        setattr(self, name, value)

    def set_hparam(self, name, value):
        """Change a hyper-parameter; KeyError for an unknown one, ValueError for a value of another type."""
        param_type, is_list = self._hparam_types[name]
        if isinstance(value, list):
            if not is_list:
                raise ValueError(f"Must not pass a list for single-valued parameter: {name}")
            setattr(self, name, [_cast_to_type_if_compatible(name, param_type, v) for v in value])
        else:
            if is_list:
                raise ValueError(f"Must pass a list for multi-valued parameter: {name}.")
            setattr(self, name, _cast_to_type_if_compatible(name, param_type, value))

    def del_hparam(self, name):
        """Remove a hyper-parameter, if it is there."""
        if hasattr(self, name):
            delattr(self, name)
            del self._hparam_types[name]

    def parse(self, values):
        """Override from a string, as `parse_values` reads it; returns self."""
        return self.override_from_dict(parse_values(values, {n: t for n, (t, _) in self._hparam_types.items()}))

    def override_from_dict(self, values_dict):
        """Override from a dictionary; returns self. KeyError and ValueError as `set_hparam`."""
        for name, value in values_dict.items():
            self.set_hparam(name, value)
        return self

    def set_from_map(self, values_map):
        """`override_from_dict` by its older name."""
        return self.override_from_dict(values_map)

    def set_model_structure(self, model_structure):
        self._model_structure = model_structure

    def get_model_structure(self):
        return self._model_structure

    def to_json(self, indent=None, separators=None, sort_keys=False):
        """The values as JSON."""
        return json.dumps(self.values(), indent=indent, separators=separators, sort_keys=sort_keys)

    def parse_json(self, values_json):
        """Override from JSON; returns self."""
        return self.override_from_dict(json.loads(values_json))

    def values(self):
        """name to value, in the order of adding."""
        return {name: getattr(self, name) for name in self._hparam_types}

    def get(self, key, default=None):
        """The value, or `default` if there is none; ValueError if `default` is not of the value's type."""
        if key not in self._hparam_types:
            return default
        if default is not None:
            param_type, is_list = self._hparam_types[key]
            type_name = f"list<{param_type}>" if is_list else str(param_type)
            message = f"Hparam '{key}' of type '{type_name}' is incompatible with default={default}"
            if is_list != isinstance(default, list):
                raise ValueError(message)
            try:
                for value in default if is_list else [default]:
                    _cast_to_type_if_compatible(key, param_type, value)
            except ValueError as e:
                raise ValueError(f"{message}. {e}") from e
        return getattr(self, key)

    def __contains__(self, key):
        return key in self._hparam_types

    def __str__(self):
        return ",".join(f"{name}={value}" for name, value in self.values().items())

    def __repr__(self):
        return f"{type(self).__name__}({sorted(self.values().items())})"

    @staticmethod
    def _get_kind_name(param_type, is_list):
        for known, name in ((bool, "bool"), (int, "int64"), ((str, bytes), "bytes"), (float, "float")):
            if issubclass(param_type, known):
                return name + ("_list" if is_list else "_value")
        raise ValueError(f"Unsupported parameter type: {param_type}")

    def to_proto(self, export_scope=None):
        """The HParamDef protocol buffer; `export_scope` is part of the calling convention of collections."""
        proto = hparam_pb2.HParamDef()
        for name, (param_type, is_list) in self._hparam_types.items():
            kind = self._get_kind_name(param_type, is_list)
            convert = tf.compat.as_bytes if kind.startswith("bytes") else lambda v: v
            value = getattr(self, name)
            if is_list:
                getattr(proto.hparam[name], kind).value.extend([convert(v) for v in value])
            else:
                setattr(proto.hparam[name], kind, convert(value))
        return proto

    @staticmethod
    def from_proto(hparam_def, import_scope=None):
        """HParams from an HParamDef protocol buffer."""
        return HParams(hparam_def=hparam_def)


def _parse_one(name, type_, text, values):
    try:
        if type_ is not bool:
            return type_(text)
        return {"true": True, "false": False}[text.lower()] if text in _BOOLS else bool(int(text))
    except ValueError:
        raise ValueError(
            f"Could not parse hparam '{name}' of type '{type_.__name__}' with value '{text}' in {values}"
        ) from None


def _raise_twice(name, values):
    raise ValueError(f"Multiple assignments to variable '{name}' in {values}")


def _cast_to_type_if_compatible(name, param_type, value):
    """`param_type(value)`, where nothing is lost: no float for an int, no number for a string, no int for a bool."""
    if type(value) is param_type or issubclass(param_type, type(None)):
        return value
    text = (str, bytes)
    lossy = (
        (issubclass(param_type, text) and not isinstance(value, text))
        or issubclass(param_type, bool) != isinstance(value, bool)
        or (issubclass(param_type, numbers.Integral) and not isinstance(value, numbers.Integral))
        or (issubclass(param_type, numbers.Number) and not isinstance(value, numbers.Number))
    )
    if lossy:
        raise ValueError(f"Could not cast hparam '{name}' of type '{param_type}' from value {value!r}")
    return param_type(value)
