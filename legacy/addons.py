"""TensorFlow Addons 0.23 beside Keras 3.

It was written for Keras 2: its modules look for ``keras`` and ``tf.keras`` while they are imported. Both mean tf_keras
during that import and what they were before for everybody else.
"""

import importlib
import re
import sys


def import_addons():
    """Import ``tensorflow_addons`` with ``keras`` resolving to tf_keras.

    Raises:
        ModuleNotFoundError: it is not installed; ``pip install tf2notes[addons]``.
    """
    if "tensorflow_addons" in sys.modules:
        return
    import tensorflow as tf
    import tf_keras

    importlib.import_module("tf_keras.optimizers.legacy")
    aside = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_keras(name)}
    living = tf.__dict__.get("keras")
    tf.__dict__["keras"] = tf_keras
    for name, module in list(sys.modules.items()):
        if name == "tf_keras" or name.startswith("tf_keras."):
            sys.modules[name[3:]] = sys.modules[f"tensorflow.{name[3:]}"] = module
    try:
        importlib.import_module("tensorflow_addons")
    except ModuleNotFoundError as error:
        if error.name == "tensorflow_addons":
            raise ModuleNotFoundError(
                "No module named 'tensorflow_addons': pip install tf2notes[addons]", name=error.name
            ) from None
        raise
    finally:
        for name in [name for name in sys.modules if _is_keras(name)]:
            del sys.modules[name]
        sys.modules.update(aside)
        tf.__dict__["keras"] = living


def _is_keras(name):
    return re.match(r"(tensorflow\.)?keras(\.|$)", name) is not None
