"""Parts of ``tf.contrib.training`` and the sequence libraries that TF 1.15 has not, or that need files and time."""

import numpy as np
import pytest
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import data, legacy_seq2seq, memory_stats, seq2seq, training
from tf2notes.legacy.tf1.nn import rnn_cell
from tf2notes.legacy.tf1.nn import seq2seq as old_seq2seq


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def linear_model():
    """One weight towards 3, from a constant."""
    w = tf.get_variable("w", initializer=0.0, use_resource=True)
    return w, tf.square(w - 3.0)


def test_train_evaluate_and_summarize(tmp_path):
    """Training writes checkpoints that evaluate_once and evaluate_repeatedly read; the hook writes a summary."""
    _, loss = linear_model()
    train_op = training.create_train_op(loss, tf.train.GradientDescentOptimizer(0.1))
    last = training.train(train_op, str(tmp_path), hooks=[tf.train.StopAtStepHook(num_steps=30)])
    assert last < 1e-3
    with tf.Graph().as_default():
        w, loss = linear_model()
        tf.summary.scalar("loss", loss)
        mean, update = tf.metrics.mean(loss)
        path = tf.train.latest_checkpoint(str(tmp_path))
        hooks = [training.StopAfterNEvalsHook(3), training.SummaryAtEndHook(str(tmp_path / "eval"))]
        value = training.evaluate_once(path, eval_ops=update, final_ops={"mean": mean, "w": w}, hooks=hooks)
        assert value["mean"] < 1e-3
        assert abs(value["w"] - 3.0) < 0.1
        again = training.evaluate_repeatedly(
            str(tmp_path),
            eval_ops=update,
            final_ops={"mean": mean},
            eval_interval_secs=0,
            hooks=[training.StopAfterNEvalsHook(2)],
            max_number_of_evaluations=1,
        )
        assert again["mean"] == value["mean"]
    assert list((tmp_path / "eval").glob("events*"))


def test_checkpoints_iterator_times_out(tmp_path):
    """Without a checkpoint the iterator ends after the timeout, unless timeout_fn says to go on."""
    assert list(training.checkpoints_iterator(str(tmp_path), timeout=0)) == []
    answers = [True, False]
    assert list(training.checkpoints_iterator(str(tmp_path), timeout=0, timeout_fn=answers.pop)) == []
    assert not answers
    with pytest.raises(ValueError, match="log_dir or summary_writer"):
        training.SummaryAtEndHook()


def test_failure_tolerator_forgives_up_to_its_limit():
    """Errors of the handled kinds pass until there are `limit` of them; others never do."""
    tolerator = training.FailureTolerator(limit=2, init_delay=0.0, handled_exceptions=[KeyError])
    with tolerator.forgive():
        raise KeyError
    with pytest.raises(KeyError), tolerator.forgive():
        raise KeyError
    with pytest.raises(TypeError), training.FailureTolerator().forgive():
        raise TypeError


def test_feeding_queue_runner_feeds_until_stop_iteration():
    """Each enqueue takes what the function returns; StopIteration closes the queue."""
    queue = tf.FIFOQueue(10, [tf.int32], [[]])
    x = tf.placeholder(tf.int32, [])
    items = iter([1, 2, 3])
    runner = training.FeedingQueueRunner(queue, [queue.enqueue(x)], feed_fns=[lambda: {x: next(items)}])
    out = queue.dequeue()
    with tf.Session() as sess:
        coord = tf.train.Coordinator()
        threads = runner.create_threads(sess, coord, start=True, daemon=True)
        assert [sess.run(out) for _ in range(3)] == [1, 2, 3]
        with pytest.raises(tf.errors.OutOfRangeError):
            sess.run(out)
        coord.request_stop()
        coord.join(threads)
    with pytest.raises(ValueError, match="same length"):
        training.FeedingQueueRunner(queue, [queue.enqueue(x)], feed_fns=[])


def test_python_input_reads_a_generator():
    """Each run takes one item, with defaults; at the end there is OutOfRangeError."""

    def items():
        yield {"a": 1, "b": [1.0, 2.0]}
        yield {"b": [3.0, 4.0]}

    features = {"a": tf.FixedLenFeature([], tf.int64, default_value=9), "b": tf.FixedLenFeature([2], tf.float32)}
    out = training.python_input(items, features)
    assert out["b"].shape == [2]
    with tf.Session() as sess:
        assert sess.run(out)["a"] == 1
        second = sess.run(out)
        assert second["a"] == 9
        np.testing.assert_array_equal(second["b"], [3.0, 4.0])
        with pytest.raises(tf.errors.OutOfRangeError):
            sess.run(out)


@pytest.mark.parametrize("order", ["labels_first", "targets_second", "keywords"])
def test_softmax_loss_function_of_all_releases(order):
    """1.0 passed (labels, inputs), 0.x (inputs, labels): the parameters' names decide."""
    functions = {
        "labels_first": lambda labels, inputs: inputs - 10.0 * labels,
        "targets_second": lambda y_pre, y_target: y_pre - 10.0 * y_target,
        "keywords": lambda logits, labels: logits - 10.0 * labels,
    }
    loss = legacy_seq2seq.sequence_loss_by_example(
        [tf.constant([5.0])], [tf.constant([2.0])], [tf.ones([1])], softmax_loss_function=functions[order]
    )
    with tf.Session() as sess:
        np.testing.assert_allclose(sess.run(loss), [-15.0], rtol=1e-6)


def test_model_with_buckets_as_in_0_6():
    """There the number of symbols stood before the model."""
    x = [tf.zeros([2, 3]) for _ in range(2)]
    ids = [tf.zeros([2], tf.int32) for _ in range(2)]
    weights = [tf.ones([2]) for _ in range(2)]
    outputs, losses = old_seq2seq.model_with_buckets(
        x, x, ids, weights, [(1, 1), (2, 2)], 3, lambda enc, dec: (dec, None)
    )
    assert len(outputs[1]) == 2
    with tf.Session() as sess:
        np.testing.assert_allclose(sess.run(losses), [np.log(3.0)] * 2, rtol=1e-6)
    assert old_seq2seq.attention_decoder is legacy_seq2seq.attention_decoder


@pytest.mark.parametrize("dtype", [tf.float16, tf.float32, tf.float64])
def test_attention_in_every_dtype(dtype):
    """Outputs have the dtype of the memory, the layers and the state."""
    memory = tf.constant(np.random.RandomState(0).randn(2, 3, 4), dtype)
    for mechanism in (
        seq2seq.LuongAttention(5, memory, [3, 2], scale=True, dtype=dtype),
        seq2seq.BahdanauAttention(5, memory, [3, 2], normalize=True, dtype=dtype),
    ):
        cell = rnn_cell.LSTMCell(5, dtype=dtype)
        cell = seq2seq.AttentionWrapper(cell, mechanism, attention_layer_size=6, dtype=dtype)
        helper = seq2seq.TrainingHelper(tf.constant(np.ones([2, 3, 2]), dtype), [3, 2])
        decoder = seq2seq.BasicDecoder(cell, helper, cell.zero_state(2, dtype))
        outputs, _, _ = seq2seq.dynamic_decode(decoder)
        assert outputs.rnn_output.dtype == dtype
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            assert np.isfinite(sess.run(outputs.rnn_output)).all()


def test_what_is_gone_says_so():
    """Names without an op in today's TensorFlow raise, and name what to do instead."""
    for gone in (memory_stats.BytesInUse, memory_stats.BytesLimit, memory_stats.MaxBytesInUse):
        with pytest.raises(NotImplementedError, match="profiler"):
            gone()
    with pytest.raises(NotImplementedError, match="TFRecord"):
        data.LMDBDataset("x.lmdb")
    with pytest.raises(NotImplementedError, match="make_saveable_from_iterator"):
        data.CheckpointInputPipelineHook(None)
    with pytest.raises(TypeError, match="decoder_init_input"):
        seq2seq.dynamic_decode(CountToThree(), decoder_init_input=1)


class CountToThree(seq2seq.Decoder):
    """A decoder that is never stepped."""

    def initialize(self, name=None):
        raise AssertionError

    def step(self, time, inputs, state, name=None):
        raise AssertionError


def test_files_named_like_their_function():
    """dense_image_warp is TF1's function and, imported from python.ops, the file that holds it."""
    from tf2notes.legacy.resolve import surface_module

    ops = surface_module("tensorflow.contrib.image.python.ops")
    public = surface_module("tensorflow.contrib.image")
    assert ops.dense_image_warp.dense_image_warp is public.dense_image_warp
    np.testing.assert_array_equal(
        ops.sparse_image_warp._get_boundary_locations(3, 5, 0), [[0.0, 0.0], [0.0, 4.0], [2.0, 0.0], [2.0, 4.0]]
    )
    wrapper = surface_module("tensorflow.contrib.seq2seq.python.ops.attention_wrapper")
    assert wrapper._compute_attention.__module__.endswith("seq2seq.attention_wrapper")
