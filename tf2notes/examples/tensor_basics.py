"""Tensors: variables, products, argmax, tensors made from nothing, random tensors from explicit seeds.

Legacy: legacy/examples/tensor_basics.py
Parity: tests/examples/test_tensor_basics.py

No graph, no session, no placeholder: an operation returns its value, and a function's arguments take the place of what
was fed. Random functions take their seed as an argument; a `SeedGenerator` gives a new one for every draw. The numbers
of both worlds' generators differ, so what holds for every draw is compared.
"""

import keras
import numpy as np
from keras import ops


def variables():
    """Variables keep what they are given, its dtype included."""
    x = np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]])
    w = keras.Variable(x, dtype="int64")
    return {"w": ops.convert_to_numpy(w), "w of zeros": ops.convert_to_numpy(keras.Variable(ops.zeros((3, 3))))}


def arithmetic():
    """Sums and products, of elements and of matrices."""
    a, b = ops.array(2, "int16"), ops.array(3, "int16")
    ones = ops.ones((3, 3))
    return {"a+b": a + b, "a*b": a * b, "product": (5.0 * ones) @ (4.0 * ones)}


def argmax():
    """The positions of the largest values; int32 here, int64 in TF1."""
    fixed = ops.array([[1, 9, 3, 4], [8, 2, 7, 0], [5, 6, 5, 9]], "float32")
    values = keras.random.uniform((3, 4), -1, 1, seed=0)
    down, across = ops.argmax(values, axis=0), ops.argmax(values, axis=1)
    points = ops.all(ops.take_along_axis(values, down[None], axis=0)[0] == ops.max(values, axis=0)) and ops.all(
        ops.take_along_axis(values, across[:, None], axis=1)[:, 0] == ops.max(values, axis=1)
    )
    return {
        "argmax axis 0 of [[1 9 3 4] [8 2 7 0] [5 6 5 9]]": ops.argmax(fixed, axis=0),
        "argmax axis 1 of [[1 9 3 4] [8 2 7 0] [5 6 5 9]]": ops.argmax(fixed, axis=1),
        "argmax dtype": ops.cast(ops.argmax(fixed, axis=0), "int64").dtype.name,
        "argmax points at the largest": points,
    }


def made_from_nothing():
    """Ones, zeros, constants and series."""
    tensor = ops.array([[1, 2, 3], [4, 5, 6]])
    return {
        "ones": ops.ones((2, 3), "int32"),
        "zeros": ops.zeros((2, 3), "int32"),
        "ones_like": ops.ones_like(tensor),
        "zeros_like": ops.zeros_like(tensor),
        "fill": ops.full((2, 3), 9),
        "constant of a list": ops.array([1, 2, 3, 4, 5, 6, 7]),
        "constant of a number": ops.full((2, 3), -1.0),
        "linspace": ops.linspace(10.0, 12.0, 3),
        "range from 3 to 18 by 3": ops.arange(3, 18, 3),
        "range to 5": ops.arange(5),
    }


def random_tensors():
    """What holds for every draw: whether each kind keeps within its bounds and its moments."""
    normal = keras.random.normal((10000,), mean=1.0, stddev=2.0, seed=1)
    truncated = keras.random.truncated_normal((10000,), mean=1.0, stddev=2.0, seed=2)
    uniform = keras.random.uniform((10000,), 0, 5, seed=3)
    shuffled = keras.random.shuffle(ops.array([[1, 2], [2, 3], [3, 4]]), axis=0, seed=4)
    return {
        "random_normal has its mean and deviation": abs(ops.mean(normal) - 1) < 0.1 and abs(ops.std(normal) - 2) < 0.1,
        "random_normal leaves two deviations": ops.max(ops.abs(normal - 1)) > 4,
        "truncated_normal leaves two deviations": ops.max(ops.abs(truncated - 1)) > 4,
        "truncated_normal has 0.88 of the deviation": abs(ops.std(truncated) / 2 - 0.8796) < 0.02,
        "random_uniform stays in its bounds": ops.min(uniform) >= 0 and ops.max(uniform) < 5,
        "random_uniform has its mean": abs(ops.mean(uniform) - 2.5) < 0.1,
        "random_shuffle keeps the rows": ops.sort(shuffled, axis=0),
    }


def seeds():
    """A generator's draws differ from each other, and are the same again from a generator with its seed."""
    generator, again = keras.random.SeedGenerator(1), keras.random.SeedGenerator(1)
    a, b = (keras.random.uniform((3,), seed=generator) for _ in range(2))
    again_a, again_b = (keras.random.uniform((3,), seed=again) for _ in range(2))
    return {
        "seed: two operations agree": ops.all(a == b),
        "seed: two sessions agree": ops.all(a == again_a) and ops.all(b == again_b),
        "seed: two draws agree": ops.all(again_a == again_b),
    }


def results():
    """All values by the original's names."""
    parts = (variables, arithmetic, argmax, made_from_nothing, random_tensors, seeds)
    return {name: value for part in parts for name, value in part().items()}
