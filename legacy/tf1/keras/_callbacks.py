"""Callbacks of tf_keras that came to decide, count or write in another way since TF1; for a TF1 program's process."""

import csv

import numpy as np
import tensorflow.compat.v1 as tf
from tf_keras.src import backend, callbacks
from tf_keras.src.utils import tf_utils


def install():
    """Change the classes, once."""
    for kind, methods in {
        callbacks.EarlyStopping: (
            _EarlyStopping.on_train_begin,
            _EarlyStopping.on_epoch_end,
            _EarlyStopping.on_train_end,
        ),
        callbacks.ModelCheckpoint: (
            *(_ModelCheckpoint.set_model, _ModelCheckpoint.on_train_batch_end, _ModelCheckpoint._save_model),
        ),
        callbacks.CSVLogger: (_CSVLogger.on_epoch_end,),
        callbacks.LearningRateScheduler: (_LearningRateScheduler.on_epoch_begin,),
        callbacks.ReduceLROnPlateau: (_ReduceLROnPlateau.on_epoch_end,),
    }.items():
        for method in methods:
            setattr(kind, method.__name__, method)


class _EarlyStopping:
    """The baseline is what the first epoch has to beat; the best weights come back at the stop, and only then."""

    def on_train_begin(self, logs=None):
        self.wait = 0
        self.stopped_epoch = 0
        if self.baseline is not None:
            self.best = self.baseline
        else:
            self.best = np.inf if self.monitor_op is np.less else -np.inf

    def on_epoch_end(self, epoch, logs=None):
        current = self.get_monitor_value(logs)
        if current is None:
            return
        if self.monitor_op(current - self.min_delta, self.best):
            self.best = current
            self.wait = 0
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            return
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True
            if self.restore_best_weights:
                if self.verbose > 0:
                    print("Restoring model weights from the end of the best epoch.")
                self.model.set_weights(self.best_weights)

    def on_train_end(self, logs=None):
        if self.stopped_epoch > 0 and self.verbose > 0:
            print(f"Epoch {self.stopped_epoch + 1:05d}: early stopping")


class _ModelCheckpoint:
    """A number as `save_freq` counts samples; of a model of the program's own class the weights are saved."""

    def set_model(self, model):
        self.model = model
        if not (self.save_weights_only or model._is_graph_network or type(model).__name__ == "Sequential"):
            self.save_weights_only = True
        if self.save_weights_only and not isinstance(self._options, tf.train.CheckpointOptions):
            self._options = tf.train.CheckpointOptions()

    def on_train_batch_end(self, batch, logs=None):
        if isinstance(self.save_freq, int):
            self._samples_seen = getattr(self, "_samples_seen", 0) + (logs or {}).get("size", 1)
            if self._samples_seen >= self.save_freq:
                self._save_model(epoch=self._current_epoch, batch=batch, logs=logs)
                self._samples_seen = 0

    def _save_model(self, epoch, batch, logs):
        logs = tf_utils.sync_to_numpy_or_python_type(logs or {})
        if not isinstance(self.save_freq, int) and self.epochs_since_last_save < self.period:
            return
        self.epochs_since_last_save = 0
        path = self._get_file_path(epoch, batch, logs)
        news = f"saving model to {path}"
        if self.save_best_only:
            current = logs.get(self.monitor)
            if current is None:
                tf.logging.warning("Can save best model only with %s available, skipping.", self.monitor)
                return self._maybe_remove_file()
            if not self.monitor_op(current, self.best):
                if self.verbose > 0:
                    print(f"\nEpoch {epoch + 1:05d}: {self.monitor} did not improve from {self.best:0.5f}")
                return self._maybe_remove_file()
            news = f"{self.monitor} improved from {self.best:0.5f} to {current:0.5f}, {news}"
            self.best = current
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1:05d}: {news}")
        if self.save_weights_only:
            self.model.save_weights(path, overwrite=True)
        else:
            self.model.save(path, overwrite=True)
        return self._maybe_remove_file()


class _CSVLogger:
    """The columns are what the first epoch logged."""

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.keys is None:
            self.keys = sorted(logs)
        if self.model.stop_training:  # the last line is whole
            logs = {key: logs.get(key, "NA") for key in self.keys}
        if not self.writer:
            dialect = type("Dialect", (csv.excel,), {"delimiter": self.sep})
            self.writer = csv.DictWriter(self.csv_file, fieldnames=["epoch", *self.keys], dialect=dialect)
            if self.append_header:
                self.writer.writeheader()
        self.writer.writerow({"epoch": epoch, **{key: _in_a_cell(logs[key]) for key in self.keys}})
        self.csv_file.flush()


def _in_a_cell(value):
    is_list = not isinstance(value, str) and hasattr(value, "__iter__") and np.ndim(value) > 0
    return f'"[{", ".join(map(str, value))}]"' if is_list else value


class _LearningRateScheduler:
    """What it prints with `verbose`."""

    def on_epoch_begin(self, epoch, logs=None):
        if not hasattr(self.model.optimizer, "lr"):
            raise ValueError('Optimizer must have a "lr" attribute.')
        try:
            rate = self.schedule(epoch, float(backend.get_value(self.model.optimizer.lr)))
        except TypeError:  # a schedule of the epoch alone
            rate = self.schedule(epoch)
        if not isinstance(rate, (float, np.float32, np.float64)):
            raise ValueError('The output of the "schedule" function should be float.')
        backend.set_value(self.model.optimizer.lr, rate)
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1:05d}: LearningRateScheduler reducing learning rate to {rate}.")


class _ReduceLROnPlateau:
    """The rate is reduced in double precision, and printed so."""

    def on_epoch_end(self, epoch, logs=None):
        logs = {} if logs is None else logs
        logs["lr"] = backend.get_value(self.model.optimizer.lr)
        current = logs.get(self.monitor)
        if current is None:
            tf.logging.warning(
                "Reduce LR on plateau conditioned on metric `%s` which is not available. Available metrics are: %s",
                self.monitor,
                ",".join(logs),
            )
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self.monitor_op(current, self.best):
            self.best = current
            self.wait = 0
        elif not self.in_cooldown():
            self.wait += 1
            old = float(backend.get_value(self.model.optimizer.lr))
            if self.wait >= self.patience and old > self.min_lr:
                new = max(old * self.factor, self.min_lr)
                backend.set_value(self.model.optimizer.lr, new)
                if self.verbose > 0:
                    print(f"\nEpoch {epoch + 1:05d}: ReduceLROnPlateau reducing learning rate to {new}.")
                self.cooldown_counter = self.cooldown
                self.wait = 0
