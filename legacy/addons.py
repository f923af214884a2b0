"""TensorFlow Addons 0.23 beside Keras 3.

It was written for Keras 2: its modules look for ``keras`` and ``tf.keras`` while they are imported. Both mean tf_keras
during that import and what they were before for everybody else.
"""

import importlib
import sys

_PREFIXES = ("keras",)


def import_addons():
    """Import ``tensorflow_addons`` with ``keras`` resolving to tf_keras.

    Raises:
        ModuleNotFoundError: it is not installed; ``pip install tf2notes[addons]``.
    """
    if "tensorflow_addons" in sys.modules:
        return
    import tensorflow as tf
    import tf_keras

    ours = {name: module for name, module in sys.modules.items() if name.split(".")[0] in _PREFIXES}
    for name in ours:
        del sys.modules[name]
    living = tf.__dict__.get("keras")
    before = set(sys.modules)
    sys.modules.update({f"keras{name[8:]}": m for name, m in list(sys.modules.items()) if _is_tf_keras(name)})
    tf.__dict__["keras"] = tf_keras
    try:
        importlib.import_module("tensorflow_addons")
    except ModuleNotFoundError as error:
        if error.name == "tensorflow_addons":
            raise ModuleNotFoundError(
                "No module named 'tensorflow_addons': pip install tf2notes[addons]", name=error.name
            ) from None
        raise
    finally:
        for name in [name for name in sys.modules if name not in before and name.split(".")[0] in _PREFIXES]:
            del sys.modules[name]
        sys.modules.update(ours)
        tf.__dict__["keras"] = living


def _is_tf_keras(name):
    return name == "tf_keras" or name.startswith("tf_keras.")
