"""``tf.contrib.opt``: workers that go on from the average of their variables every now and then."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.opt._workers import (
    GLOBAL_VARIABLE_NAME,
    _StartHook,
    _VariableMap,
    _WorkersOptimizer,
)


class ModelAverageCustomGetter:
    """A custom getter: a trainable variable is local to the worker and has a global twin.

    Replaces: tf.contrib.opt.ModelAverageCustomGetter
    """

    def __init__(self, worker_device):
        self._worker_device = worker_device
        self._local_2_global = _VariableMap()

    def __call__(self, getter, name, trainable, collections, *args, **kwargs):
        if not trainable:
            device = self._worker_device if tf.GraphKeys.LOCAL_VARIABLES in (collections or ()) else None
            with tf.device(device) if device else tf.control_dependencies([]):
                return getter(name, *args, trainable=False, collections=collections, **kwargs)
        with tf.device(self._worker_device):
            variable = getter(name, *args, trainable=True, collections=[tf.GraphKeys.LOCAL_VARIABLES], **kwargs)
        self._local_2_global[variable] = tf.Variable(
            name=f"{GLOBAL_VARIABLE_NAME}/{name}",
            initial_value=tf.cond(
                tf.is_variable_initialized(variable), variable.read_value, lambda: variable.initial_value
            ),
            trainable=False,
            collections=[tf.GraphKeys.GLOBAL_VARIABLES],
        )
        return variable


class ModelAverageOptimizer(_WorkersOptimizer):
    """Every `interval_steps` the workers' variables are averaged, and every worker goes on from the average.

    Replaces: tf.contrib.opt.ModelAverageOptimizer
    """

    def __init__(
        self,
        opt,
        num_worker,
        is_chief,
        ma_custom_getter,
        interval_steps=100,
        use_locking=True,
        name="ModelAverageOptimizer",
    ):
        self._is_chief = is_chief
        self._local_2_global = ma_custom_getter._local_2_global
        self._accumulator_list = []
        self._chief_init_op = None
        super().__init__(opt, num_worker, interval_steps, use_locking, name)

    def compute_gradients(self, *args, **kwargs):
        """The wrapped optimizer's."""
        return self._opt.compute_gradients(*args, **kwargs)

    def _pull(self, var_list):
        if not var_list:
            raise ValueError("The list of local_variables should not be empty")
        pulls = []
        for v in var_list:
            with tf.device(v.device):
                pulls.append(tf.assign(v, self._local_2_global[v].read_value()))
        return tf.group(*pulls)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """A step of this worker, and the meeting if it is time; there the chief increments `global_step`.

        Raises:
            ValueError: nothing to apply, or no `global_step`.
        """
        if not grads_and_vars:
            raise ValueError("Must supply at least one variable")
        if global_step is None:
            raise ValueError("Global step is required")
        with tf.control_dependencies([self._opt.apply_gradients(grads_and_vars)]):
            local_update = self._count_step()
        local_vars = [v for g, v in grads_and_vars if g is not None]
        for v in local_vars:  # outside the branch, which may be a graph of its own
            self._add_accumulator(v, self._local_2_global[v])

        with tf.control_dependencies([local_update]):
            met = tf.cond(self._meets(local_update), lambda: self._meet(local_vars, global_step), tf.no_op)
        starts = []
        for accumulator, device in self._accumulator_list:
            with tf.device(device):
                starts.append(accumulator.set_global_step(global_step, name="SetGlobalStep"))
        self._chief_init_op = tf.group(*starts)
        return met

    def _meet(self, local_vars, global_step):
        centers = [self._local_2_global[v] for v in local_vars]
        with tf.colocate_with(global_step):
            queue = tf.FIFOQueue(-1, [tf.bool], shapes=[[]], shared_name="sync_queue")
        given, averages = [], []
        with tf.name_scope(None, self._name + "/global"):
            for v, (accumulator, device) in zip(local_vars, self._accumulator_list[-len(local_vars) :], strict=True):
                with tf.device(device):
                    given.append(accumulator.apply_grad(v.read_value(), local_step=global_step))
                    averages.append(accumulator.take_grad(self._num_worker))
        if self._is_chief:
            updates = []
            with tf.control_dependencies(given):
                for average, center in zip(averages, centers, strict=True):
                    with tf.device(center.device):
                        updates.append(tf.assign(center, average))
                with tf.device(global_step.device):
                    updates.append(tf.assign_add(global_step, 1))
            with tf.control_dependencies(updates), tf.device(global_step.device):
                sync = queue.enqueue_many(tf.fill([self._num_worker - 1], False))
        else:
            with tf.control_dependencies(given), tf.device(global_step.device):
                sync = queue.dequeue()
        with tf.control_dependencies([sync]):
            return self._pull(local_vars)

    def _add_accumulator(self, variable, center):
        with tf.name_scope(None, self._name + "/global"), tf.device(center.device):
            accumulator = tf.ConditionalAccumulator(
                variable.dtype.base_dtype, shape=variable.get_shape(), shared_name=center.name + "/var_accum"
            )
        self._accumulator_list.append((accumulator, center.device))

    def get_init_op(self):
        """All trained variables start at the global ones."""
        return self._pull(tf.trainable_variables())

    def make_session_run_hook(self):
        """The hook that brings this worker's variables to their start."""
        return _ModelAverageHook(self)


class _ModelAverageHook(_StartHook):
    def __init__(self, optimizer):
        super().__init__(optimizer._is_chief, optimizer.get_init_op)
        self._optimizer = optimizer

    def begin(self):
        super().begin()
        self._chief_init_op = self._optimizer._chief_init_op if self._is_chief else None
