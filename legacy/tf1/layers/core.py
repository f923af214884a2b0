"""Dense, dropout and flatten. Replaces: tensorflow.python.layers.core"""

from tf2notes.legacy.tf1.layers.base import functional
from tf_keras.src.legacy_tf_layers import core
from tf_keras.src.legacy_tf_layers.core import Dense, Dropout, Flatten

dense = functional(Dense, core.dense)
dropout = functional(Dropout, core.dropout)
flatten = functional(Flatten, core.flatten)

FullyConnected = Dense
fully_connected = dense

__all__ = ["Dense", "Dropout", "Flatten", "FullyConnected", "dense", "dropout", "flatten", "fully_connected"]
