"""Between cuDNN's parameters and the variables of the compatible cells, and the saveables that use it.

A CudnnLSTM is saved as the cells it could be run by: `rnn/multi_rnn_cell/cell_0/cudnn_compatible_lstm_cell/kernel`
and so on. A TF1 checkpoint of a GPU model thus restores here, and the other way round.
"""

import tensorflow.compat.v1 as tf
from tensorflow.python.training.saving.saveable_object import SaveableObject, SaveSpec
from tf2notes.legacy.tf1.contrib.cudnn_rnn import canonical

__all__ = [
    "CudnnGRUSaveable",
    "CudnnLSTMSaveable",
    "CudnnParamsFormatConverterGRU",
    "CudnnParamsFormatConverterLSTM",
    "CudnnParamsFormatConverterRelu",
    "CudnnParamsFormatConverterTanh",
    "CudnnRNNReluSaveable",
    "CudnnRNNTanhSaveable",
]


class _Converter:
    """What the converters share; a subclass converts one layer in one direction."""

    _rnn_mode = None

    def __init__(
        self,
        num_layers,
        num_units,
        input_size,
        num_proj=None,
        input_mode=canonical.CUDNN_INPUT_LINEAR_MODE,
        direction=canonical.CUDNN_RNN_UNIDIRECTION,
    ):
        canonical.check_input_mode(input_mode)
        canonical.check_direction(direction)
        self._num_proj = num_proj
        self._layout = canonical.Layout(self._rnn_mode, num_layers, num_units, input_size, direction, num_proj)

    def tf_canonical_to_opaque(self, tf_canonicals, weights_proj=None):
        """The vector from the cells' kernels followed by their biases (and the projections apart)."""
        layout, half = self._layout, len(tf_canonicals) // 2
        kernels = layout.by_direction(tf_canonicals[:half])
        weights, biases = [], []
        for index, of_cell in enumerate(kernels):
            weights += self._to_cudnn_weights(of_cell, layout.input_width(index // layout.num_dirs))
            if weights_proj is not None:
                weights.append(tf.transpose(weights_proj[index]))
        for of_cell in layout.by_direction(tf_canonicals[half:]):
            biases += self._to_cudnn_biases(of_cell)
        return layout.to_opaque(weights, biases)

    def opaque_to_tf_canonical(self, opaque_param):
        """(kernels, biases) of the cells from the vector; with a projection (kernels, biases, projections)."""
        weights, biases = self._layout.from_opaque(opaque_param)
        kernels, shifts, projections = [], [], []
        for of_cell in self._layout.by_direction(weights):
            if self._num_proj:
                *of_cell, projection = of_cell
                projections.append(tf.transpose(projection))
            kernels += self._from_cudnn_weights(of_cell)
        for of_cell in self._layout.by_direction(biases):
            shifts += self._from_cudnn_biases(of_cell)
        return (kernels, shifts, projections) if self._num_proj else (kernels, shifts)


class CudnnParamsFormatConverterLSTM(_Converter):
    """To and from the kernel and bias of CudnnCompatibleLSTMCell, whose gates are i, c, f, o.

    Replaces: tf.contrib.cudnn_rnn.CudnnParamsFormatConverterLSTM
    """

    _rnn_mode = canonical.CUDNN_LSTM
    _order = (0, 2, 1, 3)  # swaps f and c, either way

    def _reordered(self, gates):
        return [gates[i] for i in self._order]

    def _from_cudnn_weights(self, weights):
        n = len(self._order)
        whole = [tf.concat([x, h], axis=1) for x, h in zip(weights[:n], weights[n:], strict=True)]
        return [tf.transpose(tf.concat(self._reordered(whole), axis=0))]

    def _to_cudnn_weights(self, kernels, input_width):
        gates = self._reordered(tf.split(tf.transpose(kernels[0]), len(self._order), axis=0))
        parts = [tf.split(gate, [input_width, self._layout.state_width], axis=1) for gate in gates]
        return [x for x, _ in parts] + [h for _, h in parts]

    def _from_cudnn_biases(self, biases):
        n = len(self._order)
        return [tf.concat(self._reordered([x + h for x, h in zip(biases[:n], biases[n:], strict=True)]), axis=0)]

    def _to_cudnn_biases(self, biases):
        return [gate * 0.5 for gate in self._reordered(tf.split(biases[0], len(self._order), axis=0))] * 2


class CudnnParamsFormatConverterTanh(CudnnParamsFormatConverterLSTM):
    """To and from the kernel and bias of BasicRNNCell.

    Replaces: tf.contrib.cudnn_rnn.CudnnParamsFormatConverterTanh
    """

    _rnn_mode = canonical.CUDNN_RNN_TANH
    _order = (0,)


class CudnnParamsFormatConverterRelu(CudnnParamsFormatConverterTanh):
    """To and from the kernel and bias of BasicRNNCell.

    Replaces: tf.contrib.cudnn_rnn.CudnnParamsFormatConverterRelu
    """

    _rnn_mode = canonical.CUDNN_RNN_RELU


class CudnnParamsFormatConverterGRU(_Converter):
    """To and from the variables of CudnnCompatibleGRUCell.

    Replaces: tf.contrib.cudnn_rnn.CudnnParamsFormatConverterGRU
    """

    _rnn_mode = canonical.CUDNN_GRU

    def _from_cudnn_weights(self, weights):
        r_x, u_x, new_x, r_h, u_h, new_h = weights
        gates = tf.concat([tf.concat([r_x, r_h], axis=1), tf.concat([u_x, u_h], axis=1)], axis=0)
        return [tf.transpose(gates), tf.transpose(new_x), tf.transpose(new_h)]

    def _to_cudnn_weights(self, kernels, input_width):
        gates, new_x, new_h = (tf.transpose(kernel) for kernel in kernels)
        widths = [input_width, self._layout.num_units]
        (r_x, r_h), (u_x, u_h) = (tf.split(gate, widths, axis=1) for gate in tf.split(gates, 2, axis=0))
        return [r_x, u_x, new_x, r_h, u_h, new_h]

    def _from_cudnn_biases(self, biases):
        r_x, u_x, new_x, r_h, u_h, new_h = biases
        return [tf.concat([r_x, u_x], axis=0) + tf.concat([r_h, u_h], axis=0), new_x, new_h]

    def _to_cudnn_biases(self, biases):
        gates, new_x, new_h = biases
        r, u = tf.split(gates * 0.5, 2, axis=0)
        return [r, u, new_x, r, u, new_h]


class _Saveable(SaveableObject):
    """Saves a vector of parameters as the variables of compatible cells, and restores it from them."""

    _format_converter_cls = None
    _rnn_cell_name = None
    _weights = ("kernel",)
    _biases = ("bias",)

    def __init__(
        self,
        opaque_params,
        num_layers,
        num_units,
        input_size,
        input_mode=canonical.CUDNN_INPUT_LINEAR_MODE,
        direction=canonical.CUDNN_RNN_UNIDIRECTION,
        scope=None,
        name="cudnn_rnn_saveable",
    ):
        self._variables = opaque_params
        self.format_converter = self._format_converter_cls(
            num_layers, num_units, input_size, input_mode=input_mode, direction=direction
        )
        cells = _cell_names(num_layers, direction, self._rnn_cell_name)
        scope = getattr(scope, "name", scope)
        prefix = f"{scope}/" if scope else ""
        names = [f"{prefix}{cell}/{weight}" for cell in cells for weight in self._weights]
        names += [f"{prefix}{cell}/{bias}" for cell in cells for bias in self._biases]
        weights, biases = self.format_converter.opaque_to_tf_canonical(opaque_params)
        specs = [SaveSpec(tensor, "", key) for tensor, key in zip(weights + biases, names, strict=True)]
        super().__init__(tf.identity(opaque_params), specs, name)

    def restore(self, restored_tensors, restored_shapes):
        del restored_shapes  # the converter knows them
        return tf.assign(self._variables, self.format_converter.tf_canonical_to_opaque(restored_tensors))


def _cell_names(num_layers, direction, cell):
    """The scopes that dynamic_rnn or stack_bidirectional_dynamic_rnn give the cells."""
    if direction == canonical.CUDNN_RNN_UNIDIRECTION:
        return [f"rnn/multi_rnn_cell/cell_{i}/{cell}" for i in range(num_layers)]
    return [
        f"stack_bidirectional_rnn/cell_{i}/bidirectional_rnn/{way}/{cell}"
        for i in range(num_layers)
        for way in ("fw", "bw")
    ]


class CudnnLSTMSaveable(_Saveable):
    """Replaces: tf.contrib.cudnn_rnn.CudnnLSTMSaveable"""

    _format_converter_cls = CudnnParamsFormatConverterLSTM
    _rnn_cell_name = "cudnn_compatible_lstm_cell"


class CudnnGRUSaveable(_Saveable):
    """Replaces: tf.contrib.cudnn_rnn.CudnnGRUSaveable"""

    _format_converter_cls = CudnnParamsFormatConverterGRU
    _rnn_cell_name = "cudnn_compatible_gru_cell"
    _weights = ("gates/kernel", "candidate/input_projection/kernel", "candidate/hidden_projection/kernel")
    _biases = ("gates/bias", "candidate/input_projection/bias", "candidate/hidden_projection/bias")


class CudnnRNNTanhSaveable(_Saveable):
    """Replaces: tf.contrib.cudnn_rnn.CudnnRNNTanhSaveable"""

    _format_converter_cls = CudnnParamsFormatConverterTanh
    _rnn_cell_name = "basic_rnn_cell"


class CudnnRNNReluSaveable(_Saveable):
    """Replaces: tf.contrib.cudnn_rnn.CudnnRNNReluSaveable"""

    _format_converter_cls = CudnnParamsFormatConverterRelu
    _rnn_cell_name = "basic_rnn_cell"
