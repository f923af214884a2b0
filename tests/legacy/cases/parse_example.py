"""``tf.parse_example`` on TF 1.15: what is known of its results where nothing is known of the serialized examples."""

import numpy as np
import tensorflow as tf

FEATURES = {
    "x": tf.FixedLenFeature([2], tf.float32),
    "y": tf.VarLenFeature(tf.int64),
    "z": tf.FixedLenFeature([], tf.string, default_value="none"),
    "s": tf.FixedLenSequenceFeature([], tf.float32, allow_missing=True),
    "sparse": tf.SparseFeature("index", "value", tf.float32, 5),
}


def _example(**lists):
    kinds = {"f": "float_list", "i": "int64_list"}
    types = {"f": tf.train.FloatList, "i": tf.train.Int64List}
    features = {}
    for name, (kind, values) in lists.items():
        features[name] = tf.train.Feature(**{kinds[kind]: types[kind](value=values)})
    return tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString()


def case_placeholder_without_a_shape():
    """As a model is exported for serving: dense features have a rank, so layers can be built on them."""
    with tf.Graph().as_default(), tf.Session() as sess:
        serialized = tf.placeholder(tf.string, name="tf_example")
        parsed = tf.parse_example(serialized, FEATURES)
        dense = tf.layers.dense(parsed["x"], 2, kernel_initializer=tf.ones_initializer())
        shapes = [str(parsed[name].shape.as_list()) for name in ("x", "z", "s")]
        sess.run(tf.global_variables_initializer())
        first = _example(x=("f", [1, 2]), y=("i", [7, 8]), s=("f", [1, 2, 3]), index=("i", [2]), value=("f", [9]))
        second = _example(x=("f", [3, 4]))
        values, out = sess.run([parsed, dense], {serialized: [first, second]})
        return {
            "shapes": shapes,
            "x": values["x"],
            "y": values["y"].values,
            "z": [text.decode() for text in values["z"]],
            "s": values["s"],
            "sparse": np.concatenate([values["sparse"].indices.ravel(), values["sparse"].values]),
            "out": out,
        }


def case_one_alone_is_refused():
    """A scalar is `tf.parse_single_example`'s."""
    with tf.Graph().as_default():
        try:
            tf.parse_example(tf.placeholder(tf.string, []), FEATURES)
        except ValueError as error:
            return {"error": type(error).__name__, "says": str("rank 1 but is rank 0" in str(error))}
    return {"error": "none", "says": "nothing"}
