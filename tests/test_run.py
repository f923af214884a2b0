"""The runner: listing, paths, options, a run's folder, interruption."""

import json
import signal
import subprocess
import sys
import time

import keras
import pytest

from tf2notes import catalog, run


def test_list_and_where(capsys):
    """--list has one line an example; --where prints files that exist."""
    assert run.main(["--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(catalog.names())
    assert run.main(["--where", "cnn_mnist"]) == 0
    assert "legacy/examples/cnn_mnist.py" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cnn_mnits"], "Did you mean cnn_mnist"),
        (["--where"], "expected --where NAME"),
        (["--lst"], "unknown option --lst"),
    ],
)
def test_mistakes_are_answered(arguments, message, capsys):
    """A wrong name or option gets a line that says what to do, and exit code 2."""
    assert run.main(arguments) == 2
    assert message in capsys.readouterr().err


def test_help_does_not_import_tensorflow():
    """Help and listing stay fast because TensorFlow stays out."""
    code = """
import sys
from tf2notes import run
for arguments in (["--list"], ["--help"], ["--where", "cnn_mnist"]):
    run.main(arguments)
try:
    run.main(["cnn_mnist", "--help"])
except SystemExit as end:
    assert end.code == 0
assert "tensorflow" not in sys.modules
assert "keras" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_run_leaves_its_folder(tmp_path, capsys):
    """A run leaves the model, the history, the configuration, events and a picture, and prints its metrics."""
    arguments = ["cnn_mnist", "--steps", "4", "--batch-size", "8", "--data", "sample", "--out", str(tmp_path)]
    assert run.main(arguments) == 0
    (folder,) = tmp_path.iterdir()
    assert {p.name for p in folder.iterdir()} == {
        *("model.keras", "history.json", "config.json", "metrics.json", "curves.png", "events")
    }
    assert json.loads((folder / "config.json").read_text())["batch_size"] == 8
    assert json.loads((folder / "history.json").read_text())["step"] == [4]
    assert keras.models.load_model(folder / "model.keras").output_shape == (None, 10)
    assert "accuracy:" in capsys.readouterr().out


def test_bad_data_leaves_nothing(tmp_path, capsys):
    """A folder that is not there is said in one line, and no run folder is left."""
    assert run.main(["cnn_mnist", "--data", str(tmp_path / "none"), "--out", str(tmp_path)]) == 2
    assert "expected 'auto'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.processes
def test_ctrl_c_keeps_what_was_learned(tmp_path):
    """SIGINT in the middle of training ends with code 130 and a model that loads; no chatter on the way."""
    arguments = [*["cnn_mnist", "--steps", "100000", "--data", "sample", "--out"], str(tmp_path)]
    # A shell may start its background jobs, and so this test, with SIGINT ignored; a terminal does not.
    code = "import runpy, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += "runpy.run_module('tf2notes.run', run_name='__main__', alter_sys=True)"
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob("*/history.json")) and time.monotonic() < deadline:
            time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, errors
    assert "stopped after" in errors
    assert "Traceback" not in errors
    assert "oneDNN" not in errors
    (model,) = tmp_path.glob("*/model.keras")
    assert keras.models.load_model(model).output_shape == (None, 10)
