"""Known mistakes, tried out: a layer with one thing changed, to see whether it then gives what TF1 gives.

Each function yields (cause, what would have to change, outputs of the changed layer).
"""

import itertools

import keras
import numpy as np

ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid", "softmax", "elu", "leaky_relu", "gelu", "relu6", "softplus", "selu")
EPSILONS = (1e-3, 1e-5, 1e-12, 1e-6, 1e-4, 1e-7, 1e-8, 1e-2, 0.0)


def variants(run):
    """All that is known to go wrong with a layer of that kind."""
    layer = run.layer
    for kinds, make in KNOWN:
        if isinstance(layer, kinds):
            yield from make(layer, run)
    config = layer.get_config() if hasattr(layer, "get_config") else {}
    if isinstance(config.get("activation"), str) and not isinstance(layer, keras.layers.RNN):
        for name in ACTIVATIONS:
            if name != config["activation"]:
                text = f"its activation is {config['activation']}, TF1's is {name}"
                yield "activation", text, _changed(run, activation=name)


def _after_activation(run):
    """What TF1 may do to the input before the layer sees it."""
    x = run.arguments[0]
    for name in ("relu", "tanh", "sigmoid", "softmax"):
        text = f"TF1 applies {name} to its input, the output of the layer before"
        yield "activation", text, _changed(run, inputs=getattr(keras.ops, name)(x))


def _changed(run, weights=None, inputs=None, kind=None, **changes):
    """A layer of the same kind with other settings or weights, called as the original was."""
    layer = run.layer
    made = (kind or type(layer)).from_config({**layer.get_config(), **changes})
    arguments = run.arguments if inputs is None else (inputs, *run.arguments[1:])
    if not made.built:
        made.build(tuple(arguments[0].shape))
    if made.weights:
        made.set_weights(layer.get_weights() if weights is None else weights)
    returned = made(*arguments, **run.options)
    return np.asarray(keras.tree.flatten(returned)[0])  # the states that may come with it are not looked at


def _dense(layer, run):
    weights = layer.get_weights()
    kernel = weights[0]
    if kernel.shape[0] == kernel.shape[1]:
        yield "transposed kernel", "its kernel is the transposed one", _changed(run, [kernel.T, *weights[1:]])
    if len(weights) > 1:
        yield "bias", "TF1 adds no bias here", _changed(run, [kernel, np.zeros_like(weights[1])])


def _flatten(layer, run):
    x = np.asarray(run.arguments[0])
    for axes in itertools.permutations(range(1, x.ndim)):
        if x.ndim > 2 and axes != tuple(range(1, x.ndim)):
            text = f"TF1 flattens after transposing to axes (0, {', '.join(map(str, axes))})"
            yield "order of axes", text, x.transpose(0, *axes).reshape(len(x), -1)


def _convolution(layer, run):
    weights = layer.get_weights()
    kernel, rank = weights[0], layer.rank
    spatial = tuple(range(rank))
    other = "valid" if layer.padding == "same" else "same"
    text = f"its padding is {layer.padding!r}, TF1's is {other.upper()!r}"
    yield "padding", text, _changed(run, padding=other)
    if layer.padding == "same":
        x = np.asarray(run.arguments[0])
        pads = [(0, 0), *(((k - 1) // 2, (k - 1) // 2) for k in layer.kernel_size), (0, 0)]
        yield (
            "padding",
            "TF1 pads both ends alike, before a VALID convolution",
            _changed(run, inputs=np.pad(x, pads), padding="valid"),
        )
    elif run.before is not None and "ZeroPadding" in type(run.before.layer).__name__:
        text = f"{run.before.layer.name} pads both ends alike, TF1's SAME pads the end first"
        yield "padding", text, _changed(run, inputs=run.before.arguments[0], padding="same")
    if rank == 2 and kernel.shape[0] == kernel.shape[1]:
        swapped = kernel.transpose(1, 0, *range(2, kernel.ndim))
        text = "its kernel has height and width exchanged"
        yield "transposed kernel", text, _changed(run, [swapped, *weights[1:]])
    flipped = np.flip(kernel, spatial)
    yield "transposed kernel", "its kernel is upside down (rotated by 180°)", _changed(run, [flipped, *weights[1:]])
    if kernel.shape[-1] == kernel.shape[-2]:
        text = "its kernel has input and output channels exchanged"
        yield "transposed kernel", text, _changed(run, [np.swapaxes(kernel, -1, -2), *weights[1:]])
    if layer.strides != (1,) * rank:
        yield "strides", "TF1's strides are 1", _changed(run, strides=(1,) * rank)


def _pooling(layer, run):
    other = "valid" if layer.padding == "same" else "same"
    yield "padding", f"its padding is {layer.padding!r}, TF1's is {other.upper()!r}", _changed(run, padding=other)
    kind = "Average" if "Max" in type(layer).__name__ else "Max"
    twin = getattr(
        keras.layers, type(layer).__name__.replace("Max", "*").replace("Average", "*").replace("*", kind), None
    )
    if twin:
        yield "pooling", f"TF1 takes the {kind.lower()}", _changed(run, kind=twin)


def _batch_norm(layer, run):
    training = bool(run.options.get("training"))
    inputs = run.arguments[0]
    names = [w.name for w in layer.weights]
    values = dict(zip(names, layer.get_weights(), strict=True))
    for epsilon in EPSILONS:
        if epsilon != layer.epsilon:
            text = f"its epsilon is {layer.epsilon:g}, TF1's is {epsilon:g}"
            yield "epsilon", text, _changed(run, epsilon=epsilon)
    fresh = type(layer).from_config(layer.get_config())
    fresh.build(inputs.shape)
    fresh.set_weights(layer.get_weights())
    kept = np.asarray(fresh(inputs, training=not training))
    yield "batch-norm mode", f"TF1 runs it with training={not training}, Keras with training={training}", kept
    for one, other in (("gamma", "beta"), ("moving_mean", "moving_variance")):
        if one in values and other in values:
            swapped = {**values, one: values[other], other: values[one]}
            text = f"{one} and {other} are exchanged"
            yield "batch-norm parameters", text, _changed(run, [swapped[n] for n in names])
    if "moving_variance" in values:
        deviations = {**values, "moving_variance": np.sqrt(np.abs(values["moving_variance"]))}
        squares = {**values, "moving_variance": np.square(values["moving_variance"])}
        for changed, text in ((deviations, "TF1 takes a deviation there"), (squares, "it holds a standard deviation")):
            yield "batch-norm variance", f"moving_variance: {text}", _changed(run, [changed[n] for n in names])


def _layer_norm(layer, run):
    for epsilon in EPSILONS:
        if epsilon != layer.epsilon:
            text = f"its epsilon is {layer.epsilon:g}, TF1's is {epsilon:g}"
            yield "epsilon", text, _changed(run, epsilon=epsilon)
    x = np.float64(np.asarray(run.arguments[0]))
    if x.ndim > 2:
        axes = tuple(range(1, x.ndim))
        for epsilon in (1e-12, layer.epsilon):
            scaled = (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + epsilon)
            for parameter in layer.get_weights()[:1]:
                scaled = scaled * parameter
            for parameter in layer.get_weights()[1:2]:
                scaled = scaled + parameter
            yield "axes of normalization", "TF1 (tf.contrib) normalizes over all axes but the first", scaled


def _lstm(layer, run):
    weights = layer.get_weights()
    kernel, recurrent, bias = weights[0], weights[1], weights[2] if len(weights) > 2 else np.zeros(weights[0].shape[1])
    x = np.asarray(run.arguments[0])
    plain = _lstm_outputs(layer, x, kernel, recurrent, bias)
    own = run.outputs[0]
    if plain.shape != own.shape or not np.allclose(plain, own, rtol=1e-3, atol=1e-4):
        return  # masks, other activations: not tried
    units = layer.units

    def with_forget(b, amount):
        return b + np.repeat(np.array([0, amount, 0, 0], b.dtype), units)

    for amount in (1.0, -1.0, 0.5, -0.5, 2.0, -2.0):
        text = (
            f"the bias of its forget gates lacks {amount:g}"
            if amount > 0
            else f"its forget bias is {-amount:g} too much"
        )
        yield "forget bias", text, _lstm_outputs(layer, x, kernel, recurrent, with_forget(bias, amount))
    blocks = np.arange(4 * units).reshape(4, units)
    for order in itertools.permutations(range(4)):
        columns = blocks[list(order)].ravel()
        for before, after in ((0, 0), (-1, 1), (0, 1), (-1, 0)):
            if order == (0, 1, 2, 3):
                continue
            moved = with_forget(with_forget(bias, before)[columns], after)
            names = "".join("ifco"[i] for i in order)
            text = f"its columns are not in Keras' order i, f, c, o; taken in the order {', '.join(names)} they fit"
            yield "gate order", text, _lstm_outputs(layer, x, kernel[:, columns], recurrent[:, columns], moved)
    if kernel.shape == recurrent.shape:
        text = "kernel and recurrent kernel are exchanged"
        yield "input and state exchanged", text, _lstm_outputs(layer, x, recurrent, kernel, bias)


def _lstm_outputs(layer, x, kernel, recurrent, bias):
    steps = x[:, ::-1] if layer.go_backwards else x
    h = c = np.zeros([len(x), layer.units])
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(steps[:, t] @ kernel + h @ recurrent + bias, 4, axis=1)
        c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
        h = _sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, 1) if layer.return_sequences else h


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _gru(layer, run):
    weights = layer.get_weights()
    kernel, recurrent, bias = weights[0], weights[1], weights[2] if len(weights) > 2 else np.zeros(weights[0].shape[1])
    x, units = np.asarray(run.arguments[0]), layer.units
    whole = bias.sum(0) if bias.ndim == 2 else bias
    if layer.reset_after:
        text = "reset_after=True; TF1's GRUCell resets before the product: GRU(..., reset_after=False)"
        yield "reset_after", text, _gru_outputs(layer, x, kernel, recurrent, whole)
    blocks = np.arange(3 * units).reshape(3, units)
    for order in itertools.permutations(range(3)):
        columns = blocks[list(order)].ravel()
        if order != (0, 1, 2):
            text = "its columns are not in Keras' order z, r, h"
            yield (
                "gate order",
                text,
                _gru_outputs(layer, x, kernel[:, columns], recurrent[:, columns], whole[columns]),
            )
    signs = np.repeat(np.array([-1, 1, 1]), units)
    text = "its update gate has the opposite sense"
    yield "gate order", text, _gru_outputs(layer, x, kernel * signs, recurrent * signs, whole * signs)


def _gru_outputs(layer, x, kernel, recurrent, bias):
    units, outputs, h = layer.units, [], np.zeros([len(x), layer.units])
    steps = x[:, ::-1] if layer.go_backwards else x
    for t in range(x.shape[1]):
        inner = steps[:, t] @ kernel + bias
        z, r = np.split(_sigmoid(inner[:, : 2 * units] + h @ recurrent[:, : 2 * units]), 2, axis=1)
        candidate = np.tanh(inner[:, 2 * units :] + (r * h) @ recurrent[:, 2 * units :])
        h = z * h + (1 - z) * candidate
        outputs.append(h)
    return np.stack(outputs, 1) if layer.return_sequences else h


def _recurrent(layer, run):
    if not layer.zero_output_for_mask and layer.return_sequences and run.options.get("mask") is not None:
        text = "past the end of a sequence TF1 gives zeros: zero_output_for_mask=True"
        yield "outputs past the end", text, _changed(run, zero_output_for_mask=True, stateful=False)


def _leaky(layer, run):
    for slope in (0.2, 0.01, 0.3, 0.1):
        yield "activation", f"TF1's negative slope is {slope:g}", _changed(run, negative_slope=slope)


KNOWN = (
    (keras.layers.Dense, _dense),
    (keras.layers.Flatten, _flatten),
    ((keras.layers.Conv1D, keras.layers.Conv2D, keras.layers.Conv2DTranspose), _convolution),
    (
        (
            keras.layers.MaxPooling2D,
            keras.layers.AveragePooling2D,
            keras.layers.MaxPooling1D,
            keras.layers.AveragePooling1D,
        ),
        _pooling,
    ),
    (keras.layers.BatchNormalization, _batch_norm),
    (keras.layers.LayerNormalization, _layer_norm),
    (keras.layers.LSTM, _lstm),
    (keras.layers.GRU, _gru),
    ((keras.layers.LSTM, keras.layers.GRU), _recurrent),
    (keras.layers.LeakyReLU, _leaky),
    ((keras.layers.Dense, keras.layers.Conv1D, keras.layers.Conv2D), lambda layer, run: _after_activation(run)),
)
