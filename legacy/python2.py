"""Python 2 source, converted in memory: the program and the files of its folder; nothing is written.

fissix (the living lib2to3) changes the syntax and the moved modules. What only shows when it runs is done here: without
``from __future__ import division``, ``/`` of two integers is their floor.
"""

import ast
import builtins
import importlib.machinery
import importlib.util
import io
import logging
import os
import re
import sys
import tokenize

import numpy as np

_DIVIDE = "__python2_divide__"


def compile_source(source, filename):
    """Code of Python 2 source (bytes).

    Raises:
        SyntaxError: neither Python 2 nor Python 3 can read it.
        ModuleNotFoundError: fissix is not installed.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    text = source.decode(encoding).replace("\r\n", "\n")
    if not text.endswith("\n"):
        text += "\n"
    text = re.sub(r"^[ \t]+", lambda indent: indent[0].expandtabs(8), text, flags=re.MULTILINE)
    tree = ast.parse(_convert(text, filename), filename)
    if not re.search(r"^from __future__ import .*\bdivision\b", text, re.MULTILINE):
        tree = ast.fix_missing_locations(_Divisions().visit(tree))
    return compile(tree, filename, "exec", dont_inherit=True)


def _convert(text, filename):
    try:
        from fissix import pgen2, refactor
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "--python2 needs the package fissix: pip install tf2notes[python2]", name=error.name
        ) from None
    logging.getLogger("fissix").setLevel(logging.ERROR)
    logging.getLogger("RefactoringTool").setLevel(logging.ERROR)
    fixers = refactor.get_fixers_from_package("fissix.fixes")
    tool = refactor.RefactoringTool(fixers, {"print_function": bool(re.search(r"import .*\bprint_function\b", text))})
    try:
        return str(tool.refactor_string(text, filename))
    except pgen2.parse.ParseError as error:
        line = (error.context[1][0]) if error.context else 1
        raise SyntaxError(f"neither Python 2 nor Python 3: {error.msg}", (filename, line, 0, "")) from None


class _Divisions(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        call = ast.Call(ast.Name(_DIVIDE, ast.Load()), [node.left, node.right], [])
        return ast.copy_location(call, node)

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div) or not isinstance(node.target, ast.Name):
            return node
        left = ast.copy_location(ast.Name(node.target.id, ast.Load()), node)
        call = ast.Call(ast.Name(_DIVIDE, ast.Load()), [left, node.value], [])
        return ast.copy_location(ast.Assign([node.target], call), node)


def divide(left, right):
    """``left / right`` as Python 2 has it."""
    return left // right if _is_whole(left) and _is_whole(right) else left / right


def _is_whole(value):
    dtype = getattr(value, "dtype", None)
    if dtype is None:
        return isinstance(value, int)
    return getattr(dtype, "is_integer", False) or (isinstance(dtype, np.dtype) and dtype.kind in "iu")


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname):
        return compile_source(self.get_data(self.path), self.path)


class _Finder:
    """Gives the files below the program's folder the loader that converts."""

    def __init__(self, folder):
        self.folder = os.path.join(os.path.realpath(folder), "")

    def find_spec(self, name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or type(spec.loader) is not importlib.machinery.SourceFileLoader or name.endswith("_pb2"):
            return None  # what protoc wrote is for both (`era.protobuf3`)
        file = os.path.realpath(spec.origin)
        if not file.startswith(self.folder) or f"{os.sep}site-packages{os.sep}" in file:
            return None
        spec.loader = _Loader(name, spec.origin)
        return spec


def install(folder):
    """Convert what is imported from below `folder` from now on."""
    setattr(builtins, _DIVIDE, divide)
    sys.meta_path.insert(0, _Finder(folder))
