"""Stands in for ``tf.contrib.memory_stats``, whose ops were a library of their own that TensorFlow no longer has."""

_INSTEAD = "tf.config.experimental.get_memory_info(device) says it outside of a graph, or use the profiler"


def BytesInUse():
    """Raises NotImplementedError. Replaces: tf.contrib.memory_stats.BytesInUse"""
    raise NotImplementedError(f"tf.contrib.memory_stats.BytesInUse has no op in today's TensorFlow: {_INSTEAD}")


def BytesLimit():
    """Raises NotImplementedError. Replaces: tf.contrib.memory_stats.BytesLimit"""
    raise NotImplementedError(f"tf.contrib.memory_stats.BytesLimit has no op in today's TensorFlow: {_INSTEAD}")


def MaxBytesInUse():
    """Raises NotImplementedError. Replaces: tf.contrib.memory_stats.MaxBytesInUse"""
    raise NotImplementedError(f"tf.contrib.memory_stats.MaxBytesInUse has no op in today's TensorFlow: {_INSTEAD}")
