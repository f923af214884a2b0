"""python -m tf2notes.checkpoint inspect | convert | verify | back."""

import json

import keras
import numpy as np
import pytest

from tests.checkpoint import models, recorded
from tf2notes import checkpoint
from tf2notes.checkpoint import outputs
from tf2notes.checkpoint.__main__ import main

PROGRAM = """
import keras
from tests.checkpoint import models

def build():
    model = models.small()
    model.compile(keras.optimizers.Adam(0.01, epsilon=1e-8), "mse")
    return model

def other():
    return models.rnn(keras.layers.LSTM(4, return_sequences=True, name="lstm"))

def nothing():
    return None

def by_hand(values):
    return {path: values[path + ":0"] for path in ("hidden/kernel", "hidden/bias", "out/kernel", "out/bias")}
"""
ADAM = str(recorded.path("adam"))


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "my_model.py"
    path.write_text(PROGRAM)
    return str(path)


def test_there_verify_and_back(program, tmp_path, capsys):
    """A run of TF 1.15 to a .keras file with its optimizer, compared, and back."""
    out, folder = tmp_path / "model.keras", tmp_path / "back"
    folder.mkdir()
    assert main(["convert", ADAM, "--model", f"{program}:build", "--optimizer", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "hidden/kernel  [4, 5]  hidden/kernel  its name" in printed
    assert "optimizer: Adam after 20 steps" in printed
    assert int(keras.models.load_model(out).optimizer.iterations.numpy()) == 20
    assert main(["verify", ADAM, "--model", str(out)]) == 0
    assert "4 of 4 weights are equal" in capsys.readouterr().out
    assert main(["back", str(out), "--like", ADAM, "--optimizer", "--out", str(folder / "model.ckpt-20")]) == 0
    original, again = checkpoint.read(ADAM), checkpoint.read(folder)
    for name in original:
        np.testing.assert_allclose(again[name], original[name], rtol=1e-6, err_msg=name)


def test_verify_finds_a_difference(program, tmp_path, capsys):
    """The exit code is 1, and the weight is named."""
    out = tmp_path / "model.weights.h5"
    assert main(["convert", ADAM, "--model", f"{program}:build", "--out", str(out)]) == 0
    model = models.small()
    model.compile(keras.optimizers.Adam(0.01, epsilon=1e-8), "mse")
    model.load_weights(out)
    weights = model.get_weights()
    weights[1][2] += 0.5
    model.set_weights(weights)
    model.save_weights(out)
    assert main(["verify", ADAM, "--model", f"{program}:build", "--weights", str(out)]) == 1
    printed = capsys.readouterr().out
    assert "differs: hidden/bias by up to 0.5" in printed
    assert "3 of 4 weights are equal" in printed
    assert main(["verify", ADAM, "--model", f"{program}:build", "--weights", str(out), "--tolerance", "0.6"]) == 0


def test_map_out_and_in(program, tmp_path, capsys):
    """The proposed map can be written, edited and used; so can a function."""
    path = tmp_path / "map.json"
    lstm = str(recorded.path("lstm"))
    assert main(["convert", lstm, "--model", f"{program}:other", "--save-map", str(path)]) == 0
    assert "nothing written" in capsys.readouterr().out
    found = json.loads(path.read_text())
    cell = {"kernel": "rnn/lstm_cell/kernel", "bias": "rnn/lstm_cell/bias", "forget_bias": 1.5}
    assert list(found.values()) == [cell]
    next(iter(found.values()))["forget_bias"] = 2.5
    path.write_text(json.dumps(found))
    assert main(["convert", lstm, "--model", f"{program}:other", "--map", str(path)]) == 0
    assert "its bias + 2.5 (forget_bias)" in capsys.readouterr().out
    hand = f"{program}:by_hand"
    assert main(["convert", ADAM, "--model", f"{program}:build", "--map", hand, "--optimizer"]) == 0
    assert main(["convert", ADAM, "--model", f"{program}:build", "--map", hand, "--save-map", str(path)]) == 2


def test_averages(program, capsys):
    ema = str(recorded.path("ema"))
    assert main(["convert", ema, "--model", f"{program}:build", "--ema"]) == 0
    assert main(["convert", ADAM, "--model", f"{program}:build", "--ema"]) == 2
    assert "holds no moving averages" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["inspect", "nowhere/model.ckpt"], "There is no folder nowhere"),
        (["convert", ADAM, "--model", "gone.py:build"], "there is no file gone.py"),
        (["convert", ADAM, "--model", "no_such_module:build"], "there is no module no_such_module"),
        (["convert", ADAM, "--model", "PROGRAM:bild"], "has no bild; it has keras, models, build"),
        (["convert", ADAM, "--model", "PROGRAM:nothing"], "got NoneType"),
        (["convert", ADAM, "--model", "PROGRAM"], "expected module:function"),
        (["convert", ADAM, "--model", "PROGRAM:other"], "missing: "),
        (["convert", ADAM, "--model", "PROGRAM:build", "--out", "model.h5"], "ends in .keras or .weights.h5"),
        (["convert", ADAM, "--model", "PROGRAM:build", "--out", "gone/model.keras"], "no folder gone"),
        (
            ["convert", ADAM, "--model", "PROGRAM:build", "--out", "a.weights.h5", "--optimizer"],
            "brings no optimizer back",
        ),
        (["convert", ADAM, "--model", "PROGRAM:build", "--map", "gone.json"], "no such file"),
        (["convert", ADAM, "--example", "cnn_minst"], "Did you mean cnn_mnist"),
        (["convert", ADAM, "--example", "flags"], "it has no model"),
        (["verify", ADAM, "--model", "gone.keras"], "no such file"),
    ],
)
def test_errors(arguments, message, program, capsys):
    """One line or more on standard error, exit code 2, no traceback."""
    assert main([a.replace("PROGRAM", program) for a in arguments]) == 2
    assert message in capsys.readouterr().err


def test_an_interrupted_conversion_leaves_nothing(tmp_path, monkeypatch):
    """Neither the final name nor a scrap of it; a file that was there before stays."""
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(5, name="hidden"), keras.layers.Dense(3, name="out")]
    )
    checkpoint.load(model, ADAM)

    def interrupted(path, *_):
        with open(path, "wb") as file:
            file.write(b"half a file")
        raise KeyboardInterrupt

    monkeypatch.setattr(model, "save", interrupted)
    monkeypatch.setattr(model, "save_weights", interrupted)
    (tmp_path / "old.keras").write_bytes(b"what was there")
    for name in ("model.keras", "model.weights.h5", "old.keras"):
        with pytest.raises(KeyboardInterrupt):
            outputs.save(model, tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == ["old.keras"]
    assert (tmp_path / "old.keras").read_bytes() == b"what was there"
    with pytest.raises(checkpoint.MismatchError, match="hidden/kernel holds numbers that are not numbers"):
        model.get_layer("hidden").kernel.assign(np.full([4, 5], np.nan))
        checkpoint.back(model, tmp_path / "model.ckpt", ADAM)
    assert [p.name for p in tmp_path.iterdir()] == ["old.keras"]
