"""``tf.contrib.learn``'s DNNEstimator, LinearEstimator and DNNLinearCombinedEstimator under heads."""

import numpy as np
import tensorflow as tf

learn = tf.contrib.learn
layers = tf.contrib.layers

X = np.float32([[0.5, 1.0], [-1.0, 0.2], [0.3, -0.8], [1.5, 0.1]])


def input_fn(labels):
    return lambda: ({"x": tf.constant(X), "w": tf.constant([1.0, 2.0, 1.0, 0.5])}, tf.constant(labels))


def report(estimator, labels):
    estimator.fit(input_fn=input_fn(labels), steps=5)
    names = estimator.get_variable_names()
    result = {"evaluation/" + k: v for k, v in estimator.evaluate(input_fn=input_fn(labels), steps=1).items()}
    result.update({"variable/" + k: estimator.get_variable_value(k) for k in names if "weight" in k or "bias" in k})
    predictions = estimator.predict(input_fn=input_fn(labels), as_iterable=False)
    result.update({"prediction/" + str(k): v for k, v in predictions.items()})
    return dict(result, names=sorted(names))


def case_linear():
    column = layers.real_valued_column("x", dimension=2)
    head = learn.multi_class_head(3, weight_column_name="w")
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    plain = report(
        learn.LinearEstimator([column], head, optimizer=optimizer, gradient_clip_norm=0.5),
        np.int64([[0], [2], [1], [0]]),
    )
    ftrl = report(learn.LinearEstimator([column], learn.regression_head()), np.float32([[0.5], [2.0], [1.0], [0.0]]))
    result = {"classes/" + k: v for k, v in plain.items()}
    return dict(result, **{"values/" + k: v for k, v in ftrl.items()})


def case_poisson():
    column = layers.real_valued_column("x", dimension=2)
    return report(
        learn.LinearEstimator([column], learn.poisson_regression_head(), optimizer="SGD"),
        np.float32([[0.0], [2.0], [1.0], [3.0]]),
    )


def names_of(estimator, labels):
    estimator.fit(input_fn=input_fn(labels), steps=2)
    found = estimator.evaluate(input_fn=input_fn(labels), steps=1)
    predictions = estimator.predict(input_fn=input_fn(labels), as_iterable=False)
    return sorted(estimator.get_variable_names()) + sorted(found) + sorted(map(str, predictions))


def case_names():
    column = layers.real_valued_column("x", dimension=2)
    labels = np.int64([[1], [0], [0], [1]])
    return {
        "dnn": names_of(learn.DNNEstimator(learn.binary_svm_head(), [3, 2], [column]), labels),
        "combined": names_of(
            learn.DNNLinearCombinedEstimator(
                learn.multi_class_head(2),
                linear_feature_columns=[column],
                dnn_feature_columns=[column],
                dnn_hidden_units=[3],
            ),
            labels,
        ),
    }
