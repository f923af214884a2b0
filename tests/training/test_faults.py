"""NaN and Inf in loss and gradients; signals; options that have changed between runs."""

import os
import signal
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.training import models
from tf2notes import training
from tf2notes.callbacks.moving_average import MovingAverage
from tf2notes.training import nonfinite

BAD = slice(16, 24)  # the third batch of 8


class Root(keras.layers.Layer):
    """The square root: at 0 it is finite, and its gradient is not."""

    def call(self, inputs):
        return keras.ops.sqrt(keras.ops.abs(inputs))


def data(bad=None, rows=models.ROWS):
    """Batches of 8; `bad` is set in one place of the third batch, or None for batches without the third one."""
    x, y = models.arrays(rows)
    if bad is None:
        x, y = np.delete(x, BAD, 0), np.delete(y, BAD, 0)
    else:
        x[BAD][3, 1] = bad
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(8)


def rooted():
    """Batches of which the third is all zeros, and a model whose gradients are then NaN, its loss 0.2 or so."""
    x, y = models.arrays()
    x[BAD] = 0
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, use_bias=False), Root(), keras.layers.Dense(2)])
    model.compile("sgd", "mse")
    return model, tf.data.Dataset.from_tensor_slices((x, y)).batch(8)


def model():
    keras.utils.set_random_seed(3)
    hidden = [keras.layers.BatchNormalization(), keras.layers.Dropout(0.3)]
    return models.dense(keras.optimizers.Adam(0.02, use_ema=True), hidden=hidden)


def trained(given, build=model, **settings):
    """(all variables, history) after two epochs."""
    built, average = build(), MovingAverage(0.9)
    fit = training.fit(built, given, epochs=2, callbacks=[average], settings=training.Settings(**settings))
    held = [*built.variables, *built.optimizer.variables, *average.saved_variables()]
    return [v.numpy() for v in held], fit.history


def assert_equal(found, expected):
    for ours, theirs in zip(found[0], expected[0], strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert found[1] == expected[1]


def test_skipping_is_as_if_the_batch_were_not_there(tmp_path, capsys):
    """Weights, slots, averages, statistics, seeds, metrics: all as in a run without that batch; counted and said.

    A run that had stopped there goes on, skipping, to the same.
    """
    expected = trained(data(None))
    said = r"step 3, batch 2 of epoch 0: .* the first such tensor: the input \(shape \[8, 4\]\): 1 of 32 values, the "
    with pytest.raises(
        training.NonFiniteError, match=rf"{said}first, nan, at \[3, 1\]; the last good checkpoint is of step 2"
    ):
        trained(data(np.nan), folder=tmp_path, save_steps=2)
    for settings in ({"steps_per_call": 4}, {"folder": tmp_path, "save_steps": 2}):
        with pytest.warns(RuntimeWarning) as warned:
            found = trained(data(np.nan), on_nan="skip", **settings)
        assert_equal(found, expected)
        texts = [str(w.message) for w in warned if w.category is RuntimeWarning]
        assert [text.partition(":")[0] for text in texts] == [
            "step 3, batch 2 of epoch 0",
            "step 8, batch 2 of epoch 1",
        ]
        assert texts[1].endswith("the step is skipped, 2 of 8 by now")
        assert "2 of 10 steps were skipped" in capsys.readouterr().err


def test_skipping_on_several_devices():
    """All replicas skip, though the rows of one only are bad."""

    def run(given):
        strategy = tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice())
        with strategy.scope():
            built = models.dense(hidden=[keras.layers.BatchNormalization()])
        settings = training.Settings(on_nan="skip", steps_per_call=4)
        history = training.fit(built, given, settings=settings).history
        return [v.numpy() for v in built.variables], history

    expected = run(data(None))
    with pytest.warns(RuntimeWarning, match="1 of 3 by now"):
        assert_equal(run(data(np.inf)), expected)


def test_gradients_stop_where_the_loss_is_finite():
    """The step and the variable are named, and no weight has moved in that step."""
    built, given = rooted()
    with pytest.raises(
        training.NonFiniteError, match=r"step 3, batch 2 .*: the gradient of .*kernel \(shape \[4, 3\]\): 12 of 12"
    ):
        training.fit(built, given)
    assert all(np.isfinite(v.numpy()).all() for v in built.variables)
    assert built.optimizer.iterations == 2


def large(y, predicted):
    return 1000 * keras.ops.mean(keras.ops.square(y - predicted))


def logarithm(x):
    return keras.ops.log(x - 0.5)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("input", r"the input \(shape"),
        ("target", r"the target \(shape"),
        ("weight", r"the weight .*kernel \(shape \[4, 8\]\): 1 of 32 values, the first, inf, at \[0, 2\]"),
        ("output", r"the output of the layer .*logs \(shape"),
        ("loss", "the loss, inf, computed from finite outputs"),
        ("nothing", "none where the step is computed once more"),
    ],
)
def test_first_bad_tensor(harm, said):
    """Looked for in the order of computation; looking changes neither seeds nor statistics."""
    hidden = [keras.layers.BatchNormalization(), keras.layers.Dropout(0.5)]
    if harm == "output":
        hidden += [keras.layers.Lambda(logarithm, name="logs"), keras.layers.Activation("tanh")]
    loss = (lambda y, p: keras.ops.sum(p) * 0 + np.inf) if harm == "loss" else "mse"
    built = models.dense(hidden=hidden, loss=loss)
    x, y = (part.copy() for part in models.arrays())
    if harm in ("input", "target"):
        (x if harm == "input" else y)[5, 1] = np.inf
    if harm == "weight":
        kernel = built.layers[0].kernel.numpy()
        kernel[0, 2] = np.inf
        built.layers[0].kernel.assign(kernel)
    before = [v.numpy() for v in built.variables]
    assert nonfinite.describe(built, (x, y)).startswith(said.partition(r" \(")[0].partition(" .*")[0])
    assert __import__("re").match(said, nonfinite.describe(built, (x, y)))
    for was, v in zip(before, built.variables, strict=True):
        np.testing.assert_array_equal(was, v.numpy())


def test_spoilt_weights_are_not_saved(tmp_path):
    """An update that leads to Inf: it is found on saving, and the checkpoint from before stays the newest."""
    rates = keras.optimizers.schedules.PiecewiseConstantDecay([2], [0.01, 3e38])
    built = models.dense(keras.optimizers.SGD(rates), loss=large)
    settings = training.Settings(folder=tmp_path, save_steps=1)
    with pytest.raises(training.NonFiniteError, match=r"after step 4: .* the weight .* was not saved; .* of step 3"):
        training.fit(built, models.batches(), settings=settings)


class OwnStep(keras.Model):
    """A model with its own training step."""

    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(2)

    def call(self, inputs):
        return self.dense(inputs)

    def train_step(self, batch):
        x, y = batch
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self(x) - y))
        weights = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, [v.value for v in weights]), weights)
        return {"my_loss": loss}


def test_train_step_of_its_own():
    """It stops like any other; to skip is refused at the start, as its weights have changed by then."""
    built = OwnStep()
    built.compile("sgd")
    with pytest.raises(NotImplementedError, match="on_nan='skip'"):
        training.fit(built, data(np.nan), settings=training.Settings(on_nan="skip"))
    with pytest.raises(training.NonFiniteError, match=r"step 3, batch 2 of epoch 0: .* not known"):
        training.fit(built, data(np.nan))


def test_loss_scaling_may_overflow():
    """A LossScaleOptimizer finds its scale by infinite gradients: those are its own affair."""
    inner = keras.optimizers.SGD(0.1)
    built = models.dense(keras.optimizers.LossScaleOptimizer(inner, initial_scale=2e37), loss=large)
    training.fit(built, models.batches(), epochs=2)
    assert 0 < int(inner.iterations) < 10


class Sends(keras.callbacks.Callback):
    """Sends this process signals after so many steps."""

    def __init__(self, at, *numbers):
        super().__init__()
        self.at, self.numbers = tf.Variable(at), numbers  # not plain: a checkpoint does not bring it back

    def on_train_batch_end(self, batch, logs=None):
        if int(self.model.optimizer.iterations) == int(self.at):
            for number in self.numbers:
                signal.raise_signal(number)


@pytest.mark.parametrize(
    ("numbers", "at", "error"),
    [
        ((signal.SIGTERM, signal.SIGTERM), 7, training.Preempted),
        ((signal.SIGTERM,), 10, training.Preempted),
        ((signal.SIGINT,), 7, KeyboardInterrupt),
    ],
    ids=["SIGTERM twice", "in the last step", "Ctrl-C"],
)
def test_signals_save_first(numbers, at, error, tmp_path, capfd):
    """A checkpoint of that very step; handlers are what they were; what goes on from it ends as if undisturbed."""
    handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]

    def run(folder, *sent):
        built = model()
        settings = training.Settings(folder=folder)
        fit = training.fit(built, models.batches(), epochs=2, callbacks=[Sends(at, *sent)], settings=settings)
        return [v.numpy() for v in [*built.variables, *built.optimizer.variables]], fit.history

    expected = run(None)
    with pytest.raises(error, match=rf"after {at} steps; saved in .*step-0*{at}") as ended:
        run(tmp_path, *numbers)
    assert isinstance(ended.value, KeyboardInterrupt) or ended.value.code == 143
    assert handlers == [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    assert [path.name for path in tmp_path.glob("checkpoints/*")] == [f"step-{at:09d}"]
    assert capfd.readouterr().err.count("training ends after this step") == 1
    assert_equal(run(tmp_path), expected)


def test_ctrl_c_after_sigterm_ends_at_once(tmp_path):
    """The one who waits may cut the saving short; without a folder there is nothing to wait for."""
    for folder, numbers in ((tmp_path, [signal.SIGTERM, signal.SIGINT]), (None, [signal.SIGINT])):
        with pytest.raises(KeyboardInterrupt, match=r"^$"):
            training.fit(
                models.dense(),
                models.batches(),
                callbacks=[Sends(2, *numbers)],
                settings=training.Settings(folder=folder),
            )
    assert list(tmp_path.glob("checkpoints/*")) == []


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """The folder of a run that was ended after 3 steps."""
    folder = tmp_path_factory.mktemp("run")
    with pytest.raises(training.Preempted):
        training.fit(
            models.dense(),
            models.batches().repeat(),
            steps_per_epoch=5,
            callbacks=[Sends(3, signal.SIGTERM)],
            settings=training.Settings(folder=folder),
        )
    return folder


def dense(**changed):
    return models.dense(**changed), models.batches().repeat(), 5


CHANGES = {
    r"BatchDatasetV2: 8, and now it is 4": lambda: (models.dense(), models.batches(4).repeat(), 5),
    r"steps_per_epoch: 5, and now it is 4": lambda: (models.dense(), models.batches().repeat(), 4),
    r"data, tensor 0: float32 \(None, 4\), and now it is float64": lambda: (
        models.dense(),
        models.batches().map(lambda x, y: (tf.cast(x, "float64"), y)).repeat(),
        5,
    ),
    r"optimizer.learning_rate: 0.0[45]\d*, and now it is 0.1": lambda: dense(optimizer=keras.optimizers.SGD(0.1)),
    r"optimizer.class: SGD, and now it is Lion": lambda: dense(optimizer=keras.optimizers.Lion(0.05)),
    r"loss 0.is: mse, and now it is mae": lambda: dense(loss="mae"),
    r"model.*class_name: Dense, and now it is Dropout": lambda: dense(hidden=[keras.layers.Dropout(0.0)]),
    r"another model, optimizer or set of callbacks: .* 00010/metrics": lambda: dense(metrics=["mape", "mae"]),
}


@pytest.mark.parametrize("said", CHANGES)
def test_changed_options_are_refused(said, stopped):
    """Going on with another model, optimizer, loss or other data is an error that names what has changed."""
    built, given, steps = CHANGES[said]()
    settings = training.Settings(folder=stopped)
    callbacks = [Sends(0)]
    with pytest.raises(ValueError, match=said):
        training.fit(built, given, steps_per_epoch=steps, callbacks=callbacks, settings=settings)


def test_more_epochs_are_no_change(stopped):
    """A run may be made longer; threads and names may differ."""
    given = models.batches().map(lambda x, y: (x, y), num_parallel_calls=os.cpu_count()).repeat()
    keras.layers.Dense(1)  # counts on in the names of layers
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = training.fit(
            models.dense(),
            given,
            epochs=2,
            steps_per_epoch=5,
            callbacks=[Sends(0)],
            settings=training.Settings(folder=stopped),
        )
    assert history.epoch == [0, 1]
