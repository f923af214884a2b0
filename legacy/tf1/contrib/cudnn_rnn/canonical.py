"""cuDNN's parameters one by one ("canonical"), and all in one vector ("opaque").

For every layer, and every direction within it, cuDNN has a matrix [units, inputs] for every gate, then one
[units, units] for every gate, then one [num_proj, units] if there is a projection; and two biases [units] for every
gate, the inputs' and the states'. Gates: LSTM i, f, c, o; GRU reset, update, candidate; plain RNN its only one.

On a GPU the vector's layout is cuDNN's secret; here it is all matrices, row by row, then all biases.
"""

import dataclasses

import tensorflow.compat.v1 as tf

CUDNN_RNN_UNIDIRECTION = "unidirectional"
CUDNN_RNN_BIDIRECTION = "bidirectional"
CUDNN_LSTM = "lstm"
CUDNN_GRU = "gru"
CUDNN_RNN_RELU = "rnn_relu"
CUDNN_RNN_TANH = "rnn_tanh"
CUDNN_LSTM_PARAMS_PER_LAYER = 8
CUDNN_GRU_PARAMS_PER_LAYER = 6
CUDNN_RNN_TANH_PARAMS_PER_LAYER = 2
CUDNN_RNN_RELU_PARAMS_PER_LAYER = 2
CUDNN_INPUT_LINEAR_MODE = "linear_input"
CUDNN_INPUT_SKIP_MODE = "skip_input"
CUDNN_INPUT_AUTO_MODE = "auto_select"

GATES = {CUDNN_LSTM: 4, CUDNN_GRU: 3, CUDNN_RNN_RELU: 1, CUDNN_RNN_TANH: 1}


def check_direction(direction):
    """ValueError unless `direction` is one that cuDNN knows."""
    if direction not in (CUDNN_RNN_UNIDIRECTION, CUDNN_RNN_BIDIRECTION):
        raise ValueError(
            f"Invalid direction: {direction}, expecting {CUDNN_RNN_UNIDIRECTION} or {CUDNN_RNN_BIDIRECTION}"
        )


def check_input_mode(input_mode):
    """ValueError unless `input_mode` is one that cuDNN knows."""
    modes = (CUDNN_INPUT_LINEAR_MODE, CUDNN_INPUT_SKIP_MODE, CUDNN_INPUT_AUTO_MODE)
    if input_mode not in modes:
        raise ValueError(f"Invalid input_mode: {input_mode}, expect one of {modes}")


@dataclasses.dataclass(frozen=True)
class Layout:
    """How many parameters of which shape there are."""

    rnn_mode: str
    num_layers: int
    num_units: int
    input_size: int
    direction: str = CUDNN_RNN_UNIDIRECTION
    num_proj: int | None = None

    @property
    def num_dirs(self):
        return 1 if self.direction == CUDNN_RNN_UNIDIRECTION else 2

    @property
    def state_width(self):
        return self.num_proj or self.num_units

    @property
    def gates(self):
        return GATES[self.rnn_mode]

    def input_width(self, layer):
        """The depth of what a layer reads."""
        return self.input_size if layer == 0 else self.state_width * self.num_dirs

    def weight_shapes(self):
        """The matrices' shapes, in the order above."""
        shapes = []
        for layer in range(self.num_layers):
            one = [(self.num_units, self.input_width(layer))] * self.gates
            one += [(self.num_units, self.state_width)] * self.gates
            one += [(self.num_proj, self.num_units)] if self.num_proj else []
            shapes += one * self.num_dirs
        return shapes

    def bias_shapes(self):
        """The biases' shapes, in the order above."""
        return [[self.num_units]] * (2 * self.gates * self.num_dirs * self.num_layers)

    def to_opaque(self, weights, biases):
        """The vector from the parameters."""
        return tf.concat([tf.reshape(t, [-1]) for t in [*weights, *biases]], 0)

    def from_opaque(self, opaque):
        """(weights, biases) from the vector."""
        shapes = [*self.weight_shapes(), *self.bias_shapes()]
        sizes = [shape[0] * (shape[1] if len(shape) == 2 else 1) for shape in shapes]
        parts = [tf.reshape(part, shape) for part, shape in zip(tf.split(opaque, sizes), shapes, strict=True)]
        count = len(self.weight_shapes())
        return parts[:count], parts[count:]

    def by_direction(self, params):
        """Parameters grouped into a list for every layer and direction."""
        each = len(params) // (self.num_layers * self.num_dirs)
        return [params[i : i + each] for i in range(0, len(params), each)]
