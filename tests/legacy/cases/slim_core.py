"""tf.contrib.slim: scopes, a network, its variables, training, evaluation."""

import numpy as np
import tensorflow as tf
import tensorflow.contrib.slim as slim


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


def names(*collections):
    """Every collection as one line: its name and what is in it."""
    return [c + ": " + " ".join(item.name for item in tf.get_collection(c)) for c in collections]


COLLECTIONS = ["trainable_variables", "model_variables", "regularization_losses"]


def network(x, is_training=True):
    with slim.arg_scope(
        [slim.conv2d, slim.fully_connected],
        activation_fn=tf.nn.relu,
        weights_initializer=fixed(),
        weights_regularizer=slim.l2_regularizer(0.01),
    ):
        normalizer = {"is_training": is_training}
        with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params=normalizer):
            net = slim.repeat(x, 2, slim.conv2d, 3, [3, 3], scope="conv1")
            net = slim.max_pool2d(net, [2, 2], scope="pool1")
            net = slim.conv2d(net, 2, [1, 1], scope="conv2")
        net = slim.flatten(net)
        net = slim.dropout(net, 0.5, is_training=False, scope="drop")
        return slim.fully_connected(net, 2, activation_fn=None, normalizer_fn=None, scope="logits")


def case_network():
    x = tf.constant(numbers(2, 4, 4, 2))
    logits = network(x)
    loss = tf.losses.softmax_cross_entropy(tf.constant([[1.0, 0.0], [0.0, 1.0]]), logits)
    total = tf.losses.get_total_loss()
    gradients = tf.gradients(total, tf.trainable_variables())
    values = run([logits, loss, total] + gradients)
    result = {"y%d" % i: v for i, v in enumerate(values)}
    result["collections"] = names(*COLLECTIONS)
    result["variables"] = [v.name + str(v.shape.as_list()) for v in slim.get_variables()]
    return result


def case_arg_scope():
    @slim.add_arg_scope
    def f(*args, **kwargs):
        return args, sorted(kwargs.items())

    @slim.add_arg_scope
    def g(a, b=2, c=3):
        return a, b, c

    results = [str(f(0)), str(g(1))]
    with slim.arg_scope([f, g], c=7) as outer:
        results += [str(f(0, d=1)), str(g(1))]
        with slim.arg_scope([g], b=5, c=8):
            results += [str(g(1)), str(g(1, b=6))]
        with slim.arg_scope([g], b=5):
            results += [str(g(1))]
    with slim.arg_scope(outer):
        results += [str(g(1))]
    results += [str(g(1)), str(slim.has_arg_scope(g)), str(slim.arg_scoped_arguments(g))]

    def enter(*args, **kwargs):
        with slim.arg_scope(*args, **kwargs):
            pass

    return {
        "results": results,
        "not_decorated": error(lambda: enter([len], a=1)),
        "not_a_list": error(lambda: enter(3, a=1)),
        "scope_and_values": error(lambda: enter(outer, c=1)),
    }


def case_variables():
    with tf.variable_scope("a"):
        one = slim.model_variable("one", [2], initializer=fixed(), regularizer=slim.l2_regularizer(0.5))
        two = slim.variable("two", [2], initializer=fixed(), trainable=False)
        local = slim.local_variable(3.0, name="local")
    shared = slim.get_or_create_global_step()
    return {
        "model": [v.name for v in slim.get_model_variables()],
        "trainable": [v.name for v in slim.get_trainable_variables("a")],
        "local": [v.name for v in slim.get_local_variables()],
        "by_suffix": [v.name for v in slim.get_variables_by_suffix("o")],
        "by_name": [v.name for v in slim.get_variables_by_name("one", "a")],
        "restore": [v.name for v in slim.get_variables_to_restore(exclude=["a/two"])],
        "include": [v.name for v in slim.get_variables_to_restore(include=["a"])],
        "filtered": [v.name for v in slim.filter_variables(slim.get_variables(), exclude_patterns=["one"])],
        "unique": [slim.get_unique_variable("a/two").name, error(lambda: slim.get_unique_variable("a"))],
        "full": [v.op.name for v in (one, two, local, shared)] + [slim.get_variable_full_name(two)],
        "regularization": names("regularization_losses"),
    }


def case_assign_from_values():
    v = slim.model_variable("v", [2], initializer=fixed())
    w = slim.model_variable("w", [1], initializer=fixed())
    op, feed = slim.assign_from_values({"v": np.float32([5, 6])})
    fn = slim.assign_from_values_fn({"w": np.float32([7])})
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(op, feed)
        fn(sess)
        a, b = sess.run([v, w])
    return {"v": a, "w": b, "shape": error(lambda: slim.assign_from_values({"v": np.float32([1, 2, 3])}))}


def case_train_op():
    x = tf.constant(numbers(2, 4, 4, 2))
    loss = tf.losses.softmax_cross_entropy(tf.constant([[1.0, 0.0], [0.0, 1.0]]), network(x))
    total = tf.losses.get_total_loss()
    optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
    train = slim.learning.create_train_op(total, optimizer, clip_gradient_norm=1.0, summarize_gradients=True)
    step = tf.train.get_global_step()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        losses = [sess.run(train) for _ in range(4)]
        after = sess.run([step] + slim.get_model_variables())
    result = {"after%d" % i: v for i, v in enumerate(after)}
    result.update({"losses": np.float32(losses), "train": names("train_op"), "name": loss.op.name})
    result["summaries"] = names("summaries")
    return result


def case_train_op_multipliers():
    v = slim.model_variable("v", [2], initializer=fixed())
    w = slim.model_variable("w", [2], initializer=fixed(4))
    total = tf.reduce_sum(v * v) + tf.reduce_sum(w * w)
    train = slim.learning.create_train_op(
        total, tf.train.GradientDescentOptimizer(0.1), gradient_multipliers={"v": 0.5}, global_step=None
    )
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        a, b = sess.run([v, w])
    return {"v": a, "w": b}


def case_gradient_functions():
    v = slim.model_variable("v", [2], initializer=fixed())
    w = slim.model_variable("w", [2], initializer=fixed(4))
    pairs = [(tf.constant([3.0, 4.0]), v), (tf.constant([0.3, 0.4]), w)]
    clipped = slim.learning.clip_gradient_norms(pairs, 1.0)
    multiplied = slim.learning.multiply_gradients(pairs, {v: 2.0})
    a, b = run([[g for g, _ in clipped], [g for g, _ in multiplied]])
    return {
        "clipped": a,
        "multiplied": b,
        "errors": [
            error(lambda: slim.learning.multiply_gradients([], {v: 1.0})),
            error(lambda: slim.learning.multiply_gradients(pairs, {})),
        ],
    }


def case_train_loop():
    x = tf.constant(numbers(8, 3))
    labels = tf.constant([[1.0, 0.0], [0.0, 1.0]] * 4)
    logits = slim.fully_connected(x, 2, activation_fn=None, weights_initializer=fixed())
    tf.losses.softmax_cross_entropy(labels, logits)
    train = slim.learning.create_train_op(tf.losses.get_total_loss(), tf.train.GradientDescentOptimizer(0.5))
    loss = slim.learning.train(train, None, number_of_steps=20, log_every_n_steps=10)
    return {"loss": np.float32(loss)}


def case_train_loop_saves_and_evaluates():
    import tempfile

    folder = tempfile.mkdtemp()
    x = tf.constant(numbers(8, 3))
    labels = tf.constant([0, 1] * 4)

    def logits():
        return slim.fully_connected(x, 2, activation_fn=None, weights_initializer=fixed(), scope="fc")

    with tf.Graph().as_default():
        x = tf.constant(numbers(8, 3))
        tf.losses.sparse_softmax_cross_entropy(tf.constant([0, 1] * 4), logits())
        train = slim.learning.create_train_op(tf.losses.get_total_loss(), tf.train.GradientDescentOptimizer(0.5))
        loss = slim.learning.train(train, folder, number_of_steps=30, save_summaries_secs=0)
    with tf.Graph().as_default():
        x = tf.constant(numbers(8, 3))
        labels = tf.constant([0, 1] * 4)
        predictions = tf.argmax(logits(), 1)
        values, updates = slim.metrics.aggregate_metric_map(
            {"accuracy": slim.metrics.streaming_accuracy(predictions, labels), "mean": tf.metrics.mean(predictions)}
        )
        result = slim.evaluation.evaluate_once(
            "",
            tf.train.latest_checkpoint(folder),
            folder + "/eval",
            num_evals=2,
            eval_op=list(updates.values()),
            final_op=[values["accuracy"], values["mean"]],
        )
    files = [name for name, _ in tf.train.list_variables(folder)]
    return {"loss": np.float32(loss), "final": np.float32(result), "files": files}


def case_model_analyzer():
    network(tf.constant(numbers(2, 4, 4, 2)))
    return {"size": list(slim.model_analyzer.analyze_vars(slim.get_model_variables(), print_info=False))}


def case_losses_through_slim():
    x = tf.constant(numbers(4, 3))
    slim.losses.softmax_cross_entropy(x, tf.eye(4, 3))
    slim.losses.add_loss(tf.constant(2.0))
    slim.fully_connected(x, 2, weights_regularizer=slim.l2_regularizer(0.1), weights_initializer=fixed())
    return {
        "losses": np.float32(run(slim.losses.get_losses())),
        "total": run(slim.losses.get_total_loss()),
        "without": run(slim.losses.get_total_loss(add_regularization_losses=False)),
    }


def case_dataset():
    import tempfile

    path = tempfile.mkdtemp() + "/data.tfrecord"
    with tf.python_io.TFRecordWriter(path) as writer:
        for i in range(5):
            features = {
                "label": tf.train.Feature(int64_list=tf.train.Int64List(value=[i])),
                "values": tf.train.Feature(float_list=tf.train.FloatList(value=[i, i + 0.5])),
                "sparse": tf.train.Feature(int64_list=tf.train.Int64List(value=list(range(i)))),
            }
            writer.write(tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString())
    decoder = slim.tfexample_decoder.TFExampleDecoder(
        {
            "label": tf.FixedLenFeature([], tf.int64),
            "values": tf.FixedLenFeature([2], tf.float32),
            "sparse": tf.VarLenFeature(tf.int64),
        },
        {
            "label": slim.tfexample_decoder.Tensor("label"),
            "values": slim.tfexample_decoder.Tensor("values", shape=[2, 1]),
            "sparse": slim.tfexample_decoder.Tensor("sparse"),
        },
    )
    data = slim.dataset.Dataset(path, tf.TFRecordReader, decoder, 5, {"label": "a label"}, labels_to_names=None)
    provider = slim.dataset_data_provider.DatasetDataProvider(data, shuffle=False, num_readers=1)
    label, values = provider.get(["label", "values"])
    rows = []
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        with slim.queues.QueueRunners(sess):
            for _ in range(6):
                rows.append(sess.run([label, values]))
    return {
        "items": sorted(provider.list_items()),
        "labels": np.int64([row[0] for row in rows]),
        "values": np.float32([row[1] for row in rows]),
        "count": provider.num_samples(),
        "unknown": error(lambda: provider.get(["nothing"])),
    }
