"""tf.keras inside a TF1 program: random functions seeded by NumPy, an estimator of a model."""

import tempfile

import numpy as np
import tensorflow as tf


def case_backend_random():
    """Without a seed the functions of the backend ask NumPy for one."""
    np.random.seed(3)
    backend = tf.keras.backend
    values = {
        "normal": backend.random_normal([4]),
        "uniform": backend.random_uniform([4], maxval=2.0),
        "binomial": backend.random_binomial([8], p=0.5),
        "truncated": backend.truncated_normal([4], stddev=0.5),
        "dropout": backend.dropout(tf.ones([8]), 0.5),
    }
    with tf.Session() as sess:
        return sess.run(values)


def case_model_to_estimator():
    """Trained and evaluated on arrays."""
    draw = np.random.RandomState(0)
    x = draw.rand(40, 6).astype("float32")
    y = (x.sum(1) > 3).astype("float32")[:, None]
    inputs = tf.keras.Input((6,), name="x")
    hidden = tf.keras.layers.Dense(5, activation="tanh")(inputs)
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(1, activation="sigmoid")(hidden))
    model.set_weights([draw.randn(*w.shape) for w in model.get_weights()])
    model.compile(tf.train.RMSPropOptimizer(0.01), "binary_crossentropy", metrics=["accuracy"])

    def batches():
        return tf.data.Dataset.from_tensor_slices(({"x": x}, y)).batch(8)

    estimator = tf.keras.estimator.model_to_estimator(keras_model=model, model_dir=tempfile.mkdtemp())
    estimator.train(batches)
    found = estimator.evaluate(batches)
    # 1.15 says acc; under TensorFlow 2's behaviour, outside of the runner, the name is accuracy
    return {"values": np.float32([found[name] for name in sorted(found)])}
