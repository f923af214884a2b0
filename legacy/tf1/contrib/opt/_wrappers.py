"""``tf.contrib.opt``: optimizers around an optimizer."""

import tensorflow.compat.v1 as tf


class MovingAverageOptimizer(tf.train.Optimizer):
    """Another optimizer, and moving averages of what it moves; `swapping_saver` saves the averages.

    Replaces: tf.contrib.opt.MovingAverageOptimizer
    """

    def __init__(self, opt, average_decay=0.9999, num_updates=None, sequential_update=True):
        self._optimizer = opt
        self._ema = tf.train.ExponentialMovingAverage(average_decay, num_updates=num_updates)
        self._swapped_variable_name_map = None
        self._sequential_update = sequential_update

    def compute_gradients(self, *args, **kwargs):
        return self._optimizer.compute_gradients(*args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        train_op = self._optimizer.apply_gradients(grads_and_vars, global_step=global_step, name=name)
        var_list = [var for grad, var in grads_and_vars if grad is not None]
        self._swapped_variable_name_map = {}
        with tf.control_dependencies([train_op] if self._sequential_update else []):
            averages_op = self._ema.apply(var_list)
        for var in var_list:
            name, average = var.op.name, self._ema.average(var).op.name
            self._swapped_variable_name_map.update({name: average, average: name})
        return tf.group(train_op, averages_op, name="train_with_avg")

    def _find_swapped_variable(self, v_name_to_tensor, v_name, tensor):
        name = self._swapped_variable_name_map.get(v_name)
        if name is None:
            return tensor
        if name not in v_name_to_tensor:
            raise ValueError(
                f"Variable to swap {v_name} is not part of variables to save. This breaks MovingAverageOptimizer."
            )
        return v_name_to_tensor[name]

    def swapping_saver(self, var_list=None, name="swapping_saver", **kwargs):
        """A Saver under whose names of the variables stand their averages, and the other way round.

        Raises:
            RuntimeError: `apply_gradients` or `minimize` was not called yet.
            ValueError: an average is not among the variables to save.
        """
        if self._swapped_variable_name_map is None:
            raise RuntimeError("Must call apply_gradients or minimize before creating the swapping_saver")
        var_list = tf.global_variables() if var_list is None else var_list
        by_name = var_list if isinstance(var_list, dict) else {var.op.name: var for var in var_list}
        swapped = {key: self._find_swapped_variable(by_name, key, var) for key, var in by_name.items()}
        return tf.train.Saver(swapped, name=name, **kwargs)

    def get_slot(self, var, name):
        return self._optimizer.get_slot(var, name)

    def get_slot_names(self):
        return self._optimizer.get_slot_names()

    def get_name(self):
        return self._optimizer.get_name()

    def variables(self):
        return self._optimizer.variables()


class VariableClippingOptimizer(tf.train.Optimizer):
    """Another optimizer, after which rows of some variables are clipped to `max_norm`.

    Replaces: tf.contrib.opt.VariableClippingOptimizer

    Args:
        opt: the optimizer.
        vars_to_clip_dims: {variable: the dimensions that one norm runs over}.
        max_norm: the greatest norm.
    """

    def __init__(
        self,
        opt,
        vars_to_clip_dims,
        max_norm,
        use_locking=False,
        colocate_clip_ops_with_vars=False,
        name="VariableClipping",
    ):
        super().__init__(use_locking, name)
        self._opt = opt
        self._dims = [(var, list(dims)) for var, dims in _items(vars_to_clip_dims)]
        self._max_norm = max_norm
        self._colocate = colocate_clip_ops_with_vars

    def compute_gradients(self, *args, **kwargs):
        return self._opt.compute_gradients(*args, **kwargs)

    def get_slot(self, *args, **kwargs):
        return self._opt.get_slot(*args, **kwargs)

    def get_slot_names(self, *args, **kwargs):
        return self._opt.get_slot_names(*args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        grads_and_vars = list(grads_and_vars)
        with tf.name_scope(name, self._name) as name:
            updated = self._opt.apply_gradients(grads_and_vars, global_step=global_step)
            with tf.control_dependencies([updated]):
                clipped = [self._clip(grad, var) for grad, var in grads_and_vars]
            return tf.group(updated, *(op for op in clipped if op is not None), name=name)

    def _clip(self, grad, var):
        dims = next((dims for known, dims in self._dims if known is var), None)
        if dims is None or grad is None:
            return None
        with tf.colocate_with(var) if self._colocate else tf.control_dependencies([]):
            if 0 in dims and isinstance(grad, tf.IndexedSlices):
                message = "Clipping norm across dims %s for %s is inefficient when including sparse dimension 0."
                tf.logging.warning(message, dims, var.op.name)
            if 0 in dims or not isinstance(grad, tf.IndexedSlices):
                return tf.assign(
                    var, tf.clip_by_norm(var.read_value(), self._max_norm, dims), use_locking=self._use_locking
                )
            rows = tf.gather(var, grad.indices)
            excess = rows - tf.clip_by_norm(rows, self._max_norm, dims)  # taken off once for each time a row is seen
            return tf.scatter_sub(var, grad.indices, excess, use_locking=self._use_locking)


def _items(of_variables):
    return [(getattr(var, "deref", lambda var=var: var)(), dims) for var, dims in of_variables.items()]


class MultitaskOptimizerWrapper:
    """Another optimizer, whose slots rest while a gradient is all zeros (the batch was another task's).

    Replaces: tf.contrib.opt.MultitaskOptimizerWrapper
    """

    def __init__(self, opt):
        if not isinstance(opt, tf.train.Optimizer):
            raise TypeError(f"Supplied optimizer must be an instance of tf.train.Optimizer, not {opt}")
        self._opt = opt
        for name in ("_apply_dense", "_resource_apply_dense", "_apply_sparse", "_resource_apply_sparse"):
            if hasattr(opt, name):
                setattr(opt, name, self._guarded(getattr(opt, name)))

    @staticmethod
    def _guarded(apply):
        def guarded(grad, *args, **kwargs):
            values = grad.values if isinstance(grad, tf.IndexedSlices) else grad
            nothing = tf.reduce_all(tf.equal(values, 0.0), name="all_zeros")
            return tf.cond(nothing, tf.no_op, lambda: tf.group(apply(grad, *args, **kwargs)))

        return guarded

    def __getattr__(self, name):
        return getattr(self._opt, name)


def clip_gradients_by_global_norm(gradients_variables, clip_norm=20.0):
    """The pairs with their gradients clipped together, and the norm before that.

    Replaces: tf.contrib.opt.clip_gradients_by_global_norm. Differs: TF1's failed for gradients that are not scalars.
    """
    gradients, variables = zip(*gradients_variables, strict=True)
    norm = tf.global_norm(gradients)
    clipped, _ = tf.clip_by_global_norm(gradients, clip_norm, use_norm=norm)
    return list(zip(clipped, variables, strict=True)), norm


class DropStaleGradientOptimizer(tf.train.Optimizer):
    """Another optimizer, to which gradients older than `staleness` steps do not come.

    Replaces: tf.contrib.opt.DropStaleGradientOptimizer
    """

    def __init__(self, opt, staleness, use_locking=False, name="DropStaleGradient"):
        super().__init__(use_locking, name)
        self._opt = opt
        self._staleness = staleness

    def compute_gradients(self, loss, *args, **kwargs):
        # The step at which the loss began to be computed.
        self._local_step = tf.train.get_or_create_global_step() + 0
        with tf.control_dependencies([self._local_step]):
            return self._opt.compute_gradients(tf.identity(loss), *args, **kwargs)

    def get_slot(self, *args, **kwargs):
        return self._opt.get_slot(*args, **kwargs)

    def get_slot_names(self, *args, **kwargs):
        return self._opt.get_slot_names(*args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        grads_and_vars = list(grads_and_vars)
        if all(grad is None for grad, _ in grads_and_vars):
            raise ValueError("No gradients provided for any variable.")
        with tf.control_dependencies([grad for grad, _ in grads_and_vars if grad is not None]):
            stale_by = tf.train.get_global_step() - self._local_step
        counter = tf.get_variable("stale_counter", [], initializer=tf.zeros_initializer(), trainable=False)

        def accept():
            return tf.group(self._opt.apply_gradients(grads_and_vars, global_step=global_step, name=name))

        def drop():
            return tf.group(counter.assign_add(tf.ones_like(counter)))

        updated = tf.cond(stale_by <= self._staleness, accept, drop, name="staleness_check")
        return updated
