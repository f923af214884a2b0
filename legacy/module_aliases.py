"""Modules that TF1's files held by name, and that programs reach through them: ``rnn_cell_impl.base_layer``."""

_OPS = """
    array_ops check_ops clip_ops control_flow_ops control_flow_util data_flow_ops embedding_ops functional_ops
    gen_array_ops gen_math_ops gen_nn_ops gen_resource_variable_ops init_ops io_ops linalg_ops logging_ops lookup_ops
    math_ops nn nn_impl nn_ops parsing_ops partitioned_variables random_ops resource_variable_ops resources
    rnn rnn_cell_impl script_ops sort_ops sparse_ops state_ops string_ops tensor_array_ops variable_scope variables
"""
_FRAMEWORK = """
    common_shapes composite_tensor constant_op dtypes errors errors_impl function graph_util op_def_registry ops
    random_seed sparse_tensor tensor_shape tensor_spec tensor_util type_spec
"""
_TRAINING = """
    basic_session_run_hooks checkpoint_management checkpoint_utils monitored_session optimizer queue_runner saver
    session_run_hook training_ops training_util
"""
_UTIL = "compat deprecation dispatch function_utils nest object_identity tf_contextlib tf_decorator tf_inspect"
_KERAS = "activations constraints initializers regularizers"

MODULES = {
    **{name: f"python.ops.{name}" for name in _OPS.split()},
    **{name: f"python.framework.{name}" for name in _FRAMEWORK.split()},
    **{name: f"python.training.{name}" for name in _TRAINING.split()},
    **{name: f"python.util.{name}" for name in _UTIL.split()},
    **{name: f"python.keras.{name}" for name in _KERAS.split()},
    "backend": "python.keras.backend",
    "base_layer": "python.keras.engine.base_layer",
    "base_layer_utils": "python.keras.engine.base_layer_utils",
    "context": "python.eager.context",
    "file_io": "python.lib.io.file_io",
    "gfile": "python.platform.gfile",
    "input_spec": "python.keras.engine.input_spec",
    "logging": "python.platform.tf_logging",
    "pywrap_tensorflow": "python.pywrap_tensorflow",
    "resource_loader": "python.platform.resource_loader",
    "session": "python.client.session",
    "summary": "python.summary.summary",
    "tf2": "python.tf2",
    "tf_logging": "python.platform.tf_logging",
    "tf_utils": "python.keras.utils.tf_utils",
    "tf_variables": "python.ops.variables",
    "trackable": "python.training.tracking.base",
    "vs": "python.ops.variable_scope",
}

# of one file: what a name means there
OF_FILE = {
    "contrib.seq2seq.python.ops.basic_decoder": {"layers_base": "python.layers.base", "layers": "python.keras.layers"},
    "contrib.seq2seq.python.ops.attention_wrapper": {
        "layers_base": "python.layers.base",
        "layers_core": "python.layers.core",
    },
    "contrib.rnn.python.ops.rnn_cell": {"layers": "contrib.layers.python.layers.layers"},
    "contrib.framework.python.framework.experimental": {"logging": "python.platform.tf_logging"},
    "contrib.layers.python.layers.rev_block_lib": {"contrib_framework_ops": "contrib.framework.python.ops"},
    "contrib.layers.python.layers.encoders": {"contrib_embedding_ops": "contrib.layers.python.layers.embedding_ops"},
    "contrib.layers.python.layers.optimizers": {"contrib_framework": "contrib.framework"},
    "contrib.layers.python.layers.feature_column": {"contrib_variables": "contrib.framework.python.ops.variables"},
    "contrib.layers.python.layers.feature_column_ops": {"contrib_variables": "contrib.framework.python.ops.variables"},
}


def module_held(path, name):
    """The path of the module that the TF1 file at `path` held as `name`, or None."""
    if not path.startswith("python.") and ".python." not in path:
        return None
    return OF_FILE.get(path, {}).get(name) or MODULES.get(name)
