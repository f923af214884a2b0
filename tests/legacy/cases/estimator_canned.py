"""TF1's ready-made estimators on tiny data, each from fixed weights: losses, metrics, variables, predictions."""

import os
import tempfile

import numpy as np
import tensorflow as tf

RNG = np.random.RandomState(3)
X = RNG.randn(16, 2).astype(np.float32)
COLOR = np.array(["red", "green", "blue", "red"] * 4)
Y = (X[:, :1] * 2 - X[:, 1:] + 0.5).astype(np.float32)
BINARY = (Y > 0.4).astype(np.int32)
CLASSES = (np.digitize(Y, [-0.5, 1.0])).astype(np.int32)


def columns():
    x = tf.feature_column.numeric_column("x", shape=(2,))
    color = tf.feature_column.categorical_column_with_vocabulary_list("color", ["red", "green", "blue"])
    return x, color


def input_fn(labels, epochs=None):
    return tf.estimator.inputs.numpy_input_fn({"x": X, "color": COLOR}, labels, 8, num_epochs=epochs, shuffle=False)


def checkpoint(**values):
    """A checkpoint with these variables, / written as __."""
    with tf.Graph().as_default(), tf.Session() as sess:
        rng = np.random.RandomState(5)
        for name, shape in values.items():
            tf.get_variable(name.replace("__", "/"), initializer=rng.randn(*shape).astype(np.float32) * 0.3)
        tf.get_variable("global_step", initializer=np.int64(0))
        sess.run(tf.global_variables_initializer())
        return tf.train.Saver().save(sess, os.path.join(tempfile.mkdtemp(), "start"))


DNN = {
    "dnn__hiddenlayer_0__kernel": (2, 4),
    "dnn__hiddenlayer_0__bias": (4,),
    "dnn__hiddenlayer_1__kernel": (4, 3),
    "dnn__hiddenlayer_1__bias": (3,),
}


def report(estimator, labels, steps=5, variables=()):
    estimator.train(input_fn(labels), steps=steps)
    result = {"metric/" + k: float(v) for k, v in estimator.evaluate(input_fn(labels, 1)).items()}
    predictions = list(estimator.predict(input_fn(None, 1)))
    for key in sorted(predictions[0]):
        value = np.array([p[key] for p in predictions])
        result["prediction/" + key] = value.astype("U") if value.dtype.kind == "O" else value
    result["names"] = estimator.get_variable_names()
    for name in estimator.get_variable_names():
        result["value/" + name] = estimator.get_variable_value(name)
    return result


def folder():
    return tempfile.mkdtemp()


def case_linear_regressor():
    return report(tf.estimator.LinearRegressor(list(columns()), model_dir=folder()), Y)


def case_linear_classifier():
    return report(tf.estimator.LinearClassifier(list(columns()), model_dir=folder()), BINARY)


def case_linear_classifier_of_three():
    estimator = tf.estimator.LinearClassifier(
        list(columns()), n_classes=3, label_vocabulary=None, optimizer="Adam", model_dir=folder()
    )
    return report(estimator, CLASSES)


def case_linear_with_weights_and_ftrl():
    optimizer = tf.train.FtrlOptimizer(0.1, l1_regularization_strength=0.01)
    x, color = columns()
    estimator = tf.estimator.LinearClassifier(
        [x, color], weight_column=tf.feature_column.numeric_column("x_weight"), optimizer=optimizer, model_dir=folder()
    )
    features = {"x": X, "color": COLOR, "x_weight": np.abs(X[:, :1])}
    fn = tf.estimator.inputs.numpy_input_fn(features, BINARY, 8, num_epochs=2, shuffle=False)
    estimator.train(fn)
    metrics = estimator.evaluate(fn)
    return {"names": sorted(metrics), "values": [float(metrics[k]) for k in sorted(metrics)]}


def case_dnn_classifier():
    shapes = dict(DNN, dnn__logits__kernel=(3, 1), dnn__logits__bias=(1,))
    estimator = tf.estimator.DNNClassifier(
        [4, 3], [columns()[0]], model_dir=folder(), warm_start_from=checkpoint(**shapes)
    )
    return report(estimator, BINARY)


def case_dnn_regressor_adam_tanh():
    shapes = dict(DNN, dnn__logits__kernel=(3, 1), dnn__logits__bias=(1,))
    estimator = tf.estimator.DNNRegressor(
        [4, 3],
        [columns()[0]],
        optimizer=tf.train.AdamOptimizer(0.01),
        activation_fn=tf.nn.tanh,
        loss_reduction=tf.losses.Reduction.SUM_OVER_BATCH_SIZE,
        model_dir=folder(),
        warm_start_from=checkpoint(**shapes),
    )
    return report(estimator, Y)


def case_dnn_batch_norm_names():
    estimator = tf.estimator.DNNClassifier(
        [3],
        [columns()[0], tf.feature_column.indicator_column(columns()[1])],
        n_classes=3,
        batch_norm=True,
        dropout=0.5,
        model_dir=folder(),
    )
    estimator.train(input_fn(CLASSES), steps=2)
    names = estimator.get_variable_names()
    return {"names": names, "shapes": [str(list(estimator.get_variable_value(n).shape)) for n in names]}


def case_dnn_linear_combined():
    shapes = dict(DNN, dnn__logits__kernel=(3, 1), dnn__logits__bias=(1,))
    x, color = columns()
    estimator = tf.estimator.DNNLinearCombinedClassifier(
        linear_feature_columns=[
            color,
            tf.feature_column.bucketized_column(tf.feature_column.numeric_column("x", (2,)), [0.0]),
        ],
        dnn_feature_columns=[x],
        dnn_hidden_units=[4, 3],
        model_dir=folder(),
        warm_start_from=tf.estimator.WarmStartSettings(checkpoint(**shapes), vars_to_warm_start="dnn/.*"),
    )
    return report(estimator, BINARY)


def case_baseline():
    result = report(tf.estimator.BaselineRegressor(model_dir=folder()), Y)
    other = report(tf.estimator.BaselineClassifier(n_classes=3, model_dir=folder()), CLASSES)
    result.update({"classifier_" + k: v for k, v in other.items()})
    return result


def case_kmeans():
    points = np.float32([[0, 0], [0, 1], [5, 5], [5, 6], [9, 0]])
    estimator = tf.estimator.experimental.KMeans(
        3, initial_clusters=np.float32([[0, 0], [5, 5], [9, 1]]), use_mini_batch=False, model_dir=folder()
    )

    def fn():
        return tf.train.limit_epochs(tf.constant(points), num_epochs=1)

    for _ in range(3):
        estimator.train(fn)
    return {
        "centers": estimator.cluster_centers(),
        "index": np.array(list(estimator.predict_cluster_index(fn))),
        "score": estimator.score(fn),
        "transform": np.array(list(estimator.transform(fn))),
    }


def case_serving():
    estimator = tf.estimator.LinearClassifier(list(columns()), model_dir=folder())
    estimator.train(input_fn(BINARY), steps=3)
    spec = tf.feature_column.make_parse_example_spec(list(columns()))
    receiver = tf.estimator.export.build_parsing_serving_input_receiver_fn(spec)
    path = estimator.export_saved_model(folder(), receiver)
    example = tf.train.Example()
    example.features.feature["x"].float_list.value.extend([0.5, -1.0])
    example.features.feature["color"].bytes_list.value.append(b"green")
    with tf.Graph().as_default(), tf.Session() as sess:
        meta = tf.saved_model.loader.load(sess, ["serve"], path.decode())
        signature = meta.signature_def["serving_default"]
        scores = sess.run(
            signature.outputs["scores"].name, {signature.inputs["inputs"].name: [example.SerializeToString()]}
        )
        return {
            "keys": sorted(meta.signature_def),
            "methods": [meta.signature_def[k].method_name for k in sorted(meta.signature_def)],
            "inputs": sorted(signature.inputs),
            "outputs": sorted(signature.outputs),
            "scores": scores,
        }
