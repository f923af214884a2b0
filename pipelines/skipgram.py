"""Skip-gram pairs and CBOW windows, drawn on the fly (section 19 of the notes).

Replaces: the word2vec tutorial's ``generate_batch`` and ``feed_dict``.

    data = corpus.load("builtin")
    train = skipgram.dataset(data.train, batch_size=128, skip_window=1, num_skips=2, seed=0)
    for centers, contexts in train: ...                # int32 [128] and int32 [128, 1]
    train = skipgram.cbow_dataset(data.train, batch_size=128, window=2, seed=0)
    for contexts, targets in train: ...                # int32 [128, 4] and int32 [128, 1]

Nothing is materialized: the centers of an epoch come in the order of a pseudo-random permutation that is computed index
by index, so an epoch of any length needs no shuffle buffer.
"""

import numpy as np


def dataset(ids, batch_size=128, skip_window=1, num_skips=2, seed=0, epochs=1):
    """Pairs of a word and a word near it.

    Args:
        ids: int32 [tokens].
        batch_size: pairs a batch, a multiple of `num_skips`.
        skip_window: how far to the left and to the right a context may be.
        num_skips: different contexts drawn for each center; 2 * skip_window takes all of them.
        seed: of the order of the centers and the choice of contexts; both differ from epoch to epoch.
        epochs: None for ever. The centers that fill no whole batch at the very end are left out.

    Returns:
        ``tf.data.Dataset`` of (centers int32 [batch_size], contexts int32 [batch_size, 1]).
    """
    import tensorflow as tf

    _check_skips(batch_size, skip_window, num_skips)
    tokens = tf.constant(ids, tf.int32)
    reach = tf.constant(_offsets(skip_window))

    def pairs(step, places):
        near = tf.repeat(reach[tf.newaxis], tf.shape(places)[0], axis=0)
        if num_skips < 2 * skip_window:
            keys = tf.random.stateless_uniform(tf.shape(near), tf.stack([tf.constant(seed, tf.int64), step]))
            near = tf.gather(near, tf.math.top_k(keys, num_skips).indices, batch_dims=1)
        contexts = tf.gather(tokens, places[:, tf.newaxis] + near)
        centers = tf.repeat(tf.gather(tokens, places), num_skips)
        return tf.ensure_shape(centers, [batch_size]), tf.reshape(contexts, [batch_size, 1])

    return (
        _places(len(ids), skip_window, batch_size // num_skips, seed, epochs).map(pairs, tf.data.AUTOTUNE).prefetch(8)
    )


def cbow_dataset(ids, batch_size=128, window=2, seed=0, epochs=1):
    """Windows and the word in the middle: (contexts int32 [batch_size, 2 * window], targets int32 [batch_size, 1]).

    Contexts go from left to right. Arguments as in `dataset`.
    """
    import tensorflow as tf

    tokens = tf.constant(ids, tf.int32)
    reach = tf.constant(_offsets(window))

    def windows(_, places):
        contexts = tf.gather(tokens, places[:, tf.newaxis] + reach)
        return tf.ensure_shape(contexts, [batch_size, 2 * window]), tf.gather(tokens, places)[:, tf.newaxis]

    return _places(len(ids), window, batch_size, seed, epochs).map(windows, tf.data.AUTOTUNE).prefetch(8)


def batches(ids, batch_size=128, skip_window=1, num_skips=2, seed=0, steps=None):
    """Skip-gram batches as the tutorial's generate_batch makes them, in the order of the text, for ``feed_dict``.

    Yields:
        centers int32 [batch_size] and contexts int32 [batch_size, 1]; `steps` times, or one pass over the text.
    """
    _check_skips(batch_size, skip_window, num_skips)
    random = np.random.RandomState(seed)
    ids, per_batch, centers = np.asarray(ids, np.int32), batch_size // num_skips, len(ids) - 2 * skip_window
    for step in range(centers // per_batch if steps is None else steps):
        places = skip_window + np.arange(step * per_batch, (step + 1) * per_batch) % centers
        keys = random.rand(per_batch, 2 * skip_window)
        near = _offsets(skip_window)[np.argsort(keys, axis=1)[:, :num_skips]]
        yield np.repeat(ids[places], num_skips), ids[places[:, np.newaxis] + near].reshape(batch_size, 1)


def cbow_batches(ids, batch_size=128, window=2, steps=None):
    """CBOW batches in the order of the text: yields contexts [batch_size, 2 * window], targets [batch_size, 1]."""
    ids, centers = np.asarray(ids, np.int32), len(ids) - 2 * window
    for step in range(centers // batch_size if steps is None else steps):
        places = window + np.arange(step * batch_size, (step + 1) * batch_size) % centers
        yield ids[places[:, np.newaxis] + _offsets(window)], ids[places][:, np.newaxis]


def subsample(ids, threshold=1e-3, seed=0):
    """The text with frequent words thinned out, as word2vec does: a word of frequency f stays with sqrt(t/f) + t/f."""
    ids = np.asarray(ids, np.int32)
    frequency = np.bincount(ids) / len(ids)
    ratio = threshold / np.maximum(frequency, 1e-12)
    return ids[np.random.RandomState(seed).rand(len(ids)) < (np.sqrt(ratio) + ratio)[ids]]


def log_uniform_probability(ids, range_max):
    """How likely ``log_uniform_candidate_sampler`` draws each id: log((id + 2) / (id + 1)) / log(range_max + 1)."""
    ids = np.asarray(ids, np.float64)
    return np.log((ids + 2) / (ids + 1)) / np.log(range_max + 1)


def log_uniform_ids(count, range_max, seed=0, unique=True):
    """Ids drawn by frequency rank as ``log_uniform_candidate_sampler`` does (the distribution, not its random numbers).

    Returns:
        int64 [count] in [0, range_max), all different if `unique`.
    """
    if unique and count > range_max:
        raise ValueError(f"count={count}: there are no more than range_max={range_max} different ids")
    random, drawn = np.random.RandomState(seed), []
    seen = set()
    while len(drawn) < count:
        value = int(np.exp(random.rand() * np.log(range_max + 1))) - 1
        value %= range_max  # rounding may reach range_max itself
        if not (unique and value in seen):
            seen.add(value)
            drawn.append(value)
    return np.array(drawn, np.int64)


def _check_skips(batch_size, skip_window, num_skips):
    if not 0 < num_skips <= 2 * skip_window:
        raise ValueError(f"num_skips={num_skips}: expected 1 to 2 * skip_window = {2 * skip_window}")
    if batch_size % num_skips:
        raise ValueError(f"batch_size={batch_size}: expected a multiple of num_skips={num_skips}")


def _offsets(window):
    return np.array([*range(-window, 0), *range(1, window + 1)], np.int32)


def _places(tokens, window, per_batch, seed, epochs):
    """(step int64, centers int32 [per_batch]): each epoch another permutation of all places with a whole window."""
    import tensorflow as tf

    centers = tokens - 2 * window
    if centers < per_batch:
        raise ValueError(f"{tokens} tokens have {max(centers, 0)} whole windows; a batch needs {per_batch}")
    steps = tf.data.Dataset.counter() if epochs is None else tf.data.Dataset.range(epochs * centers // per_batch)

    def permute(step):
        index = step * per_batch + tf.range(per_batch, dtype=tf.int64)
        epoch, index = index // centers, index % centers
        seeds = tf.stack([tf.zeros_like(epoch), tf.fill([per_batch], tf.constant(seed, tf.int64)), epoch], axis=1)
        shuffled = tf.raw_ops.RandomIndexShuffle(  # tf.random.experimental.index_shuffle takes one seed only
            index=index, seed=tf.cast(seeds, tf.int32), max_index=tf.constant(centers - 1, tf.int64), rounds=8
        )
        return step, tf.cast(shuffled, tf.int32) + window

    return steps.map(permute, tf.data.AUTOTUNE)
