"""Random numbers of replicas: each its own, as the rows of one batch have on one device."""

import contextlib

import tensorflow as tf
from keras.src.random.seed_generator import SeedGenerator  # public, too, but not the class whose method is called

STRIDE = 1_000_003  # between the seeds of two replicas


@contextlib.contextmanager
def apart(replicas):
    """While replicas are traced, their dropout masks and the like differ; the first one's are those of one device.

    Keras' seeds are the same on all replicas, so that row i of each would get the same mask.
    """
    if replicas == 1:
        yield
        return
    drawn = SeedGenerator.next

    def draw(self, ordered=True):
        seed = drawn(self, ordered)
        context = tf.distribute.get_replica_context()
        if context is None:
            return seed
        replica = tf.cast(context.replica_id_in_sync_group, seed.dtype)
        return seed + tf.stack([replica * STRIDE, tf.zeros_like(replica)])

    SeedGenerator.next = draw
    try:
        yield
    finally:
        SeedGenerator.next = drawn
