"""What every cell is: tf_keras' copies of TF1's base classes, on the `tf.layers.Layer` of this package."""

import contextlib

from tensorflow.python.autograph.core import ag_ctx
from tf2notes.legacy.tf1.layers.base import Layer
from tf_keras.src.layers.rnn import legacy_cells as _living

__all__ = ["LayerRNNCell", "RNNCell"]


_PACKAGE = __name__.partition(".nn.")[0]


def _as_library_code(cell):
    """AutoGraph converts the `call` of users' cells, as in TF1, and leaves the library's own alone.

    A cell of ours around another one is converted all the same: the inner cell may be a user's.
    """
    call = getattr(type(cell), "call", None)
    if getattr(call, "__module__", "").startswith(_PACKAGE) and not hasattr(cell, "_cell"):
        return ag_ctx.ControlStatusCtx(status=ag_ctx.Status.DISABLED)
    return contextlib.nullcontext()


class RNNCell(_living.RNNCell, Layer):
    """(output, new state) = cell(inputs, state); variables made with `tf.get_variable` in `call` are the cell's own.

    Replaces: tf.nn.rnn_cell.RNNCell
    """

    def __call__(self, inputs, state, scope=None):
        with _as_library_code(self):
            if self.built and self._scope is None and type(self).build is Layer.build:  # a Keras RNN layer has built it
                return self.call(inputs, state)  # in the layer's scope, as Keras called its cells then
            return super().__call__(inputs, state, scope=scope)


class LayerRNNCell(_living.LayerRNNCell, RNNCell):
    """A cell that makes its variables in `build`, as layers do.

    Replaces: tf.contrib.rnn.LayerRNNCell
    """

    def __call__(self, inputs, state, scope=None, *args, **kwargs):
        with _as_library_code(self):
            return Layer.__call__(self, inputs, state, *args, scope=scope, **kwargs)
