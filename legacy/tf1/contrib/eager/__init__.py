"""Replaces: ``tf.contrib.eager``, the first interface of eager execution (``tfe``)."""

import tensorflow.compat.v1 as tf
from tensorflow.python.eager import backprop as _backprop
from tensorflow.python.eager import context as _context
from tensorflow.python.eager.context import (
    ASYNC,
    DEVICE_PLACEMENT_EXPLICIT,
    DEVICE_PLACEMENT_SILENT,
    DEVICE_PLACEMENT_WARN,
    SYNC,
    async_clear_error,
    async_wait,
    execution_mode,
    set_execution_mode,
    set_server_def,
)
from tensorflow.python.eager.remote import connect_to_remote_host
from tensorflow.python.framework.ops import enable_eager_execution_internal as enable_remote_eager_execution
from tensorflow.python.framework.test_util import (
    run_all_in_graph_and_eager_modes as run_all_tests_in_graph_and_eager_modes,
)
from tensorflow.python.framework.test_util import run_in_graph_and_eager_modes as run_test_in_graph_and_eager_modes
from tensorflow.python.ops.resource_variable_ops import ResourceVariable as Variable
from tensorflow.python.ops.variable_scope import EagerVariableStore
from tensorflow.python.trackable.autotrackable import AutoTrackable as Checkpointable
from tf2notes.legacy.tf1.contrib.eager import metrics
from tf2notes.legacy.tf1.contrib.eager.datasets import Iterator
from tf2notes.legacy.tf1.contrib.eager.network import Network, Sequential
from tf2notes.legacy.tf1.contrib.eager.saver import Saver, get_optimizer_variables, restore_variables_on_create
from tf2notes.legacy.unsupported import missing as _missing

__all__ = [
    "ASYNC",
    "DEVICE_PLACEMENT_EXPLICIT",
    "DEVICE_PLACEMENT_SILENT",
    "DEVICE_PLACEMENT_WARN",
    "SYNC",
    "Checkpoint",
    "Checkpointable",
    "EagerVariableStore",
    "GradientTape",
    "Iterator",
    "Network",
    "Saver",
    "Sequential",
    "TensorSpec",
    "Variable",
    "async_clear_error",
    "async_wait",
    "connect_to_remote_host",
    "custom_gradient",
    "defun",
    "enable_eager_execution",
    "enable_remote_eager_execution",
    "executing_eagerly",
    "execution_mode",
    "function",
    "get_optimizer_variables",
    "gradients_function",
    "implicit_gradients",
    "implicit_value_and_gradients",
    "in_eager_mode",
    "list_devices",
    "make_template",
    "metrics",
    "num_gpus",
    "py_func",
    "restore_variables_on_create",
    "run",
    "run_all_tests_in_graph_and_eager_modes",
    "run_test_in_graph_and_eager_modes",
    "set_execution_mode",
    "set_server_def",
    "value_and_gradients_function",
]

Checkpoint = tf.train.Checkpoint
GradientTape = tf.GradientTape
TensorSpec = tf.TensorSpec
custom_gradient = tf.custom_gradient
enable_eager_execution = tf.enable_eager_execution
executing_eagerly = in_eager_mode = tf.executing_eagerly
function = tf.function
gradients_function = _backprop.gradients_function
implicit_gradients = _backprop.implicit_grad
implicit_value_and_gradients = _backprop.implicit_val_and_grad
make_template = tf.make_template
py_func = tf.py_function
value_and_gradients_function = _backprop.val_and_grad_function


def defun(func=None, input_signature=None, autograph=True, experimental_autograph_options=None):
    """Replaces: ``tfe.defun``: a function compiled to a graph for each signature."""
    return tf.function(
        func,
        input_signature=input_signature,
        autograph=autograph,
        experimental_autograph_options=experimental_autograph_options,
    )


def list_devices():
    """Replaces: ``tfe.list_devices``: the names of the devices."""
    return _context.context().devices()


def num_gpus():
    """Replaces: ``tfe.num_gpus``."""
    return _context.context().num_gpus()


def run(main=None, argv=None):
    """Replaces: ``tfe.run``: turns eager execution on, then runs the program."""
    tf.enable_eager_execution()
    tf.app.run(main, argv)


def __getattr__(name):
    raise _missing(f"contrib.eager.{name}", __all__)
