"""Replaces: ``tf.contrib.learn.datasets``: what needs no shipped data, and MNIST."""

import importlib

from tf2notes.legacy.tf1 import _datasets as base
from tf2notes.legacy.tf1._datasets import *  # noqa: F403


def load_dataset(name, size="small", test_with_fake_data=False):
    """A data set by its name; ``mnist`` is the one there is. Replaces: tf.contrib.learn.datasets.load_dataset"""
    if name != "mnist":
        raise ValueError(f"Name of dataset is not found: {name}")
    mnist = importlib.import_module("tf2notes.legacy.tf1.examples.tutorials.mnist.input_data")
    return mnist.read_data_sets("MNIST-data")


def __getattr__(name):
    if name == "mnist":
        return importlib.import_module("tf2notes.legacy.tf1.examples.tutorials.mnist.input_data")
    raise AttributeError(f"tf.contrib.learn.datasets.{name} is not here: its data is not shipped")


__all__ = [*(name for name in dir(base) if not name.startswith("_")), "base", "load_dataset"]
