"""The English text and the word list shipped here, for language models and letter games without a download.

Both come from the documentation that CPython ships; ``data/python_text.py`` derived them once, so they are the same
under every Python. For the real thing, `corpus` reads the Penn Treebank and text8, and `words` any word list.
"""

import gzip
from pathlib import Path

DATA = Path(__file__).parent / "data"
VALID_BLOCK, TEST_BLOCK, BLOCKS, BLOCK = 9, 19, 20, 50
SPLITS = ("train", "valid", "test")


def builtin_words():
    """The 4,985 words of the built-in list: lower-case a to z, 2 to 15 letters, sorted, none twice."""
    return _lines("python_words.txt.gz")


def builtin_sentences(split=None):
    """Tokenized sentences of the built-in text, each a string of lower-case tokens separated by single spaces.

    Args:
        split: "train" (90 %), "valid" or "test" (5 % each, blocks of 50 sentences from all over the text); None for
            everything.
    """
    sentences = _lines("python_text.txt.gz")
    if split is None:
        return sentences
    if split not in SPLITS:
        raise ValueError(f"split={split!r}: expected one of {', '.join(map(repr, SPLITS))}, or None for everything")
    return [s for i, s in enumerate(sentences) if _split_of(i // BLOCK % BLOCKS) == split]


def read_text(path):
    """The text of a UTF-8 file, gzipped if its name ends in .gz.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is empty, damaged, or not UTF-8; names the line.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    content = path.read_bytes()
    if path.suffix == ".gz":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, gzip.zlib.error) as error:
            raise ValueError(f"{path}: the gzip stream is damaged or cut short ({error})") from None
    if not content.strip():
        raise ValueError(f"{path}: is empty; expected text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = content[error.start : error.start + 4].hex(" ")
        raise ValueError(f"{path}, line {line}: bytes {found} are not UTF-8; convert the file first") from None


def _split_of(block):
    return {VALID_BLOCK: "valid", TEST_BLOCK: "test"}.get(block, "train")


def _lines(name):
    return gzip.decompress((DATA / name).read_bytes()).decode("ascii").splitlines()
