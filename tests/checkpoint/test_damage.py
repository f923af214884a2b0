"""Truncated and altered files: refused by name, or read as they were; never anything in between."""

import random
import shutil

import numpy as np
import pytest

from tests.checkpoint import models, recorded
from tf2notes import checkpoint

CASES = ("adam", "partitioned", "tf_layers", "v1_format", "v1_partitioned", "saved_model")


def mutated(data, chance):
    """A file's bytes with something wrong: cut off, bytes turned, zeroed, inserted, removed, repeated, swapped."""
    data, place = bytearray(data), chance.randrange(len(data))
    length = min(chance.choice([1, 1, 2, 8, 64]), len(data) - place)
    kind = chance.randrange(8)
    if kind == 0:
        del data[place:]
    elif kind == 1:
        data[place] ^= 1 << chance.randrange(8)
    elif kind == 2:
        data[place : place + length] = bytes(length)
    elif kind == 3:
        data[place : place + length] = chance.randbytes(length)
    elif kind == 4:
        data[place:place] = chance.randbytes(length)
    elif kind == 5:
        del data[place : place + length]
    elif kind == 6:
        data[place : place + length] = b"\xff" * length
    else:
        data += data[place:]
    return bytes(data)


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("case", CASES)
def test_refused_by_name_or_read_equal(case, seed, tmp_path):
    """300 files with one thing wrong each: the error names the file, or every number is right."""
    chance = random.Random(f"{case} {seed}")
    original = checkpoint.read(recorded.path(case))
    expected = {name: original[name] for name in original}
    folder = shutil.copytree(recorded.path(case), tmp_path / "run")
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in ("expected.npz", "saved_model.pb"))
    victim = chance.choice(files)
    victim.write_bytes(mutated(victim.read_bytes(), chance))
    try:
        found = checkpoint.read(folder)
        got = {name: found[name] for name in found}
    except (checkpoint.CheckpointError, FileNotFoundError) as error:
        assert victim.name.split(".data")[0].split(".index")[0] in str(error)
        if isinstance(error, checkpoint.CheckpointError):
            assert victim.name in str(error), error
        return
    assert set(got) == set(expected)
    for name, array in expected.items():
        np.testing.assert_array_equal(got[name], array)


@pytest.mark.parametrize("seed", range(60))
def test_a_graph_without_checksums(seed, tmp_path):
    """A frozen graph has no checksums: what is cut off or out of joint is refused by name, and nothing crashes."""
    chance = random.Random(seed)
    path = tmp_path / "frozen.pb"
    path.write_bytes(mutated(recorded.path("frozen").read_bytes(), chance))
    try:
        found = checkpoint.read(path)
        for name in found:
            assert found[name].shape == found.variables[name].shape
    except checkpoint.CheckpointError as error:
        assert str(path) in str(error)


@pytest.mark.parametrize("size", range(0, 1219, 53))
def test_a_graph_cut_off(size, tmp_path):
    """However much of a frozen graph is missing, it is refused by name."""
    data = recorded.path("frozen").read_bytes()
    path = tmp_path / "frozen.pb"
    path.write_bytes(data[:size])
    with pytest.raises(checkpoint.CheckpointError, match=r"frozen\.pb"):
        checkpoint.read(path)


def test_a_footer_that_asks_for_everything(tmp_path):
    """Bytes that no checksum covers may ask for exabytes; TensorFlow's own reader would be asked for that memory."""
    folder = shutil.copytree(recorded.path("adam"), tmp_path / "run")
    index = folder / "model.ckpt-20.index"
    data = bytearray(index.read_bytes())
    data[-48:-28] = b"\xff\xff\xff\xff\xff\xff\xff\x7f" * 2 + b"\x01\x01\x00\x00"
    index.write_bytes(bytes(data))
    with pytest.raises(checkpoint.CheckpointError, match=r"model\.ckpt-20\.index"):
        checkpoint.read(folder)


def test_a_damaged_checkpoint_leaves_the_model_alone(tmp_path):
    """The last variable's checksum is wrong: the model keeps every weight that it had."""
    folder = shutil.copytree(recorded.path("adam"), tmp_path / "run")
    data = folder / "model.ckpt-20.data-00000-of-00001"
    content = bytearray(data.read_bytes())
    content[-1] ^= 1
    data.write_bytes(bytes(content))
    model = models.small()
    before = model.get_weights()
    model.compile("adam", "mse")
    with pytest.raises(checkpoint.CheckpointError, match=r"data-00000-of-00001: a checksum is wrong"):
        checkpoint.load(model, folder, optimizer=True)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    assert int(model.optimizer.iterations.numpy()) == 0


def test_a_missing_shard(tmp_path):
    """A data file that is not there is named."""
    folder = shutil.copytree(recorded.path("adam"), tmp_path / "run")
    (folder / "model.ckpt-20.data-00000-of-00001").unlink()
    with pytest.raises(checkpoint.CheckpointError, match="data-00000-of-00001: missing"):
        checkpoint.read(folder)["hidden/kernel"]
