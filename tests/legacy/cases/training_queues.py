"""``tf.contrib.training``: buckets, segments with states, sampling and resampling."""

import numpy as np
import tensorflow as tf

training = tf.contrib.training


def run_queues(fetch, times):
    """Fetches, with the queue runners running."""
    results = []
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        coord = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess, coord)
        try:
            for _ in range(times):
                results.append(sess.run(fetch))
        except tf.errors.OutOfRangeError:
            pass
        coord.request_stop()
        coord.join(threads, stop_grace_period_secs=10, ignore_live_threads=True)
    return results


def numbers(limit, epochs=1):
    """A counter from a queue, one thread: in order."""
    return tf.train.range_input_producer(limit, num_epochs=epochs, shuffle=False, capacity=4).dequeue()


def case_bucket():
    x = numbers(12)
    which, (out, text) = training.bucket(
        [x, tf.as_string(x * 2)], which_bucket=x % 3, batch_size=2, num_buckets=3, allow_smaller_final_batch=False
    )
    batches = run_queues([which, out, text], 6)
    batches = sorted([int(w), o.tolist(), t.tolist()] for w, o, t in batches)
    return {
        "batches": str(batches).replace("b'", "'"),
        "static": str(out.get_shape().as_list()),
        "runners": len(tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)),
        "summaries": [s.op.name for s in tf.get_collection(tf.GraphKeys.SUMMARIES)],
    }


def case_bucket_by_sequence_length():
    n = numbers(9) + 1
    length, out = training.bucket_by_sequence_length(
        n, [tf.range(n)], batch_size=2, bucket_boundaries=[3, 6], dynamic_pad=True, allow_smaller_final_batch=True
    )
    batches = run_queues([length, out[0]], 6)
    batches = sorted([a.tolist(), b.tolist()] for a, b in batches)
    return {"batches": str(batches), "static": str(out[0].get_shape().as_list())}


def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__
    return "none"


def case_bucket_errors():
    x = tf.constant(1)
    by = training.bucket_by_sequence_length
    return {
        "sizes": error(training.bucket, [x], x, [2, 2, 2], 2),
        "capacities": error(training.bucket, [x], x, 2, 2, bucket_capacities=[3]),
        "nothing": error(training.bucket, [], x, 2, 2),
        "no_list": error(by, x, [x], 2, 5),
        "empty": error(by, x, [x], 2, []),
        "float": error(by, x, [x], 2, [1.0, 2.0]),
        "order": error(by, x, [x], 2, [3, 2]),
    }


def case_state_saver():
    key = tf.string_join(["seq", tf.as_string(numbers(100))])
    sequence = tf.constant(np.arange(10).reshape(5, 2).astype(np.float32))
    saver_batch = training.batch_sequences_with_states(
        input_key=key,
        input_sequences={"s": sequence},
        input_context={"c": tf.constant([7, 8])},
        input_length=tf.constant(5),
        initial_states={"h": tf.constant([1.0, 2.0])},
        num_unroll=2,
        batch_size=1,
        num_threads=1,
        capacity=1,
        make_keys_unique=False,
    )
    save = saver_batch.save_state("h", saver_batch.state("h") + tf.reduce_sum(saver_batch.sequences["s"], 1))
    fetch = {
        "s": saver_batch.sequences["s"],
        "c": saver_batch.context["c"],
        "h": saver_batch.state("h"),
        "key": saver_batch.key,
        "next_key": saver_batch.next_key,
        "length": saver_batch.length,
        "total": saver_batch.total_length,
        "sequence": saver_batch.sequence,
        "count": saver_batch.sequence_count,
        "size": saver_batch.batch_size,
    }
    out = run_queues([fetch, save], 4)
    result = {}
    for name in fetch:
        values = np.array([o[0][name] for o in out])
        result[name] = values.astype(str) if values.dtype.kind in "SO" else values
    result["static"] = [
        str(saver_batch.sequences["s"].get_shape().as_list()),
        str(saver_batch.state("h").get_shape().as_list()),
    ]
    result["undeclared"] = [error(saver_batch.state, "x"), error(saver_batch.save_state, "x", 1)]
    return result


def case_state_saver_sparse():
    sparse = tf.SparseTensor([[0, 0], [2, 1], [3, 0]], tf.constant([5, 6, 7], tf.int64), [4, 2])
    context = tf.SparseTensor([[1]], tf.constant(["x"]), [3])
    batch = training.batch_sequences_with_states(
        input_key=tf.string_join(["seq", tf.as_string(numbers(100))]),
        input_sequences={"s": sparse, "d": tf.constant([1, 2, 3, 4])},
        input_context={"c": context},
        input_length=None,
        initial_states={"h": tf.constant(0)},
        num_unroll=2,
        batch_size=1,
        num_threads=1,
        capacity=1,
    )
    save = batch.save_state("h", batch.state("h") + 1)
    s, c = batch.sequences["s"], batch.context["c"]
    out = run_queues(
        [[s.indices, s.values, s.dense_shape, c.indices, c.values, c.dense_shape], batch.sequence, save], 2
    )
    out = sorted(out, key=lambda o: int(o[1][0]))
    return {"%d_%d" % (i, j): np.asarray(v).astype(str) for i, o in enumerate(out) for j, v in enumerate(o[0])}


def case_state_saver_errors():
    x = tf.zeros([4, 2])
    ok = dict(
        batch_size=2,
        num_unroll=2,
        input_length=tf.constant(4),
        input_key=tf.constant("k"),
        input_sequences={"s": x},
        input_context={},
        initial_states={"h": tf.zeros([2])},
    )

    def with_(**kwargs):
        return error(training.SequenceQueueingStateSaver, **dict(ok, **kwargs))

    return {
        "ok": with_(),
        "capacity": with_(capacity=1),
        "states": with_(initial_states={}),
        "states_type": with_(initial_states=[x]),
        "colon": with_(initial_states={"a:b": x}),
        "name": with_(initial_states={1: x}),
        "sequences": with_(input_sequences={}),
        "sequence_colon": with_(input_sequences={"a:b": x}),
        "context_type": with_(input_context={"c": tf.placeholder(tf.float32, [None])}),
        "length": with_(input_length=tf.constant(4, tf.int64)),
        "key": with_(input_key=tf.constant(3)),
        "sequence_shape": with_(input_sequences={"s": tf.placeholder(tf.float32, [None, None])}),
        "unroll": error(
            training.batch_sequences_with_states, "k", {"s": x}, {}, 4, {"h": x}, num_unroll=1.5, batch_size=1
        ),
    }


def case_resample():
    values = tf.constant([10.0, 20.0, 30.0, 40.0])
    rates = tf.constant([0.0, 1.0, 2.5, 0.7])
    a, b = training.resample_at_rate([values, tf.range(4)], rates, seed=5)
    (c,), d = training.weighted_resample([values], tf.constant([1.0, 2.0, 3.0, 4.0]), 1.5, seed=7)
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        result = {"a": [], "c": [], "d": []}
        for i in range(3):
            x, y, z, w = sess.run([a, b, c, d])
            result["a%d" % i], result["b%d" % i], result["c%d" % i], result["d%d" % i] = x, y, z, w
    for k in "acd":
        del result[k]
    result["names"] = [v.op.name for v in tf.local_variables()]
    return result


def case_stratified_sample():
    labels = numbers(1000, None) % 4
    (x,), y = training.stratified_sample(
        [labels * 10], labels, [0.0, 0.5, 0.5, 0.0], batch_size=8, init_probs=[0.25, 0.25, 0.25, 0.25]
    )
    batches = run_queues([x, y], 3)
    return {
        "consistent": all((a == 10 * b).all() for a, b in batches),
        "classes": sorted({int(v) for _, b in batches for v in b}),
        "static": str(x.get_shape().as_list()),
    }


def case_stratified_sample_estimates():
    labels = numbers(1000, None) % 2
    (x,), y = training.stratified_sample([labels + 5], labels, [0.9, 0.1], batch_size=4)
    batches = run_queues([x, y], 2)
    return {
        "consistent": all((a == 5 + b).all() for a, b in batches),
        "names": [v.op.name for v in tf.global_variables()],
    }


def case_rejection_sample():
    x = numbers(1000, None)
    (y,) = training.rejection_sample([x], lambda t: tf.cast(t[0] % 2, tf.float32), batch_size=3, runtime_checks=True)
    batches = run_queues([y], 2)
    return {"odd": [int(v) for (b,) in batches for v in b], "static": str(y.get_shape().as_list())}


def case_sampling_errors():
    x, y = tf.zeros([3, 2]), tf.constant([0, 1, 1])
    sample = training.stratified_sample
    return {
        "lengths": error(sample, [x], y, [0.5, 0.5], 2, init_probs=[0.2, 0.3, 0.5], enqueue_many=True),
        "batch": error(sample, [x], tf.constant([0, 1]), [0.5, 0.5], 2, init_probs=[0.5, 0.5], enqueue_many=True),
        "rank": error(sample, [x], y, [[0.5, 0.5]], 2, init_probs=[0.5, 0.5], enqueue_many=True),
    }
