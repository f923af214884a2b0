"""An LSTM cell with what Keras' own lacks: peepholes, clipping, a projection of the output."""

import keras
import numpy as np
from keras import initializers, layers, ops

from tf2notes.layers.tf1_rnn import lstm_from_tf1


@keras.saving.register_keras_serializable("tf2notes")
class ExtendedLSTMCell(layers.Layer):
    """For ``keras.layers.RNN``: an LSTM whose gates see its memory, whose memory is bounded, whose output is projected.

    Replaces: ``tf.nn.rnn_cell.LSTMCell`` with `use_peepholes`, `cell_clip`, `num_proj`, `proj_clip`.
    Source: Sak, Senior and Beaufays 2014 (projection); Gers and Schmidhuber 2000 (peepholes).

    Args:
        units: of the memory c.
        peepholes: forget and input gate also see the memory before, the output gate the new one, unit by unit.
        cell_clip: the memory is kept between -cell_clip and cell_clip, before the output gate; None: it is not.
        projection: so many outputs, a matrix product of what LSTM would return; None: no projection.
        projection_clip: likewise for the projected output.
        activation: of candidate and output.
        kernel_initializer, recurrent_initializer: of the matrices; the peepholes have the first one.
        unit_forget_bias: the forget gate's bias starts at 1.

    States are [h, c]: h [batch, projection or units], c [batch, units]. The weights are Keras' own LSTM's (columns
    i, f, c, o), then the peepholes of input, forget and output gate, then the projection [units, projection].
    """

    def __init__(
        self,
        units,
        peepholes=False,
        cell_clip=None,
        projection=None,
        projection_clip=None,
        activation="tanh",
        kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal",
        unit_forget_bias=True,
        **kwargs,
    ):
        super().__init__(**kwargs)
        for name, value in (("units", units), ("projection", projection)):
            if value is not None and value < 1:
                raise ValueError(f"{name}={value}: expected at least 1")
        for name, value in (("cell_clip", cell_clip), ("projection_clip", projection_clip)):
            if value is not None and value <= 0:
                raise ValueError(f"{name}={value}: expected a positive number, or None for no bound")
        if projection_clip is not None and projection is None:
            raise ValueError(f"projection_clip={projection_clip} bounds a projection: set projection as well")
        self.units, self.peepholes, self.cell_clip = units, peepholes, cell_clip
        self.projection, self.projection_clip = projection, projection_clip
        self.activation = keras.activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.unit_forget_bias = unit_forget_bias
        self.output_size = projection or units
        self.state_size = [self.output_size, units]

    def build(self, input_shape):
        units = self.units
        self.kernel = self.add_weight((input_shape[-1], 4 * units), self.kernel_initializer, name="kernel")
        self.recurrent_kernel = self.add_weight(
            (self.output_size, 4 * units), self.recurrent_initializer, name="recurrent_kernel"
        )
        self.bias = self.add_weight((4 * units,), self._bias, name="bias")
        if self.peepholes:
            self.peephole_input, self.peephole_forget, self.peephole_output = (
                self.add_weight((units,), self.kernel_initializer, name=f"peephole_{gate}")
                for gate in ("input", "forget", "output")
            )
        if self.projection:
            self.projection_kernel = self.add_weight(
                (units, self.projection), self.kernel_initializer, name="projection_kernel"
            )

    def _bias(self, shape, dtype=None):
        bias = np.zeros(shape)
        bias[self.units : 2 * self.units] = self.unit_forget_bias
        return ops.cast(bias, dtype)

    def call(self, inputs, states, training=False):
        h, c = states
        z = ops.matmul(inputs, self.kernel) + ops.matmul(h, self.recurrent_kernel) + self.bias
        i, f, j, o = ops.split(z, 4, axis=-1)
        if self.peepholes:
            i, f = i + self.peephole_input * c, f + self.peephole_forget * c
        c = ops.sigmoid(f) * c + ops.sigmoid(i) * self.activation(j)
        c = _bounded(c, self.cell_clip)
        if self.peepholes:
            o = o + self.peephole_output * c
        h = ops.sigmoid(o) * self.activation(c)
        if self.projection:
            h = _bounded(ops.matmul(h, self.projection_kernel), self.projection_clip)
        return h, [h, c]

    def get_initial_state(self, batch_size=None):
        return [ops.zeros((batch_size, size), dtype=self.compute_dtype) for size in self.state_size]

    def get_config(self):
        names = ("units", "peepholes", "cell_clip", "projection", "projection_clip", "unit_forget_bias")
        return {
            **super().get_config(),
            **{name: getattr(self, name) for name in names},
            "activation": keras.activations.serialize(self.activation),
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "recurrent_initializer": initializers.serialize(self.recurrent_initializer),
        }


def _bounded(x, limit):
    return x if limit is None else ops.clip(x, -limit, limit)


def extended_lstm_from_tf1(
    path, kernel, bias, w_i_diag=None, w_f_diag=None, w_o_diag=None, projection=None, forget_bias=1.0
):
    """The weights of an `ExtendedLSTMCell` from those of TF1's ``LSTMCell``, by TF1's variable names.

    Args:
        path: of the cell below the model.
        kernel: [inputs + (projection or units), 4 units], columns i, j, f, o.
        bias: [4 units].
        w_i_diag, w_f_diag, w_o_diag: the peepholes, [units] each, or None.
        projection: ``projection/kernel``, [units, outputs], or None.
        forget_bias: the cell's; no TF1 checkpoint holds it.
    """
    outputs = len(bias) // 4 if projection is None else projection.shape[1]
    found = lstm_from_tf1(path, kernel, bias, forget_bias)
    columns = np.concatenate([found[f"{path}/kernel"], found[f"{path}/recurrent_kernel"]])
    found[f"{path}/kernel"], found[f"{path}/recurrent_kernel"] = columns[:-outputs], columns[-outputs:]
    others = {
        "peephole_input": w_i_diag,
        "peephole_forget": w_f_diag,
        "peephole_output": w_o_diag,
        "projection_kernel": projection,
    }
    found.update({f"{path}/{name}": value for name, value in others.items() if value is not None})
    return found
