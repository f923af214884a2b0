r"""Errors in TF1's words, all over the runner's process: TF1's programs and unit tests match them by expressions.

TensorFlow says most of its errors of 1.15 in other words today, of the same type. Nearly every public function
passes its errors through one place, where the frames of TensorFlow are taken out of the traceback; there the message
becomes TF1's. `_ELSEWHERE` lists methods whose errors do not pass it.

Each rule is a regular expression, matched at the message's start, and what stands for the match (`\1` is a group).
"""

import contextlib
import functools
import importlib
import inspect
import re
import sys

_SHAPES = (
    (r"(.*? for )'\{\{node (\S*?)\}\} = (\w+).*?\)'( with )", r"\1'\2' (op: '\3')\4"),
    (r"(.*?)Expected (\w+), but got (.*) of type '(str)'\.", r"\1Expected \2, got '\3' of type '\4' instead."),
    (r"(.*?)Expected (\w+), but got (.*) of type '(\w+)'\.", r"\1Expected \2, got \3 of type '\4' instead."),
    (r"(weights can not be broadcast to values\..*?),?( weights\.shape=.*?\.) Received weights=.*", r"\1\2"),
    (r"(Cannot specify both '\w+' and '\w+')\.$", r"\1"),
    (r"(Incompatible shapes for broadcasting)\. Two shapes .* Received: (.*?)\.$", r"\1: \2"),
    (r"Too many elements provided\. Takes at most (\d+), but got (\d+)\.",
     r"Too many elements provided. Needed at most \1, but received \2"),
    (r"(Expected Tensor's shape: .*), but got", r"\1, got"),
    (r"`(.*)` is not a valid node name\. Accepted names.*", r"'\1' is not a valid node name"),
    (r"('.*' is not a valid )(?:root )?scope name\. A (?:root )?scope name.*", r"\1scope name"),
)  # fmt: skip


def _without_quotes(match):
    return match[0].replace("`", "")


def _failed_conversion(match):
    kind = {"[": "list", "(": "tuple"}[match[1]]
    return f"Failed to convert object of type <class '{kind}'> to Tensor. Contents: {match[1]}{match[2]}. {match[3]}"


def _wrong_rank(match):
    index, layer, ranks, shape = match.groups()
    ranks = f": {ranks}" if ranks.startswith("expected min_ndim") else ranks  # TF1 wrote two colons
    shape = ", ".join(re.findall(r"None|\d+", shape))
    return f"Input {index} of layer {layer} is incompatible with the layer: {ranks} Full shape received: [{shape}]"


def _wrong_axis(match):
    expected, shape = match[1].replace('"', ""), match[2]
    return f"{expected} but received input with shape [{', '.join(re.findall(r'None|[0-9]+', shape))}]"


_CONTROL_FLOW = (
    (r"Incompatible return values of 'true_fn' and 'false_fn': ",
     "Incompatible return values of true_fn and false_fn: "),
    (r"'(true_fn|false_fn|cond|body)' must be callable", r"\1 must be callable"),
    (r"'(true_fn|false_fn)' must have a return value", r"\1 must have a return value"),
    (r"cond\(\): '(\w+)' and '?(\w+?)'? may not be set", r"cond(): \1 and \2 may not be set"),
    (r"cond\(\): '(\w+)' argument required", r"cond(): \1 argument required"),
    (r"'pred' must not be a Python bool\.", "pred must not be a Python bool"),
    (r"'pred_fn_pairs' must be a list, tuple, or dict.*", "fns must be a list, tuple, or dict"),
    (r"Each entry in 'pred_fn_pairs' must be a 2-tuple.*", "Each entry in pred_fn_pairs must be a 2-tuple"),
    (r"'loop_vars' must be provided\.", "No loop variables provided"),
    (r"'parallel_iterations' must be a positive", "parallel_iterations must be a positive"),
    (r"'maximum_iterations' must be a scalar\. Received shape", "maximum_iterations must be a scalar, saw shape"),
    (r"Outputs of 'true_fn' and 'false_fn' must have the same type\(s\)\. Received (.*) from 'true_fn' and (.*) "
     r"from 'false_fn'\.", r"Outputs of true_fn and false_fn must have the same type: \1, \2"),
    (r"'inputs' should be zero or more \(nested\) Tensors\. Received (.*)\.$",
     r"Expected tf.group() expected Tensor arguments not \1"),
    (r"'tensors' must have at least one Tensor\. Received: (.*)\.$", r"Must have at least one Tensor: \1"),
    (r"'control_inputs' must only contain Operation or Tensor\. Received",
     "Control input must be Operation or Tensor"),
    (r"Elements in elems must be 1\+ dimensional Tensors, not scalars",
     "elems must be a 1+ dimensional Tensor, not a scalar"),
)  # fmt: skip
_ARRAYS = (
    (r"Argument `direction` should be one of (.*?)\. Received: direction=(\w+)", r"\2 should be one of \1"),
    (r"Cannot infer argument `num` from", "Cannot infer num from"),
    (r"Argument `axis` = (\S+) not in range", r"axis = \1 not in"),
    (r"Value of argument `mode` expected to be one of .* Received `mode` = ", "Unknown padding mode: "),
    (r"Argument `maxlen` must be scalar for sequence_mask,.*", "maxlen must be scalar for sequence_mask"),
    (r"Argument `indexing` parameter must be either 'xy' or 'ij'.*", "indexing parameter must be either 'xy' or 'ij'"),
    (r"Inputs must be an iterable of at least one (\S+) with the same dtype and shape\.?",
     r"inputs must be a list of at least one \1 with the same dtype and shape"),
    (r"(Shapes \(.*\) and \(.*\) are )incompatible$", r"\1incompatible"),
    (r"The input scalar must be a 0-D value\. Received shape", "Only scalar multiply works, got shape"),
    (r"(Both max_shard_bytes and bytes_per_string_element must be positive\.) Currently.*", r"\1"),
    (r"`x` and `y` must have the same dtype, got (.*)\.$", r"x and y must have the same dtype, got \1"),
    (r"Only one of `(\w+)` and `(\w+)` can be True\..*", r"Only one of \1 and \2 can be True."),
    (r"`axes` must be an integer or have length 2\..*", "'axes' must be an integer or have length 2."),
    (r"('axis' must be None, an integer, or a tuple of 2 unique integers), got.*", r"\1"),
    (r"Shapes must be equal rank, but are (\d+) and (\d+)$", r"Shapes must be equal rank, but are \1 and \2"),
    (r"Output subscripts contain the label", "Invalid equation: Output subscripts contain the label"),
)  # fmt: skip
_UTILITIES = (
    (r"Cannot flatten dict because this key is not unique: (.*)",
     r"Could not flatten dictionary: key \1 is not unique."),
    (r"Attempted to pack value:\n.*into a structure, but found.*", "flat_sequence must be a sequence"),
    (r"The target structure is of type `.*`\n.*However the input is a sequence \(.*\) of length (\d+)\..*",
     r"Structure is a scalar but len(flat_sequence) == \1 > 1"),
    (r"Date must be in format YYYY-MM-DD\. Received.*", "Date must be YYYY-MM-DD."),
    (r"(Don't deprecate things without conversion instructions!) Specify.*", r"\1"),
    (r"(The following deprecated arguments are not present in the function signature: .*?\.) Expected arguments from "
     r"the following list: (.*)$", r"\1 Found next arguments: \2"),
    (r"Argument `num_groups` must be a positive integer\. Received: num_groups=(.*)",
     r"num_groups must be a positive integer, got \1"),
    (r"Argument `group_id` should verify .*`num_groups=(\d+)`\)\. Received: group_id=(.*)",
     r"group_id=\2 should be between 0 and num_groups=\1"),
    (r"MetaGraphDef associated with tags (.*) could not be found in SavedModel, with available tags '(.*)'\. To .*",
     r"MetaGraphDef associated with tags \1 could not be found in SavedModel. To inspect available tag-sets in the "
     r"SavedModel, please use the SavedModel CLI: `saved_model_cli`\navailable_tags: \2"),
    (r"Expected (.*) to be an Operation but got type <.*> instead\.", r"main_op needs to be an Operation: \1"),
    (r"(Regression|Classification|Prediction) `(\w+)` (and `scores` )?cannot", _without_quotes),
    (r"Regression input tensors must be of type string\..*", "Regression examples must be a string Tensor."),
    (r"Regression output tensors must be of type float\..*", "Regression output must be a float Tensor."),
    (r"Classification (\w+) must be of type (string|float) Tensor\..*", r"Classification \1 must be a \2 Tensor."),
    (r"Cannot create a ClassificationOutput with empty arguments\. .*",
     "At least one of scores and classes must be set."),
    (r"(Classification|Regression) signatures can only accept a single tensor input of type tf\.string\..*Received: ",
     r"\1 input must be a single string Tensor; got "),
    (r"@tf\.custom_gradient grad_fn must accept keyword argument 'variables', since.*",
     "If using @custom_gradient with a function that uses variables, then grad_fn must accept a keyword argument "
     "'variables'."),
)  # fmt: skip
_DATASETS = (
    (r"The padded shape (.*) is not compatible with the shape (\S.*) of the corresponding input component\.",
     r"The padded shape \1 is not compatible with the corresponding input component shape \2."),
    (r"Either the `window_size` argument or the `window_size_func` argument must be specified\.",
     "Must pass either window_size or window_size_func."),
    (r"`(len\(bucket_batch_sizes\))` must equal `(len\(bucket_boundaries\) \+ 1)` but.*", r"\1 must equal \2"),
    (r"Invalid `scan_func`\. (The element types for the new state must match the initial state\. Expected .*), got",
     r"\1; got"),
    (r"Invalid `scan_func`\. `scan_func` should return a pair.*",
     "The scan function must return a pair comprising the new state and the output value."),
    (r"Invalid `dataset`\. Expected a `tf\.data\.Dataset` object but got.*",
     "`dataset` must be a `tf.data.Dataset` object."),
    (r"Invalid `choice_dataset`\. Elements.*", "`choice_dataset` must be a dataset of scalar `tf.int64` tensors."),
    (r"Invalid `weights`\. `weights` should have the same length.*",
     "`weights` must be a vector of length `len(datasets)`."),
    (r"Invalid `datasets`\. `datasets` must have compatible element specs\..*",
     "All datasets must have the same type and class."),
    (r"`map_and_batch` allows only one of `num_parallel_batches` and.*",
     "The `num_parallel_batches` and `num_parallel_calls` arguments are mutually exclusive."),
    (r"Invalid input to `zip`\. .* Python `list` is not supported and.*",
     "The argument to `Dataset.zip()` must be a nested structure of `Dataset` objects. Nested structures do not "
     "support Python lists; please use a tuple instead."),
    (r"Invalid input to `zip`\. Inputs are expected to be \(nested\).*",
     "The argument to `Dataset.zip()` must be a nested structure of `Dataset` objects."),
    (r"`tf\.data\.Dataset` only supports Python-style.*",
     "__iter__() is only supported inside of tf.function or when eager execution is enabled."),
    (r"Incompatible dataset elements:\n  TensorSpec\(.*dtype=tf\.(\w+).*\) vs\.   TensorSpec\(.*dtype=tf\.(\w+).*",
     r"Two datasets to concatenate have different types <dtype: '\1'> and <dtype: '\2'>"),
    (r"Invalid `predicate`\. `predicate` must return a `tf\.bool` scalar tensor, but its return type is (.*)\.$",
     r"`predicate` return type must be convertible to a scalar boolean tensor. Was \1."),
    (r"(Padded shape .* must be a) `tf\.int64` vector tensor, but", r"\1 1-D tensor of tf.int64 values, but"),
    (r"`generator` must be a Python callable\.", "`generator` must be callable."),
)  # fmt: skip
_LOOKUPS_AND_PARSING = (
    (r"`(num_oov_buckets|vocab_size)` must be greater", r"\1 must be greater"),
    (r"`dtype` must either be integer or string\.", "Only integer and string keys are supported."),
    (r"`hasher_spec` must be of type HasherSpec, got", "hasher_spec must be of type HasherSpec, got"),
    (r"Invalid `key_dtype`, expected", "Invalid key_dtype, expected"),
    (r"`key_dtype` must be (\w+) if `key_index` is .*, received: (.*)$",
     r"Signature mismatch. Keys must be dtype <dtype: '\1'>, got \2."),
    (r"`value_dtype` must be (\w+) if `value_index` is .*, received: (.*)$",
     r"Signature mismatch. Values must be dtype <dtype: '\1'>, got \2."),
    (r"(Missing shape for feature \S+\.) Received.*", r"\1"),
    (r"Unsupported \w+ (.*) for key '(\S+)'$", r"Invalid feature \2:\1."),
    (r"Both context_features and sequence_features are None, but.*", "Missing features."),
    (r"(Unsupported FixedLenSequenceFeature FixedLenSequenceFeature\(.*\)) for key '\S+'$", r"\1."),
    (r"Argument `dtype` got invalid value <dtype: '(\w+)'>\. Accepted dtypes.*", r"Invalid dtype tf.\1"),
)  # fmt: skip
_CHECKS = (
    (r"`dilation_rate` must be positive\. Received.*", "dilation_rate must be positive"),
    (r"ksize should be of length (.*)\. Received: .* of length (\d+)$", r"ksize should be of length \1 but was \2"),
    (r"Expected argument `labels` to be a SparseTensor\. Received.*",
     "Expected labels (first argument) to be a SparseTensor"),
    (r"Expected `handle` to be a Tensor, but got.*", "Handle must be a Tensor"),
    (r"(Size must be provided if handle is not provided)\.$", r"\1"),
    (r"(sp_weights must be either None or SparseTensor),got .*", r"\1"),
    (r"(Gradients of complex tensors must set grad_ys \(y\.dtype =) (\w+)\)", r"\1 tf.\2)"),
    (r"(Keys in dictionary to enqueue do not match names of Queue\.  Dictionary:) (\[.*\]),Queue: (\[.*\])$",
     r"\1 (\2), Queue: (\3)"),
    (r"`t_list` should be a sequence of tensors\. Received.*", "t_list should be a sequence"),
    (r"(Different number of contraction axes) `a` and `b`", r"\1 'a' and 'b'"),
    (r"`axes` must be at least 0\. Received.*", "'axes' must be at least 0."),
    (r"The template expects (\d+) tensors, but the inputs only has (\d+)\. Please.*",
     r"\1 placeholder(s) in template does not match \2 tensor(s) provided as input"),
    (r"`tensor_proto` must be a tensor_pb2\.TensorProto.*", "tensor_proto is not a tensor_pb2.TensorProto object"),
    (r"(Both max_shard_bytes and bytes_per_string_element must be positive\.) Currently.*", r"\1"),
    (r"(Unknown keyword arguments: .*)\.$", r"\1"),
    (r"(Could not pack sequence\. Structure had \d+) atoms, but flat_sequence had (\d+) items",
     r"\1 elements, but flat_sequence had \2 elements"),
    (r"FlattenDictItems: 'dict' must be a dictionary.*", "input must be a dictionary"),
    (r"(\S+) must be of type tf\.(\w+); got tf\.\w+", r"  \1 must be of type <dtype: '\2'>"),
    (r"Curve must be either ROC or PR\. Curve (.*) is unknown\.", r"curve must be either ROC or PR, \1 unknown"),
    (r"(`\w+` must be in the range \[0, 1\]\.) Currently.*", r"\1"),
    (r"(Invalid k=\S+\.) `k` should.*", r"\1"),
    (r"(Invalid Reduction Key .*?\.) Key should.*", r"\1"),
    (r"Argument `(\w+)` must not be None", r"\1 must not be None"),
    (r"You must specify argument `axis`\.", "You must specify 'axis'."),
)  # fmt: skip
_RANK_OF_LABELS = r"`labels\.shape\.rank` must equal `logits\.shape\.rank - 1`\. Received: .* of rank (\d+) and .* "
_NN = (
    (r"Both `labels` and `logits` must be provided.*", "Both labels and logits must be provided."),
    (r"`labels\.shape` must equal `logits\.shape` except for the last dimension\. Received: labels\.shape=(.*) and "
     r"logits\.shape=(.*)$", r"Shape mismatch: The shape of labels (received \1) should equal the shape of logits "
     r"except for the last dimension (received \2)."),
    (_RANK_OF_LABELS + r"of rank (\d+)$",
     r"Rank mismatch: Rank of labels (received \1) should equal rank of logits minus 1 (received \2)."),
    (r"`logits` cannot be a scalar\. Received.*", "Logits cannot be scalars - received shape ()."),
    (r"`(\w+)` and `(\w+)` must have the same shape, received (.*)\.$", r"\1 and \2 must have the same shape \3"),
    (r"(x has to be a floating point tensor since it's going to be scaled\. Got) (<dtype.*>)$",
     r"\1 a \2 tensor instead."),
    (r"`rate` must be provided\..*", "You must provide a rate to dropout."),
    (r"`dim` must be in (the range .* dimensions in the input)\. Received: dim=(\S+)",
     r"Dimension (\2) must be in \1."),
    (r"strides should be of length 1, (.*)\. Received: .* of length (\d+)",
     r"strides should be of length 1, \1 but was \2"),
    (r"all values of `dilation_rate` must be positive\..*", "all values of dilation_rate must be positive"),
    (r"`strides > 1` not supported in conjunction with `dilation_rate > 1`\..*",
     "strides > 1 not supported in conjunction with dilation_rate > 1"),
    (r"`input\.shape\.rank` must be at least (\d+)\. Received.*", r"input tensor must have rank \1 at least"),
    (r"Length of params is currently 0\. Need at least one param\.", "Need at least one param"),
    (r"(Unrecognized partition strategy: .*?)\.Must be one of.*", r"\1"),
    (r"(sp_\w+ must be SparseTensor), got.*", r"\1"),
    (r"(combiner must be one of 'mean', 'sqrtn' or 'sum'), got.*", r"\1"),
    (r"`data_format` must be of the form (`N\.\.\.C` or `NC\.\.\.`)\..*", r"data_format must be of the form \1"),
    (r"`data_format` must be 'NWC' or 'NCW'\..*", 'data_format must be "NWC" or "NCW".'),
    (r"Input (\d+) of layer \"?([^\s\"]+)\"? is incompatible with the layer: (expected (?:min_)?ndim=.*?) "
     r"Full shape received: \((.*)\)$", _wrong_rank),
    (r"(Input \d+ of layer \S+ is incompatible with the layer: expected axis \S+ of input shape to have value \S+), "
     r"but received input with shape \((.*)\)$", _wrong_axis),
    (r"(RNN cell only supports floating point inputs), but received dtype", r"\1, but saw dtype"),
    (r"Input (\d+) of layer \"(\S+)\" is incompatible with the layer:",
     r"Input \1 of layer \2 is incompatible with the layer:"),
)  # fmt: skip
_IMAGES = (
    (r"'image' \(shape .*?\) must (have either|be at least)", r"'image' must \1"),
    (r"inner 3 dims of 'image\.shape' must be > 0", "all dims of 'image.shape' must be > 0"),
    (r"Resize method is not implemented: .*", "Resize method is not implemented."),
)  # fmt: skip
_GRADIENTS = (
    (r"Invalid `aggregation_method` specified (.*?)\. Accepted.*", r"Invalid aggregation_method specified \1."),
    (r"Length mismatch\. Passed", "Passed"),
    (r"Gradients of complex tensors \(.*?\) must set", "Gradients of complex tensors must set"),
    (r"Expected func to be callable\. Received func=.* of type", "Expected func to be callable, got func of type"),
)  # fmt: skip
_TABLES_AND_QUEUES = (
    (r"`vocab_size` should be > 0, received: (.*)", r"Invalid vocab_size \1."),
    (r"`(vocabulary_file|vocabulary_list)`(?: argument)? must be specified", r"\1 must be specified"),
    (r"`vocab_size` must be greater than 0, got (.*) for vocabulary_file: (.*)\.$",
     r"vocab_size must be greater than 0, got \1. vocabulary_file: \2"),
    (r"`num_oov_buckets` must be greater than or equal to 0", "num_oov_buckets must be greater or equal than 0"),
    (r"Invalid `dtype`: Expected", "Expected"),
    (r"Dtype of argument `keys` must be (.*), received: (.*)",
     r"Signature mismatch. Keys must be dtype \1, got \2."),
    (r"`oov_buckets` must be > 0 if no `table`", "oov_buckets must be > 0 if no table"),
    (r"`key_index` should be >= -2, received: (.*)\.$", r"Invalid key index \1."),
    (r"`key` must have size 2, received (\d+)", r"key must have size 2, got \1."),
    (r"(Queue shapes must have the same length as dtypes), received.*", r"\1"),
    (r"(List of names must have the same length as the list of dtypes), received.*", r"\1"),
    (r"Argument `size` must be provided if handle", "Size must be provided if handle"),
    (r"Cannot provide both `handle` and `tensor_array_name` arguments.*",
     "Cannot construct with both handle and tensor_array_name"),
)  # fmt: skip
_INITIALIZERS = (
    (r"Argument `scale` must be a positive float\..*", "`scale` must be positive float."),
    (r"Argument `(mode|distribution)` should be one of .* Received: (.*)$", r"Invalid `\1` argument: \2"),
    (r"The tensor to initialize, specified by argument `shape` must be at least two-dimensional\..*",
     "The tensor to initialize must be at least two-dimensional"),
    (r"The tensor to initialize, specified by argument `shape` must (be at least three-dimensional and at most "
     r"five-dimensional).*", r"The tensor to initialize must \1"),
    (r"In_filters, specified by .* cannot be greater than out_filters,.*",
     "In_filters cannot be greater than out_filters."),
    (r"Kernel sizes, specified by .* must be equal\.", "Kernel sizes must be equal."),
    (r"Argument `dtype` is expected to be floating point\. Received: (.*)\.$",
     r"Expected floating point type, got \1."),
    (r"Invalid type for initial value=.* of type: (\w+)\. Expected (.*)\.$",
     r"Invalid type for initial value: <class '\1'> (expected \2)."),
    (r"Variable \S+ did not get an initializer, so its `shape` argument must be specified\.",
     "The initializer passed is not valid. It should be a callable with no arguments and the shape should not be "
     "provided or an instance of `tf.keras.initializers.*' and `shape` should be fully defined."),
)  # fmt: skip
_FRAMEWORK = (
    (r"can't convert Operation", "Can't convert Operation"),
    (r"The Session graph is empty\. Add", "The Session graph is empty.  Add"),
    (r"Argument `(target)` must be a string, but got \"(.*)\"", r"\1 must be a string, but got <class '\2'>"),
    (r"Argument `(graph|config)` must be a (\S+), but got \"(.*)\"", r"\1 must be a \2, but got <class '\3'>"),
    (r"Cannot feed value of shape (.*) for Tensor (\S+), which has shape (\(.*\))",
     r"Cannot feed value of shape \1 for Tensor '\2', which has shape '\3'"),
    (r"Operation (\S+) has been marked as not fetchable", r"Operation '\1' has been marked as not fetchable"),
    (r"Argument `(graph_def|return_elements)` must be a (.*?)\.(?: Obtained.*)?$", r"\1 must be a \2."),
    (r"(?:Argument `input_map` must be a dictionary|All keys for argument `input_map` must be strings)\..*",
     "input_map must be a dictionary mapping strings to Tensor objects."),
    (r"(graph_def must be a graph_pb2\.GraphDef proto), but got.*", r"\1."),
    (r"dest_nodes must be an iterable of strings, but got.*", "dest_nodes must be a list."),
    (r"File does not exist\. Received: (.*)\.$", r"File \1 does not exist."),
    (r"(\w+ must be of type (?:MetaInfoDef|SaverDef|Graph))\. Received type: ", r"\1, not "),
    (r"Unknown attribute ('.*') is encountered while parsing the device spec: ", r"Unknown attribute: \1 in "),
    (r"Multiple device types are not allowed while parsing the device spec: (.*)\.$",
     r"Cannot specify multiple device types: \1"),
    (r"Function (.*) must be a callable\.", r"function \1 must be callable"),
    (r"The number of tf\.function input types is not compatible.*",
     "The function has fewer arguments than the number of specified input types."),
    (r"Expected (\d+) arguments, got (\d+)\.", r"Expected number of arguments: \1, received: \2"),
    (r"Expected any non-tensor type, but got a tensor instead\.", "List of Tensors when single Tensor expected"),
    (r"Failed to convert elements of ([\[(])(.*) to Tensor\. (Consider casting elements to a supported type\.) See .*",
     _failed_conversion),
    (r"Failed to convert elements of (.*) to Tensor\. (Consider casting elements to a supported type\.) See .*",
     r"Failed to convert object to Tensor. Contents: \1. \2"),
    (r"Cannot convert the argument `type_value`: (.*) to a TensorFlow DType",
     r"Cannot convert value \1 to a TensorFlow DType"),
    (r"(Cannot find (?:minimum|maximum) value of <.*?>) with (?:quantized )?type.*", r"\1."),
    (r"Using a symbolic `tf\.Tensor` as a Python `bool` is not allowed\..*",
     "using a `tf.Tensor` as a Python `bool` is not allowed in Graph execution. Use Eager execution or decorate this "
     "function with @tf.function."),
    (r"Iterating over a symbolic `tf\.Tensor` is not allowed\..*",
     "iterating over `tf.Tensor` is not allowed in Graph execution. Use Eager execution or decorate this function "
     "with @tf.function."),
    (r"len is not well defined for a symbolic Tensor \((.*?)\)", r"len is not well defined for symbolic Tensors. (\1)"),
    (r"unique_name_ cannot be used when eager execution is", "unique_name_ cannot be used when eager exeuction is"),
    (r"Argument `features` cannot be None or falsy\. Got (.*)$", r"Missing: features was \1."),
    (r"(First dimension of shape for feature .* unknown\. Consider using FixedLenSequenceFeature\.) Received.*", r"\1"),
    (r"(Missing type for feature \S+\.) Received.*", r"\1"),
)  # fmt: skip
_CELLS = (
    (r"If no initial_state is provided, argument `dtype` must", "If no initial_state is provided, dtype must"),
    (r"Inconsistent dtypes for internal state", "Inconsistent internal state"),
    (r"Parameter (\w+) must be between 0 and 1\. Received 1\.\d*", r"Parameter \1 must be between 0 and 1: 1"),
    (r"Parameter (\w+) must be between 0 and 1\. Received -0\.\d*", r"Parameter \1 must be between 0 and 1: 0"),
    (r"Parameter (\w+) must be between 0 and 1\. Received (-?\d+).*", r"Parameter \1 must be between 0 and 1: \2"),
    (r"(dropout_state_filter_visitor must be callable)\. Received.*", r"\1"),
    (r"cells must be a list or tuple, but received", "cells must be a list or tuple, but saw"),
    (r"(Some cells return tuples of states, but the flag state_is_tuple is not set\.) State", r"\1  State"),
    (r"Expected state to be a tuple of length (\d+), but received",
     r"Expected state to be a tuple of length \1, but got"),
    (r"Expected inputs\.shape\[-1\] to be known, received shape", "Expected inputs.shape[-1] to be known, saw shape"),
    (r"Unknown activation function: '(\w+)'\..*", r"Unknown activation function:\1"),
    (r"Input has undefined rank\. Received: input_shape=(.*)", r"Input has undefined rank: \1"),
    (r"Expected an int or a list/tuple of ints for the argument 'axis', but received.*",
     "axis must be int or list, type given"),
)  # fmt: skip
_RULES = [
    (re.compile(pattern, re.DOTALL), words)
    for topic in (_CONTROL_FLOW, _ARRAYS, _UTILITIES, _DATASETS, _LOOKUPS_AND_PARSING, _CHECKS, _NN, _IMAGES,
                  _GRADIENTS, _TABLES_AND_QUEUES, _INITIALIZERS, _FRAMEWORK, _CELLS)
    for pattern, words in topic
]  # fmt: skip
_KINDS = (TypeError, ValueError, RuntimeError, OSError)
_FIRST = [(re.compile(pattern, re.DOTALL), words) for pattern, words in _SHAPES]

# methods, and functions, whose errors do not pass TensorFlow's filter of tracebacks
_METHODS = {
    "tensorflow.python.client.session": ("BaseSession.__init__", "BaseSession.run"),
    "tensorflow.python.data.ops.dataset_ops": (
        *("DatasetV2.bucket_by_sequence_length", "DatasetV2.choose_from_datasets", "DatasetV2.concatenate"),
        *("DatasetV2.filter", "DatasetV2.from_generator", "DatasetV2.get_single_element", "DatasetV2.group_by_window"),
        *(
            "DatasetV2.padded_batch",
            "DatasetV2.sample_from_datasets",
            "DatasetV2.scan",
            "DatasetV2.zip",
            "DatasetV2.__iter__",
        ),
    ),
    "tensorflow.python.framework.device_spec": ("DeviceSpecV2.from_string",),
    "tensorflow.python.framework.function": (
        *("Defun.__call__", "_DefinedFunction.__init__", "_DefinedFunction.__call__"),
        "_OverloadedFunction.__call__",
    ),
    "tensorflow.python.framework.ops": ("internal_name_scope_v1.__enter__",),
    "tensorflow.python.framework.tensor": ("Tensor.__bool__", "Tensor.__iter__", "Tensor.__len__"),
    "tensorflow.python.ops.data_flow_ops": ("QueueBase.__init__",),
    "tensorflow.python.ops.init_ops": (
        "Identity.__call__",
        *("VarianceScaling.__init__", "Constant.__init__", "Orthogonal.__init__", "Orthogonal.__call__"),
        *("ConvolutionDeltaOrthogonal.__call__", "ConvolutionOrthogonal2D.__call__", "Constant.__call__"),
    ),
    "tensorflow.python.ops.lookup_ops": (
        *("TextFileInitializer.__init__", "IdTableWithHashBuckets.__init__", "StrongHashSpec.__new__"),
        *("InitializableLookupTableBase.lookup", "IdTableWithHashBuckets.lookup"),
    ),
    "tensorflow.python.ops.losses.losses_impl": ("Reduction.validate",),
    "tensorflow.python.ops.tensor_array_ops": ("TensorArray.__init__",),
    "tensorflow.python.ops.variable_scope": ("_VariableStore.get_variable",),
    "tensorflow.python.saved_model.builder_impl": (
        "_SavedModelBuilder.add_meta_graph",
        *("SavedModelBuilder.add_meta_graph", "SavedModelBuilder.add_meta_graph_and_variables"),
    ),
    "tensorflow.python.saved_model.loader_impl": ("SavedModelLoader.get_meta_graph_def_from_tags",),
    "tensorflow.python.saved_model.model_utils.export_output": (
        *("ClassificationOutput.__init__", "ClassificationOutput.as_signature_def"),
        "RegressionOutput.as_signature_def",
    ),
    "tensorflow.python.util.lock_util": ("GroupLock.__init__", "GroupLock._validate_group_id"),
    "tf_keras.src.engine.base_layer_v1": ("Layer.__call__",),
    "tf_keras.src.legacy_tf_layers.base": ("Layer.__call__",),
    "tf_keras.src.layers.convolutional.base_conv": ("Conv.__init__",),
    "tf_keras.src.layers.rnn.legacy_cell_wrappers": ("DropoutWrapper.__init__",),
    "tf_keras.src.layers.rnn.legacy_cells": ("LSTMStateTuple.dtype", "MultiRNNCell.__init__"),
}
_FUNCTIONS = {
    "tensorflow.python.data.experimental.ops.batching": ("map_and_batch",),
    "tensorflow.python.data.experimental.ops.get_single_element": ("get_single_element",),
    "tensorflow.python.data.experimental.ops.grouping": ("group_by_window",),
    "tensorflow.python.framework.dtypes": ("as_dtype",),
    "tensorflow.python.framework.graph_util_impl": ("extract_sub_graph", "remove_training_nodes"),
    "tensorflow.python.framework.importer": ("import_graph_def",),
    "tensorflow.python.framework.meta_graph": ("create_meta_graph_def", "read_meta_graph_file"),
    "tensorflow.python.framework.tensor_conversion_registry": ("convert",),
    "tensorflow.python.framework.tensor_util": ("make_tensor_proto", "MakeNdarray"),
    "tensorflow.python.ops.control_flow_ops": ("group", "tuple"),
    "tensorflow.python.ops.data_flow_ops": ("_as_shape_list", "_as_name_list"),
    "tensorflow.python.ops.gradients_util": ("_GradientsHelper",),
    "tensorflow.python.ops.lookup_ops": (
        *("index_table_from_file", "index_table_from_tensor"),
        *("index_to_string_table_from_file", "index_to_string_table_from_tensor"),
    ),
    "tensorflow.python.ops.map_fn": ("map_fn",),
    "tensorflow.python.ops.metrics_impl": (
        *("auc", "average_precision_at_k", "sensitivity_at_specificity", "specificity_at_sensitivity"),
    ),
    "tensorflow.python.ops.partitioned_variables": (
        *("fixed_size_partitioner", "min_max_variable_partitioner", "variable_axis_size_partitioner"),
    ),
    "tensorflow.python.ops.sort_ops": ("sort", "argsort"),
    "tensorflow.python.ops.template": ("make_template", "make_template_internal"),
    "tensorflow.python.ops.weights_broadcast_ops": ("assert_broadcastable",),
    "tensorflow.python.ops.while_loop": ("while_loop",),
    "tensorflow.python.saved_model.signature_def_utils_impl": (
        *("classification_signature_def", "predict_signature_def", "regression_signature_def"),
    ),
    "tensorflow.python.util.deprecation": (*("_validate_deprecation_args", "deprecated_argument_lookup"),),
    "tensorflow.python.util.nest": ("pack_sequence_as", "flatten_dict_items"),
}


def in_tf1_words(message):
    """What TensorFlow 1.15 said instead of `message`; the message itself where no rule knows it."""
    for pattern, words in _FIRST:
        message = pattern.sub(words, message, count=1) if pattern.match(message) else message
    for pattern, words in _RULES:
        match = pattern.match(message)
        if match:
            return (words(match) if callable(words) else match.expand(words)) + message[match.end() :]
    return message


def reword(error):
    """Give `error`, a ValueError or TypeError with one message, TF1's words."""
    if isinstance(error, _KINDS) and len(error.args) == 1 and isinstance(error.args[0], str):
        error.args = (in_tf1_words(error.args[0]),)


def install():
    """Let all errors of this process speak so; for a process that belongs to a TF1 program."""
    from tensorflow.python.util import traceback_utils
    from tf_keras.src.utils import traceback_utils as keras_traceback_utils

    is_filtering = traceback_utils.is_traceback_filtering_enabled
    for module in (traceback_utils, keras_traceback_utils):
        module._process_traceback_frames = _rewording(module._process_traceback_frames, is_filtering)
    traceback_utils.is_traceback_filtering_enabled = _always
    for module, names in _METHODS.items():
        for name in names:
            owner, _, last = name.rpartition(".")
            _wrap(getattr(importlib.import_module(module), owner), last)
    replace_everywhere(
        {
            getattr(importlib.import_module(module), name): _speaking(getattr(importlib.import_module(module), name))
            for module, names in _FUNCTIONS.items()
            for name in names
        }
    )


def replace_everywhere(new):
    """In all of TensorFlow's modules, which hold each other's functions by name."""
    by_id = {id(function): replacement for function, replacement in new.items()}
    for name, module in list(sys.modules.items()):
        if name.startswith(("tensorflow.", "tf_keras.", "tf2notes.legacy.")) and module is not None:
            held = vars(module)
            for key in [key for key, value in held.items() if id(value) in by_id]:
                held[key] = by_id[id(held[key])]


def _rewording(process_frames, is_filtering):
    """`process_frames`, asked for every error; takes frames out only where TensorFlow would (its tests do not)."""

    @functools.wraps(process_frames)
    def process(traceback):
        reword(sys.exc_info()[1])
        return process_frames(traceback) if is_filtering() else traceback

    return process


def _always():
    return True


def _wrap(owner, name):
    living = vars(owner)[name]
    if isinstance(living, property):
        setattr(owner, name, property(_speaking(living.fget), living.fset, living.fdel, living.__doc__))
    elif isinstance(living, (staticmethod, classmethod)):
        setattr(owner, name, type(living)(_speaking(living.__func__)))
    else:
        setattr(owner, name, _speaking(living))


def _speaking(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except _KINDS as error:
            reword(error)
            raise

    with contextlib.suppress(ValueError):
        call.__signature__ = inspect.signature(function)  # which arguments there are, some functions ask
    return call
