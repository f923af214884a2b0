"""The phased LSTM: units that open and close in rhythm."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.rnn.shared import SizedRNNCell, lstm_sizes
from tf2notes.legacy.tf1.nn.projection import _Linear
from tf2notes.legacy.tf1.nn.rnn_cell import LSTMStateTuple

__all__ = ["PhasedLSTMCell"]


def _random_exp_initializer(minval, maxval, seed=None, dtype=tf.float32):
    """Draws the exponential of a uniform number, so that it lies between `minval` and `maxval`."""

    def initializer(shape, dtype=dtype, partition_info=None):
        del partition_info
        return tf.exp(tf.random_uniform(shape, tf.log(minval), tf.log(maxval), dtype, seed=seed))

    return initializer


class PhasedLSTMCell(SizedRNNCell):
    """LSTM for events at irregular times (Neil et al., arXiv:1610.09513); its inputs are (time, x).

    Replaces: tf.contrib.rnn.PhasedLSTMCell
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        leak=0.001,
        ratio_on=0.1,
        trainable_ratio_on=True,
        period_init_min=1.0,
        period_init_max=1000.0,
        reuse=None,
    ):
        super().__init__(_reuse=reuse, autocast=False)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._leak = leak
        self._ratio_on = ratio_on
        self._trainable_ratio_on = trainable_ratio_on
        self._period_init_min = period_init_min
        self._period_init_max = period_init_max
        self._linear1 = None
        self._linear2 = None
        self._linear3 = None
        self._state_size, self._output_size = lstm_sizes(num_units)

    def _mod(self, x, y):
        """x mod y, with the gradient of x."""
        return tf.stop_gradient(tf.mod(x, y) - x) + x

    def _get_cycle_ratio(self, time, phase, period):
        """How far in [0, 1) of its cycle every unit is; computed in the dtype of `time`."""
        period = tf.cast(period, time.dtype)
        return tf.cast(self._mod(time - tf.cast(phase, time.dtype), period) / period, tf.float32)

    def _open(self, time):
        """How far every unit is open: rises, falls, then leaks."""
        shape = [self._num_units]
        period = tf.get_variable(
            "period", shape, initializer=_random_exp_initializer(self._period_init_min, self._period_init_max)
        )
        phase = tf.get_variable("phase", shape, initializer=tf.random_uniform_initializer(0.0, period.initial_value))
        ratio_on = tf.get_variable(
            "ratio_on",
            shape,
            initializer=tf.constant_initializer(self._ratio_on),
            trainable=self._trainable_ratio_on,
        )
        ratio = self._get_cycle_ratio(time, phase, period)
        rising = 2 * ratio / ratio_on
        k = tf.where(ratio < ratio_on, 2 - rising, self._leak * ratio)
        return tf.where(ratio < 0.5 * ratio_on, rising, k)

    def call(self, inputs, state):
        c_prev, h_prev = state
        time, x = inputs
        seen = [x, h_prev]
        with tf.variable_scope("mask_gates"):
            args = [*seen, c_prev] if self._use_peepholes else seen
            if self._linear1 is None:
                self._linear1 = _Linear(args, 2 * self._num_units, True)
            input_gate, forget_gate = tf.split(tf.sigmoid(self._linear1(args)), 2, axis=1)
        with tf.variable_scope("new_input"):
            if self._linear2 is None:
                self._linear2 = _Linear(seen, self._num_units, True)
            new_input = tf.tanh(self._linear2(seen))
        new_c = c_prev * forget_gate + input_gate * new_input
        with tf.variable_scope("output_gate"):
            args = [*seen, new_c] if self._use_peepholes else seen
            if self._linear3 is None:
                self._linear3 = _Linear(args, self._num_units, True)
            new_h = tf.tanh(new_c) * tf.sigmoid(self._linear3(args))
        k = self._open(time)
        new_c = k * new_c + (1 - k) * c_prev
        new_h = k * new_h + (1 - k) * h_prev
        return new_h, LSTMStateTuple(new_c, new_h)
