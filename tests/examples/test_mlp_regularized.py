"""mlp_regularized: both sides against TensorFlow 1.15, and the factor between TF1's L2 and Keras'."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes import legacy
from tf2notes.examples import mlp_regularized


def test_all_rungs():
    """The penalty is part of the loss and of its gradients."""
    assert_parity("mlp_regularized")


def test_keras_l2_with_tf1s_scale_fails_at_loss():
    """``L2(0.001)`` is twice TF1's ``l2_regularizer(0.001)``; values agree, the loss does not."""

    def build():
        return mlp_regularized.build(mlp_regularized.Config(l2=2e-3))

    assert first_failure("mlp_regularized", build=build) == "loss"


def test_penalty_is_half_the_squares():
    """The notes' collection holds four penalties, each scale / 2 times a sum of squares, and the error."""
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:
        legacy.load("mlp_regularized").build()
        sess.run(tf.compat.v1.global_variables_initializer())
        losses = tf.compat.v1.get_collection("losses")
        matrices = tf.compat.v1.trainable_variables()[::2]
        assert len(losses) == 5
        penalties, squares = sess.run([losses[:4], [tf.reduce_sum(tf.square(m)) for m in matrices]])
    np.testing.assert_allclose(penalties, np.array(squares) * 0.001 / 2, rtol=1e-5)
    np.testing.assert_allclose(keras.regularizers.L2(0.0005)(np.ones((3, 4), np.float32)), 0.001 / 2 * 12, rtol=1e-6)


@pytest.mark.slow
def test_learns():
    """As well as the original under TensorFlow 1.15: the error on other points, 5,000 steps."""
    assert assert_learns("mlp_regularized")["accuracy"] > 0.95
