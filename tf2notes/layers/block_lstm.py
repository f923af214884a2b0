"""An LSTM over sequences of any length whose time steps are one operation."""

import keras
import tensorflow as tf
from keras import ops


@keras.saving.register_keras_serializable("tf2notes")
class BlockLSTM(keras.layers.LSTM):
    """``keras.layers.LSTM`` for small layers on a CPU: float32 [batch, time, features] -> [batch, (time,) units].

    Keras loops over the time steps, some ten small operations each, and under a mask selects at every step. Here all
    steps are one operation (``BlockLSTM``) and a mask costs one look-up at the end. Weights, results and files are
    those of Keras' layer, which takes over for other dtypes, activations, dropout, ``unroll``, ``go_backwards``,
    ``use_bias=False`` and on GPUs. With one thread an operation (`docs/performance.md`) a layer of 50 units is 1.5
    times as fast so, with several it is slower, as are layers of some hundred units.

    A mask must be that of padding at the end.

    Raises:
        tf.errors.InvalidArgumentError: a masked step comes before one that is not.

    Replaces: ``tf.contrib.rnn.LSTMBlockFusedCell``, and ``dynamic_rnn`` with its ``sequence_length``.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.supports_jit = False

    def inner_loop(self, sequences, initial_state, mask, training=False):
        if not self._is_a_block():
            return super().inner_loop(sequences, initial_state, mask, training)
        h0, c0 = initial_state
        steps = tf.shape(sequences)[1]
        none = tf.zeros([self.units])
        cell_states, outputs = tf.raw_ops.BlockLSTM(
            seq_len_max=tf.cast(steps, tf.int64),
            x=tf.transpose(sequences, [1, 0, 2]),
            cs_prev=c0,
            h_prev=h0,
            w=_block_order(tf.concat([self.cell.kernel, self.cell.recurrent_kernel], 0)),
            wci=none,
            wcf=none,
            wco=none,
            b=_block_order(self.cell.bias),
            forget_bias=0.0,
            cell_clip=0.0,
        )[1::5]
        mask = mask[0] if isinstance(mask, list | tuple) else mask
        if mask is None:
            return outputs[-1], tf.transpose(outputs, [1, 0, 2]), [outputs[-1], cell_states[-1]]
        lengths = _lengths(ops.convert_to_tensor(mask), self.name)
        rows = tf.range(tf.shape(lengths)[0])
        places = tf.stack([lengths, rows], 1)
        h = tf.gather_nd(tf.concat([h0[None], outputs], 0), places)
        c = tf.gather_nd(tf.concat([c0[None], cell_states], 0), places)
        last = tf.where(lengths[:, None] > 0, h, 0.0)
        padding = 0.0 if self.zero_output_for_mask else last[:, None]
        outputs = tf.where(mask[:, :, None], tf.transpose(outputs, [1, 0, 2]), padding)
        return outputs[:, -1] if self.zero_output_for_mask else last, outputs, [h, c]

    def _is_a_block(self):
        cell = self.cell
        return (
            self.compute_dtype == "float32"
            and (cell.activation, cell.recurrent_activation) == (keras.activations.tanh, keras.activations.sigmoid)
            and cell.use_bias
            and not (cell.dropout or cell.recurrent_dropout or self.go_backwards or self.unroll)
            and not tf.config.list_logical_devices("GPU")
        )


def _block_order(gates):
    """Keras has the gates as i, f, c, o, the operation as i, c, f, o.

    ``BlockLSTMV2`` has them as Keras does, but TensorFlow 2.21 gives it the gradient of the other order.
    """
    i, f, c, o = tf.split(gates, 4, axis=-1)
    return tf.concat([i, c, f, o], -1)


def _lengths(mask, name):
    """int32 [batch] from bool [batch, time]."""
    lengths = tf.reduce_sum(tf.cast(mask, tf.int32), 1)
    message = f"{name}: BlockLSTM takes masks of padding at the end only; keras.layers.LSTM takes any"
    right = tf.debugging.assert_equal(mask, tf.sequence_mask(lengths, tf.shape(mask)[1]), message)
    with tf.control_dependencies([right] if right is not None else []):
        return tf.identity(lengths)
