"""Replaces: ``tensorflow.python.ops.rnn``: the living functions with TF1's messages, and their names of TF 0.x."""

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import rnn as _living
from tf2notes.legacy.tf1._messages import in_tf1_words
from tf2notes.legacy.tf1.nn.rnn_cell import assert_like_rnncell

__all__ = [
    "assert_like_rnncell",
    "bidirectional_dynamic_rnn",
    "bidirectional_rnn",
    "dynamic_rnn",
    "raw_rnn",
    "rnn",
    "state_saving_rnn",
    "static_bidirectional_rnn",
    "static_rnn",
    "static_state_saving_rnn",
]

_WORDS = (
    (r"Argument `inputs` must be a sequence\.", "inputs must be a sequence"),
    (r"Argument `(\w+)` must not be empty\.", r"\1 must not be empty"),
    (r"Argument `?sequence_length`? must be a vector of length",
     "sequence_length must be a vector of length batch_size"),
    (r"Input size \(dimension (\d+) of input .*must be accessible via shape inference",
     r"Input size (dimension \1 of inputs) must be accessible via shape inference, but saw value None."),
    (r"Argument `loop_fn` must be a callable", "loop_fn must be a callable"),
    (r"Argument `state_name` should be the same type as `cell.state_size`",
     "state_name should be the same type as cell.state_size."),
    (r"Number of elements in argument `state_name` and `cell.state_size` are",
     "#elems(state_name) != #elems(state_size)"),
)  # fmt: skip
_NO_DTYPE = r"If no initial_state is provided, .*dtype"
_STATIC_DTYPE = (_NO_DTYPE, "If no initial_state is provided, dtype must be specified")
_DYNAMIC_DTYPE = (_NO_DTYPE, "If there is no initial_state, you must give a dtype.")

bidirectional_dynamic_rnn = in_tf1_words(tf.nn.bidirectional_dynamic_rnn, *_WORDS, _DYNAMIC_DTYPE)
dynamic_rnn = in_tf1_words(tf.nn.dynamic_rnn, *_WORDS, _DYNAMIC_DTYPE)
raw_rnn = in_tf1_words(tf.nn.raw_rnn, *_WORDS)
static_bidirectional_rnn = in_tf1_words(tf.nn.static_bidirectional_rnn, *_WORDS, _STATIC_DTYPE)
static_rnn = in_tf1_words(tf.nn.static_rnn, *_WORDS, _STATIC_DTYPE)
static_state_saving_rnn = in_tf1_words(tf.nn.static_state_saving_rnn, *_WORDS, _STATIC_DTYPE)


def rnn(cell, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
    """Unrolls `cell` over the list `inputs`: (list of outputs, last state).

    Replaces: tf.nn.rnn of TF 0.x; TF 1 calls it tf.nn.static_rnn.
    Differs: without a `scope` the variables stand under ``rnn/``, as TF 1 has it, and not under ``RNN/``.
    """
    return static_rnn(
        cell, inputs, initial_state=initial_state, dtype=dtype, sequence_length=sequence_length, scope=scope
    )


def state_saving_rnn(cell, inputs, state_saver, state_name, sequence_length=None, scope=None):
    """`rnn` that reads its first state from a state saver and saves the last one.

    Replaces: tf.nn.state_saving_rnn of TF 0.x; TF 1 calls it tf.nn.static_state_saving_rnn.
    Differs: as `rnn`.
    """
    return static_state_saving_rnn(cell, inputs, state_saver, state_name, sequence_length=sequence_length, scope=scope)


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
    """One cell forwards and one backwards over the list `inputs`: (outputs, last forward, last backward state).

    Replaces: tf.nn.bidirectional_rnn of TF 0.x; TF 1 calls it tf.nn.static_bidirectional_rnn.
    Differs: without a `scope` the variables stand under ``bidirectional_rnn/fw`` and ``bw``, as TF 1 has it.
    """
    return static_bidirectional_rnn(
        cell_fw,
        cell_bw,
        inputs,
        initial_state_fw=initial_state_fw,
        initial_state_bw=initial_state_bw,
        dtype=dtype,
        sequence_length=sequence_length,
        scope=scope,
    )


def __getattr__(name):
    return getattr(_living, name)
