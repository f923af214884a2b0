"""How many ops TF1's layers of tf.keras made, where tf_keras' make another number (`_op_counts`).

Layers that compute as TF1's but in other ops are noted here; what computes otherwise is in ``keras/_functions.py``.
"""

import functools

import tensorflow.compat.v1 as _v1
from tf2notes.legacy.tf1 import _convolution_counts, _op_counts
from tf2notes.legacy.tf1._unconverted import unconverted


def install():
    """Count for tf_keras' layers and optimizers, whose own classes ``tf.keras`` hands out."""
    from tf_keras.src import layers
    from tf_keras.src.layers.convolutional.base_conv import Conv

    for kind, difference in {**_layers(layers), **_recurrent(layers)}.items():
        kind.call = unconverted(_of_keras(kind.call, difference))
    Conv.build = _building_convolution(Conv.build)
    _op_counts.install_feature_layers()
    _install_functions()


def _building_convolution(build):
    @functools.wraps(build)
    def counted(layer, input_shape):
        build(layer, input_shape)
        if type(layer).__module__.startswith("tf_keras.src.layers"):
            _op_counts.add(_convolution_counts.of_building(layer))

    return counted


def _layers(layers):
    from tf_keras.src.layers.attention.base_dense_attention import BaseDenseAttention
    from tf_keras.src.layers.convolutional.base_conv import Conv
    from tf_keras.src.layers.normalization.batch_normalization_v1 import BatchNormalization as OldBatchNormalization

    def flattened(layer, inputs, *args, **kwargs):
        rows, *sizes = inputs.shape.as_list() if inputs.shape.rank else [None, None]
        return 6 if rows is None and None not in sizes else 0

    def normalized(layer, inputs, training=None, **kwargs):
        trains = isinstance(training, (bool, int)) and training
        return (0 if trains or not layer.fused else -2) + 2 * bool(layer.renorm)

    def asks_whether_it_trains(layer, inputs, mask=None, training=None, **kwargs):
        return -2 if training is None and not layer.dropout and not _has_learning_phase() else 0

    def averages(layer, inputs, mask=None):
        return 0 if mask is None else -4

    return {
        Conv: lambda layer, *args, **kwargs: _convolution_counts.of_calling(layer),
        layers.Conv2DTranspose: lambda layer, inputs, *args, **kwargs: _convolution_counts.of_transposing(
            layer, inputs
        ),
        layers.BatchNormalization: normalized,
        OldBatchNormalization: normalized,
        layers.Flatten: flattened,
        BaseDenseAttention: asks_whether_it_trains,
        layers.GlobalAveragePooling1D: averages,
        layers.TimeDistributed: _reshapes,
    }


def _recurrent(layers):
    from tf_keras.src.layers import ConvLSTM2D, GRUCell

    # `backend.rnn` calls a cell twice: for the first step, to see what it gives, and in the loop
    def sliced(cell, *args, **kwargs):
        return 14 if cell.implementation == 2 and not cell.reset_after else 0

    return {ConvLSTM2D: _always(13), GRUCell: sliced, layers.CuDNNLSTM: _always(-12), layers.CuDNNGRU: _always(-12)}


def _always(difference):
    return lambda *args, **kwargs: difference


def _reshapes(layer, inputs, *args, **kwargs):
    return 0 if inputs.shape.as_list()[0] and not layer._always_use_reshape else -2


def _has_learning_phase():
    from tf_keras.src import backend

    return _v1.get_default_graph() in backend._GRAPH_LEARNING_PHASES


def _of_keras(call, difference):
    """`call`, counted for tf_keras' classes only: those of tf.layers count for themselves."""

    @functools.wraps(call)
    def counted(layer, *args, **kwargs):
        if type(layer).__module__.startswith("tf_keras.src.layers"):
            _op_counts.add(difference(layer, *args, **kwargs))
        return call(layer, *args, **kwargs)

    return counted


def _install_functions():
    from tf2notes.legacy.tf1.keras._functions import rebind
    from tf_keras.src import backend
    from tf_keras.src.layers.rnn.dropout_rnn_cell_mixin import DropoutRNNCellMixin
    from tf_keras.src.metrics import MeanIoU
    from tf_keras.src.optimizers.legacy import optimizer_v2

    rebind(backend.resize_images, _op_counts._differs(backend.resize_images, 4))
    MeanIoU.update_state = _op_counts._differs(MeanIoU.update_state, -1)
    for name in ("_create_dropout_mask", "_create_recurrent_dropout_mask"):
        setattr(DropoutRNNCellMixin, name, _op_counts._differs(getattr(DropoutRNNCellMixin, name), 2))
    optimizers = optimizer_v2.OptimizerV2
    optimizers._aggregate_gradients = _op_counts._builds(optimizers._aggregate_gradients, 0)
