"""Strategies of ``tf.distribute`` by name, for the command line."""

NAMES = ("none", "mirrored", "multiworker")


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
            ``TF_CONFIG``, which Kubeflow sets, or from Slurm's variables).
        devices: how many for "mirrored"; None for all GPUs, or 2.
    """
    import tensorflow as tf

    check(name, devices)
    if name == "none":
        return tf.distribute.get_strategy()
    if name == "mirrored":
        return _mirrored(devices)
    return tf.distribute.MultiWorkerMirroredStrategy(cluster_resolver=_resolver())


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


def _resolver():
    """``TF_CONFIG``, else Slurm's variables."""
    import os

    import tensorflow as tf

    if "TF_CONFIG" in os.environ:
        return tf.distribute.cluster_resolver.TFConfigClusterResolver()
    if "SLURM_JOB_NODELIST" in os.environ:
        tasks = int(os.environ.get("SLURM_NTASKS", "1"))
        return tf.distribute.cluster_resolver.SlurmClusterResolver(
            {"worker": tasks}, rpc_layer="grpc", auto_set_gpu=True
        )
    raise ValueError(
        "strategy='multiworker': neither TF_CONFIG nor Slurm's variables are set; to try it out on this machine: "
        "python -m tf2notes.launch --workers 2 NAME"
    )
