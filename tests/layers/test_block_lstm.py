"""BlockLSTM: Keras' LSTM with all steps in one operation."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tf2notes.layers.block_lstm import BlockLSTM

X = np.random.RandomState(0).rand(4, 6, 3).astype("float32")
STATES = [np.random.RandomState(i).rand(4, 2).astype("float32") for i in (1, 2)]
PADDED = tf.sequence_mask([6, 0, 3, 1], 6)


def weights_of(y):
    """Another number for each of y's."""
    return tf.reshape(tf.cos(tf.range(tf.cast(tf.size(y), tf.float32))), tf.shape(y))


def results(kind, mask, **options):
    """Outputs, states, and the gradients of a sum in which each of them weighs something else."""
    keras.utils.set_random_seed(0)
    layer = kind(2, return_state=True, bias_initializer="glorot_uniform", unit_forget_bias=False, **options)
    layer.build(X.shape)
    inputs = [tf.constant(x) for x in (X, *STATES)]
    weights = [v.value for v in layer.trainable_variables]

    @tf.function
    def run():
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            found = layer(inputs[0], initial_state=inputs[1:], mask=mask, training=True)
            total = tf.add_n([tf.reduce_sum(y * weights_of(y)) for y in found])
        return [*found, *tape.gradient(total, [*inputs, *weights])]

    return [value.numpy() for value in run()]


@pytest.mark.parametrize("zeros", [False, True], ids=["kept", "zeros"])
@pytest.mark.parametrize("sequences", [False, True], ids=["last", "sequences"])
@pytest.mark.parametrize("mask", [None, PADDED], ids=["whole", "padded"])
def test_computes_what_keras_does(mask, sequences, zeros):
    """Also where a row is all padding."""
    options = {"return_sequences": sequences, "zero_output_for_mask": zeros}
    for ours, keras_own in zip(results(BlockLSTM, mask, **options), results(keras.layers.LSTM, mask, **options)):  # noqa: B905
        np.testing.assert_allclose(ours, keras_own, rtol=1e-5, atol=2e-6)


def operations(layer):
    """The types of operations in the layer's graph."""
    layer.build(X.shape)
    graph = tf.function(layer).get_concrete_function(tf.TensorSpec(X.shape, layer.compute_dtype)).graph
    return {operation.type for operation in graph.get_operations()}


def test_one_operation_for_all_steps():
    """Keras' loop where the operation cannot do it."""
    assert "BlockLSTM" in operations(BlockLSTM(2)) and "BlockLSTM" not in operations(keras.layers.LSTM(2))
    for options in [
        {"activation": "relu"},
        {"recurrent_activation": "hard_sigmoid"},
        {"use_bias": False},
        {"dropout": 0.5},
        {"recurrent_dropout": 0.5},
        {"go_backwards": True},
        {"unroll": True},
        {"dtype": "float64"},
        {"dtype": "mixed_bfloat16"},
    ]:
        assert "BlockLSTM" not in operations(BlockLSTM(2, **options)), options


def test_other_masks_are_refused():
    """What has padding in the middle is Keras' layer's."""
    layer = BlockLSTM(2, name="reader")
    with pytest.raises(tf.errors.InvalidArgumentError, match="reader: BlockLSTM takes masks of padding at"):
        layer(X, mask=tf.constant([[True, False, True, True, True, True]] * 4))


def test_saved_fitted_and_stateful(tmp_path):
    """In a model behind an Embedding's mask; a state that goes on from batch to batch."""
    ids = np.int32([[1, 2, 3, 0], [2, 0, 0, 0]])
    losses = {}
    for kind in (BlockLSTM, keras.layers.LSTM):
        keras.utils.set_random_seed(0)
        table = keras.layers.Embedding(4, 3, mask_zero=True)
        model = keras.Sequential([keras.Input([None], batch_size=2), table, kind(2, stateful=True)])
        model.compile("sgd", "mse")
        losses[kind] = [float(model.train_on_batch(ids, np.ones((2, 2)))) for _ in range(4)]
        assert kind is not BlockLSTM or not model.jit_compile
    np.testing.assert_allclose(losses[BlockLSTM], losses[keras.layers.LSTM], rtol=1e-5)
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input([None, 3]), BlockLSTM(2)])
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert isinstance(again.layers[0], BlockLSTM)
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
