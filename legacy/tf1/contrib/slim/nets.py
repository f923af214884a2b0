"""Replaces: ``tf.contrib.slim.nets``: tf_slim's networks (alexnet, inception, overfeat, resnet, vgg).

Differs: each is also a module to import, which in TF1 stood in ``tensorflow.contrib.slim.python.slim.nets``.
"""

from tf2notes.legacy.tf1.contrib._tf_slim import tf_slim

FILES = (
    *("alexnet", "inception", "inception_v1", "inception_v2", "inception_v3", "overfeat"),
    *("resnet_utils", "resnet_v1", "resnet_v2", "vgg"),
)
__all__ = ["alexnet", "inception", "overfeat", "resnet_utils", "resnet_v1", "resnet_v2", "vgg"]  # noqa: F822  of __getattr__


def __getattr__(name):
    if name in FILES:
        return tf_slim(f"nets.{name}")
    raise AttributeError(f"tf.contrib.slim.nets.{name} is not here; it has {', '.join(__all__)}")
