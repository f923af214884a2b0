"""tf.contrib.layers: feature columns, embeddings, encoders, targets."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import layers


def numbers(*shape):
    return np.random.RandomState(7).uniform(-1, 1, shape).astype(np.float32)


def fixed(seed=3, scale=0.5):
    def initializer(shape, dtype=None, partition_info=None):
        return tf.constant(np.random.RandomState(seed).uniform(-scale, scale, [int(s) for s in shape]), dtype)

    return initializer


def run(fetches, feed=None):
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()])
        return sess.run(fetches, feed)


def error(function):
    try:
        function()
    except Exception as e:
        return type(e).__name__
    return "none"


def names(*collections):
    """Every collection as one line: its name and what is in it."""
    return [c + ": " + " ".join(item.name for item in tf.get_collection(c)) for c in collections]


COLLECTIONS = ["trainable_variables", "model_variables", "regularization_losses"]

WORDS = [["a", "b"], ["c", ""], ["a", "z"]]


def features():
    return {
        "price": tf.constant([[1.0], [5.0], [12.0]]),
        "size": tf.constant([[1, 2], [3, 4], [5, 6]]),
        "word": tf.constant(WORDS),
        "id": tf.constant([[1, 12], [3, -1], [7, 7]], tf.int64),
        "weight": tf.constant([[0.5, 1.5], [2.0, 0.0], [1.0, 3.0]]),
        "sparse": tf.SparseTensor([[0, 0], [0, 1], [2, 0]], ["x", "y", "x"], [3, 2]),
    }


def sparse_values(tensor):
    return [tensor.indices, tensor.values, tensor.dense_shape]


def columns():
    word = layers.sparse_column_with_keys("word", ["a", "b", "c"])
    ident = layers.sparse_column_with_integerized_feature("id", 10)
    hashed = layers.sparse_column_with_hash_bucket("sparse", 7)
    price = layers.real_valued_column("price")
    size = layers.real_valued_column("size", dimension=2, dtype=tf.int32, normalizer=lambda t: t * 2)
    buckets = layers.bucketized_column(price, [2.0, 10.0])
    return word, ident, hashed, price, size, buckets


def case_input_from_feature_columns():
    word, ident, hashed, price, size, buckets = columns()
    chosen = [
        price,
        size,
        buckets,
        layers.one_hot_column(word),
        layers.embedding_column(ident, 2, initializer=fixed()),
        layers.embedding_column(hashed, 3, combiner="sum", initializer=fixed(4)),
    ]
    parts = {}
    y = layers.input_from_feature_columns(features(), chosen, cols_to_outs=parts)
    return {
        "y": run(y),
        "shape": str(y.shape.as_list()),
        "variables": [v.name + str(v.shape.as_list()) for v in tf.global_variables()],
        "collections": names(*COLLECTIONS),
        "order": [c.name for c in sorted(parts, key=lambda c: c.key)],
    }


def case_weighted_sum():
    word, ident, hashed, price, size, buckets = columns()
    crossed = layers.crossed_column([word, hashed], 11)
    chosen = [word, ident, hashed, price, size, buckets, crossed]
    tensors = features()
    y, variables, bias = layers.weighted_sum_from_feature_columns(tensors, chosen, 2)
    initials = [v.assign(tf.reshape(tf.to_float(tf.range(tf.size(v))), v.shape)) for v in tf.global_variables()]
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.tables_initializer()])
        zero = sess.run(y)
        sess.run(initials)
        value = sess.run(y)
    return {
        "zero": zero,
        "y": value,
        "variables": [v.name + str(v.shape.as_list()) for v in tf.global_variables()],
        "by_column": sorted(c.name + " " + v[0].name for c, v in variables.items()),
        "bias": bias.name,
        "collections": names(*COLLECTIONS),
    }


def case_joint_weighted_sum():
    word, ident, hashed, price, _, buckets = columns()
    y, weights, bias = layers.joint_weighted_sum_from_feature_columns(features(), [ident, hashed], 1)
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.tables_initializer()])
        sess.run(weights[0].assign(tf.reshape(tf.range(17.0), [17, 1])))
        value = sess.run(y)
    real = error(lambda: layers.joint_weighted_sum_from_feature_columns(features(), [price], 1))
    return {"y": value, "names": [weights[0].name, bias.name], "real": real}


def case_keys_and_names():
    word, ident, hashed, price, size, buckets = columns()
    crossed = layers.crossed_column([word, buckets, hashed], 20, hash_key=5)
    others = [
        crossed,
        layers.weighted_sparse_column(ident, "weight"),
        layers.one_hot_column(word),
        layers.embedding_column(crossed, 4),
        layers.scattered_embedding_column("word", 50, 3, hash_key=7),
        layers.shared_embedding_columns([ident, ident], 2)[0],
    ]
    everything = [word, ident, hashed, price, buckets] + others
    return {
        "keys": [c.key for c in everything],
        "names": [c.name for c in everything + [size]],
        "lengths": [c.length for c in (word, ident, hashed, buckets, crossed, others[1], others[2], others[3])],
        "spec": sorted(layers.create_feature_spec_for_parsing(everything)),
    }


def case_crossed_hashes():
    a = tf.constant(WORDS)
    b = tf.constant([[1, 2], [3, 4], [5, 6]], tf.int64)
    from tensorflow.contrib.layers.python.ops import sparse_feature_cross_op

    cross = sparse_feature_cross_op.sparse_feature_cross
    sparse = features()["sparse"]
    outputs = [
        cross([a, b], hashed_output=True, num_buckets=100),
        cross([a, b], hashed_output=True),
        cross([a, sparse, b], hashed_output=True, num_buckets=1000, hash_key=956888297470),
        cross([sparse, a], hashed_output=False),
        cross([sparse, a, a], hashed_output=True, num_buckets=1000),
    ]
    result = {}
    for i, value in enumerate(run([sparse_values(t) for t in outputs])):
        result.update({"indices%d" % i: value[0], "shape%d" % i: value[2]})
        result["values%d" % i] = value[1] if value[1].dtype != object else [v.decode() for v in value[1]]
    return result


def case_weighted_and_shared_and_scattered():
    word, ident, hashed, _, _, _ = columns()
    tensors = features()
    tensors["id"] = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], tf.constant([1, 12, 3], tf.int64), [3, 2])
    tensors["weight"] = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [0.5, 1.5, 2.0], [3, 2])
    other = layers.sparse_column_with_integerized_feature("other", 10)
    tensors["other"] = tf.constant([[4], [5], [6]], tf.int64)
    weighted = layers.weighted_sparse_column(ident, "weight")
    tensors["word"] = tf.SparseTensor([[0, 0], [0, 1], [2, 0]], ["x", "y", "x"], [3, 2])
    chosen = [
        layers.embedding_column(weighted, 2, initializer=fixed()),
        layers.scattered_embedding_column("word", 20, 3, hash_key=7, initializer=fixed(5)),
        layers.one_hot_column(weighted),
    ]
    chosen += list(layers.shared_embedding_columns([ident, other], 2, initializer=fixed(6), combiner="sqrtn"))
    y = layers.input_from_feature_columns(tensors, chosen)
    return {"y": run(y), "variables": [v.name + str(v.shape.as_list()) for v in tf.global_variables()]}


def case_vocabulary_file_and_hash_keys():
    import tempfile

    path = tempfile.mkdtemp() + "/words"
    with open(path, "w") as f:
        f.write("a\nb\nc\n")
    tensors = features()
    chosen = [
        layers.sparse_column_with_vocabulary_file("word", path, num_oov_buckets=2, vocab_size=3),
        layers.sparse_column_with_hash_bucket("sparse", 50, hash_keys=[[1, 2], [3, 4]]),
        layers.sparse_column_with_hash_bucket("id", 50, dtype=tf.int64),
    ]
    transformed = layers.transform_features(tensors, chosen)
    result = {}
    for i, value in enumerate(run([sparse_values(transformed[c]) for c in chosen])):
        result.update({"indices%d" % i: value[0], "values%d" % i: value[1], "shape%d" % i: value[2]})
    return result


def case_sequence_input():
    word = layers.sparse_column_with_keys("word", ["a", "b"])
    chosen = [layers.embedding_column(word, 2, initializer=fixed()), layers.real_valued_column("x", dimension=2)]
    tensors = {
        "word": tf.SparseTensor([[0, 0, 0], [0, 1, 0], [1, 0, 0]], ["a", "b", "b"], [2, 2, 1]),
        "x": tf.constant(numbers(2, 2, 2)),
    }
    y = layers.sequence_input_from_feature_columns(tensors, chosen)
    bucket = layers.bucketized_column(layers.real_valued_column("x"), [1])
    return {"y": run(y), "bucket": error(lambda: layers.sequence_input_from_feature_columns(tensors, [bucket]))}


def case_parse():
    word, ident, hashed, price, _, buckets = columns()
    examples = []
    for i in range(2):
        feature = {
            "price": tf.train.Feature(float_list=tf.train.FloatList(value=[3.0 * i])),
            "sparse": tf.train.Feature(bytes_list=tf.train.BytesList(value=[b"x", b"y"][: i + 1])),
        }
        examples.append(tf.train.Example(features=tf.train.Features(feature=feature)).SerializeToString())
    parsed = layers.parse_feature_columns_from_examples(examples, [hashed, buckets, price])
    values = run([parsed[price], parsed[buckets], sparse_values(parsed[hashed])])
    holders = layers.make_place_holder_tensors_for_base_features([hashed, price])
    return {
        "price": values[0],
        "buckets": values[1],
        "indices": values[2][0],
        "hashed": values[2][1],
        "holders": [str(type(holders["sparse"]).__name__), holders["price"].op.name],
        "inferred": [c.key for c in layers.infer_real_valued_columns(tf.constant(numbers(2, 3)))],
    }


def case_core_input_layer_takes_them():
    word, ident, hashed, price, _, buckets = columns()
    y = tf.feature_column.input_layer(
        features(), [price, buckets, layers.embedding_column(ident, 2, initializer=fixed())]
    )
    return {"y": run(y), "variables": [v.name for v in tf.global_variables()]}


def case_column_errors():
    word, ident, hashed, price, size, buckets = columns()
    tensors = features()
    return {
        "dimension": error(lambda: layers.real_valued_column("a", dimension=0)),
        "dimension_type": error(lambda: layers.real_valued_column("a", dimension="b")),
        "dtype": error(lambda: layers.real_valued_column("a", dtype=tf.string)),
        "default": error(lambda: layers.real_valued_column("a", default_value="b")),
        "default_length": error(lambda: layers.real_valued_column("a", dimension=2, default_value=[1.0])),
        "default_float": error(lambda: layers.real_valued_column("a", dtype=tf.int32, default_value=1.5)),
        "source": error(lambda: layers.bucketized_column(word, [1])),
        "boundaries": error(lambda: layers.bucketized_column(price, [])),
        "sorted": error(lambda: layers.bucketized_column(price, [2, 1])),
        "crossed": error(lambda: layers.crossed_column([word, price], 10)),
        "one": error(lambda: layers.crossed_column([word], 10)),
        "buckets": error(lambda: layers.sparse_column_with_hash_bucket("a", 0)),
        "hash_keys": error(lambda: layers.sparse_column_with_hash_bucket("a", 5, hash_keys=[])),
        "vocabulary": error(lambda: layers.sparse_column_with_vocabulary_file("a", "f")),
        "initializer": error(lambda: layers.embedding_column(word, 2, initializer="a")),
        "sparse_in_dnn": error(lambda: layers.input_from_feature_columns(tensors, [word])),
        "embedding_in_linear": error(
            lambda: layers.weighted_sum_from_feature_columns(tensors, [layers.embedding_column(word, 2)], 1)
        ),
        "duplicate": error(lambda: layers.check_feature_columns([price, layers.real_valued_column("price")])),
        "dict": error(lambda: layers.check_feature_columns({"a": price})),
        "shared": error(lambda: layers.shared_embedding_columns("ab", 2)),
        "shared_types": error(lambda: layers.shared_embedding_columns([price], 2)),
        "incompatible": error(lambda: layers.shared_embedding_columns([word, ident], 2)),
        "scattered": error(lambda: layers.scattered_embedding_column("a", 0, 1, 2)),
        "spec": error(lambda: layers.create_feature_spec_for_parsing(["a"])),
    }


def case_encoders():
    ids = tf.constant([[1, 2, 0], [3, 0, 0]])
    outputs = [
        layers.embed_sequence(ids, 4, 2, initializer=fixed()),
        layers.embed_sequence(ids, 4, 2, initializer=fixed(), unique=True, scope="mine"),
        layers.embed_sequence(ids, reuse=True, scope="mine"),
        layers.bow_encoder(ids, 4, 2, initializer=fixed()),
        layers.bow_encoder(ids, 4, 2, initializer=fixed(), sparse_lookup=False),
    ]
    result = {"y%d" % i: v for i, v in enumerate(run(outputs))}
    result["variables"] = [v.name for v in tf.global_variables()] + [str(t.shape.as_list()) for t in outputs]
    result["errors"] = [error(lambda: layers.embed_sequence(ids)), error(lambda: layers.bow_encoder(ids, 4, None))]
    return result


def case_embedding_lookups():
    weights = tf.constant(numbers(6, 2))
    ids = tf.SparseTensor([[0, 0], [0, 1], [2, 0], [3, 0]], tf.constant([1, 5, -1, 2], tf.int64), [4, 2])
    values = tf.SparseTensor(ids.indices, [1.0, 2.0, 1.0, 0.0], ids.dense_shape)
    outputs = [
        layers.safe_embedding_lookup_sparse([weights], ids),
        layers.safe_embedding_lookup_sparse([weights], ids, values, combiner="sqrtn"),
        layers.safe_embedding_lookup_sparse([weights[:3], weights[3:]], ids, default_id=3, combiner="sum"),
        layers.embedding_lookup_unique(weights, tf.constant([[1, 1], [0, 5]])),
    ]
    return {"y%d" % i: v for i, v in enumerate(run(outputs))}


def case_targets():
    logits, labels = tf.constant([[0.5], [-1.0]]), tf.constant([1, 0])
    regression, binary = layers.regression_target(weight_column_name="w"), layers.multi_class_target(2)
    three = layers.multi_class_target(3)
    weights = {"w": tf.constant([1.0, 3.0])}
    scores = tf.constant(numbers(2, 3))
    outputs = [
        regression.loss(logits, labels, weights),
        regression.training_loss(logits, labels, weights),
        regression.logits_to_predictions(logits),
        binary.loss(logits, labels, {}),
        binary.logits_to_predictions(logits, proba=True),
        three.loss(scores, labels, {}),
        three.logits_to_predictions(scores),
    ]
    result = {"y%d" % i: v for i, v in enumerate(run(outputs))}
    evaluated = binary.get_eval_ops(
        {}, logits, tf.constant([[1], [0]]), {"accuracy": tf.contrib.metrics.streaming_accuracy}
    )
    result["metrics"] = sorted(evaluated)
    result["columns"] = [regression.num_label_columns, binary.num_label_columns, three.num_label_columns]
    result["error"] = error(lambda: layers.multi_class_target(1))
    return result
