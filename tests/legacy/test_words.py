"""The runner's process raises errors in TensorFlow 1.15's words, and its classes behave as 1.15's did."""

import pytest
from tf2notes.legacy.tf1._words import in_tf1_words

from tests.legacy.test_runner import run

PAIRS = [
    ("Regression `examples` cannot be None.", "Regression examples cannot be None."),
    (
        "Classification `classes` and `scores` cannot both be None.",
        "Classification classes and scores cannot both be None.",
    ),
    (
        "Argument `group_id` should verify `0 <= group_id < num_groups` (with `num_groups=2`). Received: group_id=5",
        "group_id=5 should be between 0 and num_groups=2",
    ),
    (
        'Input 0 of layer "lstm" is incompatible with the layer: expected ndim=3, found ndim=2. '
        "Full shape received: (Dimension(None), Dimension(3))",
        "Input 0 of layer lstm is incompatible with the layer: expected ndim=3, found ndim=2. "
        "Full shape received: [None, 3]",
    ),
    (
        "Input 0 of layer dense is incompatible with the layer: expected min_ndim=2, found ndim=1. "
        "Full shape received: (2,)",
        "Input 0 of layer dense is incompatible with the layer: : expected min_ndim=2, found ndim=1. "
        "Full shape received: [2]",
    ),
    (
        "RNN cell only supports floating point inputs, but received dtype: x",
        "RNN cell only supports floating point inputs, but saw dtype: x",
    ),
    (
        "The template expects 2 tensors, but the inputs only has 1. Please ensure the number of placeholders.",
        "2 placeholder(s) in template does not match 1 tensor(s) provided as input",
    ),
    ("`axes` must be at least 0. Received: -1.", "'axes' must be at least 0."),
    ("Unsupported int 5 for key 'a'", "Invalid feature a:5."),
    ("Expected `handle` to be a Tensor, but got `1` of type `<class 'int'>` instead.", "Handle must be a Tensor"),
    (
        "Argument `dtype` got invalid value <dtype: 'string'>. Accepted dtypes are (tf.float16,).",
        "Invalid dtype tf.string",
    ),
    (
        "Dimensions must be equal, but are 2 and 3 for '{{node add}} = AddV2[T=DT_FLOAT](Const, Const_1)' with input "
        "shapes: [2], [3].",
        "Dimensions must be equal, but are 2 and 3 for 'add' (op: 'AddV2') with input shapes: [2], [3].",
    ),
    ("Expected int32, but got a of type 'str'.", "Expected int32, got 'a' of type 'str' instead."),
    ("Argument `axis` = 2 not in range [-1, 1)", "axis = 2 not in [-1, 1)"),
    ("Parameter input_keep_prob must be between 0 and 1. Received 1.299", "Parameter input_keep_prob must be between 0 "
     "and 1: 1"),
    ("Argument `labels` must not be None.", "labels must not be None."),
    ("no rule knows this", "no rule knows this"),
]  # fmt: skip

# what a program does, and what TensorFlow 1.15.5 says
PROGRAM = r"""
import warnings

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import ops, tensor_shape
from tensorflow.python.ops import lookup_ops, variable_scope
from tensorflow.python.util import deprecation, lock_util, nest

def zeros(*shape): return tf.zeros(shape)

def other_tags():
    builder = tf.saved_model.builder.SavedModelBuilder("saved")
    with tf.Session() as session:
        tf.Variable(1.0).initializer.run()
        builder.add_meta_graph_and_variables(session, ["a"])
        builder.save()
        tf.saved_model.loader.load(session, ["b"], "saved")

def iterate():
    for _ in tf.Variable([1.0]): pass

def nested():
    with variable_scope.variable_scope("aa"):
        scope = variable_scope.variable_scope("bb")
        scope.__enter__()
        with variable_scope.variable_scope("cc"):
            try: scope.__exit__(None, None, None)
            except RuntimeError: raised.append("nested")
        scope.__exit__(None, None, None)

tf.debugging.disable_traceback_filtering()  # as tf.test.main does
raised, cell = [], tf.nn.rnn_cell
for kind, words, call in [
    (ValueError, "'' is not a valid node name", lambda: tf.get_variable("", [2])),
    (ValueError, "The initializer passed is not valid", lambda: tf.get_variable("u")),
    (TypeError, "'Variable' object is not iterable.", iterate),
    (TypeError, "Inconsistent internal state",
     lambda: cell.LSTMStateTuple(tf.zeros([1]), tf.zeros([1], tf.int32)).dtype),
    (ValueError, "Parameter state_keep_prob must be between 0 and 1: 0",
     lambda: cell.DropoutWrapper(cell.GRUCell(3), state_keep_prob=-0.3)),
    (TypeError, "cells must be a list or tuple, but saw: 3.", lambda: cell.MultiRNNCell(3)),
    (ValueError, "Expected inputs.shape[-1] to be known, saw shape: (2, None)",
     lambda: cell.BasicRNNCell(3)(tf.placeholder(tf.float32, [2, None]), zeros(2, 3))),
    (ValueError, "(op: 'MatMul') with input shapes: [2,3], [2,3].", lambda: tf.matmul(zeros(2, 3), zeros(2, 3))),
    (TypeError, "Expected int32, got 1.5 of type 'float' instead.", lambda: tf.constant(1.5, dtype=tf.int32)),
    (ValueError, "Ambiguous dimension: 12.5", lambda: tensor_shape.Dimension(12.5)),
    (TypeError, "graph must be a tf.Graph, but got <class 'int'>", lambda: tf.Session(graph=3)),
    (TypeError, "true_fn must be callable.", lambda: tf.cond(tf.constant(True), 3, lambda: 1.0)),
    (ValueError, "No loop variables provided", lambda: tf.while_loop(lambda: True, lambda: 1, [])),
    (ValueError, "labels must not be None.", lambda: tf.losses.log_loss(None, zeros(2))),
    (ValueError, "weights.shape=(3,).", lambda: tf.losses.log_loss(zeros(2, 3), zeros(2, 3), weights=zeros(3))),
    (ValueError, "Cannot infer num from shape (?,)", lambda: tf.unstack(tf.placeholder(tf.float32, [None]))),
    (ValueError, "'image' must have either 3 or 4 dimensions.",
     lambda: tf.image.pad_to_bounding_box(zeros(4, 4), 0, 0, 5, 5)),
    (ValueError, "vocabulary_list must be specified", lambda: lookup_ops.index_table_from_tensor(None)),
    (ValueError, "Invalid aggregation_method specified 99.",
     lambda: (lambda x: tf.gradients(x + x * x, x, aggregation_method=99))(tf.constant(1.0))),
    (TypeError, "graph_def must be a GraphDef proto.", lambda: tf.import_graph_def(3)),
    (ValueError, "must be a dense tensor: [[1, 2], [3]] - got shape [2], but wanted [2, 2].",
     lambda: tf.constant([[1, 2], [3]])),
    (ValueError, "setting an array element with a sequence", lambda: tf.constant([[1, 2], [3]], dtype=tf.int32)),
    (TypeError, "Failed to convert object of type <class 'list'> to Tensor. Contents: [1, None].",
     lambda: tf.convert_to_tensor([1, None])),
    (TypeError, "Can't convert Operation 'noop' to Tensor", lambda: tf.convert_to_tensor(tf.no_op("noop"))),
    (TypeError, "fn must be callable.", lambda: tf.scan(1, [1])),
    (TypeError, "fn must be callable.", lambda: tf.map_fn(1, [1, 2])),
    (TypeError, "on the values of a sparse tensor", lambda: tf.map_fn(abs, tf.SparseTensor([[0]], [1], [2]))),
    (ValueError, "elements in elems must be 1+ dimensional Tensors, not scalars", lambda: tf.map_fn(abs, [1, 2])),
    (TypeError, "dtype <dtype: 'int32'> of on_value does not match dtype parameter <dtype: 'float32'>",
     lambda: tf.one_hot([0], 3, on_value=1, dtype=tf.float32)),
    (ValueError, "Both 'mean' and 'variance' must be None if is_training is True.",
     lambda: tf.nn.fused_batch_norm(zeros(1, 2, 2, 1), [1.0], [0.0], mean=[1.0])),
    (ValueError, "Mismatch at dim 0. values.shape=[2] weights.shape=[3].",
     lambda: tf.metrics.mean([1.0, 2.0], [1.0, 2.0, 3.0])),
    (ValueError, "Both max_shard_bytes and bytes_per_string_element must be positive.",
     lambda: tf.variable_axis_size_partitioner(0)),
    (ValueError, "num_oov_buckets must be greater or equal than 0, got -1.",
     lambda: tf.contrib.lookup.index_table_from_tensor(["a"], num_oov_buckets=-1)),
    (ValueError, "Missing shape for feature a.", lambda: tf.parse_example(["x"], {"a": tf.FixedLenFeature(None, 1)})),
    (ValueError, "Date must be YYYY-MM-DD.", lambda: deprecation.deprecated("x", "y")(abs)),
    (ValueError, "num_groups must be a positive integer, got 0", lambda: lock_util.GroupLock(0)),
    (ValueError, "Could not flatten dictionary: key a is not unique.",
     lambda: nest.flatten_dict_items({("a", "b"): (1, 2), "a": 1})),
    (ValueError, "Structure is a scalar but len(flat_sequence) == 2 > 1", lambda: nest.pack_sequence_as("a", [4, 5])),
    (RuntimeError, "MetaGraphDef associated with tags 'b' could not be found in SavedModel. To inspect", other_tags),
    (ValueError, "Prediction inputs cannot be None or empty.",
     lambda: tf.saved_model.signature_def_utils.predict_signature_def({}, {"a": tf.constant(1.0)})),
    (ValueError, "`weights` must be a vector of length `len(datasets)`.",
     lambda: tf.contrib.data.sample_from_datasets([tf.data.Dataset.range(2)], [0.5, 0.5])),
    (TypeError, "The scan function must return a pair comprising the new state and the output value.",
     lambda: tf.data.Dataset.range(4).apply(tf.contrib.data.scan(tf.constant(0), lambda state, x: 5))),
    (ValueError, "Must pass either window_size or window_size_func.",
     lambda: tf.data.Dataset.range(4).apply(tf.contrib.data.group_by_window(abs, lambda key, rows: rows))),
    (TypeError, "Two datasets to concatenate have different types <dtype: 'int64'> and <dtype: 'float32'>",
     lambda: tf.data.Dataset.range(2).concatenate(tf.data.Dataset.from_tensors(1.0))),
    (ValueError, "`predicate` return type must be convertible to a scalar boolean tensor.",
     lambda: tf.data.Dataset.range(2).filter(lambda x: x)),
    (TypeError, "`map_func` must return a `Dataset` object.", lambda: tf.data.Dataset.range(2).flat_map(lambda x: x)),
    (TypeError, "`map_func` must return a `Dataset` object.",
     lambda: tf.data.Dataset.range(2).interleave(lambda x: 5, 1)),
    (TypeError, "`map_func` must return a `Dataset` object.",
     lambda: tf.data.Dataset.range(2).apply(tf.contrib.data.parallel_interleave(lambda x: 5, 1))),
    (TypeError, "Nested structures do not support Python lists; please use a tuple instead.",
     lambda: tf.data.Dataset.zip([tf.data.Dataset.range(4)])),
    (ValueError, "`scale` must be positive float.", lambda: tf.variance_scaling_initializer(scale=-1.0)),
]:
    with tf.Graph().as_default():
        try: call()
        except kind as error: assert words in str(error), (words, str(error))
        else: raise AssertionError(words)
assert tf.map_fn(lambda x: x * 2, tf.constant([1, 2])).eval(session=tf.Session()).tolist() == [2, 4]
assert tf.one_hot([1], 2, np.float64(3), dtype=tf.float64).eval(session=tf.Session()).tolist() == [[0, 3]]
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    first, second = tf.InteractiveSession(), tf.InteractiveSession()
    second.close(), first.close()
assert any("An interactive session is already active." in str(warning.message) for warning in caught)
test = tf.test.TestCase()
proto = tf.GraphDef(node=[tf.NodeDef(name="a")], versions=tf.get_default_graph().graph_def_versions)
test.assertProtoEquals(proto, proto)
try: test.assertProtoEquals("node { name: 'b' }", proto)
except AssertionError: pass
else: raise AssertionError("protocol buffers differ")
frames = tf.no_op().traceback_with_start_lines
assert frames and all(len(frame) == 5 for frame in frames)
tf.contrib.rnn.HighwayWrapper(3)
with tf.Graph().as_default(): nested()
from tensorflow.python.eager import context
with context.eager_mode():
    nested()
    with variable_scope.variable_scope("a"), ops.name_scope("b") as scope: assert scope == "a/b/", scope
assert raised == ["nested"] * 2
print("all as in TensorFlow 1.15")
"""


@pytest.mark.parametrize(("today", "then"), PAIRS)
def test_words(today, then):
    """Rule by rule; a message that none knows stays."""
    assert in_tf1_words(today) == then


@pytest.mark.processes
def test_errors_and_classes_of_the_process(tmp_path):
    """Whatever way an error takes to the program."""
    (tmp_path / "program.py").write_text(PROGRAM)
    result = run(tmp_path, "program.py")
    assert result.stdout == "all as in TensorFlow 1.15\n", result.stderr[-2000:]
