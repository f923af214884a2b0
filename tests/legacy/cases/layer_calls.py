"""Models of tf.keras that say whether they train, made of layers that do and do not ask."""

import numpy as np
import tensorflow as tf


class Model(tf.keras.Model):
    """Layers of either library, called one after the other."""

    def __init__(self, layers):
        super(Model, self).__init__(name="")
        draw = np.random.RandomState(0)

        def initial(*shape):
            return tf.constant_initializer(draw.randn(*shape).astype("float32"))

        self.stack = [
            layers.Conv2D(2, 3, padding="same", activation=tf.nn.relu, kernel_initializer=initial(3, 3, 1, 2)),
            layers.MaxPooling2D(2, 2),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dropout(0.5, seed=3),
            layers.Dense(3, kernel_initializer=initial(8, 3)),
        ]
        for number, layer in enumerate(self.stack):
            setattr(self, "layer_%d" % number, layer)

    def call(self, x, training=None):
        for layer in self.stack:
            asks = isinstance(layer, (tf.keras.layers.BatchNormalization, tf.keras.layers.Dropout))
            x = layer(x, training=training) if asks else layer(x)
        return x


def _run(model):
    tf.set_random_seed(1)
    images = tf.constant(np.random.RandomState(1).rand(4, 4, 4, 1).astype("float32"))
    outputs = {"inferred": model(images, training=False), "trained": model(images, training=True)}
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(outputs)


def case_sequential():
    """`training` of a Sequential reaches dropout and batch normalization alone."""
    return _run(tf.keras.Sequential(Model(tf.keras.layers).stack))


def case_keras_layers():
    """A subclassed model of tf.keras' layers."""
    return _run(Model(tf.keras.layers))


def case_tf_layers():
    """A subclassed model of tf.layers' layers, as the first eager examples had them."""
    return _run(Model(tf.layers))
