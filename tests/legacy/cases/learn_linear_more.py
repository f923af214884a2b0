"""contrib.learn's linear models with a centered bias, with names for labels, and by dual coordinate ascent."""

import numpy as np
import tensorflow as tf

layers, learn = tf.contrib.layers, tf.contrib.learn
RNG = np.random.RandomState(4)
X = RNG.randn(12, 1).astype(np.float32)
Y = (X[:, 0] > 0.2).astype(np.int64)[:, None]
KINDS = np.digitize(X, [-0.5, 0.5]).astype(np.int64)
NAMES = ["low", "middle", "high"]


def features():
    return {"x": tf.constant(X), "w": tf.constant(1 + np.abs(X)), "id": tf.constant(["e%d" % i for i in range(12)])}


def summary(estimator, input_fn, steps=5):
    estimator.fit(input_fn=input_fn, steps=steps)
    metrics = estimator.evaluate(input_fn=input_fn, steps=1)
    names = sorted(estimator.get_variable_names())
    kept = [name for name in names if name != "global_step"]
    return {
        "metrics": [float(metrics[key]) for key in sorted(metrics)],
        "keys": sorted(metrics),
        "names": names,
        "values": np.concatenate([np.ravel(estimator.get_variable_value(name)) for name in kept]),
    }


def prefixed(**parts):
    return {"%s/%s" % (part, name): value for part, values in parts.items() for name, value in values.items()}


def without_values(results):
    """1.15 steps on the weights and on the centered bias at once: which sees the other's update is chance."""
    return {name: value for name, value in results.items() if name in ("keys", "names")}


def case_centered_bias():
    columns = [layers.real_valued_column("x")]
    two = learn.LinearClassifier(columns, enable_centered_bias=True, weight_column_name="w")
    three = learn.LinearClassifier(columns, n_classes=3, enable_centered_bias=True)
    number = learn.LinearRegressor(columns, enable_centered_bias=True)
    return prefixed(
        two=without_values(summary(two, lambda: (features(), tf.constant(Y)))),
        three=without_values(summary(three, lambda: (features(), tf.constant(KINDS)))),
        number=without_values(summary(number, lambda: (features(), tf.constant(X * 2 + 1)))),
    )


def case_weights():
    columns = [layers.real_valued_column("x")]
    two = learn.LinearClassifier(columns, weight_column_name="w")
    three = learn.LinearClassifier(columns, n_classes=3, weight_column_name="w")
    number = learn.LinearRegressor(columns, weight_column_name="w")
    return prefixed(
        two=summary(two, lambda: (features(), tf.constant(Y))),
        three=summary(three, lambda: (features(), tf.constant(KINDS))),
        number=summary(number, lambda: (features(), tf.constant(X * 2 + 1))),
    )


def case_label_keys():
    model = learn.LinearClassifier([layers.real_valued_column("x")], n_classes=3, label_keys=NAMES)

    def input_fn():
        return features(), tf.constant(np.array(NAMES)[KINDS])

    result = summary(model, input_fn, 40)
    result["classes"] = [str(name) for name in model.predict_classes(input_fn=input_fn)]
    return result


def refusal(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except (AssertionError, ValueError) as e:
        return type(e).__name__


def case_dual_coordinate_ascent():
    columns = [layers.real_valued_column("x"), layers.bucketized_column(layers.real_valued_column("w"), [1.5, 2.0])]

    def sdca():
        return tf.contrib.linear_optimizer.SDCAOptimizer("id", symmetric_l2_regularization=1.0)

    model = learn.LinearClassifier(columns, optimizer=sdca())
    number = learn.LinearRegressor(columns, optimizer=sdca(), weight_column_name="w")
    model.fit(input_fn=lambda: (features(), tf.constant(Y)), steps=40)
    number.fit(input_fn=lambda: (features(), tf.constant(X * 2 + 1)), steps=40)
    return {
        "names": sorted(model.get_variable_names()),
        "loss": model.evaluate(input_fn=lambda: (features(), tf.constant(Y)), steps=1)["loss"],
        "number": number.evaluate(input_fn=lambda: (features(), tf.constant(X * 2 + 1)), steps=1)["loss"],
        "errors": [
            refusal(learn.LinearClassifier, columns, optimizer=sdca(), enable_centered_bias=True),
            refusal(learn.LinearClassifier, columns, optimizer=sdca(), n_classes=3),
            refusal(learn.LinearRegressor, columns, optimizer=sdca(), label_dimension=2),
        ],
    }


TOLERANCE = {"case_dual_coordinate_ascent": (1e-2, "threads go through the examples in an order of their own")}
