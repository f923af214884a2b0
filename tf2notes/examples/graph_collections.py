"""Instead of collections: plain lists, what a layer keeps of its own, and metrics that belong to their model.

Legacy: legacy/examples/graph_collections.py
Parity: tests/examples/test_graph_collections.py

There is no store behind everybody's back. What a function needs it is given; variables, losses and metrics are found
at the layer that has them (`layer.weights`, `layer.losses`, `model.metrics`), so one model's cannot get into another's.
"""

import keras
import numpy as np
from keras import layers, ops


def storage():
    """A dict of lists, with names where a scope was asked for."""
    a, b, c = ops.array(1.0), ops.array(2.0), ops.array(3.0)
    haha = [[a, b]]
    parts = {"part/c": c, "b": b}
    return {
        "haha": haha,
        "haha is [[a, b]]": len(haha) == 1 and haha[0][0] is a and haha[0][1] is b,
        "the same value twice": [a, a],
        "parts": list(parts.values()),
        "parts of a scope": [value for name, value in parts.items() if name.startswith("part")],
        "a name nobody used": len({}.get("nothing", [])),
    }


def build():
    """The model: one weight w, the loss the squared distance to the label."""
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1, use_bias=False, kernel_initializer="ones")])
    model.compile(optimizer=keras.optimizers.SGD(0.01), loss="mse")
    return model


def scalars(model, x):
    """What there is to report of a model on some data: [how many values, the loss]."""
    found = model.evaluate(x, 3 * x, return_dict=True, verbose=0)
    return [len(found), found["loss"]]


def wants_both(model):
    """A model of two inputs, as merge_all made one by accident, refuses a single one."""
    train, test = keras.Input((1,)), keras.Input((1,))
    both = keras.Model([train, test], [model(train), model(test)])
    try:
        both(np.ones((3, 1), np.float32))
    except ValueError:
        return True
    return False


def results():
    """All values by the original's names; one model takes the place of the two that share its variable."""
    model = build()
    return {
        **storage(),
        "summaries of train": scalars(model, np.arange(1.0, 4.0)[:, None]),
        "summaries of test": scalars(model, np.arange(1.0, 3.0)[:, None]),
        "variables": len(model.trainable_variables),
        "merge_all wants the other's input": wants_both(model),
    }
