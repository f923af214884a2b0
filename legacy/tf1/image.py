"""Replaces: ``tf.image``: ``tf.compat.v1.image``, its names and argument orders from before 1.0."""

import tensorflow.compat.v1 as _v1
from tf2notes.legacy.tf1._argument_order import changed as _changed
from tf2notes.legacy.tf1._old_arguments import resize_images  # noqa: F401
from tf2notes.legacy.tf1._old_names import IMAGE, v1_object
from tf2notes.legacy.unsupported import missing

_LIVING = _v1.image


def __getattr__(name):
    if hasattr(_LIVING, name):
        return _changed(f"image.{name}", getattr(_LIVING, name))
    if name in IMAGE:
        return v1_object(IMAGE[name])
    raise missing(f"image.{name}", dir(_LIVING))


def __dir__():
    return sorted({*dir(_LIVING), *IMAGE, "resize_images"})
