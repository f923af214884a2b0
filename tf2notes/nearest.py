"""Nearest neighbours among embeddings."""

import numpy as np


def nearest(embeddings, ids, count=8):
    """The ids whose rows point most nearly the same way (cosine): int [len(ids), count], nearest first.

    Args:
        embeddings: float [classes, dim].
        ids: the rows asked about; none is its own neighbour.
        count: neighbours each.
    """
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    similarity = unit[ids] @ unit.T
    similarity[np.arange(len(ids)), ids] = -np.inf
    return np.argsort(-similarity, axis=1)[:, :count]


def show_nearest(embeddings, vocabulary, words, count=8):
    """Print the nearest neighbours of those of `words` that the vocabulary has."""
    ids = {word: i for i, word in enumerate(vocabulary)}
    known = [word for word in words if word in ids]
    for word, row in zip(known, nearest(embeddings, [ids[word] for word in known], count), strict=True):
        print(f"nearest to {word}: {', '.join(vocabulary[i] for i in row)}")
