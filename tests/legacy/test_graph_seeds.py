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
11 8 9 10 12 19 8 13 29 19 9 29 33 20 23 45 49 53 46 10 24 182 64 18 82 14 68 111 14 22 36 24 46 13 27 14 53 49 74
46 73 19 38 38 81 185 18 20 23 24 29 27 16 28 28 13 81 22 29 38 35 18 60 29 20 41 10 8 33 32 24 26 34 27 15 25 75
412 150 103 64 32 502 244 253 11 30 40 9 88 35 160 34 28 31 8 69 30 107
47 54 51 43 35 32 13 9 9 11 23 145 25 290 30 30
"""
OF_TF1 = [int(count) for count in COUNTS.split()]
KERAS = PROGRAM.with_name("keras_seeds.py")
KERAS_OF_TF1 = """
49 30 134 7 7
28 87 153 7 7
28 69 208 7 7
28 68 239 7 7
27 125 162 7 7
28 252 169 7 7
27 61 172 7 7
61 38 294 7 7
41 48 152 7 7
104 30 229 7 7
36 30 167 7 7
416 30 902 7 7
102 58 284 7 7
311 30 804 7 7
348 30 884 7 7
"""
FUNCTIONS = PROGRAM.with_name("function_seeds.py")
FUNCTIONS_OF_TF1 = """
8 21 8 64 8 105 86 13 42 43 30 51 16 27 36 51 110 67 116 6 20 9 19 6 27 25 53 43 14 11 9 6 18 35 8 13 10 18 14 11 14
11 7 106 31 14 14 6 19 9 100 6 100 6 125 9 38 9 129 9 13 9 14 9 36 9 27 6 9 6 22 6 21 6 16 15 12 15 11 15 72 76 91 6
34 76 37 133 43 97 27 113 27 94 27 76 27 92 31 124 31 101 27 63 31 102 27 78 27 61
"""


def _printed(program):
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", str(program)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_every_line_counts_as_in_tf_1_15():
    """Layers, losses, cells, images, parsing, data sets, gradients and optimizers of `graph_seeds`."""
    lines = PROGRAM.read_text().split('"""')[3].strip().splitlines()
    got = dict(zip(lines, map(int, _printed(PROGRAM).split()), strict=True))
    assert got == dict(zip(lines, OF_TF1, strict=True))


def test_keras_models_count_as_in_tf_1_15():
    """Building, compiling, fitting, evaluating and predicting, each model of `keras_seeds`."""
    lines = KERAS.read_text().split('"""')[3].strip().splitlines()
    got = dict(zip(lines, _printed(KERAS).splitlines(), strict=True))
    assert got == dict(zip(lines, KERAS_OF_TF1.strip().splitlines(), strict=True))


def test_less_frequent_functions_count_as_in_tf_1_15():
    """Each call of `function_seeds`, and the gradients through it."""
    lines = FUNCTIONS.read_text().split('"""')[3].strip().splitlines()
    got, of_tf1 = (iter(map(int, text.split())) for text in (_printed(FUNCTIONS), FUNCTIONS_OF_TF1))
    pairs = [dict(zip(lines, zip(counts, counts, strict=True), strict=True)) for counts in (got, of_tf1)]
    assert pairs[0] == pairs[1]


def test_what_is_imported_counts_as_in_tf_1_15():
    """A meta graph of TensorFlow 1 holds its own ops; one of ours says how many they would have been."""
    printed = _printed(PROGRAM.with_name("meta_graph_seeds.py"))
    assert list(map(int, printed.split())) == [137, 137, 143, 136, 142]
