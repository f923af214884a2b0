"""docs/checkpoints.md says what the code does."""

import re
from pathlib import Path

from tests.checkpoint import models, recorded
from tf2notes.checkpoint.__main__ import parse

TEXT = (Path(__file__).parents[2] / "docs" / "checkpoints.md").read_text(encoding="utf-8")


def test_commands_are_understood():
    """Each command line of the page is one that the parser takes."""
    lines = re.findall(r"^python -m tf2notes\.checkpoint ([^#\n]+)", TEXT, re.MULTILINE)
    assert len(lines) > 7
    for line in lines:
        parse(line.split())


def test_the_python_runs(tmp_path, monkeypatch, capsys):
    """The example from Python, on a recorded run."""
    (tmp_path / "out").mkdir()
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "adam").symlink_to(recorded.path("adam"))
    monkeypatch.chdir(tmp_path)
    model = models.small()
    model.compile("adam", "mse")
    (block,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(block, {"model": model})
    assert (tmp_path / "model.keras").is_file()
    assert (tmp_path / "out" / "model.ckpt-70.index").is_file()
    printed = capsys.readouterr().out
    for line in re.findall(r"^(?:hidden|global_step).*(?:of hidden|variable|step).*$", TEXT, re.MULTILINE):
        assert line in printed
