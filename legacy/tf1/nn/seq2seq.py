"""Replaces: ``tf.nn.seq2seq``, the name that ``tf.contrib.legacy_seq2seq`` had before TensorFlow 1.0."""

from tf2notes.legacy.tf1.contrib.legacy_seq2seq import *  # noqa: F403
