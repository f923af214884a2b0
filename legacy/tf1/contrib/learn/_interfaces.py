"""Small public classes of ``tf.contrib.learn``: what serves, what trains and evaluates, what exports."""

import abc
import collections

import tensorflow.compat.v1 as tf


class InputFnOps(collections.namedtuple("InputFnOps", ["features", "labels", "default_inputs"])):
    """What a serving input_fn returns. Replaces: tf.contrib.learn.InputFnOps"""


class ExportStrategy(collections.namedtuple("ExportStrategy", ["name", "export_fn", "strip_default_attrs"])):
    """A name and a function that exports. Replaces: tf.contrib.learn.ExportStrategy"""

    def __new__(cls, name, export_fn, strip_default_attrs=None):
        return super().__new__(cls, name, export_fn, strip_default_attrs)

    def export(self, estimator, export_path, checkpoint_path=None, eval_result=None):
        """Call the function with as many of these as its signature names.

        Raises:
            ValueError: it wants the metrics, and there are none; or it knows no `strip_default_attrs` that is set.
        """
        import inspect

        names = inspect.signature(self.export_fn).parameters
        arguments = {"checkpoint_path": checkpoint_path} if checkpoint_path is not None else {}
        if "eval_result" in names:
            arguments["eval_result"] = eval_result
        elif "checkpoint_path" not in names:
            arguments.pop("checkpoint_path", None)
        if self.strip_default_attrs is not None:
            if "strip_default_attrs" not in names:
                raise ValueError(f"export_fn of {self.name!r} has no argument strip_default_attrs")
            arguments["strip_default_attrs"] = self.strip_default_attrs
        return self.export_fn(estimator, export_path, **arguments)


class TaskType:
    """Replaces: tf.contrib.learn.TaskType"""

    MASTER = "master"
    PS = "ps"
    WORKER = "worker"


class Evaluable(abc.ABC):
    """What has `evaluate` and `model_dir`. Replaces: tf.contrib.learn.Evaluable"""

    @property
    @abc.abstractmethod
    def model_dir(self):
        """Where checkpoints are."""

    @abc.abstractmethod
    def evaluate(
        self,
        x=None,
        y=None,
        input_fn=None,
        feed_fn=None,
        batch_size=None,
        steps=None,
        metrics=None,
        name=None,
        checkpoint_path=None,
        hooks=None,
    ):
        """The metrics by name."""


class Trainable(abc.ABC):
    """What has `fit`. Replaces: tf.contrib.learn.Trainable"""

    @abc.abstractmethod
    def fit(self, x=None, y=None, input_fn=None, steps=None, batch_size=None, monitors=None, max_steps=None):
        """Train; returns self."""


def build_parsing_serving_input_fn(feature_spec, default_batch_size=None):
    """An input_fn of serialized examples. Replaces: tf.contrib.learn.build_parsing_serving_input_fn"""

    def input_fn():
        serialized = tf.placeholder(tf.string, [default_batch_size], name="input_example_tensor")
        return InputFnOps(tf.parse_example(serialized, feature_spec), None, {"examples": serialized})

    return input_fn


def no_op_train_fn(loss):
    """Trains nothing. Replaces: tf.contrib.learn.no_op_train_fn"""
    del loss
    return tf.no_op()
