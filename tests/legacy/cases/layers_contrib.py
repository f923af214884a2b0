"""tf.contrib.layers: the layers that compute, with names, collections, gradients."""

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


TOLERANCE = {"case_conv2d_options": (1e-4, "the gradient through a normalization is a difference of near equals")}
COLLECTIONS = ["trainable_variables", "model_variables", "regularization_losses"]


def with_gradients(output, *collections):
    """Output, gradients of the variables, names and collections."""
    variables = tf.trainable_variables()
    gradients = tf.gradients(tf.reduce_sum(output * output), variables)
    values = run([output] + gradients)
    result = {"y": values[0], "shape": str(output.shape.as_list()), "name": output.op.name}
    result["variables"] = [v.name + str(v.shape.as_list()) for v in tf.global_variables()]
    result["collections"] = names(*(COLLECTIONS + list(collections)))
    result.update({"g%d" % i: value for i, value in enumerate(values[1:])})
    return result


def case_fully_connected():
    x = tf.constant(numbers(4, 3))
    return with_gradients(layers.fully_connected(x, 2, weights_initializer=fixed()))


def case_fully_connected_options():
    x = tf.constant(numbers(2, 3, 4))
    y = layers.fully_connected(
        x,
        2,
        activation_fn=tf.tanh,
        normalizer_fn=layers.layer_norm,
        weights_initializer=fixed(),
        weights_regularizer=layers.l2_regularizer(0.5),
        outputs_collections="outputs",
        variables_collections={"weights": ["mine"], "biases": ["yours"]},
        scope="fc",
    )
    result = with_gradients(y, "mine", "yours", "outputs")
    result["alias"] = tf.get_collection("outputs")[0].aliases
    return result


def case_fully_connected_default_initializer():
    layers.fully_connected(tf.ones([1, 100]), 100)
    layers.fully_connected(tf.ones([1, 100]), 100, scope="fully_connected", reuse=True)
    weights, biases = run(tf.global_variables())
    limit = np.sqrt(6.0 / 200)
    return {
        "inside": bool((np.abs(weights) <= limit).all()),
        "wide": bool(np.abs(weights).max() > 0.95 * limit),
        "biases": biases,
        "names": [v.name for v in tf.global_variables()],
    }


def case_fully_connected_errors():
    x = tf.constant(numbers(4, 3))
    layers.fully_connected(x, 2, scope="a")
    return {
        "again": error(lambda: layers.fully_connected(x, 2, scope="a")),
        "units": error(lambda: layers.fully_connected(x, 2.5)),
        "scope": error(lambda: layers.fully_connected(x, 2, reuse=True)),
        "rank": error(lambda: layers.fully_connected(tf.placeholder(tf.float32), 2)),
        "depth": error(lambda: layers.fully_connected(tf.placeholder(tf.float32, [2, None]), 2)),
    }


def case_linear_relu_and_friends():
    x = tf.constant(numbers(4, 3))
    outputs = [f(x, 2, weights_initializer=fixed()) for f in (layers.linear, layers.relu, layers.relu6, layers.elu)]
    values = run(outputs)
    result = {"y%d" % i: v for i, v in enumerate(values)}
    result["names"] = [v.name for v in tf.global_variables()]
    return result


def case_legacy_fully_connected():
    x = tf.constant(numbers(4, 2, 3))
    y = layers.legacy_fully_connected(
        x, 2, activation_fn=tf.nn.relu, weight_init=fixed(), weight_regularizer=tf.nn.l2_loss
    )
    result = with_gradients(y, "weights", "biases", "activations")
    result["linear"] = run(layers.legacy_linear(x, 2, weight_init=fixed(), bias_init=None))
    return result


def case_conv2d():
    x = tf.constant(numbers(2, 5, 5, 3))
    return with_gradients(layers.conv2d(x, 2, 3, weights_initializer=fixed()))


def case_conv2d_options():
    x = tf.constant(numbers(1, 6, 6, 2))
    y = layers.conv2d(
        x,
        3,
        [3, 2],
        stride=2,
        padding="VALID",
        activation_fn=None,
        normalizer_fn=layers.batch_norm,
        normalizer_params={"is_training": True},
        weights_initializer=fixed(),
        weights_regularizer=layers.l1_regularizer(0.1),
    )
    result = with_gradients(y)
    result["updates"] = len(tf.get_collection("update_ops"))
    return result


def case_conv2d_rate():
    return with_gradients(layers.conv2d(tf.constant(numbers(1, 7, 7, 2)), 2, 3, rate=2, weights_initializer=fixed()))


def case_conv1d_and_conv3d():
    one = layers.conv1d(tf.constant(numbers(2, 6, 2)), 2, 3, weights_initializer=fixed())
    three = layers.conv3d(tf.constant(numbers(1, 3, 3, 3, 2)), 2, 2, weights_initializer=fixed())
    a, b = run([one, three])
    return {"one": a, "three": b, "names": [v.name + str(v.shape.as_list()) for v in tf.global_variables()]}


def case_conv2d_transpose():
    x = tf.constant(numbers(1, 3, 3, 2))
    return with_gradients(layers.conv2d_transpose(x, 2, 3, stride=2, weights_initializer=fixed()))


def case_conv3d_transpose():
    x = tf.constant(numbers(1, 2, 2, 2, 2))
    y = layers.conv3d_transpose(x, 2, 2, stride=2, padding="VALID", weights_initializer=fixed(), activation_fn=None)
    return with_gradients(y)


def case_conv2d_in_plane():
    x = tf.constant(numbers(1, 5, 5, 2))
    return with_gradients(layers.conv2d_in_plane(x, [1, 2], weights_initializer=fixed()))


def case_separable_conv2d():
    x = tf.constant(numbers(1, 6, 6, 2))
    return with_gradients(layers.separable_conv2d(x, 3, 3, 2, stride=2, weights_initializer=fixed()))


def case_separable_conv2d_depthwise_only():
    x = tf.constant(numbers(1, 6, 6, 2))
    return with_gradients(layers.separable_conv2d(x, None, 3, 2, weights_initializer=fixed(), rate=2))


def case_pools():
    x, x3 = tf.constant(numbers(1, 5, 6, 2)), tf.constant(numbers(1, 4, 4, 4, 1))
    outputs = [
        layers.max_pool2d(x, 2),
        layers.max_pool2d(x, [3, 3], stride=1, padding="SAME", scope="named"),
        layers.avg_pool2d(x, [2, 3], outputs_collections="o"),
        layers.max_pool3d(x3, 2),
        layers.avg_pool3d(x3, 2),
    ]
    result = {"y%d" % i: v for i, v in enumerate(run(outputs))}
    result["names"] = [t.op.name for t in outputs] + names("o")
    return result


def case_channels_first_shapes():
    x = tf.placeholder(tf.float32, [2, 3, 6, 6])
    outputs = [
        layers.conv2d(x, 2, 3, data_format="NCHW"),
        layers.max_pool2d(x, 2, data_format="NCHW"),
        layers.conv2d_transpose(x, 2, 3, stride=2, data_format="NCHW"),
        layers.bias_add(x, data_format="NCHW"),
    ]
    return {"shapes": [str(t.shape.as_list()) for t in outputs], "variables": [v.name for v in tf.global_variables()]}


def case_conv_errors():
    x = tf.constant(numbers(1, 5, 5, 2))
    return {
        "format": error(lambda: layers.conv2d(x, 2, 3, data_format="CHWN")),
        "rank": error(lambda: layers.conv2d(x[0], 2, 3)),
        "stride_rate": error(lambda: layers.conv2d(x, 2, 3, stride=2, rate=2)),
        "depth": error(lambda: layers.conv2d(tf.placeholder(tf.float32, [1, 5, 5, None]), 2, 3)),
        "pool": error(lambda: layers.max_pool2d(x, 2, data_format="CHWN")),
        "transpose": error(lambda: layers.conv2d_transpose(x, 2, 3, data_format="CHWN")),
        "padding": error(lambda: layers.conv2d(x, 2, 3, padding="FULL")),
    }


def case_bias_add():
    x = tf.constant(numbers(2, 3))
    return with_gradients(layers.bias_add(x, tf.nn.relu, initializer=fixed(), regularizer=layers.l2_regularizer(0.1)))


def case_dropout():
    x = tf.ones([4, 5])
    with tf.contrib.framework.arg_scope([layers.dropout], keep_prob=0.25):
        outputs = [
            layers.dropout(x, seed=1),
            layers.dropout(x, keep_prob=0.5, seed=2, noise_shape=[4, 1]),
            layers.dropout(x, is_training=False),
        ]
    return {"y%d" % i: v for i, v in enumerate(run(outputs))}


def case_flatten():
    x = tf.constant(numbers(2, 3, 2))
    y = layers.flatten(x, outputs_collections="o")
    unknown = layers.flatten(tf.placeholder(tf.float32, [None, 3, None]))
    batch = layers.flatten(tf.placeholder(tf.float32, [None, 3, 2]))
    return {
        "y": run(y),
        "shapes": [str(t.shape.as_list()) for t in (y, unknown, batch)],
        "names": names("o"),
        "rank": error(lambda: layers.flatten(tf.placeholder(tf.float32))),
        "one": error(lambda: layers.flatten(tf.placeholder(tf.float32, [5]))),
    }


def case_one_hot_encoding():
    labels = tf.constant([2, 0, 1])
    outputs = [layers.one_hot_encoding(labels, 3), layers.one_hot_encoding(labels, num_classes=4, on_value=5.0)]
    a, b = run(outputs)
    return {"a": a, "b": b, "dtype": outputs[0].dtype.name}


def case_softmax_unit_norm_maxout():
    x = tf.constant(numbers(2, 3, 4))
    outputs = [layers.softmax(x), layers.unit_norm(x, 1), layers.maxout(x, 2), layers.maxout(x, 3, axis=1)]
    result = {"y%d" % i: v for i, v in enumerate(run(outputs))}
    result["shapes"] = [str(t.shape.as_list()) for t in outputs]
    result["errors"] = [error(lambda: layers.maxout(x, 3)), error(lambda: layers.unit_norm(x, 4))]
    return result


def case_spatial_softmax():
    x = tf.constant(numbers(2, 3, 4, 2))
    outputs = [
        layers.spatial_softmax(x),
        layers.spatial_softmax(x, temperature=0.5),
        layers.spatial_softmax(x, trainable=False),
    ]
    result = {"y%d" % i: v for i, v in enumerate(run(outputs))}
    result["variables"] = [v.name for v in tf.global_variables()] + [v.name for v in tf.trainable_variables()]
    return result


def case_gdn():
    x = tf.constant(numbers(1, 3, 3, 2))
    outputs = [layers.gdn(x), layers.gdn(x, inverse=True)]
    gradients = tf.gradients(outputs[0], tf.trainable_variables()[:2])
    result = {"y%d" % i: v for i, v in enumerate(run(outputs + gradients))}
    result["variables"] = [v.name + str(v.shape.as_list()) for v in tf.global_variables()]
    return result


def case_sequence_to_images_and_back():
    x = tf.constant(numbers(4, 6, 2))
    images = layers.sequence_to_images(x, 3)
    back = layers.images_to_sequence(images)
    a, b = run([images, back])
    return {"images": a, "back": b, "shapes": [str(images.shape.as_list()), str(back.shape.as_list())]}


def case_repeat_and_stack():
    x = tf.constant(numbers(2, 4, 4, 2))
    y = layers.repeat(x, 2, layers.conv2d, 2, 3, scope="conv1", weights_initializer=fixed())
    z = layers.stack(layers.flatten(y), layers.fully_connected, [3, 2], scope="fc", weights_initializer=fixed())
    w = layers.stack(x, layers.conv2d, [(2, [1, 1]), (3, [2, 2])], weights_initializer=fixed())
    a, b, c = run([y, z, w])
    return {"y": a, "z": b, "w": c, "variables": [v.name for v in tf.global_variables()], "ops": [y.op.name, z.op.name]}


def case_dense_to_sparse():
    sparse = layers.dense_to_sparse(tf.constant([[1, 0, 2], [0, 0, 3]]), eos_token=0)
    value = run(sparse)
    return {"indices": value.indices, "values": value.values, "shape": value.dense_shape}


def case_scale_gradient():
    x = tf.constant(numbers(3))
    y = layers.scale_gradient(x, 0.5)
    value, gradient = run([y, tf.gradients(y * y, x)[0]])
    return {"y": value, "g": gradient}


def case_recompute_grad():
    @layers.recompute_grad
    def block(x):
        return layers.fully_connected(x, 3, weights_initializer=fixed(), scope="inner")

    with tf.variable_scope("outer", use_resource=True):
        y = block(tf.constant(numbers(2, 3)))
    return with_gradients(y)


def case_rev_block():
    def f(x):
        return layers.fully_connected(x, 2, weights_initializer=fixed(5), activation_fn=tf.tanh)

    def g(x):
        return layers.fully_connected(x, 2, weights_initializer=fixed(6), activation_fn=tf.tanh)

    x1, x2 = tf.constant(numbers(3, 2)), tf.constant(numbers(3, 2) + 1)
    y1, y2 = layers.rev_block(x1, x2, f, g, num_layers=2)
    return with_gradients(y1 + 2 * y2)


def case_convolution_aliases():
    same = [
        layers.conv2d is layers.convolution2d,
        layers.conv1d is layers.convolution1d,
        layers.conv3d is layers.convolution3d,
        layers.conv2d_transpose is layers.convolution2d_transpose,
        layers.separable_conv2d is layers.separable_convolution2d,
        layers.conv2d_in_plane is layers.convolution2d_in_plane,
    ]
    y = layers.convolution(tf.constant(numbers(1, 5, 5, 2)), 2, 3, weights_initializer=fixed())
    return {"same": same, "y": run(y), "names": [v.name for v in tf.global_variables()]}
