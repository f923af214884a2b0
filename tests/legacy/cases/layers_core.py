"""tf.layers.dense, dropout, flatten and the Layer base class: names, collections, reuse, errors, gradients."""

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
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        return sess.run(fetches, feed)


def error(function):
    try:
        function()
    except Exception as e:
        return type(e).__name__
    return "none"


def variables():
    return [v.op.name + str(v.shape.as_list()) + v.dtype.base_dtype.name for v in tf.global_variables()]


def case_dense():
    x = tf.constant(numbers(4, 3))
    y = tf.layers.dense(x, 2, tf.nn.relu, kernel_initializer=fixed(), bias_initializer=tf.constant_initializer(0.1))
    z = tf.layers.dense(y, 3, use_bias=False, kernel_initializer=fixed(4), name="out")
    gradients = tf.gradients(tf.reduce_sum(z * z), tf.trainable_variables())
    y, z, g = run([y, z, gradients])
    return {"y": y, "z": z, "g0": g[0], "g1": g[1], "g2": g[2], "variables": variables()}


def case_dense_three_dimensions():
    x = tf.placeholder(tf.float32, [None, None, 3])
    y = tf.layers.dense(x, 2, kernel_initializer=fixed())
    return {"y": run(y, {x: numbers(2, 4, 3)}), "shape": str(y.shape.as_list())}


def case_dense_dtype_and_default_initializers():
    x = tf.constant(numbers(2, 3).astype(np.float64))
    y = tf.layers.dense(x, 2)
    with tf.variable_scope("s", initializer=tf.constant_initializer(0.25)):
        z = tf.layers.dense(x, 2)
    return {"dtype": y.dtype.name, "z": run(z), "variables": variables()}


def case_unique_names_and_scopes():
    x = tf.constant(numbers(2, 3))
    for _ in range(3):
        tf.layers.dense(x, 2)
    with tf.variable_scope("a"):
        one = tf.layers.dense(x, 2)
        two = tf.layers.dense(x, 2, name="n")
    with tf.variable_scope("a", reuse=True):
        three = tf.layers.dense(x, 2, name="n")
    with tf.name_scope("ns"):
        four = tf.layers.dense(x, 2)
    layer = tf.layers.Dense(5)
    layer(x)
    layer(x)
    other = tf.layers.Dense(5, name="mine")
    other(x)
    return {
        "variables": variables(),
        "ops": [t.op.name for t in (one, two, three, four)],
        "layers": [layer.name, layer.scope_name, other.name, other.scope_name],
        "again": tf.layers.Dense(5).name,
    }


def case_reuse():
    x = tf.constant(numbers(2, 3))
    one = tf.layers.dense(x, 2, name="d", kernel_initializer=fixed())
    two = tf.layers.dense(x, 2, name="d", reuse=True)
    one, two = run([one, two])
    return {
        "same": bool((one == two).all()),
        "variables": variables(),
        "again": error(lambda: tf.layers.dense(x, 2, name="d")),
        "other_shape": error(lambda: tf.layers.dense(x, 4, name="d", reuse=True)),
        "nothing_there": error(lambda: tf.layers.dense(x, 4, name="e", reuse=True)),
    }


def case_auto_reuse_and_scope_arguments():
    x = tf.constant(numbers(2, 3))
    with tf.variable_scope("a", reuse=tf.AUTO_REUSE) as scope:
        tf.layers.dense(x, 2, name="d")
        tf.layers.dense(x, 2, name="d")
    with tf.variable_scope(scope, reuse=True):
        tf.layers.dense(x, 2, name="d")
    layer = tf.layers.Dense(2, _scope="given")
    layer.apply(x)
    again = tf.layers.Dense(2, _scope="given", _reuse=True)
    again.apply(x)
    with tf.variable_scope("outer"):
        layer = tf.layers.Dense(2)
        layer(x, scope="called")
    return {"variables": variables(), "scopes": [again.scope_name, layer.scope_name]}


def case_regularizers():
    x = tf.constant(numbers(2, 3))

    def l2(v):
        return 0.5 * tf.reduce_sum(v * v)

    make = lambda name, reuse: tf.layers.dense(  # noqa: E731
        x, 2, name=name, reuse=reuse, kernel_initializer=fixed(), kernel_regularizer=l2, bias_regularizer=l2
    )
    make("d", None)
    make("d", True)
    with tf.variable_scope("s", regularizer=l2):
        tf.layers.dense(x, 2, kernel_initializer=fixed(), name="inherits")
    losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    return {"names": [t.name for t in losses], "values": run(losses), "all": run(tf.losses.get_regularization_loss())}


def case_activity_regularizer():
    x = tf.constant(numbers(2, 3))
    layer = tf.layers.Dense(2, kernel_initializer=fixed(), activity_regularizer=lambda t: tf.reduce_sum(t * t))
    layer(x)
    layer(2 * x)
    losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    return {"values": run(losses), "of_layer": run(layer.losses), "for_x": len(layer.get_losses_for(x))}


def case_constraint():
    x = tf.constant(numbers(2, 3))
    y = tf.layers.dense(x, 2, kernel_initializer=fixed(), kernel_constraint=lambda v: tf.clip_by_value(v, -0.1, 0.1))
    train = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(y))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        return {"kernel": sess.run(tf.global_variables()[0])}


def case_trainable():
    x = tf.constant(numbers(2, 3))
    tf.layers.dense(x, 2, trainable=False)
    layer = tf.layers.Dense(2)
    layer(x)
    before = [len(layer.trainable_variables), len(layer.non_trainable_variables)]
    layer.trainable = False
    after = [len(layer.trainable_variables), len(layer.non_trainable_variables)]
    with tf.variable_scope("frozen", custom_getter=_not_trainable):
        frozen = tf.layers.Dense(2)
        frozen(x)
    return {
        "trainable": [v.name for v in tf.trainable_variables()],
        "counts": before + after,
        "frozen": [len(frozen.trainable_variables), len(frozen.non_trainable_variables), len(frozen.variables)],
    }


def _not_trainable(getter, *args, **kwargs):
    kwargs["trainable"] = False
    return getter(*args, **kwargs)


def case_partitioned():
    x = tf.constant(numbers(2, 4))
    with tf.variable_scope("p", partitioner=tf.fixed_size_partitioner(2)):
        y = tf.layers.dense(x, 2, kernel_initializer=tf.constant_initializer(0.5))
    return {"y": run(y), "variables": variables()}


def case_dense_errors():
    unknown = tf.placeholder(tf.float32, [None, None])
    layer = tf.layers.Dense(2)
    layer(tf.constant(numbers(2, 3)))
    return {
        "last_dimension": error(lambda: tf.layers.dense(unknown, 2)),
        "rank": error(lambda: tf.layers.dense(tf.placeholder(tf.float32), 2)),
        "rank_one": error(lambda: tf.layers.dense(tf.constant([1.0, 2.0]), 2)),
        "other_width": error(lambda: layer(tf.constant(numbers(2, 4)))),
        "no_scope_yet": error(lambda: tf.layers.Dense(2).scope_name),
        "argument": error(lambda: tf.layers.Dense(2, foo=3)),
        "integers": error(lambda: tf.layers.dense(tf.constant([[1, 2]]), 2)),
    }


def case_dropout():
    x = tf.ones([5, 4])
    training = tf.placeholder_with_default(True, [])
    off = tf.layers.dropout(x, 0.5)
    on = tf.layers.dropout(x, 0.5, seed=1, training=True)
    switched = tf.layers.dropout(x, 0.25, seed=2, training=training)
    rows = tf.layers.dropout(x, 0.5, noise_shape=[5, 1], seed=3, training=True)
    with tf.Session() as sess:
        values = sess.run([off, on, switched, rows])
        still = sess.run(switched, {training: False})
    return {"off": values[0], "on": values[1], "switched": values[2], "rows": values[3], "still": still}


def case_dropout_rate():
    rate = tf.placeholder_with_default(0.5, [])
    y = tf.layers.dropout(tf.ones([4, 4]), rate, seed=4, training=True)
    return {"y": run(y), "none": run(y, {rate: 0.0})}


def case_flatten():
    x = tf.constant(numbers(2, 3, 4))
    dynamic = tf.placeholder(tf.float32, [None, None, 2])
    return {
        "y": run(tf.layers.flatten(x)),
        "first": run(tf.layers.flatten(tf.constant(numbers(2, 3, 4)), data_format="channels_first")),
        "shapes": [
            str(tf.layers.flatten(t).shape.as_list()) for t in (x, dynamic, tf.placeholder(tf.float32, [None, 3, 2]))
        ],
        "one": str(tf.layers.flatten(tf.placeholder(tf.float32, [5])).shape.as_list()),
    }


class Scaled(tf.layers.Layer):
    """A user's layer with a loss, an update and a variable that is not trained."""

    def build(self, input_shape):
        size = int(input_shape[-1])
        self.scale = self.add_variable("scale", [size], initializer=fixed(), regularizer=lambda v: tf.reduce_sum(v))
        self.seen = self.add_variable("seen", [], initializer=tf.zeros_initializer(), trainable=False)
        self.built = True

    def call(self, inputs, factor=1.0):
        self.add_update(tf.assign_add(self.seen, tf.reduce_sum(inputs)), inputs=True)
        self.add_loss(tf.reduce_sum(inputs), inputs=inputs)
        return inputs * self.scale * factor


def case_own_layer():
    x, other = tf.constant(numbers(2, 3)), tf.constant(numbers(3, 3))
    layer = Scaled()
    y = layer(x, factor=2.0)
    layer(other)
    updates, losses = layer.updates, layer.losses
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        values = sess.run([y] + losses)
        sess.run(layer.get_updates_for(x))
        seen = sess.run(layer.seen)
    return {
        "y": values[0],
        "losses": np.float32(values[1:]),
        "seen": seen,
        "names": [layer.name, y.op.name] + [v.name for v in layer.variables],
        "counts": [len(updates), len(losses), len(layer.get_updates_for(x)), len(layer.get_losses_for(x))]
        + [len(layer.get_losses_for(None)), len(tf.get_collection(tf.GraphKeys.UPDATE_OPS))]
        + [len(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))],
        "non_trainable": [v.name for v in layer.non_trainable_variables],
    }


class Specified(tf.layers.Layer):
    def __init__(self, spec, **kwargs):
        super(Specified, self).__init__(**kwargs)
        self.input_spec = spec

    def call(self, inputs):
        return inputs


def case_input_spec():
    spec = tf.layers.InputSpec
    x = tf.constant(numbers(2, 3))
    results = {}
    for name, kwargs in [
        ("ndim", {"ndim": 2}),
        ("ndim_wrong", {"ndim": 3}),
        ("min_ndim", {"min_ndim": 3}),
        ("max_ndim", {"max_ndim": 1}),
        ("dtype", {"dtype": "float64"}),
        ("axes", {"axes": {-1: 3}}),
        ("axes_wrong", {"axes": {-1: 4}}),
        ("shape", {"shape": (None, 3)}),
        ("shape_wrong", {"shape": (None, 4)}),
    ]:
        results[name] = error(lambda k=kwargs: Specified(spec(**k))(x))
    results["rank_unknown"] = error(lambda: Specified(spec(ndim=2))(tf.placeholder(tf.float32)))
    return results


class InScope(tf.layers.Layer):
    def call(self, inputs, scope=None):
        return tf.get_variable("own", [], initializer=tf.ones_initializer()) * inputs, tf.constant(scope.name)


def case_layer_with_scope_argument():
    y, scope = InScope(name="here")(tf.constant(2.0))
    y, scope = run([y, scope])
    return {"y": y, "scope": scope.decode(), "variables": variables()}


def case_keras_style_scope():
    x = tf.constant(numbers(2, 3))
    with tf.layers.experimental.keras_style_scope():
        one, two = tf.layers.Dense(2), tf.layers.Dense(2)
        one(x)
        two(x)
        return {
            "counts": [len(one.weights), len(two.weights)],
            "different": one.kernel is not two.kernel,
            "scope": error(lambda: tf.layers.Dense(2, _scope="a")),
            "reuse": error(lambda: tf.layers.Dense(2, _reuse=True)),
        }
