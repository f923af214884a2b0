"""docs/parity.md, followed to the letter, and the command line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tf2notes import compare

GUIDE = Path(__file__).parents[2] / "docs" / "parity.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The guide's files, as it says: a block after a file's name is that file, the last one a test."""
    path = tmp_path_factory.mktemp("guide")
    text = GUIDE.read_text(encoding="utf-8")
    for name, code in re.findall(r"^`(\w+\.py)`:\n\n```python\n(.*?)```", text, re.DOTALL | re.MULTILINE):
        (path / name).write_text(code)
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (path / "test_mine.py").write_text(blocks[-1])
    more = [block for block in blocks[:-1] if "proposal_for" in block or "weights =" in block]
    (path / "more.py").write_text("".join(more))
    return path


def run(folder, *command):
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )


@pytest.mark.processes
def test_three_steps(folder):
    """The commands of the guide do what it says."""
    text = GUIDE.read_text(encoding="utf-8")
    for command in re.findall(r"^python (-m tf2notes.compare .*)$", text, re.MULTILINE):
        done = run(folder, *command.split())
        assert done.returncode == 0, done.stdout + done.stderr
        assert "my_pair" in done.stdout and re.search(r"trajectory +1 .*agrees", done.stdout)
    assert (folder / "pages" / "my_pair.html").is_file()
    assert (folder / "pages" / "index.html").is_file()


@pytest.mark.processes
def test_weights_and_tests_of_the_guide(folder):
    """The proposal is printed, the map can be written, and the tests of the last section pass and leave pages."""
    done = run(folder, "more.py")
    assert "lstm('rnn/basic_lstm_cell', forget_bias=1)" in done.stdout, done.stdout + done.stderr
    done = run(folder, "-m", "pytest", "-q", "test_mine.py", "--parity-report", "tested")
    assert "2 passed" in done.stdout and "2 of 2 pairs agree" in done.stdout, done.stdout + done.stderr
    assert (folder / "tested" / "test_all_rungs.html").is_file()


def test_wrong_command_lines(capsys, tmp_path):
    """A file that is not there, a file without a pair, and a precision that topics do not have."""
    assert compare.main(["nowhere.py"]) == 2
    assert "there is no file nowhere.py" in capsys.readouterr().err
    (tmp_path / "empty.py").write_text("x = 1\n")
    with pytest.raises(LookupError, match=r"empty\.py has no function pair"):
        compare.load_pair_file(tmp_path / "empty.py")
    with pytest.raises(SystemExit):
        compare.main(["rnn_cells", "--float64"])
    assert "trains nothing" in capsys.readouterr().err


def test_names_are_whole_at_80_columns(capsys, monkeypatch):
    """The overview of all examples cuts no name at 80 columns."""
    import io

    from rich.console import Console

    from tf2notes import catalog
    from tf2notes.parity.report import Report, Rung, show_overview

    everything = tuple(Rung(n, 1, 0.0, 1e-5, "", ()) for n in ("forward", "loss", "trajectory", "metric"))
    reports = [Report(name, {"modern/legacy": everything}) for name in catalog.names()]
    out = io.StringIO()
    show_overview(reports, Console(file=out, width=80))
    for name in catalog.names():
        assert re.search(rf"^{name} ", out.getvalue(), re.MULTILINE), name
    assert max(map(len, out.getvalue().splitlines())) <= 80
    for heading in ("vars", "fwd", "loss", "grads", "step", "traj", "metric", "results"):
        assert heading in out.getvalue()
