"""What a climb found, and how it is shown: a table in the terminal, JSON, one page of HTML."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

# From the bottom of the ladder to its top; topics without training have "results" alone.
ORDER = ("variables", "forward", "loss", "gradients", "first_step", "trajectory", "metric", "results")
COLUMNS = {"legacy/TF 1.15": "legacy vs 1.15", "modern/TF 1.15": "modern vs 1.15", "modern/legacy": "modern vs legacy"}


@dataclass(frozen=True)
class Mismatch:
    """One array that differs by more than allowed, or exists on one side only."""

    name: str
    message: str


@dataclass(frozen=True)
class Rung:
    """One rung of one comparison."""

    name: str
    compared: int  # arrays
    worst: float  # largest difference, as a share of its array's largest number; nan where nothing was compared
    rtol: float
    reason: str  # why rtol is looser than the default, if it is
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self):
        return self.compared > 0 and not self.mismatches


@dataclass(frozen=True)
class Finding:
    """A place where the sides part, or a cause that explains it."""

    cause: str  # a known cause by name ("forget bias"), or "first difference"
    where: str  # layer, tensor, variable or setting
    text: str  # one sentence, with what to do


@dataclass(frozen=True, repr=False)
class Report:
    """What a climb found: for each comparison ("modern/legacy", ...) the rungs in order."""

    name: str
    comparisons: dict[str, tuple[Rung, ...]] = field(default_factory=dict)  # "got/expected" -> rungs
    recordings: dict[str, dict] = field(default_factory=dict)  # "TF 1.15", "legacy", "modern" -> recording
    diagnosis: tuple[Finding, ...] = ()  # of the first rung that failed
    about: dict = field(default_factory=dict)  # "environment", "sources", "weights": see about.py

    @property
    def passed(self):
        return all(rung.passed for rungs in self.comparisons.values() for rung in rungs) and bool(
            any(self.comparisons.values())
        )

    @property
    def first_failure(self):
        """(comparison, `Rung`) of the lowest rung that failed, or None."""
        failed = [(title, rung) for title, rungs in self.comparisons.items() for rung in rungs if not rung.passed]
        return min(failed, key=lambda item: ORDER.index(item[1].name), default=None)

    @property
    def causes(self):
        """Names of the known causes found, likeliest first."""
        return [
            finding.cause for finding in self.diagnosis if finding.cause not in ("first difference", "not diagnosed")
        ]

    def raise_for_failure(self):
        """Raise an `AssertionError` that lists every array of the first rung that failed, and the likely cause."""
        if self.first_failure:
            raise AssertionError(self.explain())
        if not any(self.comparisons.values()):
            raise AssertionError(f"{self.name}: nothing was compared")

    def explain(self):
        """Text: the first rung that failed, every array of it, where the sides part and why. "" if all agrees."""
        if not self.first_failure:
            return ""
        title, rung = self.first_failure
        lines = [f"{self.name}: {title} part at rung '{rung.name}' (rtol {rung.rtol:g})"]
        lines += [f"  {m.name}: {m.message}" for m in rung.mismatches] or ["  nothing to compare"]
        return "\n".join(lines + [f"  {f.cause}: {f.text}" for f in self.diagnosis])

    def rungs(self):
        """{rung: {comparison: `Rung`}}, in order."""
        found = {}
        for title, rungs in self.comparisons.items():
            for rung in rungs:
                found.setdefault(rung.name, {})[title] = rung
        return {name: found[name] for name in ORDER if name in found}

    def __rich__(self):
        return table(self)

    def __str__(self):
        """The table, and what differs."""
        from rich.console import Console

        console = Console(width=1000, no_color=True, highlight=False)
        with console.capture() as printed:
            show(self, console)
        return "\n".join(line.rstrip() for line in printed.get().rstrip().splitlines())

    def __repr__(self):
        failed = self.first_failure
        verdict = f"first to fail: {failed[1].name}, {failed[0]}" if failed else "agrees"
        return f"<Report {self.name}: {verdict}>"

    def to_json(self):
        """Plain data: verdict, rungs, mismatches, diagnosis, weight map, environment, losses."""
        return {
            "name": self.name,
            "passed": self.passed,
            "rungs": {
                name: {title: _plain(rung) for title, rung in by_title.items()}
                for name, by_title in self.rungs().items()
            },
            "diagnosis": [vars(finding) for finding in self.diagnosis],
            "trajectories": {
                column: {
                    key.partition("/")[2]: [_number(x) for x in np.ravel(value)]
                    for key, value in recording.items()
                    if key.startswith("trajectory/") and "#" not in key
                }
                for column, recording in self.recordings.items()
            },
            "weights": self.about.get("weights", []),
            "environment": self.about.get("environment", {}),
        }

    def save_json(self, path):
        """Write `to_json` into a file; returns its path."""
        path = Path(path)
        path.write_text(json.dumps(self.to_json(), indent=1), encoding="utf-8")
        return path

    def save_html(self, path):
        """Write one page that needs nothing else, not even a network; returns its path."""
        from tf2notes.parity.page import page

        path = Path(path)
        path.write_text(page(self), encoding="utf-8")
        return path


def _plain(rung):
    return {
        "arrays": rung.compared,
        "worst": _number(rung.worst),
        "rtol": rung.rtol,
        "reason": rung.reason,
        "passed": rung.passed,
        "mismatches": [vars(mismatch) for mismatch in rung.mismatches],
    }


def _number(x):
    """JSON has no infinity and no nan."""
    return float(x) if np.isfinite(x) else str(x)


def table(report):
    """The rungs as a ``rich`` table."""
    from rich.table import Table

    found = Table(
        title=report.name, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim"
    )
    found.add_column("rung", no_wrap=True)
    found.add_column("arrays", justify="right")
    columns = [key for key in COLUMNS if key in report.comparisons] or list(report.comparisons)
    for key in columns:
        found.add_column(COLUMNS.get(key, key), justify="right")
    found.add_column("allowed", justify="right")
    found.add_column("", no_wrap=True)
    for name, by_title in report.rungs().items():
        some = next(iter(by_title.values()))
        passed = all(rung.passed for rung in by_title.values())
        cells = [f"{by_title[key].worst:.1e}" if key in by_title else "not recorded" for key in columns]
        verdict = "[green]agrees[/]" if passed else "[red]differs[/]"
        found.add_row(name.replace("_", " "), str(some.compared), *cells, f"{some.rtol:.0e}", verdict)
    return found


def show(report, console):
    """Print a report: one line a rung, then what differs, where and why."""
    console.print(table(report))
    for name, by_title in report.rungs().items():
        for rung in list(by_title.values())[:1]:
            if rung.reason:
                console.print(f"  {name.replace('_', ' ')} is allowed {rung.rtol:.0e}: {rung.reason}", style="dim")
    if report.first_failure:
        key, rung = report.first_failure
        console.print(f"  first to fail: {rung.name.replace('_', ' ')}, {COLUMNS.get(key, key)}", style="red")
        for mismatch in rung.mismatches:
            console.print(f"    {mismatch.name}: {mismatch.message}", highlight=False, markup=False)
        for finding in report.diagnosis:
            console.print(f"  {finding.cause}: {finding.text}", highlight=False, markup=False)
    console.print()


def show_overview(reports, console):
    """Print the table of all reports against all rungs; names are never cut."""
    from rich.table import Table

    found = Table(
        title="examples and rungs",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim",
    )
    found.add_column("example", no_wrap=True, overflow="ignore", min_width=max(len(r.name) for r in reports))
    short = {"variables": "vars", "forward": "fwd", "gradients": "grads", "first_step": "step", "trajectory": "traj"}
    for name in ORDER:
        found.add_column(short.get(name, name), justify="center", no_wrap=True)
    marks = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[dim]·[/]"}
    for report in reports:
        rungs = report.rungs()
        cells = [all(r.passed for r in rungs[n].values()) if n in rungs else None for n in ORDER]
        found.add_row(report.name, *(marks[cell] for cell in cells))
    console.print(found)
    failed = [report.name for report in reports if not report.passed]
    console.print(
        f"{len(reports) - len(failed)} of {len(reports)} agree" + (f"; differ: {', '.join(failed)}" if failed else "")
    )
