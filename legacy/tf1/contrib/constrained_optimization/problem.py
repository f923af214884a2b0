"""What is minimized, and what minimizes it. arXiv 1804.06500"""

import abc

import tensorflow.compat.v1 as tf

_GATE_OP = tf.train.Optimizer.GATE_OP


class ConstrainedMinimizationProblem(abc.ABC):
    """An objective, and constraints that shall not be positive.

    Replaces: tf.contrib.constrained_optimization.ConstrainedMinimizationProblem
    """

    @property
    @abc.abstractmethod
    def objective(self):
        """The scalar to minimize."""

    @property
    @abc.abstractmethod
    def constraints(self):
        """A tensor of known shape: satisfied where it is not positive."""

    @property
    def proxy_constraints(self):
        """None, or what stands for the constraints where a gradient is needed, in their shape."""
        return None

    @property
    def pre_train_ops(self):
        """None, or operations to run before each step."""
        return None

    @property
    def num_constraints(self):
        """How many constraints there are; ValueError if that is not known, or the proxies are of another shape."""
        shape = self.constraints.get_shape()
        proxies = shape if self.proxy_constraints is None else self.proxy_constraints.get_shape()
        if not shape.is_fully_defined() or not proxies.is_fully_defined():
            raise ValueError("constraints and proxy_constraints must have fully-known shapes")
        if shape.as_list() != proxies.as_list():
            raise ValueError("constraints and proxy_constraints must have the same shape")
        return shape.num_elements()


class ConstrainedOptimizer(abc.ABC):
    """Minimizes a `ConstrainedMinimizationProblem` with a `tf.train.Optimizer`.

    Replaces: tf.contrib.constrained_optimization.ConstrainedOptimizer
    """

    def __init__(self, optimizer):
        self._optimizer = optimizer

    @property
    def optimizer(self):
        """The `tf.train.Optimizer`."""
        return self._optimizer

    @abc.abstractmethod
    def _minimize_constrained(
        self,
        minimization_problem,
        global_step=None,
        var_list=None,
        gate_gradients=_GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        name=None,
        grad_loss=None,
    ):
        """The operation of one step under constraints."""

    def minimize_constrained(
        self,
        minimization_problem,
        global_step=None,
        var_list=None,
        gate_gradients=_GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        name=None,
        grad_loss=None,
    ):
        """The operation of one step under constraints. The arguments are `tf.train.Optimizer.minimize`'s."""
        with tf.control_dependencies(minimization_problem.pre_train_ops or []):
            return self._minimize_constrained(
                minimization_problem,
                global_step=global_step,
                var_list=var_list,
                gate_gradients=gate_gradients,
                aggregation_method=aggregation_method,
                colocate_gradients_with_ops=colocate_gradients_with_ops,
                name=name,
                grad_loss=grad_loss,
            )

    def minimize_unconstrained(
        self,
        minimization_problem,
        global_step=None,
        var_list=None,
        gate_gradients=_GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        name=None,
        grad_loss=None,
    ):
        """The operation of one step on the objective alone."""
        with tf.control_dependencies(minimization_problem.pre_train_ops or []):
            return self.optimizer.minimize(
                minimization_problem.objective,
                global_step=global_step,
                var_list=var_list,
                gate_gradients=gate_gradients,
                aggregation_method=aggregation_method,
                colocate_gradients_with_ops=colocate_gradients_with_ops,
                name=name,
                grad_loss=grad_loss,
            )

    def minimize(
        self,
        minimization_problem,
        unconstrained_steps=None,
        global_step=None,
        var_list=None,
        gate_gradients=_GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        name=None,
        grad_loss=None,
    ):
        """The operation of one step: the first `unconstrained_steps`, if given, are on the objective alone.

        Raises:
            ValueError: `unconstrained_steps` without a `global_step`.
        """
        options = {
            "global_step": global_step,
            "var_list": var_list,
            "gate_gradients": gate_gradients,
            "aggregation_method": aggregation_method,
            "colocate_gradients_with_ops": colocate_gradients_with_ops,
            "name": name,
            "grad_loss": grad_loss,
        }
        if unconstrained_steps is None:
            return self.minimize_constrained(minimization_problem, **options)
        if global_step is None:
            raise ValueError("global_step cannot be None if unconstrained_steps is provided")
        steps = tf.convert_to_tensor(unconstrained_steps)
        return tf.cond(
            tf.cast(global_step, steps.dtype) < steps,
            true_fn=lambda: tf.group(self.minimize_unconstrained(minimization_problem, **options)),
            false_fn=lambda: tf.group(self.minimize_constrained(minimization_problem, **options)),
        )


class RegretOptimizer(ConstrainedOptimizer):
    """The second player's state is a variable, which gradients move and a projection brings back."""

    _state_name = None

    def __init__(self, optimizer, constraint_optimizer=None):
        super().__init__(optimizer)
        self._constraint_optimizer = constraint_optimizer

    @property
    def constraint_optimizer(self):
        """The second player's optimizer; None if it is the first one's."""
        return self._constraint_optimizer

    @abc.abstractmethod
    def _initial_state(self, num_constraints):
        """The state at first."""

    @abc.abstractmethod
    def _loss_and_gradient(self, state, objective, constraints, proxy_constraints):
        """Returns `(loss of the first player, gain of the second with respect to its state)`."""

    @abc.abstractmethod
    def _projection_op(self, state, name=None):
        """The operation that brings the state back to where it may be."""

    def _constraint_grad_and_var(self, state, gradient):
        return -gradient, state

    def _minimize_constrained(
        self,
        minimization_problem,
        global_step=None,
        var_list=None,
        gate_gradients=_GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        name=None,
        grad_loss=None,
    ):
        objective, constraints = minimization_problem.objective, minimization_problem.constraints
        proxies = minimization_problem.proxy_constraints
        proxies = constraints if proxies is None else proxies
        if len({value.dtype.base_dtype for value in (objective, constraints, proxies)}) > 1:
            raise ValueError("objective, constraints and proxy_constraints must have the same dtype")
        count = minimization_problem.num_constraints
        constraints, proxies = tf.reshape(constraints, [count]), tf.reshape(proxies, [count])
        state = tf.Variable(lambda: self._initial_state(count), trainable=False, name=self._state_name)
        loss, gain = self._loss_and_gradient(state, objective, constraints, proxies)
        first = self.optimizer.compute_gradients(
            loss,
            var_list=var_list,
            gate_gradients=gate_gradients,
            aggregation_method=aggregation_method,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
            grad_loss=grad_loss,
        )
        second = [self._constraint_grad_and_var(state, gain)]
        known = [gradient for gradient, _ in [*first, *second] if gradient is not None]
        with tf.control_dependencies(known):  # both players move from where they stood
            if self.constraint_optimizer is None:
                updates = [self.optimizer.apply_gradients([*first, *second], name="update")]
            else:
                updates = [
                    self.optimizer.apply_gradients(first, name="update"),
                    self.constraint_optimizer.apply_gradients(second, name="optimizer_state_update"),
                ]
        with tf.control_dependencies(updates):
            if global_step is None:
                return self._projection_op(state, name=name)
            projection = self._projection_op(state, name="project")
            counted = tf.assign_add(global_step, 1, name="global_step_increment")
            return tf.group(projection, counted, name=name)


def known_shape(tensor, what, rank, words):
    """The sizes of a float tensor of `rank`; ValueError if it is another or they are not known."""
    if not tensor.dtype.is_floating:
        raise ValueError("multipliers must have a floating-point dtype")
    shape = tensor.get_shape()
    if shape.ndims is None:
        raise ValueError(f"{what} must have known shape")
    if shape.ndims != rank:
        raise ValueError(f"{what} must be {words} dimensional (instead is {shape.ndims}-dimensional)")
    return shape.as_list()


def project(values, inactive_total, missing, steps):
    """Shift the positive entries, and cut at zero, until no more entries become zero (at most `steps` times).

    Args:
        values: what to project.
        inactive_total: `f(indicator of positive entries) -> how many there are`.
        missing: `f(values) -> by how much their sum is to change`.
        steps: int.
    """

    def body(iteration, values, positive, _):
        values = values + missing(values) / tf.maximum(1.0, inactive_total(positive)) * positive
        now = tf.cast(values > 0, values.dtype)
        return iteration + 1, values * now, now, positive

    start = body(tf.constant(0), values, tf.ones_like(values), None)
    return tf.while_loop(
        lambda i, _, new, old: tf.logical_and(i < steps, tf.reduce_any(tf.not_equal(new, old))),
        body,
        start,
        name="euclidean_projection",
    )[1]
