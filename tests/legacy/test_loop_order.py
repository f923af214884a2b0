"""Loops that draw random numbers do so in the order of their iterations."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.processes

PROGRAM = Path(__file__).with_name("loop_order.py")
# What the program printed on TensorFlow 1.15.5.
OF_TF1 = """
0.48394 0.65713 0.2652 0.8794
0.2963 -1.13362 0.44039 -0.03925
0.19337 0.28831 0.35904 0.374 0.16368 0.14697 -0.32526 -0.24246 0.0 0.0
0.24965
0.88729
0.29664
4.93898
1.42025
"""


def test_iterations_meet_the_numbers_of_a_seed_as_in_tf_1_15():
    """A loop, `tf.map_fn` over random numbers, dropout in `tf.nn.dynamic_rnn` and its gradients."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", str(PROGRAM)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.strip().splitlines()
    for got, expected in zip(lines, OF_TF1.strip().splitlines(), strict=True):
        np.testing.assert_allclose(np.float64(got.split()), np.float64(expected.split()), rtol=1e-4, atol=2e-5)
