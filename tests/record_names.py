"""Records TensorFlow 1.15's public names with their signatures.

    oracle/bin/python tests/record_names.py

writes ``tests/goldens/names.json.gz``: {"nn.conv2d": "(input, filter, ...)", "newaxis": "NoneType", ...}; a function
or class has its argument list, anything else its type. ``contrib`` is walked without its ``python`` parts. Also
``legacy/private_names.json.gz``: where the function or class of a public name is defined,
{"python.ops.array_ops": {"placeholder": "placeholder", ...}}, and the files of contrib,
{"contrib.rnn.python.ops.rnn_cell": {}, ...}. Runs under Python 3.7 (how to make it: record_cases.py)
and imports nothing of ours.
"""

import gzip
import inspect
import json
import os
import types
import warnings

warnings.filterwarnings("ignore")
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
GOLDENS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "goldens")
SKIPPED = {
    "compat.v1",
    "compat.v2",
    "core",
    "python",
    "tools",
    "include",
    "pywrap_tensorflow",
    "app.flags.tf_decorator",
}


def describe(value):
    """The argument list of a function or class, the type of anything else."""
    from tensorflow.python.util import tf_inspect

    if inspect.isclass(value) or callable(value):
        try:
            spec = tf_inspect.getfullargspec(value.__init__ if inspect.isclass(value) else value)
        except TypeError:
            return "class" if inspect.isclass(value) else type(value).__name__
        text = inspect.formatargspec(*spec[:6])
        return text.replace("(self, ", "(").replace("(self)", "()") if inspect.isclass(value) else text
    return type(value).__name__


def walk(module, prefix, names, seen, origins):
    for name in sorted(dir(module)):
        if name.startswith("_"):
            continue
        path = prefix + name
        if path in SKIPPED:
            continue
        try:
            value = getattr(module, name)
        except (AttributeError, ImportError):
            continue
        if isinstance(value, types.ModuleType):
            contrib = path.startswith("contrib.")
            own = value.__name__.partition(".")[2].startswith(".".join(path.split(".")[:2]) if contrib else "")
            if contrib and name.endswith(("_op", "_ops", "_pb2")):  # an import of theirs, not a part
                continue
            if not value.__name__.startswith("tensorflow") or not own or id(value) in seen or ".python" in path:
                continue
            seen.add(id(value))
            names[path] = "module"
            walk(value, path + ".", names, seen, origins)
            continue
        if type(value).__name__ == "_Feature":  # from __future__ import division
            continue
        imported = not str(getattr(value, "__module__", None) or "tensorflow").startswith("tensorflow")
        if path.startswith("contrib.") and (imported or name.startswith(("deprecated", "make_all"))):
            continue
        names[path] = describe(value)
        origin = getattr(value, "__module__", None) or ""
        if origin.startswith(("tensorflow_core.python", "tensorflow.python")):
            inner = getattr(value, "__name__", name)
            origins.setdefault(origin.partition(".")[2], {}).setdefault(inner, path)


def contrib_files(contrib):
    root = os.path.dirname(contrib.__file__)
    for folder, _, files in os.walk(root):
        inside = os.path.relpath(folder, os.path.dirname(root)).split(os.sep)
        for file in files:
            if file.endswith(".py") and file != "__init__.py":
                yield ".".join([*inside, file[:-3]])


def main():
    import tensorflow as tf

    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    names, origins = {}, {}
    walk(tf, "", names, {id(tf)}, origins)
    from tensorflow import contrib

    for name in sorted(dir(contrib)):
        value = getattr(contrib, name, None)
        if isinstance(value, types.ModuleType) and not name.startswith("_") and name != "python":
            names["contrib." + name] = "module"
            walk(value, "contrib." + name + ".", names, {id(tf), id(contrib), id(value)}, {})
    for path in contrib_files(contrib):
        origins.setdefault(path, {})
    legacy = os.path.join(os.path.dirname(os.path.dirname(GOLDENS)), "legacy")
    for folder, stem, value in ((GOLDENS, "names", names), (legacy, "private_names", origins)):
        path = os.path.join(folder, stem + ".json.gz")
        with gzip.GzipFile(path, "wb", mtime=0) as file:
            file.write(json.dumps(value, sort_keys=True, indent=0).encode())
        print(stem, len(value), os.path.getsize(path))


if __name__ == "__main__":
    main()
