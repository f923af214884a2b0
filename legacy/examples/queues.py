"""Queues: first in first out, shuffled, of several types, filled by threads; and what is parsed from an Example.

Notes: sections 39 and 41 (reading files is csv_pipeline and tfrecord_pipeline).

Repaired: the lost line breaks; the thread's body and the examples, which the notes leave open; whole numbers in an
Int64List, which refuses 1.0 today.
"""

from __future__ import print_function

import threading

import numpy as np
import tensorflow as tf


def several_types():
    queue = tf.FIFOQueue(capacity=100, dtypes=[tf.string, tf.int64])
    # many: one list for each part
    en_m = queue.enqueue_many([["hello", "world"], [1, 2]])
    # one
    en = queue.enqueue(["hello", 1])
    deq = queue.dequeue()
    with tf.Session() as sess:
        sess.run(en_m)
        sess.run(en)
        taken = [sess.run(deq) for _ in range(3)]
        return {
            "deq": [[text.decode(), str(number)] for text, number in taken],
            "left": sess.run(queue.size()),
        }


def first_in_first_out():
    """A closed queue gives what it has, then OutOfRangeError; dequeue_up_to gives the rest."""
    queue = tf.FIFOQueue(capacity=10, dtypes=tf.float32, shapes=[[]])
    init = queue.enqueue_many(([1.2, 2.1, 3.3, 4.0, 5.5],))
    with tf.Session() as sess:
        sess.run(init)
        found = {"dequeue": sess.run(queue.dequeue()), "dequeue_many(2)": sess.run(queue.dequeue_many(2))}
        sess.run(queue.close())
        found["dequeue_up_to(9)"] = sess.run(queue.dequeue_up_to(9))
        try:
            sess.run(queue.dequeue())
            found["at the end"] = "a value"
        except tf.errors.OutOfRangeError:
            found["at the end"] = "nothing"
        return found


def shuffled():
    queue = tf.RandomShuffleQueue(capacity=100, min_after_dequeue=10, dtypes=tf.int32, shapes=[[]], seed=1)
    with tf.Session() as sess:
        sess.run(queue.enqueue_many([list(range(100))]))
        sess.run(queue.close())
        first = sess.run(queue.dequeue_many(50))
        second = sess.run(queue.dequeue_many(50))
    order = np.concatenate([first, second])
    return {"shuffled: all of them": sorted(order), "shuffled: in order": bool((order == np.arange(100)).all())}


def queue_runner():
    """Four threads that enqueue examples, a loop that takes batches, a coordinator that ends both."""
    example = tf.random_uniform([2])
    # Create a queue, and an op that enqueues examples one at a time in the queue.
    queue = tf.RandomShuffleQueue(capacity=50, min_after_dequeue=4, dtypes=[tf.float32], shapes=[[2]])
    enqueue_op = queue.enqueue(example)
    # Create a training graph that starts by dequeuing a batch of examples.
    inputs = queue.dequeue_many(8)
    train_op = tf.reduce_mean(inputs)
    # Create a queue runner that will run 4 threads in parallel to enqueue examples.
    qr = tf.train.QueueRunner(queue, [enqueue_op] * 4)
    sess = tf.Session()
    # Create a coordinator, launch the queue runner threads.
    coord = tf.train.Coordinator()
    enqueue_threads = qr.create_threads(sess, coord=coord, start=True)
    # Run the training loop, controlling termination with the coordinator.
    steps = 0
    for step in range(1000000):
        if coord.should_stop():
            break
        mean, batch = sess.run([train_op, inputs])
        steps += 1
        if step == 19:
            coord.request_stop()
    # When done, wait for the threads to stop.
    coord.join(enqueue_threads)
    return {
        "steps": steps,
        "batch": batch.shape,
        "still running": sum(thread.is_alive() for thread in enqueue_threads),
    }


def coordinator():
    """Ten threads, of which one finds a reason to stop, and all do."""
    lock = threading.Lock()
    counts = []

    # Thread body: loop until the coordinator indicates a stop was requested.
    # If some condition becomes true, ask the coordinator to stop.
    def MyLoop(coord):
        while not coord.should_stop():
            with lock:
                counts.append(1)
                if len(counts) >= 100:
                    coord.request_stop()

    coord = tf.train.Coordinator()
    threads = [threading.Thread(target=MyLoop, args=(coord,)) for i in range(10)]
    for t in threads:
        t.start()
    coord.join(threads)

    failing = tf.train.Coordinator()
    with failing.stop_on_exception():
        raise ValueError("in a thread")
    try:
        failing.join([])
        raised = "nothing"
    except ValueError as error:
        raised = str(error)
    return {
        "the coordinator stopped": sum(not thread.is_alive() for thread in threads),
        "an error in a thread": raised,
    }


def features():
    """What is stored as a list is parsed with a fixed length, or as a sparse tensor of any length."""

    def example(**lists):
        return tf.train.Example(features=tf.train.Features(feature=lists)).SerializeToString()

    def int64s(*values):
        return tf.train.Feature(int64_list=tf.train.Int64List(value=values))

    def parsed(serialized, feature):
        return tf.parse_single_example(serialized, {"x": feature})["x"]

    one, two = example(x=int64s(1)), example(x=int64s(1, 2))
    text = example(x=tf.train.Feature(bytes_list=tf.train.BytesList(value=[b"any length"])))
    tenth = example(x=tf.train.Feature(float_list=tf.train.FloatList(value=[0.1])))
    with tf.Session() as sess:
        sparse = sess.run(parsed(two, tf.VarLenFeature(tf.int64)))
        try:
            sess.run(parsed(two, tf.FixedLenFeature([], tf.int64)))
            refused = False
        except tf.errors.InvalidArgumentError:
            refused = True
        return {
            "FixedLenFeature([])": sess.run(parsed(one, tf.FixedLenFeature([], tf.int64))),
            "FixedLenFeature([1])": sess.run(parsed(one, tf.FixedLenFeature([1], tf.int64))),
            "FixedLenFeature([2])": sess.run(parsed(two, tf.FixedLenFeature([2], tf.int64))),
            "FixedLenFeature([]) of two is refused": refused,
            "a default": sess.run(parsed(example(), tf.FixedLenFeature([], tf.int64, default_value=-1))),
            "VarLenFeature": sparse.values,
            "VarLenFeature: shape": sparse.dense_shape,
            "bytes": sess.run(parsed(text, tf.FixedLenFeature([], tf.string))).decode(),
            "FloatList: bytes of a number": sess.run(parsed(tenth, tf.FixedLenFeature([], tf.float32))).nbytes,
            "FloatList: 0.1": "%.12f" % sess.run(parsed(tenth, tf.FixedLenFeature([], tf.float32))),
        }


def results():
    found = {}
    for part in (several_types, first_in_first_out, shuffled, queue_runner, coordinator, features):
        found.update(part())
    return found


def main(_):
    found = results()
    print(found.pop("deq")[0])
    for name, value in sorted(found.items()):
        print(name + ":", value)


if __name__ == "__main__":
    tf.app.run()
