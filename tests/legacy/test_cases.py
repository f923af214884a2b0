"""Every case of ``tests/legacy/cases`` computes on the TF1 surface what TensorFlow 1.15 computed."""

import ast
from pathlib import Path

import numpy as np
import pytest
import tensorflow.compat.v1 as tf

from tests.record_cases import run_cases
from tf2notes import legacy

CASES = Path(__file__).parent / "cases"
GOLDENS = Path(__file__).parents[1] / "goldens" / "legacy"


def all_cases():
    for path in sorted(CASES.glob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("case_"):
                yield pytest.param(path, node.name, id=f"{path.stem}-{node.name[5:]}")


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize(("path", "case"), list(all_cases()))
def test_case_equals_tf_1_15(path, case):
    """Names, strings and integers are equal; floats within 1e-5 relative, or what the file's TOLERANCE says and why."""
    module = legacy.load(path)
    expected = np.load(GOLDENS / f"{path.stem}.npz")
    expected = {name: expected[name] for name in expected.files if name.startswith(f"{case}/")}
    got = run_cases(module, tf, only=[case])
    assert sorted(got) == sorted(expected), "record it anew with tests/record_cases.py if the case itself changed"
    tolerance, _reason = getattr(module, "TOLERANCE", {}).get(case, (1e-5, "default"))
    for name, value in expected.items():
        assert got[name].dtype.kind == value.dtype.kind, f"{name}: {got[name].dtype} instead of {value.dtype}"
        if value.dtype.kind == "f":
            np.testing.assert_allclose(got[name], value, rtol=tolerance, atol=tolerance / 10, err_msg=name)
        else:
            np.testing.assert_array_equal(got[name], value, err_msg=name)
