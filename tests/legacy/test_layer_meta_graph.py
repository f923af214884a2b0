"""TF1Layer.from_meta_graph: graphs that TF 1.15 saved give its outputs and gradients, and train on as it did."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from tf2notes import legacy

GOLDENS = Path(__file__).parents[1] / "goldens" / "layer"
INPUTS = {"convolutions": "x", "recurrent": ["ids", "lengths"], "resources": ["ids", "lengths"]}
FEEDS = {"convolutions": {"feeds": {"keep_prob": 1.0}, "training_feeds": {"is_training": True}}}


@pytest.fixture(params=list(INPUTS))
def saved(request, tmp_path):
    """(name, recording, the meta graph's path) with the files laid out again."""
    with np.load(GOLDENS / f"{request.param}.npz") as file:
        recorded = {name: file[name] for name in file.files}
    for name, data in recorded.items():
        if name.startswith("file/"):
            (tmp_path / name[5:]).write_bytes(data.tobytes())
    return request.param, recorded, tmp_path / "model.meta"


def wrap(name, path, **more):
    return legacy.TF1Layer.from_meta_graph(path, INPUTS[name], "logits", **FEEDS.get(name, {}), **more)


def inputs_of(name, recorded):
    found = [recorded[f"feed/{x}"] for x in np.atleast_1d(INPUTS[name])]
    return found if isinstance(INPUTS[name], list) else found[0]


def near(got, expected, name):
    np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-5, err_msg=name)


def test_outputs_and_gradients(saved):
    """From the checkpoint's weights; the gradients include the regularizers'."""
    name, recorded, path = saved
    layer, x = wrap(name, path), inputs_of(name, recorded)
    near(layer(x), recorded["logits"], "logits")
    with tf.GradientTape() as tape:
        logits = layer(x, training=True)
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(recorded["labels"], logits)) + sum(layer.losses)
    variables = layer.tf1_variables
    trainable = {name: v for name, v in variables.items() if v.trainable}
    expected = {n.partition("/")[2]: value for n, value in recorded.items() if n.startswith("gradient/")}
    assert set(trainable) == set(expected)
    for name, gradient in tape.gradient(loss, {name: v.value for name, v in trainable.items()}).items():
        near(tf.convert_to_tensor(gradient), expected[name], name)


def test_fit_trains_on_as_tf_1_15_did(saved):
    """Twenty steps of `fit` give the recorded losses and end at the recorded variables, moving averages included."""
    name, recorded, path = saved
    layer, x = wrap(name, path), inputs_of(name, recorded)
    model = compiled(layer, x)
    losses = model.fit(x, recorded["labels"], epochs=20, shuffle=False, verbose=0).history["loss"]
    near(losses, recorded["losses"], "losses")
    for name, variable in layer.tf1_variables.items():
        near(variable.numpy(), recorded[f"after/{name}"], name)


def test_a_keras_file_holds_the_graph(saved, tmp_path):
    """The `.keras` file needs neither the meta graph nor the checkpoint; the weights are those of training."""
    name, recorded, path = saved
    layer, x = wrap(name, path), inputs_of(name, recorded)
    model = compiled(layer, x)
    model.save(tmp_path / "model.keras")
    for file in tmp_path.glob("model.[!k]*"):
        file.unlink()
    near(keras.models.load_model(tmp_path / "model.keras")(x), recorded["logits"], "logits")


def test_export_and_strategy(saved, tmp_path):
    """A SavedModel of the layer, and training on two replicas that equals TF 1.15's first steps."""
    name, recorded, path = saved
    x = inputs_of(name, recorded)
    model = compiled(wrap(name, path), x)
    model.export(tmp_path / "exported", verbose=False)
    exported = tf.saved_model.load(tmp_path / "exported")
    near(exported.serve(keras.tree.map_structure(tf.constant, x)), recorded["logits"], "logits")

    with tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice()).scope():
        model = compiled(wrap(name, path), x)
    losses = model.fit(x, recorded["labels"], epochs=3, shuffle=False, verbose=0).history["loss"]
    if name == "convolutions":  # batch normalization sees half a batch
        assert np.all(np.isfinite(losses))
    else:
        near(losses, recorded["losses"][:3], "losses")


def compiled(layer, x):
    inputs = keras.tree.map_structure(lambda a: keras.Input(a.shape[1:], dtype=a.dtype.name), x)
    model = keras.Model(inputs, layer(inputs))
    model.compile(keras.optimizers.SGD(0.05), keras.losses.CategoricalCrossentropy(from_logits=True))
    return model
