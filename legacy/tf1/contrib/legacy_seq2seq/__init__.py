"""Replaces: ``tf.contrib.legacy_seq2seq`` (``tf.nn.seq2seq`` before TensorFlow 1.0): models on lists of tensors.

Here every time step is a tensor of its own in a Python list, and the graph is unrolled. ``decoders`` has the loops,
``models`` the encoder-decoder pairs built from them, ``losses`` the weighted cross entropy and the buckets.
"""

from tf2notes.legacy.tf1.contrib.legacy_seq2seq.decoders import (
    _extract_argmax_and_embed,
    attention_decoder,
    embedding_attention_decoder,
    embedding_rnn_decoder,
    rnn_decoder,
)
from tf2notes.legacy.tf1.contrib.legacy_seq2seq.losses import (
    model_with_buckets,
    sequence_loss,
    sequence_loss_by_example,
)
from tf2notes.legacy.tf1.contrib.legacy_seq2seq.models import (
    basic_rnn_seq2seq,
    embedding_attention_seq2seq,
    embedding_rnn_seq2seq,
    embedding_tied_rnn_seq2seq,
    one2many_rnn_seq2seq,
    tied_rnn_seq2seq,
)
from tf2notes.legacy.tf1.nn.rnn_cell import _Linear as Linear
from tf2notes.legacy.tf1.nn.rnn_cell import _linear, linear

__all__ = [
    "Linear",
    "_extract_argmax_and_embed",
    "_linear",
    "attention_decoder",
    "basic_rnn_seq2seq",
    "embedding_attention_decoder",
    "embedding_attention_seq2seq",
    "embedding_rnn_decoder",
    "embedding_rnn_seq2seq",
    "embedding_tied_rnn_seq2seq",
    "linear",
    "model_with_buckets",
    "one2many_rnn_seq2seq",
    "rnn_decoder",
    "sequence_loss",
    "sequence_loss_by_example",
    "tied_rnn_seq2seq",
]
