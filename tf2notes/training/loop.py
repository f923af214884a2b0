"""`fit` and `evaluate`: Keras' ``fit`` in one ``tf.function`` loop, on any number of devices and machines."""

import sys
import time
import warnings

import keras
import tensorflow as tf
from keras.src.utils.python_utils import is_default, pythonify_logs

from tf2notes.training import nonfinite, options, scope, signals, state
from tf2notes.training.feed import Feed, place, sharing_explained
from tf2notes.training.settings import next_fit
from tf2notes.training.steps import Steps, test_loop
from tf2notes.training.store import Store
from tf2notes.training.workers import Agreement, missing_others

CALL_SECONDS = 0.25  # a call this long makes what is outside of it vanish, and still answers SIGTERM at once
BATCH_HOOKS = ("on_train_batch_begin", "on_train_batch_end", "on_batch_begin", "on_batch_end")


def fit(
    model,
    data,
    *,
    epochs=1,
    steps_per_epoch=None,
    validation_data=None,
    validation_steps=None,
    callbacks=None,
    settings=None,
):
    """Train a compiled Keras 3 model; returns its ``keras.callbacks.History``.

    On one device it does what ``model.fit`` does. Under ``MirroredStrategy`` and ``MultiWorkerMirroredStrategy`` (build
    the model in the strategy's scope) it computes what one device would with the whole batch, also for the last,
    smaller batch, for sums as losses, for masks and sample weights; gradients are clipped after they were added up;
    batch normalization takes its moments over all replicas (``synchronized`` is switched on). Random numbers (dropout)
    differ from those of one device. A model with a ``train_step`` of its own runs it on each replica, as Keras would.

    Args:
        data: a ``tf.data.Dataset`` of the whole batches, of all replicas together, as ``model.fit`` takes it; or a
            function of a ``tf.distribute.InputContext`` that gives one of this worker's batches.
        steps_per_epoch: None for once through the data.
        validation_data: a dataset of whole batches.
        callbacks: Keras callbacks. Those that look at every batch get one step a call. A method ``after_step()`` is
            traced into the loop, after each update; ``saved_variables()`` names variables to keep in checkpoints.
        settings: a `Settings`; the one of ``using`` in effect if None.

    Raises:
        NonFiniteError: the loss or a gradient was NaN or infinite, and ``on_nan="stop"``. The weights are those before
            that step, unless the model has its own ``train_step``.
        WorkerLostError: another worker has died; where all start again in the same folder, training goes on.
        Preempted: SIGTERM came; if there is a folder, a checkpoint has been written.
        KeyboardInterrupt: Ctrl-C; likewise.
        OSError: a checkpoint could not be written.
        ValueError: the checkpoint in the folder is another model's, or was written with other options.
    """
    chosen, store = _settings(settings)
    _check(model)
    workers, _ = place(model.distribute_strategy)
    watching = signals.watching(store is not None)
    with scope.outside(), watching as asked_to_end, missing_others(workers, store), sharing_explained():
        run = _Run(model, data, epochs, steps_per_epoch, callbacks, chosen, store, asked_to_end)
        if validation_data is not None:
            run.validation = _Validation(model, validation_data, validation_steps)
        return run.fit()


def evaluate(model, data, *, steps=None):
    """Loss and metrics of a compiled model on a dataset of whole batches, by name, under any strategy."""
    workers, _ = place(model.distribute_strategy)
    with scope.outside(), missing_others(workers):
        return _Validation(model, data, steps).evaluate()


class _Validation:
    def __init__(self, model, data, steps):
        self.model, self.steps = model, steps
        self.feed = Feed(data, model.distribute_strategy, None, shard="data") if steps is None else None
        self.data = data if self.feed is None else None
        _build(model, data.element_spec)
        self.loop = test_loop(model)

    def evaluate(self):
        self.model.reset_metrics()
        data = self.data if self.feed is None else self.feed.once
        self.loop(iter(data), tf.constant(self.steps or tf.int32.max))
        return pythonify_logs(self.model.get_metrics_result())


class _Run:
    def __init__(self, model, data, epochs, steps_per_epoch, callbacks, chosen, store, asked_to_end):
        self.model, self.epochs, self.settings, self.store = model, epochs, chosen, store
        self.asked_to_end, self.validation = asked_to_end, None
        self.workers, self.worker = place(model.distribute_strategy)
        self.feed = Feed(data, model.distribute_strategy, steps_per_epoch, chosen.shard, chosen.data_service)
        _build(model, self.feed.spec)
        self.asked = options.asked(model, self.feed)
        self.callbacks = keras.callbacks.CallbackList(
            callbacks, add_history=True, model=model, epochs=epochs, steps=self.feed.steps_per_epoch, verbose=0
        )
        inside = [callback for callback in self.callbacks.callbacks if hasattr(callback, "after_step")]
        for callback in inside:
            callback.inside_loop = True
        self.each_batch = any(map(_wants_each_batch, self.callbacks.callbacks))
        self.inside = inside
        self.bad = []
        self.epoch = self.batch = self.step = self.skipped = 0
        self.length = chosen.steps_per_call or 1
        self.saved_at, self.saved_step = time.monotonic(), 0
        self.agree = Agreement(model.distribute_strategy, self.worker) if self.workers > 1 else None

    def fit(self):
        self.model.stop_training = False
        self.callbacks.on_train_begin()
        if self.store is not None:
            missing = max(1, self.store.keep + 1 - len(self.store.steps()))  # one is written before another goes
            self.store.reserve(missing * state.size(self.model, self.callbacks.callbacks))
        self.steps = Steps(
            self.model,
            self.feed.spec,
            [callback.after_step for callback in self.inside],
            whole_batches=self.feed.whole_batches,
            may_end=self.feed.may_end,
            on_bad=self.bad.append,
        )
        if self.steps.own_step and self.settings.on_nan == "skip":
            raise NotImplementedError(
                "on_nan='skip': the model's own train_step has changed the weights by the time its loss is seen; "
                "use on_nan='stop'"
            )
        logs, inside_epoch, end = {}, self._resume(), None
        while self.epoch < self.epochs and not self.model.stop_training:
            if not inside_epoch:
                self.feed.start_epoch(self.epoch)
                self.steps.reset()
                self.callbacks.on_epoch_begin(self.epoch)
            inside_epoch = False
            self._epoch()
            logs = self._logs()
            if self.validation is not None:
                self.callbacks.on_test_begin()
                found = self.validation.evaluate()
                self.callbacks.on_test_end(found)
                logs.update({f"val_{name}": value for name, value in found.items()})
            self.callbacks.on_epoch_end(self.epoch, logs)
            self.epoch, self.batch = self.epoch + 1, 0
            if not self.feed.over_epochs:
                self.feed.read = 0
            end = self._between_calls(self.epoch < self.epochs and not self.model.stop_training)
        if self.store is not None:
            self._save()
        if end is not None:
            raise end
        if self.skipped:
            print(f"{self.skipped} of {self.step} steps were skipped: not finite", file=sys.stderr)
        self.model.optimizer.finalize_variable_values(self.model.trainable_weights)
        self.callbacks.on_train_end(logs)
        return self.model.history

    def _epoch(self):
        """Train to the end of the epoch, in calls of several steps."""
        total = self.feed.steps_per_epoch
        while (total is None or self.batch < total) and not self.model.stop_training:
            length = self._call_length(total)
            self.callbacks.on_train_batch_begin(self.batch)
            started = time.monotonic()
            taken, skipped = (int(n) for n in self.steps.run(self.feed.iterator, tf.constant(length)))
            self._adapt(length, taken, time.monotonic() - started)
            self._count(taken, skipped)
            if taken and not (skipped and self.settings.on_nan == "stop"):
                self.callbacks.on_train_batch_end(self.batch - 1, self._logs())
            if taken < length and not skipped:
                self._ended(total)
                return
            if total is None or self.batch < total:
                self._between_calls()

    def _count(self, taken, skipped):
        self.batch, self.step, self.feed.read = self.batch + taken, self.step + taken, self.feed.read + taken
        if not skipped:
            return
        self.skipped += skipped
        cause = nonfinite.describe(self.model, self.bad.pop()) if self.bad else "not known, in a train_step of its own"
        text = f"step {self.step}, batch {self.batch - 1} of epoch {self.epoch}: the loss or its gradients are not "
        text += f"finite; the first such tensor: {cause}"
        if self.settings.on_nan == "stop":
            raise nonfinite.NonFiniteError(text + self._kept())
        warnings.warn(
            f"{text}; the step is skipped, {self.skipped} of {self.step} by now", RuntimeWarning, stacklevel=4
        )

    def _kept(self):
        last = self.store.steps() if self.store is not None else []
        return f"; the last good checkpoint is of step {last[0]}" if last else ""

    def _call_length(self, total):
        length = self.length
        if total is not None:
            length = min(length, total - self.batch)
        if self.settings.save_steps:
            length = min(length, self.settings.save_steps - self.step % self.settings.save_steps)
        return length

    def _adapt(self, length, taken, seconds):
        """Longer calls until one takes a quarter of a second; the first of each length is not representative."""
        if self.settings.steps_per_call or self.each_batch or taken < length:
            return
        if seconds < CALL_SECONDS and length == self.length:
            self.length = min(2 * self.length, 1 << 20)

    def _ended(self, total):
        if total is not None:
            warnings.warn(
                f"the data ended after {self.batch} of {total} steps of epoch {self.epoch}; training ends with it. "
                "repeat() makes it go on",
                stacklevel=4,
            )
            self.model.stop_training = True
        elif self.batch == 0:
            raise ValueError("the data is empty: it has no batch")

    def _between_calls(self, more=True):
        """Save where it is time to; end where the scheduler asks for it; be of one mind with the other workers."""
        asked = self.asked_to_end()
        end, due = asked is not None, self._save_is_due()
        if self.agree is not None:
            end, due, self.length = self.agree(end, due, self.length)
        if self.store is not None and more and (due or end):
            self._save()
        if not end:
            return None
        kept = f"; saved in {self.store.path(self.step)}" if self.store is not None else ""
        error = signals.ended(asked, f"after {self.step} steps{kept}")
        if more:
            raise error
        return error

    def _save_is_due(self):
        if self.settings.save_steps:
            return self.step >= self.saved_step + self.settings.save_steps
        return time.monotonic() >= self.saved_at + self.settings.save_seconds

    def _save(self):
        progress = {"epoch": self.epoch, "batch": self.batch, "step": self.step, "skipped": self.skipped}
        try:
            nonfinite.check_weights(self.model)
        except nonfinite.NonFiniteError as error:
            raise nonfinite.NonFiniteError(f"after step {self.step}: {error}{self._kept()}") from None

        def fill(folder):
            state.write(folder, self.model, self.callbacks.callbacks, self.feed, progress, self.asked)
            if self.agree is not None and self.worker == 0:
                self.agree.wait()  # a checkpoint of the chief says that the other workers' are there

        self.store.of_worker(self.worker).write(self.step, fill)
        if self.agree is not None and self.worker:
            self.agree.wait()
        self.saved_at, self.saved_step = time.monotonic(), self.step

    def _resume(self):
        """Go on from the newest good checkpoint, if there is one; returns whether that is inside an epoch."""
        found = self.store.newest_good() if self.store is not None else None
        if found is None:
            return False
        step, folder = found
        own = self.store.of_worker(self.worker).path(step) if self.worker else None
        progress = state.read(folder, self.model, self.callbacks.callbacks, self.feed, self.asked, own)
        self.epoch, self.batch, self.step, self.skipped = (
            progress[name] for name in ("epoch", "batch", "step", "skipped")
        )
        self.saved_step = self.step
        if self.worker == 0:
            print(f"going on after step {self.step} (epoch {self.epoch}, batch {self.batch})", file=sys.stderr)
        return self.batch > 0

    def _logs(self):
        return pythonify_logs(self.steps.results())


def _settings(chosen):
    """The settings, and the store of this `fit`: the second one of a run has a folder of its own."""
    chosen, number = next_fit(chosen)
    if chosen.folder is None:
        return chosen, None
    return chosen, Store(chosen.folder / ("checkpoints" if number == 1 else f"checkpoints-{number}"), chosen.keep)


def _check(model):
    if not model.compiled:
        raise ValueError("the model is not compiled: call model.compile(optimizer, loss) first")
    if model.run_eagerly:
        raise NotImplementedError("run_eagerly=True: the loop is a tf.function; model.fit runs eagerly")
    strategy = model.distribute_strategy
    kinds = (tf.distribute.MirroredStrategy, tf.distribute.MultiWorkerMirroredStrategy, tf.distribute.OneDeviceStrategy)
    if tf.distribute.has_strategy() and tf.distribute.get_strategy() is not strategy:
        raise ValueError("the model was not built in the scope of the strategy in effect: build it there")
    default = (
        not isinstance(strategy, tf.distribute.Strategy) or type(strategy).__name__ == "_DefaultDistributionStrategy"
    )
    if not default and not isinstance(strategy, kinds):
        raise NotImplementedError(f"{type(strategy).__name__}: expected one of {', '.join(k.__name__ for k in kinds)}")


def _build(model, spec):
    """Make all variables now, outside the loop's conditions."""
    strategy = model.distribute_strategy
    if strategy.num_replicas_in_sync > 1:
        for layer in model._flatten_layers():
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.synchronized = True
            if getattr(layer, "stateful", False) and isinstance(layer, keras.layers.RNN | keras.layers.Bidirectional):
                raise ValueError(
                    f"the layer {layer.name} is stateful: it keeps a state for each row of a batch of fixed size, and "
                    "several replicas would share the rows out; train it on one device"
                )

    def symbolic(part):
        return keras.KerasTensor(part.shape, part.dtype.name)

    with strategy.scope():
        model._symbolic_build(data_batch=tf.nest.map_structure(symbolic, spec))
        if not model.optimizer.built:
            model.optimizer.build(model.trainable_variables)


def _wants_each_batch(callback):
    """Whether a callback's work depends on being called after every single step."""
    if getattr(callback, "any_steps", False) or all(is_default(getattr(callback, hook)) for hook in BATCH_HOOKS):
        return False
    if not type(callback).__module__.startswith("keras.src.callbacks"):
        return True
    if isinstance(callback, keras.callbacks.LambdaCallback):
        return True
    return any(isinstance(getattr(callback, name, None), int) for name in ("update_freq", "save_freq"))
