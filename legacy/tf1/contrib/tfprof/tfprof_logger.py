"""Replaces: ``tf.contrib.tfprof.tfprof_logger``."""

import tensorflow.compat.v1 as tf

__all__ = ["write_op_log"]


def write_op_log(graph, log_dir, op_log=None, run_meta=None, add_trace=True):
    """``tf.profiler.write_op_log``. Replaces: tf.contrib.tfprof.tfprof_logger.write_op_log"""
    tf.profiler.write_op_log(graph, log_dir, op_log, run_meta, add_trace)
