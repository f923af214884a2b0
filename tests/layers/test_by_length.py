"""ReverseByLength and LastByLength against a masked Bidirectional, which reads the same steps."""

import keras
import numpy as np
from keras import layers

from tf2notes.layers.by_length import LastByLength, ReverseByLength

LENGTHS = np.int32([4, 0, 1, 3])
SEQUENCES = np.arange(32, dtype=np.float32).reshape(4, 4, 2)


def test_values():
    """What follows the end stays where it is; a sequence without steps has zeros for its last."""
    turned = ReverseByLength()(SEQUENCES, LENGTHS)
    for row, length in enumerate(LENGTHS):
        np.testing.assert_array_equal(turned[row, :length], SEQUENCES[row, :length][::-1])
        np.testing.assert_array_equal(turned[row, length:], SEQUENCES[row, length:])
    last = LastByLength()(SEQUENCES, LENGTHS)
    np.testing.assert_array_equal(last, [SEQUENCES[0, 3], [0, 0], SEQUENCES[2, 0], SEQUENCES[3, 2]])


def test_as_a_masked_bidirectional(tmp_path):
    """The same weights, saved and loaded: the outputs at the ends and the sequences up to them."""
    sequence, lengths = keras.Input((4, 2)), keras.Input((), dtype="int32")
    forward = layers.LSTM(3, return_sequences=True, unroll=True)(sequence)
    backward = layers.LSTM(3, return_sequences=True, unroll=True)(ReverseByLength()(sequence, lengths))
    both = layers.concatenate([forward, ReverseByLength()(backward, lengths)])
    ends = LastByLength()(layers.concatenate([forward, backward]), lengths)
    keras.Model([sequence, lengths], [both, ends]).save(tmp_path / "model.keras")
    model = keras.models.load_model(tmp_path / "model.keras")
    both, ends = model([SEQUENCES / 32, LENGTHS])

    mask = np.arange(4) < LENGTHS[:, None]
    for found, return_sequences in [(both, True), (ends, False)]:
        masked = layers.Bidirectional(layers.LSTM(3, return_sequences=return_sequences))
        masked.build(SEQUENCES.shape)
        masked.set_weights(model.get_weights())
        expected = masked(SEQUENCES / 32, mask=mask)
        if return_sequences:
            found, expected = np.array(found)[mask], np.array(expected)[mask]
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
