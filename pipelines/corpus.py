"""Token ids for language models, and batches of them whose rows go on from batch to batch (section 25 of the notes).

Replaces: the PTB tutorial's ``reader.ptb_raw_data`` and ``reader.ptb_producer``.

    data = corpus.load("builtin")                      # or a PTB folder, or the text8 file
    train = corpus.ptb_producer(data.train, batch_size=20, num_steps=35)
    for inputs, targets in train: ...                  # int32 [20, 35] each

Ids are ranks by frequency in the training text (0 is the commonest; the alphabet breaks ties), which is what a
log-uniform candidate sampler expects.
"""

import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tf2notes.pipelines import text

EOS, UNK = "<eos>", "<unk>"
SPLITS = ("train", "valid", "test")


@dataclass(frozen=True)
class Corpus:
    """Three texts as int32 [tokens] ids, the words by id, and how often each occurs in the training text."""

    train: np.ndarray
    valid: np.ndarray
    test: np.ndarray
    vocabulary: tuple
    counts: np.ndarray

    def decode(self, ids):
        """The words of some ids as one string."""
        return " ".join(self.vocabulary[i] for i in np.ravel(ids))


def load(data="builtin", vocabulary_size=None):
    """A corpus by name or path.

    Args:
        data: "builtin" (153,680 tokens; words seen once are <unk>), a folder with ptb.train.txt, ptb.valid.txt and
            ptb.test.txt (or of a folder above it, as the tutorial's archive has it), or the file text8 or text8.zip
            (split 90 : 5 : 5; words seen less than 5 times are <unk>).
        vocabulary_size: the greatest number of different ids, with <unk>; rarer words become <unk>. None: no limit.

    Raises:
        FileNotFoundError: the path or one of PTB's files does not exist.
        ValueError: a file is empty or not UTF-8, or `data` is a file that is none of the above.
    """
    if data == "builtin":
        parts, least = [_words("\n".join(text.builtin_sentences(split)) + "\n") for split in SPLITS], 2
    elif Path(data).is_dir():
        parts, least = [_words(text.read_text(path)) for path in _ptb_files(Path(data))], 1
    else:
        parts, least = _text8(Path(data)), 5
    return build(*parts, min_count=least, vocabulary_size=vocabulary_size)


def build(train, valid, test, min_count=1, vocabulary_size=None):
    """A `Corpus` of three lists of words: the vocabulary is the training text's; all other words become <unk>.

    The tutorial's reader leaves unknown words of the other two texts out instead; in PTB there are none.
    """
    counter = Counter(train)
    if vocabulary_size is not None and vocabulary_size < 2:
        raise ValueError(f"vocabulary_size={vocabulary_size}: expected at least 2, {UNK} and one word")
    ranked = sorted((w for w, n in counter.items() if n >= min_count and w != UNK), key=lambda w: (-counter[w], w))
    kept = set(ranked if vocabulary_size is None else ranked[: vocabulary_size - 1])
    foreign = any(word not in kept for part in (train, valid, test) for word in part)
    counter = Counter(word if word in kept else UNK for word in train)
    if foreign:
        counter.setdefault(UNK, 0)
    vocabulary = tuple(sorted(counter, key=lambda w: (-counter[w], w)))
    ids = {word: i for i, word in enumerate(vocabulary)}
    parts = [np.array([ids[word if word in kept else UNK] for word in part], np.int32) for part in (train, valid, test)]
    return Corpus(*parts, vocabulary, np.array([counter[word] for word in vocabulary]))


def epoch_size(ids, batch_size, num_steps):
    """Batches an epoch, as PTBInput counts them: ((len // batch_size) - 1) // num_steps."""
    size = ((len(ids) // batch_size) - 1) // num_steps
    if size <= 0:
        raise ValueError(
            f"{len(ids)} tokens give no batch of batch_size={batch_size} rows of num_steps={num_steps}: "
            "epoch_size would be 0; decrease batch_size or num_steps"
        )
    return size


def batches(ids, batch_size, num_steps):
    """One epoch as numpy arrays: yields int32 [batch_size, num_steps] inputs and, one token ahead, targets."""
    size = epoch_size(ids, batch_size, num_steps)
    rows = _rows(ids, batch_size)
    for start in range(0, size * num_steps, num_steps):
        yield rows[:, start : start + num_steps], rows[:, start + 1 : start + num_steps + 1]


def ptb_producer(ids, batch_size, num_steps):
    """One epoch as a ``tf.data.Dataset`` of the same (inputs, targets); ``.repeat()`` it for more.

    Row i of a batch goes on in row i of the next, so a recurrent state may be carried over within an epoch.
    """
    import tensorflow as tf

    size = epoch_size(ids, batch_size, num_steps)
    rows = tf.constant(_rows(ids, batch_size))

    def window(i):
        both = tf.slice(rows, [0, i * num_steps], [batch_size, num_steps + 1])
        return both[:, :-1], both[:, 1:]

    return tf.data.Dataset.range(size, output_type=tf.int32).map(window, tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)


def _rows(ids, batch_size):
    columns = len(ids) // batch_size
    return np.asarray(ids[: batch_size * columns], np.int32).reshape(batch_size, columns)


def _words(content):
    return content.replace("\n", f" {EOS} ").split()


def _ptb_files(folder):
    for place in (folder, folder / "data", folder / "simple-examples" / "data"):
        paths = [place / f"ptb.{split}.txt" for split in SPLITS]
        if any(path.exists() for path in paths):
            missing = [path.name for path in paths if not path.is_file()]
            if missing:
                raise FileNotFoundError(f"{place}: lacks {', '.join(missing)}")
            return paths
    held = ", ".join(sorted(p.name for p in folder.iterdir())[:8]) or "nothing"
    raise FileNotFoundError(f"{folder}: expected ptb.train.txt, ptb.valid.txt and ptb.test.txt; found {held}")


def _text8(path):
    if not path.is_file():
        raise FileNotFoundError(f"data={str(path)!r}: expected 'builtin', a PTB folder, or the file text8 or text8.zip")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len(names) != 1:
                raise ValueError(f"{path}: holds {len(names)} files; expected one, the text")
            words = archive.read(names[0]).decode("utf-8").split()
    else:
        words = text.read_text(path).split()
    if len(words) < 20:
        raise ValueError(f"{path}: has {len(words)} words; expected at least 20 to split them 90 : 5 : 5")
    cuts = len(words) * 90 // 100, len(words) * 95 // 100
    return words[: cuts[0]], words[cuts[0] : cuts[1]], words[cuts[1] :]
