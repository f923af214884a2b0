"""What several of ``tf.contrib.rnn``'s cells share: their sizes, layer normalization, variables in shards."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.nn.rnn_cell import LayerRNNCell, LSTMStateTuple, RNNCell

_CONCATENATED_VARIABLES = "concatenated_variables"


class _Sizes:
    """`state_size` and `output_size` as the constructor set them."""

    @property
    def state_size(self):
        return self._state_size

    @property
    def output_size(self):
        return self._output_size


class SizedRNNCell(_Sizes, RNNCell):
    """A cell that makes its variables in `call`, with `tf.get_variable`."""


class SizedLayerRNNCell(_Sizes, LayerRNNCell):
    """A cell that makes its variables in `build`."""


def lstm_sizes(num_units, num_proj=None, state_is_tuple=True):
    """(state_size, output_size) of an LSTM whose output may be projected."""
    output = num_proj or num_units
    return (LSTMStateTuple(num_units, output) if state_is_tuple else num_units + output), output


def warn_of_concatenated_state(cell):
    tf.logging.warn(
        "%s: Using a concatenated state is slower and will soon be deprecated.  Use state_is_tuple=True.", cell
    )


def input_depth(inputs):
    """The static last dimension of 2-D `inputs`; ValueError where it is unknown."""
    depth = tf.dimension_value(inputs.shape.with_rank(2)[1])
    if depth is None:
        raise ValueError("Could not infer input size from inputs.get_shape()[-1]")
    return depth


def built_depth(inputs_shape):
    """The static last dimension that `build` needs; ValueError where it is unknown."""
    depth = tf.TensorShape(inputs_shape).as_list()[1]
    if depth is None:
        raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {inputs_shape}")
    return depth


def layer_norm(inputs, scope, gain, shift, dtype=tf.float32):
    """Normalizes the rows of 2-D `inputs` with the variables `gamma` and `beta` in `scope`.

    The epsilon is that of tf.contrib.layers.layer_norm: 1e-12, and 1e-3 in half precision.
    """
    shape = inputs.shape[-1:]
    with tf.variable_scope(scope):
        gamma = tf.get_variable("gamma", shape=shape, initializer=tf.constant_initializer(gain), dtype=dtype)
        beta = tf.get_variable("beta", shape=shape, initializer=tf.constant_initializer(shift), dtype=dtype)
        mean, variance = tf.nn.moments(inputs, [1], keep_dims=True)
        epsilon = 1e-3 if inputs.dtype.base_dtype == tf.float16 else 1e-12
        return tf.nn.batch_normalization(inputs, mean, variance, beta, gamma, epsilon)


def sharded_variable(name, shape, dtype, num_shards):
    """A list of `num_shards` variables `<name>_0`, `<name>_1`, ... that share the rows, the first ones one more.

    Raises:
        ValueError: more shards than rows.
    """
    rows = shape[0]
    if num_shards > rows:
        raise ValueError(f"Too many shards: shape={shape}, num_shards={num_shards}")
    each, extra = divmod(rows, num_shards)
    return [tf.get_variable(f"{name}_{i}", [each + (i < extra), *shape[1:]], dtype=dtype) for i in range(num_shards)]


def concat_variable(name, shape, dtype, num_shards):
    """`sharded_variable`'s parts, concatenated once a graph."""
    shards = sharded_variable(name, shape, dtype, num_shards)
    if num_shards == 1:
        return shards[0]
    full_name = f"{tf.get_variable_scope().name}/{name}/concat:0"
    for value in tf.get_collection(_CONCATENATED_VARIABLES):
        if value.name == full_name:
            return value
    whole = tf.concat(shards, 0, name=f"{name}/concat")
    tf.add_to_collection(_CONCATENATED_VARIABLES, whole)
    return whole


def clip(x, limit):
    """`x` within [-limit, limit], or as it is where `limit` is None."""
    return x if limit is None else tf.clip_by_value(x, -limit, limit)
