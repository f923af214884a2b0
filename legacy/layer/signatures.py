"""What a TF1 function asks for, and what a layer calls its inputs and weights."""

import inspect

import tensorflow.compat.v1 as tf
from tf2notes.legacy.layer.program import nearest

_TRAINING = ("training", "is_training")


def weight_name(name):
    """A TF1 name as Keras wants it: without slashes."""
    return name.replace("/", ".")


def training_argument_of(build_fn, named, arguments):
    parameters = inspect.signature(build_fn).parameters
    any_name = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    for name in [*arguments, *([named] if named else [])]:
        if name not in parameters and not any_name:
            raise ValueError(f"build_fn has no argument {name!r}.{nearest(name, parameters)}")
    if named:
        return named
    return next((name for name in _TRAINING if name in parameters and name not in arguments), None)


def asks_for_several(function, arguments):
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = [p for p in inspect.signature(function).parameters.values() if p.name not in arguments]
    return sum(p.kind in kinds and p.default is p.empty for p in parameters) > 1


def specs_of_shapes(shapes, dtype):
    if isinstance(shapes, dict):
        return {key: specs_of_shapes(shape, dtype) for key, shape in shapes.items()}
    if shapes and all(isinstance(shape, list | tuple | dict) for shape in shapes):
        return type(shapes)(specs_of_shapes(shape, dtype) for shape in shapes)
    if shapes is None:
        raise ValueError("build() needs the shape of the inputs")
    return tf.TensorSpec(shapes, dtype)
