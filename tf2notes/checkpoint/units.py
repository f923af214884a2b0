"""The layers of a Keras model as the checkpoint's side sees them: what each needs, and how it is made from that."""

import re
from dataclasses import dataclass, field

import numpy as np

from tf2notes.checkpoint import naming
from tf2notes.layers.extended_lstm_cell import extended_lstm_from_tf1
from tf2notes.layers.tf1_rnn import gru_from_tf1

KINDS = {
    "LSTMCell": "lstm",
    "ExtendedLSTMCell": "lstm",
    "GRUCell": "gru",
    "SimpleRNNCell": "rnn",
}
SCHEMES = {"lstm": naming.LSTM, "gru": naming.GRU, "cudnn gru": naming.CUDNN_GRU, "rnn": naming.RNN}


@dataclass
class Unit:
    """A layer, or a recurrent cell, that has weights of its own.

    Attributes:
        path: of the layer below the model.
        kind: "plain" (every weight as in TF1), "lstm", "gru", "cudnn gru", "rnn".
        weights: {Keras' name of the weight: variable}.
        layer: what Keras calls it.
        name: of the layer that a user named.
        automatic: whether Keras chose that name.
        direction: "fw", "bw" or None.
        needs: {role: shape of the TF1 variable}.
    """

    path: str
    kind: str
    weights: dict
    layer: str
    name: str
    automatic: bool
    direction: str | None = None
    needs: dict = field(default_factory=dict)

    def convert(self, values, forget_bias=0.0):
        """{role: array} as {Keras' name of the weight: array}."""
        if self.kind == "plain":
            return dict(values)
        if self.kind == "lstm":
            made = extended_lstm_from_tf1("x", **values, forget_bias=forget_bias)
        elif self.kind == "gru":
            made = gru_from_tf1("x", **values)
        elif self.kind == "cudnn gru":
            return _cudnn_gru(**values)
        else:
            units = len(values["bias"])
            kernel = values["kernel"]
            return {"kernel": kernel[:-units], "recurrent_kernel": kernel[-units:], "bias": values["bias"]}
        return {path.removeprefix("x/"): array for path, array in made.items()}


def units(model):
    """The `Unit` of every layer with weights, in the order of the model's weights.

    Raises:
        ValueError: the model has no weights yet.
    """
    if not model.weights:
        raise ValueError(f"the model {model.name!r} has no weights yet: build it, or call it on a batch, first")
    paths, sides, owners = _paths(model), {}, {}
    for layer in model._flatten_layers(include_self=False):
        if type(layer).__name__ == "Bidirectional":
            for way, half in (("fw", layer.forward_layer), ("bw", layer.backward_layer)):
                for inner in half._flatten_layers():
                    sides[id(inner)] = way
                    owners[id(inner)] = layer
        elif hasattr(layer, "cell"):
            for inner in layer._flatten_layers(include_self=False):
                owners.setdefault(id(inner), layer)
    found, order = [], {id(w): i for i, w in enumerate(model.weights)}
    for layer in model._flatten_layers():
        own = {w.name: w for w in [*layer._trainable_variables, *layer._non_trainable_variables] if id(w) in order}
        own = {name: w for name, w in own.items() if name != "rnn_state"}
        if own:
            path = paths[id(next(iter(own.values())))].rpartition("/")[0]
            owner = owners.get(id(layer), layer)
            found.append(_unit(layer, owner, path, own, sides.get(id(layer))))
    return sorted(found, key=lambda unit: min(order[id(w)] for w in unit.weights.values()))


def paths_of(model):
    """{path: variable} of a model's weights; a path that occurs twice gets a number."""
    names = _paths(model)
    return {names[id(w)]: w for w in model.weights}


def _paths(model):
    found, seen, outer = {}, {}, f"{model.name}/"
    whole = all(w.path.startswith(outer) for w in model.weights)
    for w in model.weights:
        path = w.path.removeprefix(outer) if whole else w.path
        scope, _, name = path.rpartition("/")
        seen[path] = seen.get(path, 0) + 1
        found[id(w)] = path if seen[path] == 1 else f"{scope}#{seen[path]}/{name}"
    return found


def _unit(layer, owner, path, own, direction):
    kind = KINDS.get(type(layer).__name__, "plain")
    if kind == "gru" and layer.reset_after:
        kind = "cudnn gru"
    shapes = {name: tuple(w.shape) for name, w in own.items()}
    needs = shapes
    if kind != "plain" and "bias" not in own:
        raise ValueError(f"{path}: TF1's cells have a bias; build the layer with use_bias=True")
    if kind != "plain":
        inputs, outputs = shapes["kernel"][0], shapes["recurrent_kernel"][0]
        needs = _needs(kind, inputs, outputs, shapes)
    automatic = re.fullmatch(rf"{_snake(type(owner).__name__)}(_\d+)?", owner.name) is not None
    return Unit(path, kind, own, type(layer).__name__, owner.name, automatic, direction, needs)


def _needs(kind, inputs, outputs, shapes):
    """{role: shape} of a cell's variables in TF1."""
    rows, columns = inputs + outputs, shapes["kernel"][1]
    if kind == "lstm":
        found = {"kernel": (rows, columns), "bias": (columns,)}
        peepholes = {"w_i_diag": "peephole_input", "w_f_diag": "peephole_forget", "w_o_diag": "peephole_output"}
        found.update({role: shapes[name] for role, name in peepholes.items() if name in shapes})
        return found | ({"projection": shapes["projection_kernel"]} if "projection_kernel" in shapes else {})
    if kind == "rnn":
        return {"kernel": (rows, columns), "bias": (columns,)}
    found = {"gates_kernel": (rows, 2 * outputs), "gates_bias": (2 * outputs,)}
    if kind == "gru":
        return found | {"candidate_kernel": (rows, outputs), "candidate_bias": (outputs,)}
    return found | {
        "input_kernel": (inputs, outputs),
        "input_bias": (outputs,),
        "hidden_kernel": (outputs, outputs),
        "hidden_bias": (outputs,),
    }


def _cudnn_gru(gates_kernel, gates_bias, input_kernel, input_bias, hidden_kernel, hidden_bias):
    """Keras' GRU with reset_after: columns z, r, h where TF1 has r, u; its second bias is 0 where TF1 has one only."""
    units = len(input_bias)
    swap = np.concatenate([np.arange(units, 2 * units), np.arange(units)])
    gates_kernel, gates_bias = gates_kernel[:, swap], gates_bias[swap]
    inputs = len(input_kernel)
    return {
        "kernel": np.concatenate([gates_kernel[:inputs], input_kernel], axis=1),
        "recurrent_kernel": np.concatenate([gates_kernel[inputs:], hidden_kernel], axis=1),
        "bias": np.stack(
            [np.concatenate([gates_bias, input_bias]), np.concatenate([np.zeros_like(gates_bias), hidden_bias])]
        ),
    }


def _snake(name):
    """Keras' own way from a class to a layer's name: Conv2D -> conv2d, LayerNormalization -> layer_normalization."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
