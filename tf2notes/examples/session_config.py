"""Settings of the runtime: placement, how much of the GPU's memory, which devices, how many threads.

Legacy: legacy/examples/session_config.py
Parity: tests/examples/test_session_config.py

`tf.config` sets them for the process, before anything is computed: TensorFlow starts its devices with the first
operation, and raises a RuntimeError afterwards. Placement alone can be changed at any time.
"""

from dataclasses import dataclass

import tensorflow as tf


@dataclass(frozen=True)
class Runtime:
    """What a ConfigProto said, for the whole process."""

    visible_gpus: tuple | None = None  # indices; None: all of them
    allow_growth: bool = False  # take GPU memory as it is needed
    memory_limit: float | None = None  # or so many MB of each GPU
    intra_op_threads: int = 0  # threads of one operation; 0: as many as there are cores
    inter_op_threads: int = 0  # operations at the same time; likewise

    def apply(self):
        """Set it all; call this first thing in a program."""
        gpus = tf.config.list_physical_devices("GPU")
        if self.visible_gpus is not None:
            gpus = [gpus[i] for i in self.visible_gpus if i < len(gpus)]
            tf.config.set_visible_devices(gpus, "GPU")
        for gpu in gpus:
            if self.memory_limit is not None:
                limit = tf.config.LogicalDeviceConfiguration(memory_limit=self.memory_limit)
                tf.config.set_logical_device_configuration(gpu, [limit])
            else:
                tf.config.experimental.set_memory_growth(gpu, self.allow_growth)
        tf.config.threading.set_intra_op_parallelism_threads(self.intra_op_threads)
        tf.config.threading.set_inter_op_parallelism_threads(self.inter_op_threads)


def on_a_missing_gpu(soft):
    """An addition that a device is asked for which no machine of ours has."""
    before = tf.config.get_soft_device_placement()
    tf.config.set_soft_device_placement(soft)
    try:
        with tf.device("/device:GPU:99"):
            return tf.constant(1.0) + 2.0
    finally:
        tf.config.set_soft_device_placement(before)


def placement():
    """Without soft placement the missing device is an error; with it the addition runs elsewhere."""
    try:
        on_a_missing_gpu(soft=False)
        refused = False
    except (RuntimeError, tf.errors.InvalidArgumentError) as error:
        refused = "GPU:99" in str(error)
    value = on_a_missing_gpu(soft=True)
    return {
        "without soft placement it is refused": refused,
        "with soft placement": value,
        "with soft placement it is somewhere else": value.device.rpartition("/device:")[2][:3] in ("CPU", "GPU"),
        "log_device_placement by default": tf.debugging.get_log_device_placement(),
    }


def results():
    """All values by the original's names."""
    growing = Runtime(allow_growth=True)
    limited = Runtime(memory_limit=0.7 * 10_000)
    chosen = Runtime(visible_gpus=(0, 1), intra_op_threads=2, inter_op_threads=1)
    return {
        **placement(),
        "allow_growth by default": Runtime().allow_growth,
        "allow_growth": growing.allow_growth,
        "memory of 10,000 MB at 0.7": limited.memory_limit,
        "a session that grows": tf.constant(1.0),
        "visible devices": chosen.visible_gpus,
        "threads": [chosen.intra_op_threads, chosen.inter_op_threads],
    }
