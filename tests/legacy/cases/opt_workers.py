"""tf.contrib.opt: Shampoo, GGT, and the optimizers of several workers with one worker at hand."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib.opt.python.training import ggt, matrix_functions, shampoo, weight_decay_optimizers

TOLERANCE = {
    "case_shampoo": (2e-4, "an SVD, and powers of its smallest values"),
    "case_shampoo_roots": (2e-3, "iterative roots of nearly singular matrices"),
    "case_ggt": (2e-3, "an SVD of a nearly singular Gram matrix"),
}
RANDOM = np.random.RandomState(3)
W, V = RANDOM.randn(4, 3).astype("f"), RANDOM.randn(2).astype("f")
G = [RANDOM.randn(4, 3).astype("f") for _ in range(4)]
H = [RANDOM.randn(2).astype("f") for _ in range(4)]


def walk(optimizer, sparse=False):
    """Values of the variables and slots after some steps with given gradients."""
    w, v = tf.Variable(W, name="w"), tf.Variable(V, name="v")
    g, h = tf.placeholder(tf.float32, [4, 3]), tf.placeholder(tf.float32, [2])
    grad = tf.IndexedSlices(g[:2], tf.constant([2, 0]), tf.constant([4, 3])) if sparse else g
    train = optimizer.apply_gradients([(grad, w), (h, v)])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        steps = []
        for i in range(4):
            sess.run(train, {g: G[i], h: H[i]})
            steps.append(sess.run(w))
        return {
            "steps": np.array(steps),
            "v": sess.run(v),
            "names": sorted(variable.name for variable in tf.global_variables()),
            "slots": optimizer.get_slot_names(),
        }


def case_shampoo():
    out = {}
    settings = [
        {},
        {"gbar_decay": 0.9, "gbar_weight": 0.1, "mat_gbar_decay": 0.9, "mat_gbar_weight": 0.1, "learning_rate": 0.3},
        {"max_matrix_size": 3},
        {"svd_interval": 2, "precond_update_interval": 2, "gbar_decay": lambda t: t / (t + 1.0)},
        {"alpha": 0.3, "max_matrix_size": 1, "learning_rate": lambda t: 1.0 / t},
    ]
    for i, setting in enumerate(settings):
        with tf.Graph().as_default():
            step = tf.train.get_or_create_global_step()
            found = walk(shampoo.ShampooOptimizer(step, **setting))
            out.update({"%s%d" % (name, i): value for name, value in found.items()})
    with tf.Graph().as_default():
        out["sparse"] = walk(tf.contrib.opt.ShampooOptimizer(max_matrix_size=2), sparse=True)["steps"]
    with tf.Graph().as_default():
        out["sparse_dense"] = walk(tf.contrib.opt.ShampooOptimizer(), sparse=True)["steps"]
    with tf.Graph().as_default():
        out["decay"] = walk(weight_decay_optimizers.ShampooWOptimizer(0.1, 0, learning_rate=0.2))["steps"]
    return out


def case_shampoo_roots():
    a = np.dot(W.T, W) + np.eye(3, dtype="f")
    with tf.Session() as sess:
        out = {
            "square": sess.run(matrix_functions.matrix_square_root(tf.constant(a), 3)),
            "fourth": sess.run(matrix_functions.matrix_inverse_pth_root(tf.constant(a), 3, -0.25)),
            "one": sess.run(matrix_functions.matrix_inverse_pth_root(tf.constant([[2.0]]), 1, -0.5)),
        }
    with tf.Graph().as_default():
        out["walk"] = walk(shampoo.ShampooOptimizer(use_iterative_root=True, learning_rate=0.1))["steps"]
    return out


def case_ggt():
    out = {}
    for i, setting in enumerate([{"window": 3, "learning_rate": 0.1}, {"window": 10, "beta1": 0.5, "eps": 0.5}]):
        with tf.Graph().as_default():
            optimizer = ggt.GGTOptimizer(**setting)
            found = walk(optimizer)
            out.update({"%s%d" % (name, i): found[name] for name in ("steps", "v", "slots")})
            out["count%d" % i] = len(optimizer.variables())
            out["buffer%d" % i] = optimizer._get_grad_buffer().get_shape().as_list()
            out["moment%d" % i] = optimizer._get_moment1() in optimizer.variables()
    return out


def one_worker(getter, make, hook_arguments):
    """Five steps of a single worker, whose device is this one."""
    with tf.variable_scope("", custom_getter=getter):
        w = tf.get_variable("w", initializer=tf.constant(W))
        b = tf.get_variable("b", initializer=tf.constant(V))
        tf.get_variable("fixed", initializer=1.0, trainable=False, collections=[tf.GraphKeys.GLOBAL_VARIABLES])
    step = tf.train.get_or_create_global_step()
    optimizer = make(tf.train.GradientDescentOptimizer(0.1))
    loss = tf.reduce_sum(w * w) + tf.reduce_sum(b)
    train = optimizer.apply_gradients(optimizer.compute_gradients(loss), global_step=step)
    hook = optimizer.make_session_run_hook(*hook_arguments)
    steps, centers, counts = [], [], []
    center = [v for v in tf.global_variables() if v.op.name.endswith("global_center_variable/w")][0]
    with tf.train.MonitoredTrainingSession(hooks=[hook]) as sess:
        for _ in range(5):
            sess.run(train)
            steps.append(sess.run(w))
            centers.append(sess.run(center))
            counts.append(sess.run(step))
    return {
        "w": np.array(steps),
        "centers": np.array(centers),
        "counts": counts,
        "global": sorted(v.name for v in tf.global_variables()),
        "local": sorted(v.name for v in tf.local_variables()),
        "trained": sorted(v.name for v in tf.trainable_variables()),
    }


def case_elastic_average():
    opt = tf.contrib.opt
    getter = opt.ElasticAverageCustomGetter("/cpu:0")
    return one_worker(
        getter, lambda sgd: opt.ElasticAverageOptimizer(sgd, 1, getter, communication_period=2), (True, 0)
    )


def case_agn():
    opt = tf.contrib.opt
    getter = opt.AGNCustomGetter("/cpu:0")
    return one_worker(getter, lambda sgd: opt.AGNOptimizer(sgd, 1, getter, communication_period=2), (True, 0))


def case_model_average():
    opt = tf.contrib.opt
    getter = opt.ModelAverageCustomGetter("/cpu:0")
    return one_worker(getter, lambda sgd: opt.ModelAverageOptimizer(sgd, 1, True, getter, interval_steps=2), ())


def raised(function):
    try:
        function()
    except Exception as error:
        return type(error).__name__
    return "nothing"


def case_refusals():
    opt = tf.contrib.opt
    with tf.variable_scope("a"):
        elastic = opt.ElasticAverageOptimizer(
            tf.train.GradientDescentOptimizer(0.1), 1, opt.ElasticAverageCustomGetter("/cpu:0")
        )
    with tf.variable_scope("b"):
        agn = opt.AGNOptimizer(tf.train.GradientDescentOptimizer(0.1), 1, opt.AGNCustomGetter("/cpu:0"))
    with tf.variable_scope("c"):
        average = opt.ModelAverageOptimizer(
            tf.train.GradientDescentOptimizer(0.1), 1, True, opt.ModelAverageCustomGetter("/cpu:0")
        )
    return {
        "elastic": [raised(lambda: elastic.get_init_op(0)), raised(elastic.swapping_saver)],
        "agn": raised(lambda: agn.get_init_op(0)),
        "average": [raised(lambda: average.apply_gradients([])), raised(average.get_init_op)],
        "step": raised(lambda: average.apply_gradients([(tf.constant(1.0), None)])),
    }
