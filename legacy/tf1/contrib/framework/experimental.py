"""Replaces: tensorflow.contrib.framework.python.framework.experimental."""

import functools

import tensorflow.compat.v1 as tf
from tensorflow.python.util import decorator_utils

__all__ = ["experimental"]


def experimental(func):
    """Decorates a function to log a warning with every call, and to say so in its docstring."""
    decorator_utils.validate_callable(func, "experimental")

    @functools.wraps(func)
    def warning(*args, **kwargs):
        tf.logging.warning(
            "%s (from %s) is experimental and may change or be removed at any time, and without warning.",
            decorator_utils.get_qualified_name(func),
            func.__module__,
        )
        return func(*args, **kwargs)

    notice = ["THIS FUNCTION IS EXPERIMENTAL. It may change or be removed at any time, and without warning."]
    warning.__doc__ = decorator_utils.add_notice_to_docstring(
        func.__doc__, "", "EXPERIMENTAL FUNCTION", "(experimental)", notice
    )
    return warning
