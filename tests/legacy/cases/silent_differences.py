"""What TF1 computes where Keras 3 silently computes something else; tests/test_numerics.py holds Keras against it."""

import numpy as np
import tensorflow as tf


def pictures():
    return np.float32(np.random.RandomState(0).standard_normal([2, 4, 4, 3]))


def run(fetches, *updates):
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for update in updates:
            sess.run(update)
        return sess.run(fetches)


def case_batch_norm():
    """tf.layers (fused) and slim on [2, 4, 4, 3]: the training output, and the moving variance after one step."""
    x = tf.constant(pictures())
    layers = tf.layers.batch_normalization(x, training=True, name="layers")
    slim = tf.contrib.layers.batch_norm(x, is_training=True, scope="slim")
    found = run([layers, slim], tf.get_collection(tf.GraphKeys.UPDATE_OPS))
    names = sorted(v.name for v in tf.global_variables())
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
        moving = {v.op.name: sess.run(v) for v in tf.global_variables() if "moving" in v.op.name}
    return dict(moving, layers=found[0], slim=found[1], names=names)


def case_layer_norm():
    """contrib's on [2, 4, 3]: over all axes but the first."""
    return {"output": run(tf.contrib.layers.layer_norm(tf.constant(pictures()[:, 0])))}


def case_initializers():
    """Deviations of large matrices from op-level seeds."""
    made = {
        "xavier_normal": tf.contrib.layers.xavier_initializer(uniform=False, seed=1),
        "variance_scaling": tf.contrib.layers.variance_scaling_initializer(seed=1),
        "glorot_normal": tf.glorot_normal_initializer(seed=1),
        "truncated_normal": tf.truncated_normal_initializer(stddev=1.0, seed=1),
    }
    return {name: np.std(run(initializer([600, 400], dtype=tf.float32))) for name, initializer in made.items()}


def case_resize():
    """tf.image.resize_images, up from 4 to 7 and down to 3, with each method."""
    x, found = tf.constant(pictures()), {}
    for name in ("BILINEAR", "NEAREST_NEIGHBOR", "BICUBIC", "AREA"):
        for size in (3, 7):
            method = getattr(tf.image.ResizeMethod, name)
            found["%s_%d" % (name.lower(), size)] = run(tf.image.resize_images(x, [size, size], method=method))
    return found


def case_l2():
    """contrib's l2_regularizer, and l1 for comparison, of [0.5, -2, 3]."""
    x = tf.constant([0.5, -2.0, 3.0])
    layers = tf.contrib.layers
    return {"l2": run(layers.l2_regularizer(0.1)(x)), "l1": run(layers.l1_regularizer(0.1)(x))}


def case_losses():
    """tf.losses with weights 0, 0.5 and 2 under each reduction."""
    y, p, w = tf.constant([[1.0], [2.0], [3.0]]), tf.constant([[2.0], [4.0], [1.0]]), tf.constant([[0.0], [0.5], [2.0]])
    found = {}
    for name in ("SUM_BY_NONZERO_WEIGHTS", "SUM_OVER_BATCH_SIZE", "MEAN", "SUM"):
        found[name.lower()] = run(tf.losses.mean_squared_error(y, p, w, reduction=getattr(tf.losses.Reduction, name)))
    found["default"] = run(tf.losses.mean_squared_error(y, p, w))
    return found


def case_dropout():
    """What is kept is scaled by 1 / keep_prob, and tf.layers.dropout does nothing by default."""
    x = tf.ones([1000])
    return {"nn": run(tf.nn.dropout(x, 0.8, seed=1)), "layers": run(tf.layers.dropout(x, 0.2))}


def case_activations():
    """contrib's fully_connected and conv2d apply ReLU unless told otherwise; tf.layers' apply nothing."""
    x = tf.constant(pictures())
    minus = tf.constant_initializer(-1.0)
    return {
        "contrib_dense": run(tf.contrib.layers.fully_connected(x, 2, weights_initializer=minus)),
        "contrib_conv": run(tf.contrib.layers.conv2d(x, 2, 3, weights_initializer=minus)),
        "layers_dense": run(tf.layers.dense(x, 2, kernel_initializer=minus)),
        "layers_conv": run(tf.layers.conv2d(x, 2, 3, padding="same", kernel_initializer=minus)),
    }
