"""echo_rnn: 100 windows of one series, the state fed back on one side and kept by the layer on the other."""

import itertools

import keras
import numpy as np

from tf2notes.examples import echo_rnn
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import echo


def batches(steps):
    """The notes' batches; the first of them says that the state begins with zeros."""
    for step, (x, y) in enumerate(itertools.islice(echo.batches(seed=0), steps)):
        start = {} if step else {"init_state": np.zeros((5, 4), np.float32)}
        yield {"batchX_placeholder": x, "batchY_placeholder": y, **start}


def pair():
    return Pair(
        legacy=Tf1(
            "echo_rnn",
            outputs=["predictions"],
            loss="total_loss",
            train="train_step",
            learning_rate=0.3,
            metrics=["total_loss"],
            carry={"init_state": "current_state"},
        ),
        modern=Keras(
            build=lambda: echo_rnn.build(echo_rnn.Config()),
            data=lambda b: (b["batchX_placeholder"][..., np.newaxis], b["batchY_placeholder"]),
            outputs=lambda logits: {"predictions": keras.ops.softmax(logits)},
            metrics={"total_loss": "loss"},
        ),
        weights_from_legacy=echo_rnn.weights_from_legacy,
        batches=batches,
    )
