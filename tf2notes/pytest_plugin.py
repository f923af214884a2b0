"""A pytest plugin: the `parity` fixture, the `parity` mark, and ``--parity-report DIR``.

    @pytest.mark.parity(rung="gradients")          # climb as far as the gradients
    def test_my_model(parity):
        parity(my_pair())

A test fails with the first rung that differs, every array of it, and the likely cause. It comes with the package, as
an entry point; TensorFlow is imported when the fixture is first used.
"""

import pickle
from pathlib import Path

import pytest


def pytest_addoption(parser):
    group = parser.getgroup("tf2notes", "parity of TF1 graphs and Keras models")
    group.addoption(
        "--parity-report", metavar="DIR", type=Path, help="write a page for each pair compared, and an index"
    )


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "parity(rung=None, steps=None, float64=False): how far and how exactly the parity fixture climbs"
    )
    config.stash[REPORTS] = []


REPORTS = pytest.StashKey()


def pytest_sessionfinish(session):
    """A worker of pytest-xdist hands its reports to the process that writes the pages."""
    config = session.config
    if hasattr(config, "workeroutput") and config.getoption("--parity-report"):
        config.workeroutput["tf2notes_parity"] = pickle.dumps(config.stash[REPORTS])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    handed = getattr(node, "workeroutput", {}).get("tf2notes_parity")
    if handed:
        node.config.stash[REPORTS] += pickle.loads(handed)


def pytest_terminal_summary(terminalreporter, config):
    reports, folder = config.stash[REPORTS], config.getoption("--parity-report")
    if not (reports and folder):
        return
    from tf2notes.parity.page import save_pages

    index = save_pages(reports, folder)
    agree = sum(report.passed for report in reports)
    terminalreporter.write_sep("-", "parity")
    terminalreporter.write_line(f"{agree} of {len(reports)} pairs agree: {index}")


class Parity:
    """What the fixture gives: call it with a pair, or with the name of an example."""

    def __init__(self, name, reports, rung=None, steps=None, float64=False):
        self.name, self.reports, self.rung, self.steps, self.float64 = name, reports, rung, steps, float64

    def __call__(self, pair, recorded=None):
        """Climb, keep the report for ``--parity-report``, and fail with the first rung that differs.

        Args:
            pair: a `Pair`, or the name of an example, whose recording of TensorFlow 1.15 is compared too.
            recorded: a recording of TensorFlow 1.15 for a `Pair`: a dict, or the path of an ``.npz`` file.

        Returns:
            The `Report`.

        Raises:
            ValueError: the mark names a rung that there is not.
        """
        from tf2notes import catalog, parity

        name = self.name
        if isinstance(pair, str):
            name = pair
            catalog.check_name(name)
            recorded = recorded or catalog.golden(name)
            pair = catalog.load_pair(name) if catalog.has_pair(name) else None
        if isinstance(recorded, (str, Path)):
            recorded = parity.load_recording(recorded)
        if pair is None:
            report = parity.compare_results(name, recorded)
        else:
            rungs = parity.RUNGS
            if self.rung is not None:
                if self.rung not in rungs:
                    raise ValueError(f"pytest.mark.parity(rung={self.rung!r}): expected one of {', '.join(rungs)}")
                rungs = rungs[: rungs.index(self.rung) + 1]
            recorded = None if self.float64 else recorded
            report = parity.climb(pair, name, recorded, rungs, self.steps, self.float64)
        self.reports.append(report)
        if not report.passed:
            pytest.fail(report.explain() or f"{name}: nothing was compared", pytrace=False)
        return report


@pytest.fixture
def parity(request):
    """Hold a `tf2notes.parity.Pair`, or an example by its name, to the ladder; see `Parity`."""
    mark = request.node.get_closest_marker("parity")
    return Parity(request.node.name, request.config.stash[REPORTS], **(mark.kwargs if mark else {}))
