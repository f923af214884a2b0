"""What of TensorFlow 1 is not there: deliberately, each with its reason, or because it never was.

`UNSUPPORTED` is the one table; docs/unsupported.md is written from it and a test holds the two together.
"""

import difflib

CLOUD = "belongs to a service or a piece of hardware that today's TensorFlow reaches in another way"
COMPILED = "needs compiled ops that no longer ship with TensorFlow"
ENGINE = "rewrites TF1's own runtime, which is another one today"
DATA = "downloaded its data from places that no longer serve it"
REPLACED = "was deprecated within TF1 in favour of what replaced it there"
LITTLE = "was an experiment that next to no program uses"

_CALLBACKS = (
    *("ExecutionCallback", "add_execution_callback", "clear_execution_callbacks", "errstate", "inf_callback"),
    *("inf_nan_callback", "nan_callback", "seterr"),
)
_STEPS = (
    *("DistributeConfig", "Monitor", "MultiWorkerAllReduce", "StandardInputStep", "StandardSingleLossStep", "Step"),
    *("UpdateContext", "initialize_tpu_system", "require_replica_context", "run_standard_tensorflow_server"),
)
_TPU_OPS = [
    f"{verb}TPUEmbedding{name}ParametersGradAccumDebug"
    for verb in ("Load", "Retrieve")
    for name in ("ADAM", "Adadelta", "Adagrad", "FTRL", "Momentum", "ProximalAdagrad", "RMSProp")
]

_LEARN = (*("DynamicRnnEstimator", "evaluate", "train", "utils.export", "utils.export_estimator"),)
# path below tf -> (reason, what to use)
UNSUPPORTED = {
    "contrib.all_reduce": (ENGINE, "tf.distribute.MirroredStrategy"),
    "contrib.batching": (COMPILED, "tf.nondifferentiable_batch_function"),
    "contrib.bigtable": (CLOUD, "the google-cloud-bigtable client"),
    "contrib.boosted_trees": (COMPILED, "TensorFlow Decision Forests"),
    "contrib.cloud": (CLOUD, "tensorflow-io and the Google Cloud clients"),
    "contrib.decision_trees": (COMPILED, "TensorFlow Decision Forests"),
    "contrib.ffmpeg": (COMPILED, "tf.audio.decode_wav, or tensorflow-io"),
    "contrib.fused_conv": (COMPILED, "tf.nn.conv2d, tf.nn.bias_add and an activation; XLA fuses them"),
    "contrib.hadoop": (CLOUD, "tensorflow-io"),
    "contrib.ignite": (CLOUD, "tensorflow-io"),
    "contrib.kafka": (CLOUD, "tensorflow-io"),
    "contrib.kinesis": (CLOUD, "tensorflow-io"),
    "contrib.labeled_tensor": (LITTLE, "xarray for labels, plain tensors for computing"),
    "contrib.libsvm": (COMPILED, "sklearn.datasets.load_svmlight_file"),
    "contrib.meta_graph_transform": (ENGINE, "tf.lite.TFLiteConverter or a saved model"),
    "contrib.mpi_collectives": (CLOUD, "Horovod, or tf.distribute.MultiWorkerMirroredStrategy"),
    "contrib.nearest_neighbor": (COMPILED, "ScaNN"),
    "contrib.nccl": (ENGINE, "tf.distribute.NcclAllReduce"),
    "contrib.pi_examples": (LITTLE, "TensorFlow Lite"),
    "contrib.receptive_field": (LITTLE, "the receptivefield package"),
    "contrib.remote_fused_graph": (CLOUD, "TensorFlow Lite's Hexagon delegate"),
    "contrib.rpc": (COMPILED, "gRPC inside tf.py_func"),
    "contrib.session_bundle": (ENGINE, "tf.saved_model"),
    "contrib.specs": (LITTLE, "tf.layers"),
    "contrib.stat_summarizer": (ENGINE, "tf.profiler"),
    "contrib.tensor_forest": (COMPILED, "TensorFlow Decision Forests"),
    "contrib.tensorrt": (CLOUD, "tf.experimental.tensorrt"),
    "contrib.quantization.CompareAndBitpack": (COMPILED, "tf.greater"),
    "contrib.quantization.compare_and_bitpack": (COMPILED, "tf.greater"),
    "contrib.quantization.compare_and_bitpack_eager_fallback": (COMPILED, "tf.greater"),
    "contrib.tfprof.ProfileContext": (ENGINE, "tf.profiler.experimental"),
    "contrib.tfprof.model_analyzer.ProfileContext": (ENGINE, "tf.profiler.experimental"),
    "contrib.timeseries": (LITTLE, "tf.nn.dynamic_rnn, or tfp.sts"),
    "contrib.tpu.AsyncCheckpointSaverHook": (CLOUD, "tf.train.CheckpointSaverHook"),
    "contrib.tpu.TPUDistributionStrategy": (CLOUD, "tf.distribute.TPUStrategy"),
    "contrib.tpu.keras_to_tpu_model": (CLOUD, "tf.distribute.TPUStrategy"),
    "contrib.tpu.profiler": (CLOUD, "tf.profiler"),
    "contrib.verbs": (CLOUD, "tf.distribute.MultiWorkerMirroredStrategy"),
    "contrib.gdr": (CLOUD, "tf.distribute.MultiWorkerMirroredStrategy"),
    **{f"contrib.learn.{name}": (REPLACED, "tf.estimator") for name in _LEARN},
    **{f"contrib.learn.graph_actions.{name}": (REPLACED, "tf.estimator") for name in ("evaluate", "train")},
    "contrib.learn.io.data_feeder.DaskDataFeeder": (REPLACED, "tf.data, or compute() and a DataFeeder"),
    "contrib.learn.monitors.ExportMonitor": (REPLACED, "tf.estimator's exporters"),
    "contrib.learn.graph_actions.monitors_lib.ExportMonitor": (REPLACED, "tf.estimator's exporters"),
    "contrib.learn.datasets.text_datasets": (DATA, "TensorFlow Datasets"),
    **{
        f"contrib.factorization.{name}": (COMPILED, "scikit-learn's mixture.GaussianMixture, or implicit for WALS")
        for name in ("GMM", "GmmAlgorithm", "WALSMatrixFactorization", "WALSModel", "gmm")
    },
    "contrib.compiler.xla.estimator_model_fn": (ENGINE, "tf.contrib.compiler.xla.compile inside the model_fn"),
    **{f"contrib.eager.{name}": (ENGINE, "tf.debugging.enable_check_numerics") for name in _CALLBACKS},
    "contrib.eager.restore_network_checkpoint": (ENGINE, "tf.train.Checkpoint"),
    "contrib.eager.save_network_checkpoint": (ENGINE, "tf.train.Checkpoint"),
    **{f"contrib.distribute.{name}": (ENGINE, "tf.distribute") for name in _STEPS},
    "contrib.memory_stats": (COMPILED, "tf.config.experimental.get_memory_info"),
    "contrib.summary.create_db_writer": (COMPILED, "tf.contrib.summary.create_file_writer"),
    **{f"raw_ops.{name}": (CLOUD, "tf.tpu.experimental.embedding") for name in _TPU_OPS},
    "data.experimental.StatsAggregator": (ENGINE, "tf.profiler's input pipeline analysis"),
    "data.experimental.StatsOptions": (ENGINE, "tf.profiler's input pipeline analysis"),
    "data.experimental.MapVectorizationOptions": (ENGINE, "batch before map"),
    "data.experimental.bytes_produced_stats": (ENGINE, "tf.profiler's input pipeline analysis"),
    "data.experimental.latency_stats": (ENGINE, "tf.profiler's input pipeline analysis"),
    "data.experimental.CheckpointInputPipelineHook": (ENGINE, "tf.train.CheckpointSaverHook"),
    "lite.experimental.nn": (LITTLE, "tf.nn.rnn_cell, and the converter's own fusion"),
    "lite.experimental.get_potentially_supported_ops": (LITTLE, "tf.lite.experimental.Analyzer"),
    "raw_ops.CompareAndBitpack": (COMPILED, "tf.greater"),
    "tpu.experimental.AdagradParameters": (CLOUD, "tf.tpu.experimental.embedding.Adagrad"),
    "tpu.experimental.AdamParameters": (CLOUD, "tf.tpu.experimental.embedding.Adam"),
    "tpu.experimental.StochasticGradientDescentParameters": (CLOUD, "tf.tpu.experimental.embedding.SGD"),
    "models": ("is a repository of its own (tensorflow/models), never a part of the package", "a copy of its files"),
}

# names that TensorFlow itself dropped before 1.15 -> (last version that had it, what to use)
DROPPED = {
    "contrib.ctc": ("0.12", "tf.nn.ctc_loss"),
    "contrib.skflow": ("0.8", "tf.contrib.learn"),
    "contrib.bayesflow.stochastic_tensor": ("1.4", "tf.contrib.distributions"),
    "contrib.gan": ("1.15 (in the separate package tensorflow_gan)", "the tensorflow-gan package"),
    "contrib.mpi": ("1.14", "tf.distribute"),
    "contrib.tfgan": ("1.14", "the tensorflow-gan package"),
    "contrib.android": ("1.14", "TensorFlow Lite"),
    "contrib.lite": ("1.13", "tf.lite"),
    "contrib.stateful_rnn": ("0.12", "tf.nn.dynamic_rnn"),
}


def explain(path):
    """Why ``tf.<path>`` is not there and what to use, or None where nothing is known about it."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        outer = ".".join(parts[:end])
        if outer in UNSUPPORTED:
            reason, instead = UNSUPPORTED[outer]
            return f"tf.{path} is not supported: {'it' if outer == path else f'tf.{outer}'} {reason}. Use {instead}."
        if outer in DROPPED:
            version, instead = DROPPED[outer]
            return f"tf.{path} is gone: the last TensorFlow that had it was {version}. Use {instead}."
    return None


def is_left_out(path):
    """Whether ``tf.<path>`` or what it is part of stands in the table."""
    parts = path.split(".")
    return any(".".join(parts[:end]) in UNSUPPORTED for end in range(1, len(parts) + 1))


def markdown():
    """The table as docs/unsupported.md."""
    rows = [f"| `tf.{path}` | {reason} | {instead} |" for path, (reason, instead) in sorted(UNSUPPORTED.items())]
    gone = [f"| `tf.{path}` | {version} | {instead} |" for path, (version, instead) in sorted(DROPPED.items())]
    return "\n".join(
        [
            "# What of TensorFlow 1 is not supported",
            "",
            "Using one of these raises an error that names it, its reason and what to use; nothing is accepted and",
            "ignored. A program may import such a module, because many import what only some of their flags need. The",
            "list is `legacy/unsupported.py`; a test holds this page to it, and another walks the public names of",
            "TensorFlow 1.15 and asserts that each resolves or stands here.",
            "",
            "| what | why: it ... | use |",
            "|---|---|---|",
            *rows,
            "",
            "Dropped by TensorFlow itself before 1.15:",
            "",
            "| what | last version that had it | use |",
            "|---|---|---|",
            *gone,
            "",
        ]
    )


def missing(path, known=()):
    """The AttributeError for ``tf.<path>``, with what is known about it or the nearest name there is."""
    reason = explain(path)
    if reason is None:
        outer, _, name = path.rpartition(".")
        near = difflib.get_close_matches(name, [item for item in known if not item.startswith("_")], 1)
        hint = f" Did you mean {'.'.join(filter(None, ['tf', outer, near[0]]))}?" if near else ""
        reason = f"tf.{path} does not exist in TensorFlow 0.12 to 1.15.{hint}"
    return AttributeError(reason, name=path.rpartition(".")[2])
