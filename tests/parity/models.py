"""Small TF1 graphs and their Keras twins, to climb with and to plant mistakes in."""

import keras
import numpy as np
from keras import layers
from tf2notes.legacy import tf1 as tf

from tf2notes import parity


def numbers(*shape, seed=0):
    return np.random.RandomState(seed).standard_normal(shape).astype(np.float32)


def classes(count, size, seed=1):
    return np.random.RandomState(seed).randint(0, count, size).astype(np.int32)


# A perceptron ------------------------------------------------------------------------------------------------------


def mlp_graph(rate=0.1, optimizer="GradientDescentOptimizer", drop=0.0, l2=0.0, reduce=True, clip=None, **options):
    """Two layers of four, tanh between them: square kernels, so that nothing but values tells them from transposed."""
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    y = tf.placeholder(tf.int32, [None], name="y")
    hidden = tf.layers.dense(x, 4, activation=tf.tanh, name="hidden")
    if drop:
        hidden = tf.nn.dropout(hidden, keep_prob=1 - drop)
    logits = tf.layers.dense(hidden, 4, name="out")
    each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    loss = tf.reduce_mean(each) if reduce else tf.reduce_sum(each)
    if l2:
        loss += l2 * tf.add_n([tf.nn.l2_loss(v) for v in tf.trainable_variables() if "kernel" in v.name])
    trainer = getattr(tf.train, optimizer)(rate, **options)
    pairs = trainer.compute_gradients(loss)
    if clip:
        clipped, _ = tf.clip_by_global_norm([g for g, _ in pairs], clip)
        pairs = list(zip(clipped, [v for _, v in pairs], strict=True))
    return {"x": x, "y": y, "logits": logits, "loss": loss, "train": trainer.apply_gradients(pairs)}


def mlp(optimizer=None, drop=0.0, l2=0.0, activation="tanh", reduction="sum_over_batch_size", build=None):
    """The Keras twin, as a function that builds it."""

    def make():
        regularizer = keras.regularizers.L2(l2) if l2 else None
        hidden = layers.Dense(4, activation=activation, name="hidden", kernel_regularizer=regularizer)
        out = layers.Dense(4, name="out", kernel_regularizer=regularizer)
        parts = [hidden, layers.Dropout(drop, name="drop"), out] if drop else [hidden, out]
        model = keras.Sequential([keras.Input([4]), *parts], name="mlp")
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction=reduction)
        model.compile(optimizer() if optimizer else keras.optimizers.SGD(0.1), loss, jit_compile=False)
        return model

    return make


MLP_WEIGHTS = parity.WeightMap({"hidden": parity.layer("hidden"), "out": parity.layer("out")})


def mlp_batches(count=4, size=6):
    return [{"x": numbers(size, 4, seed=i), "y": classes(4, size, seed=i)} for i in range(count)]


def mlp_pair(graph=None, modern=None, weights=MLP_WEIGHTS, **more):
    """`graph`: options of `mlp_graph`; `modern`: options of `mlp`; `more`: fields of the `Pair`."""
    graph = dict(graph or {})
    more.setdefault("steps", 5)
    return parity.Pair(
        parity.tf1(mlp_graph, "loss", "train", graph.get("rate", 0.1), outputs="logits", kwargs=graph),
        parity.keras(mlp(**(modern or {})), x="x", y="y", outputs="logits"),
        weights,
        batches=mlp_batches(),
        **more,
    )


# Anything without training: values alone ---------------------------------------------------------------------------


def values_pair(graph, model, weights, x, **more):
    """A pair of which only variables and values are compared: `graph` takes the placeholder and returns the output."""

    def build():
        place = tf.placeholder(tf.as_dtype(x.dtype), [None, *x.shape[1:]], name="x")
        return {"x": place, "y": graph(place)}

    return parity.Pair(
        parity.tf1(build, outputs="y", extra_variables=more.pop("extra_variables", ())),
        parity.keras(lambda: model, x="x", outputs="y"),
        weights,
        batches=[{"x": x}],
        steps=1,
        **more,
    )
