"""Keep TensorFlow's start-up chatter from the user."""

import contextlib
import os
import sys
import tempfile
import warnings


def import_tensorflow():
    """Import TensorFlow and Keras and wake their devices without a word on standard error.

    Some of the chatter (oneDNN, missing CUDA) is written by C++ before any log level is read, so the file descriptor
    itself is turned away for that moment. If the import fails, all that was held back is shown.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    with _stderr_held_back(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import keras  # noqa: F401
        import tensorflow as tf

        tf.get_logger().setLevel("ERROR")
        tf.config.list_physical_devices()


@contextlib.contextmanager
def _stderr_held_back():
    try:
        descriptor = sys.stderr.fileno()
    except (AttributeError, OSError):  # a notebook or a test: standard error is not a file there
        yield
        return
    with tempfile.TemporaryFile() as held:
        sys.stderr.flush()
        saved = os.dup(descriptor)
        os.dup2(held.fileno(), descriptor)
        try:
            yield
        except BaseException:
            os.dup2(saved, descriptor)
            held.seek(0)
            os.write(descriptor, held.read())
            raise
        finally:
            sys.stderr.flush()
            os.dup2(saved, descriptor)
            os.close(saved)
