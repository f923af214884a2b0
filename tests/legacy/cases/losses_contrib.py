"""tf.contrib.losses: values, collections, weights, errors; metric learning."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import losses


def numbers(*shape):
    return np.random.RandomState(7).uniform(-1, 1, shape).astype(np.float32)


def fixed(seed=3, scale=0.5):
    def initializer(shape, dtype=None, partition_info=None):
        return tf.constant(np.random.RandomState(seed).uniform(-scale, scale, [int(s) for s in shape]), dtype)

    return initializer


def run(fetches, feed=None):
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        return sess.run(fetches, feed)


def error(function):
    try:
        function()
    except Exception as e:
        return type(e).__name__
    return "none"


def pair():
    return tf.constant(numbers(3, 4)), tf.constant(np.random.RandomState(8).uniform(0, 1, (3, 4)).astype(np.float32))


def case_elementwise():
    predictions, labels = pair()
    weights = tf.constant([[1.0], [0.0], [2.0]])
    each = tf.constant(np.float32(np.arange(12).reshape(3, 4) % 3))
    outputs = []
    for f in (losses.absolute_difference, losses.mean_squared_error, losses.mean_pairwise_squared_error):
        outputs += [f(predictions, labels), f(predictions, labels, 2.0), f(predictions, labels, each[:, 0])]
    outputs += [losses.mean_squared_error(predictions, labels, each)]
    outputs += [losses.absolute_difference(predictions, labels, weights)]
    outputs += [losses.log_loss(labels, labels), losses.log_loss(labels, labels, each, epsilon=1e-3)]
    return {
        "values": np.float32(run(outputs)),
        "names": [t.op.name for t in outputs],
        "collection": [t.op.name for t in losses.get_losses()],
        "total": run(losses.get_total_loss()),
    }


def case_cross_entropies():
    logits, _ = pair()
    onehot, sparse = tf.one_hot([0, 3, 1], 4), tf.constant([0, 3, 1])
    weights = tf.constant([1.0, 0.0, 2.0])
    outputs = [
        losses.sigmoid_cross_entropy(logits, onehot),
        losses.sigmoid_cross_entropy(logits, onehot, weights=2.0, label_smoothing=0.1),
        losses.softmax_cross_entropy(logits, onehot),
        losses.softmax_cross_entropy(logits, onehot, weights, label_smoothing=0.2, scope="mine"),
        losses.sparse_softmax_cross_entropy(logits, sparse),
        losses.sparse_softmax_cross_entropy(logits, sparse, weights),
        losses.hinge_loss(logits, onehot),
        losses.cosine_distance(tf.nn.l2_normalize(logits, 1), onehot, axis=1, weights=weights),
    ]
    shapes = [str(losses.hinge_loss(logits, onehot).shape.as_list())]
    values = run(outputs)
    result = {"y%d" % i: v for i, v in enumerate(values)}
    result["names"] = [t.op.name for t in outputs] + shapes
    return result


def case_collections():
    tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, tf.constant(5.0))
    losses.add_loss(tf.constant(2.0))
    losses.add_loss(tf.constant(1.0), loss_collection="mine")
    with tf.name_scope("s"):
        losses.add_loss(tf.constant(3.0, name="three"))
    return {
        "losses": run(losses.get_losses()),
        "scope": run(losses.get_losses("s")),
        "mine": run(losses.get_losses(loss_collection="mine")),
        "regularization": run(losses.get_regularization_losses()),
        "totals": np.float32(run([losses.get_total_loss(), losses.get_total_loss(False)])),
        "same": tf.losses.get_losses() == losses.get_losses(),
    }


def case_compute_weighted_loss():
    x = tf.constant(numbers(3, 4))
    weights = [2.0, tf.constant([1.0, 0.0, 1.0]), tf.constant([[1.0], [0.0], [1.0]]), tf.zeros([3, 4])]
    return {"values": np.float32(run([losses.compute_weighted_loss(x, w) for w in weights]))}


def case_errors():
    predictions, labels = pair()
    return {
        "shape": error(lambda: losses.mean_squared_error(predictions, labels[:, :2])),
        "weights_none": error(lambda: losses.mean_squared_error(predictions, labels, weights=None)),
        "rank": error(lambda: losses.compute_weighted_loss(predictions, tf.ones([3, 4, 1]))),
        "softmax": error(lambda: losses.softmax_cross_entropy(predictions, labels[:, :2])),
        "axis": error(lambda: losses.cosine_distance(predictions, labels)),
    }


def case_metric_learning():
    embeddings = tf.nn.l2_normalize(tf.constant(numbers(6, 3)), 1)
    labels = tf.constant([0, 0, 1, 1, 2, 2])
    half = tf.constant(np.random.RandomState(9).uniform(-1, 1, (6, 3)).astype(np.float32))
    learning = losses.metric_learning
    outputs = [
        learning.triplet_semihard_loss(labels, embeddings),
        learning.contrastive_loss(tf.to_float(labels > 0), embeddings, half),
        learning.lifted_struct_loss(labels, embeddings),
        learning.npairs_loss(labels, embeddings, half),
    ]
    gradients = [tf.gradients(t, embeddings)[0] for t in outputs]
    result = {"values": np.float32(run(outputs))}
    result.update({"g%d" % i: v for i, v in enumerate(run(gradients))})
    return result
