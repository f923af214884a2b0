"""What the tests of training examples share: learning no worse than the original does under TensorFlow 1.15."""

import dataclasses
import json
from pathlib import Path

import numpy as np

from tf2notes import catalog

GOLDENS = Path(__file__).parents[1] / "goldens" / "metrics"
LESS_IS_BETTER = ("loss", "mse", "distance", "perplexity")


def recorded(stem):
    """{"steps": n, metric: [one value a seed]}, as tests/record_metrics.py measured under TensorFlow 1.15."""
    return json.loads((GOLDENS / f"{stem}.json").read_text())


def assert_learns(stem, folder=None, seeds=(0,), names=None, **options):
    """Train as long and on the same data as the original; no metric may be worse than its worst seed's.

    Args:
        stem: the example.
        folder: for pictures, of the first seed.
        seeds: where runs differ much, the mean over these is compared.
        names: of the metrics; all that were recorded.
        options: of the configuration, besides data and steps.

    Returns:
        The metrics of the first seed.
    """
    original = recorded(stem)
    example = catalog.load_example(stem)
    fields = {field.name: field for field in dataclasses.fields(example.Config)}
    options = {"steps" if "epochs" not in fields else "epochs": original.pop("steps"), **options}
    if fields.get("data") and fields["data"].default == "auto":
        options = {"data": "sample", **options}
    runs = [example.train(example.Config(**options, seed=s), folder=folder if s == seeds[0] else None) for s in seeds]
    for name in names or original:
        values, found = original[name], [run[name] for run in runs]
        less = name.endswith(LESS_IS_BETTER)
        got, worst = np.mean(found), max(values) if less else min(values)
        message = f"{stem}: {name} is {found}, the original's {values}"
        assert got <= worst if less else got >= worst, message
    return runs[0]
