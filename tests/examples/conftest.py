"""The examples' comparisons are collected by the plugin: pytest tests/examples --parity-report pages."""

import pytest

from tests.examples import parity
from tf2notes.pytest_plugin import REPORTS


@pytest.fixture(autouse=True)
def collected(request, monkeypatch):
    """Reports go where ``--parity-report`` looks for them."""
    monkeypatch.setattr(parity, "REPORTS", request.config.stash[REPORTS], raising=False)
