"""``tf.contrib.learn``'s estimators on tiny data."""

import tempfile

import numpy as np
import tensorflow as tf

learn = tf.contrib.learn
RNG = np.random.RandomState(3)
X = RNG.randn(16, 2).astype(np.float32)
Y = (X[:, 0] * 2 - X[:, 1] + 0.5).astype(np.float32)
BINARY = (Y > 0.4).astype(np.int64)
CLASSES = np.digitize(Y, [-0.5, 1.0]).astype(np.int64)


def model_fn(features, labels, mode, params):
    w = tf.get_variable("w", [2, 1], initializer=tf.constant_initializer(0.1))
    predictions = tf.matmul(features, w)[:, 0]
    loss = train_op = None
    if mode != learn.ModeKeys.INFER:
        loss = tf.losses.mean_squared_error(labels, predictions)
    if mode == learn.ModeKeys.TRAIN:
        train_op = tf.train.GradientDescentOptimizer(params["rate"]).minimize(loss, tf.train.get_global_step())
    return learn.ModelFnOps(mode, {"y": predictions}, loss, train_op)


def summary(metrics):
    return {"names": sorted(metrics), "values": [float(metrics[k]) for k in sorted(metrics)]}


def case_estimator():
    estimator = learn.Estimator(model_fn, params={"rate": 0.1}, model_dir=tempfile.mkdtemp())
    estimator.fit(x=X, y=Y, steps=4, batch_size=5)
    metrics = estimator.evaluate(
        x=X, y=Y, metrics={"mae": learn.MetricSpec(tf.contrib.metrics.streaming_mean_absolute_error, "y")}
    )
    predictions = [p["y"] for p in estimator.predict(x=X)]
    compat = learn.SKCompat(estimator).predict(X)
    return dict(
        summary(metrics),
        predictions=predictions,
        compat=compat["y"],
        w=estimator.get_variable_value("w"),
        variables=estimator.get_variable_names(),
    )


def case_linear_classifier():
    columns = learn.infer_real_valued_columns_from_input(X)
    estimator = learn.LinearClassifier(columns, model_dir=tempfile.mkdtemp())
    estimator.fit(X, BINARY, steps=5)
    return dict(
        summary(estimator.evaluate(X, BINARY)),
        classes=list(estimator.predict(X)),
        probabilities=np.array(list(estimator.predict_proba(X))),
        variables=estimator.get_variable_names(),
    )


def case_linear_classifier_of_three():
    columns = [tf.contrib.layers.real_valued_column("", dimension=2)]
    estimator = learn.LinearClassifier(columns, n_classes=3, model_dir=tempfile.mkdtemp())
    estimator.fit(X, CLASSES, steps=5)
    return dict(summary(estimator.evaluate(X, CLASSES)), classes=list(estimator.predict(X)))


def case_linear_regressor():
    columns = [tf.contrib.layers.real_valued_column("x", dimension=2)]
    estimator = learn.LinearRegressor(columns, model_dir=tempfile.mkdtemp())

    def fn():
        return {"x": tf.constant(X)}, tf.constant(Y)

    estimator.fit(input_fn=fn, steps=5)
    return dict(
        summary(estimator.evaluate(input_fn=fn, steps=1)),
        variables=estimator.get_variable_names(),
        weight=estimator.get_variable_value("linear/x/weight"),
    )


def case_dnn_names():
    columns = [tf.contrib.layers.real_valued_column("", dimension=2)]
    estimator = learn.DNNClassifier([4, 3], columns, n_classes=3, model_dir=tempfile.mkdtemp())
    estimator.fit(X, CLASSES, steps=2)
    return {"variables": estimator.get_variable_names(), "metrics": sorted(estimator.evaluate(X, CLASSES))}


def case_errors():
    def error(function, *args, **kwargs):
        try:
            function(*args, **kwargs)
        except Exception as e:
            return type(e).__name__
        return "none"

    estimator = learn.Estimator(model_fn, params={"rate": 0.1}, model_dir=tempfile.mkdtemp())
    return {
        "no_input": error(estimator.fit, steps=1),
        "both": error(estimator.fit, x=X, y=Y, input_fn=lambda: None),
        "steps": error(estimator.fit, x=X, y=Y, steps=1, max_steps=1),
        "not_fitted": error(estimator.evaluate, x=X, y=Y),
        "ops": error(learn.ModelFnOps, "train"),
        "mode": error(learn.ModelFnOps, "wrong"),
        "params": error(learn.Estimator, lambda features, labels: None, params={}),
    }


def case_wide_and_deep():
    wide = [tf.contrib.layers.sparse_column_with_hash_bucket("s", 4)]
    deep = [tf.contrib.layers.real_valued_column("x", dimension=2)]
    estimator = learn.DNNLinearCombinedClassifier(
        linear_feature_columns=wide,
        dnn_feature_columns=deep,
        dnn_hidden_units=[3],
        n_classes=3,
        model_dir=tempfile.mkdtemp(),
        fix_global_step_increment_bug=True,
    )

    def fn():
        indices = [[row, 0] for row in range(len(X))]
        words = tf.SparseTensor(indices, ["ab"[row % 2] for row in range(len(X))], [len(X), 1])
        return {"x": tf.constant(X), "s": words}, tf.constant(CLASSES)

    estimator.fit(input_fn=fn, steps=2)
    metrics = estimator.evaluate(input_fn=fn, steps=1)
    constant = list(estimator.predict(input_fn=lambda: fn()[0]))
    return {
        "variables": estimator.get_variable_names(),
        "metrics": list(metrics),
        "step": metrics["global_step"],
        "predictions": len(constant),
    }
