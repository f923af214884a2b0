"""Moving averages of a model's weights, as ``tf.train.ExponentialMovingAverage`` computes them."""

import contextlib

import keras
import tensorflow as tf

from tf2notes import training


class MovingAverage(keras.callbacks.Callback):
    """Keeps a moving average of every trainable weight while `fit` runs.

        average = MovingAverage(0.9999, num_updates=True)
        model.fit(..., callbacks=[average])
        with average.in_place():
            model.evaluate(...)             # with the averages; afterwards the weights are back

    An average starts as its weight is when training starts, and after every batch becomes
    ``average - (1 - d) * (average - weight)`` with ``d = decay``, or with ``d = min(decay, (1 + n) / (10 + n))`` after
    batch number n. A second `fit` goes on with the same averages.

    Keras' ``use_ema`` differs: its decay is fixed, and its first step copies the weights.

    Replaces: tf.train.ExponentialMovingAverage

    Args:
        decay: between 0 and 1.
        num_updates: whether the decay grows with the number of updates, as TF1 does where it is told their number; the
            optimizer's ``iterations`` count them, as ``global_step`` did.
        validation_data: what ``model.evaluate`` takes; after every epoch the averages are evaluated on it, and the
            values enter the logs as ``averaged_...``.

    Raises:
        ValueError: `decay` is out of range, or the model runs several steps at a time (``steps_per_execution``), where
            the weights in between are never seen.
    """

    any_steps = True  # inside training.fit's loop every step is seen, however many a call has

    def __init__(self, decay=0.9999, num_updates=False, validation_data=None):
        super().__init__()
        if not 0 <= decay <= 1:
            raise ValueError(f"decay={decay}: expected a number from 0 to 1")
        self.decay, self.num_updates, self.validation_data = decay, num_updates, validation_data
        self.averages = None
        self.inside_loop = False

    def on_train_begin(self, logs=None):
        if not self.inside_loop and self.model.steps_per_execution != 1:
            raise ValueError(f"MovingAverage needs steps_per_execution=1, got {self.model.steps_per_execution}")
        weights = self._weights()
        if self.averages is None:
            with self.model.distribute_strategy.scope():
                self.averages = [tf.Variable(tf.identity(w), trainable=False) for w in weights]
            self._update_all = tf.function(self._update)

    def on_train_batch_end(self, batch, logs=None):
        if not self.inside_loop:
            self._update_all()

    def after_step(self):
        """What ``training.fit`` traces into its loop, after every update; it sets ``inside_loop``."""
        self._update()

    def saved_variables(self):
        """What ``training.fit`` keeps in checkpoints."""
        return self.averages or []

    def on_epoch_end(self, epoch, logs=None):
        if self.validation_data is not None and logs is not None:
            with self.in_place():
                if self.inside_loop and self.model.distribute_strategy.num_replicas_in_sync > 1:
                    found = training.evaluate(self.model, self.validation_data)
                else:
                    found = self.model.evaluate(self.validation_data, return_dict=True, verbose=0)
            logs.update({f"averaged_{name}": value for name, value in found.items()})

    @contextlib.contextmanager
    def in_place(self):
        """While the block runs, the model's weights are the averages."""
        weights = self._weights()
        kept = [tf.identity(w) for w in weights]
        self.assign()
        try:
            yield self.model
        finally:
            for weight, value in zip(weights, kept, strict=True):
                weight.assign(value)

    def assign(self):
        """Give the model the averages for good."""
        if self.averages is None:
            raise ValueError("there are no averages yet: fit the model with this callback first")
        for weight, average in zip(self._weights(), self.averages, strict=True):
            weight.assign(tf.identity(average))

    def values(self):
        """{path of a weight: its average as an array}."""
        return {v.path: a.numpy() for v, a in zip(self.model.trainable_variables, self.averages or [], strict=True)}

    def _weights(self):
        return [v.value for v in self.model.trainable_variables]

    def _update(self):
        decay = tf.constant(self.decay, tf.float32)
        if self.num_updates:
            n = tf.cast(self.model.optimizer.iterations.value, tf.float32)
            decay = tf.minimum(decay, (1 + n) / (10 + n))
        for weight, average in zip(self._weights(), self.averages, strict=True):
            average.assign_sub((average - weight) * tf.cast(1 - decay, average.dtype))
