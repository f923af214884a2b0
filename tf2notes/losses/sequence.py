"""Cross entropy of sequences, summed as TF1's language models sum it."""

import keras
from keras import ops


@keras.saving.register_keras_serializable("tf2notes")
def sum_over_time_crossentropy(y_true, y_pred):
    """Sparse cross entropy on logits, summed over time: ``loss=sum_over_time_crossentropy`` averages it over the batch.

    Replaces: ``tf.reduce_sum(sequence_loss_by_example(...)) / batch_size`` of the PTB program. Keras' own losses divide by
    the number of steps as well, which would make the learning rate mean something else.

    Args:
        y_true: int [batch, time].
        y_pred: logits, float [batch, time, classes].

    Returns:
        float [batch].
    """
    return ops.sum(keras.losses.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True), axis=-1)
