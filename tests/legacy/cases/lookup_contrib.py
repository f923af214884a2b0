"""``tf.contrib.lookup``."""

import os
import tempfile

import numpy as np
import tensorflow as tf

lookup = tf.contrib.lookup


def run(fetches):
    with tf.Session() as sess:
        sess.run(tf.tables_initializer())
        result = sess.run(fetches)
    return {k: np.asarray(v).astype(str) for k, v in result.items()}


def case_tables():
    words = tf.constant(["a", "c", "x", "b"])
    file = os.path.join(tempfile.mkdtemp(), "words.txt")
    with open(file, "w") as f:
        f.write("a\nb\nc\n")
    table = lookup.index_table_from_tensor(tf.constant(["a", "b", "c"]), num_oov_buckets=0, default_value=7)
    buckets = lookup.index_table_from_tensor(mapping=["a", "b", "c"], num_oov_buckets=5)
    strong = lookup.index_table_from_tensor(
        mapping=["a", "b"], num_oov_buckets=9, hasher_spec=lookup.StrongHashSpec([1, 2])
    )
    numbers = lookup.index_table_from_tensor(tf.constant([10, 20], tf.int64), dtype=tf.int64)
    from_file = lookup.index_table_from_file(file, num_oov_buckets=2)
    from_file2 = lookup.string_to_index_table_from_file(file, vocab_size=2, default_value=9)
    back = lookup.index_to_string_table_from_file(file, default_value="?")
    back2 = lookup.index_to_string_table_from_tensor(["a", "b"])
    ids = tf.constant([0, 2, 5], tf.int64)
    hashed = lookup.HashTable(lookup.KeyValueTensorInitializer(["k", "l"], tf.constant([1.5, 2.5])), -1.0)
    return run(
        {
            "table": table.lookup(words),
            "buckets": buckets.lookup(words),
            "strong": strong.lookup(words),
            "numbers": numbers.lookup(tf.constant([20, 30], tf.int64)),
            "file": from_file.lookup(words),
            "file2": from_file2.lookup(words),
            "back": back.lookup(ids),
            "back2": back2.lookup(ids),
            "now": lookup.string_to_index(words, ["x", "a"]),
            "string": lookup.index_to_string(ids, ["p", "q"], default_value="-"),
            "old": lookup.string_to_index_table_from_tensor(["c", "b"]).lookup(words),
            "hashed": hashed.lookup(tf.constant(["l", "m"])),
            "size": hashed.size(),
            "exported": tf.sort(hashed.export()[1]),
        }
    )


def case_mutable():
    table = lookup.MutableHashTable(tf.string, tf.int64, -1)
    dense = lookup.MutableDenseHashTable(tf.int64, tf.int64, default_value=-1, empty_key=0, deleted_key=-7)
    with tf.Session() as sess:
        sess.run(table.insert(tf.constant(["a", "b"]), tf.constant([1, 2], tf.int64)))
        sess.run(dense.insert(tf.constant([5, 6], tf.int64), tf.constant([50, 60], tf.int64)))
        return {
            "found": sess.run(table.lookup(tf.constant(["b", "z"]))),
            "size": sess.run(table.size()),
            "dense": sess.run(dense.lookup(tf.constant([6, 9], tf.int64))),
        }


def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__
    return "none"


def case_errors():
    def not_initialized():
        with tf.Session() as sess:
            sess.run(lookup.index_table_from_tensor(["a"]).lookup(tf.constant(["a"])))

    return {
        "mapping": error(lookup.index_table_from_tensor, None),
        "mapping2": error(lookup.index_to_string_table_from_tensor, None),
        "numbers": error(lookup.string_to_index_table_from_tensor, [1, 2]),
        "file": error(lookup.index_table_from_file, ""),
        "not_initialized": error(not_initialized),
    }
