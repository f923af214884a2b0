"""``tf.contrib.learn``'s ops and models, k-means, the logistic regressor and what runs graphs."""

import tempfile

import numpy as np
import tensorflow as tf

learn = tf.contrib.learn
RNG = np.random.RandomState(5)
X = RNG.randn(6, 3).astype(np.float32)
Y = RNG.randn(6).astype(np.float32)
ONE_HOT = np.eye(3)[[0, 1, 2, 1, 0, 2]].astype(np.float32)
SERIES = RNG.randn(4, 3, 2).astype(np.float32)


def fetch(**tensors):
    """Values on fixed weights, and the graph's variables."""
    random = np.random.RandomState(11)
    variables = tf.global_variables()
    with tf.Session() as session:
        for variable in variables:
            session.run(variable.assign(random.uniform(-0.5, 0.5, variable.shape.as_list())))
        result = session.run(tensors)
    return dict(result, variables=sorted("%s %s" % (v.name, v.shape.as_list()) for v in variables))


def case_linear_regression():
    predictions, loss = learn.models.linear_regression(tf.constant(X), tf.constant(Y))
    tags = [op.name for op in tf.get_default_graph().get_operations() if op.type == "HistogramSummary"]
    return dict(fetch(predictions=predictions, loss=loss), tags=tags)


def case_linear_regression_zero_init():
    predictions, loss = learn.models.linear_regression_zero_init(tf.constant(X), tf.constant(Y[:, None]))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        return dict(zip(["predictions", "loss"], session.run([predictions, loss])))


def case_logistic_regression():
    predictions, loss = learn.models.logistic_regression(tf.constant(X), tf.constant(ONE_HOT))
    return fetch(predictions=predictions, loss=loss)


def case_logistic_regression_class_weight():
    tf.constant([0.1, 0.8, 0.1], name="class_weight")
    predictions, loss = learn.models.logistic_regression(tf.constant(X), tf.constant(ONE_HOT))
    return fetch(predictions=predictions, loss=loss)


def case_bidirectional_rnn():
    inputs = tf.unstack(tf.constant(SERIES), axis=1)
    cells = [tf.contrib.rnn.GRUCell(3) for _ in range(2)]
    outputs, state = learn.models.bidirectional_rnn(cells[0], cells[1], inputs, dtype=tf.float32)
    return fetch(outputs=tf.stack(outputs), state=state)


def rnn_model(cell, bidirectional, attention=None):
    build = learn.models.get_rnn_model(
        3,
        cell,
        2,
        lambda x: tf.unstack(x, axis=1),
        bidirectional,
        learn.models.linear_regression,
        None,
        None,
        attention,
        2,
        2,
    )
    predictions, loss = build(tf.constant(SERIES), tf.constant(Y[:4]))
    return fetch(predictions=predictions, loss=loss)


def case_rnn_model_lstm():
    return rnn_model("lstm", False)


def case_rnn_model_gru_both_ways():
    return rnn_model("gru", True)


def case_rnn_model_attention():
    return rnn_model("rnn", False, 2)


def case_ops_embedding():
    ids = tf.constant([[[0, 2], [1, 0]]])
    rows = learn.ops.embedding_lookup(tf.constant(X), ids)
    variable = learn.ops.categorical_variable(ids, 3, 2, "cat")
    return dict(fetch(rows=rows, variable=variable), shapes=[str(rows.shape), str(variable.shape)])


def case_ops_seq2seq():
    x, y = tf.constant(SERIES), tf.constant(SERIES[:, :2, :])
    in_x, in_y, out_y = learn.ops.seq2seq_inputs(x, y, 3, 2)
    outputs, states, sampled, sampled_states = learn.ops.rnn_seq2seq(in_x, in_y, tf.contrib.rnn.GRUCell(2))
    predictions, loss = learn.ops.sequence_classifier(outputs, out_y, sampled)
    return fetch(
        predictions=predictions, loss=loss, states=tf.stack(states), sampled=tf.stack(sampled_states), last=out_y[-1]
    )


def case_kmeans():
    points = np.concatenate([X, X + 8.0]).astype(np.float32)
    kmeans = learn.KMeansClustering(
        2, initial_clusters=points[[0, -1]], use_mini_batch=False, model_dir=tempfile.mkdtemp()
    )
    kmeans.fit(input_fn=lambda: (tf.constant(points), None), steps=4)

    def once():
        return tf.train.limit_epochs(tf.constant(points), 1), None

    clusters = kmeans.clusters()
    return {
        "clusters": clusters,
        "score": kmeans.score(input_fn=lambda: (tf.constant(points), None), steps=1),
        "indices": np.array(list(kmeans.predict_cluster_idx(input_fn=once))),
        "distances": kmeans.transform(input_fn=once),
        "variables": sorted(kmeans.get_variable_names()),
    }


def logistic_model(features, labels, mode):
    predictions = tf.sigmoid(tf.reduce_sum(features, 1))
    loss = tf.losses.log_loss(labels, predictions)
    return predictions, loss, tf.assign_add(tf.train.get_global_step(), 1)


def case_logistic_regressor():
    estimator = learn.LogisticRegressor(logistic_model, thresholds=[0.3, 0.6], model_dir=tempfile.mkdtemp())
    labels = (Y > 0).astype(np.float32)
    estimator.fit(X, labels, steps=1)
    found = estimator.evaluate(X, labels)
    return {"names": sorted(found), "values": [float(found[name]) for name in sorted(found)]}


def case_run_graphs():
    x = tf.placeholder(tf.float32, [], name="x")
    v = tf.get_variable("v", [], initializer=tf.constant_initializer(2.0))
    outputs = {"sum": x + v, "next": tf.assign_add(v, 1.0)}
    feeds = learn.run_feeds(outputs, [{x: 1.0}, {x: 5.0}])
    return {
        "next": [float(each["next"]) for each in feeds],
        "n": [float(each["next"]) for each in learn.run_n({"next": outputs["next"]}, n=3)],
    }


def case_serving():
    ops = learn.build_parsing_serving_input_fn({"a": tf.FixedLenFeature([2], tf.float32)})()
    example = tf.train.Example(
        features=tf.train.Features(feature={"a": tf.train.Feature(float_list=tf.train.FloatList(value=[1.0, 2.0]))})
    )
    with tf.Session() as session:
        found = session.run(ops.features["a"], {ops.default_inputs["examples"]: [example.SerializeToString()]})
    return {"a": found, "name": ops.default_inputs["examples"].name, "labels": str(ops.labels)}
