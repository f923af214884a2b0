"""The notes' towers against `training.fit` under MirroredStrategy, with equal and with unequal towers."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from tf2notes.legacy.record import start_weights

from tests.examples.parity import recording_of
from tf2notes import legacy, training
from tf2notes.examples import towers_mnist
from tf2notes.pairs import towers_mnist as pair

RATE = 0.1
STEPS = 20
NAMES = ["hidden/kernel", "hidden/bias", "out/kernel", "out/bias"]


def towers(batches):
    """TF1's (averaged gradients of the first batch, losses, weights at the start, after the first and last step)."""
    v1 = tf.compat.v1
    original = legacy.load("towers_mnist")
    with tf.Graph().as_default(), v1.Session(config=v1.ConfigProto(allow_soft_placement=True)) as session:
        tensors = original.build(num_gpus=2)
        models = v1.get_collection("train_model")
        averaged = original.average_gradients([model.grad for model in models])
        variables = v1.trainable_variables()
        start = start_weights({v.name: v.shape.as_list() for v in variables}, seed=0)
        session.run([v1.assign(variable, start[variable.name]) for variable in variables])
        named = lambda values: towers_mnist.weights_from_legacy(  # noqa: E731
            {v.name: value for v, value in zip(variables, values, strict=True)}
        )
        gradients, losses, weights = None, [], []
        for batch in batches:
            fed = {tensors[name]: value for name, value in batch.items()}
            gradients = gradients or named(session.run(averaged, fed))
            loss, _ = session.run([tensors["loss"], tensors["train_op"]], fed)
            losses.append(loss)
            weights.append(named(session.run(variables)))
        return gradients, losses, towers_mnist.weights_from_legacy(start), [weights[0], weights[-1]]


def fitted(data, start):
    """(losses, weights after the first and the last step) of `training.fit` on two devices."""
    strategy = tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice())
    with strategy.scope():
        model = towers_mnist.build(towers_mnist.Config(learning_rate=RATE))
    model.set_weights([start[name] for name in NAMES])
    after = []
    see = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: after.append(model.get_weights()))
    history = training.fit(model, data.repeat(), epochs=len(data), steps_per_epoch=1, callbacks=[see]).history
    return history["loss"], [dict(zip(NAMES, after[i], strict=True)) for i in (0, -1)]


def dataset(batches, weigh=None):
    """A dataset of whole batches; `weigh` gives a batch's sample weights."""
    parts = [(*pair.data(batch), *([weigh(batch)] if weigh else [])) for batch in batches]
    rows = tf.data.Dataset.from_tensor_slices(tuple(np.concatenate(column) for column in zip(*parts, strict=True)))
    return rows.batch(len(parts[0][1]))


def unequal():
    """The same digits, 70 in the first tower and 30 in the second one."""
    for batch in pair.batches(STEPS):
        x, y = (np.concatenate([batch[f"{name}0"], batch[f"{name}1"]]) for name in "xy")
        yield {"x0": x[:70], "y0": y[:70], "x1": x[70:], "y1": y[70:]}


def moves(start, weights):
    return {name: (start[name] - weights[name]) / RATE for name in NAMES}


def assert_same(found, expected, rtol, atol):
    for name in NAMES:
        np.testing.assert_allclose(found[name], expected[name], rtol=rtol, atol=atol, err_msg=name)


def test_equal_towers():
    """The averaged gradients are those by which `fit` moves; the first step and twenty steps are the same."""
    batches = list(pair.batches(STEPS))
    gradients, losses, start, weights = towers(batches)
    found, after = fitted(dataset(batches), start)
    assert_same(moves(start, after[0]), gradients, rtol=1e-3, atol=2e-6)
    assert_same(after[0], weights[0], rtol=1e-5, atol=1e-7)
    assert_same(after[1], weights[1], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found, losses, rtol=1e-5)


def test_trajectory_of_tensorflow_115():
    """A hundred losses as TensorFlow 1.15 recorded them for its two towers."""
    recording = recording_of("towers_mnist")
    shapes = {name: recording[f"variables/{name}"] for name in ("model/W1:0", "model/b1:0", "model/W2:0", "model/b2:0")}
    start = towers_mnist.weights_from_legacy(start_weights(shapes, seed=0))
    losses, _ = fitted(dataset(list(pair.batches(100))), start)
    np.testing.assert_allclose(losses, recording["trajectory/loss"], rtol=1e-4)


def test_unequal_towers():
    """TF1's towers average the towers' means, so each row of a small tower counts more; `fit` counts all rows alike.
    With sample weights by the size of a row's tower it does what the towers did.
    """
    batches = list(unequal())
    gradients, losses, start, weights = towers(batches)
    found, after = fitted(dataset(batches), start)
    whole = list(pair.batches(STEPS))
    np.testing.assert_allclose(found, towers(whole)[1], rtol=1e-5, err_msg="how rows are divided makes no difference")
    own = moves(start, after[0])
    apart = max(np.linalg.norm(own[n] - gradients[n]) / np.linalg.norm(gradients[n]) for n in NAMES)
    print(f"towers of 70 and 30: gradients differ by {apart:.1%} from those of the whole batch")
    assert apart > 0.02

    weigh = lambda batch: np.repeat([np.float32(50 / 70), np.float32(50 / 30)], [70, 30])  # noqa: E731
    found, after = fitted(dataset(batches, weigh), start)
    assert_same(moves(start, after[0]), gradients, rtol=1e-3, atol=2e-6)
    assert_same(after[1], weights[1], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found, losses, rtol=1e-5)


@pytest.mark.parametrize("devices", [1, 2])
def test_keras_fit_is_not_needed(devices):
    """`train` of the example runs by `training.fit`, in whatever scope `--strategy` has opened."""
    config = towers_mnist.Config(steps=2, devices=devices, data="sample")
    assert set(towers_mnist.train(config)) == {"loss", "accuracy"}
