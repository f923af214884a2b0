"""LSTM cells on TensorFlow's fused kernels.

The kernels count the gates i, ci, f, o, which is the i, j, f, o of BasicLSTMCell: the variables are interchangeable.
TensorFlow 2 has the gradients of whole sequences still, but none for the single step, which is registered here.
"""

import abc
import contextlib

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.layers.base import InputSpec, Layer
from tf2notes.legacy.tf1.nn.rnn_cell import LayerRNNCell, LSTMStateTuple

__all__ = ["LSTMBlockCell", "LSTMBlockFusedCell", "LSTMBlockWrapper"]


def _lstm_block_cell(
    x,
    cs_prev,
    h_prev,
    w,
    b,
    wci=None,
    wcf=None,
    wco=None,
    forget_bias=None,
    cell_clip=None,
    use_peephole=None,
    name=None,
):
    """One step of the kernel: (i, cs, f, o, ci, co, h).

    Replaces: tensorflow.contrib.rnn.python.ops.lstm_ops._lstm_block_cell
    """
    if wci is None:
        size = tf.dimension_value(cs_prev.shape.with_rank(2)[1])
        if size is None:
            raise ValueError("cell_size from `cs_prev` should not be None.")
        wci = wcf = wco = tf.zeros([size], cs_prev.dtype)
    return tf.raw_ops.LSTMBlockCell(
        x=x,
        cs_prev=cs_prev,
        h_prev=h_prev,
        w=w,
        wci=wci,
        wcf=wcf,
        wco=wco,
        b=b,
        forget_bias=1 if forget_bias is None else forget_bias,
        cell_clip=-1 if cell_clip is None else cell_clip,
        use_peephole=bool(use_peephole),
        name=name,
    )


def _block_lstm(
    seq_len_max,
    x,
    w,
    b,
    cs_prev=None,
    h_prev=None,
    wci=None,
    wcf=None,
    wco=None,
    forget_bias=None,
    cell_clip=None,
    use_peephole=None,
    name=None,
):
    """The kernel over the list `x` of [batch, depth] tensors: lists i, cs, f, o, ci, co, h.

    Replaces: tensorflow.contrib.rnn.python.ops.lstm_ops._block_lstm
    """
    dtype, batch = x[0].dtype, tf.dimension_value(x[0].shape.with_rank(2)[0])
    size = tf.dimension_value(b.shape.with_rank(1)[0])
    if size is None:
        raise ValueError("`b` shape must not be None.")
    size //= 4
    zeros = tf.zeros([batch, size], dtype) if cs_prev is None or h_prev is None else None
    if wci is None:
        wci = wcf = wco = tf.zeros([size], dtype)
    results = tf.raw_ops.BlockLSTM(
        seq_len_max=seq_len_max,
        x=tf.stack(x),
        cs_prev=zeros if cs_prev is None else cs_prev,
        h_prev=zeros if h_prev is None else h_prev,
        w=w,
        wci=wci,
        wcf=wcf,
        wco=wco,
        b=b,
        forget_bias=1 if forget_bias is None else forget_bias,
        cell_clip=-1 if cell_clip is None else cell_clip,
        use_peephole=bool(use_peephole),
        name=name,
    )
    return tuple(tf.unstack(result) for result in results)


def _step_gradient(op, *grads):
    """d loss / d inputs of one kernel step, from those of the new cell and the new output."""
    x, cs_prev, h_prev, w, wci, wcf, wco, b = op.inputs
    i, cs, f, o, ci, co, _ = op.outputs
    depth, size = (tf.dimension_value(t.shape.with_rank(2)[1]) for t in (x, cs_prev))
    if depth is None:
        raise ValueError("input_size from `x` should not be None.")
    if size is None:
        raise ValueError("cell_size from `cs_prev` should not be None.")
    cs_prev_grad, gates_grad, wci_grad, wcf_grad, wco_grad = tf.raw_ops.LSTMBlockCellGrad(
        x=x,
        cs_prev=cs_prev,
        h_prev=h_prev,
        w=w,
        wci=wci,
        wcf=wcf,
        wco=wco,
        b=b,
        i=i,
        cs=cs,
        f=f,
        o=o,
        ci=ci,
        co=co,
        cs_grad=grads[1],
        h_grad=grads[6],
        use_peephole=op.get_attr("use_peephole"),
    )
    x_grad, h_prev_grad = tf.split(tf.matmul(gates_grad, w, transpose_b=True), [depth, size], 1)
    w_grad = tf.matmul(tf.concat([x, h_prev], 1), gates_grad, transpose_a=True)
    return x_grad, cs_prev_grad, h_prev_grad, w_grad, wci_grad, wcf_grad, wco_grad, tf.reduce_sum(gates_grad, 0)


def register_gradient(op_type, function):
    """Registers `function` as the gradient of `op_type`, unless this process has one already."""
    with contextlib.suppress(KeyError):  # somebody registered the same one, for instance this module before a reload
        tf.RegisterGradient(op_type)(function)


register_gradient("LSTMBlockCell", _step_gradient)


class _BlockWeights:
    """The variables that both block layers have."""

    def _add_block_weights(self, depth):
        n = self._num_units
        self._kernel = self.add_weight("kernel", [depth + n, n * 4])
        self._bias = self.add_weight("bias", [n * 4], initializer=tf.zeros_initializer())
        if self._use_peephole:
            self._w_i_diag = self.add_weight("w_i_diag", [n])
            self._w_f_diag = self.add_weight("w_f_diag", [n])
            self._w_o_diag = self.add_weight("w_o_diag", [n])

    def _peepholes(self, dtype):
        """The diagonals as the kernel's arguments; zeros without peepholes."""
        if self._use_peephole:
            return {"wci": self._w_i_diag, "wcf": self._w_f_diag, "wco": self._w_o_diag}
        zeros = tf.zeros([self._num_units], dtype=dtype)
        return {"wci": zeros, "wcf": zeros, "wco": zeros}


class LSTMBlockCell(_BlockWeights, LayerRNNCell):
    """BasicLSTMCell, with peepholes on request, in one kernel.

    Replaces: tf.contrib.rnn.LSTMBlockCell; as there, the values of the new cell are not clipped unless `cell_clip` is
        given.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        dtype=None,
        reuse=None,
        name="lstm_cell",
    ):
        super().__init__(_reuse=reuse, dtype=dtype, name=name)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._use_peephole = use_peephole
        self._cell_clip = -1 if cell_clip is None else cell_clip
        self.input_spec = InputSpec(ndim=2)

    @property
    def state_size(self):
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self):
        return self._num_units

    def build(self, inputs_shape):
        depth = tf.TensorShape(inputs_shape).as_list()[1]
        if not depth:
            raise ValueError(f"Expecting inputs_shape[1] to be set: {inputs_shape}")
        self._add_block_weights(depth)
        self.built = True

    def call(self, inputs, state):
        if len(state) != 2:
            raise ValueError("Expecting state to be a tuple with length 2.")
        _, cs, _, _, _, _, h = _lstm_block_cell(
            inputs,
            *state,
            self._kernel,
            self._bias,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
            **self._peepholes(self.dtype),
        )
        return h, LSTMStateTuple(cs, h)


class LSTMBlockWrapper(Layer, abc.ABC):
    """What a layer over whole sequences is called with; subclasses give `num_units` and `_call_cell`.

    Replaces: tf.contrib.rnn.LSTMBlockWrapper
    """

    @property
    @abc.abstractmethod
    def num_units(self):
        """Number of units."""

    @abc.abstractmethod
    def _call_cell(self, inputs, initial_cell_state, initial_output, dtype, sequence_length):
        """(cells, outputs), both [time, batch, num_units]."""

    def call(self, inputs, initial_state=None, dtype=None, sequence_length=None):
        """Runs over [time, batch, depth], or a list of [batch, depth].

        Returns:
            (outputs, state): outputs as the inputs came, zero past `sequence_length`; the LSTMStateTuple there.

        Raises:
            ValueError: unknown depth; neither `initial_state` nor `dtype`; a state that is no pair.
        """
        is_list = isinstance(inputs, list)
        inputs = tf.stack(inputs) if is_list else inputs
        shape = inputs.shape.with_rank(3).as_list()
        if not shape[2]:
            raise ValueError(f"Expecting inputs_shape[2] to be set: {shape}")
        time_len, batch = (tf.shape(inputs)[axis] if shape[axis] is None else shape[axis] for axis in (0, 1))
        if initial_state is None:
            if dtype is None:
                raise ValueError("Either initial_state or dtype needs to be specified")
            initial_state = (tf.zeros(tf.stack([batch, self.num_units]), dtype=dtype),) * 2
        elif len(initial_state) != 2:
            raise ValueError("Expecting initial_state to be a tuple with length 2 or None")
        dtype = dtype or initial_state[0].dtype
        if sequence_length is not None:
            sequence_length = tf.convert_to_tensor(sequence_length)
        cells, outputs = self._call_cell(inputs, *initial_state, dtype, sequence_length)
        if sequence_length is None:
            state = LSTMStateTuple(cells[-1], outputs[-1])
        else:
            mask = tf.transpose(tf.sequence_mask(sequence_length, time_len, dtype=dtype), [1, 0])
            outputs *= tf.expand_dims(mask, -1)
            state = LSTMStateTuple(
                *(
                    self._gather_states(tf.concat([first[tf.newaxis], rest], 0), sequence_length, batch)
                    for first, rest in zip(initial_state, (cells, outputs), strict=True)
                )
            )
        return tf.unstack(outputs) if is_list else outputs, state

    def _gather_states(self, data, indices, batch_size):
        """data[indices[b], b] for every b."""
        positions = tf.range(tf.cast(batch_size, indices.dtype), dtype=indices.dtype)
        return tf.gather_nd(data, tf.stack([indices, positions], axis=1))


class LSTMBlockFusedCell(_BlockWeights, LSTMBlockWrapper):
    """LSTMBlockCell over whole sequences, in one kernel.

    Replaces: tf.contrib.rnn.LSTMBlockFusedCell
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        reuse=None,
        dtype=None,
        name="lstm_fused_cell",
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._cell_clip = -1 if cell_clip is None else cell_clip
        self._use_peephole = use_peephole
        self.input_spec = InputSpec(ndim=3)

    @property
    def num_units(self):
        return self._num_units

    def build(self, input_shape):
        self._add_block_weights(tf.TensorShape(input_shape).as_list()[2])
        self.built = True

    def _call_cell(self, inputs, initial_cell_state=None, initial_output=None, dtype=None, sequence_length=None):
        longest = tf.compat.dimension_value(inputs.shape.with_rank(3)[0]) if sequence_length is None else None
        if longest is None:
            longest = tf.shape(inputs)[0] if sequence_length is None else tf.reduce_max(sequence_length)
        _, cs, _, _, _, _, h = tf.raw_ops.BlockLSTM(
            seq_len_max=tf.cast(longest, tf.int64),
            x=inputs,
            cs_prev=initial_cell_state,
            h_prev=initial_output,
            w=self._kernel,
            b=self._bias,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
            **self._peepholes(dtype),
        )
        return cs, h
