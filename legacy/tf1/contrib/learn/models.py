"""Replaces: ``tf.contrib.learn.models``: functions (x, y) -> (predictions, loss) of the first skflow."""

import functools

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import rnn
from tf2notes.legacy.tf1.contrib.learn import ops

__all__ = [
    "bidirectional_rnn",
    "get_rnn_model",
    "linear_regression",
    "linear_regression_zero_init",
    "logistic_regression",
    "logistic_regression_zero_init",
]


def linear_regression_zero_init(x, y):
    """Replaces: tf.contrib.learn.models.linear_regression_zero_init"""
    return linear_regression(x, y, init_mean=0.0, init_stddev=0.0)


def logistic_regression_zero_init(x, y):
    """Replaces: tf.contrib.learn.models.logistic_regression_zero_init"""
    return logistic_regression(x, y, init_mean=0.0, init_stddev=0.0)


def _weights_and_bias(x, y, outputs, mean, stddev):
    """The two variables of a linear layer, with their histograms; a normal initializer where there is a mean."""
    scope, dtype = tf.get_variable_scope().name, x.dtype.base_dtype
    tf.summary.histogram(f"{scope}.x", x)
    tf.summary.histogram(f"{scope}.y", y)
    initializer = None if mean is None else tf.random_normal_initializer(mean, stddev, dtype=dtype)
    shape = [tf.dimension_value(x.shape[1]), outputs]
    weights = tf.get_variable("weights", shape, dtype=dtype, initializer=initializer)
    bias = tf.get_variable("bias", [outputs], dtype=dtype, initializer=initializer)
    tf.summary.histogram(f"{scope}.weights", weights)
    tf.summary.histogram(f"{scope}.bias", bias)
    return weights, bias


def linear_regression(x, y, init_mean=None, init_stddev=1.0):
    """Replaces: tf.contrib.learn.models.linear_regression"""
    with tf.variable_scope("linear_regression"):
        outputs = 1 if len(y.shape) == 1 else tf.dimension_value(y.shape[1])
        return ops.mean_squared_error_regressor(x, y, *_weights_and_bias(x, y, outputs, init_mean, init_stddev))


def logistic_regression(x, y, class_weight=None, init_mean=None, init_stddev=1.0):
    """Replaces: tf.contrib.learn.models.logistic_regression

    Args:
        class_weight: [n_classes]; else the graph's tensor ``class_weight:0`` where there is one.
    """
    with tf.variable_scope("logistic_regression"):
        variables = _weights_and_bias(x, y, tf.dimension_value(y.shape[-1]), init_mean, init_stddev)
        if not class_weight:
            try:
                class_weight = tf.get_default_graph().get_tensor_by_name("class_weight:0")
            except KeyError:
                class_weight = None
        return ops.softmax_classifier(x, y, *variables, class_weight=class_weight)


def _reversed(inputs, lengths):
    if lengths is None:
        return inputs[::-1]
    for value in inputs:
        value.set_shape(value.shape.with_rank(2))
    return tf.unstack(tf.reverse_sequence(tf.stack(inputs), lengths, 0, 1))


def bidirectional_rnn(
    cell_fw,
    cell_bw,
    inputs,
    initial_state_fw=None,
    initial_state_bw=None,
    dtype=None,
    sequence_length=None,
    scope=None,
):
    """(outputs, state), both directions side by side. Replaces: tf.contrib.learn.models.bidirectional_rnn

    Differs: `sequence_length` works; TF1's own called functions that TensorFlow 1.0 had dropped.

    Raises:
        TypeError: no cells, or `inputs` is no list.
        ValueError: `inputs` is empty.
    """
    for name, cell in (("cell_fw", cell_fw), ("cell_bw", cell_bw)):
        if not isinstance(cell, rnn.RNNCell):
            raise TypeError(f"{name} must be an instance of RNNCell")
    if not isinstance(inputs, list):
        raise TypeError("inputs must be a list")
    if not inputs:
        raise ValueError("inputs must not be empty")
    name = scope or "BiRNN"
    with tf.variable_scope(f"{name}_FW"):
        forward, state_fw = rnn.static_rnn(cell_fw, inputs, initial_state_fw, dtype, sequence_length)
    with tf.variable_scope(f"{name}_BW"):
        turned = _reversed(inputs, sequence_length)
        backward, state_bw = rnn.static_rnn(cell_bw, turned, initial_state_bw, dtype, sequence_length)
    pairs = zip(forward, _reversed(backward, sequence_length), strict=True)
    return [tf.concat(pair, 1) for pair in pairs], tf.concat([state_fw, state_bw], 1)


_CELLS = {
    "rnn": rnn.BasicRNNCell,
    "gru": rnn.GRUCell,
    "lstm": functools.partial(rnn.BasicLSTMCell, state_is_tuple=False),
}


def get_rnn_model(
    rnn_size,
    cell_type,
    num_layers,
    input_op_fn,
    bidirectional,
    target_predictor_fn,
    sequence_length,
    initial_state,
    attn_length,
    attn_size,
    attn_vec_size,
):
    """A function (x, y) that predicts from an RNN's last state. Replaces: tf.contrib.learn.models.get_rnn_model

    Raises (when it is called):
        ValueError: `cell_type` is none of rnn, gru and lstm.
    """

    def cell():
        made = _CELLS[cell_type](rnn_size)
        if attn_length is None:
            return made
        return rnn.AttentionCellWrapper(
            made, attn_length=attn_length, attn_size=attn_size, attn_vec_size=attn_vec_size, state_is_tuple=False
        )

    def cells():
        return rnn.MultiRNNCell([cell() for _ in range(num_layers)], state_is_tuple=False)

    def estimator(x, y):
        x = input_op_fn(x)
        if cell_type not in _CELLS:
            raise ValueError(f"cell_type {cell_type} is not supported. ")
        settings = {"dtype": tf.float32, "sequence_length": sequence_length}
        if bidirectional:
            states = {"initial_state_fw": initial_state, "initial_state_bw": initial_state}
            _, encoding = bidirectional_rnn(cells(), cells(), x, **states, **settings)
        else:
            _, encoding = rnn.static_rnn(cells(), x, initial_state=initial_state, **settings)
        return target_predictor_fn(encoding, y)

    return estimator
