"""TF1Layer around originals, trained by Keras: every rung equals what TF 1.15 recorded for the original itself."""

import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.examples.parity import recording_of
from tf2notes import catalog, legacy
from tf2notes.parity import Keras, climb
from tf2notes.parity.recording import named_weights


def cnn_mnist():
    layer = legacy.TF1Layer.from_graph(
        legacy.load("cnn_mnist").build, inputs="x", outputs="y_predict", feeds={"keep_prob": 1.0}, name="tf1"
    )
    model = keras.Sequential([keras.Input((784,)), layer])
    model.compile(keras.optimizers.SGD(1e-3), lambda y, p: -keras.ops.sum(y * keras.ops.log(p)), metrics=["accuracy"])
    return model


def lstm_mnist():
    arguments = {"batch_size": 32, "n_hidden_units": 32}
    layer = legacy.TF1Layer.from_graph(
        legacy.load("lstm_mnist").build, inputs="x", outputs="pred", arguments=arguments, name="tf1"
    )
    model = keras.Sequential([keras.Input((28, 28), batch_size=32), layer])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-3, epsilon=1e-8), loss, metrics=["accuracy"])
    return model


MODELS = {
    "cnn_mnist": (cnn_mnist, lambda b: (b["x"], b["y_actual"]), "y_predict"),
    "lstm_mnist": (lstm_mnist, lambda b: (b["x"], b["y"]), "pred"),
}


def same_names(values):
    """TF1 variables as weights of a layer called tf1."""
    return {f"tf1/{name.removesuffix(':0').replace('/', '.')}": value for name, value in values.items()}


def wrapped_pair(stem):
    build, data, output = MODELS[stem]
    pair = catalog.load_pair(stem)
    side = Keras(build=build, data=data, outputs=lambda y: {output: y}, metrics={"accuracy": "accuracy"})
    return dataclasses.replace(pair, modern=side, weights_from_legacy=same_names)


@pytest.mark.parametrize("stem", list(MODELS))
def test_original_in_a_layer_climbs_the_ladder(stem):
    """Variables, forward, loss, gradients, first step, 100 steps and the metric equal TF 1.15's."""
    climb(wrapped_pair(stem), stem, recording_of(stem)).raise_for_failure()


@pytest.mark.parametrize("stem", list(MODELS))
def test_fit_follows_tf_1_15(stem):
    """`fit` from TF1's starting weights gives TF 1.15's losses, step by step."""
    pair, recorded = wrapped_pair(stem), recording_of(stem)
    model = pair.modern.build()
    weights = named_weights(model)
    shapes = {f"{name}:0": tuple(v.shape) for name, v in model.layers[-1].tf1_variables.items()}
    for name, value in same_names(legacy_start(shapes, pair)).items():
        weights[name].assign(value)
    batches = list(pair.batches(pair.steps))
    x, y = (np.stack(arrays) for arrays in zip(*map(pair.modern.data, batches), strict=True))
    data = tf.data.Dataset.from_tensor_slices((x, y)).repeat()
    history = model.fit(data, epochs=pair.steps, steps_per_epoch=1, shuffle=False, verbose=0).history
    np.testing.assert_allclose(history["loss"], recorded[f"trajectory/{pair.legacy.loss}"], rtol=1e-3)


def legacy_start(shapes, pair):
    from tf2notes.legacy.record import start_weights

    return {**start_weights(shapes, pair.seed, pair.scale), **pair.start}


STATES = ["c0", "h0", "c1", "h1"]


def test_ptb_lm_with_its_state():
    """A program whose final state is fed back: inputs and outputs of the layer; a hundred losses equal TF 1.15's."""
    pair, recorded = catalog.load_pair("ptb_lm"), recording_of("ptb_lm")
    layer = legacy.TF1Layer.from_graph(
        legacy.load("ptb_lm").build,
        arguments=dict(pair.legacy.kwargs),
        inputs={name: name for name in ["input_data", *STATES]},
        outputs={name: name for name in ["logits", *(f"final_{state}" for state in STATES)]},
        name="tf1",
    )
    size = pair.legacy.kwargs["hidden_size"]
    inputs = {name: keras.Input((size,), batch_size=4, name=name) for name in STATES}
    inputs["input_data"] = keras.Input((5,), batch_size=4, dtype="int32", name="input_data")
    outputs = layer(inputs)
    logits = keras.ops.reshape(outputs.pop("logits"), [4, 5, -1])
    model = keras.Model(inputs, {"logits": logits, **outputs})
    model.compile(keras.optimizers.SGD(1.0, global_clipnorm=pair.legacy.kwargs["max_grad_norm"]), {"logits": summed})
    shapes = {f"{name}:0": tuple(v.shape) for name, v in layer.tf1_variables.items()}
    for name, value in legacy_start(shapes, pair).items():
        layer.tf1_variables[name.removesuffix(":0")].assign(value)
    state, losses = {name: np.zeros([4, size], np.float32) for name in STATES}, []
    for batch in pair.batches(pair.steps):
        x = {"input_data": batch["input_data"], **state}
        outputs = model.predict_on_batch(x)
        model.reset_metrics()
        losses.append(model.train_on_batch(x, {"logits": batch["targets"]}))
        state = {name: outputs[f"final_{name}"] for name in STATES}
    np.testing.assert_allclose(losses, recorded["trajectory/cost"], rtol=1e-3)


def summed(targets, logits):
    """Cross entropy summed over time: Keras takes the mean over rows."""
    each = keras.losses.sparse_categorical_crossentropy(targets, logits, from_logits=True)
    return keras.ops.sum(each, axis=1)
