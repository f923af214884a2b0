"""Keras 3 weights in a TF1 checkpoint: TF 1.15 restored them (recorded), and a TF1 Saver restores them now."""

import numpy as np
import pytest
import tensorflow.compat.v1 as tf

from tests.checkpoint import models, recorded, roundtrip
from tests.checkpoint.continuation import begun, losses
from tf2notes import checkpoint


@pytest.mark.parametrize("case", roundtrip.CASES)
def test_tf_1_15_goes_on(case):
    """20 steps in 1.15, 30 in Keras, and 100 in 1.15 again: these equal Keras' own next 100."""
    with np.load(roundtrip.FOLDER / case / "restored.npz") as file:
        restored = dict(file)
    model, expected = roundtrip.trained(case)
    np.testing.assert_allclose(restored["y"], np.asarray(model(expected["x"])), rtol=1e-4, atol=1e-5)
    assert restored["global_step"] == 50
    np.testing.assert_allclose(losses(model, expected), restored["losses"], rtol=1e-4)


@pytest.mark.parametrize("case", roundtrip.CASES)
def test_there_and_back(case, tmp_path):
    """Without a step in between, what comes back are the numbers that went: weights and slots bit by bit."""
    model, _ = begun(case)
    original = checkpoint.read(recorded.path(case))
    copied = checkpoint.back(model, tmp_path / "model.ckpt", original, optimizer=True)
    again = checkpoint.read(tmp_path)
    assert list(again) == list(original)
    for name in original:
        if name.endswith("_power") or "lstm" in name:  # computed anew; float32's own addition of the forget bias
            np.testing.assert_allclose(again[name], original[name], rtol=1e-5, atol=1e-7, err_msg=name)
        else:
            np.testing.assert_array_equal(again[name], original[name], err_msg=name)
        assert again[name].dtype == original[name].dtype
    assert all(name.endswith("RMSProp_1") for name in copied)


@pytest.mark.parametrize("case", sorted(models.LAYERS))
def test_layers_there_and_back(case, tmp_path):
    """Every kind of layer, every kind of file: the weights come back as they went."""
    build, options = models.LAYERS[case]
    model, original = build(), checkpoint.read(recorded.path(case))
    checkpoint.load(model, original, **options)
    checkpoint.back(model, tmp_path / "model.ckpt", original, **options)
    again = checkpoint.read(tmp_path / "model.ckpt")
    for name in original:
        np.testing.assert_allclose(again[name], original[name], rtol=1e-6, atol=2e-7, err_msg=name)


def test_a_tf1_saver_restores_it(tmp_path):
    """The Saver of compat.v1, in a graph with the names of the TF1 program."""
    model, _ = begun("adam")
    checkpoint.back(model, tmp_path / "model.ckpt-20", recorded.path("adam"), optimizer=True)
    with tf.Graph().as_default(), tf.Session() as session:
        kernel = tf.get_variable("hidden/kernel", [4, 5], use_resource=False)
        slot = tf.get_variable("hidden/kernel/Adam", [4, 5], use_resource=False)
        step = tf.get_variable("global_step", [], tf.int64, use_resource=False)
        tf.train.Saver().restore(session, tf.train.latest_checkpoint(tmp_path))
        got = session.run([kernel, slot, step])
    np.testing.assert_array_equal(got[0], model.get_layer("hidden").get_weights()[0])
    np.testing.assert_array_equal(got[1], checkpoint.read(recorded.path("adam"))["hidden/kernel/Adam"])
    assert got[2] == 20


def test_partitioned_comes_back_whole(tmp_path):
    """A partitioned variable is written in one piece, which a partitioned program restores its parts from."""
    model, _ = begun("partitioned")
    checkpoint.back(model, tmp_path / "model.ckpt", recorded.path("partitioned"), optimizer=True)
    with tf.Graph().as_default(), tf.Session() as session:
        with tf.variable_scope("net", partitioner=tf.fixed_size_partitioner(3), use_resource=False):
            kernel = tf.get_variable("hidden/kernel", [4, 5])
        tf.train.Saver().restore(session, str(tmp_path / "model.ckpt"))
        assert len(list(kernel)) == 3
        got = session.run(kernel.as_tensor())
    np.testing.assert_array_equal(got, model.get_layer("hidden").get_weights()[0])
