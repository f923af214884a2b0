"""The code of docs/layer.md runs, block after block, and every step of its migration is green."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "layer.md"


@pytest.mark.slow
def test_the_page_runs():
    """One namespace for the whole page, as for a reader who types it in."""
    names = {"__name__": "docs_layer"}
    for block in re.finditer(r"```python\n(.*?)```", text := PAGE.read_text(), re.DOTALL):
        line = text[: block.start(1)].count("\n")
        exec(compile("\n" * line + block[1], str(PAGE), "exec"), names)
    assert names["probabilities"].shape == (2, 10)
    assert all(names[step].passed for step in ("step_1", "step_2", "step_3"))
