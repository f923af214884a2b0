"""``tf.contrib.estimator``'s receivers of training examples, and XLA's check of arguments."""

import numpy as np
import tensorflow as tf


def case_raw():
    features = {"x": tf.placeholder(tf.float32, [None, 2], name="x"), "n": tf.constant(np.array([[1, 2]], np.int64))}
    label = tf.placeholder(tf.int64, [None], name="y")
    receiver = tf.contrib.estimator.build_raw_supervised_input_receiver_fn(features, label)()
    return {
        "kind": type(receiver).__name__,
        "features": [k + str(v.shape.as_list()) + v.dtype.name for k, v in sorted(receiver.features.items())],
        "labels": receiver.labels.dtype.name,
        "received": sorted(receiver.receiver_tensors),
    }


def case_from_input_fn():
    def input_fn(size):
        return {"x": tf.zeros([size, 2])}, tf.ones([size], tf.int64)

    make = tf.contrib.estimator.build_supervised_input_receiver_fn_from_input_fn
    receiver = make(input_fn, size=3)()
    return {
        "kind": type(receiver).__name__,
        "features": [k + str(v.shape.as_list()) + v.dtype.name for k, v in sorted(receiver.features.items())],
        "labels": receiver.labels.dtype.name,
        "received": sorted(receiver.receiver_tensors),
    }


def case_argument_count():
    check = tf.contrib.compiler.xla.check_function_argument_count
    functions = [lambda: 0, lambda a, b: 0, lambda a, b=1: 0, lambda *args: 0]
    return {"said": ["%s" % check(f, n, None) for f in functions for n in (0, 1, 2, 3)]}
