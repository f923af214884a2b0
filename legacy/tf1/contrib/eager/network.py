"""Replaces: ``tfe.Network`` and ``tfe.Sequential``, the predecessors of ``tf.keras.Model``."""

import tf_keras.api._v1.keras as _keras


class Network(_keras.Model):
    """Replaces: ``tfe.Network``: layers tracked by `track_layer`, the computation in `call`.

    Differs: variables are named as in ``tf.keras.Model``; use its `save_weights` and `load_weights`.
    """

    def track_layer(self, layer):
        """Makes the layer's variables the network's."""
        if not hasattr(self, "_network_layers"):
            self._network_layers = []
        self._network_layers.append(layer)
        return layer


class Sequential(Network):
    """Replaces: ``tfe.Sequential``: functions and layers, one after another."""

    def __init__(self, layers_funcs=None, name=None):
        super().__init__(name=name)
        self._layers_funcs = []
        for layer in layers_funcs or ():
            self.add(layer)

    def add(self, layer_func):
        if isinstance(layer_func, _keras.layers.Layer):
            self.track_layer(layer_func)
        self._layers_funcs.append(layer_func)

    def call(self, inputs, training=None):
        outputs = inputs
        for layer in self._layers_funcs:
            outputs = layer(outputs)
        return outputs
