"""Files that protoc wrote before version 3.19 (``*_pb2.py``), for today's protobuf.

Such a file makes every descriptor itself, which protobuf has refused since 4.0. It also holds the whole ``.proto`` file
serialized: from that come the same names, made the way that files of today's protoc make theirs.
"""

import ast
import importlib.machinery
import sys

_INTERNAL = ("google.protobuf", "google.protobuf.internal")
_BUILD = """
from google.protobuf import descriptor_pool as _descriptor_pool
from google.protobuf.internal import builder as _builder
DESCRIPTOR = _descriptor_pool.Default().AddSerializedFile(__serialized__)
_builder.BuildMessageAndEnumDescriptors(DESCRIPTOR, globals())
_builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, __name__, globals())
"""


def compile_source(source, filename):
    """Code of a generated file; one that today's protobuf takes is compiled as it is.

    Service classes (``py_generic_services``) are left out: protobuf has dropped what they were made of.

    Args:
        source: bytes.
        filename: what tracebacks name.
    """
    tree = ast.parse(source, filename)
    place, serialized = _serialized_file(tree)
    if serialized is not None:
        build = _With(serialized).visit(ast.parse(_BUILD, filename))
        kept = [node for node in tree.body[:place] if not _is_internal_import(node)]
        later = [node for node in tree.body[place + 1 :] if isinstance(node, (ast.Import, ast.ImportFrom, ast.Try))]
        tree.body = kept + build.body + [node for node in later if not _is_internal_import(node)]
    return compile(ast.fix_missing_locations(tree), filename, "exec", dont_inherit=True)


def _serialized_file(tree):
    """Where ``DESCRIPTOR = _descriptor.FileDescriptor(..., serialized_pb=...)`` stands, and the bytes' expression."""
    for place, node in enumerate(tree.body):
        call = node.value if isinstance(node, ast.Assign) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "FileDescriptor":
            return place, next((word.value for word in call.keywords if word.arg == "serialized_pb"), None)
    return None, None


def _is_internal_import(node):
    """Whether it imports what makes descriptors: some of these modules are gone, and none is needed here."""
    internal = isinstance(node, ast.ImportFrom) and node.module in _INTERNAL
    names = [item.name for item in node.names] if internal else []
    return internal and "symbol_database" not in names and not any(name.endswith("_pb2") for name in names)


class _With(ast.NodeTransformer):
    def __init__(self, serialized):
        self.serialized = serialized

    def visit_Name(self, node):
        return self.serialized if node.id == "__serialized__" else node


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname):
        return compile_source(self.get_data(self.path), self.path)


class _Finder:
    """Gives the program's generated files the loader that rewrites them."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if not name.endswith("_pb2") or name.startswith(("google.protobuf.", "tensorflow.")):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and type(spec.loader) is importlib.machinery.SourceFileLoader:
            spec.loader = _Loader(name, spec.origin)
        return spec


def install():
    """Rewrite what is imported from now on."""
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)
