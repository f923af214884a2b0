"""queues: what goes in comes out, threads end, and a FloatList holds float32."""

import numpy as np
import tensorflow as tf

from tests.examples.parity import assert_results


def test_values():
    """Both sides: pairs of string and number, order and end, threads that stop, and what parsing gives."""
    for results in assert_results("queues"):
        assert results["deq"].tolist() == [["hello", "1"], ["world", "2"], ["hello", "1"]]
        assert results["at the end"] == "nothing"
        assert results["still running"] == 0
        assert results["an error in a thread"] == "in a thread"
        assert results["FixedLenFeature([])"].shape == ()
        assert results["FixedLenFeature([1])"].shape == (1,)
        assert results["FloatList: bytes of a number"] == 4
        assert results["FloatList: 0.1"] == f"{np.float32(0.1):.12f}"


def test_the_living_queue():
    """tf.queue.FIFOQueue works without a session."""
    queue = tf.queue.FIFOQueue(100, [tf.string, tf.int64], [[], []])
    queue.enqueue_many([["hello", "world"], np.array([1, 2], np.int64)])
    text, number = queue.dequeue()
    assert (text.numpy(), number.numpy()) == (b"hello", 1)
