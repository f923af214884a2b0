"""Strategies of ``tf.distribute`` by name, for the command line."""

import os
import sys
import traceback

NAMES = ("none", "mirrored", "multiworker")
HEALTH_SECONDS = 5  # between questions to the other workers whether they live
START_SECONDS = 600  # for which the others are waited for
_engines = []


def leave(main):
    """Call `main` and end the process with its code; with several workers without TensorFlow's own clearing up.

    That can wait for the other workers for ever (seen with two that had both trained to the end), and one that waits
    there after an error would keep the others waiting for it.
    """
    code = 1
    try:
        code = main()
    finally:
        if _engines:
            error = sys.exc_info()[1]
            if isinstance(error, SystemExit):
                code = error.code if isinstance(error.code, int) else 1
            elif error is not None:
                traceback.print_exception(error)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    sys.exit(code)


def check(name, devices):
    """Refuse what is no strategy, without importing TensorFlow."""
    if name not in NAMES:
        raise ValueError(f"strategy={name!r}: expected one of {', '.join(NAMES)}")
    if devices is not None and devices < 1:
        raise ValueError(f"devices={devices}: expected at least 1")


def make(name, devices=None):
    """The strategy; to be called before TensorFlow's first operation.

    Args:
        name: "none", "mirrored" (over GPUs, or logical CPUs where there are fewer GPUs), or "multiworker" (from
            ``TF_CONFIG``, Slurm's variables or Kubernetes: see `tf2notes.clusters`).
        devices: how many for "mirrored"; None for all GPUs, or 2.

    Raises:
        ValueError: fewer devices than asked for, no cluster in the environment, or workers that did not come.
    """
    import tensorflow as tf

    check(name, devices)
    if name == "none":
        return tf.distribute.get_strategy()
    if name == "mirrored":
        return _mirrored(devices)
    return _multiworker()


def _mirrored(devices):
    import tensorflow as tf

    gpus = len(tf.config.list_physical_devices("GPU"))
    devices = devices or gpus or 2
    if gpus >= devices:
        return tf.distribute.MirroredStrategy([f"gpu:{i}" for i in range(devices)])
    cpu = tf.config.list_physical_devices("CPU")[0]
    try:
        tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * devices)
    except RuntimeError:  # TensorFlow has started: what there is has to do
        started = len(tf.config.list_logical_devices("CPU"))
        if started < devices:
            raise ValueError(
                f"devices={devices}: TensorFlow has started already, with {started} CPU device(s)"
            ) from None
    names = [f"cpu:{i}" for i in range(devices)]
    return tf.distribute.MirroredStrategy(names, tf.distribute.ReductionToOneDevice())  # collectives gain nothing here


def _multiworker():
    """All workers of the cluster. A worker that has died is noticed within seconds, not half a minute."""
    import tensorflow as tf
    from tensorflow.python.distribute import collective_all_reduce_strategy as engine

    from tf2notes import clusters

    _engines.append("multiworker")
    engine.CollectiveAllReduceExtended._check_health_interval = HEALTH_SECONDS
    engine.CollectiveAllReduceExtended._check_health_initial_timeout = START_SECONDS
    resolver = clusters.resolver()
    try:
        return tf.distribute.MultiWorkerMirroredStrategy(cluster_resolver=resolver)
    except RuntimeError as error:
        if "Timeout waiting for the cluster" not in str(error):
            raise
        addresses = ", ".join(a for job in resolver.cluster_spec().as_dict().values() for a in job)
        raise ValueError(
            f"not all workers came within {START_SECONDS} s: {addresses}. Are they running, and can they reach each "
            "other's ports?"
        ) from error
