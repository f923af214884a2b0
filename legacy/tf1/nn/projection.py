"""Linear maps on TF1 variables, and the cell wrappers built on them that left ``tf.nn.rnn_cell`` after TF 0.12."""

import math

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.nn.cell_base import RNNCell
from tf_keras.src.layers.rnn.legacy_cell_wrappers import assert_like_rnncell
from tf_keras.src.layers.rnn.legacy_cells import _BIAS_VARIABLE_NAME, _WEIGHTS_VARIABLE_NAME

__all__ = [
    "EmbeddingWrapper",
    "InputProjectionWrapper",
    "OutputProjectionWrapper",
    "_Linear",
    "_linear",
    "linear",
    "total_depth",
]


def total_depth(args):
    """The sum of the last dimensions of 2-D tensors; ValueError where one is not 2-D or its depth is unknown."""
    shapes = [a.shape for a in args]
    depth = 0
    for shape in shapes:
        if shape.ndims != 2:
            raise ValueError(f"linear is expecting 2D arguments: {shapes}")
        width = tf.dimension_value(shape[1])
        if width is None:
            raise ValueError(f"linear expects shape[1] to be provided for shape {shape}, but saw {shape[1]}")
        depth += width
    return depth


class _Linear:
    """A linear map whose variables `kernel` and `bias` are made once, in the variable scope of the construction.

    Replaces: tensorflow.contrib.rnn.python.ops.core_rnn_cell._Linear

    Args:
        args: a 2-D tensor or a non-empty list of them; their total depth gives the kernel's rows.
        output_size: columns of the kernel.
        build_bias: whether there is a bias; it is never partitioned.
        bias_initializer: zeros by default.
        kernel_initializer: the variable scope's by default.
    """

    def __init__(self, args, output_size, build_bias, bias_initializer=None, kernel_initializer=None):
        self._build_bias = build_bias
        self._is_sequence = tf.nest.is_nested(args)
        args = _as_list(args)
        rows, dtype = total_depth(args), args[0].dtype
        with tf.variable_scope(tf.get_variable_scope()) as outer:
            self._weights = tf.get_variable(
                _WEIGHTS_VARIABLE_NAME, [rows, output_size], dtype=dtype, initializer=kernel_initializer
            )
            if build_bias:
                with tf.variable_scope(outer) as inner:
                    inner.set_partitioner(None)
                    self._biases = tf.get_variable(
                        _BIAS_VARIABLE_NAME,
                        [output_size],
                        dtype=dtype,
                        initializer=tf.zeros_initializer() if bias_initializer is None else bias_initializer,
                    )

    def __call__(self, args):
        args = args if self._is_sequence else [args]
        result = tf.matmul(args[0] if len(args) == 1 else tf.concat(args, 1), self._weights)
        return tf.nn.bias_add(result, self._biases) if self._build_bias else result


def _linear(args, output_size, bias, bias_initializer=None, kernel_initializer=None, bias_start=0.0, scope=None):
    """``_Linear`` made and applied: [batch, output_size] from 2-D tensors of one batch size.

    Replaces: tensorflow.python.ops.rnn_cell_impl._linear
    Differs: a number for `bias_initializer`, and the keywords `bias_start` and `scope`, mean what the function of
        TF 0.12 to 1.1 meant by `bias_start` and `scope`.
    """
    if isinstance(bias_initializer, (int, float)):
        bias_start, bias_initializer = bias_initializer, None
    if bias_initializer is None:
        bias_initializer = tf.constant_initializer(bias_start)
    with tf.variable_scope(scope or tf.get_variable_scope()):
        return _Linear(args, output_size, bias, bias_initializer, kernel_initializer)(args)


def linear(args, output_size, bias, bias_start=0.0, scope=None):
    """``_linear`` with the arguments of TF 0.x.

    Replaces: tf.nn.rnn_cell._linear of TF 0.12, tf.nn.rnn_cell.linear of TF 0.6
    Differs: the variables have the names of TF 1.2 and later, kernel and bias, instead of Matrix and Bias or weights
        and biases.
    """
    with tf.variable_scope(scope or "Linear"):
        return _linear(args, output_size, bias, bias_start=bias_start)


def _as_list(args):
    if args is None or (tf.nest.is_nested(args) and not args):
        raise ValueError("`args` must be specified")
    return args if tf.nest.is_nested(args) else [args]


class _AroundCell(RNNCell):
    """A wrapper whose state is the wrapped cell's."""

    def __init__(self, cell, reuse):
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        self._cell = cell

    @property
    def state_size(self):
        return self._cell.state_size

    @property
    def output_size(self):
        return self._cell.output_size

    def zero_state(self, batch_size, dtype):
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return self._cell.zero_state(batch_size, dtype)


class EmbeddingWrapper(_AroundCell):
    """Looks integer inputs up in a variable `embedding` before the cell.

    Replaces: tf.contrib.rnn.EmbeddingWrapper, tf.nn.rnn_cell.EmbeddingWrapper of TF 0.x

    Raises:
        TypeError: `cell` is no cell.
        ValueError: the number of classes or the size is not positive.
    """

    def __init__(self, cell, embedding_classes, embedding_size, initializer=None, reuse=None):
        super().__init__(cell, reuse)
        if embedding_classes <= 0 or embedding_size <= 0:
            raise ValueError(
                f"Both embedding_classes and embedding_size must be > 0: {embedding_classes}, {embedding_size}."
            )
        self._embedding_classes = embedding_classes
        self._embedding_size = embedding_size
        self._initializer = initializer

    def call(self, inputs, state):
        with tf.device("/cpu:0"):
            initializer = self._initializer or tf.get_variable_scope().initializer
            if not initializer:
                bound = math.sqrt(3)  # so that the variance is 1
                initializer = tf.random_uniform_initializer(-bound, bound)
            embedding = tf.get_variable(
                "embedding",
                [self._embedding_classes, self._embedding_size],
                initializer=initializer,
                dtype=(state[0] if isinstance(state, tuple) else state).dtype,
            )
            return self._cell(tf.nn.embedding_lookup(embedding, tf.reshape(inputs, [-1])), state)


class InputProjectionWrapper(_AroundCell):
    """A linear map of the inputs, and an activation if given, before the cell.

    Replaces: tf.contrib.rnn.InputProjectionWrapper, tf.nn.rnn_cell.InputProjectionWrapper of TF 0.x
    Differs: `input_size` means nothing, as in TF1, which logs so.
    """

    def __init__(self, cell, num_proj, activation=None, input_size=None, reuse=None):
        super().__init__(cell, reuse)
        if input_size is not None:
            tf.logging.warn("%s: The input_size parameter is deprecated.", self)
        self._num_proj = num_proj
        self._activation = activation
        self._linear = None

    def call(self, inputs, state):
        if self._linear is None:
            self._linear = _Linear(inputs, self._num_proj, True)
        projected = self._linear(inputs)
        return self._cell(self._activation(projected) if self._activation else projected, state)


class OutputProjectionWrapper(_AroundCell):
    """A linear map of the cell's outputs, and an activation if given.

    Replaces: tf.contrib.rnn.OutputProjectionWrapper, tf.nn.rnn_cell.OutputProjectionWrapper of TF 0.x

    Raises:
        TypeError: `cell` is no cell.
        ValueError: `output_size` is not positive.
    """

    def __init__(self, cell, output_size, activation=None, reuse=None):
        super().__init__(cell, reuse)
        if output_size < 1:
            raise ValueError(f"Parameter output_size must be > 0: {output_size}.")
        self._output_size = output_size
        self._activation = activation
        self._linear = None

    @property
    def output_size(self):
        return self._output_size

    def call(self, inputs, state):
        output, state = self._cell(inputs, state)
        if self._linear is None:
            self._linear = _Linear(output, self._output_size, True)
        projected = self._linear(output)
        return (self._activation(projected) if self._activation else projected), state
