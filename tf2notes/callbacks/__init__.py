"""Keras callbacks that the examples need and Keras lacks."""
