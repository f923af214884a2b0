"""TensorFlow 1 code on Keras 3 and TensorFlow 2: run it, rewrite it, prove the two equal."""

__version__ = "0.1.0"
