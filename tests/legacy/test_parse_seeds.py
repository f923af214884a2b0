"""Graph-level seeds after parsed records, decoded images and layers called again are TensorFlow 1.15's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

PROGRAM = Path(__file__).with_name("parse_seeds.py")
# What the program printed on TensorFlow 1.15.5.
OF_TF1 = [8, 10, 10, 10, 11, 8, 8, 127, 35, 64, 27, 57, 56]


def test_every_line_counts_as_in_tf_1_15():
    """Each line of `parse_seeds`."""
    lines = PROGRAM.read_text().split('"""')[3].strip().splitlines()
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", str(PROGRAM)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    got = dict(zip(lines, map(int, result.stdout.split()), strict=True))
    assert got == dict(zip(lines, OF_TF1, strict=True))
