"""tf.layers' convolutions and pooling: outputs, gradients, shapes, names, formats, errors."""

import numpy as np
import tensorflow as tf


def numbers(*shape):
    return np.random.RandomState(7).uniform(-1, 1, shape).astype(np.float32)


def fixed(seed=3, scale=0.5):
    def initializer(shape, dtype=None, partition_info=None):
        return tf.constant(np.random.RandomState(seed).uniform(-scale, scale, [int(s) for s in shape]), dtype)

    return initializer


def run(fetches, feed=None):
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(fetches, feed)


def error(function):
    try:
        function()
    except Exception as e:
        return type(e).__name__
    return "none"


def with_gradients(output):
    """Output, gradients of all variables, their names and shapes, by name."""
    variables = tf.global_variables()
    gradients = tf.gradients(tf.reduce_sum(output * output), variables)
    values = run([output] + gradients)
    result = {"y": values[0], "shape": str(output.shape.as_list()), "name": output.op.name}
    result["variables"] = [v.name + str(v.shape.as_list()) for v in variables]
    result.update({"g%d" % i: value for i, value in enumerate(values[1:])})
    return result


def case_conv2d():
    x = tf.constant(numbers(2, 6, 5, 3))
    return with_gradients(tf.layers.conv2d(x, 2, 3, 2, "same", activation=tf.nn.relu, kernel_initializer=fixed()))


def case_conv2d_valid_dilated():
    x = tf.constant(numbers(1, 7, 7, 2))
    return with_gradients(tf.layers.conv2d(x, 2, [3, 2], dilation_rate=(2, 1), kernel_initializer=fixed()))


def case_conv2d_no_bias_named():
    x = tf.constant(numbers(1, 4, 4, 1))
    with tf.variable_scope("outer"):
        return with_gradients(tf.layers.conv2d(x, 2, 2, use_bias=False, kernel_initializer=fixed(), name="c"))


def case_conv1d():
    x = tf.constant(numbers(2, 6, 3))
    return with_gradients(tf.layers.conv1d(x, 2, 3, padding="same", dilation_rate=2, kernel_initializer=fixed()))


def case_conv1d_strided():
    return with_gradients(tf.layers.conv1d(tf.constant(numbers(2, 7, 3)), 2, 3, 2, kernel_initializer=fixed()))


def case_conv3d():
    x = tf.constant(numbers(1, 4, 4, 4, 2))
    return with_gradients(tf.layers.conv3d(x, 2, (2, 3, 2), 2, "same", kernel_initializer=fixed()))


def case_separable_conv1d():
    x = tf.constant(numbers(2, 6, 3))
    y = tf.layers.separable_conv1d(
        x, 2, 3, padding="same", depth_multiplier=2, depthwise_initializer=fixed(), pointwise_initializer=fixed(5)
    )
    return with_gradients(y)


def case_separable_conv2d():
    x = tf.constant(numbers(2, 6, 6, 3))
    y = tf.layers.separable_conv2d(
        x, 2, 3, strides=2, depth_multiplier=2, depthwise_initializer=fixed(), pointwise_initializer=fixed(5)
    )
    return with_gradients(y)


def case_separable_conv2d_dilated():
    x = tf.constant(numbers(1, 7, 7, 2))
    y = tf.layers.separable_conv2d(
        x, 2, 3, dilation_rate=2, use_bias=False, depthwise_initializer=fixed(), pointwise_initializer=fixed(5)
    )
    return with_gradients(y)


def case_conv2d_transpose():
    x = tf.constant(numbers(2, 3, 4, 2))
    return with_gradients(tf.layers.conv2d_transpose(x, 3, 3, 2, "same", kernel_initializer=fixed()))


def case_conv2d_transpose_valid():
    x = tf.constant(numbers(1, 3, 4, 2))
    return with_gradients(tf.layers.conv2d_transpose(x, 2, (3, 2), (2, 3), "valid", kernel_initializer=fixed()))


def case_conv3d_transpose():
    x = tf.constant(numbers(1, 2, 2, 3, 2))
    return with_gradients(tf.layers.conv3d_transpose(x, 2, 2, 2, "same", kernel_initializer=fixed()))


def case_conv_unknown_shapes():
    x = tf.placeholder(tf.float32, [None, None, None, 3])
    same = tf.layers.conv2d(x, 2, 3, 2, "same", kernel_initializer=fixed())
    up = tf.layers.conv2d_transpose(x, 2, 3, 2, "same", kernel_initializer=fixed())
    pool = tf.layers.max_pooling2d(x, 2, 2)
    a, b, c = run([same, up, pool], {x: numbers(1, 4, 5, 3)})
    return {
        "a": a,
        "b": b,
        "c": c,
        "shapes": [str(t.shape.as_list()) for t in (same, up, pool)],
        "static": str(tf.layers.conv2d(tf.placeholder(tf.float32, [None, 9, 9, 3]), 2, 3, 2).shape.as_list()),
    }


def case_channels_first_graph():
    x = tf.placeholder(tf.float32, [2, 3, 6, 5])
    outputs = [
        tf.layers.conv2d(x, 2, 3, data_format="channels_first"),
        tf.layers.conv2d_transpose(x, 2, 3, 2, data_format="channels_first"),
        tf.layers.max_pooling2d(x, 2, 2, data_format="channels_first"),
        tf.layers.conv1d(tf.placeholder(tf.float32, [2, 3, 6]), 2, 3, data_format="channels_first"),
        tf.layers.separable_conv2d(x, 2, 3, data_format="channels_first"),
    ]
    return {
        "shapes": [str(t.shape.as_list()) for t in outputs],
        "variables": [v.name + str(v.shape.as_list()) for v in tf.global_variables()],
    }


def case_names():
    x = tf.constant(numbers(1, 8, 8, 1))
    for _ in range(2):
        tf.layers.conv2d(x, 1, 2)
        tf.layers.separable_conv2d(x, 1, 2)
        tf.layers.conv2d_transpose(x, 1, 2)
    tf.layers.conv1d(x[:, :, :, 0], 1, 2)
    tf.layers.conv3d(x[:, :, :, :, tf.newaxis], 1, [2, 2, 1])
    pools = [tf.layers.max_pooling2d(x, 2, 2), tf.layers.max_pooling2d(x, 2, 2), tf.layers.average_pooling2d(x, 2, 2)]
    return {"variables": [v.name for v in tf.global_variables()], "pools": [p.op.name for p in pools]}


def case_pooling():
    x1, x2, x3 = tf.constant(numbers(2, 6, 2)), tf.constant(numbers(2, 5, 6, 2)), tf.constant(numbers(1, 4, 4, 4, 1))
    outputs = [
        tf.layers.max_pooling1d(x1, 2, 2),
        tf.layers.average_pooling1d(x1, 3, 1, padding="same"),
        tf.layers.max_pooling2d(x2, [2, 3], 2),
        tf.layers.average_pooling2d(x2, 2, 2, padding="same"),
        tf.layers.max_pooling3d(x3, 2, 2),
        tf.layers.average_pooling3d(x3, 2, 2),
        tf.layers.MaxPooling2D(3, 1)(x2),
    ]
    result = {"y%d" % i: value for i, value in enumerate(run(outputs))}
    result["names"] = [t.op.name for t in outputs]
    return result


def case_regularized_once():
    x = tf.constant(numbers(1, 4, 4, 1))
    l1 = lambda v: tf.reduce_sum(tf.abs(v))  # noqa: E731
    tf.layers.conv2d(x, 1, 2, kernel_regularizer=l1, kernel_initializer=fixed(), name="c")
    tf.layers.conv2d(x, 1, 2, kernel_regularizer=l1, name="c", reuse=True)
    tf.layers.separable_conv2d(
        x,
        1,
        2,
        depthwise_regularizer=l1,
        pointwise_regularizer=l1,
        depthwise_initializer=fixed(),
        pointwise_initializer=fixed(),
    )
    losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    return {"names": [t.name for t in losses], "values": run(losses)}


def case_errors():
    x = tf.constant(numbers(1, 4, 4, 1))
    return {
        "format": error(lambda: tf.layers.conv2d(x, 1, 2, data_format="invalid")),
        "strides": error(lambda: tf.layers.conv2d(x, 1, 2, strides=(1, 2, 3))),
        "strides_none": error(lambda: tf.layers.conv2d(x, 1, 2, strides=None)),
        "kernel": error(lambda: tf.layers.conv2d(x, 1, (1, 2, 3))),
        "kernel_none": error(lambda: tf.layers.conv2d(x, 1, None)),
        "padding": error(lambda: tf.layers.conv2d(x, 1, 2, padding="full")),
        "rank": error(lambda: tf.layers.conv2d(x[0], 1, 2)),
        "channels": error(lambda: tf.layers.conv2d(tf.placeholder(tf.float32, [1, 4, 4, None]), 1, 2)),
        "pool_format": error(lambda: tf.layers.max_pooling2d(x, 2, 2, data_format="invalid")),
        "pool_strides": error(lambda: tf.layers.max_pooling2d(x, 2, strides=(1, 2, 3))),
        "pool_size": error(lambda: tf.layers.max_pooling2d(x, (1, 2, 3), 1)),
        "dilated_and_strided": error(lambda: tf.layers.conv2d(x, 1, 2, strides=2, dilation_rate=2)),
    }
