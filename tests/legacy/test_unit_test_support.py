"""What TensorFlow 1's own unit tests import: private names that have moved since, and its test utilities."""

import numpy as np
import pytest
import tensorflow.compat.v1 as v1
from tf2notes.legacy.imports import surface_module

NAMES = [
    ("python.framework.ops", "IndexedSlices"),
    ("python.framework.ops", "IndexedSlicesValue"),
    ("python.framework.ops", "convert_to_tensor_or_indexed_slices"),
    ("python.framework.ops", "register_tensor_conversion_function"),
    ("python.framework.common_shapes", "unchanged_shape"),
    ("python.framework.tensor_util", "maybe_set_static_shape"),
    ("python.ops.variable_scope", "variable"),
    ("python.util.nest", "is_sequence"),
    ("contrib.framework.nest", "is_sequence"),
    ("contrib.predictor.saved_model_predictor", "from_saved_model"),
    ("contrib.slim.python.slim.data.tfexample_decoder", "TFExampleDecoder"),
    ("contrib.summary.summary", "scalar"),
]


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_private_names_resolve(module, name):
    """As TF1 spelt them; each is something that can be called."""
    assert callable(getattr(surface_module(f"tensorflow.{module}"), name))


def test_is_sequence():
    """Lists, tuples and dicts are; arrays, strings and tensors are not."""
    is_sequence = surface_module("tensorflow.python.util.nest").is_sequence
    assert [is_sequence(value) for value in ([1], (1,), {"a": 1}, np.ones(2), "ab")] == [True, True, True, False, False]


@pytest.mark.parametrize("reset_test", [True, False])
def test_a_test_method_runs_in_graph_and_eager_mode(reset_test):
    """Twice, set up anew in between unless `reset_test` is False."""
    test_util = surface_module("tensorflow.python.framework.test_util")
    seen, set_up = [], []

    class Case(test_util.TensorFlowTestCase):
        def setUp(self):
            super().setUp()
            set_up.append(1)

        @test_util.run_in_graph_and_eager_modes(reset_test=reset_test)
        def test_mode(self):
            seen.append(v1.executing_eagerly())

    Case("test_mode").debug()
    assert seen == [False, True]
    assert len(set_up) == 1 + reset_test
