"""Replaces: ``tf.contrib.checkpoint``."""

import io

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.core.protobuf.trackable_object_graph_pb2 import TrackableObjectGraph as CheckpointableObjectGraph
from tensorflow.python.checkpoint.checkpoint import list_objects, object_metadata
from tensorflow.python.trackable.autotrackable import AutoTrackable as Checkpointable
from tensorflow.python.trackable.base import Trackable as CheckpointableBase
from tensorflow.python.trackable.data_structures import List, Mapping, NoDependency

__all__ = [
    "CheckpointManager",
    "Checkpointable",
    "CheckpointableBase",
    "CheckpointableObjectGraph",
    "List",
    "Mapping",
    "NoDependency",
    "NumpyState",
    "PythonStateWrapper",
    "UniqueNameTracker",
    "capture_dependencies",
    "dot_graph_from_checkpoint",
    "list_objects",
    "object_metadata",
]

CheckpointManager = tf.train.CheckpointManager


class UniqueNameTracker(Checkpointable):
    """Replaces: ``UniqueNameTracker``: tracks objects under names that it makes unique (``name``, ``name_1``, ...)."""

    def __init__(self):
        self._maybe_initialize_trackable()
        self._name_counts = NoDependency({})

    @property
    def _values(self):
        return [dependency.ref for dependency in self._trackable_children().values()]

    def track(self, trackable, base_name):
        if not isinstance(trackable, CheckpointableBase):
            raise ValueError(
                f"Expected a trackable value, got {trackable} which does not inherit from tf.track.Trackable"
            )
        name, at = base_name, 0
        while self._lookup_dependency(name) is not None:
            at += 1
            name = f"{base_name}_{at}"
        self._track_trackable(trackable, name)
        return trackable


class _NumpyValue(tf.train.experimental.PythonState):
    def __init__(self, array):
        self.array = array

    def serialize(self):
        buffer = io.BytesIO()
        np.save(buffer, self.array, allow_pickle=False)
        return buffer.getvalue()

    def deserialize(self, string_value):
        self.array = np.load(io.BytesIO(string_value))


class NumpyState(Checkpointable):
    """Replaces: ``NumpyState``: NumPy arrays as attributes, saved and restored with a checkpoint."""

    def __setattr__(self, name, value):
        if isinstance(value, (np.ndarray, np.generic)):
            self._maybe_initialize_trackable()
            known = self._lookup_dependency(name)
            if isinstance(known, _NumpyValue):
                known.array = value
                return
            value = _NumpyValue(value)
        super().__setattr__(name, value)

    def __getattribute__(self, name):
        value = super().__getattribute__(name)
        return value.array if isinstance(value, _NumpyValue) else value


PythonStateWrapper = tf.train.experimental.PythonState


def capture_dependencies(template):
    """Replaces: ``capture_dependencies``: variables made inside become dependencies of `template`."""
    name_prefix = template.variable_scope.name

    def creator(next_creator, name, initial_value, trackable_parent=None, **kwargs):
        variable = next_creator(name=name, initial_value=initial_value, **kwargs)
        if name is not None and name.startswith(name_prefix):
            template._track_trackable(variable, name[len(name_prefix) + 1 :] or name)
        return variable

    return tf.variable_creator_scope(creator)


def dot_graph_from_checkpoint(save_path):
    """Replaces: ``dot_graph_from_checkpoint``: an object-based checkpoint's objects as a graph in dot's language."""
    graph, reader = object_metadata(save_path), tf.train.NewCheckpointReader(save_path)
    shapes, dtypes = reader.get_variable_to_shape_map(), reader.get_variable_to_dtype_map()
    slots = {slot.slot_variable_node_id for node in graph.nodes for slot in node.slot_variables}
    lines = ["digraph {"]
    for at, node in enumerate(graph.nodes):
        style = "width=.25"
        if [attribute.name for attribute in node.attributes] == ["VARIABLE_VALUE"]:
            variable, key = _quoted(node.attributes[0].full_name), node.attributes[0].checkpoint_key
            kind, color = ("Slot variable", "orange") if at in slots else ("Variable", "blue")
            style = f'color={color} width=.25 tooltip="{kind} {variable} shape={shapes[key]} {dtypes[key].name}"'
        elif node.slot_variables:
            style = 'width=.25 color=red,tooltip="Optimizer"'
        lines.append(f'N_{at} [shape=point label="" {style}]')
        lines += [f'N_{at} -> N_{child.node_id} [label="{_quoted(child.local_name)}"]' for child in node.children]
        for slot in node.slot_variables:
            to = f"N_{slot.slot_variable_node_id}"
            lines.append(f'N_{at} -> {to} [label="{_quoted(slot.slot_name)}" style=dotted]')
            lines.append(f"N_{slot.original_variable_node_id} -> {to} [style=dotted]")
    return "\n".join([*lines, "}", ""])


def _quoted(name):
    return name.replace('"', '\\"')
