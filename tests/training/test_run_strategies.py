"""Options of ``run`` that concern strategies, in this process."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.training import counting, models
from tf2notes import run, training

ARGUMENTS = ["softmax_mnist", "--steps", "40", "--data", "sample"]


def weights(folder):
    return keras.models.load_model(folder / "model.keras").get_weights()


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The weights without any strategy."""
    folder = tmp_path_factory.mktemp("alone")
    assert run.main([*ARGUMENTS, "--folder", str(folder)]) == 0
    return weights(folder)


def test_mirrored(alone, tmp_path):
    """--strategy mirrored --devices 2 trains the same weights."""
    assert run.main([*ARGUMENTS, "--strategy", "mirrored", "--devices", "2", "--folder", str(tmp_path)]) == 0
    for found, expected in zip(weights(tmp_path), alone, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


@pytest.fixture(scope="module")
def address():
    """A tf.data service: a dispatcher and two workers."""
    service = tf.data.experimental.service
    dispatcher = service.DispatchServer(service.DispatcherConfig(port=0))
    workers = [service.WorkerServer(service.WorkerConfig(dispatcher.target.partition("://")[2])) for _ in range(2)]
    yield dispatcher.target
    del workers


@pytest.mark.processes
def test_data_service(address, tmp_path):
    """--data-service trains from it; the order is another one, so only that it learns is compared."""
    assert run.main([*ARGUMENTS, "--data-service", address, "--folder", str(tmp_path)]) == 0
    assert json.loads((tmp_path / "metrics.json").read_text())["accuracy"] > 0.5


@pytest.mark.processes
def test_service_gives_each_record_once(address, tmp_path):
    """Also where its workers' last batches are smaller, and in every epoch."""
    counting.write_files(tmp_path)
    given = counting.files(tmp_path)
    settings = training.Settings(data_service=address)
    found = training.fit(counting.model(), given, epochs=2, settings=settings).history["misread"]
    assert found == [0.0, 0.0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--strategy", "multiworker"], "give --folder, the same for all workers"),
        (["--strategy", "multiworker", "--folder", "FOLDER"], "the environment names no cluster"),
        (["--strategy", "mirrored", "--devices", "7"], "TensorFlow has started already, with 2 CPU device"),
        (["--strategy", "mirrored", "--devices", "0"], "devices=0: expected at least 1"),
        (["--strategy", "miror"], "strategy='miror': expected one of none, mirrored, multiworker"),
        (["--shard", "rows"], "shard='rows': expected one of"),
    ],
)
def test_refusals(arguments, message, tmp_path, capsys, monkeypatch):
    """Code 2 and a sentence, before anything is trained."""
    for name in ("TF_CONFIG", "SLURM_PROCID", "TF2NOTES_PODS"):
        monkeypatch.delenv(name, raising=False)
    words = [str(tmp_path / "run") if word == "FOLDER" else word for word in arguments]
    assert run.main([*ARGUMENTS, "--out", str(tmp_path), *words]) == 2
    assert message in capsys.readouterr().err


def test_stateful_layers_are_refused():
    """Their state belongs to rows, and rows go to several replicas."""
    strategy = tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice())
    with strategy.scope():
        layers = [keras.Input(batch_shape=(8, 4)), keras.layers.Reshape((2, 2)), keras.layers.LSTM(2, stateful=True)]
        model = keras.Sequential(layers)
        model.compile("sgd", "mse")
    with pytest.raises(ValueError, match=r"the layer lstm.* is stateful"):
        training.fit(model, models.batches(8, rows=16))
