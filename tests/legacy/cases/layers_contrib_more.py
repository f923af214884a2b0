"""tf.contrib.layers: regularizers, initializers, optimize_loss, summaries and utilities."""

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


def item_name(item):
    return getattr(item, "name", str(item))


def names(*collections):
    """Every collection as one line: its name and what is in it."""
    return [c + ": " + " ".join(item_name(item) for item in tf.get_collection(c)) for c in collections]


COLLECTIONS = ["trainable_variables", "model_variables", "regularization_losses"]


def case_regularizers():
    v = tf.constant(numbers(3, 2))
    functions = [
        layers.l1_regularizer(0.5),
        layers.l2_regularizer(0.5),
        layers.l1_l2_regularizer(0.25, 0.5),
        layers.l1_l2_regularizer(0.25, 0.0),
        layers.sum_regularizer([layers.l1_regularizer(0.5), layers.l2_regularizer(0.5)]),
    ]
    outputs = [f(v) for f in functions]
    return {
        "values": np.float32(run(outputs)),
        "names": [t.op.name for t in outputs],
        "zero": str(layers.l2_regularizer(0.0)(v)),
        "nothing": str(layers.sum_regularizer([])),
        "errors": [
            error(lambda: layers.l1_regularizer(-1.0)),
            error(lambda: layers.l2_regularizer(1)),
            error(lambda: layers.l1_l2_regularizer(1, 1)),
        ],
    }


def case_apply_regularization():
    with tf.variable_scope("s"):
        v = tf.get_variable("v", [3], initializer=fixed())
        w = tf.get_variable("w", [2], initializer=fixed(4))
    tf.add_to_collection(tf.GraphKeys.WEIGHTS, v)
    one = layers.apply_regularization(layers.l2_regularizer(0.5))
    two = layers.apply_regularization(layers.l1_regularizer(0.5), [v, w])
    none = layers.apply_regularization(layers.l1_regularizer(0.0), [v, w])
    return {
        "values": np.float32(run([one, two, none])),
        "collection": names(tf.GraphKeys.REGULARIZATION_LOSSES),
        "array": error(lambda: layers.apply_regularization(lambda x: x, [v, w])),
    }


def case_xavier_and_variance_scaling():
    shape = [3, 3, 4, 5]
    outputs = [
        layers.xavier_initializer(seed=1)(shape),
        layers.xavier_initializer(uniform=False, seed=1)(shape),
        layers.xavier_initializer_conv2d(seed=2)([6, 4]),
        layers.variance_scaling_initializer(seed=3)(shape),
        layers.variance_scaling_initializer(1.0, "FAN_OUT", uniform=True, seed=3)([4, 5]),
        layers.variance_scaling_initializer(1.0, "FAN_AVG", seed=3)([4]),
    ]
    result = {"y%d" % i: v for i, v in enumerate(run(outputs))}
    result["errors"] = [
        error(lambda: layers.variance_scaling_initializer(dtype=tf.int32)),
        error(lambda: layers.variance_scaling_initializer(mode="FAN")),
        error(lambda: layers.xavier_initializer()([])),
    ]
    return result


def optimized(steps=3, **kwargs):
    x = tf.placeholder(tf.float32, [])
    v = tf.get_variable("v", [2], initializer=fixed(), collections=None)
    step = tf.train.get_or_create_global_step()
    loss = tf.reduce_sum(tf.square(v * x - 1.0))
    train = layers.optimize_loss(loss, step, **kwargs)
    losses = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i in range(steps):
            losses.append(sess.run(train, {x: 1.0 + i}))
        value, count = sess.run([v, step])
    return {
        "losses": np.float32(losses),
        "v": value,
        "step": count,
        "variables": [item.name for item in tf.global_variables()],
        "summaries": names("summaries"),
        "train": train.op.name,
    }


def case_optimize_loss():
    return optimized(learning_rate=0.1, optimizer="SGD")


def case_optimize_loss_adam_all_summaries():
    summaries = ["learning_rate", "loss", "gradients", "gradient_norm", "global_gradient_norm"]
    return optimized(learning_rate=0.1, optimizer="Adam", summaries=summaries)


def case_optimize_loss_class_and_clip():
    return optimized(learning_rate=0.1, optimizer=tf.train.MomentumOptimizer(0.1, 0.9), clip_gradients=0.5)


def case_optimize_loss_function_and_decay():
    return optimized(
        learning_rate=0.1,
        optimizer=lambda lr: tf.train.AdagradOptimizer(lr),
        learning_rate_decay_fn=lambda lr, step: tf.train.exponential_decay(lr, step, 1, 0.5),
        name="named",
    )


def case_optimize_loss_multipliers():
    return optimized(
        learning_rate=0.1, optimizer="SGD", gradient_multipliers={"v": 0.5}, colocate_gradients_with_ops=True
    )


def case_optimize_loss_adaptive_clipping():
    from tensorflow.contrib.layers.python.layers import optimizers

    return optimized(learning_rate=0.1, optimizer="SGD", clip_gradients=optimizers.adaptive_clipping_fn())


def case_optimize_loss_no_increment():
    return optimized(learning_rate=0.1, optimizer="SGD", increment_global_step=False)


def case_optimize_loss_errors():
    v = tf.get_variable("v", [2], initializer=fixed())
    loss, step = tf.reduce_sum(v * v), tf.train.get_or_create_global_step()
    return {
        "optimizer": error(lambda: layers.optimize_loss(loss, step, 0.1, "Unknown")),
        "type": error(lambda: layers.optimize_loss(loss, step, 0.1, 3)),
        "rate": error(lambda: layers.optimize_loss(loss, step, -0.1, "SGD")),
        "rate_type": error(lambda: layers.optimize_loss(loss, step, "a", "SGD")),
        "no_loss": error(lambda: layers.optimize_loss(None, step, 0.1, "SGD")),
        "summaries": error(lambda: layers.optimize_loss(loss, step, 0.1, "SGD", summaries=["wrong"])),
        "clip": error(lambda: layers.optimize_loss(loss, step, 0.1, "SGD", clip_gradients="a")),
        "multipliers": error(lambda: layers.optimize_loss(loss, step, 0.1, "SGD", gradient_multipliers={})),
        "variables": error(lambda: layers.optimize_loss(loss, step, 0.1, "SGD", variables=[])),
        "names": sorted(layers.OPTIMIZER_CLS_NAMES),
        "kinds": layers.OPTIMIZER_SUMMARIES,
    }


def case_summaries():
    x = tf.constant(numbers(3, 2), name="x")
    scalar = tf.constant(1.0, name="s")
    v = tf.get_variable("v", [2], initializer=fixed())
    relu = tf.nn.relu(x, name="act")
    tf.add_to_collection("activations", relu)
    made = [layers.summarize_tensor(x), layers.summarize_tensor(scalar, tag="t"), layers.summarize_activation(relu)]
    made += layers.summarize_tensors([x, scalar])
    made += layers.summarize_collection("activations")
    made += layers.summarize_activations()
    made += layers.summarize_collection("trainable_variables", name_filter="v")
    return {"names": [item.name for item in made], "all": names("summaries"), "v": v.name}


def case_collect_named_outputs():
    from tensorflow.contrib.layers.python.layers import utils

    t = tf.constant(1.0, name="t")
    utils.collect_named_outputs("end_points", "a", t)
    utils.collect_named_outputs(["end_points", "more"], "b", t + 1)
    points = utils.convert_collection_to_dict("end_points", clear_collection=True)
    return {
        "keys": list(points.keys()),
        "left": len(tf.get_collection("end_points")),
        "more": len(tf.get_collection("more")),
        "constant": [str(utils.constant_value(True)), str(utils.constant_value(tf.placeholder(tf.bool)))],
        "smart": run(utils.smart_cond(True, lambda: tf.constant(1), lambda: tf.constant(2))),
        "tuple": list(utils.two_element_tuple(3)) + list(utils.n_positive_integers(3, 2)),
        "errors": [error(lambda: utils.two_element_tuple([1, 2, 3])), error(lambda: utils.n_positive_integers(2, -1))],
    }
