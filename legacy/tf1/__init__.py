"""TensorFlow 1's ``tf``, on today's TensorFlow: ``from tf2notes.legacy import tf1 as tf``.

What still lives in ``tf.compat.v1`` is that very object. What is gone stands in this package, one file for each TF1
module replaced (``tf.contrib.rnn`` is ``contrib/rnn.py``).
"""

import importlib
import importlib.util

import tensorflow.compat.v1 as _v1

__version__ = "1.15.5"


def __getattr__(name):
    if not name.startswith("_") and importlib.util.find_spec(f"{__name__}.{name}"):
        return importlib.import_module(f"{__name__}.{name}")
    return getattr(_v1, name)


def __dir__():
    return sorted({*globals(), *dir(_v1)})
