"""Hold an original and its modern version against each other and against TensorFlow 1.15.

    python -m tf2notes.compare cnn_mnist          one line a rung
    python -m tf2notes.compare --all              every example, and a table at the end
    python -m tf2notes.compare NAME --steps 20    a shorter trajectory
    python -m tf2notes.compare NAME --rungs forward gradients

TensorFlow 1.15's column comes from recordings; the other two run now. Exits with 1 if anything differs by more than
the ladder allows.
"""

import argparse
import sys

from tf2notes import catalog
from tf2notes.legacy.record import RUNGS

COLUMNS = {"legacy/TF 1.15": "legacy vs 1.15", "modern/TF 1.15": "modern vs 1.15", "modern/legacy": "modern vs legacy"}


def main(arguments=None):
    """Entry point; returns the process's exit code."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    for name in options.names:
        try:
            catalog.check_name(name)
        except LookupError as error:
            print(f"tf2notes: {error.args[0]}", file=sys.stderr)
            return 2
    from tf2notes import quiet

    quiet.import_tensorflow()
    import warnings

    from rich.console import Console

    warnings.filterwarnings("ignore")  # TensorFlow 1's deprecations, which the originals cannot help
    console, reports = Console(), []
    for name in options.names:
        with console.status(f"{name}: both sides"):
            reports.append(compare_example(name, options))
        show(reports[-1], console)
    if len(reports) > 1:
        show_overview(reports, console)
    return 0 if all(report.passed for report in reports) else 1


def parse(arguments):
    """The command line: names, steps, rungs."""
    parser = argparse.ArgumentParser(
        prog="python -m tf2notes.compare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="examples to compare")
    parser.add_argument("--all", action="store_true", help="compare every example")
    parser.add_argument("--steps", type=int, help="length of the trajectory (default: as recorded, mostly 100)")
    parser.add_argument("--rungs", nargs="+", choices=RUNGS, default=list(RUNGS), metavar="RUNG", help=", ".join(RUNGS))
    options = parser.parse_args(arguments)
    if options.all:
        options.names = catalog.names()
    if not options.names:
        parser.error("expected the name of an example, or --all")
    if options.steps is not None and options.steps < 1:
        parser.error(f"--steps {options.steps}: expected at least 1")
    return options


def compare_example(name, options):
    """The `Report` of one example: the ladder if it trains, else its results."""
    from tf2notes import parity

    path = catalog.golden(name)
    recorded = parity.load_recording(path) if path else None
    if catalog.has_pair(name):
        return parity.climb(catalog.load_pair(name), name, recorded, options.rungs, options.steps)
    return parity.compare_results(name, recorded)


def show(report, console):
    """Print a report: one line a rung, then what differs."""
    from rich.table import Table

    shown = {key: {rung.name: rung for rung in rungs} for key, rungs in report.comparisons.items()}
    table = Table(
        title=report.name, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim"
    )
    table.add_column("rung")
    table.add_column("arrays", justify="right")
    for key in COLUMNS:
        table.add_column(COLUMNS[key], justify="right")
    table.add_column("allowed", justify="right")
    table.add_column("")
    for name in dict.fromkeys(name for rungs in shown.values() for name in rungs):
        rungs = [shown.get(key, {}).get(name) for key in COLUMNS]
        some = next(rung for rung in reversed(rungs) if rung)
        passed = all(rung.passed for rung in rungs if rung)
        cells = [f"{rung.worst:.1e}" if rung else "not recorded" for rung in rungs]
        verdict = "[green]agrees[/]" if passed else "[red]differs[/]"
        table.add_row(name.replace("_", " "), str(some.compared), *cells, f"{some.rtol:.0e}", verdict)
    console.print(table)
    for rung in {rung.name: rung for rungs in shown.values() for rung in rungs.values() if rung.reason}.values():
        console.print(f"  {rung.name.replace('_', ' ')} is allowed {rung.rtol:.0e}: {rung.reason}", style="dim")
    if report.first_failure:
        key, rung = report.first_failure
        console.print(f"  first to fail: {rung.name.replace('_', ' ')}, {COLUMNS[key]}", style="red")
        for mismatch in rung.mismatches:
            console.print(f"    {mismatch.name}: {mismatch.message}", highlight=False, markup=False)
    console.print()


def show_overview(reports, console):
    """Print the table of all examples against all rungs."""
    from rich.table import Table

    table = Table(
        title="examples and rungs",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        header_style="dim",
    )
    names = [*RUNGS, "results"]
    table.add_column("example")
    for name in names:
        table.add_column(name.replace("_", " "), justify="center")
    marks = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[dim]·[/]"}
    for report in reports:
        rungs = [rung for found in report.comparisons.values() for rung in found]
        cells = [
            all(r.passed for r in rungs if r.name == n) if any(r.name == n for r in rungs) else None for n in names
        ]
        table.add_row(report.name, *(marks[cell] for cell in cells))
    console.print(table)
    failed = [report.name for report in reports if not report.passed]
    console.print(
        f"{len(reports) - len(failed)} of {len(reports)} agree" + (f"; differ: {', '.join(failed)}" if failed else "")
    )


if __name__ == "__main__":
    sys.exit(main())
