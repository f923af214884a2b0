"""Which examples there are: the file system says. Nothing here imports TensorFlow."""

import ast
import dataclasses
import difflib
import importlib
import importlib.util
import sys
import types
from pathlib import Path

EXAMPLES = Path(__file__).parent / "examples"
PAIRS = Path(__file__).parent / "pairs"


def names():
    """The stems of all examples, sorted."""
    return sorted(path.stem for path in EXAMPLES.glob("[!_]*.py"))


def check_name(name):
    """Raise a `LookupError` with the nearest names if there is no such example."""
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else "--list shows them all."
        raise LookupError(f"there is no example named {name!r}. {hint}")


def title(name):
    """The first sentence of an example's docstring."""
    docstring = ast.get_docstring(_syntax(name)) or ""
    return docstring.partition("\n")[0].rstrip(".")


def trains(name):
    """Whether an example has a model to train; the others have ``results()``."""
    return any(isinstance(node, ast.FunctionDef) and node.name == "train" for node in _syntax(name).body)


def uses_training_fit(name):
    """Whether an example trains by ``training.fit``, which resumes and runs under strategies."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "fit" and getattr(node.value, "id", "") == "training"
        for node in ast.walk(_syntax(name))
    )


def config_class(name):
    """The ``Config`` of an example, made without importing the rest of the file (and TensorFlow with it)."""
    wanted = [
        node
        for node in _syntax(name).body
        if (isinstance(node, ast.ClassDef) and node.name == "Config")
        or (isinstance(node, ast.ImportFrom) and node.module in ("dataclasses", "typing", "pathlib"))
    ]
    module = types.ModuleType(f"tf2notes.examples.{name}")
    module.__file__ = str(EXAMPLES / f"{name}.py")
    shadowed = sys.modules.get(module.__name__)
    sys.modules[module.__name__] = module  # dataclasses looks its module up there
    try:
        exec(compile(ast.Module(wanted, []), module.__file__, "exec"), module.__dict__)
    finally:
        if shadowed is not None:
            sys.modules[module.__name__] = shadowed
        else:
            del sys.modules[module.__name__]
    return module.Config


def comments(name):
    """What the comment behind each field of an example's ``Config`` says: {field: text}."""
    lines = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8").splitlines()
    config = next(node for node in _syntax(name).body if isinstance(node, ast.ClassDef) and node.name == "Config")
    fields = [node for node in config.body if isinstance(node, ast.AnnAssign)]
    return {node.target.id: lines[node.end_lineno - 1].partition("# ")[2] for node in fields}


def load_example(name):
    """The module of an example (imports TensorFlow)."""
    check_name(name)
    return importlib.import_module(f"tf2notes.examples.{name}")


def has_pair(name):
    """Whether an example is compared along the ladder; the others compare their ``results()``."""
    return (PAIRS / f"{name}.py").is_file()


def load_pair(name):
    """The `Pair` of an example (imports TensorFlow)."""
    return importlib.import_module(f"tf2notes.pairs.{name}").pair()


def load_config(module, values):
    """The module's own Config from a Config made by `config_class`."""
    return module.Config(**dataclasses.asdict(values))


def paths(name):
    """Where everything about an example is: {what: path}; only what exists (the tests come with the repository)."""
    check_name(name)
    legacy = importlib.util.find_spec("tf2notes.legacy")
    if legacy is None:
        raise ModuleNotFoundError("tf2notes was found as a folder but is not installed: pip install -e . beside it")
    root = Path(legacy.origin).parent
    tests = EXAMPLES.parents[1] / "tests" / "examples"
    found = {
        "modern": EXAMPLES / f"{name}.py",
        "original": root / "examples" / f"{name}.py",
        "pair": PAIRS / f"{name}.py",
        "parity": tests / f"test_{name}.py",
    }
    docstring = ast.get_docstring(_syntax(name)) or ""
    for line in docstring.splitlines():
        if line.startswith("Pipeline:"):
            folder = Path(importlib.util.find_spec("tf2notes.pipelines").origin).parent
            for part in line.partition(":")[2].split(","):
                if part.strip().startswith("pipelines/"):
                    found[f"pipeline {Path(part.strip()).stem}"] = folder / Path(part.strip()).name
    return {what: path for what, path in found.items() if path.is_file()}


def golden(name):
    """The recording from TensorFlow 1.15 (a path), or None where there is none."""
    spec = importlib.util.find_spec("tf2notes.goldens")
    path = Path(next(iter(spec.submodule_search_locations))) / f"{name}.npz" if spec else None
    return path if path and path.is_file() else None


def _syntax(name):
    return ast.parse((EXAMPLES / f"{name}.py").read_text(encoding="utf-8"))
