"""What a report says besides numbers: the sources of both sides, the weight map, and where it was computed."""

import functools
import importlib.util
import inspect
import os
import platform
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from tf2notes.parity.weights import WeightMap


def describe(pair, weights, float64=False):
    """{"environment": {...}, "sources": {side: text}, "weights": [[Keras path, what it comes from]]} of a pair."""
    details = {"seed of the weights": pair.seed, "precision": "float64" if float64 else "float32"}
    if pair.random:
        details["dropout masks"] = f"recorded on the {pair.random} side"
    return {
        "environment": {**environment(), **details},
        "sources": {
            "legacy": source_of(getattr(pair.legacy, "original", None)),
            "modern": source_of(pair.modern.build),
        },
        "weights": weight_rows(pair.weights_from_legacy, weights),
    }


def describe_topic(name):
    """The same of a topic without training."""
    path = Path(importlib.util.find_spec("tf2notes.examples").origin or "").parent / f"{name}.py"
    if not path.is_file():
        path = Path(__file__).parents[1] / "examples" / f"{name}.py"
    sources = {"legacy": source_of(name), "modern": path.read_text(encoding="utf-8") if path.is_file() else ""}
    return {"environment": environment(), "sources": sources, "weights": []}


def environment():
    """Versions, processor and threads, as text."""
    return {
        "TensorFlow": tf.__version__,
        "Keras": keras.__version__,
        "NumPy": np.__version__,
        "Python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "vector instructions": _instructions(),
        "threads": f"{os.cpu_count()} cores; {_threads('intra')} within, {_threads('inter')} between operations",
        "oneDNN": os.environ.get("TF_ENABLE_ONEDNN_OPTS", "default (on)"),
        "devices": ", ".join(device.name.removeprefix("/device:") for device in tf.config.list_logical_devices()),
    }


def _threads(kind):
    return getattr(tf.config.threading, f"get_{kind}_op_parallelism_threads")() or "TensorFlow's choice"


def _cpu_info(key):
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _processor():
    return _cpu_info("model name") or platform.processor() or "unknown"


def _instructions():
    flags = set(_cpu_info("flags").split())
    known = ("sse4_2", "avx", "avx2", "fma", "avx512f", "avx512_vnni", "amx_tile")
    return " ".join(flag for flag in known if flag in flags) or "unknown"


def source_of(what):
    """The text of a file, or of what a function calls to build; "" where there is none."""
    while isinstance(what, functools.partial):
        bound = [a for a in (*what.args, *what.keywords.values()) if isinstance(a, keras.Model)]
        if bound:
            return summary(bound[0])
        what = what.func
    if what is None:
        return ""
    if isinstance(what, (str, Path)):
        path = Path(what)
        if path.suffix != ".py":
            root = Path(importlib.util.find_spec("tf2notes.legacy").origin).parent
            path = root / "examples" / f"{what}.py"
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    try:
        text = inspect.getsource(what)
    except (OSError, TypeError):
        return ""
    module = _module_called(what)
    return inspect.getsource(module) if module else inspect.cleandoc("\n" + text)


def _module_called(function):
    """Of ``lambda: cnn_mnist.build(...)`` in a pair's file the module that is meant, if it is an example."""
    if getattr(function, "__name__", "") != "<lambda>":
        return None
    for name in function.__code__.co_names:
        found = function.__globals__.get(name)
        if inspect.ismodule(found) and hasattr(found, "build"):
            return found
    return None


def summary(model):
    """``model.summary()`` as text."""
    lines = []
    model.summary(print_fn=lambda line, **_: lines.append(line), line_length=100)
    return "\n".join(lines)


def weight_rows(weights_from_legacy, weights):
    """[[Keras path, source]]: the rules of a `WeightMap`, else what the positions of the numbers tell."""
    if isinstance(weights_from_legacy, WeightMap):
        return [[path, str(rule)] for path, rule in weights_from_legacy.rules.items()]
    marks = {}
    for index, (name, value) in enumerate(weights.items()):
        marks[name] = np.full(np.shape(value), 16.0 * index)  # constants that are added stay below 16
    rows = []
    zeros = weights_from_legacy({name: np.zeros(np.shape(value)) for name, value in weights.items()})
    names = list(weights)
    for path, array in weights_from_legacy(marks).items():
        added = np.asarray(zeros[path])
        used = np.unique(np.rint((np.asarray(array) - added) / 16)).astype(int)
        text = " + ".join(f"{names[i].removesuffix(':0')} {list(np.shape(weights[names[i]]))}" for i in used)
        if np.any(added):
            text += f", plus {', '.join(f'{x:g}' for x in np.unique(added[added != 0]))}"
        rows.append([path, f"{text} → {list(np.shape(array))}"])
    return rows
