"""Prove that a TF1 graph and a Keras 3 model compute the same: values, gradients, training.

from tf2notes import parity

pair = parity.Pair(
    parity.tf1(build, loss="loss", train="train", learning_rate=0.1, outputs="logits"),
    parity.keras(model, x="images", y="labels", outputs="logits"),
    batches=[{"images": images, "labels": labels}],
)
report = parity.climb(pair)
report.raise_for_failure()
"""

from tf2notes.parity.ladder import RUNGS, climb, compare, compare_results, proposal_for
from tf2notes.parity.layout import Layout
from tf2notes.parity.pair import Keras, Pair, Recorded, Tf1
from tf2notes.parity.recording import load_recording, record_legacy, sampled
from tf2notes.parity.report import Finding, Report, Rung
from tf2notes.parity.sides import keras, recorded, save_recording, tf1, tf1_meta_graph
from tf2notes.parity.weights import (
    WeightMap,
    batch_norm,
    conv,
    embedding,
    gru,
    layer,
    lstm,
    reshaped,
    same,
    transposed,
)

__all__ = [
    "RUNGS",
    "Finding",
    "Keras",
    "Layout",
    "Pair",
    "Recorded",
    "Report",
    "Rung",
    "Tf1",
    "WeightMap",
    "batch_norm",
    "climb",
    "compare",
    "compare_results",
    "conv",
    "embedding",
    "gru",
    "keras",
    "layer",
    "load_recording",
    "lstm",
    "proposal_for",
    "record_legacy",
    "recorded",
    "reshaped",
    "same",
    "sampled",
    "save_recording",
    "tf1",
    "tf1_meta_graph",
    "transposed",
]
