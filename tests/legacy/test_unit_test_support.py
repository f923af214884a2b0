"""What TensorFlow 1's own unit tests import: private names that have moved since, and its test utilities."""

import numpy as np
import pytest
import tensorflow.compat.v1 as v1
from tf2notes.legacy.imports import surface_module

NAMES = [
    ("python.framework.ops", "default_session"),
    ("python.framework.ops", "register_dense_tensor_like_type"),
    ("python.framework.common_shapes", "has_fully_defined_shape"),
    ("python.framework.common_shapes", "unchanged_shape_with_rank_at_least"),
    ("python.framework.tensor_like", "_TensorLike"),
    ("python.data.experimental.ops.optimization", "assert_next"),
    ("python.data.experimental.ops.sleep", "sleep"),
    ("python.ops.linalg.registrations_util", "is_square"),
    ("python.ops.spectral_ops_test_util", "fft_kernel_label_map"),
    ("python.platform.status_bar", "SetupStatusBarInsideGoogle"),
    ("python.util.compat_internal", "path_to_str"),
    ("python.util.memory", "dismantle_ordered_dict"),
    ("python.framework.ops", "_eval_using_default_session"),
    ("python.framework.ops", "name_scope"),
    ("python.ops.array_ops", "_slice_helper"),
    ("python.ops.array_ops", "_SliceHelperVar"),
    ("python.ops.array_ops", "concat"),
    ("python.framework.ops", "IndexedSlices"),
    ("python.framework.ops", "IndexedSlicesValue"),
    ("python.framework.ops", "convert_to_tensor_or_indexed_slices"),
    ("python.framework.ops", "register_tensor_conversion_function"),
    ("python.framework.common_shapes", "unchanged_shape"),
    ("python.framework.tensor_util", "maybe_set_static_shape"),
    ("python.ops.variable_scope", "variable"),
    ("python.util.nest", "is_sequence"),
    ("contrib.framework.nest", "is_sequence"),
    ("contrib.framework.python.ops.variables", "zero_initializer"),
    ("contrib.predictor.saved_model_predictor", "from_saved_model"),
    ("contrib.slim.python.slim.data.tfexample_decoder", "TFExampleDecoder"),
    ("contrib.summary.summary", "scalar"),
    ("contrib.framework.python.ops.prettyprint_ops", "print_op"),
    ("contrib.framework.python.framework.experimental", "experimental"),
    ("contrib.hooks.python.training.profiler_hook", "ProfilerHook"),
    ("contrib.predictor.predictor", "Predictor"),
    ("contrib.predictor.saved_model_predictor", "SavedModelPredictor"),
    ("contrib.predictor.core_estimator_predictor", "CoreEstimatorPredictor"),
    ("contrib.saved_model.python.saved_model.reader", "get_saved_model_tag_sets"),
    ("contrib.feature_column.python.feature_column.sequence_feature_column", "concatenate_context_input"),
    ("contrib.learn.python.learn.learn_io", "setup_train_data_feeder"),
    ("contrib.util.loader", "load_op_library"),
    ("contrib.data.python.ops.unique", "unique"),
    ("contrib.rnn.python.ops.rnn_cell", "TimeFreqLSTMCell"),
    ("python.layers.utils", "normalize_data_format"),
]


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_private_names_resolve(module, name):
    """As TF1 spelt them; each is something that can be called."""
    assert callable(getattr(surface_module(f"tensorflow.{module}"), name))


@pytest.mark.parametrize("name", ["no_such_function", "NoSuchClass", "_no_such_private"])
def test_names_that_contrib_never_had_do_not_resolve(name):
    """In lower case neither: only TF1's own files are modules."""
    with pytest.raises(AttributeError):
        getattr(surface_module("tensorflow.contrib.rnn.python.ops.rnn_cell"), name)
    with pytest.raises(ModuleNotFoundError):
        surface_module(f"tensorflow.contrib.rnn.python.ops.{name}")


def test_node_defs_take_a_device():
    """A string, a DeviceSpec, or a function of the NodeDef."""
    make = surface_module("tensorflow.python.framework.ops")._NodeDef
    assert make("NoOp", "a").device == ""
    for device in ("/job:j", v1.DeviceSpec(job="j"), lambda node: f"/job:{node.name[0]}"):
        assert make("NoOp", "j1", device).device == "/job:j"


def test_dense_tensors_have_name_and_dtype():
    """Classes without them are refused by what they lack."""

    class Nameless:
        pass

    class Typeless:
        name = property(lambda self: "a")

    register = surface_module("tensorflow.python.framework.ops").register_dense_tensor_like_type
    for kind, lacking in ((Nameless, "name"), (Typeless, "dtype")):
        with pytest.raises(TypeError, match=f"`{lacking}`"):
            register(kind)
    register(v1.Tensor)


def test_odds_and_ends_of_private_modules(tmp_path):
    """Small functions that unit tests call."""
    shapes = surface_module("tensorflow.python.framework.common_shapes")
    with v1.Graph().as_default():
        x = v1.placeholder(v1.float32, [None, 2])
        with surface_module("tensorflow.python.ops.spectral_ops_test_util").fft_kernel_label_map():
            y = v1.identity(x)
        assert (shapes.rank(x), shapes.rank(3), shapes.has_fully_defined_shape(x)) == (2, None, False)
        assert [s.as_list() for s in shapes.unchanged_shape_with_rank(2)(y.op)] == [[None, 2]]
        for wrong in (shapes.unchanged_shape_with_rank_at_least(3), shapes.unchanged_shape_with_rank_at_most(1)):
            with pytest.raises(ValueError, match="rank"):
                wrong(y.op)
    path_to_str = surface_module("tensorflow.python.util.compat_internal").path_to_str
    assert (path_to_str(tmp_path), path_to_str("a"), path_to_str(3)) == (str(tmp_path), "a", 3)
    held = {"a": 1}
    surface_module("tensorflow.python.util.memory").dismantle_ordered_dict(held)
    assert not held


def test_distributions_say_what_is_wrong():
    """As TF1's unit tests of bijectors and point masses match it."""
    distributions = surface_module("tensorflow.contrib.distributions")
    bijectors = distributions.bijectors
    with v1.Graph().as_default(), v1.Session() as session:
        with pytest.raises(v1.errors.InvalidArgumentError, match="hinge_softness must be non-zero"):
            session.run(bijectors.Softplus(hinge_softness=0.0, validate_args=True).forward([1.0]))
        with pytest.raises(v1.errors.InvalidArgumentError, match="'tol' must be non-negative"):
            session.run(distributions.Deterministic(0.0, atol=-1.0, validate_args=True).prob(0.0))
        with pytest.raises(ValueError, match="Input `event_shape` does not match `event_shape_in`"):
            bijectors.Reshape([4], [2, 2]).inverse([1.0, 2.0])
        assert session.run(bijectors.Reshape([4], [2, 2]).forward([[[1.0, 2.0], [3.0, 4.0]]])).shape == (1, 4)
        assert distributions.VectorDeterministic(0.0).loc.shape.rank == 0
        with pytest.raises(ValueError, match="at least rank 1"):
            distributions.VectorDeterministic(0.0, validate_args=True)


def test_experimental_warns_and_says_so_in_the_docstring():
    """The function itself is called as it is."""
    experimental = surface_module("tensorflow.contrib.framework.python.framework.experimental").experimental

    @experimental
    def double(x):
        """Twice x."""
        return 2 * x

    assert double(3) == 6
    assert double.__doc__.startswith("Twice x. (experimental)")


def test_print_op_returns_what_it_prints():
    """For tensors, sparse tensors and TensorArrays; ValueError for anything else."""
    print_op = surface_module("tensorflow.contrib.framework.python.ops.prettyprint_ops").print_op
    with v1.Graph().as_default(), v1.Session() as session:
        sparse = v1.SparseTensor([[0, 1]], [5], [2, 2])
        array = v1.TensorArray(v1.float32, 2).unstack([1.0, 2.0])
        values = [print_op(v1.constant([True, False]), first_n=0), print_op(sparse, first_n=0)]
        dense, kept, stacked = session.run([*values, print_op(array, first_n=0).stack()])
        assert dense.tolist() == [True, False]
        assert kept.values.tolist() == [5]
        assert stacked.tolist() == [1, 2]
        with pytest.raises(ValueError, match="input_ must be of type"):
            print_op(None)


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


def test_sessions_of_test_cases_put_ops_on_the_cpu():
    """As in TF1, unless `use_gpu` says otherwise; under each of the names of the class."""
    case_class = surface_module("tensorflow").test.TestCase
    assert case_class is surface_module("tensorflow.python.platform.test").TestCase
    assert case_class is surface_module("tensorflow.python.eager.test").TestCase
    assert case_class is surface_module("tensorflow.python.framework.test_util").TensorFlowTestCase
    assert surface_module("tensorflow.python.platform.test").mock is surface_module("tensorflow").test.mock
    devices = []

    class Case(case_class):
        def test_devices(self):
            for kind in (self.session, self.cached_session, self.test_session):
                for use_gpu in ({}, {"use_gpu": True}):
                    with v1.Graph().as_default(), kind(graph=v1.get_default_graph(), **use_gpu):
                        devices.append(v1.constant(1).device)
                    self._ClearCachedSession()

    Case("test_devices").debug()
    assert devices == ["/device:CPU:0", ""] * 3
