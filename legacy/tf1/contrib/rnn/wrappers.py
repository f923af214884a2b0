"""Cells around a cell: attention over the last outputs, highways, compilation by XLA."""

import tensorflow.compat.v1 as tf
from tensorflow.python.framework import op_def_registry
from tf2notes.legacy.tf1.nn.projection import _AroundCell, _Linear
from tf2notes.legacy.tf1.nn.rnn_cell import RNNCell, assert_like_rnncell

__all__ = ["AttentionCellWrapper", "CompiledWrapper", "HighwayWrapper"]


class AttentionCellWrapper(RNNCell):
    """Attention over the last `attn_length` outputs (arXiv:1409.0473, arXiv:1601.06733).

    Replaces: tf.contrib.rnn.AttentionCellWrapper

    Raises:
        TypeError: `cell` is no cell.
        ValueError: a cell whose state is a tuple without `state_is_tuple`; an `attn_length` that is not positive.
    """

    def __init__(
        self,
        cell,
        attn_length,
        attn_size=None,
        attn_vec_size=None,
        input_size=None,
        state_is_tuple=True,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if tf.nest.is_nested(cell.state_size) and not state_is_tuple:
            raise ValueError(
                "Cell returns tuple of states, but the flag state_is_tuple is not set. "
                f"State size is: {cell.state_size}"
            )
        if attn_length <= 0:
            raise ValueError(f"attn_length should be greater than zero, got {attn_length}")
        if not state_is_tuple:
            tf.logging.warn(
                "%s: Using a concatenated state is slower and will soon be deprecated.  Use state_is_tuple=True.", self
            )
        self._state_is_tuple = state_is_tuple
        self._cell = cell
        self._attn_size = cell.output_size if attn_size is None else attn_size
        self._attn_vec_size = self._attn_size if attn_vec_size is None else attn_vec_size
        self._input_size = input_size
        self._attn_length = attn_length
        self._linear1 = None
        self._linear2 = None
        self._linear3 = None

    @property
    def state_size(self):
        size = (self._cell.state_size, self._attn_size, self._attn_size * self._attn_length)
        return size if self._state_is_tuple else sum(size)

    @property
    def output_size(self):
        return self._attn_size

    def call(self, inputs, state):
        if not self._state_is_tuple:
            sizes = (self._cell.state_size, self._attn_size, self._attn_size * self._attn_length)
            state = tf.split(state, sizes, 1)
        state, attns, attn_states = state
        attn_states = tf.reshape(attn_states, [-1, self._attn_length, self._attn_size])
        input_size = inputs.shape.as_list()[1] if self._input_size is None else self._input_size
        if self._linear1 is None:
            self._linear1 = _Linear([inputs, attns], input_size, True)
        cell_output, new_state = self._cell(self._linear1([inputs, attns]), state)
        query = tf.concat(tf.nest.flatten(new_state), 1) if self._state_is_tuple else new_state
        new_attns, new_attn_states = self._attention(query, attn_states)
        with tf.variable_scope("attn_output_projection"):
            if self._linear2 is None:
                self._linear2 = _Linear([cell_output, new_attns], self._attn_size, True)
            output = self._linear2([cell_output, new_attns])
        new_attn_states = tf.concat([new_attn_states, tf.expand_dims(output, 1)], 1)
        new_attn_states = tf.reshape(new_attn_states, [-1, self._attn_length * self._attn_size])
        new_state = (new_state, new_attns, new_attn_states)
        return output, new_state if self._state_is_tuple else tf.concat(new_state, 1)

    def _attention(self, query, attn_states):
        """(what is attended to, the remembered outputs without the oldest)."""
        with tf.variable_scope("attention"):
            k = tf.get_variable("attn_w", [1, 1, self._attn_size, self._attn_vec_size])
            v = tf.get_variable("attn_v", [self._attn_vec_size])
            hidden = tf.reshape(attn_states, [-1, self._attn_length, 1, self._attn_size])
            features = tf.nn.conv2d(hidden, k, [1, 1, 1, 1], "SAME")
            if self._linear3 is None:
                self._linear3 = _Linear(query, self._attn_vec_size, True)
            y = tf.reshape(self._linear3(query), [-1, 1, 1, self._attn_vec_size])
            weights = tf.nn.softmax(tf.reduce_sum(v * tf.tanh(features + y), [2, 3]))
            attended = tf.reduce_sum(tf.reshape(weights, [-1, self._attn_length, 1, 1]) * hidden, [1, 2])
            return tf.reshape(attended, [-1, self._attn_size]), tf.slice(attn_states, [0, 1, 0], [-1, -1, -1])


class HighwayWrapper(_AroundCell):
    """Carries the inputs past the cell, as far as a gate says (arXiv:1505.00387).

    Replaces: tf.contrib.rnn.HighwayWrapper
    """

    def __init__(self, cell, couple_carry_transform_gates=True, carry_bias_init=1.0):
        RNNCell.__init__(self)  # as in TF1, `cell` is not looked at yet
        self._cell = cell
        self._couple_carry_transform_gates = couple_carry_transform_gates
        self._carry_bias_init = carry_bias_init

    def _gate(self, inp, name, bias_start):
        depth = tf.dimension_value(inp.shape.with_rank(2)[1])
        weight = tf.get_variable(f"{name}_w", [depth, depth])
        bias = tf.get_variable(f"{name}_b", [depth], initializer=tf.constant_initializer(bias_start))
        return tf.sigmoid(tf.nn.xw_plus_b(inp, weight, bias))

    def _highway(self, inp, out):
        carry = self._gate(inp, "carry", self._carry_bias_init)
        if self._couple_carry_transform_gates:
            transform = 1 - carry
        else:
            transform = self._gate(inp, "transform", -self._carry_bias_init)
        return inp * carry + out * transform

    def __call__(self, inputs, state, scope=None):
        outputs, new_state = self._cell(inputs, state, scope=scope)
        tf.nest.assert_same_structure(inputs, outputs)
        for inp, out in zip(tf.nest.flatten(inputs), tf.nest.flatten(outputs), strict=True):
            inp.shape.assert_is_compatible_with(out.shape)
        return tf.nest.map_structure(self._highway, inputs, outputs), new_state


class CompiledWrapper(_AroundCell):
    """Marks the cell's ops for XLA, all of them or the stateless ones.

    Replaces: tf.contrib.rnn.CompiledWrapper
    """

    def __init__(self, cell, compile_stateful=False):
        super().__init__(cell, None)
        self._compile_stateful = compile_stateful

    def __call__(self, inputs, state, scope=None):
        def is_stateless(node_def):
            return not op_def_registry.get(node_def.op).is_stateful

        with tf.xla.experimental.jit_scope(compile_ops=True if self._compile_stateful else is_stateless):
            return self._cell(inputs, state, scope=scope)
