"""What of TensorFlow 1 is deliberately not supported, each with its reason."""

UNSUPPORTED = {}


def explain(path):
    """Why ``tf.<path>`` is not there and what to use, or None where nothing is known about it."""
    return UNSUPPORTED.get(path)
