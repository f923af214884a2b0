"""`tf2notes launch`: worker processes that are interrupted, killed and started again."""

import contextlib
import re
import signal
import subprocess
import sys
import threading
import time

import keras
import numpy as np
import pytest

from tf2notes import launch
from tf2notes.examples import softmax_mnist

ARGUMENTS = ["softmax_mnist", "--steps", "300", "--data", "sample", "--save-seconds", "0.2"]


class Launched:
    """A launcher whose standard error is read line by line; at the end of the block it and its workers are gone."""

    def __init__(self, *arguments):
        self.command = [sys.executable, "-m", "tf2notes.launch", *arguments]

    def __enter__(self):
        kept = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self.process = subprocess.Popen(self.command, start_new_session=True, **kept)
        self.lines = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        return self

    def _read(self):
        with self.process.stdout as lines:
            self.lines.extend(iter(lines.readline, ""))

    def __exit__(self, *_):
        for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):  # the second one kills its workers
            if self.process.poll() is None:
                self.process.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(10)
        self.reader.join()

    def text(self):
        return "".join(self.lines)

    def until(self, condition, seconds):
        """Wait for a condition; what was said so far is the message of the failure."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"not within {seconds} s:\n{self.text()}"
            assert self.process.poll() is None or condition(), f"it has ended:\n{self.text()}"
            time.sleep(0.05)

    def wait(self, seconds):
        self.process.wait(seconds)
        self.reader.join()
        return self.process.returncode


def checkpoints(folder):
    return sorted(path.name for path in folder.glob("checkpoints/step-*"))


@pytest.mark.slow
@pytest.mark.processes
def test_interrupted_and_killed(tmp_path):
    """Ctrl-C saves on all workers at one step. Killing one of two workers ends the other one within 60 s, and the
    restart goes on from the last checkpoint; the weights end as those of one process that nobody disturbed.
    """
    with Launched("--workers", "2", *ARGUMENTS, "--folder", str(tmp_path)) as run:
        run.until(lambda: checkpoints(tmp_path), 90)
        run.process.send_signal(signal.SIGINT)
        assert run.wait(60) == 130, run.text()
        assert "SIGINT: all workers save and end" in run.text()
    saved = checkpoints(tmp_path)
    assert saved == sorted(path.name for path in tmp_path.glob("checkpoints/worker-1/step-*"))

    with Launched("--workers", "2", *ARGUMENTS, "--folder", str(tmp_path)) as run:
        run.until(lambda: checkpoints(tmp_path) > saved, 90)
        victim = re.findall(r"process (\d+) at", run.text())[1]
        subprocess.run(["kill", "-KILL", victim], check=True)
        run.until(lambda: "starting again from the last checkpoint" in run.text(), 60)
        assert "worker 1 was killed by SIGKILL" in run.text()
        assert "another of the 2 workers has died or cannot be reached; the last checkpoint is of step" in run.text()
        assert "still runs" not in run.text(), "it ended by itself"
        assert run.wait(120) == 0, run.text()
    steps = [int(step) for step in re.findall(r"going on after step (\d+)", run.text())]
    assert len(steps) == 2 and steps[0] < steps[1]

    kept = []
    keeper = keras.callbacks.LambdaCallback(on_train_end=lambda logs: kept.extend(keeper.model.get_weights()))
    softmax_mnist.train(softmax_mnist.Config(steps=300, data="sample"), callbacks=[keeper])
    for found, expected in zip(keras.models.load_model(tmp_path / "model.keras").get_weights(), kept, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


def python(text):
    return [sys.executable, "-c", text]


@pytest.mark.processes
def test_exit_codes_and_output():
    """The code is that of the worker which failed first, the others are ended, and lines say whose they are."""
    said = []
    fails_second = "import os, sys, time, json; i = json.loads(os.environ['TF_CONFIG'])['task']['index'];"
    fails_second += "print('here is', i); sys.stdout.flush(); time.sleep(0 if i else 60); sys.exit(5)"
    found = launch.supervise(python(fails_second), 2, grace=0.5, logs=lambda i, line: said.append((i, line.strip())))
    assert found == (5, False)
    assert sorted(said) == [(0, "here is 0"), (1, "here is 1")]
    assert launch.supervise(python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), 1) == (137, True)
    assert launch.supervise(python("import sys; sys.exit(75)"), 1) == (75, True)
    assert launch.supervise(python("pass"), 2) == (0, False)


@pytest.mark.processes
def test_cause_is_named(capsys):
    """Also where all workers ended before the launcher looked again, and whichever of them it was."""
    texts = ["import sys; sys.exit(75)", "import os; os.abort()", "import os; os.kill(os.getpid(), 9)"]
    processes = [subprocess.Popen(python(text)) for text in texts]
    for process in processes:
        process.wait()
    assert launch._watch(processes, [], 1, None) == (137, True)
    assert "worker 2 was killed by SIGKILL" in capsys.readouterr().err


@pytest.mark.processes
def test_limit():
    """Workers that never end are ended."""
    started = time.monotonic()
    code, killed = launch.supervise(python("import time; time.sleep(60)"), 2, limit=0.5)
    assert code == 137 and not killed and time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["softmax_mist"], "Did you mean softmax_mnist"),
        (["dropout"], "nothing to train"),
        (["seq2seq_letters"], "trains by Keras' fit"),
        (["--workers", "0", "softmax_mnist"], "--workers 0: expected at least 1"),
        (["softmax_mnist", "--strategy", "mirrored"], "launch gives multiworker itself"),
    ],
)
def test_refusals(arguments, message, capsys):
    """Before any process is started."""
    with pytest.raises(SystemExit) as ended:
        launch.main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err
