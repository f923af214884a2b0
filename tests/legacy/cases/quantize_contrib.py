"""``tf.contrib.quantize``: which fake quantizations it puts where, and what the graph computes then."""

import numpy as np
import tensorflow as tf

layers = tf.contrib.layers
quantize = tf.contrib.quantize
TOLERANCE = {"case_residual": (1e-3, "gradients of up to 170 are sums that cancel, in another order")}


def normal(*shape, **kwargs):
    return np.asarray(np.random.RandomState(kwargs.get("seed", 0)).randn(*shape), np.float32)


def batch_norm(training=True):
    return {
        "normalizer_fn": layers.batch_norm,
        "normalizer_params": {"is_training": training, "decay": 0.9, "fused": True},
    }


def source(op):
    """The operation's name; a variable is read by another one in TF2's graphs."""
    return "a variable" if op.type == "ReadVariableOp" or op.name.endswith("/read") else op.name


def described(loss_of, rewrite, steps=2, train=True, update=True):
    """The graph after `rewrite`, and some steps of gradient descent on it.

    With several layers an `update` of averages would race with the layers that read them.
    """
    outputs = loss_of()
    rewrite()
    variables = tf.global_variables()
    loss = tf.reduce_mean(tf.square(outputs))
    trained = tf.trainable_variables()
    gradients = tf.gradients(loss, trained)
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    result = {
        "variables": [v.name + str(v.get_shape()) for v in variables],
        "quantizations": [
            op.name + " < " + source(op.inputs[0].op)
            for op in tf.get_default_graph().get_operations()
            if op.type.startswith("FakeQuant") and not op.name.startswith("gradients/")
        ],
        "folds": [op.name for op in tf.get_default_graph().get_operations() if "old" in op.name.split("/")[-1]],
    }
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i, v in enumerate(trained):
            v.load(0.4 * normal(*v.get_shape().as_list(), seed=100 + i) + (1 if "gamma" in v.name else 0), sess)
        for step in range(steps):
            values = sess.run([loss, outputs] + gradients)
            result["outputs%d" % step] = values[1]
            if train:
                for i, g in enumerate(values[2:]):
                    result["grad%d_%d" % (step, i)] = g
                for v, g in zip(trained, values[2:]):
                    v.load(sess.run(v) - 0.1 * g, sess)
            sess.run(updates if update else [])
        for i, v in enumerate(variables):
            if v not in trained:
                result["after%d" % i] = sess.run(v)
    return result


def conv(normalized=True, activation=tf.nn.relu6, training=True, **kwargs):
    x = tf.constant(normal(2, 5, 5, 3))
    options = batch_norm(training)
    return layers.conv2d(
        x, 4, 3, activation_fn=activation, scope="conv", **dict(options if normalized else {}, **kwargs)
    )


def case_conv_bias():
    return described(lambda: conv(normalized=False), quantize.create_training_graph)


def case_conv_batch_norm():
    return described(conv, quantize.create_training_graph)


def case_conv_eval():
    return described(lambda: conv(training=False), quantize.create_eval_graph, train=False, steps=1)


def case_conv_no_scale():
    options = {"is_training": True, "decay": 0.9, "fused": True, "scale": False, "center": True}
    return described(lambda: conv(activation=tf.nn.relu, normalizer_params=options), quantize.create_training_graph)


def case_delay():
    return described(lambda: conv(), lambda: quantize.create_training_graph(quant_delay=1), steps=3)


def case_experimental():
    def rewrite():
        quantize.experimental_create_training_graph(
            weight_bits=4, activation_bits=6, symmetric=True, quant_delay=0, freeze_bn_delay=1
        )

    return described(conv, rewrite, steps=3)


def separable():
    options = batch_norm()
    x = tf.constant(normal(2, 6, 6, 3))
    x = layers.conv2d(x, 4, 3, stride=2, activation_fn=tf.nn.relu6, scope="Conv2d_0", **options)
    x = layers.separable_conv2d(x, None, 3, 1, activation_fn=tf.nn.relu6, scope="Conv2d_1_depthwise", **options)
    x = layers.conv2d(x, 5, 1, activation_fn=tf.nn.relu6, scope="Conv2d_1_pointwise", **options)
    x = tf.reduce_mean(x, [1, 2], keepdims=True)
    return tf.squeeze(layers.conv2d(x, 3, 1, activation_fn=None, scope="Logits"), [1, 2])


def case_mobilenet():
    """The layers of a MobileNet, in its order."""
    return described(separable, quantize.create_training_graph, update=False)


def residual():
    options = batch_norm()
    x = tf.constant(normal(2, 4, 4, 3))
    with tf.variable_scope("block"):
        y = layers.conv2d(x, 3, 3, activation_fn=None, scope="project", **options)
        y = tf.nn.relu(tf.add(y, x, name="add"))
        z = layers.conv2d(y, 3, 1, activation_fn=tf.nn.relu, scope="other") + y
    return layers.fully_connected(layers.flatten(z), 2, activation_fn=None, scope="fc")


def case_residual():
    return described(residual, quantize.create_training_graph, update=False)


def case_dense():
    def dense():
        x = layers.fully_connected(tf.constant(normal(4, 3)), 5, scope="one")
        return layers.fully_connected(x, 2, activation_fn=None, scope="two")

    return described(dense, lambda: quantize.experimental_create_training_graph(scope="one"))


def case_quant_ops():
    from tensorflow.contrib.quantize.python import quant_ops

    x = tf.constant(normal(4, 3))
    made = {
        "fixed": quant_ops.FixedQuantize(x, -1.0, 1.0),
        "last": quant_ops.LastValueQuantize(x, name_prefix="last", vars_collection="kept"),
        "channel": quant_ops.LastValueQuantize(
            x, per_channel=True, name_prefix="channel", num_bits=4, narrow_range=True
        ),
        "symmetric": quant_ops.MovingAvgQuantize(x, name_prefix="symmetric", symmetric=True, ema_decay=0.5),
        "narrow": quant_ops.LastValueQuantize(x, name_prefix="narrow", symmetric=True, narrow_range=True),
        "still": quant_ops.MovingAvgQuantize(x, is_training=False, init_min=-2.0, init_max=1.0, name_prefix="still"),
    }
    names = [v.name for v in tf.global_variables()]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(made)
        result = sess.run(made)
        result["values"] = np.hstack([np.ravel(sess.run(v)) for v in tf.global_variables()])
    result["names"] = names
    result["kept"] = [v.name for v in tf.get_collection("kept")]
    return result


def case_matcher():
    from tensorflow.contrib.quantize.python import graph_matcher as gm

    conv()
    relu = gm.OpTypePattern("Relu6|Relu", name="relu", inputs=[gm.OpTypePattern("*", name="below")])
    found = [
        (r.get_op("relu").name, r.get_op("below").type)
        for r in gm.GraphMatcher(relu).match_graph(tf.get_default_graph())
    ]
    missing = gm.GraphMatcher(gm.OpTypePattern("Elu")).match_op(tf.get_default_graph().get_operations()[0])
    return {"found": [" ".join(pair) for pair in found], "missing": str(missing)}


def case_training_ops():
    tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(conv()))
    try:
        quantize.create_training_graph()
    except ValueError as error:
        return {"error": str(error).split("{")[0].split("frozenset")[0]}
