"""Embedding: Keras' layer with rows read one by one."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tf2notes import precision
from tf2notes.layers.embedding import Embedding
from tf2notes.optimizers import sum_repeated_ids

IDS = np.int32([[1, 2, 1], [0, 4, 0]])


def trained(kind, optimizer):
    """The table after three steps, and the model."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential([kind(5, 3, mask_zero=True, name="table"), keras.layers.LSTM(2)])
    model.compile(sum_repeated_ids(optimizer), "mse", jit_compile=False)
    for _ in range(3):
        model.train_on_batch(IDS, np.ones((2, 2), np.float32))
    return model.get_layer("table").embeddings.numpy(), model


@pytest.mark.parametrize("optimizer", ["sgd", "adagrad", "adam"])
def test_trains_as_keras_does(optimizer):
    """Values, masks and updates."""
    np.testing.assert_allclose(
        trained(Embedding, optimizer)[0], trained(keras.layers.Embedding, optimizer)[0], rtol=1e-5, atol=1e-6
    )


def test_files_are_those_of_keras(tmp_path):
    """Weights go into Keras' layer and back; a saved model loads as it was."""
    table, model = trained(Embedding, "sgd")
    model.save_weights(tmp_path / "model.weights.h5")
    model.save(tmp_path / "model.keras")
    _, other = trained(keras.layers.Embedding, "sgd")
    other.load_weights(tmp_path / "model.weights.h5")
    np.testing.assert_array_equal(other.get_layer("table").embeddings, table)
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert type(loaded.get_layer("table")) is Embedding
    np.testing.assert_array_equal(loaded.predict(IDS, verbose=0), model.predict(IDS, verbose=0))


def test_bfloat16_casts_rows_and_not_the_table():
    """The output is in the policy's precision, the gradient a list of float32 rows."""
    with precision.using("bfloat16"):
        layer = Embedding(5, 3)
    with tf.GradientTape() as tape:
        rows = layer(IDS)
    gradient = tape.gradient(rows, layer.embeddings.value)
    assert rows.dtype == "bfloat16"
    assert isinstance(gradient, tf.IndexedSlices)
    assert gradient.values.dtype == "float32"


def test_reads_no_whole_table():
    """A traced step of Adagrad only gathers and scatters; that reads would be seen, Keras' layer shows."""

    def operations(kind, wrap):
        table = kind(5, 3)
        table.build(None)
        optimizer = wrap(keras.optimizers.Adagrad(0.1))
        optimizer.build(table.trainable_variables)

        @tf.function
        def step():
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(table(IDS))
            optimizer.apply(tape.gradient(loss, table.trainable_weights), table.trainable_weights)

        graph = step.get_concrete_function().graph
        reads = [op for op in graph.get_operations() if op.type == "ReadVariableOp"]
        return [op for op in reads if op.outputs[0].shape == (5, 3)]

    assert operations(Embedding, sum_repeated_ids) == []
    assert operations(keras.layers.Embedding, lambda optimizer: optimizer) != []


def test_lora_is_left_to_keras():
    """With factors enabled the layer computes what Keras' does."""
    layer = Embedding(5, 3)
    layer.build(None)
    layer.enable_lora(2)
    np.testing.assert_allclose(layer(IDS), np.array(layer.embeddings)[IDS], rtol=1e-6)
