"""Losses that Keras 3 lacks, seen from TF1."""
