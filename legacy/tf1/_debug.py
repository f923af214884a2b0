"""tfdbg's session wrappers and hooks with the argument that they lost.

Replaces: ``DumpingDebugWrapperSession``, ``LocalCLIDebugWrapperSession``, ``GrpcDebugWrapperSession``,
``TensorBoardDebugWrapperSession``, ``DumpingDebugHook``, ``GrpcDebugHook`` and ``TensorBoardDebugHook`` of
``tensorflow.python.debug``
Differs: `log_usage` may be given, and is without effect as it was outside Google.
"""

import inspect

from tensorflow.python import debug as _living


def _wrapper(name):
    """The living wrapper's or hook's subclass, whose constructor takes `log_usage`."""
    living = getattr(_living, name)
    if "log_usage" in inspect.signature(living.__init__).parameters:
        return living

    def init(self, *args, log_usage=True, **kwargs):
        if not isinstance(log_usage, bool):
            raise TypeError(f"log_usage must be True or False, got {log_usage!r}")
        living.__init__(self, *args, **kwargs)

    return type(name, (living,), {"__init__": init, "__doc__": living.__doc__})


DumpingDebugWrapperSession = _wrapper("DumpingDebugWrapperSession")
LocalCLIDebugWrapperSession = _wrapper("LocalCLIDebugWrapperSession")
GrpcDebugWrapperSession = _wrapper("GrpcDebugWrapperSession")
TensorBoardDebugWrapperSession = _wrapper("TensorBoardDebugWrapperSession")
DumpingDebugHook = _wrapper("DumpingDebugHook")
GrpcDebugHook = _wrapper("GrpcDebugHook")
TensorBoardDebugHook = _wrapper("TensorBoardDebugHook")
