"""Replaces: ``tf.contrib.quantization``: every generated op of mathematics and neural networks, and three of arrays."""

from tensorflow.python.framework import common_shapes, ops  # noqa: F401
from tensorflow.python.ops import gen_array_ops as quantized_gen_array_ops  # noqa: F401
from tensorflow.python.ops import gen_math_ops, gen_nn_ops, gen_special_math_ops
from tensorflow.python.ops.gen_array_ops import dequantize, quantize_v2, quantized_concat  # noqa: F401
from tf2notes.legacy.unsupported import missing as _missing

_MODULES = (gen_math_ops, gen_nn_ops, gen_special_math_ops)  # Bessel functions were among the first in TF1


def __getattr__(name):
    if name == "__all__":
        return __dir__()
    for module in _MODULES:
        if name[:1] != "_" and hasattr(module, name):
            return getattr(module, name)
    raise _missing(f"contrib.quantization.{name}", __dir__())


def __dir__():
    names = {*globals(), *(name for module in _MODULES for name in dir(module))}
    return sorted(name for name in names if not name.startswith("_"))
