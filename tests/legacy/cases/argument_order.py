"""Calls by position, in the order of 1.15, of functions that have another order today."""

import inspect
import os
import tempfile

import numpy as np
import tensorflow as tf
from tensorflow.python.util import tf_inspect


def _run(tensors):
    with tf.Session() as session:
        return {**{name: value.name for name, value in tensors.items() if hasattr(value, "name")},
                **{name + "_value": value for name, value in session.run(tensors).items()}}  # fmt: skip


def case_scatter():
    at, rows, base = [[0], [2]], [1.0, 2.0], [1.0, 1.0, 1.0]
    return _run({
        "scatter_nd": tf.scatter_nd(at, rows, [4], "a"),
        "manip": tf.manip.scatter_nd(at, rows, [4], "b"),
        "add": tf.tensor_scatter_add(base, at, rows, "c"),
        "sub": tf.tensor_scatter_sub(base, at, rows, "d"),
        "nd_add": tf.tensor_scatter_nd_add(base, at, rows, "e"),
        "nd_sub": tf.tensor_scatter_nd_sub(base, at, rows, "f"),
    })  # fmt: skip


def case_matmul():
    a, b = [[1.0, 2.0]], [[3.0, 4.0]]
    options = (False, True, False, False, False, False)
    product, other = tf.matmul(a, b, *(options + ("a",))), tf.linalg.matmul(a, b, *(options + ("b",)))
    return _run({"matmul": product, "linalg": other})


def case_top_k():
    values = [1.0, 3.0, 2.0]
    top, other = tf.nn.top_k(values, 2, True, "a"), tf.math.top_k(values, 2, True, "b")
    return _run({"nn": top[0], "nn_at": top[1], "math": other[0], "math_at": other[1]})


def case_numpy_function():
    return _run({"doubled": tf.numpy_function(lambda x: 2 * x, [[1.0, 2.0]], tf.float32, "a")})


def case_jpeg():
    image = np.random.RandomState(0).randint(0, 255, [8, 8, 3]).astype(np.uint8)
    changed = tf.image.adjust_jpeg_quality(image, 95, "a")
    return {"scope": changed.name.split("/")[0], "rank": changed.shape.ndims}


def case_cross_entropy():
    labels, logits = [[0.0, 1.0]], [[0.5, 1.5]]
    found = _run({
        "sigmoid": tf.nn.sigmoid_cross_entropy_with_logits(None, labels, logits, "a"),
        "softmax": tf.nn.softmax_cross_entropy_with_logits(None, labels, logits, -1, "b"),
        "sparse": tf.nn.sparse_softmax_cross_entropy_with_logits(None, [1], logits, "c"),
    })  # fmt: skip
    for name in ("sigmoid", "softmax", "sparse_softmax"):
        try:
            getattr(tf.nn, name + "_cross_entropy_with_logits")(_sentinel=1, labels=labels, logits=logits)
        except ValueError as error:
            found[name + "_error"] = str(error)
    return found


def case_function():
    doubled = tf.function(lambda x: 2 * x, [tf.TensorSpec([2], tf.float32)], False, None, True)
    return {"value": _run({"doubled": doubled(tf.constant([1.0, 2.0]))})["doubled_value"]}


def case_rng_state():
    state = tf.convert_to_tensor(tf.random.experimental.create_rng_state(seed=3, algorithm=1), tf.int64)
    return {"state": _run({"state": state})["state_value"]}


def case_words():
    text = tf.keras.preprocessing.text
    return {
        "words": text.text_to_word_sequence(text="One two, three", filters=",", lower=False, split=" "),
        "by_position": text.text_to_word_sequence("One two, three", ",", True, " "),
        "hashed": len(text.one_hot(text="a b c", n=5)),
        "hashed_by_position": len(text.one_hot("a-b c", 5, "", True, "-")),
    }


def case_affine():
    specification = tf_inspect.getfullargspec(tf.keras.preprocessing.image.apply_affine_transform)
    return {"defaults": [str(value) for value in specification.defaults]}  # a call needs SciPy


def case_keras_objects():
    layer = tf.keras.layers.Dense(2, activation="relu")
    kept = tf.keras.utils.serialize_keras_object(instance=layer)
    found = tf.keras.utils.deserialize_keras_object(kept, {"Dense": tf.keras.layers.Dense}, None, "layer")
    try:
        tf.keras.utils.deserialize_keras_object({"class_name": "No", "config": {}}, {}, None, "thing")
    except ValueError as error:
        text = str(error)
    with tf.keras.utils.custom_object_scope({"Mine": tf.keras.layers.Dense}):
        mine = "Mine" in tf.keras.utils.get_custom_objects()
    return {
        "class": kept["class_name"],
        "units": found.units,
        "error": text.split(":")[0],
        "mine": mine,
        "is_function": inspect.isfunction(tf.keras.utils.custom_object_scope),
    }


def case_initializers():
    found = {}
    for name in ("he_normal", "he_uniform", "lecun_normal", "lecun_uniform"):
        make = getattr(tf.keras.initializers, name)
        start = make(3)
        config = start.get_config()
        found[name] = [inspect.isfunction(make), type(start).__name__ == "VarianceScaling"]
        found[name + "_config"] = [str(config[key]) for key in sorted(config)]
        found[name + "_value"] = start([2, 3])
        again = tf.keras.initializers.deserialize(tf.keras.initializers.serialize(start))
        found[name + "_again"] = type(again).__name__
    values = {name: value for name, value in found.items() if name.endswith("_value")}
    with tf.Session() as session:
        found.update(session.run(values))
    return found


def case_save_model():
    folder = tempfile.mkdtemp()
    model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(2,))])
    model.compile("sgd", "mse")
    found = {}
    for with_optimizer in (True, False):
        path = os.path.join(folder, "%s.h5" % with_optimizer)
        tf.keras.models.save_model(model, path, True, with_optimizer)
        found[str(with_optimizer)] = tf.keras.models.load_model(path).optimizer is not None
    return found


def case_signatures():
    names = (
        "scatter_nd tensor_scatter_nd_add matmul linalg.matmul nn.top_k math.top_k image.adjust_jpeg_quality "
        "config.experimental.set_virtual_device_configuration random.experimental.create_rng_state "
        "keras.models.save_model keras.preprocessing.text.one_hot keras.preprocessing.image.apply_affine_transform "
        "keras.utils.plot_model keras.utils.model_to_dot keras.utils.serialize_keras_object"
    )
    found = {}
    for path in names.split():
        function = tf
        for part in path.split("."):
            function = getattr(function, part)
        found[path] = tf_inspect.getfullargspec(function).args
    return found
