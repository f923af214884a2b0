"""The original in a session, a feed and a call each step: TensorFlow 1.15, or the surface where `tf` is given."""

import itertools
import json
import os
import sys

import numpy as np
import timing


def load(folder):
    """(spec, batches) as the modern side prepared them."""
    with open(os.path.join(folder, "spec.json")) as file:
        spec = json.load(file)
    stored = np.load(os.path.join(folder, "batches.npz"))
    batches = [{} for _ in range(spec["batches"])]
    for key in stored.files:
        index, _, name = key.partition("/")
        batches[int(index)][name] = stored[key]
    return spec, batches


def time_session(tf, build, spec, batches, steps):
    threads = int(os.environ["OMP_NUM_THREADS"])
    config = tf.ConfigProto(
        allow_soft_placement=True, intra_op_parallelism_threads=threads, inter_op_parallelism_threads=threads
    )
    with tf.Graph().as_default() as graph:
        tensors = build(**spec["kwargs"])
        with tf.Session(graph=graph, config=config) as sess:
            sess.run([tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()])
            feeds = [{tensors[k]: v for k, v in batch.items()} for batch in batches]
            for name in spec["prepare"]:
                sess.run(tensors[name], feeds[0])
            train = spec["train"] if isinstance(spec["train"], list) else [spec["train"]]
            fetches = [tensors[name] for name in train]
            carry = [(tensors[place], tensors[name]) for place, name in spec["carry"].items()]
            places, finals = [place for place, _ in carry], [final for _, final in carry]
            turn = itertools.cycle(feeds)
            carried = {}  # the state, from one run to the next

            def run(steps):
                for _ in range(steps):
                    feed = next(turn)
                    feed.update(carried)
                    for fetch in fetches[:-1]:
                        sess.run(fetch, feed)
                    values = sess.run([fetches[-1], finals], feed)
                    carried.update(zip(places, values[1]))  # noqa: B905 - Python 3.7

            timing.serve(run, steps)


def main(folder, steps, **_):
    spec, batches = load(folder)
    time_session(tf, getattr(load_source(spec["path"]), spec["build"]), spec, batches, steps)


if __name__ == "__main__":
    import tensorflow as tf

    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../../legacy")
    from record import load_source

    timing.nursery(main)
