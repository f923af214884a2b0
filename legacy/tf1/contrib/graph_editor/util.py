"""Lists, trees and names of ops and tensors. Replaces: ``tf.contrib.graph_editor.util``"""

import collections.abc
import re

import tensorflow.compat.v1 as tf

_DEFAULT_PLACEHOLDER_PREFIX = "geph"


def concatenate_unique(la, lb):
    """`la`, with what of `lb` it lacks at its end."""
    known = set(la)
    for each in lb:
        if each not in known:
            la.append(each)
            known.add(each)
    return la


class ListView:
    """A list that cannot be changed."""

    def __init__(self, list_):
        if not isinstance(list_, list):
            raise TypeError(f"Expected a list, got: {type(list_)}.")
        self._list = list_

    def __iter__(self):
        return iter(self._list)

    def __len__(self):
        return len(self._list)

    def __bool__(self):
        return bool(self._list)

    def __getitem__(self, i):
        return self._list[i]

    def __add__(self, other):
        return [*self, *other]


def is_iterable(obj):
    """Whether `obj` can be iterated over; a tensor cannot."""
    if isinstance(obj, tf.Tensor):
        return False
    try:
        iter(obj)
    except (TypeError, NotImplementedError):
        return False
    return True


def flatten_tree(tree, leaves=None):
    """The leaves of dicts and iterables in each other, added to `leaves`."""
    leaves = [] if leaves is None else leaves
    if is_iterable(tree):
        for child in tree.values() if isinstance(tree, dict) else tree:
            flatten_tree(child, leaves)
    else:
        leaves.append(tree)
    return leaves


def transform_tree(tree, fn, iterable_type=tuple):
    """`tree` with `fn` of each leaf; an iterable that is no sequence becomes an `iterable_type`."""
    if not is_iterable(tree):
        return fn(tree)
    if isinstance(tree, dict):
        return type(tree)((key, transform_tree(child, fn)) for key, child in tree.items())
    if hasattr(tree, "_asdict"):
        return type(tree)(**transform_tree(tree._asdict(), fn))
    children = (transform_tree(child, fn) for child in tree)
    return type(tree)(children) if isinstance(tree, collections.abc.Sequence) else iterable_type(children)


def check_graphs(*args):
    """ValueError unless all of these, or all that have a graph, have the same."""
    graph = None
    for i, each in enumerate(args):
        if graph is None and each.graph is not None:
            graph = each.graph
        elif each.graph is not None and each.graph is not graph:
            raise ValueError(f"Argument[{i}]: Wrong graph!")


def get_unique_graph(tops, check_types=None, none_if_empty=False):
    """The graph of all ops and tensors of `tops`, or `tops` if it is one.

    Raises:
        TypeError: `tops` is not iterable, or one of it is not of `check_types`.
        ValueError: there are two graphs, or none and not `none_if_empty`.
    """
    if isinstance(tops, tf.Graph):
        return tops
    if not is_iterable(tops):
        raise TypeError(f"{type(tops)} is not iterable")
    if check_types is None:
        check_types = (tf.Operation, tf.Tensor)
    elif not is_iterable(check_types):
        check_types = (check_types,)
    graph = None
    for each in tops:
        if not isinstance(each, tuple(check_types)):
            kinds = ", ".join(str(kind) for kind in check_types)
            raise TypeError(f"Expected a type in ({kinds}), got: {type(each)}")
        if graph is None:
            graph = each.graph
        elif graph is not each.graph:
            raise ValueError(f"Operation {each} does not belong to given graph")
    if graph is None and not none_if_empty:
        raise ValueError("Can't find the unique graph of an empty list")
    return graph


def _make_list(tops, kind, of_graph, check_graph, allow_graph, ignore_others):
    if isinstance(tops, tf.Graph):
        if not allow_graph:
            raise TypeError("allow_graph is False: cannot convert a tf.Graph.")
        return of_graph(tops)
    tops = tops if is_iterable(tops) else [tops]
    if not tops:
        return []
    if check_graph:
        tops = list(tops)
        get_unique_graph(tops, check_types=None if ignore_others else kind)
    return [each for each in tops if isinstance(each, kind)]


def make_list_of_op(ops, check_graph=True, allow_graph=True, ignore_ts=False):
    """The ops of a graph, an iterable or a single one, as a list.

    Raises:
        TypeError: something else is among them (a tensor is skipped with `ignore_ts`), or a graph is not allowed.
        ValueError: with `check_graph`, they are of two graphs.
    """
    return _make_list(ops, tf.Operation, lambda graph: graph.get_operations(), check_graph, allow_graph, ignore_ts)


def get_tensors(graph):
    """All outputs of all ops; TypeError for no graph."""
    if not isinstance(graph, tf.Graph):
        raise TypeError(f"Expected a graph, got: {type(graph)}")
    return [t for op in graph.get_operations() for t in op.outputs]


def make_list_of_t(ts, check_graph=True, allow_graph=True, ignore_ops=False):
    """The tensors of a graph, an iterable or a single one, as a list; raises as `make_list_of_op`."""
    return _make_list(ts, tf.Tensor, get_tensors, check_graph, allow_graph, ignore_ops)


def get_generating_ops(ts):
    """The ops that make these tensors."""
    return [t.op for t in make_list_of_t(ts, allow_graph=False)]


def get_consuming_ops(ts):
    """The ops that take these tensors, each once."""
    return concatenate_unique([], [op for t in make_list_of_t(ts, allow_graph=False) for op in t.consumers()])


class ControlOutputs:
    """For each op of a graph the ops that wait for it."""

    def __init__(self, graph):
        if not isinstance(graph, tf.Graph):
            raise TypeError(f"Expected a tf.Graph, got: {type(graph)}")
        self._control_outputs = {}
        self._graph = graph
        self._version = None
        self._build()

    def update(self):
        """Look again if the graph has grown."""
        if self._version != self._graph.version:
            self._build()
        return self

    def _build(self):
        self._control_outputs.clear()
        for op in self._graph.get_operations():
            for control_input in op.control_inputs:
                waiting = self._control_outputs.setdefault(control_input, [])
                if op not in waiting:
                    waiting.append(op)
        self._version = self._graph.version

    def get_all(self):
        """{op: the ops that wait for it}."""
        return self._control_outputs

    def get(self, op):
        """The ops that wait for `op`."""
        return self._control_outputs.get(op, ())

    @property
    def graph(self):
        """The graph looked at."""
        return self._graph


def scope_finalize(scope):
    """`scope` with a slash at its end, if it is not empty."""
    return f"{scope}/" if scope and scope[-1] != "/" else scope


def scope_dirname(scope):
    """What is before the last slash, with it."""
    return scope[: scope.rfind("/") + 1]


def scope_basename(scope):
    """What is behind the last slash."""
    return scope[scope.rfind("/") + 1 :]


def placeholder_name(t=None, scope=None, prefix=_DEFAULT_PLACEHOLDER_PREFIX):
    """A name for a placeholder, in place of the tensor `t` if that is given; TypeError if it is none."""
    scope = None if scope is None else scope_finalize(scope)
    if t is None:
        return f"{scope or ''}{prefix}"
    if not isinstance(t, tf.Tensor):
        raise TypeError(f"Expected a tf.Tenfor, got: {type(t)}")
    scope = scope_dirname(t.op.name) if scope is None else scope
    name = scope_basename(t.op.name)
    return scope + (name if name.startswith(f"{prefix}__") else f"{prefix}__{name}_{t.value_index}")


def make_placeholder_from_tensor(t, scope=None, prefix=_DEFAULT_PLACEHOLDER_PREFIX):
    """A placeholder of `t`'s dtype and shape."""
    return tf.placeholder(dtype=t.dtype, shape=t.get_shape(), name=placeholder_name(t, scope=scope, prefix=prefix))


def make_placeholder_from_dtype_and_shape(dtype, shape=None, scope=None, prefix=_DEFAULT_PLACEHOLDER_PREFIX):
    """A placeholder of this dtype and shape."""
    return tf.placeholder(dtype=dtype, shape=shape, name=placeholder_name(scope=scope, prefix=prefix))


def get_predefined_collection_names():
    """The values of ``tf.GraphKeys``."""
    return [getattr(tf.GraphKeys, key) for key in dir(tf.GraphKeys) if not re.match(r"^__\w+__$", key)]


def find_corresponding_elem(target, dst_graph, dst_scope="", src_scope=""):
    """The op or tensor of `dst_graph` named as `target`, with `dst_scope` in the place of `src_scope`.

    Raises:
        ValueError: `target` is not in `src_scope`.
        TypeError: it is neither op nor tensor.
    """
    name = target.name
    if src_scope:
        src_scope = scope_finalize(src_scope)
        if not name.startswith(src_scope):
            raise ValueError(f"{name} does not start with {src_scope}")
        name = name[len(src_scope) :]
    name = scope_finalize(dst_scope) + name
    if isinstance(target, tf.Tensor):
        return dst_graph.get_tensor_by_name(name)
    if isinstance(target, tf.Operation):
        return dst_graph.get_operation_by_name(name)
    raise TypeError(f"Expected tf.Tensor or tf.Operation, got: {type(target)}")


def find_corresponding(targets, dst_graph, dst_scope="", src_scope=""):
    """`find_corresponding_elem` of each leaf of `targets`."""
    return transform_tree(targets, lambda top: find_corresponding_elem(top, dst_graph, dst_scope, src_scope))
