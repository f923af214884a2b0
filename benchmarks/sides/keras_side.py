"""The sides that run on today's TensorFlow, and the preparation of what all sides share."""

import functools
import importlib
import json
import math
import os
import sys
import time
from pathlib import Path

import keras
import numpy as np
import timing

# What the notes train with, where the parity pair is smaller.
WORDS = {"batch_size": 128, "vocabulary_size": 50000, "embedding_size": 128, "num_sampled": 64}
SIZES = {
    "attention_letters": {"SIZE": {"size": 64, "embedding_size": 32}},
    "bilstm_mnist": {"BATCH_SIZE": 128},
    "gan_mnist": {"BATCH_SIZE": 128},
    "lstm_mnist": {"BATCH_SIZE": 128, "UNITS": 128},
    "ptb_lm": {"SHAPE": {"batch_size": 20, "num_steps": 20, "hidden_size": 200, "vocab_size": 10000, "num_layers": 2}},
    "cbow_words": {"SHAPE": WORDS},
    "skipgram_words": {"SHAPE": WORDS},
    "stacked_bilstm_mnist": {"BATCH_SIZE": 128},
}
BATCH_SIZE = {"attention_letters": 64, "cnn_mnist": 50, "mlp_regularized": 8, "seq2seq_letters": 128}
BATCHES = 10
RESIDENT = ["linear_regression", "mlp_regularized"]  # what `run` trains on arrays inside the loop


def pair_of(name):
    module = importlib.import_module(f"tf2notes.pairs.{name}")
    for constant, value in SIZES.get(name, {}).items():
        if isinstance(value, dict):
            getattr(module, constant).update(value)  # other modules hold it, too
        else:
            setattr(module, constant, value)
    pair = module.pair()
    more = (BATCH_SIZE[name],) if name in BATCH_SIZE else ()
    return pair, list(pair.batches(BATCHES, *more))


def prepare(name, folder):
    """Write ``spec.json`` and ``batches.npz``."""
    from tf2notes.parity import recording

    pair, batches = pair_of(name)
    spec = recording.spec_of(pair)
    legacy = Path(importlib.import_module("tf2notes.legacy").__file__).parent
    spec.update(path=str(legacy / "examples" / f"{name}.py"), batches=len(batches))
    Path(folder, "spec.json").write_text(json.dumps(spec))
    np.savez(Path(folder, "batches.npz"), **{f"{i}/{k}": v for i, b in enumerate(batches) for k, v in b.items()})


def original(name, folder, steps):
    from tf1_side import load, time_session
    from tf2notes.legacy import tf1

    from tf2notes import legacy

    spec, batches = load(folder)
    time_session(tf1, getattr(legacy.load(name), spec["build"]), spec, batches, steps)


def modern(side, name, steps):
    import tensorflow as tf

    from tf2notes import memory

    threads = int(os.environ["OMP_NUM_THREADS"])
    module = importlib.import_module(f"tf2notes.examples.{name}")
    ours = threads if side == "keras" else getattr(module, "THREADS_PER_OP", threads)
    tf.config.threading.set_intra_op_parallelism_threads(ours)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    if side != "keras":
        memory.keep()
    keras.utils.set_random_seed(0)
    if side == "bfloat16":
        keras.config.set_dtype_policy("mixed_bfloat16")
    pair, batches = pair_of(name)
    model = pair.modern.build()
    elements = [pair.modern.data(batch) for batch in batches]
    if side == "keras":
        as_keras_would(model)
    if side in ("loop", "bfloat16") and name in RESIDENT:
        from tf2notes.training.resident import fit_resident

        steps *= 50
        x, y = (
            elements[0]
            if name == "linear_regression"
            else (np.concatenate(part) for part in zip(*elements, strict=True))
        )
        fit = functools.partial(fit_resident, model, x, y, batch_size=len(elements[0][0]), seed=0)
    elif side in ("loop", "bfloat16"):
        from tf2notes import training

        fit = functools.partial(training.fit, model, dataset(tf, elements).repeat())
    else:
        if side == "fit":
            model.steps_per_execution = math.gcd(steps, 100)
        fit = functools.partial(model.fit, dataset(tf, elements).repeat(), shuffle=False, verbose=0)
    turns = Turns()
    fit(epochs=1000, steps_per_epoch=steps, callbacks=[turns])


def as_keras_would(model):
    """``compile(jit_compile="auto")``, and Keras' own loops for recurrent layers."""
    from keras.src.trainers.trainer import model_supports_jit

    from tf2notes.layers.block_lstm import BlockLSTM

    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.RNN):
            layer.unroll = False
        if isinstance(layer, BlockLSTM):
            layer.inner_loop, layer.supports_jit = super(BlockLSTM, layer).inner_loop, True
    model.jit_compile = model_supports_jit(model)


class Turns(keras.callbacks.Callback):
    """As `timing.serve`, a turn being an epoch, as every new fit would trace again; the first four warm up."""

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 4:
            timing.say(ready=True)
        if epoch >= 4 and sys.stdin.readline() != "go\n":
            os._exit(0)
        self.begin = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        if epoch >= 4:
            steps = self.params["steps"]
            timing.answer(
                (time.perf_counter() - self.begin) / steps,
                loss=logs.get("generator_loss", logs["loss"]),
                trained=(epoch + 1) * steps,
            )


def dataset(tf, elements):
    """The batches as a dataset held in memory; dimensions that differ between them are left open."""
    elements = [tf.nest.map_structure(tf.convert_to_tensor, element) for element in elements]

    def spec(*tensors):
        shapes = zip(*(tensor.shape for tensor in tensors), strict=True)
        return tf.TensorSpec([sizes[0] if len(set(sizes)) == 1 else None for sizes in shapes], tensors[0].dtype)

    signature = tf.nest.map_structure(spec, *elements)
    return tf.data.Dataset.from_generator(lambda: iter(elements), output_signature=signature).cache()


def main(side, name, folder, steps):
    if side == "prepare":
        prepare(name, folder)
    elif side == "original":
        original(name, folder, steps)
    else:
        modern(side, name, steps)


if __name__ == "__main__":
    timing.nursery(main)
