"""Functions whose arguments stood in another order, or had other names, in TF1 than today: they take TF1's.

`ORDER` is the table: a public name, and its arguments in TF1's order; ``text=input_text`` is TF1's name of an argument
and today's. The modules of the surface ask `changed` for what they hand out, so a program's calls mean what they did;
TensorFlow's own calls go to TensorFlow's own functions.
"""

import functools
import inspect
import types

from tf2notes.legacy.unsupported import missing

_MATMUL = "a b transpose_a transpose_b adjoint_a adjoint_b a_is_sparse b_is_sparse name"
_TENSOR_SCATTER = "tensor indices updates name"
_FUNCTION = "func input_signature autograph experimental_autograph_options experimental_relax_shapes"
_WORDS = "text=input_text filters lower split"
_PLOT = "show_shapes show_layer_names rankdir expand_nested dpi"
SAVE = "filepath overwrite include_optimizer save_format signatures"
_AFFINE = "x theta tx ty shear zx zy row_axis col_axis channel_axis fill_mode cval order"

ORDER = {
    "scatter_nd": "indices updates shape name",
    "manip.scatter_nd": "indices updates shape name",
    "tensor_scatter_add": _TENSOR_SCATTER,
    "tensor_scatter_sub": _TENSOR_SCATTER,
    "tensor_scatter_nd_add": _TENSOR_SCATTER,
    "tensor_scatter_nd_sub": _TENSOR_SCATTER,
    "matmul": _MATMUL,
    "linalg.matmul": _MATMUL,
    "nn.top_k": "input k sorted name",
    "math.top_k": "input k sorted name",
    "function": f"{_FUNCTION} experimental_compile",
    "numpy_function": "func inp Tout name",
    "image.adjust_jpeg_quality": "image jpeg_quality name",
    "config.experimental.set_virtual_device_configuration": "device virtual_devices=logical_devices",
    "random.experimental.create_rng_state": "seed algorithm=alg",
    "keras.models.save_model": f"model {SAVE}",
    "keras.preprocessing.image.apply_affine_transform": _AFFINE,
    "keras.preprocessing.text.one_hot": "text=input_text n filters lower split",
    "keras.preprocessing.text.text_to_word_sequence": _WORDS,
    "keras.utils.model_to_dot": f"model {_PLOT} subgraph",
    "keras.utils.plot_model": f"model to_file {_PLOT}",
}
# what TF1 took where nothing was given
_DEFAULTS = {"keras.preprocessing.image.apply_affine_transform": {"row_axis": 0, "col_axis": 1, "channel_axis": 2}}


def changed(path, living):
    """What the surface hands out at `path`, a public name without ``tf.``, where today's TensorFlow has `living`.

    Returns:
        A function in TF1's order, a module that holds such functions, or `living` itself.
    """
    if path in ORDER:
        return in_order(living, ORDER[path], _DEFAULTS.get(path, {}))
    if isinstance(living, types.ModuleType) and any(name.startswith(f"{path}.") for name in ORDER):
        return _module(path, living)
    return living


@functools.cache
def _in_order(living, order, defaults):
    today = dict(_names(order))
    names = list(today)

    @functools.wraps(living)
    def call(*args, **kwargs):
        if len(args) > len(names):
            raise TypeError(f"{living.__name__}() takes at most {len(names)} arguments ({len(args)} given)")
        given = dict(zip(names, args, strict=False))
        for name, value in kwargs.items():
            if name in given:
                raise TypeError(f"{living.__name__}() got multiple values for argument '{name}'")
            given[name] = value
        given = {**dict(defaults), **given}
        return living(**{today.get(name, name): value for name, value in given.items()})

    for mark in ("__wrapped__", "_tf_decorator"):  # who looks behind them sees today's order
        vars(call).pop(mark, None)
    call.__signature__ = _signature(living, today, dict(defaults))
    return call


def in_order(living, order, defaults=()):
    """`living`, called by position in `order` and by its names."""
    return _in_order(living, order, tuple(dict(defaults).items()))


def _names(order):
    for word in order.split():
        old, _, new = word.partition("=")
        yield old, new or old


def _signature(living, today, defaults):
    """TF1's, with today's defaults; an argument that today is one of ``**kwargs`` has None."""
    known = inspect.signature(living).parameters
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = []
    for old, new in today.items():
        default = known[new].default if new in known else None
        parameters.append(inspect.Parameter(old, kind, default=defaults.get(old, default)))
    return inspect.Signature(parameters)


class _Module(types.ModuleType):
    """A living module, with some functions in TF1's order."""

    def __init__(self, path, living):
        super().__init__(living.__name__, living.__doc__)
        self.__dict__["_path"] = path
        self.__dict__["_living"] = living
        self.__path__ = []

    def __getattr__(self, name):
        if not hasattr(self._living, name):
            raise missing(f"{self._path}.{name}", dir(self._living))
        return changed(f"{self._path}.{name}", getattr(self._living, name))

    def __dir__(self):
        return dir(self._living)


@functools.cache
def _module(path, living):
    return _Module(path, living)
