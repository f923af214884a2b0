"""Where the recordings are."""

from pathlib import Path

import numpy as np

GOLDENS = Path(__file__).parents[1] / "goldens" / "checkpoint"
INNER = {"frozen": "frozen.pb", "frozen_resource": "frozen.pb", "saved_model": "saved_model"}


def path(case):
    """What a user would name: the folder of a run, a frozen graph, a SavedModel."""
    return GOLDENS / case / INNER.get(case, "")


def expected(case):
    """The inputs, outputs and losses of TensorFlow 1.15."""
    with np.load(GOLDENS / case / "expected.npz") as file:
        return dict(file)
