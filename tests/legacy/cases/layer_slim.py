"""A slim network with batch normalization, dropout and regularizers, and its training by hand: what TF1Layer wraps."""

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim

STEPS, RATE = 30, 0.05

TOLERANCE = {"case_trajectory": (1e-4, "thirty steps add up the rounding of the convolutions")}


def network(images, is_training=False):
    """[batch, 8, 8, 3] -> logits [batch, 5]."""
    batch_norm = {"is_training": is_training, "decay": 0.9}
    with slim.arg_scope(
        [slim.conv2d, slim.fully_connected],
        weights_regularizer=slim.l2_regularizer(0.01),
        normalizer_fn=slim.batch_norm,
        normalizer_params=batch_norm,
    ):
        net = slim.conv2d(images, 4, [3, 3], scope="conv1")
        net = slim.max_pool2d(net, [2, 2], scope="pool1")
        net = slim.repeat(net, 2, slim.conv2d, 4, [3, 3], scope="conv2")
        net = slim.flatten(net)
        net = slim.fully_connected(net, 6, scope="fc3")
        return slim.fully_connected(net, 5, activation_fn=None, normalizer_fn=None, scope="logits")


def start(names_and_shapes):
    """Fixed starting values by name."""
    values = {}
    for name, shape in sorted(names_and_shapes):
        numbers = np.random.RandomState(sum(map(ord, name))).uniform(-0.4, 0.4, shape)
        values[name] = (np.abs(numbers) + 0.5 if "variance" in name else numbers).astype(np.float32)
    return values


def batches():
    """Three batches, to be used again and again."""
    random = np.random.RandomState(1)
    images = random.uniform(-1, 1, [3, 8, 8, 8, 3]).astype(np.float32)
    return images, np.eye(5, dtype=np.float32)[random.randint(0, 5, [3, 8])]


def case_trajectory():
    images, labels = tf.placeholder(tf.float32, [None, 8, 8, 3]), tf.placeholder(tf.float32, [None, 5])
    logits = network(images, is_training=True)
    tf.losses.softmax_cross_entropy(labels, logits)
    loss = tf.losses.get_total_loss()
    optimizer = tf.train.MomentumOptimizer(RATE, 0.9)
    gradients = optimizer.compute_gradients(loss)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = optimizer.apply_gradients(gradients)
    with tf.variable_scope("", reuse=True):
        predictions = network(images)
    variables = slim.get_model_variables()
    x, y = batches()
    found = {"names": [v.op.name for v in variables]}
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for name, value in start([(v.op.name, v.shape.as_list()) for v in variables]).items():
            sess.run([v.initializer for v in variables if v.op.name == name], {initial(variables, name): value})
        feed = {images: x[0], labels: y[0]}
        found["predictions"] = sess.run(predictions, feed)
        for gradient, variable in gradients:
            found["gradient/" + variable.op.name] = sess.run(gradient, feed)
        losses = []
        for step in range(STEPS):
            losses.append(sess.run([loss, train], {images: x[step % 3], labels: y[step % 3]})[0])
        found["losses"] = np.array(losses)
        for variable in variables:
            found["after/" + variable.op.name] = sess.run(variable)
        found["predictions_after"] = sess.run(predictions, feed)
    return found


def initial(variables, name):
    """The tensor that a variable starts from."""
    return [v.initial_value for v in variables if v.op.name == name][0]
