"""Weight maps: where each weight of a Keras model comes from among the variables of a TF1 graph.

    WeightMap({
        "conv1": layer("conv1"),                          # kernel and bias, or weights and biases
        "lstm/lstm_cell": lstm("rnn/basic_lstm_cell"),    # gates reordered, forget bias added
        "norm": batch_norm("BatchNorm"),
        "words/embeddings": same("embedding"),
        "out/kernel": transposed("W", (1, 0)),
    })

A map is a function of TF1's values, so it goes where a ``weights_from_legacy`` goes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tf2notes.layers.tf1_rnn import gru_from_tf1, lstm_from_tf1

# TF1's names for a layer's parts, by Keras' name.
PARTS = {
    "kernel": ("kernel", "weights", "W", "w"),
    "bias": ("bias", "biases", "b"),
    "depthwise_kernel": ("depthwise_kernel", "depthwise_weights"),
    "pointwise_kernel": ("pointwise_kernel", "pointwise_weights"),
    "gamma": ("gamma",),
    "beta": ("beta",),
    "moving_mean": ("moving_mean",),
    "moving_variance": ("moving_variance",),
    "embeddings": ("embeddings", "embedding"),
}


@dataclass(frozen=True)
class Rule:
    """How one Keras weight, or all weights of a layer, come out of TF1 variables."""

    text: str  # as one writes it
    convert: Callable[[str, Callable, Mapping], Mapping]  # (Keras path, look up a name, all values) -> {path: array}

    def __str__(self):
        return self.text


def same(name):
    """The variable as it is."""
    return Rule(f"same({name!r})", lambda path, get, values: {path: get(name)})


def transposed(name, axes=None):
    """The variable with its axes in another order (None: reversed), as ``numpy.transpose`` takes it."""
    return Rule(f"transposed({name!r}, {axes})", lambda path, get, values: {path: np.transpose(get(name), axes)})


def reshaped(name, shape):
    """The variable in another shape of as many numbers: [1, n] to [n], say."""
    return Rule(f"reshaped({name!r}, {tuple(shape)})", lambda path, get, values: {path: np.reshape(get(name), shape)})


def layer(scope):
    """A dense, convolutional, batch norm or embedding layer: each part of the TF1 scope under its Keras name."""

    def convert(path, get, values):
        found = {}
        for part, names in PARTS.items():
            for name in names:
                if f"{scope}/{name}:0" in values:
                    found[f"{path}/{part}"] = values[f"{scope}/{name}:0"]
        if not found:
            raise LookupError(f"layer({scope!r}): no TF1 variable below that scope; there are {', '.join(values)}")
        return found

    return Rule(f"layer({scope!r})", convert)


# Layers whose layout is the same on both sides; the names say what one has in mind.
def conv(scope):
    """A convolution, also a transposed or a depthwise one: kernels have the same layout on both sides."""
    return Rule(f"conv({scope!r})", layer(scope).convert)


def batch_norm(scope):
    """gamma, beta, moving_mean and moving_variance, as many of them as there are."""
    return Rule(f"batch_norm({scope!r})", layer(scope).convert)


def embedding(name):
    """A table of embeddings."""
    return Rule(f"embedding({name!r})", lambda path, get, values: {path: get(name)})


def lstm(scope, forget_bias=1.0):
    """A BasicLSTMCell, LSTMCell or LSTMBlockCell as the cell of a ``keras.layers.LSTM`` (path "lstm/lstm_cell").

    Rows are split into those of the input and of the state, columns go from i, j, f, o to i, f, j, o, and the forget
    bias, which TF1 adds as it computes and keeps in no variable, is added to the bias.
    """

    def convert(path, get, values):
        return lstm_from_tf1(path, get(f"{scope}/kernel"), get(f"{scope}/bias"), forget_bias)

    return Rule(f"lstm({scope!r}, forget_bias={forget_bias:g})", convert)


def gru(scope):
    """A GRUCell as the cell of a ``keras.layers.GRU(reset_after=False)`` (path "gru/gru_cell")."""

    def convert(path, get, values):
        parts = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")
        return gru_from_tf1(path, *(get(f"{scope}/{part}") for part in parts))

    return Rule(f"gru({scope!r})", convert)


class WeightMap:
    """{Keras path below the model: a rule, or the name of a TF1 variable}; a function of TF1's values.

    Raises, when called:
        LookupError: a rule asks for a variable that there is not; the message names the nearest.
    """

    def __init__(self, rules):
        self.rules = {path: same(rule) if isinstance(rule, str) else rule for path, rule in rules.items()}

    def __call__(self, values):
        def get(name):
            name = name if name.endswith(":0") else f"{name}:0"
            if name not in values:
                import difflib

                near = difflib.get_close_matches(name, values, n=3, cutoff=0.3)
                raise LookupError(
                    f"weight map: no TF1 variable {name}. Did you mean {' or '.join(near) or list(values)}?"
                )
            return values[name]

        found = {}
        for path, rule in self.rules.items():
            found.update(rule.convert(path, get, values))
        return found

    def __str__(self):
        return "WeightMap({\n" + "".join(f"    {path!r}: {rule},\n" for path, rule in self.rules.items()) + "})"
