"""Freed memory stays with the process, and the user's own settings are respected."""

import json
import os
import platform
import subprocess
import sys

import pytest

PROGRAM = """
import json, resource, threading
import numpy as np
from tf2notes import memory
kept = ASK and memory.keep()
faults = []
def steps():  # in a thread, whose heaps glibc gives back whole
    for _ in range(20):
        faults.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt)
        buffers = [np.ones(1 << 20, "f") for _ in range(8)]
thread = threading.Thread(target=steps)
thread.start()
thread.join()
print(json.dumps([kept, faults[-1] - faults[5]]))
"""


def run(ask, **env):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("MALLOC_") and k != "GLIBC_TUNABLES"}
    command = [sys.executable, "-c", PROGRAM.replace("ASK", str(ask))]
    return json.loads(subprocess.run(command, env={**clean, **env}, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library's allocator")
def test_freed_memory_is_kept():
    """Hardly a page is fetched anew, where each step fetched thousands."""
    kept, faults = run(True)
    without, faults_without = run(False)
    assert kept and not without
    assert faults * 20 < faults_without


def test_the_environment_decides():
    assert run(True, MALLOC_ARENA_MAX="2")[0] is False
    assert run(True, GLIBC_TUNABLES="glibc.malloc.arena_max=2")[0] is False
