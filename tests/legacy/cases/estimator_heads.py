"""``tf.contrib.estimator``'s heads and extenders."""

import tempfile

import numpy as np
import tensorflow as tf

LOGITS = np.float32([[0.5, -1.0, 2.0], [1.0, 0.2, -0.3]])


def spec_of(head, logits, labels):
    features = {"x": tf.constant([[1.0], [2.0]])}
    tf.train.get_or_create_global_step()
    v = tf.get_variable("v", initializer=np.float32(logits))
    spec = head.create_estimator_spec(
        features, "train", tf.identity(v), labels=labels, optimizer=tf.train.GradientDescentOptimizer(1.0)
    )
    evaluated = head.create_estimator_spec(features, "eval", tf.identity(v), labels=labels)
    predicted = head.create_estimator_spec(features, "infer", tf.identity(v))
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()])
        result = {"prediction/" + k: t for k, t in sess.run(predicted.predictions).items()}
        result = {k: t.astype("U") if t.dtype.kind == "O" else t for k, t in result.items()}
        sess.run({k: update for k, (_, update) in evaluated.eval_metric_ops.items()})
        metrics = sess.run({k: value for k, (value, _) in evaluated.eval_metric_ops.items()})
        result["eval_loss"] = sess.run(evaluated.loss)
        result["loss"] = sess.run([spec.loss, spec.train_op])[0]
        result["moved"] = sess.run(v)
    result["metric_names"] = sorted(metrics)
    result["metrics"] = [float(metrics[k]) for k in sorted(metrics)]
    result["outputs"] = sorted(str(k) for k in predicted.export_outputs)
    return result


def case_binary():
    return spec_of(tf.contrib.estimator.binary_classification_head(thresholds=[0.4]), LOGITS[:, :1], [[1], [0]])


def case_multi_class():
    return spec_of(tf.contrib.estimator.multi_class_head(3), LOGITS, [[2], [1]])


def case_multi_class_vocabulary():
    head = tf.contrib.estimator.multi_class_head(3, label_vocabulary=["a", "b", "c"])
    return spec_of(head, LOGITS, tf.constant([["c"], ["b"]]))


def case_multi_label():
    return spec_of(tf.contrib.estimator.multi_label_head(3), LOGITS, np.int64([[1, 0, 1], [0, 1, 0]]))


def case_regression():
    return spec_of(tf.contrib.estimator.regression_head(label_dimension=3), LOGITS, np.float32([[1, 0, 1], [0, 1, 0]]))


def case_poisson():
    return spec_of(tf.contrib.estimator.poisson_regression_head(), LOGITS[:, :1], np.float32([[1], [3]]))


def case_logistic():
    return spec_of(tf.contrib.estimator.logistic_regression_head(), LOGITS[:, :1], np.float32([[0.2], [0.9]]))


def case_head_v2():
    head = tf.estimator.MultiClassHead(3)
    features = {"x": tf.constant([[1.0], [2.0]])}
    loss = head.loss(np.int64([[2], [1]]), tf.constant(LOGITS), features=features, mode="eval")
    with tf.Session() as sess:
        return {"loss": sess.run(loss), "predictions": sorted(map(str, head.predictions(tf.constant(LOGITS))))}


def case_extenders():
    x = np.float32([[1], [2], [3], [4]])
    fn = tf.estimator.inputs.numpy_input_fn({"x": x, "id": np.arange(4)}, 2 * x, 2, num_epochs=1, shuffle=False)
    estimator = tf.estimator.LinearRegressor([tf.feature_column.numeric_column("x")], model_dir=tempfile.mkdtemp())
    extended = tf.contrib.estimator.forward_features(estimator, "id")
    extended = tf.contrib.estimator.add_metrics(
        extended,
        lambda labels, predictions: {"mae": tf.metrics.mean_absolute_error(labels, predictions["predictions"])},
    )
    extended.train(fn)
    metrics = extended.evaluate(fn)
    predictions = list(extended.predict(fn))
    return {
        "names": sorted(metrics),
        "mae": float(metrics["mae"]),
        "ids": [int(p["id"]) for p in predictions],
        "predictions": np.array([p["predictions"] for p in predictions]),
    }
