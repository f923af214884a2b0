"""Replaces: ``tf.contrib.learn.datasets``: MNIST, iris, Boston's house prices, circles and spirals."""

import importlib

from tf2notes.legacy.tf1 import _datasets as base
from tf2notes.legacy.tf1._datasets import *  # noqa: F403
from tf2notes.legacy.tf1._datasets import load_boston, load_iris
from tf2notes.legacy.tf1.contrib.learn import _synthetic as synthetic


def _load_mnist():
    mnist = importlib.import_module("tf2notes.legacy.tf1.examples.tutorials.mnist.input_data")
    return mnist.read_data_sets("MNIST-data")


DATASETS = {"iris": load_iris, "boston": load_boston, "mnist": _load_mnist}
SYNTHETIC = {"circles": synthetic.circles, "spirals": synthetic.spirals}


def load_dataset(name, size="small", test_with_fake_data=False):
    """A data set by its name: iris, boston or mnist. Replaces: tf.contrib.learn.datasets.load_dataset

    Differs: dbpedia, to which alone `size` and `test_with_fake_data` belong, is not there.

    Raises:
        ValueError: there is none of that name, or an argument for dbpedia.
    """
    if name not in DATASETS:
        raise ValueError(f"Name of dataset is not found: {name}")
    if size != "small" or test_with_fake_data:
        raise ValueError(f"load_dataset: size={size!r}, test_with_fake_data={test_with_fake_data!r} are for dbpedia")
    return DATASETS[name]()


def make_dataset(name, n_samples=100, noise=None, seed=42, *args, **kwargs):
    """Circles or spirals. Replaces: tf.contrib.learn.datasets.make_dataset

    Args:
        name: circles or spirals.
        n_samples, noise, seed: as those take them; what follows are their further arguments.

    Raises:
        ValueError: another name.
    """
    if name not in SYNTHETIC:
        raise ValueError(f"Synthetic dataset not found or not implemeted: {name}")
    return SYNTHETIC[name](n_samples, noise, seed, *args, **kwargs)


def __getattr__(name):
    if name == "mnist":
        return importlib.import_module("tf2notes.legacy.tf1.examples.tutorials.mnist.input_data")
    raise AttributeError(f"tf.contrib.learn.datasets.{name} is not here: its data is not shipped")


__all__ = [
    *(name for name in dir(base) if not name.startswith("_")),
    *("DATASETS", "SYNTHETIC", "base", "load_dataset", "make_dataset", "synthetic"),
]
