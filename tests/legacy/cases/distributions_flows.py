"""``tf.contrib.distributions.bijectors``: autoregressive flows, RealNVP, batch normalization."""

import numpy as np
import tensorflow as tf

ds = tf.contrib.distributions
tfb = ds.bijectors

X = np.float32([[0.5, -1.0, 0.3, 0.8], [1.5, 0.2, -0.4, 0.1]])


# TensorFlow's optimizer, old and new, loses a sign of -(-sum) where only some of it is fetched
PLAIN = tf.ConfigProto()
PLAIN.graph_options.rewrite_options.disable_meta_optimizer = True


def error(make):
    try:
        make()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
    return "none"


def fixed(shape, dtype=None, partition_info=None):
    random = np.random.RandomState(sum(shape))
    return tf.constant(random.normal(scale=0.4, size=[int(n) for n in shape]).astype(np.float32))


def run(bijector, x=X):
    x = tf.constant(x)
    y = bijector.forward(x)
    back = bijector.inverse(tf.identity(y))
    tensors = {
        "forward": y,
        "inverse": bijector.inverse(x),
        "back": back,
        "ildj": bijector.inverse_log_det_jacobian(tf.identity(x), event_ndims=1),
        "fldj": bijector.forward_log_det_jacobian(tf.identity(x), event_ndims=1),
    }
    variables = tf.global_variables()
    result = {
        "name": bijector.name,
        "variables": sorted(v.op.name + " " + str(v.shape) for v in variables),
        "trainable": sorted(v.op.name for v in tf.trainable_variables()),
    }
    if tf.trainable_variables():
        loss = tf.reduce_sum(tf.square(y)) + tf.reduce_sum(tensors["ildj"])
        gradients = tf.gradients(loss, tf.trainable_variables())
        tensors["gradients"] = [g for g in gradients if g is not None]
    with tf.Session(config=PLAIN) as sess:
        sess.run(tf.global_variables_initializer())
        got = sess.run(tensors)
    for k, gradient in enumerate(got.pop("gradients", [])):
        result["gradient%d" % k] = gradient
    return dict(got, **result)


def case_masked_autoregressive_flow():
    template = tfb.masked_autoregressive_default_template([8, 8], kernel_initializer=fixed)
    return run(tfb.MaskedAutoregressiveFlow(template))


def case_unrolled_and_shift_only():
    template = tfb.masked_autoregressive_default_template([4], shift_only=True, kernel_initializer=fixed, name="made")
    return run(tfb.MaskedAutoregressiveFlow(template, is_constant_jacobian=True, unroll_loop=True, name="maf"))


def case_clipped():
    template = tfb.masked_autoregressive_default_template(
        [8],
        activation=tf.nn.tanh,
        log_scale_min_clip=-0.1,
        log_scale_max_clip=0.05,
        kernel_initializer=fixed,
    )
    return run(tfb.MaskedAutoregressiveFlow(template))


def case_masked_dense():
    x = tf.constant(X)
    y = tfb.masked_dense(x, 8, num_blocks=4, kernel_initializer=fixed, activation=tf.nn.relu)
    z = tfb.masked_dense(x, 8, num_blocks=2, exclusive=True, kernel_initializer=fixed, name="other", use_bias=False)
    seeded = tfb.masked_dense(
        x, 4, num_blocks=4, kernel_initializer=tf.glorot_normal_initializer(seed=3), name="seeded"
    )
    unknown = error(lambda: tfb.masked_dense(tf.placeholder(tf.float32, [2, None]), 8, num_blocks=2))
    step = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(tf.square(y)))
    names = sorted(v.op.name for v in tf.global_variables())
    with tf.Session(config=PLAIN) as sess:
        sess.run(tf.global_variables_initializer())
        y, z, seeded = sess.run([y, z, seeded])
        sess.run(step)
        kernel = sess.run(tf.global_variables()[0])
    return {"y": y, "z": z, "seeded": seeded, "kernel": kernel, "unknown": unknown, "names": names}


def case_real_nvp():
    template = tfb.real_nvp_default_template([5, 3], kernel_initializer=fixed)
    result = run(tfb.RealNVP(2, template))
    result["zero"] = error(lambda: tfb.RealNVP(0, template))
    result["all"] = error(lambda: tfb.RealNVP(4, template).forward(tf.constant(X)))
    return result


def case_volume_preserving():
    template = tfb.real_nvp_default_template([5], shift_only=True, kernel_initializer=fixed, name="nice")
    bijector = tfb.RealNVP(1, template, is_constant_jacobian=True)
    chain = tfb.Chain([bijector, tfb.Permute([3, 2, 1, 0]), tfb.Affine(scale_diag=np.float32([1.0, 2.0, 0.5, 1.5]))])
    return run(chain)


def case_flow_distribution():
    flow = tfb.MaskedAutoregressiveFlow(tfb.masked_autoregressive_default_template([8], kernel_initializer=fixed))
    d = ds.TransformedDistribution(ds.Normal(0.0, 1.0), flow, event_shape=[4])
    log_prob, sample = d.log_prob(tf.constant(X)), d.sample(3, seed=4)
    inverted = ds.TransformedDistribution(
        ds.MultivariateNormalDiag(tf.zeros([4])), tfb.Invert(flow), name="inverse_autoregressive_flow"
    )
    other = inverted.sample(3, seed=4)
    with tf.Session(config=PLAIN) as sess:
        sess.run(tf.global_variables_initializer())
        values = sess.run({"log_prob": log_prob, "sample": sample, "inverted": other})
    return dict(values, names=sorted(v.op.name for v in tf.trainable_variables()) + [d.name, inverted.name])


def case_batch_normalization():
    x = tf.constant(X)
    layer = tf.layers.BatchNormalization(
        gamma_initializer=tf.constant_initializer(1.5), beta_initializer=tf.constant_initializer(0.3), name="bn"
    )
    training = tfb.BatchNormalization(layer)
    inverse = training.inverse(x)
    ildj = training.inverse_log_det_jacobian(tf.identity(x), event_ndims=1)
    inference = tfb.BatchNormalization(training=False)
    tensors = {
        "inverse": inverse,
        "ildj": ildj,
        "forward": training.forward(x),
        "fldj": training.forward_log_det_jacobian(tf.identity(x), event_ndims=1),
        "inference/inverse": inference.inverse(x),
        "inference/ildj": inference.inverse_log_det_jacobian(tf.identity(x), event_ndims=1),
        "inference/forward": inference.forward(x),
    }
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    result = {
        "names": [v.op.name for v in tf.global_variables()] + [str(len(updates)), training.name],
        "renorm": error(lambda: tfb.BatchNormalization(tf.layers.BatchNormalization(renorm=True))),
        "other": error(lambda: tfb.BatchNormalization(tf.layers.Dense(3))),
        "unknown": error(lambda: training.forward(tf.placeholder(tf.float32, [None, 4]))),
    }
    with tf.Session(config=PLAIN) as sess:
        sess.run(tf.global_variables_initializer())
        got = sess.run(tensors)
        sess.run(updates)
        got["moved"] = sess.run(tensors["forward"])
    return dict(got, **result)
