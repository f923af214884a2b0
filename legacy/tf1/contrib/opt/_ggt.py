"""``tf.contrib.opt``: GGT, full-matrix adaptive regularization over a window of gradients (arXiv:1806.02958)."""

import tensorflow.compat.v1 as tf


class GGTOptimizer(tf.train.Optimizer):
    """Replaces: tf.contrib.opt.GGTOptimizer

    All variables, in the order of their names, are one vector of length d; a buffer `[window, d]` keeps its last first
    moments, whose small Gram matrix `[window, window]` is inverted instead of one of `[d, d]`.

    Raises:
        NotImplementedError: when applied to a sparse gradient.
    """

    def __init__(
        self,
        learning_rate=0.001,
        beta1=0.9,
        use_locking=False,
        name="GGT",
        window=10,
        eps=1e-4,
        svd_eps=1e-6,
        sigma_eps=1e-2,
    ):
        super().__init__(use_locking, name)
        self._hyper = {"lr": learning_rate, "beta1": beta1, "eps": eps, "svd_eps": svd_eps, "sigma_eps": sigma_eps}
        self._window = window
        self.index_dict = {}
        self.shape_dict = {}

    def _create_slots(self, var_list):
        sizes = {v.name: v.get_shape().num_elements() for v in var_list}
        self.shape_dict = dict(sorted(sizes.items()))
        total = 0
        for name, size in self.shape_dict.items():
            self.index_dict[name] = total
            total += size
        dtype, first = var_list[0].dtype.base_dtype, min(var_list, key=lambda v: v.name)
        for name, shape in (
            ("global_step", []),
            ("grad_buffer", [self._window, total]),
            ("moment1", [total]),
            ("flat_grad", [total]),
        ):
            self._create_non_slot_variable(tf.zeros(shape, dtype), name, first)

    def _state(self, name):
        graph = None if tf.executing_eagerly() else tf.get_default_graph()
        return self._get_non_slot_variable(name, graph=graph)

    def _get_global_step(self):
        return self._state("global_step")

    def _get_moment1(self):
        return self._state("moment1")

    def _get_grad_buffer(self):
        return self._state("grad_buffer")

    def _get_flat_grad(self):
        return self._state("flat_grad")

    def _prepare(self):
        self._variables = []

    def _slice(self, var):
        start = self.index_dict[var.name]
        return start, start + self.shape_dict[var.name]

    def _apply_dense(self, grad, var):
        self._variables.append(var)
        return tf.scatter_update(self._get_flat_grad(), tf.range(*self._slice(var)), tf.reshape(grad, [-1]))

    def _resource_apply_dense(self, grad, var):
        return self._apply_dense(grad, var)

    def _apply_sparse(self, grad, var):
        raise NotImplementedError("Sparse gradient updates are not supported.")

    def _resource_apply_sparse(self, grad, var, indices):
        raise NotImplementedError("Sparse gradient updates are not supported.")

    def _finish(self, update_ops, name_scope):
        dtype = self._variables[0].dtype.base_dtype
        hyper = {name: tf.cast(self._call_if_callable(value), dtype) for name, value in self._hyper.items()}
        with tf.control_dependencies(update_ops):
            step = tf.convert_to_tensor(tf.assign_add(self._get_global_step(), tf.ones([], dtype)))
            moment, gradient = self._get_moment1(), self._get_flat_grad()
            moment = tf.convert_to_tensor(
                moment.assign(hyper["beta1"] * moment + (1.0 - hyper["beta1"]) * gradient.read_value())
            )
            row = tf.floormod(tf.cast(step - 1.0, tf.int32), self._window)
            buffer = tf.convert_to_tensor(tf.scatter_update(self._get_grad_buffer(), row, moment))
        change = self._change(buffer, moment, tf.minimum(step, tf.cast(self._window, dtype)), hyper)
        moves = []
        for var in self._variables:
            start, end = self._slice(var)
            moves.append(tf.assign_sub(var, hyper["lr"] * tf.reshape(change[start:end], var.get_shape())))
        return tf.group(*moves, name=name_scope)

    def _change(self, buffer, moment, filled, hyper):
        """The step, `[d, 1]`: `M U f(sigma) U' M' m` and, where the matrix is not singular, its complement."""
        moment = tf.expand_dims(moment, -1)
        scaled = tf.transpose(buffer / tf.sqrt(filled))
        damping = hyper["svd_eps"] * tf.eye(self._window, dtype=moment.dtype)
        sigma, u, _ = tf.svd(tf.matmul(scaled, scaled, transpose_a=True) + damping)
        roots = tf.sqrt(sigma)
        smallest = tf.reduce_min(roots)

        def filtered(weights):
            inner = tf.matmul(u, tf.matmul(scaled, moment, transpose_a=True), transpose_a=True)
            return tf.matmul(scaled, tf.matmul(u, tf.matmul(tf.diag(weights), inner)))

        head = filtered(1.0 / tf.pow(roots + hyper["sigma_eps"], 3))
        tail = (moment - filtered(1.0 / sigma)) / smallest
        return tf.cond(smallest > hyper["eps"], lambda: head + tail, lambda: tf.identity(head))
