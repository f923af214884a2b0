"""What of living classes behaves as in TF1 again in the runner's process, which belongs to the TF1 program."""

import contextlib
import functools
import warnings

import tensorflow.compat.v1 as tf
from google.protobuf.descriptor import FieldDescriptor
from tensorflow.python.client import session
from tensorflow.python.data.ops import dataset_ops, flat_map_op, interleave_op, optional_ops, readers, unbatch_op
from tensorflow.python.framework import ops, sparse_tensor, tensor_shape
from tensorflow.python.ops import (
    gen_nn_ops,
    gradients_util,
    summary_op_util,
    variable_scope,
    variables,
)
from tensorflow.python.util.protobuf import compare
from tf2notes.legacy.tf1 import _op_counts
from tf2notes.legacy.tf1._checked import checked_functions
from tf2notes.legacy.tf1._words import replace_everywhere
from tf_keras.src.layers.convolutional.base_conv import Conv
from tf_keras.src.layers.convolutional.base_depthwise_conv import DepthwiseConv


def install():
    """Change the classes, once."""
    tensor_shape.Dimension.__init__ = _dimension(tensor_shape.Dimension.__init__)
    variables.Variable.__iter__ = _not_iterable(variables.Variable.__iter__)
    variable_scope._VariableStore.get_variable = _named(variable_scope._VariableStore.get_variable)
    ops.name_scope_v2.__exit__ = _twice(ops.name_scope_v2.__exit__)
    ops.Operation.traceback_with_start_lines = property(_traceback_with_start_lines)
    replace_everywhere(dict(checked_functions()))
    for kind in (
        *(flat_map_op._FlatMapDataset, interleave_op._InterleaveDataset, interleave_op._ParallelInterleaveDataset),
        readers.ParallelInterleaveDataset,
    ):
        kind.__init__ = _of_datasets(kind.__init__)
    unbatch_op._unbatch = _of_empty_parts(unbatch_op._unbatch)
    for kind in (dataset_ops.DatasetV1, dataset_ops.DatasetV2):
        kind.padded_batch = _of_padded_shapes(kind.padded_batch)
    compare.NormalizeNumberFields = _normalize_number_fields
    session.InteractiveSession.__init__ = _warning_of_another(session.InteractiveSession.__init__)
    dataset_ops.DatasetV2.__repr__ = dataset_ops.DatasetV2.__str__ = _dataset_words
    optional_ops.Optional.none_from_structure = optional_ops.Optional.empty
    summary_op_util.summary_scope = _with_name(summary_op_util.summary_scope)
    gradients_util._AggregatedGrads = _accumulating(gradients_util._AggregatedGrads)
    sparse_tensor.SparseTensor.__init__ = _of_shape(sparse_tensor.SparseTensor.__init__)
    sparse_tensor.SparseTensorValue.__new__ = _of_shape(sparse_tensor.SparseTensorValue.__new__)
    gen_nn_ops.softmax = _of_many_dimensions(gen_nn_ops.softmax)
    for kind in (Conv, DepthwiseConv):
        kind.build = _of_one_rank(kind.build)
    Conv.__init__ = _of_one_rank(Conv.__init__)


def _dimension(living):
    """``Dimension(12.5)`` and ``Dimension("a")`` are ValueErrors."""

    @functools.wraps(living)
    def init(self, value):
        if isinstance(value, (float, str)):
            if int(value) != value:
                raise ValueError(f"Ambiguous dimension: {value}")
            value = int(value)
        living(self, value)

    return init


def _accumulating(living):
    """``EXPERIMENTAL_ACCUMULATE_N`` adds three gradients or more, of a known shape, in one op, as `tf.accumulate_n`."""

    @functools.wraps(living)
    def aggregated(grads, op, gradient_uid, loop_state, aggregation_method=None):
        if aggregation_method == tf.AggregationMethod.EXPERIMENTAL_ACCUMULATE_N:
            for parts in gradients_util._GetGrads(grads, op):
                if _several_of_a_shape(parts):
                    parts[:] = [tf.add_n(parts, name="AccumulateNV2")]
        return living(grads, op, gradient_uid, loop_state, aggregation_method)

    return aggregated


def _of_shape(living):
    """A sparse tensor's `dense_shape` may be called `shape`, as before 1.0."""

    @functools.wraps(living)
    def make(self, *args, **kwargs):
        if "shape" in kwargs:
            if len(args) > 2 or "dense_shape" in kwargs:
                raise TypeError("A sparse tensor takes its shape once: as dense_shape, or as shape.")
            kwargs["dense_shape"] = kwargs.pop("shape")
        return living(self, *args, **kwargs)

    return make


def _of_many_dimensions(living):
    """Softmax over the last of six dimensions or more, which oneDNN's kernel refuses: of the rows, as one op still."""

    @functools.wraps(living)
    def softmax(logits, name=None):
        logits = tf.convert_to_tensor(logits)
        if logits.shape.rank is None or logits.shape.rank < 6:
            return living(logits, name=name)
        with _op_counts.as_one(), tf.name_scope(name, "Softmax") as scope:
            shape = tf.shape(logits)
            rows = living(tf.reshape(logits, [-1, shape[-1]]))
            result = tf.reshape(rows, shape, name=scope)
            result.set_shape(logits.shape)
        return result

    return softmax


def _several_of_a_shape(parts):
    several = isinstance(parts, list) and len(parts) > 2 and all(isinstance(part, tf.Tensor) for part in parts)
    return several and gradients_util._AccumulatorShape(parts).is_fully_defined()


def _not_iterable(living):
    """A variable of a graph cannot be iterated over, as the text says."""

    @functools.wraps(living)
    def iterate(self):
        if not tf.executing_eagerly():
            raise TypeError("'Variable' object is not iterable.")
        return living(self)

    return iterate


def _named(living):
    """A graph's variable needs a name."""

    @functools.wraps(living)
    def get_variable(self, name, *args, **kwargs):
        if name == "" and not tf.executing_eagerly():
            raise ValueError("'' is not a valid node name")
        return living(self, name, *args, **kwargs)

    return get_variable


def _twice(living):
    """A name scope of eager mode may be left once more, after leaving it went wrong."""

    @functools.wraps(living)
    def leave(self, *error):
        return living(self, *error) if self._exit_fns else False

    return leave


def _traceback_with_start_lines(op):
    """The frames of `op`'s making as 5-tuples; where a function starts is not kept, so the last is the line itself."""
    return [(frame.filename, frame.lineno, frame.name, frame.line, frame.lineno) for frame in op.traceback]


_DIGITS = {FieldDescriptor.TYPE_FLOAT: 6, FieldDescriptor.TYPE_DOUBLE: 7}


def _normalize_number_fields(message):
    """Round the floating point fields of a protocol buffer, in place; the living one asks today's protobuf in vain."""
    for field, value in message.ListFields():
        nested = field.type in (FieldDescriptor.TYPE_MESSAGE, FieldDescriptor.TYPE_GROUP)
        is_map = nested and field.message_type.GetOptions().map_entry
        is_repeated = not is_map and hasattr(value, "extend")
        if is_map:
            if field.message_type.fields_by_number[2].type == FieldDescriptor.TYPE_MESSAGE:
                for inner in value.values():
                    _normalize_number_fields(inner)
        elif nested:
            for inner in value if is_repeated else [value]:
                _normalize_number_fields(inner)
        elif field.type in _DIGITS and is_repeated:
            value[:] = [round(number, _DIGITS[field.type]) for number in value]
        elif field.type in _DIGITS:
            setattr(message, field.name, round(value, _DIGITS[field.type]))
    return message


def _warning_of_another(living):
    """A second interactive session warns, as TF1 did; today it is logged as an error."""

    @functools.wraps(living)
    def init(self, *args, **kwargs):
        if session.InteractiveSession._active_session_count > 0:
            warnings.warn(
                "An interactive session is already active. This can cause out-of-memory errors in some cases. You "
                "must explicitly call `InteractiveSession.close()` to release resources held by the other session(s).",
                stacklevel=2,
            )
        living(self, *args, **kwargs)

    return init


def _of_datasets(living):
    """A function that gives no data set is said to be wrong; the living text asks a tensor without name for it."""

    @functools.wraps(living)
    def init(self, input_dataset, map_func, *args, **kwargs):
        try:
            living(self, input_dataset, map_func, *args, **kwargs)
        except AttributeError as error:
            if "'_name'" not in str(error):
                raise
            raise TypeError("`map_func` must return a `Dataset` object.") from error

    return init


def _of_empty_parts(living):
    """A component of a batch may have parts without an element, shape [3, 0]: today's kernel ends the process there."""

    @functools.wraps(living)
    def unbatch(input_dataset, name=None):
        shapes = [getattr(spec, "shape", None) for spec in tf.nest.flatten(input_dataset.element_spec)]
        is_plain = all(isinstance(spec, tf.TensorSpec) for spec in tf.nest.flatten(input_dataset.element_spec))
        if not is_plain or not all(shape.rank for shape in shapes) or not any(map(_parts_may_be_empty, shapes)):
            return living(input_dataset, name)
        if len({shape.as_list()[0] for shape in shapes} - {None}) > 1:  # it says so
            return living(input_dataset, name)
        is_tuple = isinstance(input_dataset.element_spec, tuple)
        slices = dataset_ops.DatasetV2.from_tensor_slices
        return flat_map_op._flat_map(input_dataset, lambda *parts: slices(parts if is_tuple else parts[0]), name)

    return unbatch


def _of_padded_shapes(living):
    """The shapes of a padded batch must be said; today they follow from the elements."""

    @functools.wraps(living)
    def padded_batch(self, batch_size, padded_shapes, padding_values=None, drop_remainder=False, **new):
        if padded_shapes is None:
            if tf.nest.is_nested(self.element_spec):
                raise TypeError(
                    "If shallow structure is a sequence, input must also be a sequence. "
                    "Input has type: <class 'NoneType'>."
                )
            raise ValueError("None values not supported.")
        return living(self, batch_size, padded_shapes, padding_values, drop_remainder, **new)

    return padded_batch


def _parts_may_be_empty(shape):
    return any(size in (0, None) for size in shape.as_list()[1:])


def _dataset_words(dataset):
    """Shapes and types; most data sets were of one class, an adapter."""
    kind = type(getattr(dataset, "_dataset", dataset)).__name__
    kind = "DatasetV1Adapter" if kind.startswith("_") else kind.removesuffix("V2")
    shapes = tf.nest.map_structure(str, dataset_ops.get_legacy_output_shapes(dataset))
    types = tf.nest.map_structure(repr, dataset_ops.get_legacy_output_types(dataset))
    return f"<{kind} shapes: {shapes}, types: {types}>".replace("'", "")


def _with_name(living):
    """A summary of a graph needs a name: ``""`` was refused where the op was made."""

    @functools.wraps(living)
    @contextlib.contextmanager
    def scope(name, *args, **kwargs):
        if name == "" and not ops.executing_eagerly_outside_functions():
            raise ValueError("'' is not a valid node name")
        with living(name, *args, **kwargs) as tag_and_scope:
            yield tag_and_scope

    return scope


def _of_one_rank(living):
    """Convolutions took tensors of one rank; today's take more dimensions before."""

    @functools.wraps(living)
    def set_up(self, *args, **kwargs):
        living(self, *args, **kwargs)
        spec = self.input_spec
        if spec is not None and spec.min_ndim is not None:
            spec.ndim, spec.min_ndim = spec.min_ndim, None

    return set_up
