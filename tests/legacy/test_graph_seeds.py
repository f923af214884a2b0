"""Graph-level seeds count the ops that TensorFlow 1.15 would have made, in a process of the program's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

PROGRAM = Path(__file__).parent / "graph_seeds.py"
# What the program printed on TensorFlow 1.15.5.
COUNTS = """
11 8 9 10 12 19 8 13 29 19 9 29 33 20 23 45 49 10 24 182 64 18 82 14 68 111 14 22 36 24 46 13 27 14 53
49 74 46 73 19 38 38 81 185 18 20 29 27 16 28 28 13 81 22 29 38 35 18 60 29 20 41 10 8 33 32 24 26 34 27 15 25
75 412 150 103
"""
OF_TF1 = [int(count) for count in COUNTS.split()]


def test_every_line_counts_as_in_tf_1_15():
    """Layers, losses, cells, images, parsing, data sets, gradients and optimizers of `graph_seeds`."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", str(PROGRAM)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    lines = PROGRAM.read_text().split('"""')[3].strip().splitlines()
    got = dict(zip(lines, map(int, result.stdout.split()), strict=True))
    assert got == dict(zip(lines, OF_TF1, strict=True))
