"""Hold an original and its modern version against each other and against TensorFlow 1.15.

    python -m tf2notes.compare cnn_mnist          one line a rung
    python -m tf2notes.compare --all              every example, and a table at the end
    python -m tf2notes.compare my_pair.py         a file of one's own with a function pair()
    python -m tf2notes.compare NAME --steps 20    a shorter trajectory
    python -m tf2notes.compare NAME --rungs forward gradients
    python -m tf2notes.compare NAME --float64     in double precision: what differs then is no rounding
    python -m tf2notes.compare --all --html DIR   pages to look at: one a pair, and an index

TensorFlow 1.15's column comes from recordings; the other two run now. Exits with 1 if anything differs by more than
the ladder allows, with 2 if the command line is wrong.
"""

import argparse
import runpy
import sys
from pathlib import Path

from tf2notes import catalog
from tf2notes.legacy.record import RUNGS


def main(arguments=None):
    """Entry point; returns the process's exit code."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    for name in options.names:
        try:
            check(name)
        except (LookupError, FileNotFoundError) as error:
            print(f"tf2notes: {error.args[0]}", file=sys.stderr)
            return 2
    from tf2notes import quiet

    quiet.import_tensorflow()
    import warnings

    from rich.console import Console

    from tf2notes.parity.report import show, show_overview

    warnings.filterwarnings("ignore")  # TensorFlow 1's deprecations, which the originals cannot help
    console, reports = Console(), []
    for name in options.names:
        with console.status(f"{name}: both sides"):
            reports.append(compare_one(name, options))
        show(reports[-1], console)
    if len(reports) > 1:
        show_overview(reports, console)
    if options.html:
        from tf2notes.parity.page import save_pages

        console.print(f"pages: {save_pages(reports, options.html)}", soft_wrap=True)
    return 0 if all(report.passed for report in reports) else 1


def parse(arguments):
    """The command line: names, steps, rungs, precision, pages."""
    parser = argparse.ArgumentParser(
        prog="python -m tf2notes.compare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="examples to compare, or paths of files with a pair()")
    parser.add_argument("--all", action="store_true", help="compare every example")
    parser.add_argument("--steps", type=int, help="length of the trajectory (default: as recorded, mostly 100)")
    parser.add_argument("--rungs", nargs="+", choices=RUNGS, default=list(RUNGS), metavar="RUNG", help=", ".join(RUNGS))
    parser.add_argument("--float64", action="store_true", help="both sides in double precision, 1e-10 allowed")
    parser.add_argument("--html", type=Path, metavar="DIR", help="write a page for each pair, an index, and JSON")
    options = parser.parse_args(arguments)
    if options.all:
        options.names = catalog.names()
        if options.float64:
            options.names = [name for name in options.names if catalog.has_pair(name)]
    if not options.names:
        parser.error("expected the name of an example, the path of a file with a pair(), or --all")
    if options.steps is not None and options.steps < 1:
        parser.error(f"--steps {options.steps}: expected at least 1")
    topics = [n for n in options.names if not _is_path(n) and n in catalog.names() and not catalog.has_pair(n)]
    if topics and options.float64:
        parser.error(f"--float64: {topics[0]} trains nothing; its results are compared as they are")
    return options


def check(name):
    """Raise if there is neither such an example nor such a file."""
    if not _is_path(name):
        catalog.check_name(name)
    elif not Path(name).is_file():
        raise FileNotFoundError(f"there is no file {name}")


def _is_path(name):
    return name.endswith(".py") or "/" in name


def load_pair_file(path):
    """The `Pair` that the function ``pair`` of a user's own file returns.

    Raises:
        LookupError: the file has no such function.
    """
    path = Path(path).resolve()
    sys.path.insert(0, str(path.parent))  # what lies beside it may be imported
    try:
        found = runpy.run_path(str(path), run_name=path.stem)
    finally:
        sys.path.remove(str(path.parent))
    if not callable(found.get("pair")):
        raise LookupError(f"{path.name} has no function pair(); see tf2notes/pairs for examples")
    return found["pair"]()


def compare_one(name, options):
    """The `Report` of one example or file: the ladder if it trains, else its results."""
    from tf2notes import parity

    if _is_path(name):
        return parity.climb(load_pair_file(name), Path(name).stem, None, options.rungs, options.steps, options.float64)
    path = catalog.golden(name)
    recorded = parity.load_recording(path) if path else None
    if catalog.has_pair(name):
        pair = catalog.load_pair(name)
        return parity.climb(pair, name, recorded, options.rungs, options.steps, options.float64)
    return parity.compare_results(name, recorded)


if __name__ == "__main__":
    sys.exit(main())
