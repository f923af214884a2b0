"""Reading and listing: every kind of file, without TensorFlow."""

import shutil
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

from tests.checkpoint import recorded
from tf2notes import checkpoint
from tf2notes.checkpoint.crc32c import crc32c

CASES = sorted(p.name for p in recorded.GOLDENS.iterdir() if (p / "checkpoint").is_file())


@pytest.mark.parametrize("case", CASES)
def test_equals_tensorflows_own_reader(case):
    """Names, shapes and every number."""
    found = checkpoint.read(recorded.path(case))
    reader = tf.train.load_checkpoint(found.path)
    assert {n: list(v.shape) for n, v in found.variables.items()} == reader.get_variable_to_shape_map()
    if case != "v1_partitioned":  # TensorFlow 2.21 cannot read that any more
        for name in found:
            np.testing.assert_array_equal(found[name], reader.get_tensor(name))


def test_partitioned_in_the_old_format():
    """The same run saved in both formats holds the same numbers."""
    new, old = (checkpoint.read(recorded.path(case)) for case in ("partitioned", "v1_partitioned"))
    assert (new.kind, old.kind) == ("V2 checkpoint", "V1 checkpoint")
    assert list(new) == list(old)
    for name in new:
        assert new.variables[name].parts == old.variables[name].parts
        np.testing.assert_array_equal(new[name], old[name])
    assert new.variables["net/hidden/kernel"].parts == 3


def test_ways_to_name_it(tmp_path):
    """The prefix, any of its files, the folder, the state file; a folder that was moved; the latest of several."""
    folder = shutil.copytree(recorded.path("adam"), tmp_path / "moved")
    names = ["", "checkpoint", "model.ckpt-20", "model.ckpt-20.index", "model.ckpt-20.data-00000-of-00001"]
    for name in [*names, "model.ckpt-20.meta"]:
        assert checkpoint.read(folder / name).path == str(folder / "model.ckpt-20")
    (folder / "checkpoint").write_text('model_checkpoint_path: "/gone/away/model.ckpt-20"\n')
    assert checkpoint.read(folder).path == str(folder / "model.ckpt-20")
    assert checkpoint.read(recorded.path("saved_model") / "saved_model.pb").kind == "SavedModel"
    assert checkpoint.read(recorded.path("frozen")).kind == "frozen graph"


def test_what_is_not_there(tmp_path):
    """The nearest checkpoints are named."""
    folder = shutil.copytree(recorded.path("adam"), tmp_path / "run")
    with pytest.raises(FileNotFoundError, match=r"no checkpoint at .*model\.ckpt-30.* holds model\.ckpt-20"):
        checkpoint.read(folder / "model.ckpt-30")
    with pytest.raises(FileNotFoundError, match="There is no folder"):
        checkpoint.read(tmp_path / "nowhere" / "model.ckpt")
    with pytest.raises(FileNotFoundError, match="neither a `checkpoint` state file"):
        checkpoint.read(tmp_path)
    with pytest.raises(LookupError, match="Did you mean hidden/kernel"):
        checkpoint.read(folder)["hiden/kernel"]
    with pytest.raises(checkpoint.CheckpointError, match=r"test_reading\.py: it does not end as a checkpoint does"):
        checkpoint.read(__file__)


def test_shards_strings_and_small_types(tmp_path):
    """Strings, booleans, half precision, several shards."""
    prefix = str(tmp_path / "x")
    values = {
        "bool": tf.constant([True, False]),
        "brain": tf.constant([1.5, -2], tf.bfloat16),
        "half": tf.constant([0.25], tf.float16),
        "long": tf.constant([[-(2**40)]], tf.int64),
        "words": tf.constant(["a", "", "b" * 1000]),
    }
    names = list(values)
    for i, part in enumerate((names[:2], names[2:])):
        tf.raw_ops.SaveV2(
            prefix=f"{prefix}.part{i}",
            tensor_names=part,
            shape_and_slices=[""] * len(part),
            tensors=[values[n] for n in part],
        )
    tf.raw_ops.MergeV2Checkpoints(checkpoint_prefixes=[f"{prefix}.part0", f"{prefix}.part1"], destination_prefix=prefix)
    found = checkpoint.read(prefix)
    assert len(list(tmp_path.glob("x.data-*"))) == 2
    for name, value in values.items():
        assert found[name].tolist() == value.numpy().tolist()


def test_parts_far_out(tmp_path):
    """Parts whose places need several bytes in their keys; one that is not there is noticed when it is read."""
    prefix = str(tmp_path / "x")
    whole = np.arange(300 * 100, dtype=np.float32).reshape(300, 100)
    tf.raw_ops.SaveV2(
        prefix=prefix,
        tensor_names=["v", "v", "w"],
        shape_and_slices=["300 100 0,100:-", "300 100 100,200:-", "300 100 100,200:-"],
        tensors=[tf.constant(whole[:100]), tf.constant(whole[100:]), tf.constant(whole[100:])],
    )
    found = checkpoint.read(prefix)
    np.testing.assert_array_equal(found["v"], whole)
    with pytest.raises(checkpoint.CheckpointError, match="w: its parts do not cover it"):
        found["w"]


def test_checksum():
    """The standard's example; in lanes and byte by byte it is the same."""
    assert crc32c(b"123456789") == 0xE3069283
    data = np.random.default_rng(0).bytes(70000)
    pieces = 0
    for i in range(0, len(data), 1000):
        pieces = crc32c(data[i : i + 1000], pieces)
    assert crc32c(data) == pieces


def test_table():
    """Slots, averages, powers and steps are told apart."""
    text = checkpoint.show(checkpoint.read(recorded.path("adam")))
    assert "hidden/kernel/Adam_1  [4, 5]  float32         Adam slot: v of hidden/kernel" in text
    assert "beta1_power           []      float32         optimizer" in text
    assert text.endswith("4 variables, 43 numbers, 2 powers of beta, 1 step, 8 slots")
    roles = {row.name: row.what for row in checkpoint.rows(checkpoint.read(recorded.path("rmsprop_centered")))}
    assert roles["out/bias/RMSProp"] == "RMSProp slot: mean square of out/bias"
    assert roles["out/bias/RMSProp_1"] == "RMSProp slot: mean of out/bias"
    assert roles["out/bias/RMSProp_2"] == "RMSProp slot: momentum of out/bias"
    roles = {row.name: row for row in checkpoint.rows(checkpoint.read(recorded.path("adam_decay")))}
    slot = roles["train/train/out/bias/Mine_1"]  # in a scope, under a name of its own
    assert (slot.role, slot.of, slot.optimizer, slot.number) == ("slot", "train/out/bias", "Mine", 1)
    assert roles["train/beta1_power"].role == "optimizer"
    averages = [row for row in checkpoint.rows(checkpoint.read(recorded.path("ema"))) if row.role == "average"]
    assert [row.of for row in averages] == ["hidden/bias", "hidden/kernel", "out/bias", "out/kernel"]
    assert "parts" in checkpoint.show(checkpoint.read(recorded.path("partitioned")))


@pytest.mark.processes
def test_listing_needs_no_tensorflow():
    """`inspect` starts in a moment: nothing of TensorFlow is imported."""
    code = (
        "import sys; from tf2notes.checkpoint.__main__ import main; main(['inspect', sys.argv[1]]); "
        "assert not {'tensorflow', 'keras'} & set(sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code, recorded.path("adam")], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
