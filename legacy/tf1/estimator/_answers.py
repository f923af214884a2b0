"""What a module of ``tensorflow`` named by tensorflow_estimator 1.15 is today.

Most of what it imports is where it was, or where the TF1 surface's own rules find it. This is the rest.
"""

import functools
import importlib
import os
import types

from tf2notes.legacy.imports import tf1_import

# What tensorflow.python held in 1.15 and which module holds it now.
_MOVED = {
    "feature_column.dense_features": "tf_keras.src.feature_column.dense_features",
    "feature_column.dense_features_v2": "tf_keras.src.feature_column.dense_features_v2",
    "keras.layers.core": "tf_keras.layers",
    "keras.layers.normalization_v2": "tf_keras.src.layers.normalization.batch_normalization",
    "keras.layers.recurrent_v2": "tf_keras.layers",
    "keras.optimizer_v2": "tf_keras.src.optimizers.legacy",
    "keras": "tf_keras.src",
    "distribute.distribution_strategy_context": "tensorflow.python.distribute.distribute_lib",
    "distribute.estimator_training": "tf2notes.legacy.tf1.estimator._coordinator",
    "training.tracking.graph_view": "tensorflow.python.checkpoint.graph_view",
    "training.tracking.util": "tensorflow.python.checkpoint.checkpoint",
    "training.tracking.tracking": "tensorflow.python.trackable.autotrackable",
}


# Names that left a module which is still there: module -> name -> where it is now.
_NAMES = {
    "framework.ops": {
        "Tensor": "tensorflow.Tensor",
        "IndexedSlices": "tensorflow.IndexedSlices",
        "convert_to_tensor_or_indexed_slices": "tensorflow.compat.v1.convert_to_tensor_or_indexed_slices",
    },
    "ops.array_ops": {"stack": "tensorflow.stack", "unstack": "tensorflow.unstack"},
    "ops.control_flow_ops": {
        "Assert": "tensorflow.compat.v1.Assert",
        "cond": "tensorflow.compat.v1.cond",
        "while_loop": "tensorflow.compat.v1.while_loop",
    },
    "ops.variable_scope": {
        "enable_resource_variables": "tensorflow.compat.v1.enable_resource_variables",
        "variable": "tensorflow.compat.v1.Variable",
    },
    "feature_column.feature_column_lib": {
        "SequenceFeatures": "tf_keras.src.feature_column.sequence_feature_column.SequenceFeatures",
        "LinearModel": f"{__package__}._linear_model.LinearModel",
    },
    "ops.resource_variable_ops": {
        "_to_proto_fn": f"{__package__}._linear_model.to_proto",
        "_from_proto_fn": f"{__package__}._linear_model.from_proto",
    },
    "tpu.tpu": {"_TPU_REPLICATE_ATTR": "tensorflow.python.tpu.tpu_replication._TPU_REPLICATE_ATTR"},
    "tpu.tpu_system_metadata": {
        "_TPUSystemMetadata": "tensorflow.python.tpu.tpu_system_metadata.TPUSystemMetadata",
    },
    "distribute.distribute_lib": {
        "get_loss_reduction": "tensorflow.python.distribute.distribute_utils.get_loss_reduction",
    },
    "saved_model.utils_impl": {
        "get_variables_dir": "tensorflow.python.saved_model.path_helpers.get_variables_dir",
        "get_variables_path": "tensorflow.python.saved_model.path_helpers.get_variables_path",
    },
    "keras.engine.training_utils": {
        "standardize_sample_weights": "tf_keras.src.engine.training_utils_v1.standardize_sample_weights",
    },
    "keras.models": {
        "in_place_subclassed_model_state_restoration": (
            "tf_keras.src.models.cloning.in_place_subclassed_model_state_restoration"
        ),
    },
    "eager.function": {"Function": "builtins.object"},  # only the base of a class that TF1's estimators never make
}


def answer(name, fromlist):
    """``__import__`` of ``tensorflow`` and what is below it, for the modules of tensorflow_estimator."""
    if not fromlist:
        return tf1_import(name)
    path = name.removeprefix("tensorflow.").removeprefix("python.")
    stand = types.ModuleType(name)
    for item in fromlist:
        found = _ours(path, item)
        if found is None:
            found = getattr(tf1_import(name, fromlist=(item,)), item)
        names = _NAMES.get(f"{path}.{item}")
        setattr(stand, item, _Completed(found, names) if names else found)
    return stand


class _Completed(types.ModuleType):
    """A module of today with the names that have left it."""

    def __init__(self, module, names):
        super().__init__(module.__name__)
        self.__dict__.update(_module=module, _names=names)

    def __getattr__(self, item):
        value = getattr(self._module, item) if hasattr(self._module, item) else self._moved(item)
        self.__dict__[item] = value
        return value

    def _moved(self, item):
        if item not in self._names:
            raise AttributeError(f"module {self.__name__!r} has no attribute {item!r}")
        return _item(self._names[item])


def _ours(path, item):
    """The object meant by ``from path import item`` where the surface does not know it, else None."""
    if (path, item) in _OBJECTS:
        return _OBJECTS[path, item]()
    if path == "tpu.tpu_embedding":
        return type(item, (), {"__doc__": "Stands for a class that only TPU programs make.", "__init__": _no_tpu})
    full = f"{path}.{item}"
    for known in sorted(_MOVED, key=len, reverse=True):
        if full == known:
            return importlib.import_module(_MOVED[known])
        if full.startswith(f"{known}."):
            return _item(_MOVED[known] + full[len(known) :])
    return None


def _item(full):
    module, _, item = full.rpartition(".")
    found = importlib.import_module(module)
    return getattr(found, item) if hasattr(found, item) else importlib.import_module(full)


def _estimator_export():
    """The decorator that named what is public; the surface lists that itself."""
    return lambda *names, **v1: lambda exported: exported


def _path_to_str():
    return types.SimpleNamespace(path_to_str=lambda path: os.fspath(path) if hasattr(path, "__fspath__") else path)


class _Gone(types.ModuleType):
    """A module without replacement: importing it is fine, using it is not."""

    def __init__(self, name, why):
        super().__init__(name)
        self.__dict__["_why"] = why

    def __getattr__(self, item):
        if item.startswith("__"):
            raise AttributeError(item)
        raise NotImplementedError(f"{self.__name__}.{item}: {self._why}")


_NO_TPU = "today's TensorFlow has no part for TPU sessions any more; use_tpu=False runs on CPU and GPU"


def _no_tpu(self, *args, **kwargs):
    raise NotImplementedError(f"{type(self).__name__}: {_NO_TPU}")


def _gone_tpu(module):
    return functools.partial(_Gone, f"tensorflow.python.tpu.{module}", _NO_TPU)


_OBJECTS = {
    ("util.tf_export", "estimator_export"): _estimator_export,
    ("util.all_util", "remove_undocumented"): lambda: lambda module_name, **allowed: None,
    ("util", "compat_internal"): _path_to_str,
    ("core.kernels.boosted_trees", "boosted_trees_pb2"): functools.partial(_Gone, "boosted_trees_pb2", "no kernels"),
    ("tpu", "session_support"): _gone_tpu("session_support"),
    ("tpu", "tpu_embedding"): _gone_tpu("tpu_embedding"),
    ("tpu", "tpu_embedding_gradient"): _gone_tpu("tpu_embedding_gradient"),
}
