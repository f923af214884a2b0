"""Names of ``tensorflow.python.ops.array_ops`` that have moved: slicing tensors and variables."""

from tensorflow.python.ops.tensor_getitem_override import _check_index, _slice_helper
from tensorflow.python.ops.tensor_getitem_override import _slice_helper_var as _SliceHelperVar

__all__ = ["_SliceHelperVar", "_check_index", "_slice_helper"]
