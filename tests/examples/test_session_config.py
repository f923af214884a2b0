"""session_config: placement in this process; the settings that need a fresh one in a fresh one."""

import subprocess
import sys

import pytest
import tensorflow as tf

from tests.examples.parity import assert_results


def test_values():
    """Both sides refuse a missing device, and put the operation elsewhere where that is allowed."""
    for results in assert_results("session_config"):
        assert results["without soft placement it is refused"]
        assert results["with soft placement"] == 3
        assert results["memory of 10,000 MB at 0.7"] == pytest.approx(7000)


def test_too_late():
    """A session has its own configuration; a process has one, and it is settled once something was computed."""
    tf.constant(1.0)
    with pytest.raises(RuntimeError, match="after initialization"):
        tf.config.threading.set_inter_op_parallelism_threads(63)


@pytest.mark.processes
@pytest.mark.slow
def test_the_settings_arrive():
    """What Runtime sets holds in a process that begins with it."""
    program = """
import tensorflow as tf
from tf2notes.examples.session_config import Runtime
Runtime(visible_gpus=(), intra_op_threads=2, inter_op_threads=1).apply()
tf.constant(1.0)
print(tf.config.threading.get_intra_op_parallelism_threads(), tf.config.threading.get_inter_op_parallelism_threads(),
      tf.config.get_visible_devices("GPU"))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "2 1 []", run.stderr
