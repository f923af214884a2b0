"""Replaces: ``tf.contrib.recurrent``: recurrences written as a function of one step, and RNN cells run by them."""

from tf2notes.legacy.tf1.contrib.recurrent.functional_rnn import bidirectional_functional_rnn, functional_rnn
from tf2notes.legacy.tf1.contrib.recurrent.recurrent import Recurrent

__all__ = ["Recurrent", "bidirectional_functional_rnn", "functional_rnn"]
