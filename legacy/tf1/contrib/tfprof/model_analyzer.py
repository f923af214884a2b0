"""Replaces: ``tf.contrib.tfprof.model_analyzer``: what ``tf.profiler`` says of parameters, operations and time."""

import tensorflow.compat.v1 as tf
from tensorflow.python.profiler import tfprof_logger
from tensorflow.python.profiler.model_analyzer import ALL_ADVICE

__all__ = [
    "ALL_ADVICE",
    "FLOAT_OPS_OPTIONS",
    "PRINT_ALL_TIMING_MEMORY",
    "TRAINABLE_VARS_PARAMS_STAT_OPTIONS",
    "Profiler",
    "advise",
    "print_model_analysis",
]
Profiler = tf.profiler.Profiler
_DEFAULT_PROFILE_OPTIONS = 0
_DEFAULT_ADVISE_OPTIONS = 0


def _options(select, order_by="name", regexes=".*", **least):
    return {
        "max_depth": 10000,
        **{f"min_{what}": least.get(what, 0) for what in ("bytes", "micros", "params", "float_ops")},
        "order_by": order_by,
        "account_type_regexes": [regexes],
        "start_name_regexes": [".*"],
        "trim_name_regexes": [],
        "show_name_regexes": [".*"],
        "hide_name_regexes": [],
        "account_displayed_op_only": True,
        "select": select,
        "output": "stdout",
        "dump_to_file": "",
    }


TRAINABLE_VARS_PARAMS_STAT_OPTIONS = _options(["params"], regexes=tfprof_logger.TRAINABLE_VARIABLES)
FLOAT_OPS_OPTIONS = _options(["float_ops"], order_by="float_ops", float_ops=1)
PRINT_ALL_TIMING_MEMORY = _options(["micros", "bytes"], bytes=1, micros=1)


def advise(graph, run_meta=None, tfprof_options=_DEFAULT_ADVISE_OPTIONS):
    """``tf.profiler.advise``. Replaces: tf.contrib.tfprof.model_analyzer.advise"""
    return tf.profiler.advise(graph, run_meta, tfprof_options)


def print_model_analysis(
    graph, run_meta=None, op_log=None, tfprof_cmd="scope", tfprof_options=_DEFAULT_PROFILE_OPTIONS
):
    """``tf.profiler.profile``. Replaces: tf.contrib.tfprof.model_analyzer.print_model_analysis"""
    return tf.profiler.profile(graph, run_meta, op_log, tfprof_cmd, tfprof_options)
