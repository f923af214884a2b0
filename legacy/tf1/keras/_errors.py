r"""What Keras' layers, losses and metrics refuse, in TF1's words; for a process of a TF1 program's own.

Rules as in ``tf1/_words.py``: an expression, matched at the message's start, and what stands for the match.
"""

import functools
import importlib
import inspect
import re

from tf2notes.legacy.tf1 import _words
from tf_keras.src import backend_config, metrics
from tf_keras.src.models import cloning
from tf_keras.src.saving.legacy import hdf5_format, save, serialization

_LAYERS = (
    (r"(Please initialize `\w+` layer with a )`tf\.keras\.layers\.Layer` (instance\.) Received:",
     r"\1`Layer` \2 You passed:"),
    (r"`backward_layer` need to be a `tf\.keras\.layers\.Layer` instance\. Received:",
     "`backward_layer` need to be a `Layer` instance. You passed:"),
    (r"Invalid merge mode\. Received: .*?\. Merge", "Invalid merge mode. Merge"),
    (r"(Forward layer and backward layer should have different `go_backwards` value\.)forward_layer.*", r"\1"),
    (r'(Forward layer and backward layer are expected to have the same value for attribute )"(.*?)", got "(.*?)" for '
     r'forward layer and "(.*?)" for backward layer', r"\1\2, got \3 and \4"),
    (r"(When passing `initial_state` to a Bidirectional RNN, the state should be .* RNNs\.) Received:", r"\1 Found:"),
    (r"The initial state or constants of an RNN layer cannot be specified via a mix of TF-Keras tensors and",
     "The initial state or constants of an RNN layer cannot be specified with a mix of Keras tensors and"),
    (r"(The initial state of a Bidirectional layer cannot be specified with a mix of )TF-Keras", r"\1Keras"),
    (r"Argument `cell` should have a `call` method\. The RNN was passed: cell=",
     "`cell` should have a `call` method. The RNN was passed: "),
    (r"The RNN cell should have a `state_size` attribute (\(.*?\)\.) Received.*",
     r"The RNN cell should have an attribute `state_size` \1"),
    (r"(All cells must have a )`(call|state_size)` (method|attribute)\. Received cell without .*?: ",
     r"\1`\2` \3. received cells: "),
    (r"RNN cell .* does not support constants\. Received.*", "RNN cell does not support constants"),
    (r"(Layer has \d+ states but was passed \d+ initial states\.) Received.*", r"\1"),
    (r"(Layer .* expects \d+ states, but it received \d+ state values\.) States received:", r"\1 Input received:"),
    (r"(State \d+ is incompatible with layer .*: expected shape=.*) but found", r"\1, found"),
    (r"Unrolling is not possible with convolutional RNNs\..*", "Unrolling isn't possible with convolutional RNNs."),
    (r"(It is not possible at the moment tostack convolutional cells\.) Only.*", r"\1"),
    (r"(batch_size and dtype cannot be None while constructing initial state)\. Received: batch_size=",
     r"\1: batch_size="),
    (r"Inputs have incompatible shapes\. Received shapes (.*) and (.*)$",
     r"Operands could not be broadcast together with shapes \1 \2"),
    (r"(A merge layer should be called on a list of inputs\.) Received.*", r"\1"),
    (r"Cannot merge tensors with different batch sizes\. Got tensors with shapes ",
     "Can not merge tensors with different batch sizes. Got tensors with shapes : "),
    (r"(`(?:mask|inputs)` should be a list\.) Received.*", r"\1"),
    (r"(The lists `inputs` and `mask` should have the same length\.) Received.*", r"\1"),
    (r"(A `(?:Subtract|Dot)` layer should be called on exactly 2 inputs)\. Received.*", r"\1"),
    (r"(A `(?:Concatenate|Dot)` layer should be called on a list of (?:2 )?inputs\.) Received.*", r"\1"),
    (r"(A `Concatenate` layer requires inputs with matching shapes except for the )concat(?:enation)? axis\. Received: "
     r"input_shape=", r"\1concat axis. Got inputs shapes: "),
    (r"Invalid type for argument `axes`: it should.*", "Invalid type for `axes` - should be a list or an int."),
    (r"Invalid format for argument `axes`: it should.*", "Invalid format for `axes` - should contain two elements."),
    (r"Invalid format for argument `axes`: list.*", 'Invalid format for `axes` - list elements should be "int".'),
    (r"Incompatible input shapes: axis values (\S+) \(at axis \S+\) != (\S+) \(at axis \S+\)\. Full input shapes:",
     r"Dimension incompatibility \1 != \2. Layer shapes:"),
    (r"A Dense layer can only be built with a floating-point dtype\. Received: dtype=(.*)$",
     r"Unable to build `Dense` layer with non-floating point dtype \1"),
    (r"The last dimension of the inputs to a Dense layer should be defined\..*",
     "The last dimension of the inputs to `Dense` should be defined. Found `None`."),
    (r"The last dimension of the input shape of a Dense layer should be defined\. .*input_shape=(.*)$",
     r"The innermost dimension of input_shape must be defined, but saw: \1"),
    (r"Invalid permutation argument `dims` for Permute Layer\. (The set .* start from 1\.) Received dims=(.*)$",
     r"Invalid permutation `dims` for Permute Layer: \2. \1"),
    (r"There must be at most one unknown dimension in output_shape\..*", "Can only specify one unknown dimension."),
    (r"`data_format` must be \"channels_last\".*", 'data_format must be in {"channels_last", "channels_first"}'),
    (r"(`(?:padding|cropping)` should (?:have (?:two|3) elements|be either an int, .*?)\.) Received: (.*?)\.$",
     r"\1 Found: \2"),
    (r"Strides must be greater than output padding\. Received strides=(.*), output_padding=(.*)\.$",
     r"Stride \1 must be greater than output padding \2"),
    (r"(Inputs should have rank 4\.) Received input_shape=(.*)\.$", r"\1 Received input shape: \2"),
    (r"Inputs should have rank 5\. Received input_shape=(.*)\.$",
     r"Inputs should have rank 5, received input shape: \1"),
    (r"Inputs to `DepthwiseConv` should have rank 4\. Received input_shape=(.*)\.$",
     r"Inputs to `DepthwiseConv2D` should have rank 4. Received input shape: \1"),
    (r"The channel dimension of the inputs (?:to `\w+` |\(last axis\) )?should be defined\..*",
     "The channel dimension of the inputs should be defined. Found `None`."),
    (r"Batch normalization layers with `fused=True` only support 4D or 5D input tensors\..*",
     "Batch normalization layers with fused=True only support 4D input tensors."),
    (r"Passing both `fused=True` and `renorm=True` is not supported",
     "Passing both fused=True and renorm=True is unsupported"),
    (r"Passing `fused=True` is only supported when axis is 1 or 3 for input rank = 4.*",
     "Passing fused=True is only supported when axis is 1 or 3"),
    (r"Passing `fused=True` is not supported when `(\w+)` is specified\.",
     r"Passing fused=True is unsupported when \1 is specified."),
    (r"Received invalid keys for `renorm_clipping` argument: (.*)\. Supported values: (.*)\.$",
     r"renorm_clipping \1 contains keys not in \2"),
    (r"`virtual_batch_size` must be a positive integer that divides the true batch size of the input tensor\..*",
     "virtual_batch_size must be a positive integer that divides the true batch size of the input Tensor"),
    (r"When using `virtual_batch_size`, (the batch dimension must be 0 and thus axis cannot include 0)\..*",
     r"When using virtual_batch_size, \1"),
    (r"When using `virtual_batch_size`, adjustment", "When using virtual_batch_size, adjustment"),
    (r"Unsupported axis\. The use of `fused=True` is only possible with.*",
     "Unsupported axis, fused batch norm only supports axis == [1] or axis == [3]"),
    (r"Input has undefined `axis` dimension\. Received input with shape (.*) and axis=.*",
     r"Input has undefined `axis` dimension. Input shape: \1"),
    (r"Invalid value for `axis` argument\. Expected 0 <= axis < inputs\.rank .*axis=\D*(-?\d+).*", r"Invalid axis: \1"),
)  # fmt: skip
_SAVING = (
    (r"Layer count mismatch when loading weights from file\. Model expected (\d+) layers, found (\d+) saved layers\.",
     r"You are trying to load a weight file containing \2 layers into a model with \1 layers."),
    (r"Weight count mismatch for layer (#\d+) \(named (\S+) in the current model, (\S+) in the save file\)\. Layer "
     r"expects (\d+) weight\(s\)\. Received (\d+) saved weight\(s\)",
     r'Layer \1 (named "\2" in the current model) was found to correspond to layer \3 in the save file. However the '
     r"new layer \2 expects \4 weights, but the saved weights have \5 elements."),
    (r"Weight count mismatch for layer (#\d+) \(named (\S+)\)\. Layer expects (\d+) weight\(s\)\. Received (\d+) saved "
     r"weight\(s\)", r'Layer \1 (named "\2") expects \3 weight(s), but the saved weights have \4 element(s).'),
    (r"Shape mismatch in layer (#\d+) \(named (\S+)\) for weight (\S+)\. Weight expects shape (.*)\. Received saved "
     r"weight with shape (.*)$", r'Layer \1 (named "\2"), weight \3 has shape \4, but the saved weight has shape \5.'),
    (r"No model config found in the file at.*", "No model found in config file."),
    (r"Unknown format\. Received: `save_format`=(.*)\. Was expecting", r'Unknown format "\1". Was expecting'),
    (r"Weights for model '?(.*?)'? have not yet been created\. Weights are created when the model",
     r"Weights for model \1 have not yet been created. Weights are created when the Model"),
    (r"This model has not yet been built\. Build the model first by calling `build\(\)` or by calling.*",
     "This model has not yet been built. Build the model first by calling `build()` or calling `fit()` with some data, "
     "or specify an `input_shape` argument in the first layer(s) for automatic build."),
    (r"(No such layer: .*?)\. Existing layers are.*", r"\1"),
    (r"(Provide either a layer name or layer index) at `get_layer`\.", r"\1."),
    (r"(The added layer must be an instance of class Layer\.) Received: layer=(.*) of type.*", r"\1 Found: \2"),
    (r"(Expected `(?:model|layer_fn)` argument to be a .*?(?:instance|callable))\. Received: \w+=", r"\1, but got: "),
    (r"(To clone a `Sequential` model, .* `input_tensors`\.) Received.*", r"\1"),
    (r"Error when cloning model: `compile_clone` was", "Error when cloning model: compile_clone was"),
    (r"This model \(.*?\) is a subclassed model\. Such", "This model is a subclassed model. Such"),
    (r"The weight tensor must have rank 4\. Received weight tensor with shape: ",
     "The weight tensor must be of rank 4, but is of shape: "),
    (r"No file or directory found at (.*)$",
     r"SavedModel file does not exist at: \1/{saved_model.pbtxt|saved_model.pb}"),
    (r"Could not interpret metric identifier", "Could not interpret metric function identifier"),
    (r"Could not interpret constraint function identifier", "Could not interpret constraint identifier"),
)  # fmt: skip


def _number_needs(match):
    return f"{match[1]} {float(match[3]):f} needs to be {match[2]}"


_OPTIMIZERS = (
    (r"decay cannot be less than 0\. Received: decay=(.*)\.$", r"decay cannot be less than 0: \1"),
    (r"(`momentum` must be between \[0, 1\]\.) Received.*", r"\1"),
    (r"(Unexpected keyword argument passed to optimizer: \w+)\. Allowed.*", r"\1"),
    (r"`(\w+)` needs to be (positive or zero|negative or zero)\. Received: \w+=(.*)\.$", _number_needs),
    (r"(The length of boundaries should be 1 less than the length of values)\. Received.*", r"\1"),
)
_OTHERS = (
    (r"Cannot set both `sparse` and `ragged` to `True` in a Keras `Input`\.",
     "Cannot set both sparse and ragged to True in a Keras input."),
    (r"Please provide to Input a `shape` or a `tensor` or a `type_spec` argument\.",
     "Please provide to Input either a `shape` or a `tensor` argument."),
    (r'Layer "(.*?)" expects (\d+) input\(s\), but', r"Layer \1 expects \2 inputs, but"),
    (
        r"((?:Exception encountered when calling layer|in user code:).*"
        r"(?:[Ii]terating over|[Uu]sing) (?:a )?(?:symbolic )?`tf\.Tensor`.* is not allowed.*)$",
        "You are attempting to use Python control flow in a layer that was not declared to be dynamic. Pass "
        r'`dynamic=True` to the class constructor.\nEncountered error:\n"""\n\1\n"""',
    ),
    (r"Invalid Reduction Key: (.*?)\. Expected keys are.*", r"Invalid Reduction Key \1."),
    (r"Argument `num_thresholds` must be an integer > (\d)\..*", r"`num_thresholds` must be > \1."),
    (r"Argument `(specificity|sensitivity)` must be in the range \[0, 1\]\..*", r"`\1` must be in the range [0, 1]."),
    (r"Unknown `floatx` value: (.*)\. Expected.*", r"Unknown floatx type: \1"),
    (r"Unknown `data_format`: (.*)\. Expected.*", r"Unknown data_format: \1"),
    (r"Unknown (\w+ function|initializer): '(\w+)'\. Please ensure.*", r"Unknown \1:\2"),
    (r"Unknown ([\w ]+): '(\w+)'\. Please ensure.*", r"Unknown \1: \2"),
    (r"Improper config format for (.*)\. Expecting python dict.*", r"Improper config format: \1"),
    (r"MeanTensor does not have any value yet\.", "MeanTensor does not have any result yet."),
)  # fmt: skip
_METHODS = {
    "layers": (
        *("TimeDistributed.__init__", "TimeDistributed.build", "Bidirectional.__init__", "Bidirectional.__call__"),
        *("Bidirectional._verify_layer_config", "RNN.__init__", "RNN.reset_states", "RNN.__call__"),
        *("StackedRNNCells.__init__", "Add.build", "Subtract.build", "Concatenate.build", "Dot.__init__", "Dot.build"),
        *("Add.compute_mask", "Concatenate.compute_mask", "Concatenate.compute_output_shape"),
        *("Dot.compute_output_shape", "Dense.build", "Dense.compute_output_shape", "Permute.__init__"),
        *("SpatialDropout2D.__init__", "SpatialDropout3D.__init__", "ZeroPadding2D.__init__", "ZeroPadding3D.__init__"),
        *("Cropping2D.__init__", "Cropping3D.__init__", "Conv2DTranspose.__init__", "Conv3DTranspose.__init__"),
        "LayerNormalization.build",
    ),
    "layers.normalization.batch_normalization": ("BatchNormalizationBase.__init__", "BatchNormalizationBase.build"),
    "constraints": ("RadialConstraint.__call__",),
    "layers.rnn.base_conv_rnn": ("ConvRNN.__init__", "ConvRNN.reset_states"),
    "metrics": (*("SensitivityAtSpecificity.__init__", "SpecificityAtSensitivity.__init__", "MeanTensor.result"),),
    "losses": ("Loss.__init__",),
    "optimizers.legacy.optimizer_v2": ("OptimizerV2.__init__",),
    "optimizers.legacy.gradient_descent": ("SGD.__init__",),
    "optimizers.legacy.rmsprop": ("RMSprop.__init__",),
    "optimizers.legacy.ftrl": ("Ftrl.__init__",),
    "optimizers.schedules.learning_rate_schedule": ("PiecewiseConstantDecay.__init__",),
    "utils.losses_utils": ("ReductionV2.validate",),
    "models": (*("Model.get_layer", "Model.summary", "Model._assert_weights_created", "Sequential.add"),),
}
_FUNCTIONS = {
    backend_config: ("set_floatx", "set_image_data_format"),
    hdf5_format: (*("load_model_from_hdf5", "load_weights_from_hdf5_group", "load_weights_from_hdf5_group_by_name"),),
    save: ("save_weights", "load_model"),
    metrics: ("get",),
    cloning: ("clone_model", "clone_and_build_model", "_clone_sequential_model", "_clone_functional_model"),
    serialization: ("deserialize_keras_object", "class_and_config_for_serialized_keras_object"),
}


def install():
    """Add the rules, and let the methods whose errors pass no filter of tracebacks speak so."""
    _words._RULES.extend(
        (re.compile(pattern, re.DOTALL), words) for pattern, words in (*_LAYERS, *_SAVING, *_OPTIMIZERS, *_OTHERS)
    )
    for module, names in _METHODS.items():
        for name in names:
            kind, _, method = name.partition(".")
            kind = getattr(importlib.import_module(f"tf_keras.src.{module}"), kind)
            owner = next(base for base in kind.__mro__ if method in vars(base))
            living = vars(owner)[method]
            if isinstance(living, classmethod):
                setattr(owner, method, classmethod(_speaking(living.__func__)))
            elif not hasattr(living, "_speaks"):
                setattr(owner, method, _speaking(living))
    functions = [getattr(module, name) for module, names in _FUNCTIONS.items() for name in names]
    _words.replace_everywhere({function: _speaking(function) for function in functions})


def _speaking(living):
    @functools.wraps(living)
    def call(*args, **kwargs):
        try:
            return living(*args, **kwargs)
        except _words._KINDS as error:
            _words.reword(error)
            raise

    call.__signature__ = inspect.signature(living)
    call._speaks = True
    return call
