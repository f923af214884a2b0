"""Replaces: ``tf.keras.experimental``: tf_keras' own, and what TF1 had beyond it."""

import tensorflow.compat.v1 as tf
import tf_keras.api._v1.keras as _keras
import tf_keras.api._v1.keras.experimental as _living
from tf2notes.legacy.unsupported import missing as _missing


def __getattr__(name):
    if hasattr(_living, name):
        return getattr(_living, name)
    raise _missing(f"keras.experimental.{name}", [*dir(_living), *_OURS])


def __dir__():
    return sorted({*dir(_living), *_OURS})


class LinearCosineDecay(_keras.optimizers.schedules.LearningRateSchedule):
    """Replaces: ``tf.keras.experimental.LinearCosineDecay`` (the formula of ``tf.train.linear_cosine_decay``)."""

    def __init__(self, initial_learning_rate, decay_steps, num_periods=0.5, alpha=0.0, beta=0.001, name=None):
        super().__init__()
        self.initial_learning_rate, self.decay_steps, self.num_periods = initial_learning_rate, decay_steps, num_periods
        self.alpha, self.beta, self.name = alpha, beta, name

    def __call__(self, step):
        with tf.name_scope(self.name or type(self).__name__):
            rate = tf.convert_to_tensor(self.initial_learning_rate, name="initial_learning_rate")
            total = tf.cast(self.decay_steps, rate.dtype)
            done = tf.minimum(tf.cast(step, rate.dtype), total)
            left = (total - done) / total
            if self._noise(done) is not None:
                left = left + self._noise(done)
            cosine = 0.5 * (
                1.0 + tf.cos(tf.constant(3.141592653589793, rate.dtype) * 2.0 * self.num_periods * done / total)
            )
            return rate * ((self.alpha + left) * cosine + self.beta)

    def _noise(self, done):
        return None

    def get_config(self):
        names = ("initial_learning_rate", "decay_steps", "num_periods", "alpha", "beta", "name")
        return {name: getattr(self, name) for name in names}


class NoisyLinearCosineDecay(LinearCosineDecay):
    """Replaces: ``tf.keras.experimental.NoisyLinearCosineDecay``."""

    def __init__(
        self,
        initial_learning_rate,
        decay_steps,
        initial_variance=1.0,
        variance_decay=0.55,
        num_periods=0.5,
        alpha=0.0,
        beta=0.001,
        name=None,
    ):
        super().__init__(initial_learning_rate, decay_steps, num_periods, alpha, beta, name)
        self.initial_variance, self.variance_decay = initial_variance, variance_decay

    def _noise(self, done):
        variance = self.initial_variance / tf.pow(1.0 + done, self.variance_decay)
        return tf.random_normal(tf.shape(done), stddev=tf.sqrt(variance))

    def get_config(self):
        return {
            **super().get_config(),
            "initial_variance": self.initial_variance,
            "variance_decay": self.variance_decay,
        }


class PeepholeLSTMCell(_keras.layers.LSTMCell):
    """Replaces: ``tf.keras.experimental.PeepholeLSTMCell``: the gates see the cell state, through one weight a unit."""

    def build(self, input_shape):
        super().build(input_shape)
        for gate in ("input", "forget", "output"):
            weights = self.add_weight(
                shape=(self.units,), name=f"{gate}_gate_peephole_weights", initializer=self.kernel_initializer
            )
            setattr(self, f"{gate}_gate_peephole_weights", weights)

    def _peepholes(self, x, c_tm1):
        x_i, x_f, x_c, x_o = x
        return (
            x_i + self.input_gate_peephole_weights * c_tm1,
            x_f + self.forget_gate_peephole_weights * c_tm1,
            x_c,
            x_o,
        )

    def _compute_carry_and_output(self, x, h_tm1, c_tm1):
        h = h_tm1
        if isinstance(h, (tuple, list)):
            kernels = tf.split(self.recurrent_kernel, 4, axis=1)
            x = [part + tf.matmul(state, kernel) for part, state, kernel in zip(x, h, kernels, strict=True)]
        return self._carry_and_output(x, c_tm1)

    def _compute_carry_and_output_fused(self, z, c_tm1):
        return self._carry_and_output(z, c_tm1)

    def _carry_and_output(self, z, c_tm1):
        z_i, z_f, z_c, z_o = self._peepholes(z, c_tm1)
        carry = self.recurrent_activation(z_f) * c_tm1 + self.recurrent_activation(z_i) * self.activation(z_c)
        return carry, self.recurrent_activation(z_o + self.output_gate_peephole_weights * carry)


def terminate_keras_multiprocessing_pools(grace_period=0.1, use_sigkill=False):
    """Replaces: ``tf.keras.experimental.terminate_keras_multiprocessing_pools``."""
    from tf_keras.src.utils import data_utils

    return data_utils.terminate_keras_multiprocessing_pools(grace_period, use_sigkill)


def export_saved_model(
    model, saved_model_path, custom_objects=None, as_text=False, input_signature=None, serving_only=False
):
    """Replaces: ``tf.keras.experimental.export_saved_model``. Differs: one graph in tf_keras' own format."""
    from tf2notes.legacy.tf1.contrib import saved_model

    saved_model.save_keras_model(model, saved_model_path, custom_objects, as_text, input_signature, serving_only)


def load_from_saved_model(saved_model_path, custom_objects=None):
    """Replaces: ``tf.keras.experimental.load_from_saved_model``."""
    return _keras.models.load_model(saved_model_path, custom_objects=custom_objects)


_OURS = (
    "export_saved_model",
    "load_from_saved_model",
    "LinearCosineDecay",
    "NoisyLinearCosineDecay",
    "PeepholeLSTMCell",
    "terminate_keras_multiprocessing_pools",
)
