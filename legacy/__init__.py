"""Run TensorFlow 1 code, unchanged, on today's TensorFlow.

Four ways in, from the least to the most change:

* ``python -m tf2notes.legacy script.py``: the program as it is, in a process of its own.
* ``tf2notes.legacy.load("cnn_mnist")``: one TF1 file inside a Keras 3 process; nothing global is switched.
* ``from tf2notes.legacy import tf1 as tf``: the one-line change for a file of a larger project.
* ``tf2notes.legacy.TF1Layer(build_fn)``: TF1 code as a layer of a Keras 3 model.
"""

from tf2notes.legacy.imports import load

__all__ = ["TF1Layer", "load", "tf1_layer"]


def __getattr__(name):
    if name in ("TF1Layer", "tf1_layer"):  # imports Keras and TensorFlow, which the others need not
        from tf2notes.legacy import layer

        return getattr(layer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
