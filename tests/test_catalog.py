"""Every topic has all its files, and no file is an orphan."""

import re
from pathlib import Path

from tf2notes import catalog

ROOT = Path(__file__).parents[1]


def stems(folder, pattern="[!_]*.py"):
    return {path.stem for path in (ROOT / folder).glob(pattern)}


def test_every_stem_has_all_its_files():
    """Original, modern version, parity test and recording of TensorFlow 1.15 come together; a pair where it trains."""
    names = set(catalog.names())
    assert stems("legacy/examples") == names
    assert {stem.removeprefix("test_") for stem in stems("tests/examples", "test_*.py")} == names
    assert stems("tests/goldens", "*.npz") == names
    assert stems("tf2notes/pairs") == {name for name in names if catalog.trains(name)}


def test_docstrings_name_existing_files():
    """The Legacy:, Pipeline: and Parity: lines of a modern example hold true."""
    for name in catalog.names():
        text = (ROOT / "tf2notes" / "examples" / f"{name}.py").read_text(encoding="utf-8")
        named = re.findall(r"^(Legacy|Pipeline|Parity): +(.+)$", text, re.MULTILINE)
        assert {"Legacy", "Parity"} <= {label for label, _ in named}, name
        for _, paths in named:
            for path in paths.split(", "):
                assert (ROOT / path).is_file(), f"{name}: {path}"


def test_every_option_is_explained():
    """Each field of a Config has its comment, which is its help text."""
    for name in filter(catalog.trains, catalog.names()):
        assert all(catalog.comments(name).values()), f"{name}: {catalog.comments(name)}"


def test_readme_has_the_table_of_examples():
    """The table in README.md is the one that the file system gives (python -m tests.readme writes it)."""
    from tests.readme import table

    assert table() in (ROOT / "README.md").read_text(encoding="utf-8"), "run: python -m tests.readme"
