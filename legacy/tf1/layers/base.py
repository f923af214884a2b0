"""The base class of TF1's layers, and the one way from a layer class to its functional form."""

import functools
import inspect

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1._messages import in_tf1_words
from tf_keras.src.engine.input_spec import InputSpec
from tf_keras.src.legacy_tf_layers import base
from tf_keras.src.legacy_tf_layers.base import keras_style_scope, set_keras_style
from tf_keras.src.utils import version_utils

__all__ = ["InputSpec", "Layer", "functional", "keras_style_scope", "set_keras_style"]


class Layer(base.Layer):
    """The base class of TF1's layers: variables come from the variable scope, updates and losses go to collections.

    Replaces: tf.layers.Layer. Built on tf_keras' legacy layer, with what that lost since 1.15: `add_variable` without a
    warning, `inputs` of `add_update`, and the error where a rank is asked for and not known.
    """

    def __new__(cls, *args, **kwargs):
        """An instance as tf_keras makes it, but for its exchange of base classes by the mode of the moment.

        The order of our classes' bases puts TF1's implementation first in every mode.
        """
        instance = super(version_utils.LayerVersionSelector, cls).__new__(cls)
        instance._auto_get_config = False
        return instance

    def add_variable(self, *args, **kwargs):
        """`add_weight` by its older name."""
        return self.add_weight(*args, **kwargs)

    def add_update(self, updates, inputs=None):
        """Register update operations; which inputs they depend on is found out, as in 1.15, whatever `inputs` says."""
        del inputs
        super().add_update(updates)

    def __call__(self, inputs, *args, **kwargs):
        _require_ranks(self, inputs)
        return in_tf1_words(super().__call__, *_WORDS)(inputs, *args, **kwargs)


_WORDS = (
    ("The channel dimension of the inputs", "The channel dimension of the inputs should be defined. Found `None`."),
    (
        "The last dimension of the inputs to a Dense layer",
        "The last dimension of the inputs to `Dense` should be defined. Found `None`.",
    ),
    (
        "`strides > 1` not supported in conjunction with `dilation_rate > 1`",
        "strides > 1 not supported in conjunction with dilation_rate > 1",
    ),
)


def _require_ranks(layer, inputs):
    """ValueError where the layer's input_spec is about the rank, and an input's rank is not known."""
    specs = tf.nest.flatten(layer.input_spec) if layer.input_spec else []
    for index, (spec, tensor) in enumerate(zip(specs, tf.nest.flatten(inputs), strict=False)):
        asks = spec is not None and any(n is not None for n in (spec.ndim, spec.min_ndim, spec.max_ndim))
        if asks and getattr(tensor, "shape", None) is not None and tf.TensorShape(tensor.shape).rank is None:
            raise ValueError(
                f"Input {index} of layer {layer.name} is incompatible with the layer: "
                "its rank is undefined, but the layer requires a defined rank."
            )


def functional(layer_class, living):
    """The function that builds `layer_class` and applies it: `living`'s signature without its warning at every call.

    Args:
        layer_class: a subclass of `Layer`.
        living: tf_keras' functional form; its first argument is `inputs`.

    Returns:
        A function with the signature of `living`. `training` goes to the call; where there is `reuse`, the name is
        also the variable scope, entered with that `reuse`; the rest goes to the constructor.
    """
    signature = inspect.signature(living)

    @functools.wraps(living)
    def build_and_apply(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        arguments = dict(bound.arguments)
        inputs = arguments.pop("inputs")
        call = {"training": arguments.pop("training")} if "training" in arguments else {}
        if "reuse" in arguments:
            arguments.update(_reuse=arguments.pop("reuse"), _scope=arguments["name"])
        return layer_class(**arguments).apply(inputs, **call)

    build_and_apply.__module__ = __name__
    build_and_apply.__doc__ = f"`{layer_class.__name__}` built and applied.\n\nReplaces: tf.layers.{living.__name__}"
    return build_and_apply
