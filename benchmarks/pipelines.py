"""How fast the input pipelines are, with TensorFlow 1.15's queues as the peer on the same files.

    python benchmarks/pipelines.py --tf1-python oracle/bin/python

Every measurement runs in a process of its own; ours and the peer's take turns, `--repeats` times; the table has
medians. A process reads the files twice, and the rate is that of the second half, so starting up is not part of it
(ours takes some tenths of a second). Without --tf1-python the peer's columns stay empty. The same file, run by
TensorFlow 1.15's Python, is the peer.

    python benchmarks/pipelines.py --tf1-python oracle/bin/python --growth docs/pipelines.png

draws instead how long reading the files takes, start included, over their size; the numbers stand beside it as JSON.
"""

# ruff: noqa: UP022, UP031 - it also runs under Python 3.7, in TF1's company

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

BATCH, MIN_AFTER_DEQUEUE, CAPACITY = 128, 2000, 4000
WIDTH = 20
GROWTH = [1000, 4000, 16000, 64000, 256000]  # records
SIDES = {"tf2notes": "", "TF 1.15 queues": "_queue"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tf1-python", help="a Python with TensorFlow 1.15")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--records", type=int, default=50000)
    parser.add_argument("--growth", metavar="PNG", help="draw the seconds over the files' size into this file")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.job:
        print("RESULT " + json.dumps(JOBS[args.job](args.folder)))
        return
    if args.growth:
        growth(args)
        return
    with tempfile.TemporaryDirectory() as folder:
        report(args, folder)


def report(args, folder):
    """Runs everything and prints the table."""
    run(sys.executable, "write", write_place(folder, args.records))
    print("load average before: %.2f %.2f %.2f, %d cores" % (*os.getloadavg(), os.cpu_count()))
    print("| input | records | tf2notes records/s | TF 1.15 queues records/s | times |")
    print("|---|--:|--:|--:|--:|")
    for kind in ("tfrecord", "csv"):
        ours, theirs = [], []
        for _ in range(args.repeats):
            ours.append(run(sys.executable, kind, folder))
            if args.tf1_python:
                theirs.append(run(args.tf1_python, kind + "_queue", folder))
        assert all(r["records"] == args.records for r in ours + theirs), "records are missing"
        mine = statistics.median(r["records"] / r["seconds"] for r in ours)
        peer = statistics.median(r["records"] / r["seconds"] for r in theirs) if theirs else float("nan")
        print("| %s | %d | %.0f | %.0f | %.1f |" % (kind, args.records, mine, peer, mine / peer))
    waits = [run(sys.executable, "mnist", folder) for _ in range(args.repeats)]
    share = statistics.median(r["waiting"] / r["seconds"] for r in waits)
    step = statistics.median(r["seconds"] / r["steps"] for r in waits)
    print("MNIST training: a step takes %.1f ms, %.2f %% of it waiting for input" % (step * 1e3, share * 100))
    with tempfile.TemporaryDirectory() as larger:
        run(sys.executable, "write", write_place(larger, 10 * args.records))
        for kind in ("tfrecord", "csv"):
            small, large = (run(sys.executable, kind, place)["peak_mb"] for place in (folder, larger))
            print("%s memory: peak %.0f MB, on files ten times larger %.0f MB" % (kind, small, large))
    print("load average after: %.2f %.2f %.2f" % os.getloadavg())


def growth(args):
    """Seconds for two epochs, from asking for the first batch to the last, over the number of records."""
    pythons = {"tf2notes": sys.executable, "TF 1.15 queues": args.tf1_python}
    pythons = {side: python for side, python in pythons.items() if python}
    found = {kind: {side: [] for side in pythons} for kind in ("tfrecord", "csv")}
    for records in GROWTH:
        with tempfile.TemporaryDirectory() as folder:
            run(sys.executable, "write", write_place(folder, records))
            for kind, sides in found.items():
                turns = [
                    {side: run(python, kind + SIDES[side], folder) for side, python in pythons.items()}
                    for _ in range(args.repeats)
                ]
                for side, cells in sides.items():
                    cell = {key: statistics.median(turn[side][key] for turn in turns) for key in ("total", "peak_mb")}
                    cells.append(cell)
                    print("%s, %d records, %s: %.2f s, %.0f MB" % (kind, records, side, cell["total"], cell["peak_mb"]))
    with open(os.path.splitext(args.growth)[0] + ".json", "w") as file:
        json.dump({"load": os.getloadavg(), "records": GROWTH, "found": found}, file, indent=1)
    draw(found, args.growth)


def draw(found, path):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 3.4), layout="constrained")
    grid = figure.subplots(1, 3)
    for axes, (kind, sides) in zip(grid, found.items()):  # noqa: B905
        for side, cells in sides.items():
            axes.loglog(GROWTH, [cell["total"] for cell in cells], "o-", label=side)
        axes.set(title={"tfrecord": "TFRecord", "csv": "CSV"}[kind], ylabel="seconds, two epochs")
        for side, cells in sides.items():
            label = "%s, %s" % ({"tfrecord": "TFRecord", "csv": "CSV"}[kind], side)
            grid[2].semilogx(GROWTH, [cell["peak_mb"] for cell in cells], "o-", label=label)
    grid[2].set(title="peak memory", ylabel="MB", ylim=(0, None))
    for axes in grid:
        axes.set_xlabel("records")
        axes.legend(fontsize=7)
    for axes in grid[:2]:
        axes.yaxis.set_major_formatter("{x:g}")
    figure.savefig(path, dpi=80)


def run(python, job, place):
    env = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
    command = [python, os.path.abspath(__file__), "--job", job, "--folder", place]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    for line in done.stdout.decode().splitlines():
        if line.startswith("RESULT "):
            return json.loads(line[7:])
    raise SystemExit("%s %s failed:\n%s" % (python, job, done.stderr.decode()[-2000:]))


def write_place(folder, records):
    return "%s:%d" % (folder, records)


def write(place):
    """Four files of each kind."""
    import numpy as np
    import tensorflow as tf

    folder, records = place.rsplit(":", 1)
    random = np.random.RandomState(0)
    for shard in range(4):
        size = int(records) // 4
        path = os.path.join(folder, "data-%d" % shard)
        with tf.io.TFRecordWriter(path + ".tfrecord") as writer, open(path + ".csv", "w") as text:
            for row in range(size):
                x = tf.train.Feature(float_list=tf.train.FloatList(value=random.rand(WIDTH)))
                label = tf.train.Feature(int64_list=tf.train.Int64List(value=[row]))
                example = tf.train.Example(features=tf.train.Features(feature={"x": x, "label": label}))
                writer.write(example.SerializeToString())
                text.write("%d,%d,%d,%d,%d\n" % (*random.randint(0, 100, 4), row))
    return {}


def files(folder, end):
    return [os.path.join(folder, "data-%d%s" % (i, end)) for i in range(4)]


def features(tf):
    return {"x": tf.io.FixedLenFeature([WIDTH], tf.float32), "label": tf.io.FixedLenFeature([], tf.int64)}


def rate(batches):
    """Runs through two epochs; the rate is that of the second half, from when the first one is through."""
    sizes, times, start = [], [], time.perf_counter()
    for batch in batches:
        sizes.append(len(batch["label"] if isinstance(batch, dict) else batch[-1]))
        times.append(time.perf_counter())
    seen, i = sizes[0], 0
    while seen < sum(sizes) / 2:
        i += 1
        seen += sizes[i]
    half = sum(sizes) // 2
    seconds = (times[-1] - times[i]) * half / (sum(sizes) - seen)
    return {"records": half, "seconds": seconds, "total": times[-1] - start, "peak_mb": peak()}


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def tfrecord(folder):
    import tensorflow as tf
    from tf2notes.pipelines import queues
    from tf2notes.pipelines import tfrecord as reader

    names = queues.string_input_producer(files(folder, ".tfrecord"), num_epochs=2)
    rows = reader.examples(names, features(tf))
    return rate(queues.shuffle_batch(rows, BATCH, CAPACITY, MIN_AFTER_DEQUEUE, allow_smaller_final_batch=True))


def csv(folder):
    from tf2notes.pipelines import csv as reader
    from tf2notes.pipelines import queues

    names = queues.string_input_producer(files(folder, ".csv"), num_epochs=2)
    rows = reader.rows(names, [[1]] * 5)
    return rate(queues.shuffle_batch(rows, BATCH, CAPACITY, MIN_AFTER_DEQUEUE, allow_smaller_final_batch=True))


def tfrecord_queue(folder):
    import tensorflow as tf

    def build():
        names = tf.train.string_input_producer(files(folder, ".tfrecord"), num_epochs=2)
        row = tf.parse_single_example(tf.TFRecordReader().read(names)[1], features(tf))
        return row["x"], row["label"]

    return queue_count(tf, build)


def csv_queue(folder):
    import tensorflow as tf

    def build():
        names = tf.train.string_input_producer(files(folder, ".csv"), num_epochs=2)
        return tf.decode_csv(tf.TextLineReader().read(names)[1], [[1]] * 5)

    return queue_count(tf, build)


def queue_count(tf, build):
    """The notes' pipeline with two threads."""
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    batch = tf.train.shuffle_batch(
        list(build()), BATCH, CAPACITY, MIN_AFTER_DEQUEUE, num_threads=2, allow_smaller_final_batch=True
    )

    def batches(session):
        try:
            while True:
                yield session.run(batch)
        except tf.errors.OutOfRangeError:
            pass

    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        coordinator = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(session, coordinator)
        result = rate(batches(session))
        coordinator.request_stop()
        coordinator.join(threads)
    return result


def mnist(folder):
    """The notes' network, 150 steps of batch 50."""
    import keras
    import tensorflow as tf
    from tf2notes.pipelines import mnist as digits

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 5, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 5, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(1024, activation="relu"),
            layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(1e-3)
    optimizer.build(model.trainable_variables)

    @tf.function
    def step(images, labels):
        with tf.GradientTape() as tape:
            value = loss(labels, model(images, training=True))
        optimizer.apply(tape.gradient(value, model.trainable_variables), model.trainable_variables)
        return value

    batches = iter(digits.dataset("train", "sample", 50, seed=0).repeat())
    for _ in range(5):
        step(*next(batches)).numpy()
    steps, waiting, start = 150, 0.0, time.perf_counter()
    for _ in range(steps):
        before = time.perf_counter()
        batch = next(batches)
        waiting += time.perf_counter() - before
        step(*batch).numpy()
    return {"seconds": time.perf_counter() - start, "waiting": waiting, "steps": steps}


JOBS = {job.__name__: job for job in (write, tfrecord, csv, tfrecord_queue, csv_queue, mnist)}

if __name__ == "__main__":
    main()
