"""Stands where TF1 had ``tf.contrib.slim.nets``, to say why it is not here."""

from tf2notes.legacy.tf1.contrib.slim import _NO_NETS

raise ImportError(_NO_NETS, name="tensorflow.contrib.slim.nets")
