"""tf.keras: cosine similarity under its TF1 names."""

import tensorflow as tf


def case_cosine():
    """As functions, as classes and by name."""
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    b = tf.constant([[1.0, 0.5], [-2.0, 9.0]])
    losses, metrics = tf.keras.losses, tf.keras.metrics
    values = {
        "proximity": losses.cosine_proximity(a, b),
        "similarity": losses.cosine_similarity(a, b),
        "cosine": losses.cosine(a, b),
        "class": losses.CosineSimilarity()(a, b),
        "get": losses.get("cosine_proximity")(a, b),
        "deserialize": losses.deserialize("cosine_similarity")(a, b),
        "metric": metrics.cosine_proximity(a, b),
        "metric_get": metrics.get("cosine_proximity")(a, b),
    }
    with tf.Session() as sess:
        return sess.run(values)
