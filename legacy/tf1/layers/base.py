"""The base class of TF1's layers, and the one way from a layer class to its functional form."""

import functools
import inspect

from tf_keras.src.engine.input_spec import InputSpec
from tf_keras.src.legacy_tf_layers.base import Layer, keras_style_scope, set_keras_style

__all__ = ["InputSpec", "Layer", "functional", "keras_style_scope", "set_keras_style"]


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
