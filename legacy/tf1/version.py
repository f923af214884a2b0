"""Replaces: ``tf.version``: what TensorFlow 1.15.5 says of itself, since programs ask."""

import tensorflow.compat.v1 as _v1

VERSION = "1.15.5"
GIT_VERSION = "v1.15.4-39-g3db52be"
COMPILER_VERSION = _v1.version.COMPILER_VERSION
GRAPH_DEF_VERSION = _v1.version.GRAPH_DEF_VERSION
GRAPH_DEF_VERSION_MIN_CONSUMER = _v1.version.GRAPH_DEF_VERSION_MIN_CONSUMER
GRAPH_DEF_VERSION_MIN_PRODUCER = _v1.version.GRAPH_DEF_VERSION_MIN_PRODUCER
