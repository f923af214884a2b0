"""The same dropout on both sides: the random numbers of one are given to the other.

TF1 draws u uniform in [0, 1) for each number and keeps it where u >= rate. Those u are tensors of its graph, so they
are fetched and fed; Keras' layers are made to take theirs from a variable while they are compared.
"""

import keras
import numpy as np
import tensorflow as tf

KEPT, DROPPED = 0.75, 0.25  # what a recorded mask says of u, as shares of the ranges [rate, 1) and [0, rate)


class Masks:
    """Dropout layers of a model that use given random numbers.

    Args:
        model: its dropout layers are changed: a model made for the comparison.
        data: (x, ...) of the first batch, to learn in which order the layers are called and with which shapes.
        draws: for each step a dict or a list of arrays, in the order of the calls; None to have the layers draw.

    Raises:
        ValueError: there are not as many draws as calls, or their sizes do not fit.
        NotImplementedError: dropout within a recurrent layer, whose masks cannot be set.
    """

    def __init__(self, model, data, draws=None):
        self.calls, self.variables = [], []
        self.layers = [layer for layer in model._flatten_layers() if isinstance(layer, keras.layers.Dropout)]
        for layer in model._flatten_layers():
            inner = [a for a in ("dropout", "recurrent_dropout") if isinstance(getattr(layer, a, 0), float)]
            if not isinstance(layer, keras.layers.Dropout) and any(getattr(layer, a) for a in inner):
                raise NotImplementedError(
                    f"random: {layer.path} drops within its loop; give it dropout=0 or a Dropout layer before it"
                )
        for layer in self.layers:
            layer.call = self._noting(layer)
        model(keras.utils.unpack_x_y_sample_weight(data)[0], training=True)
        self.variables = [
            tf.Variable(np.zeros(shape), dtype=layer.compute_dtype, shape=[None, *shape[1:]], trainable=False)
            for layer, shape in self.calls
        ]
        if draws is None and not self.calls:
            raise ValueError(f"random='keras': {model.name} has no dropout layer that would draw")
        self.draws = draws
        if draws is not None:
            self._check(draws[0])
        self.at = 0
        for layer in self.layers:
            layer.call = self._given(layer)

    def draw(self, steps):
        """Masks as the layers draw them themselves, as uniform numbers: a list of lists of arrays."""
        return [[_uniform(layer, shape) for layer, shape in self.calls] for _ in range(steps)]

    def set(self, step):
        """Use the draws of a step from now on."""
        drawn = self.draws[step]
        drawn = list(drawn.values()) if isinstance(drawn, dict) else drawn
        for variable, value, (_, shape) in zip(self.variables, drawn, self.calls, strict=True):
            rest = int(np.prod(shape[1:]))
            value = np.asarray(value)
            variable.assign(value.reshape((value.size // rest, *shape[1:])))
        self.at = 0

    def _check(self, drawn):
        arrays = list(drawn.values()) if isinstance(drawn, dict) else drawn
        theirs = [np.shape(array) for array in arrays]
        ours = [shape for _, shape in self.calls]
        if [int(np.prod(s)) for s in theirs] != [int(np.prod(s)) for s in ours]:
            names = [layer.path for layer, _ in self.calls]
            named = dict(zip(drawn if isinstance(drawn, dict) else range(len(theirs)), theirs, strict=True))
            raise ValueError(
                f"random: TF1 draws {named}, the model's dropout layers ask for {list(zip(names, ours, strict=True))}; "
                "expected as many, of the same sizes, in the same order"
            )

    def _noting(self, layer):
        def call(inputs, training=False):
            if training and layer.rate > 0:
                self.calls.append((layer, _noise_shape(layer, inputs)))
            return inputs

        return call

    def _given(self, layer):
        def call(inputs, training=False):
            if not training or layer.rate == 0:
                return inputs
            uniform = self.variables[self.at % len(self.variables)]
            self.at += 1
            keep = tf.cast(uniform >= layer.rate, inputs.dtype)
            return inputs * keep / (1 - layer.rate)

        return call


def _noise_shape(layer, inputs):
    noise = layer._get_noise_shape(inputs) if hasattr(layer, "_get_noise_shape") else layer.noise_shape
    shape = tuple(inputs.shape)
    return tuple(s if n is None else int(n) for n, s in zip(noise or shape, shape, strict=True))


def _uniform(layer, shape):
    kept = np.asarray(keras.random.dropout(np.ones(shape, "float32"), layer.rate, seed=layer.seed_generator)) > 0
    return np.where(kept, layer.rate + KEPT * (1 - layer.rate), DROPPED * layer.rate).astype("float32")
