"""What every cell is: tf_keras' copies of TF1's base classes, on the `tf.layers.Layer` of this package."""

from tf2notes.legacy.tf1.layers.base import Layer
from tf_keras.src.layers.rnn import legacy_cells as _living

__all__ = ["LayerRNNCell", "RNNCell"]


class RNNCell(_living.RNNCell, Layer):
    """(output, new state) = cell(inputs, state); variables made with `tf.get_variable` in `call` are the cell's own.

    Replaces: tf.nn.rnn_cell.RNNCell
    """


class LayerRNNCell(_living.LayerRNNCell, RNNCell):
    """A cell that makes its variables in `build`, as layers do.

    Replaces: tf.contrib.rnn.LayerRNNCell
    """

    def __call__(self, inputs, state, scope=None, *args, **kwargs):
        return Layer.__call__(self, inputs, state, *args, scope=scope, **kwargs)
