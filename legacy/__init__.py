"""Run TensorFlow 1 code, unchanged, on today's TensorFlow.

Three ways in, from the least to the most change:

* ``python -m tf2notes.legacy script.py``: the program as it is, in a process of its own.
* ``tf2notes.legacy.load("cnn_mnist")``: one TF1 file inside a Keras 3 process; nothing global is switched.
* ``from tf2notes.legacy import tf1 as tf``: the one-line change for a file of a larger project.
"""

from tf2notes.legacy.imports import load

__all__ = ["load"]
