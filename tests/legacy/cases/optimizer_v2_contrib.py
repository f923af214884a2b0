"""``tf.contrib.optimizer_v2``: trajectories, names of slots, stopped gradients."""

import numpy as np
import tensorflow as tf

v2 = tf.contrib.optimizer_v2


def error(make):
    try:
        make()
    except Exception as e:
        return type(e).__name__ + ": " + str(e).split("<")[0]
    return "none"


def trajectory(make, name):
    with tf.Graph().as_default(), tf.Session() as sess:
        w = tf.get_variable("w", initializer=np.float32([1.0, -2.0, 0.5]))
        table = tf.get_variable("table", initializer=np.float32([[1.0], [2.0], [3.0]]))
        rows = tf.gather(table, [0, 2, 0])
        loss = tf.reduce_sum(tf.square(w - 0.3)) + tf.reduce_sum(tf.square(rows))
        step = tf.train.get_or_create_global_step()
        optimizer = make()
        train = optimizer.minimize(loss, global_step=step)
        sess.run(tf.global_variables_initializer())
        for _ in range(4):
            sess.run(train)
        result = {"w": sess.run(w), "table": sess.run(table), "step": sess.run(step)}
        result["names"] = sorted(v.op.name for v in tf.global_variables())
        result["slots"] = sorted(optimizer.get_slot_names()) + [optimizer.get_name()]
        return {name + "/" + k: v for k, v in result.items()}


def case_trajectories():
    result = {}
    for name, make in {
        "sgd": lambda: v2.GradientDescentOptimizer(0.1),
        "adam": lambda: v2.AdamOptimizer(0.05, beta1=0.8, name="mine"),
        "momentum": lambda: v2.MomentumOptimizer(0.05, 0.9, use_nesterov=True),
        "adagrad": lambda: v2.AdagradOptimizer(0.1),
        "adadelta": lambda: v2.AdadeltaOptimizer(1.0),
        "rmsprop": lambda: v2.RMSPropOptimizer(0.01, momentum=0.5, centered=True),
        "callable": lambda: v2.GradientDescentOptimizer(lambda: 0.2),
    }.items():
        result.update(trajectory(make, name))
    return result


def case_stopped():
    a, b = tf.Variable(2.0, name="a"), tf.Variable(3.0, name="b")
    square = tf.square(a)
    loss = square * b + a
    optimizer = v2.GradientDescentOptimizer(0.1)
    pairs = optimizer.compute_gradients(loss, stop_gradients=[square], scale_loss_by_num_replicas=True)
    train = optimizer.minimize(loss, stop_gradients=[square], var_list=[a])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        gradients = sess.run([gradient for gradient, _ in pairs])
        sess.run(train)
        moved = sess.run(a)
    return {
        "gradients": gradients,
        "moved": moved,
        "errors": [
            error(lambda: optimizer.minimize(loss, var_list=[])),
            error(lambda: optimizer.compute_gradients(loss, gate_gradients=5, stop_gradients=[square])),
        ],
    }
