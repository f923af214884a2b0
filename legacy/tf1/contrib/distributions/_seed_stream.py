"""``SeedStream``: many seeds from one."""

import hashlib


class SeedStream:
    """Each call gives another seed, the same for the same seed and salt; None for no seed.

    Replaces: tf.contrib.distributions.SeedStream
    """

    def __init__(self, seed, salt):
        self._seed = seed.original_seed if isinstance(seed, SeedStream) else seed
        self._salt = salt
        self._counter = 0

    def __call__(self):
        self._counter += 1
        if self._seed is None:
            return None
        together = str((self._seed, self._counter, self._salt)).encode()
        return int(hashlib.sha512(together).hexdigest(), 16)

    original_seed = property(lambda self: self._seed, doc="What the stream was made of.")
    salt = property(lambda self: self._salt, doc="What tells streams of one seed apart.")
