"""Stopping anywhere and going on exactly; checkpoints that are damaged, and places that cannot be written."""

import functools
import itertools
import os
import random
import shutil
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.eager import context
from tf2notes.pipelines import resume

from tests.training import models
from tf2notes import training
from tf2notes.callbacks.moving_average import MovingAverage


class Stop(keras.callbacks.Callback):
    """Raises after so many steps, as a crash would."""

    def __init__(self, at):
        super().__init__()
        self.steps = iter(range(1, at) if at else itertools.count())  # nothing that a checkpoint would bring back

    def on_train_batch_end(self, batch, logs=None):
        if next(self.steps, None) is None:
            raise ConnectionError("crash")


def model():
    """Dropout, batch normalization, a schedule and an optimizer with slots and averages."""
    keras.utils.set_random_seed(3)
    rate = keras.optimizers.schedules.CosineDecay(0.02, 20)
    return models.dense(
        keras.optimizers.Adam(rate, use_ema=True),
        hidden=[keras.layers.BatchNormalization(), keras.layers.Dropout(0.3)],
    )


def shuffled():
    return tf.data.Dataset.from_tensor_slices(models.arrays()).shuffle(37, seed=5).batch(8).prefetch(2)


def by_epochs():
    rows = tf.data.Dataset.from_tensor_slices(models.arrays())
    return resume.epochs(lambda seed: rows.shuffle(37, seed=seed).batch(8))


class Draws(keras.callbacks.Callback):
    """Logs numbers of NumPy's and Python's own generators, and counts its epochs."""

    def on_train_begin(self, logs=None):
        np.random.seed(4)
        random.seed(4)
        self.counts = {"epochs": 0}

    def on_epoch_end(self, epoch, logs=None):
        self.counts["epochs"] += 1
        logs.update(drawn=np.random.rand() + random.random() + self.counts["epochs"])


def with_callbacks():
    """A learning rate that callbacks change, and weights that one of them keeps."""
    keras.utils.set_random_seed(3)
    return models.dense(keras.optimizers.SGD(0.05, momentum=0.9)), [
        keras.callbacks.ReduceLROnPlateau("loss", patience=1, min_delta=9.0),
        keras.callbacks.EarlyStopping("loss", patience=3, restore_best_weights=True),
        Draws(),
    ]


class TwoOptimizers(keras.Model):
    """Its own ``train_step`` with a second optimizer, as a GAN has."""

    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(2, kernel_initializer=models.glorot(1))
        self.dense.build((None, 4))
        self.second = keras.optimizers.Adam(0.01)
        self.second.build(self.dense.trainable_variables)

    def call(self, inputs):
        return self.dense(inputs)

    def train_step(self, batch):
        x, y = batch
        for optimizer in (self.optimizer, self.second):
            with tf.GradientTape() as tape:
                loss = self.compute_loss(x, y, self(x))
            weights = self.trainable_variables
            optimizer.apply(tape.gradient(loss, [v.value for v in weights]), weights)
        return {"loss": loss}


def two_optimizers():
    built = TwoOptimizers()
    built.compile(keras.optimizers.SGD(0.05, momentum=0.9), "mse")
    return built, []


DATA = {
    "epochs of a shuffled dataset": (shuffled, None),
    "repeated": (lambda: shuffled().repeat(), 7),
    "the iterator's own state": (by_epochs, 7),
    "of unknown length": (lambda: shuffled().filter(lambda x, y: True), None),
}


@functools.cache
def undisturbed(kind="epochs of a shuffled dataset", averages=False):
    return train(None, *DATA[kind], averages=averages)


def train(folder, data, steps, crash=None, averages=False, save_steps=1):
    built = model()
    average = MovingAverage(0.9)
    callbacks = [*([average] if averages else []), crash or Stop(None)]
    settings = training.Settings(folder=folder, save_steps=save_steps)
    history = training.fit(built, data(), epochs=3, steps_per_epoch=steps, callbacks=callbacks, settings=settings)
    values = [v.numpy() for v in [*built.variables, *built.optimizer.variables]]
    return values + [a.numpy() for a in average.saved_variables()], history.history


@pytest.mark.parametrize(
    ("kind", "crash"),
    [*[(kind, 8) for kind in DATA], *[("epochs of a shuffled dataset", crash) for crash in (1, 5)]],
)
def test_going_on_is_exact(kind, crash, tmp_path):
    """After a crash in the first, second or third epoch all variables and the history end the same, to the last bit."""
    data, steps = DATA[kind]
    expected, history = undisturbed(kind, averages=True)
    with pytest.raises(ConnectionError):
        train(tmp_path, data, steps, crash=Stop(crash + 1), averages=True)
    found, again = train(tmp_path, data, steps, averages=True)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert again == history


@pytest.mark.parametrize("build", [with_callbacks, two_optimizers])
def test_all_that_keeps_a_state(build, tmp_path):
    """Callbacks' rates, waits, counts and best weights; NumPy's and Python's generators; every optimizer of a model."""

    def run(folder, crash=None):
        built, callbacks = build()
        settings = training.Settings(folder=folder, save_steps=1)
        fit = training.fit(built, shuffled(), epochs=4, callbacks=[*callbacks, Stop(crash)], settings=settings)
        optimizers = [v for one in (built.optimizer, getattr(built, "second", None)) if one for v in one.variables]
        return [v.numpy() for v in [*built.variables, *optimizers]], fit.history

    expected, history = run(None)
    with pytest.raises(ConnectionError):
        run(tmp_path, crash=13)
    found, again = run(tmp_path)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert again == history


def test_two_devices_go_on(tmp_path):
    """A checkpoint written under one strategy goes on under it; metrics in the middle of an epoch are kept."""

    def run(folder, crash=None):
        strategy = tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice())
        with strategy.scope():
            built = models.dense(keras.optimizers.Adam(0.01))
        settings = training.Settings(folder=folder, save_steps=1)
        callbacks = [Stop(crash)]
        history = training.fit(built, shuffled(), epochs=2, callbacks=callbacks, settings=settings)
        return built.get_weights(), history.history

    expected, history = run(None)
    with pytest.raises(ConnectionError):
        run(tmp_path, crash=4)
    found, again = run(tmp_path)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    for name in history:
        np.testing.assert_allclose(again[name], history[name], rtol=1e-6)


def test_shuffle_without_seed_is_said(tmp_path, monkeypatch):
    """An order that cannot come again is warned of, not passed over."""
    data = lambda: tf.data.Dataset.from_tensor_slices(models.arrays()).shuffle(37).batch(8)  # noqa: E731
    settings = training.Settings(folder=tmp_path, save_steps=1)
    monkeypatch.setattr(context.context(), "_seed", None)  # other tests have set it
    with pytest.raises(ConnectionError):
        training.fit(models.dense(), data(), callbacks=[Stop(3)], settings=settings)
    with pytest.warns(UserWarning, match="shuffled without a seed"):
        training.fit(models.dense(), data(), callbacks=[Stop(None)], settings=settings)


@pytest.fixture(scope="module")
def crash(tmp_path_factory):
    """A folder with the checkpoints of steps 2 and 3."""
    folder = tmp_path_factory.mktemp("crash")
    with pytest.raises(ConnectionError):
        train(folder, shuffled, None, crash=Stop(4))
    return folder


@pytest.fixture
def crashed(crash, tmp_path):
    """The same in the test's own folder: their paths, older ones first."""
    shutil.copytree(crash, tmp_path, dirs_exist_ok=True)
    return sorted((tmp_path / "checkpoints").glob("step-*"))


@pytest.mark.parametrize("harm", ["cut short", "a changed byte"])
def test_damaged_checkpoint_is_passed_over(harm, crashed, tmp_path, capsys):
    """The newest good one is used instead, that is said, and the run ends with the same weights (cf. test_store.py)."""
    expected, _ = undisturbed()
    older, newest = crashed
    victim = next(newest.glob("variables.data-*"))
    if harm == "cut short":
        os.truncate(victim, victim.stat().st_size // 2)
    else:
        content = bytearray(victim.read_bytes())
        content[len(content) // 2] ^= 1
        victim.write_bytes(content)
    found, _ = train(tmp_path, shuffled, None)
    said = capsys.readouterr().err
    assert f"a damaged checkpoint is passed over: {newest}" in said
    assert f"the checkpoint of step {int(older.name[5:])} is used instead" in said
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_all_damaged(crashed, tmp_path):
    """Then nothing is trained over them."""
    for folder in crashed:
        (folder / "state.json").write_text("{}")
    with pytest.raises(training.DamagedCheckpointsError, match=r"no checkpoint is whole: .*state\.json has changed"):
        train(tmp_path, shuffled, None)


@pytest.mark.parametrize("what", ["variables", "arrays.npz"])
def test_full_disk_keeps_what_was_there(what, tmp_path, monkeypatch):
    """A checkpoint that cannot be written stops the run with what is left; with room again it goes on exactly."""
    expected, _ = undisturbed()
    full = OSError(28, "No space left on device")
    refused = tf.errors.ResourceExhaustedError(None, None, f"{what}: No space left on device")

    def failing(function, error):
        def call(*args, **kwargs):
            if next(calls) > 5 and what in str(args):
                raise error
            return function(*args, **kwargs)

        calls = itertools.count()
        return call

    with monkeypatch.context() as patch:
        patch.setattr(tf.train.Checkpoint, "write", failing(tf.train.Checkpoint.write, refused))
        patch.setattr(Path, "write_text", failing(Path.write_text, full))
        patch.setattr(np, "savez", failing(np.savez, full))
        with pytest.raises(OSError, match=r"could not be written \(.*No space left.*the last one is of step \d"):
            train(tmp_path, shuffled, None)
    left = [path.name for path in (tmp_path / "checkpoints").iterdir()]
    assert len(left) == 2 and not any(name.startswith(".draft") for name in left)
    found, _ = train(tmp_path, shuffled, None)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_too_little_room_is_found_before_training(tmp_path, monkeypatch):
    """Not a step is taken where a checkpoint of this model would not fit."""

    def small(descriptor, offset, size):
        if size > 10000:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", small)
    with pytest.raises(OSError, match="nothing was trained"):
        train(tmp_path, shuffled, None)


def test_a_file_in_place_of_the_folder(tmp_path):
    """Nor where a file is in the way."""
    (tmp_path / "run").write_text("a file")
    with pytest.raises(OSError, match="nothing was trained"):
        train(tmp_path / "run", shuffled, None)


def test_second_fit_of_a_run_has_its_own_checkpoints(tmp_path):
    """Two phases of one run do not read each other's checkpoints."""
    with training.using(training.Settings(folder=tmp_path)):
        for _ in range(2):
            training.fit(models.dense(), shuffled())
    assert {path.name for path in tmp_path.iterdir()} == {"checkpoints", "checkpoints-2"}
