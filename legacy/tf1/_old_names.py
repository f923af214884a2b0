"""Names of TensorFlow 0.x that were renamed in 1.0 or later, and the ``tf.compat.v1`` object that each is now.

Where only the name changed it is an alias; `_old_arguments` and `_old_summaries` hold those that changed otherwise.
"""

import functools

import tensorflow.compat.v1 as _v1

_BATCH = (
    "cholesky cholesky_solve fft fft2d fft3d ifft ifft2d ifft3d matrix_band_part matrix_determinant matrix_diag "
    "matrix_diag_part matrix_inverse matrix_set_diag matrix_solve matrix_solve_ls matrix_transpose "
    "matrix_triangular_solve self_adjoint_eig self_adjoint_eigvals svd"
)
_BATCH_MOVED = {"matrix_transpose": "linalg.matrix_transpose"}

RENAMED = {
    "mul": "multiply",
    "sub": "subtract",
    "neg": "negative",
    "inv": "reciprocal",
    "pack": "stack",
    "unpack": "unstack",
    "select": "where",
    "complex_abs": "abs",
    "listdiff": "setdiff1d",
    "COMPILER_VERSION": "version.COMPILER_VERSION",
    "types": "dtypes",
    **{f"batch_{name}": _BATCH_MOVED.get(name, name) for name in _BATCH.split()},
}

TRAIN = {"SummaryWriter": "summary.FileWriter", "SummaryWriterCache": "summary.FileWriterCache"}
IMAGE = {"per_image_whitening": "image.per_image_standardization"}


def v1_object(path):
    """The object at a dotted path below ``tf.compat.v1``."""
    return functools.reduce(getattr, path.split("."), _v1)
