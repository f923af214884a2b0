"""``tf.contrib``'s solvers, integrate.odeint, bayesflow, periodic_resample and input_pipeline."""

import numpy as np
import tensorflow as tf

solvers = tf.contrib.solvers

A = np.float32([[4, 1, 0, 0.5], [1, 3, 0.2, 0], [0, 0.2, 5, 1], [0.5, 0, 1, 6]])
B = np.float32([1.0, -2.0, 0.5, 3.0])
TALL = np.float32([[1, 2], [3, -1], [0.5, 1], [2, 2], [1, 0]])

TOLERANCE = {
    "case_conjugate_gradients": (1e-3, "residuals near zero, after steps in another order of sums"),
    "case_lanczos": (1e-4, "orthogonalized numbers near zero"),
    "case_odeint": (1e-4, "errors of steps are differences of nearly equal numbers"),
}


def error(make):
    try:
        make()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
    return "none"


def case_conjugate_gradients():
    a, b = tf.constant(A), tf.constant(B)
    operator = solvers.util.create_operator(a)
    rough = solvers.util.create_operator(tf.matrix_diag(1.0 / tf.diag_part(a)))
    states = {
        "plain": solvers.linear_equations.conjugate_gradient(operator, b),
        "started": solvers.linear_equations.conjugate_gradient(operator, b, x=tf.constant(B * 0.1), max_iter=2),
        "conditioned": solvers.linear_equations.conjugate_gradient(operator, b, preconditioner=rough, tol=1e-2),
        "least": solvers.least_squares.cgls(
            solvers.util.create_operator(tf.constant(TALL)), tf.constant([1.0, 2, 3, 4, 5])
        ),
    }
    identity = solvers.util.identity_operator(a)
    with tf.Session() as sess:
        result = {}
        for name, state in states.items():
            got = sess.run(state)
            result[name + "/i"], result[name + "/x"] = got.i, got.x
            result[name + "/fields"] = list(got._fields)
        result["started/r"] = sess.run(states["started"].r)
        result["norms"] = sess.run(tf.stack([solvers.util.l2norm(b), solvers.util.dot(b, b), identity.apply(b)[0]]))
        result["unit"] = sess.run(solvers.util.l2normalize(b)[0])
    return dict(result, shape=identity.shape)


def case_lanczos():
    operator = solvers.util.create_operator(tf.constant(TALL))
    start = tf.constant(np.float32([[1], [2], [0], [1], [1]]))
    state = solvers.lanczos.lanczos_bidiag(operator, 2, starting_vector=start)
    plain = solvers.lanczos.lanczos_bidiag(operator, 1, orthogonalize=False, starting_vector=start)
    product = solvers.lanczos.bidiag_matmul(state.u, state.alpha, state.beta)
    adjoint = solvers.lanczos.bidiag_matmul(state.v, state.alpha, state.beta, adjoint_b=True)
    with tf.Session() as sess:
        got, product, adjoint, plain = sess.run([state._asdict(), product, adjoint, plain._asdict()])
    got["beta"] = got["beta"][:1]  # the last is what rounding left of zero
    got.pop("u")
    return dict(got, adjoint=adjoint, plain_u=plain["u"], plain_v=plain["v"], shape=list(product.shape))


def case_odeint():
    times = np.linspace(0.0, 2.0, 5)
    y0 = tf.constant(np.float64([1.0, -0.5]))
    k = tf.constant(np.float64(1.3))
    y, info = tf.contrib.integrate.odeint(lambda y, t: -k * y + tf.sin(t), y0, times, full_output=True)
    loose = tf.contrib.integrate.odeint(
        lambda y, t: tf.stack([y[1], -y[0]]), y0, times, rtol=1e-3, method="dopri5", options={"first_step": 0.1}
    )
    single = tf.contrib.integrate.odeint(lambda y, t: -y, tf.constant([1.0, 2.0]), np.float32([0.0, 0.5]))
    turning = tf.contrib.integrate.odeint(lambda y, t: 1j * y, tf.constant(1.0 + 0j, tf.complex128), times)
    gradient = tf.gradients(tf.reduce_sum(y[-1]), [k, y0])
    result = {
        "errors": [
            error(lambda: tf.contrib.integrate.odeint(lambda y, t: y, 1.0, times, method="euler")),
            error(lambda: tf.contrib.integrate.odeint(lambda y, t: y, 1.0, times, options={})),
            error(lambda: tf.contrib.integrate.odeint(lambda y, t: y, 1, times)),
            error(lambda: tf.contrib.integrate.odeint(lambda y, t: y, 1.0, [1, 2])),
        ],
        "shape": str(y.shape.as_list()),
    }
    back = tf.contrib.integrate.odeint(lambda y, t: y, 1.0, [1.0, 0.5])
    many = tf.contrib.integrate.odeint(lambda y, t: -y, 1.0, [0.0, 9.0], method="dopri5", options={"max_num_steps": 3})
    with tf.Session() as sess:
        result["run"] = [error(lambda each=each: sess.run(each)).split(":")[0] for each in (back, many)]
        y, info, loose, single, gradient = sess.run([y, info, loose, single, gradient])
        turning = sess.run(tf.stack([tf.real(turning), tf.imag(turning)]))
    return dict(
        result,
        y=y,
        loose=loose,
        single=single,
        turning=turning,
        gradient_k=gradient[0],
        gradient_y=gradient[1],
        evaluations=info["num_func_evals"],
        points=info["integrate_points"],
    )


def case_monte_carlo():
    mc, ds = tf.contrib.bayesflow.monte_carlo, tf.contrib.distributions
    loc = tf.constant([0.5, 1.0])
    p, q = ds.Normal(loc, 1.0), ds.Normal([0.0, 0.0], 2.0)
    samples = p.sample(20, seed=3)
    scored = mc.expectation(tf.square, samples, log_prob=p.log_prob, use_reparametrization=False)
    moved = mc.expectation(tf.square, samples, keep_dims=True)
    weighted = mc.expectation_importance_sampler(lambda z: z**3, p.log_prob, q, n=20, seed=3)
    log = mc.expectation_importance_sampler_logspace(
        lambda z: 2.0 * tf.log(abs(z)), p.log_prob, q, z=q.sample(9, seed=4)
    )
    tensors = {"scored": scored, "moved": moved, "weighted": weighted, "log": log}
    tensors["scored_gradient"], tensors["moved_gradient"] = (tf.gradients(e, loc)[0] for e in (scored, moved))
    with tf.Session() as sess:
        result = sess.run(tensors)
    result["errors"] = [
        error(lambda: mc.expectation(3, samples)),
        error(lambda: mc.expectation(tf.square, samples, use_reparametrization=False)),
        error(lambda: mc.expectation_importance_sampler(tf.square, p.log_prob, q)),
    ]
    return result


def case_periodic_resample():
    resample = tf.contrib.periodic_resample.periodic_resample
    values = tf.constant(np.arange(12).reshape(3, 4).astype(np.float32))
    image = tf.constant(np.arange(2 * 3 * 8).reshape(2, 3, 8).astype(np.float32))
    tensors = {
        "rows": resample(values, [6, None]),
        "uneven": resample(values, [5, None]),
        "columns": resample(values, [None, 8]),
        "image": resample(image, [4, 6, None]),
        "uneven_image": resample(image, [3, 7, None]),
        "middle": resample(image, [4, None, 8]),
    }
    tensors["gradient"] = tf.gradients(tf.reduce_sum(tf.square(tensors["uneven"])), values)[0]
    with tf.Session() as sess:
        return sess.run(tensors)


def case_input_pipeline():
    counter = tf.Variable(np.int64(-1), name="counter")
    following = tf.contrib.input_pipeline.obtain_next(tf.constant(["a", "b"]), counter)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return {"strings": [sess.run(following).decode() for _ in range(5)], "counter": sess.run(counter)}
