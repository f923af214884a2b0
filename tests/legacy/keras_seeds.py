"""A TF1 program that prints how many ops Keras models count for, as graph-level seeds tell (`test_graph_seeds`).

A line of five numbers for each model: the model itself, ``compile``, ``fit``, ``evaluate`` and ``predict``.
"""

import numpy as np
import tensorflow as tf

layers = tf.keras.layers
random = np.random.RandomState(0)
ROWS, SERIES, IMAGES = (random.rand(10, *shape).astype("f") for shape in ((3,), (5, 4), (8, 8, 3)))
WORDS = random.randint(0, 10, (10, 5))
TRUTH = np.eye(2)[random.randint(0, 2, 10)]
TRUTHS, ONE = np.repeat(TRUTH[:, None], 5, 1), TRUTH[:, :1]

MODELS = """
ROWS, TRUTH, "sgd", "mse", None, [layers.Dense(4, "relu"), layers.Dense(2, "softmax")]
ROWS, TRUTH, "adam", "categorical_crossentropy", ["accuracy"], [layers.Dense(2, "softmax")]
ROWS, ONE, "rmsprop", "binary_crossentropy", ["accuracy"], [layers.Dense(1, "sigmoid")]
ROWS, ONE, "nadam", "sparse_categorical_crossentropy", ["accuracy"], [layers.Dense(2, "softmax")]
ROWS, TRUTH, "adagrad", "hinge", ["mape", "msle"], [layers.Dense(2)]
ROWS, ONE, "sgd", "logcosh", [tf.keras.metrics.AUC(), tf.keras.metrics.Precision()], [layers.Dense(1, "sigmoid")]
ROWS, TRUTH, tf.train.AdamOptimizer(), "mse", ["mae"], [layers.Dense(2)]
ROWS, TRUTH, "sgd", tf.keras.losses.Huber(), None, [layers.Dense(2, "selu"), layers.LayerNormalization()]
ROWS, TRUTH, "sgd", "mse", None, [layers.Dense(2, kernel_regularizer="l2", activity_regularizer="l1")]
IMAGES, TRUTH, "adadelta", "mse", None, [layers.Conv2D(2, 8), layers.BatchNormalization(), layers.Flatten()]
IMAGES, IMAGES, "adamax", "mse", None, [layers.UpSampling2D(), layers.Conv2D(3, 3, strides=2, padding="same")]
SERIES, TRUTH, "adam", "mse", None, [layers.LSTM(4, dropout=0.2), layers.Dense(2)]
SERIES, TRUTHS, "adam", "mse", ["accuracy"], [layers.Dense(4), layers.Dense(2, "softmax")]
SERIES, TRUTHS, "sgd", "mse", None, [layers.LSTM(4, return_sequences=True), layers.TimeDistributed(layers.Dense(2))]
WORDS, ONE, "adam", "mse", None, [layers.Embedding(10, 4, mask_zero=True), layers.GRU(4), layers.Dense(1)]
""".strip().splitlines()


def count():
    """The number that a random op made now takes for its own seed."""
    return tf.random_normal([1], name="count").op.inputs[0].op.inputs[0].op.get_attr("seed2")


if __name__ == "__main__":
    for line in MODELS:
        tf.keras.backend.clear_session()
        with tf.Graph().as_default(), tf.Session().as_default():
            tf.set_random_seed(1)
            x, y, optimizer, loss, metrics, parts = eval(line)
            counts = [count()]
            model = tf.keras.Sequential([layers.InputLayer(x.shape[1:]), *parts])
            counts.append(count())
            model.compile(optimizer, loss, metrics)
            counts.append(count())
            model.fit(x, y, batch_size=5, verbose=0)
            counts.append(count())
            model.evaluate(x, y, verbose=0)
            counts.append(count())
            model.predict(x)
            counts.append(count())
        print(*np.diff(counts))
