"""LSTM cells with a twist: coupled gates, normalized gates or weights, groups."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.rnn.shared import (
    SizedRNNCell,
    clip,
    concat_variable,
    input_depth,
    layer_norm,
    lstm_sizes,
    warn_of_concatenated_state,
)
from tf2notes.legacy.tf1.nn.projection import _Linear, total_depth
from tf2notes.legacy.tf1.nn.rnn_cell import LSTMStateTuple

__all__ = [
    "CoupledInputForgetGateLSTMCell",
    "GLSTMCell",
    "LayerNormBasicLSTMCell",
    "LayerNormLSTMCell",
    "WeightNormLSTMCell",
]


class CoupledInputForgetGateLSTMCell(SizedRNNCell):
    """LSTM whose input gate is one minus its forget gate (Greff et al., arXiv:1503.04069).

    Replaces: tf.contrib.rnn.CoupledInputForgetGateLSTMCell; as there, `initializer` has no effect: the variable
        scope's initializer is used.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        num_unit_shards=1,
        num_proj_shards=1,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=tf.tanh,
        reuse=None,
        layer_norm=False,
        norm_gain=1.0,
        norm_shift=0.0,
    ):
        super().__init__(_reuse=reuse)
        if not state_is_tuple:
            warn_of_concatenated_state(self)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._num_unit_shards = num_unit_shards
        self._num_proj_shards = num_proj_shards
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift
        self._state_size, self._output_size = lstm_sizes(num_units, num_proj, state_is_tuple)

    def _norm(self, x, scope):
        return layer_norm(x, scope, self._norm_gain, self._norm_shift) if self._layer_norm else x

    def _diagonal(self, name, dtype):
        return tf.get_variable(name, shape=[self._num_units], dtype=dtype)

    def call(self, inputs, state):
        n, dtype = self._num_units, inputs.dtype
        n_out = n if self._num_proj is None else self._num_proj
        c_prev, m_prev = state if self._state_is_tuple else tf.split(state, [n, n_out], 1)
        rows = input_depth(inputs) + n_out
        kernel = concat_variable("W", [rows, 3 * n], dtype, self._num_unit_shards)
        bias = tf.get_variable("B", shape=[3 * n], initializer=tf.zeros_initializer(), dtype=dtype)
        gates = tf.matmul(tf.concat([inputs, m_prev], 1), kernel)
        if not self._layer_norm:
            gates = tf.nn.bias_add(gates, bias)
        j, f, o = tf.split(gates, 3, axis=1)
        j, f, o = self._norm(j, "transform"), self._norm(f, "forget"), self._norm(o, "output")
        f = f + self._forget_bias
        if self._use_peepholes:
            f_diagonal, o_diagonal = self._diagonal("W_F_diag", dtype), self._diagonal("W_O_diag", dtype)
            f = f + f_diagonal * c_prev
        forget = tf.sigmoid(f)
        c = self._norm(forget * c_prev + (1 - forget) * self._activation(j), "state")
        m = tf.sigmoid(o + o_diagonal * c if self._use_peepholes else o) * self._activation(c)
        if self._num_proj is not None:
            m = tf.matmul(m, concat_variable("W_P", [n, self._num_proj], dtype, self._num_proj_shards))
            m = clip(m, self._proj_clip)
        return m, LSTMStateTuple(c, m) if self._state_is_tuple else tf.concat([c, m], 1)


class LayerNormBasicLSTMCell(SizedRNNCell):
    """LSTM with layer normalization of the gates and recurrent dropout (arXiv:1607.06450, arXiv:1603.05118).

    Replaces: tf.contrib.rnn.LayerNormBasicLSTMCell
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        input_size=None,
        activation=tf.tanh,
        layer_norm=True,
        norm_gain=1.0,
        norm_shift=0.0,
        dropout_keep_prob=1.0,
        dropout_prob_seed=None,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        if input_size is not None:
            tf.logging.warn("%s: The input_size parameter is deprecated.", self)
        self._num_units = num_units
        self._activation = activation
        self._forget_bias = forget_bias
        self._keep_prob = dropout_keep_prob
        self._seed = dropout_prob_seed
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift
        self._state_size, self._output_size = lstm_sizes(num_units)

    def _norm(self, inp, scope, dtype=tf.float32):
        return layer_norm(inp, scope, self._norm_gain, self._norm_shift, dtype) if self._layer_norm else inp

    def _linear(self, args):
        kernel = tf.get_variable("kernel", [args.shape[-1], 4 * self._num_units], dtype=args.dtype)
        out = tf.matmul(args, kernel)
        if not self._layer_norm:
            out = tf.nn.bias_add(out, tf.get_variable("bias", [4 * self._num_units], dtype=args.dtype))
        return out

    def call(self, inputs, state):
        c, h = state
        dtype = inputs.dtype
        gates = tf.split(self._linear(tf.concat([inputs, h], 1)), 4, axis=1)
        scopes = ("input", "transform", "forget", "output")
        i, j, f, o = (self._norm(gate, scope, dtype) for gate, scope in zip(gates, scopes, strict=True))
        new = self._activation(j)
        if not isinstance(self._keep_prob, float) or self._keep_prob < 1:
            new = tf.nn.dropout(new, rate=1 - self._keep_prob, seed=self._seed)
        c = self._norm(c * tf.sigmoid(f + self._forget_bias) + tf.sigmoid(i) * new, "state", dtype)
        h = self._activation(c) * tf.sigmoid(o)
        return h, LSTMStateTuple(c, h)


class LayerNormLSTMCell(SizedRNNCell):
    """LSTM with peepholes, clipping and projection whose gates may be layer-normalized (arXiv:1607.06450).

    Replaces: tensorflow.contrib.rnn.python.ops.rnn_cell.LayerNormLSTMCell
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        forget_bias=1.0,
        activation=None,
        layer_norm=False,
        norm_gain=1.0,
        norm_shift=0.0,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._forget_bias = forget_bias
        self._activation = activation or tf.tanh
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift
        self._state_size, self._output_size = lstm_sizes(num_units, num_proj)

    def _norm(self, x, scope):
        return layer_norm(x, scope, self._norm_gain, self._norm_shift) if self._layer_norm else x

    def call(self, inputs, state):
        c_prev, m_prev = state
        input_depth(inputs)
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            gates = _kernel_and_bias([inputs, m_prev], 4 * self._num_units, add_bias=not self._layer_norm)
            scopes = ("input", "transform", "forget", "output")
            i, j, f, o = (self._norm(x, scope) for x, scope in zip(tf.split(gates, 4, axis=1), scopes, strict=True))
            diagonals = _diagonals(self._num_units, inputs.dtype) if self._use_peepholes else None
            c = _next_cell(c_prev, i, j, f + self._forget_bias, diagonals, self._activation)
            c = clip(self._norm(c, "state"), self._cell_clip)
            m = tf.sigmoid(o + diagonals["o"] * c if diagonals else o) * self._activation(c)
            if self._num_proj is not None:
                with tf.variable_scope("projection"):
                    m = clip(_Linear(m, self._num_proj, False)(m), self._proj_clip)
        return m, LSTMStateTuple(c, m)


class WeightNormLSTMCell(SizedRNNCell):
    """LSTM whose kernels are g * v / |v|, column by column (Salimans and Kingma, arXiv:1602.07868).

    Replaces: tensorflow.contrib.rnn.python.ops.rnn_cell.WeightNormLSTMCell
    """

    def __init__(
        self,
        num_units,
        norm=True,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        forget_bias=1,
        activation=None,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._scope = "wn_lstm_cell"  # also the layer's scope, so that the name stands twice in the variables' names
        self._num_units = num_units
        self._norm = norm
        self._initializer = initializer
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._activation = activation or tf.tanh
        self._forget_bias = forget_bias
        self._state_size, self._output_size = lstm_sizes(num_units, num_proj)

    def _weights(self, args, output_size):
        kernel = tf.get_variable("kernel", [total_depth(args), output_size], dtype=args[0].dtype)
        if not self._norm:
            return kernel
        parts, start = [], 0
        with tf.control_dependencies(None):
            for index, arg in enumerate(args):
                end = start + tf.dimension_value(arg.shape[1])
                gain = tf.get_variable(f"norm_{index}", [output_size], dtype=kernel.dtype.base_dtype)
                parts.append(tf.nn.l2_normalize(kernel[start:end, :], axis=0) * gain)
                start = end
            return tf.concat(parts, axis=0)

    def call(self, inputs, state):
        c, h = state
        input_depth(inputs)
        with tf.variable_scope(self._scope, initializer=self._initializer):
            gates = tf.matmul(tf.concat([inputs, h], 1), self._weights([inputs, h], 4 * self._num_units))
            i, j, f, o = tf.split(tf.nn.bias_add(gates, _bias(4 * self._num_units, inputs.dtype)), 4, axis=1)
            diagonals = _diagonals(self._num_units, inputs.dtype) if self._use_peepholes else None
            c = clip(_next_cell(c, i, j, f + self._forget_bias, diagonals, self._activation), self._cell_clip)
            h = tf.sigmoid(o + diagonals["o"] * c if diagonals else o) * self._activation(c)
            if self._num_proj is not None:
                with tf.variable_scope("projection"):
                    h = clip(tf.matmul(h, self._weights([h], self._num_proj)), self._proj_clip)
        return h, LSTMStateTuple(c, h)


class GLSTMCell(SizedRNNCell):
    """LSTM whose gates see their own group of inputs and outputs only (arXiv:1703.10722).

    Replaces: tf.contrib.rnn.GLSTMCell

    Raises:
        ValueError: `num_units`, `num_proj` or the input size is no multiple of `number_of_groups`.
    """

    def __init__(
        self,
        num_units,
        initializer=None,
        num_proj=None,
        number_of_groups=1,
        forget_bias=1.0,
        activation=tf.tanh,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        if num_units % number_of_groups:
            raise ValueError("num_units must be divisible by number_of_groups")
        if num_proj and num_proj % number_of_groups:
            raise ValueError("num_proj must be divisible by number_of_groups")
        self._num_units = num_units
        self._initializer = initializer
        self._num_proj = num_proj
        self._forget_bias = forget_bias
        self._activation = activation
        self._number_of_groups = number_of_groups
        self._group_shape = [(num_proj or num_units) // number_of_groups, num_units // number_of_groups]
        self._state_size, self._output_size = lstm_sizes(num_units, num_proj)
        self._linear1 = [None] * number_of_groups
        self._linear2 = None

    def _get_input_for_group(self, inputs, group_id, group_size):
        """Columns group_id * group_size and on, group_size of them."""
        return inputs[:, group_id * group_size : (group_id + 1) * group_size]

    def _gates_of_group(self, inputs, m_prev, group):
        group_inputs = self._get_input_for_group(
            inputs, group, tf.dimension_value(inputs.shape[1]) // self._number_of_groups
        )
        both = tf.concat([group_inputs, self._get_input_for_group(m_prev, group, self._group_shape[0])], axis=1)
        with tf.variable_scope(f"group{group}"):
            if self._linear1[group] is None:
                self._linear1[group] = _Linear(both, 4 * self._group_shape[1], False)
            return tf.split(self._linear1[group](both), 4, axis=1)

    def call(self, inputs, state):
        c_prev, m_prev = state
        depth = tf.dimension_value(inputs.shape[1])
        if depth is None:
            raise ValueError("input size must be statically known")
        if depth % self._number_of_groups:
            raise ValueError(f"input size ({depth}) must be divisible by number_of_groups ({self._number_of_groups})")
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            groups = [self._gates_of_group(inputs, m_prev, g) for g in range(self._number_of_groups)]
            i, j, f, o = (
                tf.nn.bias_add(tf.concat(parts, axis=1), _bias(self._num_units, inputs.dtype, f"bias_{gate}"))
                for gate, parts in zip("ijfo", zip(*groups, strict=True), strict=True)
            )
        c = tf.sigmoid(f + self._forget_bias) * c_prev + tf.sigmoid(i) * tf.tanh(j)
        m = tf.sigmoid(o) * self._activation(c)
        if self._num_proj is not None:
            with tf.variable_scope("projection"):
                if self._linear2 is None:
                    self._linear2 = _Linear(m, self._num_proj, False)
                m = self._linear2(m)
        return m, LSTMStateTuple(c, m)


def _bias(size, dtype, name="bias"):
    return tf.get_variable(name, [size], dtype=dtype, initializer=tf.zeros_initializer())


def _kernel_and_bias(args, size, add_bias):
    """args @ kernel, with a variable `bias` that is made even where it is not added: the normalization shifts then."""
    whole = tf.concat(args, 1)
    kernel = tf.get_variable("kernel", [total_depth(args), size], dtype=whole.dtype)
    bias = _bias(size, whole.dtype)
    gates = tf.matmul(whole, kernel)
    return tf.nn.bias_add(gates, bias) if add_bias else gates


def _diagonals(num_units, dtype):
    """The peephole weights by gate."""
    return {gate: tf.get_variable(f"w_{gate}_diag", shape=[num_units], dtype=dtype) for gate in "fio"}


def _next_cell(c, i, j, f, diagonals, activation):
    """sigmoid(f) c + sigmoid(i) activation(j), where f holds the forget bias already."""
    if diagonals:
        f, i = f + diagonals["f"] * c, i + diagonals["i"] * c
    return tf.sigmoid(f) * c + tf.sigmoid(i) * activation(j)
