"""`fit_resident`: training on arrays that stay inside the compiled loop, for models too small for an input pipeline."""

import keras
import numpy as np
import tensorflow as tf
from keras.src.utils.python_utils import pythonify_logs

from tf2notes.training import loop, steps
from tf2notes.training.nonfinite import NonFiniteError


def fit_resident(
    model, x, y, *, batch_size, epochs=1, steps_per_epoch=None, validation_data=None, callbacks=None, seed=None
):
    """Train a compiled Keras model on rows held in memory; returns its ``keras.callbacks.History``.

    What ``model.fit(x, y, batch_size)`` computes, with an epoch in one call into TensorFlow: a step of a model of a few
    units takes microseconds there, and a hundred times that when Python feeds it. XLA compiles
    the loop: measured for linear_regression and mlp_regularized, ten times as fast a step as without, and ready sooner.

    Args:
        x, y: arrays of as many rows.
        batch_size: at most the number of rows; what is left over in a pass is left out of it.
        steps_per_epoch: None for once through the rows. Passes go on from epoch to epoch.
        validation_data: a dataset of batches.
        callbacks: Keras callbacks; those that look at every batch are refused.
        seed: of the order, another in every pass; None for the order of the rows.

    Raises:
        ValueError: fewer rows than `batch_size`, or a callback wants every batch.
        NonFiniteError: the loss of an epoch was NaN or infinite.
    """
    rows = len(x)
    if not 0 < batch_size <= rows or len(y) != rows:
        raise ValueError(
            f"batch_size={batch_size}: expected 1 to {rows}, the rows of x, and as many of y, not {len(y)}"
        )
    each = [callback for callback in callbacks or () if loop._wants_each_batch(callback)]
    if each:
        raise ValueError(f"{type(each[0]).__name__} wants every batch: use training.fit")
    length = steps_per_epoch or rows // batch_size
    found = keras.callbacks.CallbackList(
        callbacks, add_history=True, model=model, epochs=epochs, steps=length, verbose=0
    )
    data = tf.constant(x), tf.constant(y)
    loop._build(model, (tf.TensorSpec([batch_size, *x.shape[1:]], x.dtype), tf.TensorSpec([batch_size, *y.shape[1:]])))
    run = tf.function(lambda order: _run(model, data, batch_size, length, order), jit_compile=True)
    orders = _orders(rows, batch_size, seed)
    validation = loop._Validation(model, validation_data, None) if validation_data is not None else None
    model.stop_training, logs = False, {}
    found.on_train_begin()
    for epoch in range(epochs):
        model.reset_metrics()
        found.on_epoch_begin(epoch)
        found.on_train_batch_begin(0)
        run(np.stack([next(orders) for _ in range(length)]) if batch_size < rows else np.zeros([0], np.int32))
        logs = pythonify_logs(model.get_metrics_result())
        if not np.isfinite(logs["loss"]):
            raise NonFiniteError(f"the loss is not finite in epoch {epoch}: {logs['loss']}; training.fit says where")
        found.on_train_batch_end(length - 1, logs)
        if validation is not None:
            found.on_test_begin()
            results = validation.evaluate()
            found.on_test_end(results)
            logs.update({f"val_{name}": value for name, value in results.items()})
        found.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    model.optimizer.finalize_variable_values(model.trainable_weights)
    found.on_train_end(logs)
    return model.history


def _run(model, data, batch_size, length, order):
    """So many steps; `order` has a row of indices for each, or nothing where a batch is all there is."""

    def body(step):
        x, y = data if order.shape[0] == 0 else [tf.gather(part, order[step]) for part in data]
        with tf.GradientTape() as tape:
            y_pred = model(x, training=True)
            loss = model._compute_loss(x=x, y=y, y_pred=y_pred, training=True)
        gradients = tape.gradient(loss, [v.value for v in model.trainable_variables])
        model.optimizer.apply(gradients, model.trainable_variables)
        steps.update_metrics(model, [], x, y, y_pred, None, loss, [])
        return step + 1

    return tf.while_loop(lambda step: step < length, body, [tf.constant(0)], parallel_iterations=1)


def _orders(rows, batch_size, seed):
    """Rows of each batch, int32 [batch_size], pass after pass."""
    random = None if seed is None else np.random.default_rng(seed)
    while True:
        order = np.arange(rows) if random is None else random.permutation(rows)
        yield from order[: rows // batch_size * batch_size].astype(np.int32).reshape(-1, batch_size)
