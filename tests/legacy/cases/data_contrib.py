"""``tf.contrib.data``."""

import numpy as np
import tensorflow as tf

data = tf.contrib.data


def elements(dataset):
    """All elements, as strings."""
    following = tf.data.make_one_shot_iterator(dataset).get_next()
    out = []
    with tf.Session() as sess:
        try:
            while True:
                value = sess.run(following)
                out.append(str([np.asarray(v).tolist() for v in tf.contrib.framework.nest.flatten(value)]))
        except tf.errors.OutOfRangeError:
            return out


def numbers(n):
    return tf.data.Dataset.range(n)


def case_transformations():
    pairs = tf.data.Dataset.zip((numbers(5), numbers(5).map(lambda x: x * 10)))
    reducer = data.Reducer(lambda _: tf.constant(0, tf.int64), lambda s, x: s + x, lambda s: s * 2)
    lengths = numbers(6).map(lambda x: tf.range(x + 1))
    result = {
        "drop": elements(numbers(5).apply(data.batch_and_drop_remainder(2))),
        "padded": elements(lengths.apply(data.padded_batch_and_drop_remainder(4, [None]))),
        "sliding": elements(numbers(7).apply(data.sliding_window_batch(3, stride=2))),
        "sliding2": elements(pairs.apply(data.sliding_window_batch(2, window_shift=1, window_stride=2))),
        "map_and_batch": elements(numbers(5).apply(data.map_and_batch(lambda x: x + 1, 2, drop_remainder=True))),
        "enumerate": elements(numbers(2).apply(data.enumerate_dataset(start=3))),
        "scan": elements(numbers(4).apply(data.scan(tf.constant(0, tf.int64), lambda s, x: (s + x, s)))),
        "unbatch": elements(numbers(4).batch(2).apply(data.unbatch())),
        "unique": elements(numbers(6).map(lambda x: x % 3).apply(data.unique())),
        "repeat": elements(numbers(3).apply(data.shuffle_and_repeat(1, count=2))),
        "interleave": elements(numbers(3).apply(data.parallel_interleave(lambda x: numbers(2), cycle_length=1))),
        "choose": elements(data.choose_from_datasets([numbers(3), numbers(9)], numbers(2).repeat(2))),
        "window": elements(
            numbers(6).apply(data.group_by_window(lambda x: x % 2, lambda _, d: d.batch(2), window_size=2))
        ),
        "grouped": elements(numbers(6).apply(data.group_by_reducer(lambda x: x % 2, reducer))),
        "ignore": elements(
            numbers(3)
            .map(lambda x: tf.check_numerics(1.0 / tf.cast(x, tf.float32), "zero"))
            .apply(data.ignore_errors())
        ),
        "counter": elements(data.Counter(2, 3).take(3)),
        "bucketed": sorted(
            elements(lengths.apply(data.bucket_by_sequence_length(lambda x: tf.shape(x)[0], [3], [2, 2])))
        ),
        "asserted": elements(numbers(4).batch(2).apply(data.assert_element_shape(tf.TensorShape([2])))),
    }
    with tf.Session() as sess:
        result["reduced"] = sess.run(data.reduce_dataset(numbers(5), reducer))
        result["single"] = sess.run(data.get_single_element(numbers(1)))
    return result


def case_shapes_and_errors():
    def both():
        return data.sliding_window_batch(2, stride=1, window_shift=1)

    def wrong():
        return elements(numbers(3).batch(2).apply(data.assert_element_shape(tf.TensorShape([2]))))

    def static():
        return numbers(3).apply(data.assert_element_shape(tf.TensorShape([2])))

    def error(f):
        try:
            f()
        except Exception as e:
            return type(e).__name__
        return "none"

    asserted = numbers(4).batch(2).apply(data.assert_element_shape(tf.TensorShape([2])))
    dropped = numbers(4).apply(data.batch_and_drop_remainder(3))
    slid = numbers(4).apply(data.sliding_window_batch(3))
    return {
        "errors": [error(both), error(wrong), error(static)],
        "asserted": str(tf.data.get_output_shapes(asserted).as_list()),
        "dropped": str(tf.data.get_output_shapes(dropped).as_list()),
        "slid": str(tf.data.get_output_shapes(slid).as_list()),
    }
