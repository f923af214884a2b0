"""What the tests of training examples share: learning no worse than the original does under TensorFlow 1.15."""

import dataclasses
import json
from pathlib import Path

from tf2notes import catalog

GOLDENS = Path(__file__).parents[1] / "goldens" / "metrics"
LESS_IS_BETTER = ("loss", "mse", "frechet_distance", "perplexity")


def recorded(stem):
    """{"steps": n, metric: [one value a seed]}, as tests/record_metrics.py measured under TensorFlow 1.15."""
    return json.loads((GOLDENS / f"{stem}.json").read_text())


def assert_learns(stem, folder=None, **options):
    """Train as long and on the same data as the original; no metric may be worse than its worst seed's.

    Returns the metrics.
    """
    original = recorded(stem)
    example = catalog.load_example(stem)
    fields = {field.name for field in dataclasses.fields(example.Config)}
    options = {"steps" if "steps" in fields else "epochs": original.pop("steps"), **options}
    if "data" in fields:
        options = {"data": "sample", **options}
    metrics = example.train(example.Config(**options), folder=folder)
    for name, values in original.items():
        got, worst = metrics[name], max(values) if name in LESS_IS_BETTER else min(values)
        passed = got <= worst if name in LESS_IS_BETTER else got >= worst
        assert passed, f"{stem}: {name} is {got:.6g}, the original's {', '.join(f'{v:.6g}' for v in values)}"
    return metrics
