"""The TFDS builders work offline, and hold what the pipelines hold."""

import subprocess
import sys

import numpy as np
import pytest
from tf2notes.pipelines import mnist, words


@pytest.fixture(scope="module")
def tfds():
    return pytest.importorskip("tensorflow_datasets")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    import tf2notes.pipelines.tfds_builders  # noqa: F401 - registers them

    return str(tmp_path_factory.mktemp("tfds"))


@pytest.mark.filterwarnings("ignore")  # TFDS's own
@pytest.mark.slow
def test_digits_are_the_sample(tfds, folder):
    loaded, info = tfds.load("tf2notes_digits", data_dir=folder, with_info=True, as_supervised=True, batch_size=-1)
    assert info.supervised_keys == ("image", "label")
    for split in mnist.SPLITS:
        images, labels = mnist.load_arrays(split, "sample")
        np.testing.assert_array_equal(loaded[split][0][..., 0], images)
        np.testing.assert_array_equal(loaded[split][1], labels)
    rows = tfds.load("tf2notes_digits", split="train", data_dir=folder).take(4)
    assert tfds.show_examples(rows, info, rows=2, cols=2) is not None


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "sizes"), [("words", {"train": 4857, "test": 128}), ("series", {"echo": 200, "sine": 2000})]
)
def test_words_and_series_load(tfds, folder, name, sizes):
    loaded = tfds.load(f"tf2notes_{name}", data_dir=folder)
    assert {split: len(rows) for split, rows in loaded.items()} == sizes
    if name == "words":
        row = next(loaded["train"].as_numpy_iterator())
        assert row["source"].decode() in words.load() and sorted(row["source"]) == list(row["target"])
        pytest.importorskip("pandas")
        assert len(tfds.as_dataframe(loaded["test"])) == 128


def test_importing_the_package_imports_no_tensorflow():
    code = "import sys, tf2notes.pipelines.words, tf2notes.pipelines.csv; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
