"""Which installed packages are TensorFlow 1's, told from what their files ask of ``tensorflow``.

tflearn, tensorlayer, sonnet or tensor2tensor of their time want the surface as much as the program that imports them;
today's libraries beside them want today's TensorFlow.
"""

import ast
import functools
import re
from pathlib import Path

import tensorflow
from tf2notes.legacy.resolve import surface_module

# What the surface itself stands on is never a program's.
_LIVING = {"tensorflow", "keras", "tf_keras", "tf_slim", "tensorflow_estimator", "tensorflow_datasets"} | {
    *("tensorflow_addons", "tensorboard", "tf2notes")
}
_CONTRIB = re.compile(r"^\s*(?:from|import)\s+tensorflow\.contrib\b", re.MULTILINE)
_TENSORFLOW = re.compile(r"^\s*import\s+tensorflow(?:\s+as\s+(\w+))?\s*(?:#.*)?$", re.MULTILINE)


@functools.cache
def is_of_tf1(package):
    """Whether the package at this path, a folder or a file, is one of TensorFlow 1.

    It is if one in twenty of its files that import ``tensorflow`` also imports ``tensorflow.contrib``, or takes a name
    that TensorFlow 1 had and today's has not (``tf.placeholder``). Packages of TensorFlow 1 were found to have 6 to 100
    in a hundred, today's at most one: a script that converts old weights.
    """
    path = Path(package)
    if path.stem in _LIVING:
        return False
    texts = [file.read_text(errors="replace") for file in (path.rglob("*.py") if path.is_dir() else [path])]
    texts = [text for text in texts if _TENSORFLOW.search(text) or _CONTRIB.search(text)]
    return 20 * sum(map(_asks_for_tf1, texts)) >= max(1, len(texts))


def _asks_for_tf1(text):
    aliases = {alias or "tensorflow" for alias in _TENSORFLOW.findall(text)}
    likely = _CONTRIB.search(text) or any(
        _is_gone(name) for alias in aliases for name in set(re.findall(rf"\b{alias}\.(\w+)", text))
    )
    if not likely:
        return False
    try:  # a comment or a docstring may speak of tf.placeholder, too
        tree = ast.parse(text)
    except SyntaxError:  # of Python 2
        return True
    return any(_is_tf1s(node, aliases) for node in ast.walk(tree))


def _is_tf1s(node, aliases):
    if isinstance(node, ast.Import):
        return any(_CONTRIB.match(f"import {alias.name}") for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return bool(_CONTRIB.match(f"from {node.module}"))
    taken = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases
    return taken and _is_gone(node.attr)


@functools.cache
def _is_gone(name):
    return not hasattr(tensorflow, name) and hasattr(surface_module("tensorflow"), name)
