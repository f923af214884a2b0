"""Private modules of TF1 whose contents have moved since: the public modules of the surface that hold them now."""

import functools
import gzip
import json
from pathlib import Path

_CELLS = ("nn.rnn_cell", "contrib.rnn")

MOVED = {
    "python.autograph.core.naming": ("python.autograph.pyct.naming",),
    "python.autograph.pyct.compiler": ("python.autograph.pyct.loader", "python.autograph.pyct.parser"),
    "python.debug": ("_debug", "_allowlists"),
    "python.debug.lib.debug_utils": ("_allowlists",),
    "python.debug.lib.source_utils": ("_allowlists",),
    "python.debug.wrappers.dumping_wrapper": ("_debug",),
    "python.debug.wrappers.framework": ("_allowlists",),
    "python.debug.wrappers.grpc_wrapper": ("_debug",),
    "python.debug.wrappers.hooks": ("_debug",),
    "python.debug.wrappers.local_cli_wrapper": ("_debug",),
    "python.feature_column.feature_column_v2": ("estimator._linear_model",),
    "python.framework.ops": ("_framework_ops",),
    "python.ops.array_ops": ("_array_ops",),
    "python.framework.graph_util": ("graph_util",),
    "python.framework.graph_util_impl": ("graph_util",),
    "python.layers.base": ("layers.base", "layers"),
    "python.layers.core": ("layers.core", "layers"),
    "python.layers.convolutional": ("layers.convolutional", "layers"),
    "python.layers": ("layers",),
    "python.layers.layers": ("layers",),
    "python.layers.utils": ("layers.utils",),
    "python.layers.normalization": ("layers.normalization", "layers"),
    "python.layers.pooling": ("layers.pooling", "layers"),
    "python.ops.rnn_cell": _CELLS,
    "python.ops.rnn_cell_impl": _CELLS,
    "python.ops.nn": ("nn",),
    "python.ops.rnn": ("nn.recurrent",),
    "python.ops.linalg.registrations_util": ("python.ops.linalg.property_hint_util",),
    "python.ops.variables": ("python.ops.ref_variable",),
    "python.saved_model.utils_impl": ("python.saved_model.path_helpers",),
    "python.ops.seq2seq": ("contrib.legacy_seq2seq",),
    "python.platform.app": ("app",),
    "python.platform.flags": ("flags",),
    "python.platform.tf_logging": ("logging",),
    "python.platform.gfile": ("gfile",),
    "python.summary.summary": ("summary",),
    "python.tools.freeze_graph": ("_allowlists",),
    "python.tools.selective_registration_header_lib": ("_allowlists",),
    "python.training.training": ("train",),
    "python.training.supervisor": ("_supervisor",),
    "python.training.training_ops": ("python.ops.gen_training_ops",),
    "python.training.gen_training_ops": ("python.ops.gen_training_ops",),
    "python.training.tracking.base": ("python.trackable.base",),
    "python.training.tracking.data_structures": ("python.trackable.data_structures",),
    "python.training.tracking.graph_view": ("python.checkpoint.graph_view",),
    "python.training.tracking.layer_utils": ("python.trackable.layer_utils",),
    "python.training.tracking.python_state": ("python.trackable.python_state",),
    "python.training.tracking.tracking": ("python.trackable.autotrackable", "python.trackable.resource"),
    "python.training.tracking.util": ("python.checkpoint.checkpoint", "python.trackable.trackable_utils"),
    "python.training.saving.functional_saver": ("python.checkpoint.functional_saver",),
    "python.training.distribute": ("distribute",),
    "python.training.distribution_strategy_context": ("python.distribute.distribute_lib",),
    "python.ops.losses.loss_reduction": ("losses",),
    "python.ops.rnn_cell_wrapper_impl": _CELLS,
    "python.profiler.profile_context": ("python.profiler.profiler",),
    "python.framework.test_util": ("_test_util",),
    "python.platform.test": ("test",),
    "python.eager.test": ("test",),
    "python.feature_column.dense_features": ("keras.layers",),
    "python.data.experimental.ops.optimization": ("python.data.experimental.ops.testing",),
    "python.data.experimental.ops.sleep": ("python.data.experimental.ops.testing",),
    "python.data.experimental.ops.threading_options": ("data.experimental",),
    "python.data.experimental.ops.optimization_options": ("data.experimental",),
    "contrib.learn.datasets.mnist": ("examples.tutorials.mnist.input_data",),
    "contrib.learn.datasets.base": ("_datasets",),
    "contrib.learn.python.learn.datasets.mnist": ("examples.tutorials.mnist.input_data",),
    "contrib.learn.python.learn.datasets.base": ("_datasets",),
    "contrib.learn.python.learn.learn_io": ("contrib.learn.io",),
    "contrib.lookup.lookup_ops": ("contrib.lookup",),
    "contrib.summary.summary": ("contrib.summary",),
    "contrib.predictor.predictor": ("contrib.predictor",),
    "contrib.predictor.predictor_factories": ("contrib.predictor",),
    "contrib.predictor.saved_model_predictor": ("contrib.predictor",),
    "contrib.predictor.core_estimator_predictor": ("contrib.predictor",),
    "models.rnn.rnn": ("nn.recurrent",),
    "models.rnn.rnn_cell": _CELLS,
    "models.rnn.seq2seq": ("nn.seq2seq",),
    "models.image.mnist": ("examples.tutorials.mnist",),
}


# single names of private modules: where on the surface they are now
NAMES = {
    "python.pywrap_tensorflow": {"NewCheckpointReader": "train.NewCheckpointReader"},
    "python.framework.common_shapes": {
        name: f"_private.{name}"
        for name in (
            *("has_fully_defined_shape", "no_outputs", "rank", "scalar_shape", "unchanged_shape", "unknown_shape"),
            *(f"unchanged_shape_with_rank{bound}" for bound in ("", "_at_least", "_at_most")),
        )
    },
    "python.framework.op_def_registry": {"get_registered_ops": "_private.get_registered_ops"},
    "python.framework.tensor_like": {"_TensorLike": "_private._TensorLike"},
    "python.ops.spectral_ops_test_util": {"fft_kernel_label_map": "_private.fft_kernel_label_map"},
    "python.saved_model.nested_structure_coder": {"StructureCoder": "_private.StructureCoder"},
    "python.platform.status_bar": {"SetupStatusBarInsideGoogle": "_private.SetupStatusBarInsideGoogle"},
    "python.util.compat_internal": {"path_to_str": "_private.path_to_str"},
    "python.util.memory": {"dismantle_ordered_dict": "_private.dismantle_ordered_dict"},
    "python.framework.ops": {
        "convert_to_tensor_v2": "convert_to_tensor",
        **{
            name: f"_private.{name}"
            for name in (
                *("IndexedSlices", "IndexedSlicesValue", "RegisterShape", "register_tensor_conversion_function"),
                *("convert_to_tensor_or_indexed_slices", "convert_n_to_tensor_or_indexed_slices"),
                *("internal_convert_to_tensor_or_indexed_slices", "internal_convert_n_to_tensor_or_indexed_slices"),
            )
        },
    },
    "python.ops.nn_impl": {"l2_normalize_v2": "math.l2_normalize"},
    "python.ops.variable_scope": {
        "default_variable_creator": "_private.default_variable_creator",
        "variable": "Variable",
    },
    "python.data.util.nest": {"is_sequence": "python.data.util.nest.is_nested"},
    "python.util.nest": {"is_sequence": "_private.is_sequence"},
    "python.framework.tensor_shape": {name: f"_private.{name}" for name in ("scalar", "vector", "matrix")},
    "python.framework.tensor_util": {name: f"_private.{name}" for name in ("maybe_set_static_shape", "shape_tensor")},
    "models.rnn.linear": {"linear": "nn.rnn_cell._linear"},
    "python.data.ops.iterator_ops": {"IteratorV2": "data.Iterator"},
    "python.ops.losses.loss_reduction": {"ReductionV2": "keras.losses.Reduction"},
    "python.training.experimental.mixed_precision": {
        f"{verb}_mixed_precision_graph_rewrite": f"train.experimental.{verb}_mixed_precision_graph_rewrite"
        for verb in ("enable", "disable")
    },
}

# everything below the left is below the right
RENAMED_ROOTS = {
    "contrib.keras.python.keras": "keras",
    "contrib.keras.api.keras": "keras",
    "contrib.keras": "keras",
    "contrib.slim.python.slim.nets": "contrib.slim.nets",
    "python.keras": "keras",
    "python.estimator": "estimator",
}


def renamed_roots(path):
    """The public paths that a private path below one of `RENAMED_ROOTS` may be."""
    for root, public in RENAMED_ROOTS.items():
        if path == root or path.startswith(f"{root}."):
            yield public + path[len(root) :]


# files of contrib that 1.15 had as stubs for files of TensorFlow proper, which live
_STUBS = {
    "contrib.tpu.python.tpu.": "python.tpu.",
    "contrib.tpu.python.ops.": "python.tpu.ops.",
}


def living_behind(path):
    """The paths of the living files that a file of contrib below one of `_STUBS` stood for."""
    for root, living in _STUBS.items():
        if path.startswith(root):
            yield living + path[len(root) :]


@functools.cache
def _origins():
    """Where TF1 defined the functions and classes of its public names (tests/record_names.py writes it)."""
    with gzip.open(Path(__file__).parent / "private_names.json.gz") as file:
        return json.load(file)


# files of contrib that left it before 1.15, and modules of other packages that its files are known by
_OLDER_FILES = {
    "contrib.data.python.ops.dataset_ops",
    "contrib.eager.python.checkpointable_utils",
    "contrib.framework.python.ops.embedding_ops",
    "contrib.framework.python.ops.gen_checkpoint_ops",
    "contrib.grid_rnn.python.ops.grid_rnn_cells",
    "contrib.layers.python.ops.bucketization_op",
    "contrib.layers.python.ops.sparse_feature_cross_op",
    "contrib.learn.python.learn.learn_io.numpy_io",
    "contrib.legacy_seq2seq.python.ops.rnn_cell",
    "contrib.rnn.python.ops.core_rnn",
    "contrib.rnn.python.ops.core_rnn_cell_impl",
    "contrib.rnn.python.ops.rnn_cell_impl",
    "contrib.seq2seq.python.ops.attention_decoder_fn",
    "contrib.seq2seq.python.ops.decoder_fn",
    "contrib.seq2seq.python.ops.dynamic_attention_wrapper",
    "contrib.seq2seq.python.ops.seq2seq",
    "contrib.training.python.training.failure_tolerator",
}


# packages that take in all names of their files: a function is found there before the file of its name
TAKE_IN_FILES = {"contrib.framework.python.ops"}


@functools.cache
def is_contrib_file(path):
    """Whether a TF1 had the module or package `path` below contrib."""
    known = _OLDER_FILES.union(other for other in (*_origins(), *MOVED, *RENAMED_ROOTS) if other.startswith("contrib."))
    return path in known or any(other.startswith(f"{path}.") for other in known)


def moved_name(path, name):
    """The public TF1 name of what stood at ``path.name``, or None; without a `name`, whether anything did."""
    origins = {**_origins().get(path, {}), **NAMES.get(path, {})}
    return origins.get(name) if name else bool(origins)
