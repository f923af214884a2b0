"""LSTM cells that also run along the frequency axis of their input, for acoustic models."""

import collections

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.rnn.shared import SizedRNNCell, clip, concat_variable, warn_of_concatenated_state

__all__ = ["BidirectionalGridLSTMCell", "GridLSTMCell", "TimeFreqLSTMCell"]


def _static_depth(inputs):
    depth = tf.dimension_value(inputs.shape.with_rank(2)[-1])
    if depth is None:
        raise ValueError("Cannot infer input_size from static shape inference.")
    return depth


class TimeFreqLSTMCell(SizedRNNCell):
    """One LSTM that steps over overlapping slices of the input's frequencies (arXiv:1602.08090).

    Replaces: tf.contrib.rnn.TimeFreqLSTMCell; as there, `initializer` has no effect (the variable scope's is used),
        and `state_size` and `output_size` are those of a single slice.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=1,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_unit_shards = num_unit_shards
        self._forget_bias = forget_bias
        self._feature_size = feature_size
        self._frequency_skip = frequency_skip
        self._state_size = 2 * num_units
        self._output_size = num_units

    def call(self, inputs, state):
        n, dtype = self._num_units, inputs.dtype
        slices = self._make_tf_features(inputs)
        rows = slices[0].shape.as_list()[1] + 2 * n
        kernel = concat_variable("W", [rows, 4 * n], dtype, self._num_unit_shards)
        bias = tf.get_variable("B", shape=[4 * n], initializer=tf.zeros_initializer(), dtype=dtype)
        if self._use_peepholes:
            to_f, to_i, to_o = (tf.get_variable(f"W_{gate}_diag", shape=[n], dtype=dtype) for gate in "FIO")
        batch = tf.dimension_value(inputs.shape[0])
        m_below = tf.zeros([tf.shape(inputs)[0] if batch is None else batch, n], dtype)
        outputs, states = [], []
        for index, piece in enumerate(slices):
            c = tf.slice(state, [0, 2 * index * n], [-1, n])
            m = tf.slice(state, [0, (2 * index + 1) * n], [-1, n])
            gates = tf.nn.bias_add(tf.matmul(tf.concat([piece, m, m_below], 1), kernel), bias)
            i, j, f, o = tf.split(gates, 4, axis=1)
            f = f + self._forget_bias
            if self._use_peepholes:
                f, i = f + to_f * c, i + to_i * c
            c = clip(tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(j), self._cell_clip)
            m_below = tf.sigmoid(o + to_o * c if self._use_peepholes else o) * tf.tanh(c)
            outputs.append(m_below)
            states += [c, m_below]
        return tf.concat(outputs, 1), tf.concat(states, 1)

    def _make_tf_features(self, input_feat):
        """The slices of `feature_size` columns, `frequency_skip` apart."""
        count = int((_static_depth(input_feat) - self._feature_size) / self._frequency_skip) + 1
        return [tf.slice(input_feat, [0, f * self._frequency_skip], [-1, self._feature_size]) for f in range(count)]


class GridLSTMCell(SizedRNNCell):
    """An LSTM in time and one in frequency, side by side (Kalchbrenner et al., arXiv:1507.01526).

    Replaces: tf.contrib.rnn.GridLSTMCell; as there, `initializer` has no effect: the variable scope's is used.

    Raises:
        ValueError: no `num_frequency_blocks`; when called, blocks that do not fit the input size.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        share_time_frequency_weights=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=None,
        num_frequency_blocks=None,
        start_freqindex_list=None,
        end_freqindex_list=None,
        couple_input_forget_gates=False,
        state_is_tuple=True,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        if not state_is_tuple:
            warn_of_concatenated_state(self)
        if num_frequency_blocks is None:
            raise ValueError("Must specify num_frequency_blocks")
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._share_time_frequency_weights = share_time_frequency_weights
        self._couple_input_forget_gates = couple_input_forget_gates
        self._state_is_tuple = state_is_tuple
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_unit_shards = num_unit_shards
        self._forget_bias = forget_bias
        self._feature_size = feature_size
        self._frequency_skip = frequency_skip
        self._start_freqindex_list = start_freqindex_list
        self._end_freqindex_list = end_freqindex_list
        self._num_frequency_blocks = num_frequency_blocks
        self._total_blocks = sum(int(count) for count in num_frequency_blocks)
        self._state_tuple_type = None
        self._state_size = self._output_size = num_units * self._total_blocks * 2
        if state_is_tuple:
            self._name_states("GridLSTMStateTuple", ["state"])

    def _name_states(self, type_name, prefixes):
        names = [
            f"{prefix}_f{frequency:02d}_b{block:02d}_{which}"
            for prefix in prefixes
            for block, count in enumerate(self._num_frequency_blocks)
            for frequency in range(count)
            for which in "cm"
        ]
        self._state_tuple_type = collections.namedtuple(type_name, names)
        self._state_size = self._state_tuple_type(*[self._num_units] * len(names))

    @property
    def state_tuple_type(self):
        return self._state_tuple_type

    def call(self, inputs, state):
        outputs, states = self._compute_blocks(self._make_tf_features(inputs), state, "state")
        return tf.concat(outputs, 1), self._state_tuple_type(*states) if self._state_is_tuple else tf.concat(states, 1)

    def _compute_blocks(self, blocks, state, state_prefix):
        outputs, states = [], []
        for block, freq_inputs in enumerate(blocks):
            batch = tf.dimension_value(freq_inputs[0].shape[0]) or tf.shape(freq_inputs[0])[0]
            new_outputs, new_states = self._compute(
                freq_inputs, block, state, batch, state_prefix=state_prefix, state_is_tuple=self._state_is_tuple
            )
            outputs += new_outputs
            states += new_states
        return outputs, states

    def _variables(self, block, rows, dtype):
        """(kernel, bias, peepholes) of the frequency LSTM and of the time LSTM; the same ones where they are shared.

        The peepholes are {gate: (from the frequency cell, from the time cell)}, or None.
        """
        n, gates = self._num_units, 3 if self._couple_input_forget_gates else 4
        axes = ["f"] if self._share_time_frequency_weights else ["f", "t"]
        kernels = []
        for axis in axes:
            kernel = concat_variable(f"W_{axis}_{block}", [rows, gates * n], dtype, self._num_unit_shards)
            bias = tf.get_variable(
                f"B_{axis}_{block}", shape=[gates * n], initializer=tf.zeros_initializer(), dtype=dtype
            )
            kernels.append([kernel, bias])
        for axis, weights in zip(("freq", "time"), kernels, strict=False):
            weights.append(self._peepholes(axis, block, dtype) if self._use_peepholes else None)
        return kernels[0], kernels[-1]

    def _peepholes(self, axis, block, dtype):
        return {
            gate: [
                tf.get_variable(f"W_{gate}_diag_{axis}{source}_{block}", shape=[self._num_units], dtype=dtype)
                for source in "ft"
            ]
            for gate in ("IO" if self._couple_input_forget_gates else "FIO")
        }

    def _gates(self, cell_inputs, weights, c_freq, c_time):
        """(i, j, f, o) before i, f and o see the new cells; i and f are activated."""
        kernel, bias, peepholes = weights
        gates = tf.nn.bias_add(tf.matmul(cell_inputs, kernel), bias)
        if self._couple_input_forget_gates:
            i, j, o = tf.split(gates, 3, axis=1)
            i = tf.sigmoid(_peep(i, peepholes, "I", c_freq, c_time))
            return i, j, 1.0 - i, o
        i, j, f, o = tf.split(gates, 4, axis=1)
        f = tf.sigmoid(_peep(f + self._forget_bias, peepholes, "F", c_freq, c_time))
        return tf.sigmoid(_peep(i, peepholes, "I", c_freq, c_time)), j, f, o

    def _compute(self, freq_inputs, block, state, batch_size, state_prefix="state", state_is_tuple=True):
        """One block: ([m_time, m_freq] of every frequency, [c_time, m_time] of every frequency)."""
        n, dtype = self._num_units, freq_inputs[0].dtype
        of_freq, of_time = self._variables(block, freq_inputs[0].shape.as_list()[1] + 2 * n, dtype)
        m_freq, c_freq = tf.zeros([batch_size, n], dtype), tf.zeros([batch_size, n], dtype)
        outputs, states = [], []
        for index, piece in enumerate(freq_inputs):
            if state_is_tuple:
                name = f"{state_prefix}_f{index:02d}_b{block:02d}"
                c_time, m_time = getattr(state, f"{name}_c"), getattr(state, f"{name}_m")
            else:
                c_time = tf.slice(state, [0, 2 * index * n], [-1, n])
                m_time = tf.slice(state, [0, (2 * index + 1) * n], [-1, n])
            cell_inputs = tf.concat([piece, m_time, m_freq], 1)
            i_freq, j_freq, f_freq, o_freq = self._gates(cell_inputs, of_freq, c_freq, c_time)
            next_c_freq = clip(f_freq * c_freq + i_freq * tf.tanh(j_freq), self._cell_clip)
            # TF1's time gates peep at the frequency cell of the slice below: c_freq is replaced only afterwards.
            i_time, j_time, f_time, o_time = self._gates(cell_inputs, of_time, c_freq, c_time)
            c_time = clip(f_time * c_time + i_time * tf.tanh(j_time), self._cell_clip)
            c_freq = next_c_freq
            m_freq = tf.sigmoid(_peep(o_freq, of_freq[2], "O", c_freq, c_time)) * tf.tanh(c_freq)
            m_time = tf.sigmoid(_peep(o_time, of_time[2], "O", c_freq, c_time)) * tf.tanh(c_time)
            outputs += [m_time, m_freq]
            states += [c_time, m_time]
        return outputs, states

    def _make_tf_features(self, input_feat, slice_offset=0):
        """A list of slices for every block; the input is padded by `slice_offset` and read from there."""
        depth, inputs = _static_depth(input_feat), input_feat
        if slice_offset > 0:
            inputs = tf.pad(inputs, [[0, 0], [0, slice_offset]])
        elif slice_offset < 0:
            inputs = tf.pad(inputs, [[0, 0], [-slice_offset, 0]])
            slice_offset = 0
        return [
            self._slices(inputs, start + slice_offset, size, wanted)
            for start, size, wanted in self._block_ranges(depth)
        ]

    def _block_ranges(self, depth):
        """(first column, columns, slices) of every block."""
        counts, starts, ends = self._num_frequency_blocks, self._start_freqindex_list, self._end_freqindex_list
        if not starts:
            if len(counts) != 1:
                raise ValueError(f"Length of num_frequency_blocks is not 1, but instead is {len(counts)}")
            return [(0, depth, counts[0])]
        if len(starts) != len(ends):
            raise ValueError(f"Length of start and end freqindex_list does not match {len(starts)} {len(ends)}")
        if len(counts) != len(starts):
            raise ValueError(
                f"Length of num_frequency_blocks is not equal to start_freqindex_list {len(counts)} {len(starts)}"
            )
        return [(start, end - start, count) for start, end, count in zip(starts, ends, counts, strict=True)]

    def _slices(self, inputs, start, size, wanted):
        count = int((size - self._feature_size) / self._frequency_skip) + 1
        if count != wanted:
            raise ValueError(
                f"Invalid num_frequency_blocks, requires {wanted} but gets {count}, "
                "please check the input size and filter config are correct."
            )
        return [tf.slice(inputs, [0, start + f * self._frequency_skip], [-1, self._feature_size]) for f in range(count)]


class BidirectionalGridLSTMCell(GridLSTMCell):
    """A grid LSTM up the frequencies beside one down, with variables of their own under `fwd` and `bwd`.

    Replaces: tf.contrib.rnn.BidirectionalGridLSTMCell
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        share_time_frequency_weights=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=None,
        num_frequency_blocks=None,
        start_freqindex_list=None,
        end_freqindex_list=None,
        couple_input_forget_gates=False,
        backward_slice_offset=0,
        reuse=None,
    ):
        super().__init__(
            num_units,
            use_peepholes=use_peepholes,
            share_time_frequency_weights=share_time_frequency_weights,
            cell_clip=cell_clip,
            initializer=initializer,
            num_unit_shards=num_unit_shards,
            forget_bias=forget_bias,
            feature_size=feature_size,
            frequency_skip=frequency_skip,
            num_frequency_blocks=num_frequency_blocks,
            start_freqindex_list=start_freqindex_list,
            end_freqindex_list=end_freqindex_list,
            couple_input_forget_gates=couple_input_forget_gates,
            state_is_tuple=True,
            reuse=reuse,
        )
        self._backward_slice_offset = int(backward_slice_offset)
        self._name_states("BidirectionalGridLSTMStateTuple", ["fwd_state", "bwd_state"])
        self._output_size = 2 * num_units * self._total_blocks * 2

    def call(self, inputs, state):
        forward = self._make_tf_features(inputs)
        offset = self._backward_slice_offset
        backward = self._make_tf_features(inputs, offset) if offset else forward
        with tf.variable_scope("fwd"):
            outputs, states = self._compute_blocks(forward, state, "fwd_state")
        with tf.variable_scope("bwd"):
            more_outputs, more_states = self._compute_blocks([b[::-1] for b in backward], state, "bwd_state")
        return tf.concat(outputs + more_outputs, 1), self._state_tuple_type(*states + more_states)


def _peep(gate, peepholes, name, c_freq, c_time):
    if not peepholes:
        return gate
    from_freq, from_time = peepholes[name]
    return gate + from_freq * c_freq + from_time * c_time
