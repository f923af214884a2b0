"""contrib.util, contrib.deprecated's summaries, contrib.integrate, projector, and versions."""

import numpy as np
import tensorflow as tf


def case_versions():
    return {"version": tf.__version__, "VERSION": tf.VERSION, "module": tf.version.VERSION, "git": tf.GIT_VERSION}


def case_util():
    proto = tf.contrib.util.make_tensor_proto([1.0, 2.0])
    return {
        "array": tf.contrib.util.make_ndarray(proto),
        "constant": tf.contrib.util.constant_value(tf.constant([3, 4])),
    }


def case_summaries():
    deprecated = tf.contrib.deprecated
    with tf.name_scope("scope"):
        deprecated.scalar_summary(["a b", "c"], [1.0, 2.0])
        deprecated.histogram_summary("h", [1.0, 2.0, 2.0])
    merged = deprecated.merge_all_summaries()
    with tf.Session() as sess:
        values = tf.Summary.FromString(sess.run(merged)).value
    return {
        "tags": [value.tag for value in values],
        "scalars": [value.simple_value for value in values],
        "num": [value.histo.num for value in values],
        "collection": len(tf.get_collection(tf.GraphKeys.SUMMARIES)),
        "no_summaries": str(deprecated.merge_all_summaries("other_key")),
    }


def case_projector():
    from tensorflow.contrib.tensorboard.plugins import projector

    config = projector.ProjectorConfig()
    embedding = config.embeddings.add()
    embedding.tensor_name = "emb"
    embedding.sprite.image_path = "s.png"
    embedding.sprite.single_image_dim.extend([28, 28])
    return {"bytes": np.frombuffer(config.SerializeToString(), np.uint8), "text": str(config)}


def case_integrate():
    from tensorflow.contrib import integrate

    results = {}
    for method in ("midpoint", "rk4"):
        y = integrate.odeint_fixed(lambda y, t: -y + tf.cast(t, y.dtype), [1.0, 2.0], [0.0, 0.5, 1.0], method=method)
        fine = integrate.odeint_fixed(lambda y, t: -y, [1.0], [0.0, 0.5, 1.0], dt=0.2, method=method)
        with tf.Session() as sess:
            results[method], results[method + "_fine"] = sess.run([y, fine])
    return results
