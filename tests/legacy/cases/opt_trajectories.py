"""``tf.contrib.opt``: five steps of each optimizer, dense, with repeated rows, on both kinds of variables."""

import numpy as np
import tensorflow as tf

opt = tf.contrib.opt
START = np.random.RandomState(1).randn(5, 3).astype(np.float32)


def trajectory(make, use_resource=False, sparse=True):
    with tf.Graph().as_default(), tf.variable_scope("", use_resource=use_resource), tf.Session() as sess:
        step = tf.train.get_or_create_global_step()
        v = tf.get_variable("v", initializer=START)
        w = tf.get_variable("w", initializer=np.float32([1.0, -2.0]))
        looked_up = tf.reduce_sum(tf.square(tf.nn.embedding_lookup(v, [0, 2, 2]))) if sparse else tf.reduce_sum(v**2)
        loss = looked_up + tf.reduce_sum(tf.square(w - 0.5))
        optimizer = make(step)
        train = optimizer.minimize(loss, global_step=step)
        sess.run(tf.global_variables_initializer())
        losses = []
        for _ in range(5):
            losses.append(sess.run([loss, train])[0])
        return {
            "losses": losses,
            "v": sess.run(v),
            "w": sess.run(w),
            "names": sorted(x.name for x in tf.global_variables()),
        }


def both(make, dense_only=False):
    result = {}
    for kind, use_resource in [("ref", False), ("resource", True)]:
        for shape, sparse in [("dense", False)] + ([] if dense_only else [("sparse", True)]):
            got = trajectory(make, use_resource, sparse)
            result.update({"%s/%s/%s" % (kind, shape, k): v for k, v in got.items()})
    return result


def case_adamax():
    return both(lambda step: opt.AdaMaxOptimizer(0.05))


def case_nadam():
    return both(lambda step: opt.NadamOptimizer(0.05))


def case_lazy_adam():
    return both(lambda step: opt.LazyAdamOptimizer(0.05))


def case_adam_gs():
    return both(lambda step: opt.AdamGSOptimizer(step, 0.05))


def case_lazy_adam_gs():
    return both(lambda step: opt.LazyAdamGSOptimizer(step, 0.05))


def case_reg_adagrad():
    return both(lambda step: opt.RegAdagradOptimizer(0.1))


def case_add_sign():
    return both(lambda step: opt.AddSignOptimizer(0.05, beta=0.5), dense_only=True)


def case_add_sign_sparse_and_decay():
    def decay(step):
        return 1.0 - tf.cast(step, tf.float32) / 10.0

    result = trajectory(lambda step: opt.AddSignOptimizer(0.05, sign_decay_fn=decay))
    other = trajectory(lambda step: opt.PowerSignOptimizer(0.05, sign_decay_fn=decay))
    return dict(result, **{"power_" + k: v for k, v in other.items()})


def case_power_sign():
    return both(lambda step: opt.PowerSignOptimizer(0.05, base=2.0), dense_only=True)


def case_lars():
    return both(lambda step: opt.LARSOptimizer(1.0, eeta=0.1, weight_decay=0.01, skip_list=["w"]), dense_only=True)


def decayed(make):
    """Gradients that do not depend on the weights: whether these are read before or after their decay is a race."""
    result = {}
    for kind, use_resource in [("ref", False), ("resource", True)]:
        with tf.Graph().as_default(), tf.variable_scope("", use_resource=use_resource), tf.Session() as sess:
            v = tf.get_variable("v", initializer=START)
            w = tf.get_variable("w", initializer=np.float32([1.0, -2.0]))
            rows = tf.IndexedSlices(tf.constant(START[:3]), tf.constant([0, 2, 2]), tf.constant([5, 3]))
            pairs = [(rows, v), (tf.constant([0.5, -0.1]), w)]
            train = make(None).apply_gradients(pairs)
            sess.run(tf.global_variables_initializer())
            for _ in range(5):
                sess.run(train)
            result.update({kind + "/v": sess.run(v), kind + "/w": sess.run(w)})
    return result


def case_momentum_w():
    return decayed(lambda step: opt.MomentumWOptimizer(0.01, 0.05, 0.9))


def case_adam_w():
    return decayed(lambda step: opt.AdamWOptimizer(0.01, 0.05))


def case_extended():
    extended = opt.extend_with_decoupled_weight_decay(tf.train.GradientDescentOptimizer)
    return decayed(lambda step: extended(weight_decay=0.01, learning_rate=0.05))


def case_moving_average():
    import os
    import tempfile

    path = os.path.join(tempfile.mkdtemp(), "model")
    v = tf.get_variable("v", initializer=START)
    optimizer = opt.MovingAverageOptimizer(tf.train.GradientDescentOptimizer(0.1), average_decay=0.5)
    train = optimizer.minimize(tf.reduce_sum(v**2))
    saver = optimizer.swapping_saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        sess.run(train)
        saver.save(sess, path)
        values = sess.run(tf.global_variables())
    reader = tf.train.load_checkpoint(path)
    return {
        "names": sorted(reader.get_variable_to_shape_map()),
        "saved": reader.get_tensor("v"),
        "trained": values[0],
        "all": [x.name for x in tf.global_variables()],
    }


def case_variable_clipping():
    v = tf.get_variable("v", initializer=START)
    optimizer = opt.VariableClippingOptimizer(tf.train.GradientDescentOptimizer(0.1), {v: [1]}, 0.7)
    train = optimizer.minimize(tf.reduce_sum(v**2))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        return {"v": sess.run(v)}


def case_multitask():
    optimizer = opt.MultitaskOptimizerWrapper(tf.train.MomentumOptimizer(0.1, 0.9))
    v = tf.get_variable("v", initializer=START)
    weight = tf.placeholder(tf.float32, [])
    train = optimizer.minimize(weight * tf.reduce_sum(v**2))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for value in [1.0, 0.0, 1.0]:
            sess.run(train, {weight: value})
        return {"v": sess.run(v)}


def case_external():
    class Half(opt.ExternalOptimizerInterface):
        def _minimize(
            self,
            initial_val,
            loss_grad_func,
            equality_funcs,
            equality_grad_funcs,
            inequality_funcs,
            inequality_grad_funcs,
            packed_bounds,
            step_callback,
            optimizer_kwargs,
        ):
            self.seen = [loss_grad_func(initial_val), packed_bounds, optimizer_kwargs]
            step_callback(initial_val)
            return initial_val / 2

    v = tf.get_variable("v", initializer=START)
    w = tf.get_variable("w", initializer=np.float32([1.0, -2.0]))
    loss = tf.reduce_sum(v**2) + tf.reduce_sum(w)
    optimizer = Half(loss, var_to_bounds={w: (0, np.inf)}, rate=3)
    seen = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        optimizer.minimize(
            sess,
            fetches=[loss],
            loss_callback=lambda value: seen.append(float(value)),
            step_callback=lambda x: seen.append(x.sum()),
        )
        return {
            "v": sess.run(v),
            "w": sess.run(w),
            "gradient": optimizer.seen[0][1],
            "bounds": np.array(optimizer.seen[1]),
            "kwargs": sorted(optimizer.seen[2]),
            "seen": seen,
        }
