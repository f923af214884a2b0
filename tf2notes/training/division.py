"""Steps shared out into rounds."""


def rounds(steps, every):
    """Split `steps` into equal rounds of at most `every`, for reports in between: (rounds, steps a round).

    Where no fair division exists (a prime number, say) it is one round.
    """
    if steps < 1:
        raise ValueError(f"steps={steps}: expected at least 1")
    length = next(n for n in range(min(every, steps), 0, -1) if steps % n == 0)
    return (steps // length, length) if length * 4 >= min(every, steps) else (1, steps)
