"""How fast training goes on one and two workers, on the two cores of one machine, against one process with two threads.

    python benchmarks/scale.py

Every setting trains the same two networks with the same batch of 256 (of all workers together) in processes of its own:
a dense one, whose gradients are large for its work, and a convolutional one. Shown are digits a second, milliseconds a
step (the median over rounds after a first one that is left out), and what a step costs compared with one process of two
threads. Two workers on one machine share its memory and caches and talk over 127.0.0.1: this measures what the
strategy costs, not what a second machine gains.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

SETTINGS = {  # name: (strategy, processes, threads of each)
    "1 process, 1 thread": ("none", 1, 1),
    "1 process, 2 threads": ("none", 1, 2),
    "1 process, 2 logical devices": ("mirrored", 1, 2),
    "1 worker, 2 threads": ("multiworker", 1, 2),
    "2 workers, 1 thread each": ("multiworker", 2, 1),
}
MODELS = {"dense": 40, "convolutional": 6}  # steps of a round
BASE = "1 process, 2 threads"
BATCH = 256


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="after the first one")
    parser.add_argument("--child", nargs=2, metavar=("STRATEGY", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.child[0], Path(options.child[1]), options.rounds)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, setting in SETTINGS.items():
            found[name] = measure(*setting, Path(folder) / "times.json", options.rounds)
            print(f"measured: {name}", file=sys.stderr, flush=True)
    print(table(found))
    return 0


def measure(strategy, processes, threads, path, rounds):
    """{model: seconds a step} of one setting."""
    from tf2notes import launch

    os.environ["TF_NUM_INTEROP_THREADS"] = str(threads)
    command = [sys.executable, __file__, "--rounds", str(rounds), "--child", strategy, str(path)]
    lines = []
    code, _ = launch.supervise(command, processes, threads=threads, limit=600, logs=lambda i, line: lines.append(line))
    if code:
        raise RuntimeError("".join(lines)[-3000:])
    return json.loads(path.read_text())


def child(strategy_name, path, rounds):
    """Train in this process, and write the times down if it is the first one."""
    from tf2notes import quiet, strategies

    quiet.import_tensorflow()
    import contextlib

    from tf2notes.training.feed import place

    strategy = strategies.make(strategy_name, 2 if strategy_name == "mirrored" else None)
    scope = contextlib.nullcontext() if strategy_name == "none" else strategy.scope()
    with scope:
        found = {name: seconds_a_step(name, steps, rounds) for name, steps in MODELS.items()}
    if place(strategy)[1] == 0:
        path.write_text(json.dumps(found))
    return 0


def seconds_a_step(name, steps, rounds):
    """The median over rounds, the first one left out."""
    import keras
    import numpy as np
    import tensorflow as tf

    from tf2notes import training

    keras.utils.set_random_seed(0)
    random = np.random.RandomState(0)
    images = random.rand(BATCH, 28, 28, 1).astype("f")
    data = tf.data.Dataset.from_tensors((images, random.randint(0, 10, BATCH))).repeat()
    times = []
    clock = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: times.append(-time.perf_counter()),
        on_epoch_end=lambda epoch, logs: times.append(times.pop() + time.perf_counter()),
    )
    settings = training.Settings(steps_per_call=steps)
    training.fit(model(name), data, epochs=rounds + 1, steps_per_epoch=steps, callbacks=[clock], settings=settings)
    return statistics.median(times[1:]) / steps


def model(name):
    """The dense network has 1.9 million weights, the convolutional one 0.1 million."""
    import keras
    from keras import layers

    dense = [layers.Flatten(), layers.Dense(1024, activation="relu"), layers.Dense(1024, activation="relu")]
    convolutional = [
        layers.Conv2D(32, 5, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 5, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
    ]
    hidden = dense if name == "dense" else convolutional
    built = keras.Sequential([keras.Input((28, 28, 1)), *hidden, layers.Dense(10)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    built.compile(keras.optimizers.SGD(0.01), loss=loss, jit_compile=False)
    return built


def table(found):
    """Markdown."""
    columns = " | ".join(f"{name}: digits/s | ms/step | cost" for name in MODELS)
    rows = [f"| setting | {columns} |", "|---" + "|---:" * 3 * len(MODELS) + "|"]
    for name, times in found.items():
        cells = [f"{BATCH / times[m]:,.0f} | {1e3 * times[m]:.1f} | {times[m] / found[BASE][m]:.2f} x" for m in MODELS]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    from tf2notes import strategies

    strategies.leave(main)
