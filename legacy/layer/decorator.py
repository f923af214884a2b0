"""`tf1_layer`: a TF1 function as a factory of layers."""

import functools

from tf2notes.legacy.layer import naming
from tf2notes.legacy.layer.keras_layer import TF1Layer


def tf1_layer(build_fn=None, **kwargs):
    """Decorator: the TF1 function becomes a factory of layers, ``f()`` or ``f(name=..., arguments=...)``.

    The function stays reachable as ``f.__wrapped__``. Arguments of the decorator are defaults for `TF1Layer`.
    """
    if build_fn is None:
        return lambda function: tf1_layer(function, **kwargs)

    @functools.wraps(build_fn)
    def make(**more):
        return TF1Layer(build_fn, **{**kwargs, **more})

    naming.remember(build_fn)
    return make
