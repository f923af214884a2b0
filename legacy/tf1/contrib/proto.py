"""Replaces: ``tf.contrib.proto``: the ops are ``tf.io``'s now."""

from tensorflow.python.ops.proto_ops import decode_proto, encode_proto

__all__ = ["decode_proto", "encode_proto"]
