"""Words and their letters in order, padded and batched for an encoder and a decoder (section 18 of the notes).

Replaces: the notes' ``get_batches`` with ``pad_sentence_batch`` and ``feed_dict``.

    data = words.load("builtin")                       # or a file with one word a line
    train = words.dataset(data, batch_size=128, seed=0)
    for batch in train: ...                            # {"source", "target", "source_length", "target_length"}

A target ends with <EOS> (counted by its length) before the padding; a source does not. <GO> is left to the decoder, as
in the notes (`shift_right` puts it in front).
"""

import re

import numpy as np
from tf2notes.pipelines import text

PAD, EOS, UNK, GO = 0, 1, 2, 3
SPECIAL = ("<PAD>", "<EOS>", "<UNK>", "<GO>")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SYMBOLS = (*SPECIAL, *LETTERS)
VOCABULARY_SIZE = len(SYMBOLS)
IDS = {symbol: i for i, symbol in enumerate(SYMBOLS)}


def load(data="builtin", min_length=2, max_length=15):
    """The words of the built-in list or of a file, lower-cased, in the list's order, each once.

    Args:
        data: "builtin", or the path of a UTF-8 file with one word a line.
        min_length, max_length: letters a word may have; others are left out.

    Raises:
        FileNotFoundError, ValueError: no such file; not UTF-8; a line of two words; no word left.
    """
    found = text.builtin_words() if data == "builtin" else _read(data)
    kept = [word for word in dict.fromkeys(found) if min_length <= len(word) <= max_length]
    if not kept:
        raise ValueError(f"data={str(data)!r}: none of {len(found)} words has {min_length} to {max_length} letters")
    return kept


def split(words, test=128, seed=0):
    """The words as ``(train, test)``: `test` of them drawn at random, both in the list's order."""
    if not 0 < test < len(words):
        raise ValueError(f"test={test}: expected 1 to {len(words) - 1} of the {len(words)} words")
    held = np.zeros(len(words), bool)
    held[np.random.RandomState(seed).permutation(len(words))[:test]] = True
    return [w for w, h in zip(words, held, strict=True) if not h], [w for w, h in zip(words, held, strict=True) if h]


def encode(word, eos=False):
    """A word's ids: int32 [letters], other characters as <UNK>; one more, <EOS>, if asked for."""
    ids = [IDS.get(letter, UNK) for letter in word.lower()]
    return np.array([*ids, EOS] if eos else ids, np.int32)


def decode(ids):
    """The letters of a row of ids up to the first <EOS>, without <PAD> and <GO>; <UNK> stays visible."""
    ids = list(ids)
    ids = ids[: ids.index(EOS)] if EOS in ids else ids
    return "".join(SYMBOLS[i] for i in ids if i not in (PAD, GO))


def arrays(words):
    """All words as one padded batch of numpy arrays.

    Returns:
        {"source": int32 [N, S], "target": int32 [N, T], "source_length": int32 [N], "target_length": int32 [N]}
    """
    sources = [encode(word) for word in words]
    targets = [encode("".join(sorted(word.lower())), eos=True) for word in words]
    return {
        "source": pad(sources),
        "target": pad(targets),
        "source_length": np.array([len(s) for s in sources], np.int32),
        "target_length": np.array([len(t) for t in targets], np.int32),
    }


def pad(rows, length=None):
    """Rows of ids as one int32 array, filled with <PAD> up to the longest row, or to `length`."""
    length = max(map(len, rows), default=0) if length is None else length
    padded = np.full((len(rows), length), PAD, np.int32)
    for i, row in enumerate(rows):
        if len(row) > length:
            raise ValueError(f"row {i} has {len(row)} ids; length={length} holds no more than that many")
        padded[i, : len(row)] = row
    return padded


def shift_right(target):
    """The decoder's input for a batch of targets: <GO> in front, the last column gone. Arrays or tensors [B, T]."""
    if isinstance(target, np.ndarray):
        return np.concatenate([np.full_like(target[:, :1], GO), target[:, :-1]], axis=1)
    import tensorflow as tf

    return tf.concat([tf.fill([tf.shape(target)[0], 1], tf.constant(GO, target.dtype)), target[:, :-1]], axis=1)


def batches(words, batch_size=128, seed=None, drop_remainder=True):
    """One epoch of padded numpy batches (as `arrays`), shuffled if `seed` is given; for ``feed_dict``.

    The notes' get_batches leaves out the words that fill no whole batch, hence `drop_remainder`.
    """
    order = np.arange(len(words)) if seed is None else np.random.RandomState(seed).permutation(len(words))
    for start in range(0, len(words), batch_size):
        chosen = order[start : start + batch_size]
        if len(chosen) == batch_size or not drop_remainder:
            yield arrays([words[i] for i in chosen])


def dataset(words, batch_size=128, seed=None, drop_remainder=True):
    """The same batches as a ``tf.data.Dataset``, in another order every epoch if `seed` is given.

    Returns:
        elements {"source": int32 [B, S], "target": int32 [B, T], "source_length", "target_length": int32 [B]};
        S and T are those of the batch's longest word.
    """
    import tensorflow as tf

    whole = arrays(words)
    rows = tf.data.Dataset.from_tensor_slices(whole)
    if seed is not None:
        rows = rows.shuffle(len(words), seed=seed)

    def trim(batch):
        source, target = tf.reduce_max(batch["source_length"]), tf.reduce_max(batch["target_length"])
        return {**batch, "source": batch["source"][:, :source], "target": batch["target"][:, :target]}

    return rows.batch(batch_size, drop_remainder).map(trim, tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)


def _read(path):
    words = []
    for number, line in enumerate(text.read_text(path).splitlines(), 1):
        if re.search(r"\S\s+\S", line):
            raise ValueError(f"{path}, line {number}: found {line.strip()[:40]!r}; expected one word a line")
        if line.strip():
            words.append(line.strip().lower())
    return words
