"""Replaces: ``tf.contrib.input_pipeline``: the strings of a list, one after the other."""

import random

import tensorflow.compat.v1 as tf

__all__ = ["obtain_next", "seek_next"]


def obtain_next(string_list_tensor, counter):
    """The next string: moves `counter`, an int64 variable that starts at -1, on by one, from the end to the start.

    Replaces: tf.contrib.input_pipeline.obtain_next
    """
    with tf.name_scope("obtain_next"):
        size = tf.size(string_list_tensor, out_type=tf.int64)
        return tf.gather(string_list_tensor, tf.assign(counter, tf.mod(counter + 1, size)))


def seek_next(string_list, shuffle=False, seed=None, num_epochs=None):
    """The next string of a list, at each run.

    Args:
        string_list: a list of strings; it is shuffled in place.
        shuffle: whether.
        seed: for it.
        num_epochs: how often through the list, before OutOfRangeError; for ever if None.

    Replaces: tensorflow.contrib.input_pipeline.python.ops.input_pipeline_ops.seek_next
    """
    if shuffle and seed:
        random.seed(seed)
    expanded = []
    for _ in range(num_epochs or 1):
        if shuffle:
            random.shuffle(string_list)
        expanded += string_list
    with tf.variable_scope("obtain_next"):
        start = tf.constant(-1, dtype=tf.int64)
        counter = tf.get_variable("obtain_next_counter", initializer=start, dtype=tf.int64, trainable=False)
        strings = tf.get_variable(
            "obtain_next_expanded_list", initializer=tf.constant(expanded), dtype=tf.string, trainable=False
        )
        if not num_epochs:
            return obtain_next(strings, counter)
        passed = tf.get_variable(
            "obtain_next_filename_counter",
            initializer=tf.constant(0, dtype=tf.int64),
            dtype=tf.int64,
            trainable=False,
        )
        with tf.control_dependencies([passed.count_up_to(len(expanded))]):
            return obtain_next(strings, counter)
