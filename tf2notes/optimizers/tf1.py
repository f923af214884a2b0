"""RMSprop and Momentum as TF1 computes them, where Keras' own differ silently.

``keras.optimizers.RMSprop`` starts its mean square from zeros and has epsilon 1e-7; TF1's starts from ones, with
1e-10. Keras' SGD with momentum multiplies the learning rate into its velocity; TF1 accumulates plain gradients and
multiplies the sum, so that a change of the rate acts at once on what is underway. For an embedding's gradient, both of
TF1's move only the rows that the batch has seen; Keras moves all of them, and does not even add up repeated ones.
"""

import keras
import tensorflow as tf

from tf2notes.optimizers.repeated_ids import summed


@keras.saving.register_keras_serializable("tf2notes.tf1")
class RMSprop(keras.optimizers.RMSprop):
    """TF1's RMSProp.

    Replaces: tf.train.RMSPropOptimizer, whose `decay` is called `rho` here.

    Args:
        learning_rate: a number or a schedule.
        rho: share of the old mean square that is kept.
        momentum: share of the last move that is repeated.
        epsilon: added below the root.
        centered: whether the squared mean of the gradients is subtracted from their mean square.
        **kwargs: those of every Keras optimizer, such as `global_clipnorm`.
    """

    def __init__(
        self, learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-10, centered=False, name="RMSprop", **kwargs
    ):
        super().__init__(learning_rate, rho, momentum, epsilon, centered, name=name, **kwargs)

    def add_optimizer_variables(self, trainable_variables, name, initializer="zeros"):
        start = "ones" if name == "velocity" else initializer
        return super().add_optimizer_variables(trainable_variables, name, start)

    def update_step(self, gradient, variable, learning_rate):
        if not isinstance(gradient, tf.IndexedSlices):
            super().update_step(gradient, variable, learning_rate)
            return
        index = self._get_variable_index(variable)
        gradient = summed(gradient)
        rows, g = gradient.indices, gradient.values
        rate, rho = tf.cast(learning_rate, g.dtype), self.rho
        square = _set(self._velocities[index], rows, lambda old: rho * old + (1 - rho) * tf.square(g))
        if self.centered:
            mean = _set(self._average_gradients[index], rows, lambda old: rho * old + (1 - rho) * g)
            square -= tf.square(mean)
        move = rate * g / tf.sqrt(square + self.epsilon)
        if self.momentum > 0:
            last = move
            move = _set(self._momentums[index], rows, lambda old: self.momentum * old + last)
        self.assign_sub(variable, tf.IndexedSlices(move, rows, gradient.dense_shape))


@keras.saving.register_keras_serializable("tf2notes.tf1")
class Momentum(keras.optimizers.SGD):
    """TF1's gradient descent with momentum: ``accumulator = momentum * accumulator + gradient``, then
    ``variable -= learning_rate * accumulator``.

    Replaces: tf.train.MomentumOptimizer, whose `use_nesterov` is called `nesterov` here.

    Args:
        learning_rate: a number or a schedule.
        momentum: share of the accumulated gradients that is kept; above 0.
        nesterov: whether the move looks ahead: ``learning_rate * (gradient + momentum * accumulator)``.
        **kwargs: those of every Keras optimizer, such as `global_clipnorm`.
    """

    def __init__(self, learning_rate=0.01, momentum=0.9, nesterov=False, name="Momentum", **kwargs):
        if not momentum > 0:
            raise ValueError(
                f"momentum={momentum}: expected a number above 0; without momentum it is keras.optimizers.SGD"
            )
        super().__init__(learning_rate, float(momentum), nesterov, name=name, **kwargs)

    def update_step(self, gradient, variable, learning_rate):
        accumulator = self.momentums[self._get_variable_index(variable)]
        if isinstance(gradient, tf.IndexedSlices):
            gradient = summed(gradient)
            rows, g = gradient.indices, gradient.values
            total = _set(accumulator, rows, lambda old: self.momentum * old + g)
        else:
            rows, g = None, tf.cast(gradient, variable.dtype)
            total = self.momentum * tf.convert_to_tensor(accumulator) + g
            self.assign(accumulator, total)
        move = tf.cast(learning_rate, g.dtype) * (g + self.momentum * total if self.nesterov else total)
        self.assign_sub(variable, move if rows is None else tf.IndexedSlices(move, rows, gradient.dense_shape))


def _set(slot, rows, update):
    """Update some rows of an optimizer's variable; returns what they are now."""
    slot = slot.value
    values = update(tf.gather(slot, rows))
    slot.scatter_update(tf.IndexedSlices(values, rows))
    return values
