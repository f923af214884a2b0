"""Small modules of contrib: kernel methods, mixed precision, quantization, recurrences, reductions of slices."""

import tempfile

import numpy as np
import tensorflow as tf


def normal(*shape, **kwargs):
    return np.asarray(np.random.RandomState(kwargs.get("seed", 0)).randn(*shape), np.float32)


def run(fetches, place=True):
    variables = tf.global_variables()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i, v in enumerate(variables if place else []):
            v.load(0.5 * normal(*v.get_shape().as_list(), seed=100 + i), sess)
        result = sess.run(fetches)
    result["names"] = [v.name + str(v.get_shape()) for v in variables]
    return result


def error(function):
    try:
        function()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)[:70]
    return "none"


def case_reduce_slices():
    from tensorflow.contrib.reduce_slice_ops.python.ops import reduce_slice_ops as ops

    data = tf.constant(np.arange(24).reshape(4, 3, 2) - 5, tf.int32)
    floats = tf.constant(normal(4, 3, 2))
    result = {}
    for name in ("sum", "prod", "max", "min"):
        op = getattr(ops, "reduce_slice_" + name)
        for axis, indices in enumerate(([[0, 1], [1, 1], [0, 2], [3, 9]], [[1, 3]], [[0, 2], [1, 0]])):
            where = tf.placeholder_with_default(np.int64(axis), [])  # 1.15 infers no shape for the last axis
            result["%s%d" % (name, axis)] = op(data, tf.constant(indices), where)
            result["%sf%d" % (name, axis)] = op(floats, tf.constant(indices, tf.int64), where)
        result[name + "_from"] = op(data, tf.constant([0, 1, 3, 4]), 0)
    return run(result)


def case_quantization():
    q = tf.contrib.quantization
    value, low, high = q.quantize_v2(tf.constant([[0.0, 0.5, 1.0]]), 0.0, 1.0, tf.quint8)
    return run(
        {
            "value": tf.cast(value, tf.int32),
            "low": low,
            "back": q.dequantize(value, low, high),
            "sum": q.add(tf.constant([1.0]), tf.constant([2.0])),
            "soft": q.softmax(tf.constant([[1.0, 2.0]])),
        }
    )


def case_fourier_features():
    mapper = tf.contrib.kernel_methods.RandomFourierFeatureMapper(3, 5, stddev=2.0, seed=4, name="m")
    again = tf.contrib.kernel_methods.RandomFourierFeatureMapper(3, 5)
    x = tf.constant(normal(4, 3))
    result = run({"one": mapper.map(x), "two": again.map(x)})
    result["said"] = [mapper.name, str(mapper.input_dim), str(mapper.output_dim)]
    result["errors"] = [error(lambda: mapper.map(tf.zeros([2, 4])))[:60], error(lambda: mapper.map(tf.zeros([2])))]
    return result


def case_hinge():
    loss = tf.contrib.kernel_methods.sparse_multiclass_hinge_loss
    logits = tf.constant(normal(4, 3))
    labels = tf.constant([0, 2, 1, 1])
    plain = loss(labels, logits)
    result = run(
        {
            "plain": plain,
            "weighted": loss(tf.reshape(labels, [4, 1]), logits, weights=tf.constant([[1.0], [0.0], [2.0], [1.0]])),
            "none": loss(tf.cast(labels, tf.int64), logits, reduction=tf.losses.Reduction.NONE),
            "gradient": tf.gradients(plain, logits)[0],
        }
    )
    result["op"] = plain.op.name
    result["losses"] = len(tf.get_collection(tf.GraphKeys.LOSSES))
    result["errors"] = [
        error(lambda: loss(labels, logits[0])),
        error(lambda: loss(tf.cast(labels, tf.float32), logits)).split("<")[0],
        error(lambda: loss(tf.zeros([1, 1, 1], tf.int32), logits)),
    ]
    return result


def case_kernel_classifier():
    kernel = tf.contrib.kernel_methods
    column = tf.contrib.layers.real_valued_column("x", dimension=3)

    def input_fn():
        return {"x": tf.constant(normal(8, 3))}, tf.constant([[0], [1], [1], [0], [1], [0], [0], [1]])

    made = kernel.KernelLinearClassifier(
        feature_columns=[column],
        kernel_mappers={column: [kernel.RandomFourierFeatureMapper(3, 4, seed=2)]},
        optimizer=tf.train.GradientDescentOptimizer(0.5),
        model_dir=tempfile.mkdtemp(),
    )
    made.fit(input_fn=input_fn, steps=3)
    values = made.evaluate(input_fn=input_fn, steps=1)
    return {
        "loss": values["loss"],
        "names": sorted(made.get_variable_names()),
        "weights": made.get_variable_value("linear/x_MAPPED/weight"),
        "classes": list(made.predict_classes(input_fn=input_fn)),
        "probabilities": np.array(list(made.predict_proba(input_fn=input_fn))),
        "errors": [
            error(kernel.KernelLinearClassifier),
            error(lambda: kernel.KernelLinearClassifier([], kernel_mappers={column: [3]})),
        ],
    }


def case_loss_scale():
    mixed = tf.contrib.mixed_precision
    x = tf.get_variable("x", initializer=[1.0, 2.0])
    scale = tf.placeholder_with_default(1.0, [])
    manager = mixed.ExponentialUpdateLossScaleManager(16, 2, decr_every_n_nan_or_inf=2, incr_ratio=2, decr_ratio=0.5)
    optimizer = mixed.LossScaleOptimizer(tf.train.GradientDescentOptimizer(0.25), manager)
    step = tf.train.get_or_create_global_step()
    pairs = optimizer.compute_gradients(tf.reduce_sum(tf.square(x)) * scale, [x])
    train = optimizer.apply_gradients(pairs, global_step=step)
    state = [x, manager.get_loss_scale(), manager._num_good_steps, manager._num_bad_steps, step]
    rows = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for factor in (1, 1, 1, np.inf, 1, np.nan, np.inf, np.inf, np.inf, 1):
            gradient = sess.run(pairs[0][0], {scale: factor})
            sess.run(train, {scale: factor})
            rows.append(np.hstack([gradient] + [np.ravel(v) for v in sess.run(state)]))
    fixed = mixed.FixedLossScaleManager(8)
    other = mixed.LossScaleOptimizer(tf.train.GradientDescentOptimizer(0.25), fixed)
    minimize = other.minimize(tf.reduce_sum(tf.square(x)))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(minimize)
        after = sess.run(x)
    return {
        "rows": np.where(np.isfinite(rows), rows, -1),
        "after": after,
        "names": [v.name for v in tf.global_variables()],
        "trainable": [v.name for v in tf.trainable_variables()],
        "error": error(lambda: mixed.FixedLossScaleManager(0.5)),
    }


def recurrence(grad=False, first=1.0, **kwargs):
    theta = {"w": tf.constant(0.5 * normal(3, 3)), "u": tf.constant(0.5 * normal(2, 3, seed=1))}
    state = {"h": tf.constant(first * normal(4, 3, seed=2))}
    inputs = {"x": tf.constant(normal(5, 4, 2, seed=3))}

    def cell(theta, state, inputs):
        h = tf.tanh(tf.matmul(state["h"], theta["w"]) + tf.matmul(inputs["x"], theta["u"]))
        return {"h": h}, {"kept": h}

    def cell_grad(theta, state, inputs, extras, dstate):
        d = dstate["h"] * (1 - tf.square(extras["kept"]))
        dtheta = {
            "w": 2 * tf.matmul(state["h"], d, transpose_a=True),
            "u": tf.matmul(inputs["x"], d, transpose_a=True),
        }
        return (
            dtheta,
            {"h": tf.matmul(d, theta["w"], transpose_b=True)},
            {"x": tf.matmul(d, theta["u"], transpose_b=True)},
        )

    every, last = tf.contrib.recurrent.Recurrent(
        theta, state, inputs, cell, cell_grad=cell_grad if grad else None, **kwargs
    )
    loss = tf.reduce_sum(tf.square(every["h"])) + tf.reduce_sum(last["h"])
    dw, du, dh, dx = tf.gradients(loss, [theta["w"], theta["u"], state["h"], inputs["x"]])
    return run({"every": every["h"], "last": last["h"], "dw": dw, "du": du, "dh": dh, "dx": dx})


def case_recurrent():
    return recurrence()


def case_recurrent_gradient():
    return recurrence(grad=True)


def case_recurrent_length():
    return recurrence(max_input_length=tf.constant(3))


def case_recurrent_end():
    """From zeros, because 1.15's gradient takes the state before the first step for zero here."""
    return recurrence(grad=True, first=0.0, max_input_length=tf.constant(3), aligned_end=True)


def functional(function, cells, **kwargs):
    inputs = tf.constant(normal(3, 5, 2))
    if kwargs.get("time_major"):
        inputs = tf.transpose(inputs, [1, 0, 2])
    outputs, state = function(*[cell(4) for cell in cells], inputs=inputs, dtype=tf.float32, **kwargs)
    flat = tf.nest.flatten((outputs, state)) if hasattr(tf, "nest") else outputs
    loss = tf.add_n([tf.reduce_sum(tf.square(part)) for part in flat])
    fetches = {"out%d" % i: part for i, part in enumerate(flat)}
    for i, g in enumerate(tf.gradients(loss, tf.trainable_variables())):
        fetches["grad%d" % i] = g
    result = run(fetches)
    result["shapes"] = [str(part.shape.as_list()) for part in flat]
    return result


def case_functional_lstm():
    return functional(tf.contrib.recurrent.functional_rnn, [tf.nn.rnn_cell.LSTMCell])


def case_functional_gru_lengths():
    return functional(
        tf.contrib.recurrent.functional_rnn, [tf.nn.rnn_cell.GRUCell], sequence_length=tf.constant([4, 1, 2]), scope="s"
    )


def case_functional_reverse():
    return functional(
        tf.contrib.recurrent.functional_rnn,
        [tf.nn.rnn_cell.BasicRNNCell],
        sequence_length=tf.constant([4, 1, 2]),
        reverse=True,
        time_major=True,
    )


def case_bidirectional():
    return functional(
        tf.contrib.recurrent.bidirectional_functional_rnn,
        [tf.nn.rnn_cell.LSTMCell, tf.nn.rnn_cell.GRUCell],
        sequence_length=tf.constant([4, 1, 2]),
    )


def case_bidirectional_fast():
    return functional(
        tf.contrib.recurrent.bidirectional_functional_rnn,
        [tf.nn.rnn_cell.LSTMCell, tf.nn.rnn_cell.GRUCell],
        fast_reverse=True,
        time_major=True,
    )


def case_parameter_count():
    """What early programs printed before training."""
    analyzer = tf.contrib.tfprof.model_analyzer
    tf.get_variable("a", [3, 4])
    tf.get_variable("b", [5])
    options = dict(analyzer.TRAINABLE_VARS_PARAMS_STAT_OPTIONS, output="none")
    counted = analyzer.print_model_analysis(tf.get_default_graph(), tfprof_options=options)
    tables = [analyzer.TRAINABLE_VARS_PARAMS_STAT_OPTIONS, analyzer.FLOAT_OPS_OPTIONS, analyzer.PRINT_ALL_TIMING_MEMORY]
    return {
        "total": counted.total_parameters,
        "children": sorted(child.name for child in counted.children),
        "options": [str(sorted(table.items())) for table in tables],
    }


def case_split_dependency():
    """Two objects of a checkpoint that are saved and restored as one."""
    x = tf.get_variable("x", initializer=[1.0, 2.0], use_resource=True)

    def fill(buffer):
        buffer["first"], buffer["second"] = x[0], x[1]

    def consume(buffer):
        return x.assign(10 * tf.stack([buffer["first"], buffer["second"]])).op

    parts = tf.contrib.checkpoint.split_dependency(["first", "second"], [tf.float32] * 2, fill, consume, "cpu:0")
    checkpoint = tf.train.Checkpoint(**parts)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        path = checkpoint.save(tempfile.mkdtemp() + "/c", session=sess)
        checkpoint.restore(path).run_restore_ops(session=sess)
        value = sess.run(x)
    return {"value": value, "names": sorted(name for name, _ in tf.train.list_variables(path) if "GRAPH" not in name)}
