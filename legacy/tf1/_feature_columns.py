"""Feature columns as TF1's: ids within bounds, linear models' variables, private names of configurations."""

import functools

import tensorflow.compat.v1 as _v1
from tensorflow.python.feature_column import feature_column, feature_column_v2, sequence_feature_column


def install():
    """Change the classes and functions, in a process of a TF1 program's own; a second call does nothing."""
    if _installed:
        return
    _installed.append(True)
    feature_column_v2.IdentityCategoricalColumn._transform_input_tensor = _identity
    feature_column._IdentityCategoricalColumn._transform_feature = _old_identity
    for module in (feature_column_v2, sequence_feature_column):
        for kind in [held for held in vars(module).values() if isinstance(held, type)]:
            if "get_config" in vars(kind) and "from_config" in vars(kind):
                kind._get_config = kind.get_config
                kind._from_config = vars(kind)["from_config"]
    _v1.feature_column.linear_model = feature_column.linear_model = _of_resources(feature_column.linear_model)


_installed = []


def _of_resources(living):
    """The variables of ``linear_model`` are resources."""

    @functools.wraps(living)
    def linear_model(*args, **kwargs):
        with _v1.variable_scope(_v1.get_variable_scope(), use_resource=True, auxiliary_name_scope=False):
            return living(*args, **kwargs)

    return linear_model


def _identity(column, input_tensor):
    """Ids outside the buckets fail where no default stands for them; today they pass."""
    if not input_tensor.dtype.is_integer:
        raise ValueError(f"Invalid input, not integer. key: {column.key} dtype: {input_tensor.dtype}")
    values = _v1.cast(input_tensor.values, _v1.int64, name="values")
    buckets = _v1.cast(column.num_buckets, _v1.int64, name="num_buckets")
    zero = _v1.cast(0, _v1.int64, name="zero")
    if column.default_value is None:
        values = _within(values, zero, buckets, column.name)
    else:
        values = _or_default(values, zero, buckets, column.default_value)
    return _v1.SparseTensor(input_tensor.indices, values, input_tensor.dense_shape)


def _old_identity(column, inputs):
    input_tensor = feature_column._to_sparse_input_and_drop_ignore_values(inputs.get(column.key))
    return _identity(column, input_tensor)


def _within(values, zero, buckets, name):
    checks = [
        _v1.assert_less(
            values,
            buckets,
            data=(values, buckets),
            message=f'Bucket index for categorical column "{name}" exceeds number of buckets',
            name="assert_less_than_num_buckets",
        ),
        _v1.assert_greater_equal(
            values,
            zero,
            data=(values,),
            message=f'Negative bucket index for categorical column "{name}"',
            name="assert_greater_or_equal_0",
        ),
    ]
    with _v1.control_dependencies(checks):
        return _v1.identity(values)


def _or_default(values, zero, buckets, default):
    outside = _v1.logical_or(values < zero, values >= buckets, name="out_of_range")
    defaults = _v1.fill(dims=_v1.shape(values), value=_v1.cast(default, _v1.int64), name="default_values")
    return _v1.where_v2(outside, defaults, values)
