"""Replaces: ``tensorflow.examples.tutorials``."""
