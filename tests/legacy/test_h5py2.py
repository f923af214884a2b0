"""HDF5 files as programs of h5py 2 opened and read them."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = """
import os
import h5py
import numpy as np
import tensorflow as tf

with h5py.File("a.h5") as f:
    f["x"] = np.arange(3)
    f["s"] = "text"
    f.create_dataset("names", data=np.array(["ab", "ü"], dtype=object), dtype=h5py.special_dtype(vlen=str))
    f.create_dataset("raw", data=np.array([b"ab"], dtype="S2"))
    f.create_dataset("bytes", data=np.array([b"ab"], dtype=object), dtype=h5py.special_dtype(vlen=bytes))
with h5py.File("a.h5") as f:
    f["y"] = 2.0
    print(f["x"].value.tolist(), f["y"].value, f["s"].value, f["s"][()], f["names"][:].tolist(), f["names"][1])
    print(f["names"].value.tolist(), f["raw"][0], f["bytes"][0], f["x"][1:].tolist(), f.mode)
model = tf.keras.Sequential([tf.keras.layers.Dense(2, input_shape=(3,))])
model.save("m.h5")
print(tf.keras.models.load_model("m.h5").output_shape)
"""


def test_modes_values_and_text(tmp_path):
    """A file without a mode is written, ``value`` is the whole data set, and text is text."""
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", "program.py"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=120)
    assert result.returncode == 0, result.stderr
    first, second, third = result.stdout.splitlines()
    assert first == "[0, 1, 2] 2.0 text text ['ab', 'ü'] ü"
    assert second == "['ab', 'ü'] b'ab' b'ab' [1, 2] r+"
    assert third == "(None, 2)"
