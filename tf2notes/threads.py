"""How many threads share one operation, chosen before TensorFlow starts.

By default all cores share the work of each operation. Where operations are small, sharing costs more than it gains, and
independent operations side by side use the cores better; such examples have a ``THREADS_PER_OP``.
"""

import os


def use(asked, module):
    """Set `asked` (None: the module's ``THREADS_PER_OP``, where it has one); returns the number in use (0: all).

    Raises ValueError for a number below 1, and where TensorFlow runs already with another number. The module's own wish
    is dropped then, and also where TF_NUM_INTRAOP_THREADS says what the user wants.
    """
    import tensorflow as tf

    if asked is not None and asked < 1:
        raise ValueError(f"threads_per_op={asked}: expected at least 1")
    wanted = asked or (None if os.environ.get("TF_NUM_INTRAOP_THREADS") else getattr(module, "THREADS_PER_OP", None))
    if wanted:
        try:
            tf.config.threading.set_intra_op_parallelism_threads(wanted)
        except RuntimeError as error:
            if asked:
                raise ValueError(f"threads_per_op={asked}: it is set before TensorFlow starts, which it has") from error
    return tf.config.threading.get_intra_op_parallelism_threads()
