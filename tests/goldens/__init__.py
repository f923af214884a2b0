"""What TensorFlow 1.15 computed for the originals: one recording an example (made by ``tests/record.py``)."""
