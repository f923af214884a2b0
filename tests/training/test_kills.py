"""SIGKILL at random moments, several times in one run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = Path(__file__).parents[2] / "benchmarks" / "kills.py"


@pytest.mark.processes
def test_killed_three_times(tmp_path):
    """Shuffled data, dropout, a schedule, averages, metrics: all ends as undisturbed, to the last bit."""
    command = [sys.executable, str(KILLS), "--kills", "3", "--least", "2", "--epochs", "6", "--most-seconds", "0.3"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"[23] kills, .*; bit-identical at the end", ended.stdout)
    assert ended.stdout.count("going on after step") >= 1
