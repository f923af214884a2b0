"""TensorFlow 1's ``tf``, on today's TensorFlow: ``from tf2notes.legacy import tf1 as tf``.

What still lives in ``tf.compat.v1`` is that very object. What is gone stands in this package, one file for each TF1
module replaced (``tf.contrib.rnn`` is ``contrib/rnn``); what changed its name or argument order since TensorFlow 0.12
is understood both ways (`_old_names`, `_old_arguments`, `_old_summaries`); what changed them since 1.15 is called as
1.15 had it (`_argument_order`).
"""

import importlib
import importlib.util
from pathlib import Path

import tensorflow.compat.v1 as _v1
from tf2notes.legacy.tf1._argument_order import changed as _changed
from tf2notes.legacy.tf1._variables import complete_resource_variables as _complete_resource_variables
from tf2notes.legacy.unsupported import missing as _missing

_complete_resource_variables()

__version__ = VERSION = "1.15.5"
__git_version__ = GIT_VERSION = "v1.15.4-39-g3db52be"

_OURS = {
    path.stem for path in Path(__file__).parent.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
}
_ARGUMENTS = """
    concat concat_v2 split split_v reverse batch_matmul op_scope variable_op_scope zeros_initializer ones_initializer
"""
_SUMMARIES = """
    scalar_summary histogram_summary image_summary audio_summary merge_summary merge_all_summaries get_summary_op
"""
_CHANGED = {
    **dict.fromkeys(_ARGUMENTS.split(), "_old_arguments"),
    **dict.fromkeys(_SUMMARIES.split(), "_old_summaries"),
    "set_random_seed": "_seeds",
    "parse_example": "_parsing",
    "random_uniform": "_random_ops",
    "tensordot": "_tensordot",
    "einsum": "_einsum",
    "linspace": "_old_arguments",
    "lin_space": "_old_arguments",
}


def __getattr__(name):
    if name == "__all__":
        return [item for item in __dir__() if not item.startswith("_")]
    if name.startswith("__"):
        return getattr(_v1, name)
    value = _find(name)
    globals()[name] = value
    return value


def _find(name):
    if name in _OURS and not name.startswith("_"):
        return importlib.import_module(f"{__name__}.{name}")
    if name in _CHANGED:
        module = importlib.import_module(f"{__name__}.{_CHANGED[name]}")
        return getattr(module, name, None) or getattr(module, name.partition("_v")[0])
    from tf2notes.legacy.tf1._old_names import RENAMED, v1_object

    if name in RENAMED:  # before the living names: tf.types is another thing today
        return v1_object(RENAMED[name])
    if hasattr(_v1, name):
        return _changed(name, getattr(_v1, name))
    if name in ("python", "core"):
        from tf2notes.legacy.resolve import surface_module

        return surface_module(f"tensorflow.{name}")
    raise _missing(name, __dir__())


def __dir__():
    from tf2notes.legacy.tf1._old_names import RENAMED

    ours = {name for name in _OURS if not name.startswith("_")}
    return sorted({*(n for n in globals() if not n.startswith("_")), *dir(_v1), *_CHANGED, *RENAMED, *ours})
