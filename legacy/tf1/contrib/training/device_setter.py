"""Strategies for `tf.train.replica_device_setter(ps_strategy=)`: which parameter server gets a variable."""

import hashlib

import numpy as np
import tensorflow.compat.v1 as tf

__all__ = ["GreedyLoadBalancingStrategy", "RandomStrategy", "byte_size_load_fn"]


class RandomStrategy:
    """By a hash of the op's name and the seed. Replaces: tf.contrib.training.RandomStrategy"""

    def __init__(self, num_ps_tasks, seed=0):
        self._num_tasks = num_ps_tasks
        self._seed = seed

    def __call__(self, op):
        digest = hashlib.md5(f"{op.name}_{self._seed}".encode()).hexdigest()
        return int(digest, 16) % self._num_tasks


class GreedyLoadBalancingStrategy:
    """To the server with the least load so far, as `load_fn(op)` measures it; the first of several.

    Replaces: tf.contrib.training.GreedyLoadBalancingStrategy
    """

    def __init__(self, num_tasks, load_fn):
        self._num_tasks = num_tasks
        self._load_fn = load_fn
        self._ps_loads = np.zeros(num_tasks)

    def __call__(self, op):
        task = np.argmin(self._ps_loads)
        self._ps_loads[task] += self._load_fn(op)
        return task


def byte_size_load_fn(op):
    """The bytes of the op's only output; its attribute "shape" counts where the output's shape is not known.

    Raises:
        ValueError: several outputs, or no shape.

    Replaces: tf.contrib.training.byte_size_load_fn
    """
    if len(op.outputs) != 1:
        raise ValueError(f"Op {op} must have a single output")
    shape = op.outputs[0].get_shape()
    if not shape.is_fully_defined():
        shape = tf.TensorShape(op.get_attr("shape"))
    shape.assert_is_fully_defined()
    return shape.num_elements() * op.outputs[0].dtype.size
