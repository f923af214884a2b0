"""Right updates for embeddings whose ids repeat within a batch.

The gradient of an embedding is a list of rows, one for each id of the batch. Keras 3.15 squares these rows one by one
where it should add the rows of equal ids first, so Adam, Adagrad, RMSprop and all others that square the gradient take
wrong steps (with plain SGD nothing is squared and nothing is wrong). TF1 added them first, and so does this:

    model.compile(optimizer=sum_repeated_ids(keras.optimizers.Adam(1e-3)), loss=...)

The gradient stays a list of rows; the table is never made dense for it. Adagrad then works on these rows alone, where
Keras' own takes the root of the whole table at each step: of 50,000 words, in cbow_words, ten times as long.
"""

import keras
import tensorflow as tf


def summed(gradient):
    """An ``IndexedSlices`` in which every index occurs once, its rows added up; anything else as it is.

    Replaces: TF1's ``optimizer._deduplicate_indexed_slices``.
    """
    if not isinstance(gradient, tf.IndexedSlices):
        return gradient
    indices, position = tf.unique(gradient.indices)
    rows = tf.math.unsorted_segment_sum(gradient.values, position, tf.size(indices))
    return tf.IndexedSlices(rows, indices, gradient.dense_shape)


class SumsRepeatedIds:
    """Mixed into a Keras optimizer: adds the rows of equal ids before anything is squared."""

    def update_step(self, gradient, variable, learning_rate):
        """Update `variable`; runs after the gradients of all replicas were put together."""
        super().update_step(summed(gradient), variable, learning_rate)


class _RowsOfAdagrad(SumsRepeatedIds):
    """Mixed into Adagrad, whose step changes nothing where the gradient is zero."""

    def update_step(self, gradient, variable, learning_rate):
        if not isinstance(gradient, tf.IndexedSlices):
            return super().update_step(gradient, variable, learning_rate)
        gradient = summed(gradient)
        rows, ids = tf.cast(gradient.values, variable.dtype), gradient.indices
        accumulator = self._accumulators[self._get_variable_index(variable)]
        self.assign_add(accumulator, tf.IndexedSlices(tf.square(rows), ids))
        seen = tf.gather(accumulator.value, ids)
        step = tf.cast(learning_rate, rows.dtype) * rows / tf.sqrt(seen + self.epsilon)
        self.assign_sub(variable, tf.IndexedSlices(step, ids))


def _variant(name):
    base = getattr(keras.optimizers, name)
    doc = f"``keras.optimizers.{name}`` that adds the rows of repeated ids first."
    mixin = _RowsOfAdagrad if name == "Adagrad" else SumsRepeatedIds
    variant = type(name, (mixin, base), {"__doc__": doc, "__module__": __name__})
    return keras.saving.register_keras_serializable("tf2notes.repeated_ids")(variant)


VARIANTS = {
    name: _variant(name)
    for name in (
        "Adadelta",
        "Adafactor",
        "Adagrad",
        "Adam",
        "AdamW",
        "Adamax",
        "Ftrl",
        "Lamb",
        "Lion",
        "Nadam",
        "RMSprop",
        "SGD",
    )
}


def sum_repeated_ids(optimizer):
    """The same optimizer, with the rows of repeated ids added up before its update.

    Args:
        optimizer: a Keras optimizer that was not built yet, or a name such as "adam".

    Returns:
        A new optimizer with the same configuration. It is registered: a saved model loads with it.

    Raises:
        ValueError: the optimizer has state already, or is none of Keras' own.
    """
    optimizer = keras.optimizers.get(optimizer)
    if isinstance(optimizer, SumsRepeatedIds):
        return optimizer
    variant = VARIANTS.get(type(optimizer).__name__)
    if variant is None or type(optimizer) is not getattr(keras.optimizers, variant.__name__):
        raise ValueError(
            f"sum_repeated_ids got {type(optimizer).__name__}; expected one of {', '.join(VARIANTS)}. For an optimizer "
            "of your own, put tf2notes.optimizers.SumsRepeatedIds before its base class"
        )
    if optimizer.built:
        raise ValueError("sum_repeated_ids got an optimizer that has state already; wrap it before it is used")
    return variant.from_config(optimizer.get_config())
