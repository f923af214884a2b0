"""stack and unstack, along both axes.

Legacy: legacy/examples/stack_unstack.py
Parity: tests/examples/test_stack_unstack.py
"""

from keras import ops


def results():
    """Two vectors of 5 stacked to [2, 5] and [5, 2], and taken apart into two and into five."""
    a, b = ops.array([3, 2, 4, 5, 6]), ops.array([1, 6, 7, 8, 0])
    rows = ops.stack([a, b])
    return {"c": rows, "d": ops.stack([a, b], axis=1), "e": ops.unstack(rows), "f": ops.unstack(rows, axis=1)}
