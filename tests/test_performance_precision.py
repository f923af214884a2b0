"""--precision: what is offered where."""

import keras
import pytest

from tf2notes import precision


def test_cpu_without_the_instructions_is_an_error(monkeypatch, tmp_path):
    """The error says what was looked for."""
    monkeypatch.setattr(precision, "_has_gpu", lambda: False)
    (tmp_path / "cpuinfo").write_text("flags\t\t: fpu sse avx2\n")
    read = precision.flags
    monkeypatch.setattr(precision, "flags", lambda: read(tmp_path / "cpuinfo"))
    with pytest.raises(ValueError, match="avx512_bf16, amx_bf16"):
        precision.check("bfloat16")
    precision.check("float32")


def test_cpu_with_the_instructions(tmp_path):
    """Linux' flags are read; a system without the file has none."""
    (tmp_path / "cpuinfo").write_text("flags\t\t: fpu avx512_bf16 avx512f\n")
    assert precision.flags(tmp_path / "cpuinfo") == ["avx512_bf16"]
    assert precision.flags(tmp_path / "none") == []


def test_unknown_names_are_refused():
    """A name that is none of the two."""
    with pytest.raises(ValueError, match="expected one of float32, bfloat16"):
        precision.check("float16")


def test_models_built_inside_compute_in_bfloat16():
    """Weights stay float32, the policy is as before afterwards."""
    with precision.using("bfloat16"):
        dense = keras.layers.Dense(2)
    dense.build((None, 2))
    assert (dense.compute_dtype, dense.kernel.dtype) == ("bfloat16", "float32")
    assert keras.layers.Dense(2).compute_dtype == "float32"
