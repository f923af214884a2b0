"""``tf.contrib.learn.io``: data feeders, generators, shared queues; a contrib estimator as a predictor."""

import tempfile

import numpy as np
import tensorflow as tf
from tensorflow.contrib.learn.python.learn.learn_io import data_feeder

learn = tf.contrib.learn
io = tf.contrib.learn.io


def error(function):
    try:
        function()
    except (TypeError, KeyError, ValueError) as e:
        return type(e).__name__ + ": " + str(e)[:60]
    return "none"


def feeds(feeder, steps):
    inputs, outputs = feeder.input_builder()
    flat = []
    for part in (inputs, outputs):
        flat += [part[k] for k in sorted(part)] if isinstance(part, dict) else [part]
    result = {"placeholders": [p.name + str(p.shape.as_list()) + p.dtype.name for p in flat if p is not None]}
    f = feeder.get_feed_dict_fn()
    for step in range(steps):
        try:
            fed = f()
        except StopIteration:
            result["stopped"] = step
            break
        for name, value in fed.items():
            result["%d_%s" % (step, name)] = value
            result["dtype_" + name] = np.asarray(value).dtype.name
        result["params%d" % step] = sorted(map(str, feeder.get_feed_params().items()))
    return result


X = np.arange(20, dtype=np.float32).reshape(5, 4)


def case_arrays():
    return feeds(data_feeder.DataFeeder(X, np.array([0, 1, 2, 1, 0]), n_classes=3, batch_size=2), 6)


def case_arrays_in_order():
    feeder = data_feeder.setup_train_data_feeder(
        X, np.array([0.5, 1, 2, 1, 0], np.float32), None, 3, shuffle=False, epochs=2
    )
    feeder.make_epoch_variable()
    return feeds(feeder, 6)


def case_one_dimension():
    return feeds(data_feeder.DataFeeder(np.arange(3, dtype=np.int32), [[1], [2], [3]], n_classes=0, batch_size=2), 2)


def case_several_labels():
    labels = np.array([[0, 1], [2, 0], [1, 1], [2, 2], [0, 0]])
    return feeds(data_feeder.DataFeeder(X, labels, n_classes=3, batch_size=4, shuffle=False), 2)


def case_dicts():
    feeder = data_feeder.DataFeeder(
        {"a": X, "b": X[:, 0]}, {"l": np.array([0, 1, 2, 1, 0]), "r": X[:, 1]}, {"l": 3}, batch_size=3
    )
    return feeds(feeder, 2)


def case_unlabelled():
    return feeds(data_feeder.DataFeeder(X, None, n_classes=0, batch_size=3), 2)


def case_streams():
    feeder = data_feeder.setup_train_data_feeder(iter(X), iter([np.int64(i % 3) for i in range(5)]), 3, batch_size=2)
    return feeds(feeder, 4)


def case_streams_of_lists():
    feeder = data_feeder.StreamingDataFeeder(iter(X), iter([np.array([i, i]) for i in range(5)]), 0, batch_size=3)
    return feeds(feeder, 3)


def case_prediction():
    result = {"batch%d" % i: b for i, b in enumerate(data_feeder.setup_predict_data_feeder(X, 2))}
    result.update({"stream%d" % i: b for i, b in enumerate(data_feeder.setup_predict_data_feeder(iter(X), 3))})
    result["flat"] = data_feeder.setup_predict_data_feeder(X[:, 0])[0]
    result["same"] = str(data_feeder.setup_processor_data_feeder(X) is X)
    result["errors"] = [
        error(lambda: data_feeder.setup_predict_data_feeder(X, 0)),
        error(lambda: data_feeder.DataFeeder(X, None, 0, batch_size=-1)),
        error(lambda: data_feeder.setup_train_data_feeder(iter(X), X, 0, 2)),
    ]
    return result


def generator():
    for i in range(6):
        yield {"a": np.array([i, i + 1], np.float32), "b": np.int32(i) * np.ones([1], np.int32), "y": np.array([-i])}


def case_generator():
    def run(input_fn):
        tensors = input_fn()
        with tf.train.MonitoredSession() as sess:
            found = []
            while not sess.should_stop():
                found.append(sess.run(tensors))
        return found

    with tf.Graph().as_default():
        both = run(io.generator_input_fn(generator, target_key="y", batch_size=4, shuffle=False))
    with tf.Graph().as_default():
        alone = run(io.generator_input_fn(generator, batch_size=3, shuffle=False))
    with tf.Graph().as_default():
        two = run(io.generator_input_fn(generator, target_key=["y", "b"], batch_size=6, shuffle=False))
    result = {"target%d" % i: target for i, (_, target) in enumerate(both)}
    result.update({"a%d" % i: features["a"] for i, (features, _) in enumerate(both)})
    result["keys"] = [" ".join(sorted(part)) for part in (both[0][0], alone[0], two[0][0], two[0][1])]
    result["alone"] = alone[0]["b"]
    result["errors"] = [
        error(lambda: io.generator_input_fn(3)),
        error(lambda: io.generator_input_fn(lambda: 3)),
        error(lambda: io.generator_input_fn(generator, target_key=3)),
        error(lambda: io.generator_input_fn(generator, target_key=["z"])),
        error(lambda: io.generator_input_fn(generator, target_key=[3])),
    ]
    return result


def case_shared_queue():
    folder = tempfile.mkdtemp()
    for name, texts in (("a", "12"), ("b", "345")):
        with tf.python_io.TFRecordWriter(folder + "/" + name) as writer:
            for text in texts:
                feature = tf.train.Feature(int64_list=tf.train.Int64List(value=[int(text)]))
                writer.write(tf.train.Example(features=tf.train.Features(feature={"n": feature})).SerializeToString())
    files = [folder + "/a", folder + "/b"]
    options = {"randomize_input": False, "num_epochs": 1}
    keys, records = io.read_keyed_batch_examples_shared_queue(files, 2, tf.TFRecordReader, **options)
    parsed = tf.parse_example(records, {"n": tf.FixedLenFeature([1], tf.int64)})["n"]
    with tf.variable_scope("second"):
        _, features = io.read_keyed_batch_features_shared_queue(
            files, 3, {"n": tf.FixedLenFeature([1], tf.int64)}, tf.TFRecordReader, name="whole", **options
        )
    found, whole = [], []
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()])
        threads = tf.train.start_queue_runners(sess, coord=tf.train.Coordinator())
        for tensor, into in ((parsed, found), (features["n"], whole)):
            try:
                while True:
                    into.append(sess.run(tensor).ravel())
            except tf.errors.OutOfRangeError:
                pass
        del threads
    return {"found": np.hstack(found), "sizes": [len(b) for b in found], "whole": np.hstack(whole)}


def case_predictor():
    column = tf.contrib.layers.real_valued_column("x", dimension=2)

    def input_fn():
        return {"x": tf.constant([[1.0, 2.0], [3.0, -1.0]])}, tf.constant([[1.0], [-2.0]])

    made = learn.LinearRegressor(
        [column], model_dir=tempfile.mkdtemp(), optimizer=tf.train.GradientDescentOptimizer(0.05)
    )
    made.fit(input_fn=input_fn, steps=4)

    def given():
        x = tf.placeholder(tf.float32, [None, 2], name="x")
        return learn.InputFnOps({"x": x}, None, {"x": x})

    predict = tf.contrib.predictor.from_contrib_estimator(made, given)
    return {
        "outputs": [str(key) for key in sorted(predict.fetch_tensors)],
        "scores": predict({"x": [[1.0, 1.0], [0.0, 2.0]]})["scores"],
        "error": error(
            lambda: tf.contrib.predictor.from_contrib_estimator(tf.estimator.LinearRegressor([]), given)
        ).split(":")[0],
    }
