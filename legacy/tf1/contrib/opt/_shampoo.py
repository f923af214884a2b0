"""``tf.contrib.opt``: Shampoo, Adagrad with one preconditioner for each dimension of a variable (arXiv:1802.09568)."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.opt._adam_kin import scatter
from tf2notes.legacy.tf1.contrib.opt._matrix_roots import matrix_inverse_pth_root, matrix_square_root
from tf2notes.legacy.tf1.contrib.opt._weight_decay import DecoupledWeightDecayExtension


def GetParam(var, timestep):
    """A hyperparameter at a step: `var` itself, or what the function `var` says of `timestep`."""
    return var(timestep) if callable(var) else var


class ShampooOptimizer(tf.train.Optimizer):
    """Replaces: tf.contrib.opt.ShampooOptimizer

    Every step adds to the matrix of each dimension the gradient's products along all others, and multiplies the
    (averaged) gradient along each dimension by that matrix to the power of ``-alpha / rank``. A dimension longer than
    `max_matrix_size` has a vector in the matrix's place.

    Slots: ``gbar``, ``Gbar_<dimension>``, and with `svd_interval` above 1 ``H_<dimension>``. `gbar_decay`,
    `gbar_weight`, `mat_gbar_decay`, `mat_gbar_weight`, `learning_rate`, `svd_interval`, `precond_update_interval` and
    `alpha` are numbers or functions of the step.
    """

    def __init__(
        self,
        global_step=0,
        max_matrix_size=768,
        gbar_decay=0.0,
        gbar_weight=1.0,
        mat_gbar_decay=1.0,
        mat_gbar_weight=1.0,
        learning_rate=1.0,
        svd_interval=1,
        precond_update_interval=1,
        epsilon=1e-4,
        alpha=0.5,
        use_iterative_root=False,
        use_locking=False,
        name="Shampoo",
    ):
        super().__init__(use_locking, name)
        self._global_step = tf.cast(global_step, tf.float32)
        self._max_matrix_size = max_matrix_size
        self._gbar_decay = gbar_decay
        self._gbar_weight = gbar_weight
        self._mat_gbar_decay = mat_gbar_decay
        self._mat_gbar_weight = mat_gbar_weight
        self._learning_rate = learning_rate
        self._svd_interval = svd_interval
        self._precond_update_interval = precond_update_interval
        self._epsilon = epsilon
        self._alpha = alpha
        self._use_iterative_root = use_iterative_root

    def _keeps_roots(self):
        return callable(self._svd_interval) or self._svd_interval > 1

    def _create_slots(self, var_list):
        for v in var_list:
            with tf.colocate_with(v):
                self._zeros_slot(v, "gbar", self._name)
                for i, size in enumerate(v.get_shape().as_list()):
                    zeros = tf.zeros([size, size] if size <= self._max_matrix_size else [size])
                    if size <= self._max_matrix_size and self._keeps_roots():
                        self._get_or_make_slot(v, tf.eye(size), f"H_{i}", self._name)
                    self._get_or_make_slot(v, zeros, f"Gbar_{i}", self._name)

    def _apply_dense(self, grad, var):
        return self._apply_gradient(grad, var)

    def _resource_apply_dense(self, grad, var):
        return self._apply_gradient(grad, var)

    def _apply_sparse(self, grad, var):
        return self._apply_rows(grad.values, grad.indices, var)

    def _resource_apply_sparse(self, grad_values, var, grad_indices):
        return self._apply_rows(grad_values, grad_indices, var)

    def _apply_rows(self, values, indices, var):
        if var.get_shape().as_list()[0] <= self._max_matrix_size or self._gbar_decay != 0.0:
            shape = tf.shape(var, out_type=indices.dtype)
            return self._apply_gradient(tf.scatter_nd(tf.expand_dims(indices, 1), values, shape), var)
        return self._apply_gradient(values, var, indices)

    def _averaged(self, slot, decay, decay_now, addend):
        """``slot = decay_now * slot + addend``; a constant decay of 0 leaves the slot alone."""
        if decay == 0.0:
            return addend
        return slot.assign_add(addend if decay == 1.0 else (decay_now - 1) * slot + addend)

    def _apply_gradient(self, grad, var, indices=None):
        """`grad` has the shape of `var`, or holds its rows `indices`."""
        step = self._global_step + 1
        now = {
            what: GetParam(getattr(self, f"_{what}"), step)
            for what in ("gbar_decay", "gbar_weight", "mat_gbar_decay", "mat_gbar_weight", "alpha", "learning_rate")
        }
        direction = grad
        if indices is None:
            gbar = self.get_slot(var, "gbar")
            direction = self._averaged(gbar, self._gbar_decay, now["gbar_decay"], now["gbar_weight"] * grad)
        sizes = var.get_shape().as_list()
        exponent = -now["alpha"] / len(sizes)
        for i, size in enumerate(sizes):
            others = [axis for axis in range(len(sizes)) if axis != i]
            if size <= self._max_matrix_size:
                root = self._matrix(var, grad, i, size, others, step, now, exponent)
                direction = tf.tensordot(direction, root, axes=([0], [0]), name=f"precond_{i}")
            else:
                root = self._diagonal(var, grad, i, size, others, now, exponent, indices if i == 0 else None, indices)
                direction = tf.transpose(direction, [*range(1, len(sizes)), 0]) * root
        if indices is not None:
            return scatter(var, indices, -now["learning_rate"] * direction, "add")
        return var.assign_sub(now["learning_rate"] * direction, self._use_locking)

    def _matrix(self, var, grad, i, size, others, step, now, exponent):
        """The power of dimension `i`'s matrix, `[size, size]`, after this gradient."""
        interval = GetParam(self._precond_update_interval, step)
        slot = self.get_slot(var, f"Gbar_{i}")

        def updated():
            outer = tf.tensordot(grad, grad, axes=(others, others), name=f"grad_outer_{i}")
            weight = now["mat_gbar_weight"] * interval
            return tf.identity(self._averaged(slot, self._mat_gbar_decay, now["mat_gbar_decay"], weight * outer))

        matrix = tf.cond(tf.floormod(step, interval) < 1, updated, lambda: tf.identity(slot)) / float(size)
        if not self._keeps_roots():
            return self._root(matrix, size, exponent)
        kept = self.get_slot(var, f"H_{i}")
        return tf.cond(
            tf.floormod(step, GetParam(self._svd_interval, step)) < 1,
            lambda: tf.identity(kept.assign(self._root(matrix, size, exponent))),
            lambda: tf.identity(kept),
        )

    def _root(self, matrix, size, exponent):
        with tf.name_scope("matrix_iterative_power"):
            if self._use_iterative_root:
                half = matrix_square_root(matrix, size, 100, self._epsilon)
                return matrix_inverse_pth_root(half, size, 2 * exponent, 100, 1e-6, ridge_epsilon=0.0)
            if size == 1:
                return tf.pow(matrix + self._epsilon, exponent)
            values, u, v = tf.svd(matrix + self._epsilon * tf.eye(size), full_matrices=True)
            return tf.matmul(v * tf.pow(tf.maximum(values, self._epsilon), exponent), tf.transpose(u))

    def _diagonal(self, var, grad, i, size, others, now, exponent, rows, indices):
        """The power of dimension `i`'s vector, after this gradient; of its entries `rows` if they are given."""
        slot = self.get_slot(var, f"Gbar_{i}")
        squares = grad * grad
        if others:
            squares = tf.reduce_sum(squares, axis=others) / (1.0 if indices is not None else float(size))
        addend = now["mat_gbar_weight"] * squares
        if rows is None:
            vector = self._averaged(slot, self._mat_gbar_decay, now["mat_gbar_decay"], addend)
        else:
            assert self._mat_gbar_decay == 1.0, "rows of a variable are updated alone only if nothing decays"
            with tf.control_dependencies([scatter(slot, rows, addend, "add")]):
                vector = tf.gather(slot, rows)
        vector = tf.convert_to_tensor(vector)
        return tf.where(vector > 0, tf.pow(vector, exponent), tf.zeros_like(vector))


class ShampooWOptimizer(DecoupledWeightDecayExtension, ShampooOptimizer):
    """Shampoo with decoupled weight decay. Replaces: the ShampooWOptimizer of contrib's weight_decay_optimizers"""

    def __init__(
        self,
        weight_decay,
        global_step,
        max_matrix_size=768,
        gbar_decay=0.0,
        gbar_weight=1.0,
        mat_gbar_decay=1.0,
        mat_gbar_weight=1.0,
        learning_rate=1.0,
        svd_interval=1,
        precond_update_interval=1,
        epsilon=1e-4,
        alpha=0.5,
        use_iterative_root=False,
        use_locking=False,
        name="ShampooW",
    ):
        super().__init__(
            weight_decay,
            global_step=global_step,
            max_matrix_size=max_matrix_size,
            gbar_decay=gbar_decay,
            gbar_weight=gbar_weight,
            mat_gbar_decay=mat_gbar_decay,
            mat_gbar_weight=mat_gbar_weight,
            learning_rate=learning_rate,
            svd_interval=svd_interval,
            precond_update_interval=precond_update_interval,
            epsilon=epsilon,
            alpha=alpha,
            use_iterative_root=use_iterative_root,
            use_locking=use_locking,
            name=name,
        )
