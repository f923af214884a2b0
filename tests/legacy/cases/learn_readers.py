"""tf.contrib.learn's readers of records and of their features (genuine TF1 code)."""

import os
import tempfile

import numpy as np
import tensorflow as tf

io = tf.contrib.learn.io
FEATURES = {"x": tf.FixedLenFeature([2], tf.float32), "tags": tf.VarLenFeature(tf.int64)}


def _records(count=7):
    path = os.path.join(tempfile.mkdtemp(), "records")
    with tf.python_io.TFRecordWriter(path) as writer:
        for i in range(count):
            example = tf.train.Example()
            example.features.feature["x"].float_list.value.extend([i, 0.5 * i])
            example.features.feature["tags"].int64_list.value.extend(range(i % 3))
            writer.write(example.SerializeToString())
    return path


def _run(fetches, steps):
    out = []
    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        coordinator = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(session, coordinator)
        try:
            for _ in range(steps):
                out.append(session.run(fetches))
        except tf.errors.OutOfRangeError:
            pass
        coordinator.request_stop()
        coordinator.join(threads)
    return out


def case_features_of_one_epoch():
    """In the files' order, the last batch smaller; names of queues, summaries and tensors."""
    with tf.Graph().as_default():
        features = io.read_batch_features(
            [_records()],
            3,
            FEATURES,
            tf.TFRecordReader,
            randomize_input=False,
            num_epochs=1,
            feature_queue_capacity=5,
            num_enqueue_threads=1,
        )
        names = [features["x"].name, features["tags"].values.name]
        names += [item.name for item in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)]
        summaries = [item.name for item in tf.get_collection(tf.GraphKeys.SUMMARIES)]
        steps = _run([features["x"], tf.sparse_tensor_to_dense(features["tags"], -1)], 9)
        return {
            "names": names,
            "summaries": summaries,
            "shape": str(features["x"].shape.as_list()),
            **{"x%d" % i: x for i, (x, _) in enumerate(steps)},
            **{"tags%d" % i: tags for i, (_, tags) in enumerate(steps)},
        }


def case_keys_and_parsing():
    """Keys of records; what `parse_fn` makes of each; several records read at once."""
    path = _records()

    def parse(record):
        return {"x": tf.parse_single_example(record, {"x": FEATURES["x"]})["x"]}

    with tf.Graph().as_default():
        keys, parsed = io.read_keyed_batch_examples(
            path, 2, tf.TFRecordReader, randomize_input=False, num_epochs=1, parse_fn=parse, name="one"
        )
        many = io.read_batch_examples(path, 2, tf.TFRecordReader, False, 1, read_batch_size=3)
        keyed, features = io.read_keyed_batch_features(path, 2, FEATURES, tf.TFRecordReader, False, 1, name="keyed")
        records = tf.parse_example(many, {"x": FEATURES["x"]})["x"]
        steps = _run([keys, parsed["x"], records], 2)
        places = [[int(key.split(b":")[-1]) for key in step[0]] for step in steps]
        return {
            "names": [keys.name, parsed["x"].name, many.name, keyed.name, features["x"].name],
            "places": np.array(places),
            "parsed": np.array([step[1] for step in steps]),
            "many": np.array([step[2] for step in steps]),
        }


def case_shuffled():
    """All records once, whatever the order."""
    with tf.Graph().as_default():
        features = io.read_batch_record_features(_records(), 2, FEATURES, num_epochs=2)
        seen = np.concatenate([x[:, 0] for x in _run(features["x"], 99)])
        runners = tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)
        return {"seen": np.sort(seen), "name": features["x"].name, "threads": [len(r.enqueue_ops) for r in runners]}


def case_refused():
    """Numbers that are not positive, and files that are not there."""
    out = {}
    path = _records(1)
    for name, options in {
        "capacity": {"queue_capacity": 0},
        "batch": {"batch_size": 10000},
        "read": {"read_batch_size": 0},
        "threads": {"num_threads": 0},
        "epochs": {"num_epochs": 0},
        "files": {"file_pattern": path + "none"},
        "no_files": {"file_pattern": []},
    }.items():
        with tf.Graph().as_default():
            try:
                io.read_batch_examples(
                    **dict({"file_pattern": path, "batch_size": 2, "reader": tf.TFRecordReader}, **options)
                )
            except ValueError as error:
                out[name] = str(error).split(" /")[0]
    return out
