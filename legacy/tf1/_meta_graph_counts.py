"""What `_op_counts` notes of a graph goes with it into a meta graph and comes back where that is imported.

The number travels in ``MetaInfoDef.any_info``, which is there for whatever a producer has to say. A meta graph that
TensorFlow 1 wrote has none and needs none: it holds TF1's own ops.
"""

import functools

import tensorflow.compat.v1 as _v1
from google.protobuf import wrappers_pb2
from tensorflow.python.framework import meta_graph
from tf2notes.legacy.tf1 import _op_counts


def install():
    """Count across files, in a process of a TF1 program's own."""
    meta_graph.create_meta_graph_def = _noting(meta_graph.create_meta_graph_def)
    meta_graph.import_scoped_meta_graph_with_return_elements = _reading(
        meta_graph.import_scoped_meta_graph_with_return_elements
    )


def _noting(living):
    @functools.wraps(living)
    def create(meta_info_def=None, graph_def=None, saver_def=None, collection_list=None, graph=None, *args, **kwargs):
        made = living(meta_info_def, graph_def, saver_def, collection_list, graph, *args, **kwargs)
        whole = graph or _v1.get_default_graph()
        number = _op_counts.difference(whole)
        if number and len(made.graph_def.node) == whole.num_operations():
            made.meta_info_def.any_info.Pack(wrappers_pb2.Int64Value(value=number))
        return made

    return create


def _reading(living):
    @functools.wraps(living)
    def read(meta_graph_or_file, clear_devices=False, graph=None, *args, **kwargs):
        if not _v1.executing_eagerly() and not isinstance(meta_graph_or_file, _v1.MetaGraphDef):
            meta_graph_or_file = meta_graph.read_meta_graph_file(meta_graph_or_file)
        result = living(meta_graph_or_file, clear_devices, graph, *args, **kwargs)
        number, info = wrappers_pb2.Int64Value(), meta_graph_or_file.meta_info_def.any_info
        if info.Is(number.DESCRIPTOR):
            info.Unpack(number)
            with (graph or _v1.get_default_graph()).as_default():
                _op_counts.add(number.value)
        return result

    return read
