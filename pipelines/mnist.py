"""MNIST digits as ``tf.data`` pipelines, from the sample shipped here, TFDS, or a folder of IDX files.

Replaces: ``tensorflow.examples.tutorials.mnist.input_data``, ``feed_dict`` and ``mnist.train.next_batch``.

    train, test = mnist.datasets("auto", batch_size=50, seed=0)
    model.fit(train, epochs=5, validation_data=test)
"""

import functools
import gzip
import os
import sys
import zlib
from pathlib import Path

import numpy as np

SAMPLE = Path(__file__).parent / "data" / "mnist_sample.npz"
SPLITS = ("train", "test")
IDX_STEMS = {"train": "train", "test": "t10k"}
IMAGES, LABELS = 2051, 2049
CLASSES = 10


def datasets(data="auto", batch_size=50, seed=0):
    """The training and the test digits as ``(train, test)``.

    Args:
        data: "sample", "tfds", "auto", or a folder with IDX files.
        batch_size: digits a batch; the last batch of an epoch may be smaller.
        seed: of the training order, which is another in every epoch.

    Returns:
        Two ``tf.data.Dataset``s of ``(images, labels)``: float32 [batch, 28, 28, 1] in [0, 1] and int32 [batch].

    Raises:
        FileNotFoundError: a folder lacks one of the two splits; `dataset` reads a single one.
        ValueError: a file is damaged, or `data` is none of the above.
    """
    return dataset("train", data, batch_size, seed), dataset("test", data, batch_size)


def dataset(split, data="auto", batch_size=50, seed=None):
    """One split as a batched ``tf.data.Dataset``; shuffled if `seed` is given. See `datasets`."""
    import tensorflow as tf

    images, labels = load_arrays(split, data)
    digits = tf.data.Dataset.from_tensor_slices((images[..., np.newaxis], labels.astype(np.int32)))
    if seed is not None:
        digits = digits.shuffle(len(labels), seed=seed)

    def scale(images, labels):
        return tf.cast(images, tf.float32) / 255.0, labels

    return digits.batch(batch_size).map(scale, tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)


def load_arrays(split, data="auto"):
    """One split in memory: uint8 [N, 28, 28] images and uint8 [N] labels.

    Args:
        split: "train" or "test".
        data: as in `datasets`. "auto" takes TFDS where it is on disk already, else the sample, and says which on
            standard error; nothing is downloaded unless `data` is "tfds".
    """
    if split not in SPLITS:
        raise ValueError(f"split={split!r}: expected one of {', '.join(map(repr, SPLITS))}")
    if data == "auto":
        data = _auto()
    if data == "sample":
        with np.load(SAMPLE) as sample:
            return sample[f"{split}_images"], sample[f"{split}_labels"]
    if data == "tfds":
        return _load_tfds(split)
    if not Path(data).is_dir():
        raise ValueError(
            f"data={str(data)!r}: expected 'auto', 'sample', 'tfds' or a folder that holds MNIST's IDX files"
        )
    return _load_folder(split, Path(data))


def read_idx(path):
    """The uint8 array of an IDX file, gzipped or not (MNIST's own format, two or more big-endian 32-bit header words).

    Raises:
        ValueError: not an IDX file of unsigned bytes, cut short, too long, or damaged inside the gzip stream.
    """
    path = Path(path)
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError(
                f"{path}: the gzip stream is damaged or cut short ({error}); fetch the file again"
            ) from None
    if len(content) < 4 or content[:3] != b"\0\0\x08" or content[3] == 0:
        raise ValueError(
            f"{path}: starts with {content[:4].hex(' ') or 'nothing'}; an IDX file of bytes starts with 00 00 08 NN"
        )
    axes = content[3]
    shape = np.frombuffer(content[4 : 4 + 4 * axes], ">u4") if len(content) >= 4 + 4 * axes else ()
    expected = 4 + 4 * axes + int(np.prod(shape, dtype=np.int64))
    if len(shape) < axes or len(content) != expected:
        raise ValueError(f"{path}: has {len(content)} bytes, but its header asks for {expected}; fetch the file again")
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def find_idx(folder, split, part):
    """The IDX file of a split's "images" or "labels" in `folder`, under any of its usual names.

    Raises:
        FileNotFoundError: there is none.
    """
    axes = {"images": 3, "labels": 1}[part]
    stem = f"{IDX_STEMS[split]}-{part}"
    names = [f"{stem}{dash}idx{axes}-ubyte{end}" for end in (".gz", "") for dash in "-."]
    for name in names:
        if (folder / name).is_file():
            return folder / name
    held = ", ".join(sorted(p.name for p in folder.iterdir())[:8]) or "nothing"
    raise FileNotFoundError(f"{folder} has no {split} {part}: expected {names[0]} or {names[2]}; found {held}")


def _load_folder(split, folder):
    paths = find_idx(folder, split, "images"), find_idx(folder, split, "labels")
    images, labels = (read_idx(path) for path in paths)
    if images.ndim != 3 or images.shape[1:] != (28, 28):
        raise ValueError(f"{paths[0]}: holds {_shape(images)}; expected images of N x 28 x 28 (magic number {IMAGES})")
    if labels.ndim != 1:
        raise ValueError(f"{paths[1]}: holds {_shape(labels)}; expected N labels (magic number {LABELS})")
    if len(images) != len(labels):
        raise ValueError(f"{paths[0]} has {len(images)} images, but {paths[1]} has {len(labels)} labels")
    if len(labels) == 0:
        raise ValueError(f"{paths[0]} is empty: expected at least one image")
    if labels.max() >= CLASSES:
        at = int(np.argmax(labels >= CLASSES))
        raise ValueError(f"{paths[1]}: label {labels[at]} at index {at}; expected 0 to {CLASSES - 1}")
    return images, labels


def _load_tfds(split):
    import tensorflow_datasets as tfds

    images, labels = tfds.as_numpy(tfds.load("mnist", split=split, as_supervised=True, batch_size=-1))
    return images[..., 0], labels.astype(np.uint8)


@functools.cache
def _auto():
    """The source that "auto" stands for, said once a process."""
    home = Path(os.environ.get("TFDS_DATA_DIR", "~/tensorflow_datasets")).expanduser()
    if any(home.glob("mnist/*/dataset_info.json")):
        print(
            f"MNIST: the full set, from TFDS in {home} (--data sample: the 5,000 digits shipped here)", file=sys.stderr
        )
        return "tfds"
    print("MNIST: the 5,000 digits shipped here (--data tfds downloads the full 70,000)", file=sys.stderr)
    return "sample"


def _shape(array):
    return " x ".join(map(str, array.shape)) + " values"
