"""The digits: sources, order, and files that are not what they should be."""

import gzip
import struct

import numpy as np
import pytest
from tf2notes.pipelines import mnist


def write_idx(path, array, magic=None, compress=False):
    content = struct.pack(">I", magic or 0x800 + array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    content += array.astype(np.uint8).tobytes()
    path.write_bytes(gzip.compress(content) if compress else content)


@pytest.fixture
def folder(tmp_path):
    """Six digits of the test split alone, one file gzipped."""
    images = np.arange(6 * 784).reshape(6, 28, 28) % 256
    write_idx(tmp_path / "t10k-images-idx3-ubyte.gz", images, compress=True)
    write_idx(tmp_path / "t10k-labels-idx1-ubyte", np.arange(6))
    return tmp_path


def test_sample():
    """The sample has 400 + 100 digits of each class."""
    for split, each in [("train", 400), ("test", 100)]:
        images, labels = mnist.load_arrays(split, "sample")
        assert images.shape == (each * 10, 28, 28)
        assert np.bincount(labels).tolist() == [each] * 10


def test_datasets_are_scaled_batched_and_complete():
    """An epoch has every digit once, as float32 in [0, 1] with a channel, the last batch smaller."""
    train, test = mnist.datasets("sample", batch_size=300, seed=1)
    images, labels = next(iter(train))
    assert (images.dtype, images.shape, labels.dtype) == ("float32", (300, 28, 28, 1), "int32")
    assert float(images.numpy().max()) == 1.0
    assert sorted(np.concatenate([y for _, y in train])) == sorted(mnist.load_arrays("train", "sample")[1])
    assert [len(y) for _, y in test] == [300, 300, 300, 100]


def test_same_seed_same_order_new_order_each_epoch():
    """Two pipelines with one seed agree; two epochs of one pipeline do not."""
    one, two = (mnist.dataset("train", "sample", 50, seed=7) for _ in range(2))
    first = [y.numpy() for _, y in one.take(3)]
    np.testing.assert_array_equal(first, [y.numpy() for _, y in two.take(3)])
    assert not np.array_equal(first, [y.numpy() for _, y in one.take(3)])


def test_folder_with_one_split(folder):
    """A folder may hold one split; asking for the other one names the file that is missing."""
    images, labels = mnist.load_arrays("test", folder)
    assert images.shape == (6, 28, 28)
    assert labels.tolist() == [0, 1, 2, 3, 4, 5]
    with pytest.raises(FileNotFoundError, match=r"no train images: expected train-images-idx3-ubyte.gz"):
        mnist.load_arrays("train", folder)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda c: c[:-1], "has 13 bytes, but its header asks for 14"),
        (lambda c: c + b"\0", "has 15 bytes, but its header asks for 14"),
        (lambda c: b"", "starts with nothing"),
        (lambda c: b"\x01" + c[1:], "starts with 01 00 08 01"),
        (lambda c: c[:6], "has 6 bytes"),
        (lambda c: gzip.compress(c)[:-9], "cut short"),
        (lambda c: gzip.compress(c)[:15] + b"\xff" + gzip.compress(c)[16:], "damaged"),
        (lambda c: c[:-1] + b"\x0a", "label 10 at index 5; expected 0 to 9"),
        (lambda c: struct.pack(">II", 2049, 5) + c[8:-1], "6 images"),
        (lambda c: struct.pack(">III", 2050, 6, 1) + c[8:], "holds 6 x 1 values; expected N labels"),
    ],
)
def test_damaged_labels(folder, damage, message):
    """Whatever is wrong with a file is said with the file's name and what was expected."""
    path = folder / "t10k-labels-idx1-ubyte"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=message) as error:
        mnist.load_arrays("test", folder)
    assert str(path) in str(error.value)


def test_auto_takes_the_sample_and_says_so(tmp_path, monkeypatch, capsys):
    """Without TFDS on disk, "auto" is the sample, with one line on standard error."""
    monkeypatch.setenv("TFDS_DATA_DIR", str(tmp_path))
    mnist._auto.cache_clear()
    assert len(mnist.load_arrays("test", "auto")[1]) == 1000
    assert len(mnist.load_arrays("test", "auto")[1]) == 1000
    assert capsys.readouterr().err.count("--data tfds") == 1


def test_wrong_source_and_split():
    """Anything else is refused with what would do."""
    with pytest.raises(ValueError, match="expected 'auto', 'sample', 'tfds' or a folder"):
        mnist.load_arrays("train", "/no/such/folder")
    with pytest.raises(ValueError, match="'train', 'test'"):
        mnist.load_arrays("validation", "sample")
