"""ptb_lm: a small model on the shipped text; the state is fed back on one side and kept by the layers on the other."""

import numpy as np

from tf2notes.examples import ptb_lm
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import corpus

SHAPE = {"batch_size": 4, "num_steps": 5, "hidden_size": 8, "vocab_size": 30, "num_layers": 2}
SHAPE["max_grad_norm"] = 1.0  # the gradients' norm is about 3 at first: clipping takes part


def batches(steps):
    ids = corpus.load("builtin", SHAPE["vocab_size"]).train
    windows = corpus.batches(ids, SHAPE["batch_size"], SHAPE["num_steps"])
    for _, (inputs, targets) in zip(range(steps), windows, strict=False):
        yield {"input_data": inputs, "targets": targets, "new_learning_rate": np.float32(1)}


def pair():
    return Pair(
        legacy=Tf1(
            "ptb_lm",
            outputs=["logits"],
            loss="cost",
            train="train_op",
            learning_rate=1.0,
            carry={"c0": "final_c0", "h0": "final_h0", "c1": "final_c1", "h1": "final_h1"},
            kwargs=SHAPE,
            prepare=["lr_update"],
        ),
        modern=Keras(
            build=lambda: ptb_lm.build(ptb_lm.Config(**SHAPE)),
            data=lambda b: (b["input_data"], b["targets"]),
            outputs=lambda logits: {"logits": logits.numpy().reshape(-1, SHAPE["vocab_size"])},
        ),
        weights_from_legacy=ptb_lm.weights_from_legacy,
        batches=batches,
    )
