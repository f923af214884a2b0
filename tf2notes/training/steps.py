"""Several training steps in one ``tf.function`` call, under any strategy of ``tf.distribute``.

A step: every replica takes its rows of the batch, computes its share of the loss and its gradients; the gradients are
summed over the replicas, and only then clipped, averaged and applied, as on one device.
"""

import contextlib

import keras
import tensorflow as tf
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight

from tf2notes.training import losses, nonfinite, seeds

SUM = tf.distribute.ReduceOp.SUM


class Steps:
    """The compiled loop of one model.

    Args:
        model: a compiled Keras model.
        spec: the element spec of the iterator that `run` will get.
        after: functions without arguments that are traced after every update, outside the replicas.
        whole_batches: whether every worker reads the same whole batches, of which each replica takes its rows; if not,
            the replicas of this worker share what it reads.
        may_end: whether the data may end inside a call.
        on_bad: called on the host with the batch where the loss or a gradient is not finite. Such a step changes
            nothing, not even seeds, and ends the call, so that the host sees everything as the step saw it.
    """

    def __init__(self, model, spec, after=(), whole_batches=True, may_end=False, on_bad=None):
        self.model, self.spec, self.after = model, spec, list(after)
        self.strategy = model.distribute_strategy
        self.replicas = self.strategy.num_replicas_in_sync
        self.whole_batches, self.may_end, self.on_bad = whole_batches, may_end, on_bad
        self.own_step = type(model).train_step is not keras.Model.train_step
        self.shares = losses.Shares(model)
        self.compute = self._compute
        if model.jit_compile and not self.own_step:
            if self.replicas > 1:
                raise NotImplementedError("jit_compile=True under a strategy: compile the model with jit_compile=False")
            self.compute = tf.function(self._compute, jit_compile=True)
        self.run = tf.function(self._run)
        self.results = tf.function(self._results)
        self.last_logs = None
        if self.own_step:
            self.logs = tf.function(self._logs_of_the_model)
            found = self.logs.get_concrete_function(spec).structured_outputs
            self.last_logs = tf.nest.map_structure(_place_for, found)
        self.reset = tf.function(lambda: model.reset_metrics())
        metrics = {id(v) for metric in model.metrics for v in metric.variables}
        self.stateful = [v for v in model.non_trainable_variables if id(v) not in metrics]

    def _run(self, iterator, steps):
        """At most so many steps; returns (steps taken or skipped, steps skipped), int32 scalars."""

        def more(step, skipped, going):
            return tf.logical_and(step < steps, going)

        def body(step, skipped, going):
            if not self.may_end:
                ok = self._step(next(iterator))
                return step + 1, skipped + tf.cast(~ok, tf.int32), ok
            batch, anywhere = self._next(iterator)
            ok = tf.cond(anywhere, lambda: self._step(batch()), lambda: tf.constant(True))
            return step + tf.cast(anywhere, tf.int32), skipped + tf.cast(~ok, tf.int32), tf.logical_and(anywhere, ok)

        return tf.while_loop(more, body, [0, 0, True], parallel_iterations=1)[:2]

    def _next(self, iterator):
        """(a function that gives the batch, whether there is one on any worker)."""
        optional = iterator.get_next_as_optional()
        present = optional.has_value()
        anywhere = present
        if not self.whole_batches:
            count = self.strategy.run(lambda: _all_reduce(tf.cast(present, tf.float32)))
            anywhere = self._local(count) > 0
        if self.whole_batches:
            return optional.get_value, anywhere
        empty = tf.nest.map_structure(_no_rows, self.spec)
        return lambda: tf.cond(present, optional.get_value, lambda: empty), anywhere

    def _step(self, batch):
        """One step; returns whether its loss and gradients were finite."""
        if self.own_step:
            return self._step_of_the_model(batch)
        ok = self.compute(batch)
        if self.on_bad is not None:
            tf.cond(ok, lambda: 0, lambda: self._tell(batch))
        return ok

    def _compute(self, batch):
        kept = [tf.identity(v.value) for v in self.stateful]
        with self.shares.traced(), seeds.apart(self.replicas):
            ok, gradients = self.strategy.run(self._replica, args=(self._shared_out(batch),))
        ok = self._local(ok)
        tf.cond(ok, lambda: self._update(gradients), lambda: self._undo(kept))
        return ok

    def _update(self, gradients):
        gradients = [g if g is None else self._local(g) for g in gradients]
        self.model.optimizer.apply(gradients, self.model.trainable_variables)
        for function in self.after:
            function()
        return 0

    def _undo(self, kept):
        for variable, value in zip(self.stateful, kept, strict=True):
            variable.value.assign(value)
        return 0

    def _tell(self, batch):
        tf.numpy_function(self._stash, tf.nest.flatten(batch), [])
        return 0

    def _stash(self, *flat):
        self.on_bad(tf.nest.pack_sequence_as(self.spec, list(flat)))

    def _replica(self, batch):
        """This replica's part: (whether all is finite, the whole batch's gradients)."""
        model = self.model
        x, y, sample_weight = unpack_x_y_sample_weight(batch)
        with tf.GradientTape() as tape:
            self.shares.begin()
            y_pred = _call(model, x, training=True)
            loss, parts = self.shares.loss(x, y, y_pred, sample_weight, training=True)
            scaled = model.optimizer.scale_loss(loss)
        variables = [v.value for v in model.trainable_variables]
        gradients = tape.gradient(scaled, variables) if variables else []
        if self.replicas > 1:
            present = [g for g in gradients if g is not None]
            loss, parts, summed = _all_reduce([loss, parts, present])
            summed = iter(summed)
            gradients = [g if g is None else next(summed) for g in gradients]
        ok = nonfinite.all_finite(loss, gradients, model.optimizer)
        tf.cond(
            ok,
            lambda: update_metrics(model, self.shares.metrics, x, y, y_pred, sample_weight, loss, parts),
            lambda: 0,
        )
        return ok, gradients

    def _results(self):
        """What is logged: the metrics; of a `train_step` of the model's own, what it returned last, as under Keras."""
        logs = self.model.get_metrics_result() if self.last_logs is None else self.last_logs
        return tf.nest.map_structure(tf.identity, logs)

    def _step_of_the_model(self, batch):
        logs = self.logs(batch)
        for function in self.after:
            function()
        tf.nest.map_structure(lambda place, value: place.assign(value), self.last_logs, logs)
        losses = [value for name, value in logs.items() if "loss" in name]
        return tf.reduce_all([tf.reduce_all(tf.math.is_finite(value)) for value in tf.nest.flatten(losses)])

    def _logs_of_the_model(self, batch):
        """Traced before the loop is, which needs a place for each value."""
        with seeds.apart(self.replicas):
            logs = self.strategy.run(self._own_step, args=(self._shared_out(batch),))
        return tf.nest.map_structure(self._local, logs)

    def _own_step(self, batch):
        """The replicas' mean of what `train_step` returns, by name."""
        logs = self.model.train_step(batch)
        logs = tf.nest.map_structure(_logged, logs if isinstance(logs, dict) else {"loss": logs})
        if self.replicas == 1:
            return logs
        sums = _all_reduce([value for value in tf.nest.flatten(logs) if value.dtype.is_floating])
        means = iter([value / self.replicas for value in sums])
        return tf.nest.map_structure(lambda value: next(means) if value.dtype.is_floating else value, logs)

    def _shared_out(self, batch):
        return shared_out(self.strategy, batch, self.whole_batches)

    def _local(self, value):
        return self.strategy.experimental_local_results(value)[0]


def test_loop(model, whole_batches=True):
    """A ``tf.function`` of an iterator and a number of batches that updates the metrics and changes no weights."""
    strategy, shares = model.distribute_strategy, losses.Shares(model)

    def replica(batch):
        x, y, sample_weight = unpack_x_y_sample_weight(batch)
        shares.begin()
        y_pred = _call(model, x, training=False)
        loss, parts = shares.loss(x, y, y_pred, sample_weight, training=False)
        if strategy.num_replicas_in_sync > 1:
            loss, parts = _all_reduce([loss, parts])
        update_metrics(model, shares.metrics, x, y, y_pred, sample_weight, loss, parts)

    step = replica if type(model).test_step is keras.Model.test_step else model.test_step

    def one(batch):
        with shares.traced() if step is replica else contextlib.nullcontext():
            strategy.run(step, args=(shared_out(strategy, batch, whole_batches),))
        return True

    def run(iterator, batches):
        def more(i, going):
            return tf.logical_and(i < batches, going)

        def body(i, going):
            optional = iterator.get_next_as_optional()
            return i + 1, tf.cond(optional.has_value(), lambda: one(optional.get_value()), lambda: False)

        tf.while_loop(more, body, [0, True], parallel_iterations=1)

    return tf.function(run)


def update_metrics(model, of_outputs, x, y, y_pred, sample_weight, loss, parts):
    """The loss of the whole batch and of its outputs into their trackers, this replica's rows into the metrics."""
    rows = losses.float_rows(x)
    model._loss_tracker.update_state(loss, sample_weight=rows)
    if parts and of_outputs:
        for metric, part in zip(of_outputs, parts, strict=True):
            metric.update_state(part)  # each batch counts once, however small: so does Keras on one device
    model.compute_metrics(x, y, y_pred, sample_weight=sample_weight)
    return 0


def shared_out(strategy, batch, whole_batches=True):
    """Each replica's rows of a batch, consecutive ones, their numbers differing by one at most."""
    replicas = strategy.num_replicas_in_sync if whole_batches else local_replicas(strategy)
    if replicas == 1:
        return batch

    def rows(context):
        replica = context.replica_id_in_sync_group % replicas

        def part(tensor):
            count = tf.shape(tensor)[0] if tensor.shape[0] is None else tensor.shape[0]
            return tensor[replica * count // replicas : (replica + 1) * count // replicas]

        return tf.nest.map_structure(part, batch)

    return strategy.experimental_distribute_values_from_function(rows)


def local_replicas(strategy):
    """How many replicas this worker has."""
    return len(strategy.extended.worker_devices)


def _call(model, x, training):
    return model(x, training=training) if model._call_has_training_arg else model(x)


def _all_reduce(values):
    return tf.distribute.get_replica_context().all_reduce(SUM, values)


def _logged(value):
    """As a tensor; bfloat16 and float16 become float32, since Keras makes no numbers of bfloat16."""
    value = tf.convert_to_tensor(value)
    return tf.cast(value, tf.float32) if value.dtype in (tf.bfloat16, tf.float16) else value


def _place_for(value):
    """A variable for such a tensor, to carry it out of the loop."""
    start = tf.zeros([n or 0 for n in value.shape] if value.shape.rank else [], value.dtype)
    return tf.Variable(start, shape=value.shape, trainable=False)


def _no_rows(spec):
    if spec.shape.rank is None or spec.shape.rank == 0:
        raise ValueError(f"{spec}: a worker whose data has ended needs an empty batch, and this has no first axis")
    return tf.zeros([0, *(n or 0 for n in spec.shape[1:])], spec.dtype)
