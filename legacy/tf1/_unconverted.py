"""Layers' `call` that autograph leaves alone."""

import inspect

import tensorflow.compat.v1 as tf


def unconverted(function):
    """`function`, not rewritten by autograph, with a signature that shows.

    Keras reads the signature of `call` to see whether the layer takes ``training`` and ``mask``;
    `tf.autograph.experimental.do_not_convert` alone hides it behind ``*args, **kwargs``, which takes everything.
    """
    wrapper = tf.autograph.experimental.do_not_convert(function)
    wrapper.__signature__ = inspect.signature(function)
    return wrapper
