"""Callbacks of a TF1 program: when they stop, what they save and write, and what they print."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = """
import os
import sys

import numpy as np
import tensorflow as tf

keras = tf.keras
callbacks = keras.callbacks


class Model(object):
    stop_training = False

    def get_weights(self):
        return self.epoch

    def set_weights(self, weights):
        print("weights of epoch", weights)


def stops(losses, **arguments):
    callback = callbacks.EarlyStopping(monitor="loss", verbose=1, **arguments)
    callback.model = model = Model()
    callback.on_train_begin()
    for model.epoch, loss in enumerate(losses):
        callback.on_epoch_end(model.epoch, {"loss": loss})
        if model.stop_training:
            break
    callback.on_train_end()
    return model.epoch


print(stops([0.2, 0.1, 0.3, 0.4, 0.1], patience=2, restore_best_weights=True))
print(stops([0.2, 0.1, 0.3], patience=3, restore_best_weights=True))
print(stops([0.9, 0.8, 0.3], patience=2, baseline=0.5))
inputs, targets = np.ones([8, 2], np.float32), np.zeros([8, 1], np.float32)
model = keras.Sequential([keras.layers.Dense(1, input_shape=(2,), kernel_initializer="ones")])
model.compile(keras.optimizers.SGD(0.1), "mse")
folder = sys.argv[1]
parts = [
    callbacks.CSVLogger(os.path.join(folder, "log.csv")),
    callbacks.ModelCheckpoint(os.path.join(folder, "{epoch}.h5"), save_freq=12),
    callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2, verbose=1),
    callbacks.ReduceLROnPlateau(monitor="loss", factor=0.5, patience=1, min_delta=100, verbose=1),
]
model.fit(inputs, targets, batch_size=4, epochs=3, verbose=0, callbacks=parts)
print(sorted(os.listdir(folder)))
print(open(os.path.join(folder, "log.csv")).readline().strip())
best = callbacks.ModelCheckpoint(os.path.join(folder, "best.h5"), "loss", verbose=1, save_best_only=True)
best.set_model(model)
for epoch, loss in enumerate([0.5, 0.75, 0.25]):
    best.on_epoch_end(epoch, {"loss": loss})
"""
# What it prints on TensorFlow 1.15.5.
PRINTED = """
Restoring model weights from the end of the best epoch.
weights of epoch 1
Epoch 00004: early stopping
3
2
Epoch 00002: early stopping
1

Epoch 00001: LearningRateScheduler reducing learning rate to 0.05000000074505806.

Epoch 00002: LearningRateScheduler reducing learning rate to 0.02500000037252903.

Epoch 00002: ReduceLROnPlateau reducing learning rate to 0.012500000186264515.

Epoch 00003: LearningRateScheduler reducing learning rate to 0.0062500000931322575.

Epoch 00003: ReduceLROnPlateau reducing learning rate to 0.0031250000465661287.
['2.h5', '3.h5', 'log.csv']
epoch,loss

Epoch 00001: loss improved from inf to 0.50000, saving model to d/best.h5

Epoch 00002: loss did not improve from 0.50000

Epoch 00003: loss improved from 0.50000 to 0.25000, saving model to d/best.h5
"""


def test_callbacks_are_tf_1_15s(tmp_path):
    """Early stopping and its baseline, a checkpoint after so many samples, columns of a log, rates."""
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "d").mkdir()
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", "program.py", "d"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == PRINTED.strip()
