"""The signatures of TF1, for programs that compare one with their own function's, in the runner's process.

Such a program takes ``inspect.getfullargspec`` of both, and refuses what differs.
"""

import inspect
import sys
import types

import tensorflow.compat.v1 as tf
from tf2notes.legacy import tf1

# functions that have one argument more at the end: what they compute without it is what TF1 computed
_LONGER = {"layout": "fill ones ones_like zeros zeros_like", "bad_indices_policy": "gather_nd batch_gather_nd"}
# an argument whose default is decided in the function today
_DEFAULTS = {"shape": {"out_type": tf.int32}, "size": {"out_type": tf.int32}}


def install():
    """Forget annotations, and describe the functions above as TF1 did."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("tensorflow.python.ops.", "tensorflow.python.framework.")):
            for value in list(vars(module).values()):
                _forget_annotations(value)
    for argument, names in _LONGER.items():
        for name in names.split():
            _describe(name, lambda parameters, last=argument: [p for p in parameters if p.name != last])
    for name, defaults in _DEFAULTS.items():
        _describe(name, lambda parameters, defaults=defaults: [_with_default(p, defaults) for p in parameters])


def _forget_annotations(function):
    """TensorFlow has read what it needs from them when the function was defined."""
    while isinstance(function, types.FunctionType):
        function.__annotations__.clear()
        function = getattr(function, "__wrapped__", None)


def _describe(name, change):
    for function in {getattr(module, name, None) for module in (tf, tf.compat.v2, tf1)}:
        while isinstance(function, types.FunctionType):
            signature = inspect.signature(function)
            function.__signature__ = signature.replace(parameters=change(list(signature.parameters.values())))
            function = getattr(function, "__wrapped__", None)


def _with_default(parameter, defaults):
    return parameter.replace(default=defaults[parameter.name]) if parameter.name in defaults else parameter
