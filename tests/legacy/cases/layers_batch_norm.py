"""tf.layers.batch_normalization: moving averages over several steps, fused and not, renorm, virtual batches, errors."""

import numpy as np
import tensorflow as tf


def batch(step, *shape):
    return np.random.RandomState(step).uniform(-1, 2, shape).astype(np.float32)


def error(function):
    try:
        function()
    except Exception as e:
        return type(e).__name__
    return "none"


def train(shape, steps=3, **kwargs):
    """Some steps of training with the updates, then the variables, the outputs of both modes and the gradients."""
    x = tf.placeholder(tf.float32, [None] + list(shape[1:]))
    training = tf.placeholder(tf.bool, [])
    y = tf.layers.batch_normalization(x, training=kwargs.pop("training", training), **kwargs)
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    trained = tf.trainable_variables()
    gradients = tf.gradients(tf.reduce_sum(y * y * y), trained + [x])
    result = {"variables": [v.name + str(v.shape.as_list()) for v in tf.global_variables()]}
    result["trainable"] = [v.name for v in trained]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(steps):
            feed = {x: batch(step, *shape), training: True}
            values = sess.run([y] + gradients, feed)
            sess.run(updates, feed)
        result.update({"train%d" % i: value for i, value in enumerate(values)})
        result["variables_after"] = np.concatenate([v.ravel() for v in sess.run(tf.global_variables())])
        result["test"] = sess.run(y, {x: batch(9, *shape), training: False})
    return result


def case_two_dimensions():
    return train([6, 3])


def case_fused():
    return train([4, 3, 2, 3])


def case_not_fused():
    return train([4, 3, 2, 3], fused=False)


def case_channels_first_not_fused():
    return train([4, 3, 2, 3], axis=1, fused=False)


def case_momentum_no_scale():
    return train([6, 3], momentum=0.5, epsilon=0.1, scale=False)


def case_no_center():
    return train([4, 2, 2, 3], center=False, beta_initializer=tf.ones_initializer(), momentum=0.9)


def case_several_axes():
    return train([4, 3, 2], axis=[1, 2], fused=False)


def case_three_dimensions():
    return train([4, 3, 2])


def case_renorm():
    return train([6, 3], renorm=True, renorm_clipping={"rmax": 1.2, "rmin": 0.8, "dmax": 0.1}, renorm_momentum=0.9)


def case_virtual_batch_size():
    return train([6, 3], training=True, virtual_batch_size=2)


def case_adjustment():
    adjust = lambda shape: (tf.fill([1, 3], 1.5), tf.fill([1, 3], 0.25))  # noqa: E731
    return train([6, 3], training=True, adjustment=adjust)


def case_always_training():
    result = train([4, 2, 2, 3], training=True)
    result["updates"] = len(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
    return result


def case_update_ops():
    x = tf.constant(batch(0, 4, 3))
    tf.layers.batch_normalization(x, name="off")
    off = len(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
    tf.layers.batch_normalization(x, training=True, name="on")
    on = len(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
    tf.layers.batch_normalization(x, training=True, name="on", reuse=True)
    layer = tf.layers.BatchNormalization()
    layer(x, training=True)
    counts = [off, on, len(tf.get_collection(tf.GraphKeys.UPDATE_OPS)), len(layer.updates)]
    return {"counts": counts + [len(layer.get_updates_for(x)), len(layer.get_updates_for(None))]}


def case_not_trainable():
    x = tf.constant(batch(0, 4, 3))
    tf.layers.batch_normalization(x, training=True, trainable=False)
    return {
        "trainable": [v.name for v in tf.trainable_variables()],
        "updates": len(tf.get_collection(tf.GraphKeys.UPDATE_OPS)),
    }


def case_train_op_moves_the_averages():
    x = tf.constant(batch(0, 8, 3))
    y = tf.layers.batch_normalization(tf.layers.dense(x, 2, kernel_initializer=tf.ones_initializer()), training=True)
    loss = tf.reduce_sum(tf.square(y - 1))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        losses = []
        for _ in range(4):
            losses.append(sess.run([loss, step])[0])
        moving = sess.run([v for v in tf.global_variables() if "moving" in v.name and "Adam" not in v.name])
    return {"losses": np.float32(losses), "mean": moving[0], "variance": moving[1]}


def case_half_precision():
    x = tf.constant(batch(0, 4, 2, 2, 3).astype(np.float16))
    y = tf.layers.batch_normalization(x, training=True)
    return {"dtype": y.dtype.name, "variables": [v.name + v.dtype.base_dtype.name for v in tf.global_variables()]}


def case_regularizers():
    x = tf.constant(batch(0, 4, 3))
    tf.layers.batch_normalization(
        x, beta_regularizer=lambda v: tf.reduce_sum(v) + 1, gamma_regularizer=lambda v: tf.reduce_sum(v)
    )
    losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return {"names": [t.name for t in losses], "values": sess.run(losses)}


def case_errors():
    x = tf.constant(batch(0, 4, 3))
    normalize = tf.layers.batch_normalization
    return {
        "axis": error(lambda: normalize(x, axis=5)),
        "axis_type": error(lambda: normalize(x, axis="a")),
        "twice": error(lambda: normalize(x, axis=[1, 1])),
        "virtual_renorm": error(lambda: normalize(x, virtual_batch_size=2, renorm=True)),
        "virtual_adjustment": error(lambda: normalize(x, virtual_batch_size=2, adjustment=lambda s: (1, 1))),
        "clipping": error(lambda: normalize(x, renorm=True, renorm_clipping={"foo": 1})),
        "fused_renorm": error(lambda: normalize(x, fused=True, renorm=True)),
        "fused_rank": error(lambda: normalize(x, fused=True)),
        "fused_adjustment": error(lambda: normalize(x, fused=True, adjustment=lambda s: (1, 1))),
        "channels": error(lambda: normalize(tf.placeholder(tf.float32, [4, None]))),
        "rank": error(lambda: normalize(tf.placeholder(tf.float32))),
    }
