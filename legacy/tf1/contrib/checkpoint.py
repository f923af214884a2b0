"""Replaces: ``tf.contrib.checkpoint``."""

import io

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.core.protobuf.trackable_object_graph_pb2 import TrackableObjectGraph as CheckpointableObjectGraph
from tensorflow.python.checkpoint.checkpoint import list_objects, object_metadata
from tensorflow.python.trackable.autotrackable import AutoTrackable as Checkpointable
from tensorflow.python.trackable.base import VARIABLE_VALUE_KEY
from tensorflow.python.trackable.base import Trackable as CheckpointableBase
from tensorflow.python.trackable.data_structures import List, Mapping, NoDependency
from tensorflow.python.training.saving.saveable_object import SaveableObject, SaveSpec

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
    "split_dependency",
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


class _SplitDependency(CheckpointableBase):
    """Looks to a checkpoint like a variable; its value is a part of what several share."""

    def __init__(self, name, dtype, device, count, save_buffer, restore_buffer, fill, consume):
        self._name = name
        self._dtype = dtype
        self._device = device
        self._count = count
        self._save_buffer = save_buffer
        self._restore_buffer = restore_buffer
        self._fill = fill
        self._consume = consume

    def _save(self):
        if self._name not in self._save_buffer:
            if self._save_buffer:
                raise AssertionError(
                    f"Split dependency {self._name} ({self}) unsynchronized. Split dependencies must be saved together."
                )
            self._fill(self._save_buffer)
        return self._save_buffer.pop(self._name)

    def _restore(self, tensor):
        if self._name in self._restore_buffer:
            raise AssertionError(
                f"Split dependency {self._name} ({self}) unsynchronized. Split dependencies must be restored together."
            )
        self._restore_buffer[self._name] = tensor
        if len(self._restore_buffer) < self._count:
            return tf.no_op()
        restored = self._consume(self._restore_buffer)
        self._restore_buffer.clear()
        return restored

    def _gather_saveables_for_checkpoint(self):
        return {VARIABLE_VALUE_KEY: lambda name: _Part(name, self)}


class _Part(SaveableObject):
    """What a `_SplitDependency` saves and restores by."""

    def __init__(self, name, dependency):
        spec = SaveSpec(dependency._save, "", name, dtype=dependency._dtype, device=dependency._device)
        super().__init__(dependency._save, [spec], name)
        self._dependency = dependency

    def restore(self, restored_tensors, restored_shapes):
        (tensor,) = restored_tensors
        return self._dependency._restore(tensor)


def split_dependency(component_names, component_dtypes, fill_save_buffer_fn, consume_restore_buffer_fn, device):
    """Objects for a checkpoint that are saved and restored as one. Replaces: tf.contrib.checkpoint.split_dependency

    Args:
        component_names: one for each object.
        component_dtypes: likewise.
        fill_save_buffer_fn: `f(dict)`, puts a tensor under each name.
        consume_restore_buffer_fn: `f(dict)` with a restored tensor under each name; returns the restore operation.
        device: where to save and restore.

    Returns:
        name -> object. Where one is a dependency all must be: AssertionError else.
    """
    shared = ({}, {}, fill_save_buffer_fn, consume_restore_buffer_fn)
    return {
        name: _SplitDependency(name, dtype, device, len(component_names), *shared)
        for name, dtype in zip(component_names, component_dtypes, strict=False)
    }
