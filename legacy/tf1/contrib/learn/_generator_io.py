"""Replaces: ``contrib.learn``'s generator_io."""

import collections.abc
import types


def __getattr__(name):
    """What TF1's file held of the estimator's: found when asked for."""
    from tf2notes.legacy.tf1.estimator._load import find_module

    if name == "enqueue_data":
        return find_module("python.estimator.inputs.queues.feeding_functions")._enqueue_data
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def generator_input_fn(
    x,
    target_key=None,
    batch_size=128,
    num_epochs=1,
    shuffle=True,
    queue_capacity=1000,
    num_threads=1,
    pad_value=None,
):
    """An input_fn of batches of what a generator yields. Replaces: tf.contrib.learn.io.generator_input_fn

    Args:
        x: a function that returns a generator of dicts of arrays.
        target_key: None, or the key (a container of keys) of what is returned as the targets.
        batch_size, queue_capacity, num_threads: of the queue.
        num_epochs: times through the generator; None has no end.
        shuffle: whether the queue shuffles.
        pad_value: None, or what to pad arrays of different lengths with.

    Raises:
        TypeError: `x`, what it returns or yields, or `target_key` is of another kind.
        KeyError: the generator yields no `target_key`.
    """
    if not isinstance(x, types.FunctionType):
        raise TypeError(f"x must be generator function; got {type(x).__name__}")
    generator = x()
    if not isinstance(generator, types.GeneratorType):
        raise TypeError(f"x() must be generator; got {type(generator).__name__}")
    first = next(generator)
    if not isinstance(first, dict):
        raise TypeError(f"x() must yield dict; got {type(first).__name__}")
    keys = sorted(first)
    targets = None if target_key is None else _targets(target_key, keys)

    def input_fn():
        queue = __getattr__("enqueue_data")(
            x,
            queue_capacity,
            shuffle=shuffle,
            num_threads=num_threads,
            enqueue_size=batch_size,
            num_epochs=num_epochs,
            pad_value=pad_value,
        )
        batch = queue.dequeue_many(batch_size) if num_epochs is None else queue.dequeue_up_to(batch_size)
        features = dict(zip(keys, batch if isinstance(batch, list) else [batch], strict=True))
        if targets is None:
            return features
        if len(targets) > 1:
            return features, {key: features.pop(key) for key in targets}
        target = features.pop(targets[0])
        return features, target

    return input_fn


def _targets(target_key, keys):
    if isinstance(target_key, str):
        return [target_key]
    if not isinstance(target_key, collections.abc.Container):
        raise TypeError(f"target_key must be str or Container of str; got {type(target_key).__name__}")
    for item in target_key:
        if not isinstance(item, str):
            raise TypeError(f"target_key must be str or Container of str; got {type(item).__name__}")
        if item not in keys:
            raise KeyError(f"target_key not in yielded dict. Expected {keys} keys; got {item}")
    return list(target_key)
