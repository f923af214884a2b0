"""How the cost of a step grows with batch, sequence and vocabulary: ptb_lm and skipgram_words; draws them.

    python benchmarks/growth.py [--out docs/growth.png]

One size varies, the others are the notes' own for ptb_lm (batch 20, 20 steps, vocabulary 10,000) and skipgram_words
(batch 128, vocabulary 50,000). Steps run in a loop in the graph (`training.fit`). The best of `--repeats` turns counts,
in milliseconds of the wall clock; the numbers are written beside the picture as JSON.
"""

import argparse
import json
import os
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from tf2notes import training
from tf2notes.examples import ptb_lm, skipgram_words

SWEEPS = {
    "ptb_lm": {
        "batch_size": [5, 10, 20, 40, 80],
        "num_steps": [5, 10, 20, 40, 80],
        "vocab_size": [1000, 2500, 5000, 10000, 20000],
    },
    "skipgram_words": {
        "batch_size": [32, 128, 512, 2048],
        "num_sampled": [16, 64, 256, 1024],
        "vocabulary_size": [1000, 10000, 50000, 200000],
    },
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "docs" / "growth.png")
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_args()
    make = {"ptb_lm": ptb, "skipgram_words": skipgram}
    found = {
        name: {
            size: [milliseconds(*make[name](**{size: n}), args.repeats) for n in values]
            for size, values in sweep.items()
        }
        for name, sweep in SWEEPS.items()
    }
    args.out.with_suffix(".json").write_text(
        json.dumps({"load": os.getloadavg(), "sizes": SWEEPS, "ms": found}, indent=1)
    )
    draw(found, args.out)
    for name, sweep in found.items():
        for size, times in sweep.items():
            print(name, size, dict(zip(SWEEPS[name][size], [round(ms, 3) for ms in times], strict=True)))


def ptb(**sizes):
    """(model, one batch, steps a turn)."""
    config = ptb_lm.resolve(ptb_lm.Config(**sizes))
    ids = np.random.RandomState(0).randint(0, config.vocab_size, [config.batch_size, config.num_steps + 1])
    ids = ids.astype("int32")
    return ptb_lm.build(config), (ids[:, :-1], ids[:, 1:]), 2


def skipgram(**sizes):
    config = skipgram_words.Config(**sizes)
    random = np.random.RandomState(0)
    ids = (config.vocabulary_size ** random.rand(2, config.batch_size)).astype("int32") - 1
    return skipgram_words.build(config), ({"center": ids[0], "context": ids[1][:, None]},), 100


def milliseconds(model, batch, steps, repeats):
    times = []

    class Timer(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            self.begin = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            times.append((time.perf_counter() - self.begin) / steps * 1000)

    batch = batch if len(batch) > 1 else batch[0]
    data = tf.data.Dataset.from_tensors(batch).cache().repeat()
    training.fit(model, data, epochs=repeats + 3, steps_per_epoch=steps, callbacks=[Timer()])
    keras.backend.clear_session()
    return min(times[3:])


def draw(found, path):
    from matplotlib.figure import Figure
    from matplotlib.ticker import LogLocator, NullFormatter, NullLocator

    figure = Figure(figsize=(10, 5.6), layout="constrained")
    grid = figure.subplots(2, 3)
    for row, (name, sweep) in zip(grid, found.items(), strict=True):
        for axes, (size, times) in zip(row, sweep.items(), strict=True):
            sizes = SWEEPS[name][size]
            axes.loglog(sizes, times, "o-")
            middle = len(sizes) // 2
            axes.loglog(
                sizes, [times[middle] * n / sizes[middle] for n in sizes], ":", color="gray", label="in proportion"
            )
            axes.set(xlabel=size.replace("_", " "), ylabel="ms a step", title=name)
            axes.set_ylim(min(times) / 2, max(times) * 2)
            axes.set_xticks(sizes, [f"{n:,}" for n in sizes], fontsize=8)
            axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axes.yaxis.set_minor_formatter(NullFormatter())
            axes.xaxis.set_minor_locator(NullLocator())
            axes.yaxis.set_major_formatter("{x:g}")
    grid[0][0].legend(fontsize=8)
    figure.savefig(path, dpi=80)


if __name__ == "__main__":
    main()
