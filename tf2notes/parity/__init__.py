"""Prove that a TF1 graph and a Keras 3 model compute the same: values, gradients, training.

pair = Pair(legacy=Tf1("cnn_mnist", ...), modern=Keras(build, ...), weights_from_legacy=..., batches=...)
report = climb(pair)
report.raise_for_failure()
"""

from tf2notes.parity.ladder import RUNGS, Report, Rung, climb, compare, compare_results
from tf2notes.parity.layout import Layout
from tf2notes.parity.pair import Keras, Pair, Tf1
from tf2notes.parity.recording import load_recording, sampled

__all__ = [
    "RUNGS",
    "Keras",
    "Layout",
    "Pair",
    "Report",
    "Rung",
    "Tf1",
    "climb",
    "compare",
    "compare_results",
    "load_recording",
    "sampled",
]
