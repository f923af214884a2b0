"""lstm_sine: the notes' first 100 batches, the state fed back on one side and kept by the layer on the other."""

import numpy as np

from tf2notes.examples import lstm_sine
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import sine


def batches(steps):
    for step in range(steps):
        seq, res, _ = sine.batch(step)
        yield {"xs": np.float32(seq), "ys": np.float32(res)}


def pair():
    return Pair(
        legacy=Tf1(
            "lstm_sine",
            outputs=["pred"],
            loss="cost",
            train="train_op",
            learning_rate=0.006,
            metrics=["cost"],
            carry={"init_c": "final_c", "init_h": "final_h"},
        ),
        modern=Keras(
            build=lambda: lstm_sine.build(lstm_sine.Config()),
            data=lambda b: (b["xs"], b["ys"]),
            outputs=lambda y: {"pred": np.reshape(y, (-1, 1))},  # [batch, time, 1] -> [batch * time, 1]
            metrics={"cost": "loss"},
        ),
        weights_from_legacy=lstm_sine.weights_from_legacy,
        batches=batches,
        tolerances={"first_step": (1e-3, "Adam's first move is g / (|g| + 1e-8): a tiny g shows its rounding")},
    )
