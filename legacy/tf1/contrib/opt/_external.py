"""``tf.contrib.opt``: optimizers that run outside the graph, SciPy's for one."""

import itertools

import numpy as np
import tensorflow.compat.v1 as tf

__all__ = ["ExternalOptimizerInterface", "ScipyOptimizerInterface"]


class ExternalOptimizerInterface:
    """Base of optimizers that see loss, gradients and constraints as NumPy functions of one vector.

    Replaces: tf.contrib.opt.ExternalOptimizerInterface
    """

    def __init__(self, loss, var_list=None, equalities=None, inequalities=None, var_to_bounds=None, **optimizer_kwargs):
        self._loss = loss
        self._equalities = equalities or []
        self._inequalities = inequalities or []
        self._vars = tf.trainable_variables() if var_list is None else list(var_list)
        self._packed_bounds = self._pack_bounds(var_to_bounds)
        self._update_placeholders = [tf.placeholder(var.dtype.base_dtype) for var in self._vars]
        self._var_updates = [
            var.assign(tf.reshape(value, var.shape.as_list()))
            for var, value in zip(self._vars, self._update_placeholders, strict=True)
        ]
        self._loss_grads = self._gradients(loss)
        self._equality_grads = [self._gradients(equality) for equality in self._equalities]
        self._inequality_grads = [self._gradients(inequality) for inequality in self._inequalities]
        self.optimizer_kwargs = optimizer_kwargs
        self._packed_var = self._pack(self._vars)
        self._packed_loss_grad = self._pack(self._loss_grads)
        self._packed_equality_grads = [self._pack(grads) for grads in self._equality_grads]
        self._packed_inequality_grads = [self._pack(grads) for grads in self._inequality_grads]
        ends = np.cumsum([0] + [int(np.prod(var.shape.as_list())) for var in self._vars])
        self._packing_slices = [slice(start, end) for start, end in itertools.pairwise(ends)]

    def _pack_bounds(self, var_to_bounds):
        if var_to_bounds is None:
            return None
        lows, highs = [], []
        for var in self._vars:
            low, high = next((b for known, b in _pairs(var_to_bounds) if known is var), (-np.inf, np.inf))
            shape = var.shape.as_list()
            lows.append(np.broadcast_to(low, shape).ravel())
            highs.append(np.broadcast_to(high, shape).ravel())
        return list(zip(np.concatenate(lows), np.concatenate(highs), strict=True))

    def _gradients(self, value):
        grads = tf.gradients(value, self._vars)
        return [tf.zeros_like(var) if grad is None else grad for grad, var in zip(grads, self._vars, strict=True)]

    @staticmethod
    def _pack(tensors):
        if not tensors:
            return None
        flat = [tf.reshape(tensor, [-1]) for tensor in tensors]
        return flat[0] if len(flat) == 1 else tf.concat(flat, 0)

    def minimize(
        self,
        session=None,
        feed_dict=None,
        fetches=None,
        step_callback=None,
        loss_callback=None,
        **run_kwargs,
    ):
        """Minimize the loss and leave the best values in the variables."""
        session = session or tf.get_default_session()
        feed_dict = feed_dict or {}
        fetches = fetches or []
        loss_callback = loss_callback or (lambda *fetched: None)
        step_callback = step_callback or (lambda packed: None)

        def evaluate(tensors, callback=None):
            def at(x):
                feed = {
                    **feed_dict,
                    **{
                        var: x[part].reshape(var.shape.as_list())
                        for var, part in zip(self._vars, self._packing_slices, strict=True)
                    },
                }
                results = session.run(tensors + (fetches if callback else []), feed_dict=feed)
                if callback:
                    callback(*results[len(tensors) :])
                return results[: len(tensors)]

            return at

        loss_at = evaluate([self._loss, self._packed_loss_grad], loss_callback)
        result = self._minimize(
            initial_val=session.run(self._packed_var),
            loss_grad_func=lambda x: tuple(loss_at(x)),
            equality_funcs=[_first(evaluate([tensor])) for tensor in self._equalities],
            equality_grad_funcs=[_first(evaluate([tensor])) for tensor in self._packed_equality_grads],
            inequality_funcs=[_first(evaluate([tensor])) for tensor in self._inequalities],
            inequality_grad_funcs=[_first(evaluate([tensor])) for tensor in self._packed_inequality_grads],
            packed_bounds=self._packed_bounds,
            step_callback=step_callback,
            optimizer_kwargs=self.optimizer_kwargs,
        )
        parts = [result[part] for part in self._packing_slices]
        session.run(self._var_updates, feed_dict=dict(zip(self._update_placeholders, parts, strict=True)), **run_kwargs)

    def _minimize(
        self,
        initial_val,
        loss_grad_func,
        equality_funcs,
        equality_grad_funcs,
        inequality_funcs,
        inequality_grad_funcs,
        packed_bounds,
        step_callback,
        optimizer_kwargs,
    ):
        raise NotImplementedError(
            "To use ExternalOptimizerInterface, subclass from it and implement the _minimize() method."
        )


def _first(function):
    return lambda x: function(x)[0]


def _pairs(of_variables):
    return [(getattr(var, "deref", lambda var=var: var)(), bounds) for var, bounds in of_variables.items()]


class ScipyOptimizerInterface(ExternalOptimizerInterface):
    """``scipy.optimize.minimize``; needs SciPy. Replaces: tf.contrib.opt.ScipyOptimizerInterface"""

    _DEFAULT_METHOD = "L-BFGS-B"

    def _minimize(
        self,
        initial_val,
        loss_grad_func,
        equality_funcs,
        equality_grad_funcs,
        inequality_funcs,
        inequality_grad_funcs,
        packed_bounds,
        step_callback,
        optimizer_kwargs,
    ):
        from scipy.optimize import minimize

        def loss_and_gradient(x):
            loss, gradient = loss_grad_func(x)
            return loss, gradient.astype("float64")

        arguments = dict(optimizer_kwargs)
        method = arguments.pop("method", self._DEFAULT_METHOD)
        constraints = [
            {"type": kind, "fun": function, "jac": gradient}
            for kind, functions, gradients in (
                ("eq", equality_funcs, equality_grad_funcs),
                ("ineq", inequality_funcs, inequality_grad_funcs),
            )
            for function, gradient in zip(functions, gradients, strict=True)
        ]
        if constraints and method != "SLSQP":
            raise NotImplementedError("Only the SLSQP method supports equality or inequality constraints")
        result = minimize(
            loss_and_gradient,
            initial_val,
            method=method,
            jac=True,
            callback=step_callback,
            constraints=constraints,
            bounds=packed_bounds,
            **arguments,
        )
        message = result.message.decode() if isinstance(result.message, bytes) else result.message
        tf.logging.info(
            "Optimization terminated with:\n  Message: %s\n  Objective function value: %f\n"
            "  Number of iterations: %d\n  Number of functions evaluations: %d",
            message,
            result.fun,
            result.nit,
            result.nfev,
        )
        return result.x
