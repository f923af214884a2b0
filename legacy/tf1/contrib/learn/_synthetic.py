"""Data sets of contrib.learn that are drawn: circles within each other, and spirals that wind about each other."""

import numpy as np
from tf2notes.legacy.tf1._datasets import Dataset


def circles(n_samples=100, noise=None, seed=None, factor=0.8, n_classes=2, *args, **kwargs):
    """Points on circles, each class's `factor` times as wide as the one before.

    Args:
        n_samples: how many points; what does not divide by `n_classes` is of class 0.
        noise: standard deviation of what is added to both coordinates, or None.
        seed: for NumPy's global generator, or None.

    Returns:
        A `Dataset` of points `[n_samples, 2]` and their classes, shuffled.

    Replaces: tensorflow.contrib.learn.python.learn.datasets.synthetic.circles
    """
    _take_nothing_more("circles", args, kwargs)
    if seed is not None:
        np.random.seed(seed)
    angles = np.linspace(0, 2 * np.pi, n_samples // n_classes)
    points = [factor**label * np.stack([np.cos(angles), np.sin(angles)]) for label in range(n_classes)]
    more = n_samples % n_classes
    x = np.cos(np.random.rand(more) * 2 * np.pi)
    points.append(np.stack([x, np.sin(np.random.rand(more) * 2 * np.pi)]))
    return _shuffled(points, n_samples, n_classes, noise)


_RADIUS = {
    "archimedes": lambda angle: angle,
    "bernoulli": lambda angle, exp_scale=0.1: np.exp(exp_scale * angle),
    "fermat": np.sqrt,
}


def spirals(n_samples=100, noise=None, seed=None, mode="archimedes", n_loops=2, *args, **kwargs):
    """Points on two spirals of `n_loops` turns, half a turn apart.

    Args:
        mode: archimedes, bernoulli (which takes `exp_scale`) or fermat: how the radius grows with the angle.
        n_samples, noise, seed: as of `circles`.

    Raises:
        ValueError: another mode.

    Replaces: tensorflow.contrib.learn.python.learn.datasets.synthetic.spirals
    """
    if mode not in _RADIUS:
        raise ValueError(f"Cannot generate spiral with mode {mode}")
    scale = {"exp_scale": kwargs.pop("exp_scale")} if mode == "bernoulli" and "exp_scale" in kwargs else {}
    _take_nothing_more("spirals", args, kwargs)
    if seed is not None:
        np.random.seed(seed)
    angles = np.linspace(0, 2 * n_loops * np.pi, n_samples // 2)
    points = [_spiral(mode, angles, label * np.pi, scale) for label in range(2)]
    more = n_samples % 2
    if more:
        points.append(_spiral(mode, np.random.rand(more) * 2 * np.pi, 0.0, scale))
    return _shuffled(points, n_samples, 2, noise)


def _spiral(mode, angles, offset, scale):
    radius = _RADIUS[mode](angles, **scale)
    both = np.stack([radius * np.cos(angles + offset), radius * np.sin(angles + offset)])
    return both / np.abs(both).max(axis=1, keepdims=True)


def _shuffled(points, count, classes, noise):
    x = np.concatenate(points, axis=1).T
    y = np.repeat(np.arange(classes), count // classes)
    y = np.concatenate([y, np.zeros(count % classes, dtype=y.dtype)]).astype(np.int32)
    order = np.random.permutation(range(count))
    if noise is not None:
        x = x + np.random.normal(scale=noise, size=x.shape)
    return Dataset(data=x[order], target=y[order])


def _take_nothing_more(name, args, kwargs):
    if args or kwargs:
        raise TypeError(f"{name}() got arguments that it has no use for: {[*args, *kwargs]}")
