"""What a training loop costs beyond the arithmetic: processor time of a step, in the loop and bare.

    python benchmarks/overhead.py [cnn_mnist linear_regression ...]

Bare is a loop in the graph around forward pass, gradients and the optimizer's update, on one batch that is a constant:
no data, no metrics, no test for NaN, no callbacks, no Python. Overhead is what `training.fit` (or `fit_resident`, where
the example trains by it) takes more, as a share of its own time. Both run in one process on one thread and take turns;
processor time is counted, so that other programs on the machine disturb little. Medians.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).resolve().parent / "sides"))

import keras
import tensorflow as tf
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight
from keras_side import RESIDENT, dataset, pair_of

from tf2notes import training
from tf2notes.training.resident import fit_resident

STEPS = {"cnn_mnist": 8, "linear_regression": 20000, "softmax_mnist": 1000, "lstm_mnist": 8, "ptb_lm": 4}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["cnn_mnist", "softmax_mnist", "linear_regression"])
    parser.add_argument("--repeats", type=int, default=7)
    args = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    print("| example | loop, ms | bare, ms | overhead |\n|---|--:|--:|--:|")
    for name in args.names:
        loop, bare = measure(name, STEPS.get(name, 100), args.repeats)
        print(f"| {name} | {loop:.4g} | {bare:.4g} | {1 - bare / loop:.1%} |", flush=True)


def measure(name, steps, repeats):
    """Medians of milliseconds of processor time a step: (the loop of ours, the bare loop)."""
    keras.utils.set_random_seed(0)
    pair, batches = pair_of(name)
    elements = [pair.modern.data(batch) for batch in batches]
    model = pair.modern.build()
    bare = bare_loop(pair.modern.build(), elements[0], steps, compiled=name in RESIDENT)
    turns = Turns(bare, repeats)
    if name in RESIDENT:
        x, y = elements[0]
        fit_resident(model, x, y, batch_size=len(x), epochs=repeats + 3, steps_per_epoch=steps, callbacks=[turns])
    else:
        data = dataset(tf, elements).repeat()
        training.fit(model, data, epochs=repeats + 3, steps_per_epoch=steps, callbacks=[turns])
    return tuple(statistics.median(times) / steps * 1000 for times in (turns.loop, turns.bare))


class Turns(keras.callbacks.Callback):
    """Between the epochs, the bare loop has its turn; the first three epochs trace and warm up."""

    def __init__(self, run, repeats):
        super().__init__()
        self.run, self.loop, self.bare = run, [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.begin = time.process_time()

    def on_epoch_end(self, epoch, logs=None):
        middle = time.process_time()
        self.run()
        if epoch >= 3:
            self.loop.append(middle - self.begin)
            self.bare.append(time.process_time() - middle)


def bare_loop(model, batch, steps, compiled):
    x, y, sample_weight = unpack_x_y_sample_weight(tf.nest.map_structure(tf.constant, batch))
    model.optimizer.build(model.trainable_variables)

    def step(n):
        with tf.GradientTape() as tape:
            y_pred = model(x, training=True)
            loss = model.compute_loss(x, y, y_pred, sample_weight)
        gradients = tape.gradient(loss, [v.value for v in model.trainable_variables])
        model.optimizer.apply(gradients, model.trainable_variables)
        return n + 1

    @tf.function(jit_compile=compiled)
    def run():
        tf.while_loop(lambda n: n < steps, step, [tf.constant(0)], parallel_iterations=1)

    return run


if __name__ == "__main__":
    main()
