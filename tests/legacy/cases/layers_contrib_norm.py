"""tf.contrib.layers: normalizations, with their averages, collections and gradients."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import layers


def numbers(*shape):
    return np.random.RandomState(7).uniform(-1, 1, shape).astype(np.float32)


def fixed(seed=3, scale=0.5):
    def initializer(shape, dtype=None, partition_info=None):
        return tf.constant(np.random.RandomState(seed).uniform(-scale, scale, [int(s) for s in shape]), dtype)

    return initializer


def run(fetches, feed=None):
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        return sess.run(fetches, feed)


def error(function):
    try:
        function()
    except Exception as e:
        return type(e).__name__
    return "none"


def names(*collections):
    """Every collection as one line: its name and what is in it."""
    return [c + ": " + " ".join(item.name for item in tf.get_collection(c)) for c in collections]


COLLECTIONS = ["trainable_variables", "model_variables", "regularization_losses"]


def train(shape, steps=3, collection="update_ops", **kwargs):
    """Some training steps of batch_norm, then outputs in both modes, gradients, averages."""
    x = tf.placeholder(tf.float32, [None] + list(shape[1:]))
    training = tf.placeholder(tf.bool, [])
    y = layers.batch_norm(x, is_training=kwargs.pop("is_training", training), **kwargs)
    updates = tf.get_collection(collection)
    gradients = tf.gradients(tf.reduce_sum(y * y * y), tf.trainable_variables() + [x])
    result = {"variables": [v.name + str(v.shape.as_list()) for v in tf.global_variables()]}
    result["collections"] = names(*(COLLECTIONS + ["moving_average_variables"]))
    result["updates"] = len(updates)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(steps):
            feed = {x: numbers(*shape) * (step + 1) + step, training: True}
            values = sess.run([y] + gradients, feed)
            sess.run(updates, feed)
        result.update({"train%d" % i: value for i, value in enumerate(values)})
        result["after"] = np.concatenate([v.ravel() for v in sess.run(tf.global_variables())])
        result["test"] = sess.run(y, {x: numbers(*shape) * 2, training: False})
    return result


def case_batch_norm():
    return train([6, 3])


def case_batch_norm_images():
    return train([3, 2, 2, 3])


def case_batch_norm_fused():
    return train([3, 2, 2, 3], fused=True, scale=True, decay=0.9)


def case_batch_norm_not_fused():
    return train([3, 2, 2, 3], fused=False, scale=True, decay=0.9)


def case_batch_norm_updates_now():
    return train([3, 2, 2, 3], updates_collections=None, is_training=True, decay=0.5)


def case_batch_norm_other_collection():
    return train([6, 3], updates_collections="mine", collection="mine", decay=0.5)


def case_batch_norm_zero_debias():
    return train([6, 3], zero_debias_moving_mean=True, fused=False, decay=0.9)


def case_batch_norm_scale_center_epsilon():
    return train([6, 3], scale=True, center=False, epsilon=0.1, activation_fn=tf.nn.relu)


def case_batch_norm_param_initializers():
    initializers = {
        "beta": tf.constant_initializer(0.5),
        "gamma": tf.constant_initializer(2.0),
        "moving_mean": tf.constant_initializer(0.25),
        "moving_variance": tf.constant_initializer(3.0),
    }
    return train(
        [6, 3], scale=True, param_initializers=initializers, param_regularizers={"beta": layers.l2_regularizer(1.0)}
    )


def case_batch_norm_renorm():
    return train([6, 3], renorm=True, renorm_clipping={"rmax": 1.1, "rmin": 0.9, "dmax": 0.1}, renorm_decay=0.9)


def case_batch_norm_weights():
    weights = tf.constant([1.0, 0.0, 2.0, 1.0])
    x = tf.constant(numbers(4, 3))
    y = layers.batch_norm(x, batch_weights=weights, is_training=True, updates_collections=None, decay=0.5)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        value = sess.run(y)
        return {"y": value, "after": np.concatenate([v.ravel() for v in sess.run(tf.global_variables())])}


def case_batch_norm_reuse():
    x = tf.constant(numbers(4, 3))
    layers.batch_norm(x, scope="bn")
    layers.batch_norm(x, scope="bn", reuse=True, is_training=False)
    with tf.variable_scope("outer"):
        layers.batch_norm(x, trainable=False)
        layers.batch_norm(x, is_training=False)
    return {
        "variables": [v.name for v in tf.global_variables()],
        "collections": names(*COLLECTIONS),
        "updates": len(tf.get_collection("update_ops")),
        "again": error(lambda: layers.batch_norm(x, scope="bn")),
    }


def case_batch_norm_errors():
    x = tf.constant(numbers(4, 3))
    return {
        "format": error(lambda: layers.batch_norm(x, data_format="NHCW")),
        "rank": error(lambda: layers.batch_norm(tf.placeholder(tf.float32))),
        "depth": error(lambda: layers.batch_norm(tf.placeholder(tf.float32, [2, None]))),
        "fused_weights": error(lambda: layers.batch_norm(x, fused=True, batch_weights=tf.ones([4]))),
        "fused_rank": error(lambda: layers.batch_norm(tf.constant(numbers(4, 3, 2)), fused=True)),
        "regularizers": error(lambda: layers.batch_norm(x, fused=True, param_regularizers={"beta": 1})),
    }


def norm(output):
    gradients = tf.gradients(tf.reduce_sum(output * output * output), tf.trainable_variables())
    values = run([output] + gradients)
    result = {"y%d" % i: v for i, v in enumerate(values)}
    result["variables"] = [v.name + str(v.shape.as_list()) for v in tf.global_variables()]
    result["collections"] = names(*COLLECTIONS)
    result["shape"] = str(output.shape.as_list())
    return result


def case_layer_norm():
    return norm(layers.layer_norm(tf.constant(numbers(4, 3))))


def case_layer_norm_three_dimensions():
    return norm(layers.layer_norm(tf.constant(numbers(2, 3, 4)), activation_fn=tf.nn.relu))


def case_layer_norm_begin_axes():
    return norm(layers.layer_norm(tf.constant(numbers(2, 3, 4)), begin_norm_axis=2, begin_params_axis=1, scope="ln"))


def case_layer_norm_no_scale():
    return norm(layers.layer_norm(tf.constant(numbers(2, 5)), scale=False, center=True, begin_norm_axis=-1))


def case_layer_norm_half():
    y = layers.layer_norm(tf.constant(numbers(2, 5).astype(np.float16)))
    return {"dtype": y.dtype.name, "variables": [v.dtype.base_dtype.name for v in tf.global_variables()]}


def case_instance_norm():
    return norm(layers.instance_norm(tf.constant(numbers(2, 3, 3, 2))))


def case_instance_norm_first():
    return norm(layers.instance_norm(tf.constant(numbers(2, 3, 3, 2)), data_format="NCHW", epsilon=0.1, scope="in"))


def case_group_norm():
    return norm(layers.group_norm(tf.constant(numbers(2, 3, 3, 4)), groups=2))


def case_group_norm_first():
    x = tf.constant(numbers(2, 4, 3, 3))
    return norm(layers.group_norm(x, groups=4, channels_axis=-3, reduction_axes=(-2, -1)))


def case_group_norm_mean_close_to_zero():
    return norm(layers.group_norm(tf.constant(numbers(2, 3, 3, 4)), groups=2, mean_close_to_zero=True, scale=False))


def case_norm_errors():
    x = tf.constant(numbers(2, 3, 3, 4))
    return {
        "groups": error(lambda: layers.group_norm(x, groups=3)),
        "too_many": error(lambda: layers.group_norm(x, groups=8)),
        "same_axis": error(lambda: layers.group_norm(x, groups=2, channels_axis=-1, reduction_axes=(-1, -2))),
        "layer_rank": error(lambda: layers.layer_norm(tf.placeholder(tf.float32))),
        "layer_axis": error(lambda: layers.layer_norm(x, begin_norm_axis=5)),
        "instance_format": error(lambda: layers.instance_norm(x, data_format="NHCW")),
        "unknown": error(lambda: layers.layer_norm(tf.placeholder(tf.float32, [2, None]))),
    }
