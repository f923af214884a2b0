"""Writes README.md's table of examples from the file system: ``python -m tests.readme``."""

import ast
import re
from pathlib import Path

from tf2notes import catalog

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- examples: begin -->", "<!-- examples: end -->"


def sections(name):
    """The sections of the notes that an original's docstring names."""
    docstring = ast.get_docstring(ast.parse(catalog.paths(name)["original"].read_text(encoding="utf-8")))
    found = re.search(r"^Notes: sections? (.+?)\.?$", docstring, re.MULTILINE)
    return found.group(1) if found else ""


def table():
    """The table between the two marks, marks included."""
    lines = ["| example | what | section |", "|---|---|---|"]
    for wanted, heading in [(True, "**Programs that train**"), (False, "**Topics compared value by value**")]:
        names = [name for name in catalog.names() if catalog.trains(name) == wanted]
        lines += [f"| {heading} | | |"] if names else []
        lines += [f"| [`{n}`](tf2notes/examples/{n}.py) | {catalog.title(n)} | {sections(n)} |" for n in names]
    return "\n".join([BEGIN, *lines, END])


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    start, end = text.index(BEGIN), text.index(END) + len(END)
    README.write_text(text[:start] + table() + text[end:], encoding="utf-8")
