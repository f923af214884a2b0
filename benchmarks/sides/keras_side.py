"""The sides that run on today's TensorFlow, and the preparation of what all sides share."""

import functools
import importlib
import json
import os
import sys
import time
from pathlib import Path

from timing import answers

# What the notes train with, where the parity pair is smaller.
SIZES = {
    "attention_letters": {"SIZE": {"size": 64, "embedding_size": 32}},
    "bilstm_mnist": {"BATCH_SIZE": 128},
    "gan_mnist": {"BATCH_SIZE": 128},
    "lstm_mnist": {"BATCH_SIZE": 128, "UNITS": 128},
    "ptb_lm": {"SHAPE": {"batch_size": 20, "num_steps": 20, "hidden_size": 200, "vocab_size": 10000, "num_layers": 2}},
    "skipgram_words": {
        "SHAPE": {"batch_size": 128, "vocabulary_size": 5000, "embedding_size": 128, "num_sampled": 64},
    },
    "stacked_bilstm_mnist": {"BATCH_SIZE": 128},
}
BATCH_SIZE = {"attention_letters": 64, "cnn_mnist": 50, "mlp_regularized": 8, "seq2seq_letters": 128}
BATCHES = 10


def pair_of(name):
    module = importlib.import_module(f"tf2notes.pairs.{name}")
    for constant, value in SIZES.get(name, {}).items():
        old = getattr(module, constant)
        setattr(module, constant, {**old, **value} if isinstance(old, dict) else value)
    pair = module.pair()
    more = (BATCH_SIZE[name],) if name in BATCH_SIZE else ()
    return pair, list(pair.batches(BATCHES, *more))


def prepare(name, folder):
    """Write ``spec.json`` and ``batches.npz``."""
    import numpy as np

    from tf2notes.parity import recording

    pair, batches = pair_of(name)
    spec = recording.spec_of(pair)
    legacy = Path(importlib.import_module("tf2notes.legacy").__file__).parent
    spec.update(path=str(legacy / "examples" / f"{name}.py"), batches=len(batches))
    Path(folder, "spec.json").write_text(json.dumps(spec))
    np.savez(Path(folder, "batches.npz"), **{f"{i}/{k}": v for i, b in enumerate(batches) for k, v in b.items()})


def original(name, folder, seconds):
    from tf1_side import load, time_session
    from tf2notes.legacy import tf1

    from tf2notes import legacy

    spec, batches = load(folder)
    time_session(tf1, getattr(legacy.load(name), spec["build"]), spec, batches, seconds)


def modern(side, name, seconds):
    import keras
    import tensorflow as tf

    threads = int(os.environ["OMP_NUM_THREADS"])
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    if side == "bfloat16":
        keras.config.set_dtype_policy("mixed_bfloat16")
    pair, batches = pair_of(name)
    model = pair.modern.build()
    if side == "keras":
        from keras.src.trainers.trainer import model_supports_jit

        model.jit_compile = model_supports_jit(model)  # what compile(jit_compile="auto") does
    elements = [pair.modern.data(batch) for batch in batches]
    data = dataset(tf, elements).repeat()

    fit = functools.partial(model.fit, data, shuffle=False, verbose=0)
    if side in ("loop", "bfloat16"):
        from tf2notes import training

        fit = functools.partial(training.fit, model, data)
    serve_epochs(fit, seconds)


def serve_epochs(fit, seconds):
    """As `timing.serve`, a turn being an epoch: every new fit would trace again."""
    import keras

    answer = answers()

    class Turns(keras.callbacks.Callback):
        def __init__(self, asked):
            super().__init__()
            self.asked, self.took = asked, None

        def on_epoch_begin(self, epoch, logs=None):
            if self.asked and epoch > 1 and not sys.stdin.readline():
                os._exit(0)
            self.begin = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            self.took = time.perf_counter() - self.begin
            if self.asked and epoch > 1:
                answer(self.took / self.params["steps"])

    steps, took = 5, 0.0
    while took < seconds / 4 and steps < 1000000:
        turns = Turns(asked=False)
        fit(epochs=3, steps_per_epoch=steps, callbacks=[turns])
        took = turns.took
        steps = min(steps * 8, max(int(steps * seconds / took), 3))
    fit(epochs=1000, steps_per_epoch=steps, callbacks=[Turns(asked=True)])


def dataset(tf, elements):
    """The batches as a dataset held in memory; dimensions that differ between them are left open."""
    elements = [tf.nest.map_structure(tf.convert_to_tensor, element) for element in elements]

    def spec(*tensors):
        shapes = zip(*(tensor.shape for tensor in tensors), strict=True)
        return tf.TensorSpec([sizes[0] if len(set(sizes)) == 1 else None for sizes in shapes], tensors[0].dtype)

    signature = tf.nest.map_structure(spec, *elements)
    return tf.data.Dataset.from_generator(lambda: iter(elements), output_signature=signature).cache()


if __name__ == "__main__":
    side, name, folder, *rest = sys.argv[1:]
    if side == "prepare":
        prepare(name, folder)
    elif side == "original":
        original(name, folder, float(*rest))
    else:
        modern(side, name, float(*rest))
