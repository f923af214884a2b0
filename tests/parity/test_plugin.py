"""The pytest plugin: fixture, mark, pages, and failures one can read."""

import pytest

from tests.parity import models
from tf2notes import parity as tool

pytest_plugins = ["pytester"]

WRONG = tool.WeightMap(
    {"hidden/kernel": tool.transposed("hidden/kernel"), "hidden/bias": "hidden/bias", "out": tool.layer("out")}
)


@pytest.mark.parity(rung="gradients")
def test_mark_says_how_far(parity):
    """The mark ends the climb; the report is the fixture's result."""
    report = parity(models.mlp_pair())
    assert list(report.rungs()) == ["variables", "forward", "loss", "gradients"]


def test_failure_names_rung_and_cause(parity):
    """A failure is the report's explanation, without a traceback of ours."""
    parity.reports = []
    with pytest.raises(pytest.fail.Exception, match=r"part at rung 'forward'(.|\n)*transposed kernel: hidden"):
        parity(models.mlp_pair(weights=WRONG))


@pytest.mark.parity(rung="weights")
def test_wrong_rung_is_refused(parity):
    """A rung that there is not is an error that lists those there are."""
    with pytest.raises(ValueError, match="expected one of variables, forward"):
        parity(models.mlp_pair())


def test_pages_are_collected(tmp_path, parity):
    """Reports end as pages with an index."""
    from tf2notes.parity.page import save_pages

    index = save_pages([parity(models.mlp_pair())], tmp_path)
    assert index.name == "index.html"
    assert (tmp_path / "test_pages_are_collected.html").is_file()


def test_option(pytester):
    """--parity-report is there, and the plugin imports no TensorFlow by itself."""
    pytester.makepyfile("import sys\n\n\ndef test_light():\n    assert 'tensorflow' not in sys.modules\n")
    result = pytester.runpytest_subprocess("-p", "tf2notes.pytest_plugin", "--parity-report", "pages")
    result.assert_outcomes(passed=1)


def test_pages_of_two_processes(pytester):
    """With pytest-xdist the pages of all workers stand in one index."""
    for name in ("stack_unstack", "cross_entropy"):
        pytester.makepyfile(**{f"test_{name}": f"def test_values(parity):\n    parity({name!r})\n"})
    result = pytester.runpytest_subprocess("-n", "2", "-p", "tf2notes.pytest_plugin", "--parity-report", "pages")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["2 of 2 pairs agree: *index.html"])
    index = (pytester.path / "pages" / "index.html").read_text()
    assert "stack_unstack" in index and "cross_entropy" in index
