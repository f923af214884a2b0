"""Functions and classes of TF1 whose arguments called `whitelist` and `blacklist` have other names today.

Replaces: ``watch_graph``, ``watch_graph_with_blacklists``, ``WatchOptions``, ``OnRunStartResponse`` and
``list_source_files_against_dump`` of ``tensorflow.python.debug``; ``freeze_graph`` and
``freeze_graph_with_def_protos`` of ``tensorflow.python.tools.freeze_graph``; ``OPS_WITHOUT_KERNEL_WHITELIST`` of
``tensorflow.python.tools.selective_registration_header_lib``
Differs: either name is taken.
"""

import functools
import inspect

from tensorflow.python.debug.lib import debug_utils, source_utils
from tensorflow.python.debug.wrappers import framework
from tensorflow.python.tools import freeze_graph as _freeze_graph
from tensorflow.python.tools import selective_registration_header_lib


def _old_name(name):
    return name.replace("allowlist", "whitelist").replace("denylist", "blacklist")


def _old_names(living):
    """By today's name, TF1's, of those of `living`'s arguments that were renamed."""
    return {name: _old_name(name) for name in inspect.signature(living).parameters if _old_name(name) != name}


def _with_old_names(living):
    """`living`, which also takes TF1's names and shows them in its signature."""
    renamed = _old_names(living)

    @functools.wraps(living)
    def function(*args, **kwargs):
        for name, old in renamed.items():
            if old in kwargs:
                if name in kwargs:
                    raise TypeError(f"{living.__name__}() got both {old!r} and {name!r}, which are one argument")
                kwargs[name] = kwargs.pop(old)
        return living(*args, **kwargs)

    signature = inspect.signature(living)
    parameters = [value.replace(name=renamed.get(name, name)) for name, value in signature.parameters.items()]
    function.__signature__ = signature.replace(parameters=parameters)
    return function


def _class_with_old_names(living):
    """A subclass of `living`: its constructor takes TF1's names, and its attributes have them."""
    names = _old_names(living.__init__)

    def attribute(name):
        return property(lambda self: getattr(self, name), lambda self, value: setattr(self, name, value))

    body = {old: attribute(name) for name, old in names.items()}
    return type(
        living.__name__, (living,), {**body, "__init__": _with_old_names(living.__init__), "__doc__": living.__doc__}
    )


watch_graph = _with_old_names(debug_utils.watch_graph)
watch_graph_with_blacklists = _with_old_names(debug_utils.watch_graph_with_denylists)
list_source_files_against_dump = _with_old_names(source_utils.list_source_files_against_dump)
WatchOptions = _class_with_old_names(framework.WatchOptions)
OnRunStartResponse = _class_with_old_names(framework.OnRunStartResponse)
freeze_graph = _with_old_names(_freeze_graph.freeze_graph)
freeze_graph_with_def_protos = _with_old_names(_freeze_graph.freeze_graph_with_def_protos)
OPS_WITHOUT_KERNEL_WHITELIST = selective_registration_header_lib.OPS_WITHOUT_KERNEL_ALLOWLIST
