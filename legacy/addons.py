"""TensorFlow Addons 0.23 beside Keras 3."""


def import_addons():
    """Import ``tensorflow_addons`` as it can be imported today."""
    import tensorflow_addons  # noqa: F401
