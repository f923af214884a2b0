"""Replaces: ``tensorflow.examples``, gone since TensorFlow 2.0."""
