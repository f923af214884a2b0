"""What TensorFlow 1.15's unit tests showed to differ: ops that seeds count, messages, metrics, decays, clipping."""

import re

import numpy as np
import tensorflow as tf
from tensorflow.contrib.data.python.ops import unique
from tensorflow.contrib.eager.python import metrics
from tensorflow.contrib.image.python.ops import image_ops, sparse_image_warp
from tensorflow.contrib.opt.python.training import sign_decay
from tensorflow.contrib.training.python.training import sequence_queueing_state_saver as sqss


def message_of(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except (TypeError, ValueError) as error:
        return type(error).__name__ + ": " + str(error).split("\n")[0]
    return "no error"


def case_tensordot():
    """As many ops in every shape, because a graph's seeds count them; the values."""
    rs = np.random.RandomState(0)
    a, b = rs.randn(2, 3, 4).astype(np.float32), rs.randn(4, 5).astype(np.float32)
    dynamic = tf.placeholder_with_default(a, [None, 3, 4])
    results, counts = {}, []
    calls = [
        (a, b, [[2], [0]]),
        (dynamic, b, [[2], [0]]),
        (a, b, 1),
        (b, a, [[0], [-1]]),
        (dynamic, dynamic, [[1, 2], [1, 2]]),
    ]
    for at, (x, y, axes) in enumerate(calls):
        before = len(tf.get_default_graph().get_operations())
        results[str(at)] = tf.tensordot(tf.convert_to_tensor(x), tf.convert_to_tensor(y), axes)
        counts.append(len(tf.get_default_graph().get_operations()) - before)
        results["shape%d" % at] = tf.constant(str(results[str(at)].shape.as_list()))
    tf.layers.dense(dynamic, 3, kernel_initializer=tf.ones_initializer(), name="d")
    counts.append(sum(op.name.startswith("d/Tensordot") for op in tf.get_default_graph().get_operations()))
    with tf.Session() as sess:
        got = sess.run(results)
    return dict({name: value for name, value in got.items()}, counts=counts)


def case_messages():
    """Recurrent functions and layers."""
    cell = tf.nn.rnn_cell.BasicRNNCell(3)
    x, p = tf.zeros([2, 3]), tf.placeholder(tf.float32, [2, 3, 3, None])
    calls = [
        (tf.nn.static_rnn, (cell, x), {"dtype": tf.float32}),
        (tf.nn.static_rnn, (cell, []), {"dtype": tf.float32}),
        (tf.nn.static_rnn, (cell, [x]), {}),
        (tf.nn.static_rnn, (cell, [x]), {"dtype": tf.float32, "sequence_length": [[1, 2]]}),
        (tf.nn.dynamic_rnn, (cell, tf.zeros([2, 3, 4])), {}),
        (tf.nn.static_bidirectional_rnn, (cell, cell, x), {"dtype": tf.float32}),
        (tf.nn.raw_rnn, (cell, 3), {}),
        (tf.layers.conv2d, (p, 3, 3), {}),
        (tf.layers.conv2d_transpose, (p, 3, 3), {}),
        (tf.layers.dense, (tf.placeholder(tf.float32, [2, None]), 3), {}),
        (tf.contrib.framework.with_shape, ([2], tf.zeros([3], name="foo")), {}),
    ]
    return {"messages": [message_of(function, *args, **kwargs) for function, args, kwargs in calls]}


def case_decays():
    steps = [0, 3, 7, 10, 12]
    decays = [
        sign_decay.get_linear_decay_fn(10),
        sign_decay.get_cosine_decay_fn(10),
        sign_decay.get_cosine_decay_fn(10, 2.0, 1.5),
        sign_decay.get_restart_decay_fn(10),
        sign_decay.get_restart_decay_fn(10, 2, 1.5),
    ]
    with tf.Session() as sess:
        return {"values": sess.run([[decay(step) for step in steps] for decay in decays])}


def case_variable_clipping_of_repeated_rows():
    w = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
    loss = tf.reduce_sum(tf.gather(w, [0, 0])) * 3.0
    descent = tf.train.GradientDescentOptimizer(0.1)
    train = tf.contrib.opt.VariableClippingOptimizer(descent, {w: [1]}, 1.0).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        return {"w": sess.run(w)}


def case_graph_metrics():
    """Object metrics in a graph: names, collections, chaining, aggregation."""
    x = tf.placeholder(tf.float32)
    first, second = metrics.Mean(name="has space"), metrics.Accuracy(name="acc")
    update, update2 = first(x), second([0, 1, 2], [0, 1, 1])
    other = metrics.Mean(name="other")
    chained = other(first(x * 2))
    with tf.Session() as sess:
        sess.run([first.init_variables(), second.init_variables(), other.init_variables()])
        sums = [sess.run(update, {x: [1, 10, 100]}), sess.run(update, {x: 1000})]
        sess.run(update2)
        sess.run(chained, {x: [1.0, 2.0]})
        values = sess.run([first.result(), second.result(), other.result()])
    return {
        "sums": sums,
        "values": values,
        "names": [first.name, second.name] + [v.name for v in first.variables + second.variables],
        "local": [v.name for v in tf.local_variables()],
        "metric": [v.name for v in tf.get_collection(tf.GraphKeys.METRIC_VARIABLES)],
        "wrong": message_of(first.aggregate, [second]).split(",")[0],
    }


def case_state_saver():
    """Messages of the queueing state saver, and what its unit tests take out of its module."""

    def make(**changed):
        arguments = dict(
            batch_size=2, num_unroll=2, input_length=3, input_key="k", input_sequences={"s": np.ones([4, 2])}
        )
        arguments.update(input_context={}, initial_states={"h": 1.0}, capacity=10)
        arguments.update(changed)
        return sqss.SequenceQueueingStateSaver(**arguments)

    mistakes = [
        {"initial_states": 3},
        {"initial_states": {}},
        {"initial_states": {3: 1.0}},
        {"initial_states": {"a:b": 1.0}},
    ]
    mistakes += [{"input_sequences": {}}, {"capacity": 1}]
    batch = make(batch_size=1).next_batch
    sparse = tf.SparseTensor([[1, 9], [2, 2]], tf.constant([7, 15], tf.int64), [5, 12])
    context, sequences = {"a": [1, 2], "b": sparse}, {"c": tf.constant([[1], [2], [3], [4]])}
    sqss._move_sparse_tensor_out_context(context, sequences, 2)
    dense, names, stores = sqss._deconstruct_sparse_tensor_seq({"x": sparse, "y": tf.constant([1, 2])}, shared_name="a")
    wrapper = sqss._SequenceInputWrapper(3, "key", {"s": [1.0]}, {"c": [2]})
    with tf.Session() as sess:
        indices, values, shape = sess.run(sequences["_context_in_seq_b"])
    return {
        "messages": [message_of(make, **changed) for changed in mistakes],
        "state": re.sub("_[0-9]+/", "/", message_of(batch.save_state, "h", tf.zeros([2]))[:48]),
        "moved": sorted(context) + sorted(sequences),
        "indices": indices,
        "values": values,
        "shape": shape,
        "handles": [dense["x"].op.type, str(names), str(len(stores)), wrapper.sequences["s"].op.name.split("/")[-1]],
    }


def case_files_named_as_their_functions():
    data = tf.data.Dataset.from_tensor_slices([1, 1, 2, 1]).apply(unique.unique()).make_one_shot_iterator().get_next()
    points, flows = sparse_image_warp._add_zero_flow_controls_at_boundary(
        tf.constant([[[1.0, 1.0]]]), tf.constant([[[2.0, 1.0]]]), 4, 4, 0
    )
    with tf.Session() as sess:
        return {
            "data": [sess.run(data), sess.run(data)],
            "components": sess.run(image_ops.connected_components(tf.constant([[True, False, True]]))),
            "points": sess.run(points),
            "flows": sess.run(flows),
        }


def case_initialized_value():
    """Of a resource variable, which is a tf.Variable."""
    v = tf.get_variable("v", initializer=tf.constant([1.0, 2.0]), use_resource=True)
    w = tf.Variable(v.initialized_value() * 2)
    with tf.Session() as sess:
        sess.run(w.initializer)
        return {"w": sess.run(w), "is": [str(isinstance(v, tf.Variable)), str(isinstance(w, tf.Variable))]}


def case_resampler_errors():
    """Wrong shapes are told when it is run."""
    shapes = [((2, 4, 4, 3, 1), (2, 3, 2)), ((2, 4, 4, 1), (2,)), ((2, 4, 4, 1), (3, 3, 2)), ((2, 4, 4, 1), (2, 3, 3))]
    errors = []
    for data, warp in shapes:
        resampled = tf.contrib.resampler.resampler(tf.zeros(data), tf.zeros(warp))
        try:
            with tf.Session() as sess:
                sess.run(resampled)
        except tf.errors.OpError as error:
            words = re.search("Only bilinear|warp should be at least|Batch size of data and warp", error.message)
            errors += [type(error).__name__, words.group()]
    return {"errors": errors}
