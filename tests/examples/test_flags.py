"""flags: what each command line sets, in process and in a process of its own."""

import subprocess
import sys

import pytest

from tests.examples.parity import assert_results
from tf2notes import catalog


def test_values():
    """Both sides parse the notes' call as the notes say, and a boolean's separate value as nobody expects."""
    for results in assert_results("flags"):
        assert results["defaults"].tolist() == ["def_v_1", "10", "False"]
        assert results["the notes' call"].tolist() == ["test_str", "99", "True", "True"]
        assert results["--bool_name False"].tolist() == ["def_v_1", "10", "True", "False"]
        assert results["--nobool_name"].tolist() == ["def_v_1", "10", "False"]
        assert results["main without argument"] == "TypeError"


@pytest.mark.processes
@pytest.mark.slow
def test_as_a_program():
    """The original as a program with the notes' arguments prints them."""
    script = catalog.paths("flags")["original"]
    line = ["--str_name", "test_str", "--int_name", "99", "--bool_name", "True"]
    run = subprocess.run([sys.executable, "-m", "tf2notes.legacy", script, *line], capture_output=True, text=True)
    assert run.stdout.split() == ["test_str", "99", "True"], run.stderr
