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
