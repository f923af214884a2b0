"""The four ways to run that TF1's own unit tests of Keras go through (``keras_parameterized``), each a method."""

import functools

from absl.testing import parameterized
from tensorflow.python import tf2
from tensorflow.python.eager import context
from tf2notes.legacy.tf1.keras._private import experimental_run_tf_function_scope
from tf_keras.src.testing_infra import test_combinations, test_utils

__all__ = ["run_all_keras_modes"]
_EAGER_MODES = {"v2_function": (False, True), "v2_funcgraph": (False, False), "v2_eager": (True, True)}


def run_all_keras_modes(test_or_class=None, config=None, always_skip_v1=False, always_skip_eager=False):
    """A test, or all tests of a class, once in each mode.

    Args:
        test_or_class: left out, a decorator is returned.
        config: of the session's mode, a `tf.ConfigProto`.
        always_skip_v1: leaves the session's mode out.
        always_skip_eager: leaves out the mode whose models run op by op.
    """
    modes = [mode for mode in _EAGER_MODES if not (always_skip_eager and mode == "v2_eager")]
    modes += [] if always_skip_v1 or tf2.enabled() else ["v1_session"]

    def for_one_test(function):
        @parameterized.named_parameters(*((f"_{mode}", mode) for mode in modes))
        @functools.wraps(function)
        def run(self, run_mode, *args, **kwargs):
            if run_mode == "v1_session":
                _in_session(function, self, config, *args, **kwargs)
            else:
                _in_eager_mode(function, self, *_EAGER_MODES[run_mode], *args, **kwargs)

        return run

    return test_combinations._test_or_class_decorator(test_or_class, for_one_test)


def _in_session(function, self, config, *args, **kwargs):
    scopes = test_utils.run_eagerly_scope(False), experimental_run_tf_function_scope(False)
    with context.graph_mode(), scopes[0], scopes[1], self.test_session(use_gpu=True, config=config):
        function(self, *args, **kwargs)


def _in_eager_mode(function, self, run_eagerly, run_tf_function, *args, **kwargs):
    scopes = test_utils.run_eagerly_scope(run_eagerly), experimental_run_tf_function_scope(run_tf_function)
    with context.eager_mode(), scopes[0], scopes[1]:
        function(self, *args, **kwargs)
