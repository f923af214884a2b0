"""Datasets in the place of queues: several types, shuffled, from threads; and what Examples hold when they are parsed.

Legacy:   legacy/examples/queues.py
Pipeline: pipelines/queues.py, pipelines/threads.py
Parity:   tests/examples/test_queues.py

A dataset ends by itself and raises nothing; `prefetch` is the thread that works ahead. What only Python can make comes
from `threads.dataset`, which starts, stops and joins its threads, and passes their errors on. (`tf.queue.FIFOQueue` is
still there for programs that put and take by hand.)
"""

import threading

import numpy as np
import tensorflow as tf

from tf2notes.pipelines import queues, threads


def several_types():
    """Elements are tuples with as many types as parts."""
    many = tf.data.Dataset.from_tensor_slices((["hello", "world"], np.array([1, 2], np.int64)))
    rows = many.concatenate(many.take(1)).as_numpy_iterator()
    return {"deq": [[text.decode(), str(number)] for text, number in rows], "left": len(list(rows))}


def in_order():
    """One element, two of them, the rest, nothing."""
    rows = tf.data.Dataset.from_tensor_slices(np.float32([1.2, 2.1, 3.3, 4.0, 5.5])).as_numpy_iterator()
    return {
        "dequeue": next(rows),
        "dequeue_many(2)": [next(rows), next(rows)],
        "dequeue_up_to(9)": list(rows),
        "at the end": next(rows, "nothing"),
    }


def shuffled():
    """The numbers below 100 in two batches."""
    rows = queues.shuffle_batch(tf.data.Dataset.range(100), 50, capacity=100, min_after_dequeue=10, seed=1)
    order = np.concatenate(list(rows.as_numpy_iterator()))
    return {"shuffled: all of them": np.sort(order), "shuffled: in order": bool((order == np.arange(100)).all())}


def examples(seed):
    """Random examples without end: what a thread runs."""
    random = np.random.default_rng(seed)
    while True:
        yield random.random(2, np.float32)


def from_threads():
    """20 batches of what four threads make; closing the iterator stops and joins them."""
    rows = threads.merge([lambda seed=seed: examples(seed) for seed in range(4)], capacity=50)
    batches = [np.stack([next(rows) for _ in range(8)]) for _ in range(20)]
    rows.close()
    running = [thread for thread in threading.enumerate() if thread.name.startswith("producer")]
    return {"steps": len(batches), "batch": batches[-1].shape, "still running": len(running)}


def coordinator():
    """Ten threads that stop when one of them finds a reason; an error in one reaches whoever iterates."""
    lock, stop, counts = threading.Lock(), threading.Event(), []

    def loop():
        while not stop.is_set():
            with lock:
                counts.append(1)
                if len(counts) >= 100:
                    stop.set()
        yield from ()

    def failing():
        raise ValueError("in a thread")

    workers = [loop] * 10
    finished = len(workers) if list(threads.merge(workers)) == [] and stop.is_set() else 0
    try:
        raised = str(list(threads.merge([failing])))
    except ValueError as error:
        raised = str(error)
    return {"the coordinator stopped": finished, "an error in a thread": raised}


def parsed(value, feature):
    """A list of numbers or bytes stored in an Example under "x", and parsed again."""
    kinds = {int: ("int64_list", tf.train.Int64List), float: ("float_list", tf.train.FloatList)}
    name, kind = kinds.get(type(value[0]), ("bytes_list", tf.train.BytesList)) if value else (None, None)
    lists = {"x": tf.train.Feature(**{name: kind(value=value)})} if value else {}
    stored = tf.train.Example(features=tf.train.Features(feature=lists)).SerializeToString()
    return tf.io.parse_single_example(stored, {"x": feature})["x"]


def features():
    """A fixed length gives a tensor of its shape; a variable one gives a sparse tensor, or better a ragged one."""
    fixed = tf.io.FixedLenFeature
    try:
        parsed([1, 2], fixed([], tf.int64))
        refused = False
    except tf.errors.InvalidArgumentError:
        refused = True
    ragged = parsed([1, 2], tf.io.RaggedFeature(tf.int64))
    tenth = parsed([0.1], fixed([], tf.float32)).numpy()
    return {
        "FixedLenFeature([])": parsed([1], fixed([], tf.int64)),
        "FixedLenFeature([1])": parsed([1], fixed([1], tf.int64)),
        "FixedLenFeature([2])": parsed([1, 2], fixed([2], tf.int64)),
        "FixedLenFeature([]) of two is refused": refused,
        "a default": parsed([], fixed([], tf.int64, default_value=-1)),
        "VarLenFeature": ragged,
        "VarLenFeature: shape": ragged.shape,
        "bytes": parsed([b"any length"], fixed([], tf.string)).numpy().decode(),
        "FloatList: bytes of a number": tenth.nbytes,
        "FloatList: 0.1": f"{tenth:.12f}",
    }


def results():
    """All values by the original's names."""
    parts = (several_types, in_order, shuffled, from_threads, coordinator, features)
    return {name: value for part in parts for name, value in part().items()}
