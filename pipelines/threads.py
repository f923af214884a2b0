"""Python threads that fill a dataset.

Replaces: ``tf.train.Coordinator``, ``tf.train.QueueRunner`` and ``tf.train.start_queue_runners`` around a queue's
enqueue (section 39 of the notes), for rows that only Python can make. What TensorFlow can read needs no threads of
one's own.

    def rows(worker):
        while True:
            yield simulate(worker)

    train = threads.dataset([lambda: rows(0), lambda: rows(1)], tf.TensorSpec([], tf.float32), capacity=100).batch(32)

(``tf.compat.v1.train.Coordinator`` itself still works, and so do eager queues, ``tf.queue.FIFOQueue``.)
"""

import queue
import threading

POLL = 0.05
END = object()


def dataset(producers, output_signature, capacity=32):
    """Rows from several threads as they come, until all threads are done.

    As with a Coordinator, one thread's error stops all of them, and whoever iterates gets it; and when nobody iterates
    any more, the threads end too. Each epoch starts new threads. The iterators of such a dataset cannot be saved.

    Args:
        producers: functions without arguments that return an iterable of rows; each is run in a thread of its own.
        output_signature: of a row, as for ``tf.data.Dataset.from_generator``.
        capacity: how many rows may wait; a thread that finds no room waits.
    """
    import tensorflow as tf

    if not producers:
        raise ValueError("producers: expected at least one function")
    return tf.data.Dataset.from_generator(lambda: merge(producers, capacity), output_signature=output_signature)


def merge(producers, capacity=32):
    """The same as a Python generator; closing it stops and joins the threads."""
    waiting, stop = queue.Queue(capacity), threading.Event()
    workers = [
        threading.Thread(target=_run, args=(producer, waiting, stop), name=f"producer {i}", daemon=True)
        for i, producer in enumerate(producers)
    ]
    for worker in workers:
        worker.start()
    running = len(workers)
    try:
        while running:
            row, error = waiting.get()
            if error is not None:
                raise error
            if row is END:
                running -= 1
            else:
                yield row
    finally:
        stop.set()
        for worker in workers:
            worker.join()


def _run(producer, waiting, stop):
    try:
        for row in producer():
            if not _put(waiting, stop, (row, None)):
                return
        _put(waiting, stop, (END, None))
    except BaseException as error:
        _put(waiting, stop, (None, error))


def _put(waiting, stop, item):
    while not stop.is_set():
        try:
            waiting.put(item, timeout=POLL)
        except queue.Full:
            continue
        return True
    return False
