"""TF1Layer around a slim network with batch normalization: `fit` follows TF 1.15, moving averages included."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from tf2notes import legacy

HERE = Path(__file__).parent
PROGRAM = legacy.load(HERE / "cases" / "layer_slim.py")
LOSS = keras.losses.CategoricalCrossentropy(from_logits=True)


@pytest.fixture(scope="module")
def recorded():
    """What TF 1.15 computed: names without the case's."""
    with np.load(HERE.parent / "goldens" / "legacy" / "layer_slim.npz") as file:
        return {name.removeprefix("case_trajectory/"): file[name] for name in file.files}


def started_layer():
    """The layer, its variables at the recording's start."""
    layer = legacy.TF1Layer(PROGRAM.network, name="net")
    layer(PROGRAM.batches()[0][0])
    variables = layer.tf1_variables
    for name, value in PROGRAM.start([(name, v.shape) for name, v in variables.items()]).items():
        variables[name].assign(value)
    return layer


def near(got, expected, name, rtol=1e-4):
    np.testing.assert_allclose(got, expected, rtol=rtol, atol=rtol / 10, err_msg=name)


def test_variables_are_slim_s(recorded):
    """The same names in the same order; moving averages are not trained."""
    layer = started_layer()
    assert list(layer.tf1_variables) == list(recorded["names"])
    still = [name for name, v in layer.tf1_variables.items() if not v.trainable]
    assert still and all("moving_" in name for name in still)
    assert layer.weights[0].path == "net/conv1.weights"


def test_outputs_and_gradients(recorded):
    """Inference uses the moving averages; gradients of the training graph include the regularizers'."""
    layer = started_layer()
    images, labels = (x[0] for x in PROGRAM.batches())
    near(layer(images), recorded["predictions"], "predictions", 1e-5)
    with tf.GradientTape() as tape:
        logits = layer(images, training=True)
        loss = LOSS(labels, logits) + sum(layer.losses)
    variables = {name: v.value for name, v in layer.tf1_variables.items() if v.trainable}
    for name, gradient in tape.gradient(loss, variables).items():
        near(gradient, recorded[f"gradient/{name}"], name)


def test_fit_follows_tf_1_15(recorded):
    """Thirty steps with momentum: losses, variables and moving averages, predictions afterwards."""
    layer = started_layer()
    model = keras.Sequential([keras.Input((8, 8, 3)), layer])
    model.compile(keras.optimizers.SGD(PROGRAM.RATE, momentum=0.9), LOSS)
    data = tf.data.Dataset.from_tensor_slices(PROGRAM.batches()).repeat()
    history = model.fit(data, epochs=PROGRAM.STEPS, steps_per_epoch=1, shuffle=False, verbose=0).history
    near(history["loss"], recorded["losses"], "losses", 1e-3)
    for name, variable in layer.tf1_variables.items():
        near(variable.numpy(), recorded[f"after/{name}"], name, 1e-3)
    near(model.predict(PROGRAM.batches()[0][0], verbose=0), recorded["predictions_after"], "predictions", 1e-3)
