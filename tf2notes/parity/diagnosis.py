"""Where two sides part, and why."""


def diagnose(pair, rung, weights, batches, recordings):
    """`Finding`s for the first rung that failed."""
    return []
