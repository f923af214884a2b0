"""Replaces: ``tf.contrib.tpu``: ``TPUEstimator`` and its like on CPU and GPU, as they run with ``use_tpu=False``.

The estimator and its configuration are TensorFlow 1.15's own on today's TensorFlow (see ``tf1/estimator``); optimizer,
topology and loops are TensorFlow's own still.
Differs: what only runs on a TPU raises NotImplementedError when it is called.
"""

from tensorflow.python.tpu.bfloat16 import bfloat16_scope  # noqa: F401
from tensorflow.python.tpu.device_assignment import DeviceAssignment, device_assignment  # noqa: F401
from tensorflow.python.tpu.ops.tpu_ops import cross_replica_sum  # noqa: F401
from tensorflow.python.tpu.topology import Topology  # noqa: F401
from tensorflow.python.tpu.tpu import core  # noqa: F401
from tensorflow.python.tpu.tpu_feed import InfeedQueue  # noqa: F401
from tensorflow.python.tpu.tpu_optimizer import CrossShardOptimizer  # noqa: F401
from tensorflow.python.tpu.training_loop import repeat, while_loop  # noqa: F401
from tf2notes.legacy.tf1.estimator._load import public_names
from tf2notes.legacy.unsupported import missing

_LIVING = (
    *("CrossShardOptimizer", "DeviceAssignment", "InfeedQueue", "Topology", "bfloat16_scope", "core"),
    *("cross_replica_sum", "device_assignment", "repeat", "while_loop"),
)

# name -> what to do where there is no TPU
_ONLY_ON_TPU = {
    **dict.fromkeys(
        ("batch_parallel", "replicate", "rewrite", "shard"),
        "call the computation itself to run it on CPU or GPU, or move to tf.distribute.TPUStrategy",
    ),
    "outside_compilation": "call the computation itself: on CPU and GPU nothing is compiled apart",
    **dict.fromkeys(
        ("initialize_system", "shutdown_system"),
        "leave it out on CPU and GPU; a TPU is started by tf.tpu.experimental.initialize_tpu_system",
    ),
    **dict.fromkeys(
        (
            *("infeed_dequeue", "infeed_dequeue_tuple", "infeed_enqueue", "infeed_enqueue_tuple"),
            *("outfeed_dequeue", "outfeed_dequeue_tuple", "outfeed_enqueue", "outfeed_enqueue_tuple"),
        ),
        "pass the tensors on directly, or use tf.data",
    ),
}


def _only_on_tpu(name, instead):
    def function(*args, **kwargs):
        raise NotImplementedError(f"tf.contrib.tpu.{name} needs a TPU session, which is gone: {instead}")

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Replaces: ``tf.contrib.tpu.{name}``. Differs: always raises NotImplementedError."
    return function


globals().update({name: _only_on_tpu(name, instead) for name, instead in _ONLY_ON_TPU.items()})

__all__, _find, __dir__ = public_names(
    globals(),
    {
        "tpu.tpu_config": "InputPipelineConfig RunConfig TPUConfig",
        "tpu.tpu_estimator": "TPUEstimator TPUEstimatorSpec export_estimator_savedmodel",
    },
)
__all__ += [*_LIVING, *_ONLY_ON_TPU]


def __getattr__(name):
    if name.startswith("_") or name in __all__:
        return _find(name)
    raise missing(f"contrib.tpu.{name}", __all__)
