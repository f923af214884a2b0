"""What does not fit is refused, every variable by its name, and the model stays as it was."""

import keras
import numpy as np
import pytest
from keras import layers

from tests.checkpoint import models, recorded
from tf2notes import checkpoint
from tf2notes.optimizers import tf1


def problems(model, case, **options):
    """The lines of the refusal; the model must not have changed."""
    before = model.get_weights()
    with pytest.raises(checkpoint.MismatchError) as caught:
        checkpoint.load(model, recorded.path(case), **options)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    assert str(recorded.path(case)) in str(caught.value) or caught.value.problems
    return caught.value.problems


def compiled(optimizer):
    model = models.small()
    model.compile(optimizer, "mse")
    return model


def test_misshapen():
    """Shapes of both sides are said."""
    model = models.sequential((4,), layers.Dense(6, name="hidden"), layers.Dense(3, name="out"))
    assert problems(model, "v1_format") == [
        "misshapen: hidden/kernel (Dense) needs [4, 6], hidden/kernel has [4, 5]",
        "misshapen: hidden/bias (Dense) needs [6], hidden/bias has [5]",
        "misshapen: out/kernel (Dense) needs [6, 3], out/kernel has [5, 3]",
    ]


def test_missing_and_unexpected():
    """A layer too many and a layer too few, each with what is nearest."""
    model = models.sequential((4,), layers.Dense(5, name="hidden"), layers.LayerNormalization(name="norm"))
    assert problems(model, "v1_format") == [
        "missing: norm/gamma [5] for LayerNormalization; nearest: out/bias [3]",
        "missing: norm/beta [5] for LayerNormalization; nearest: out/bias [3]",
        "unexpected: out/bias [3] fits nothing in the model; nearest: hidden/bias [5]",
        "unexpected: out/kernel [5, 3] fits nothing in the model; nearest: hidden/kernel [4, 5]",
    ]


def test_a_batch_norm_without_scale():
    """slim's batch norm has no gamma; the hint says how to build the layer."""
    model = models.slim()
    config = model.get_config()
    for layer in config["layers"]:
        layer["config"].pop("scale", None)
    found = problems(keras.Sequential.from_config(config), "slim")
    assert any("conv1_bn/gamma" in line and "BatchNormalization(scale=False)" in line for line in found)


def test_a_gru_that_cannot_compute_the_same():
    """Keras' default GRU is another function than GRUCell; the hint says which argument."""
    model = models.rnn(layers.GRU(4, return_sequences=True))
    assert any("reset_after=False" in line for line in problems(model, "gru"))


def test_ambiguous_until_it_is_said():
    """Two halves alike under names that say nothing are not guessed; a map decides, its names are checked."""
    lstm = {"return_sequences": True, "return_state": False}
    model = models.rnn(layers.LSTM(3, **lstm, name="a"), layers.LSTM(3, **lstm, name="b"))
    names = ["one/lstm_cell", "other/lstm_cell"]
    stored = {
        f"{n}/{k}": np.full(s, i, "f") for i, n in enumerate(names) for k, s in (("kernel", [6, 12]), ("bias", [12]))
    }
    made = checkpoint.Checkpoint("made", "V2 checkpoint", {n: _stored(v) for n, v in stored.items()})
    with pytest.raises(checkpoint.MismatchError, match="a/lstm_cell could be one/lstm_cell or other/lstm_cell"):
        checkpoint.load(model, made)
    checkpoint.load(model, made, map={"a/lstm_cell": "other/lstm_cell"})
    assert model.get_layer("a").get_weights()[0][0, 0] == 1
    with pytest.raises(ValueError, match="no layer or weight 'c'"):
        checkpoint.load(model, made, map={"c": "one/lstm_cell"})
    with pytest.raises(ValueError, match="Did you mean one/lstm_cell"):
        checkpoint.load(model, made, map={"a/lstm_cell": "on/lstm_cell"})
    with pytest.raises(ValueError, match="Did you mean one/lstm_cell/kernel"):
        checkpoint.load(model, made, map={"a/lstm_cell": {"kernel": "one/lstm_cell/kernal"}})


def test_names_that_contradict_the_order():
    """Layers named dense_1 and dense, in this order: neither the names nor TF1's numbering are trusted alone."""
    model = models.sequential((5,), layers.Dense(5, name="dense_1"), layers.Dense(5, name="dense"))
    values = {f"{n}/{k}": np.ones(s, "f") for n in ("dense", "dense_1") for k, s in (("kernel", [5, 5]), ("bias", [5]))}
    made = checkpoint.Checkpoint("made", "V2 checkpoint", {n: _stored(v) for n, v in values.items()})
    with pytest.raises(checkpoint.MismatchError, match="ambiguous: dense_1 could be dense or dense_1"):
        checkpoint.load(model, made)
    checkpoint.load(model, made, map={"dense_1": "dense_1", "dense": "dense"})


def test_scope_and_ignore():
    """Variables outside of a scope, or named by a pattern, are left out, and that is printed."""
    values = {f"{s}/dense/{k}": np.ones(n, "f") for s in ("a", "b") for k, n in (("kernel", [4, 2]), ("bias", [2]))}
    made = checkpoint.Checkpoint("made", "V2 checkpoint", {n: _stored(v) for n, v in values.items()})
    for options in ({"scope": "b"}, {"ignore": ["^a/"]}):
        model = models.sequential((4,), layers.Dense(2))
        found = checkpoint.load(model, made, **options)
        assert "left out as asked: a/dense/kernel" in str(found)
        assert found.names() == ["b/dense/kernel", "b/dense/bias"]


def test_another_optimizer():
    """Slots of another optimizer are not taken; the message says which optimizer to compile with."""
    found = problems(compiled("adam"), "momentum", optimizer=True)
    assert found == [
        "its slots are those of Momentum, the model's optimizer is Adam; compile the model with "
        "tf2notes.optimizers.tf1.Momentum"
    ]
    assert "no slots at all" in problems(compiled("adam"), "ema", optimizer=True)[0]
    assert "those of Adam" in problems(compiled("sgd"), "adam", optimizer=True)[0]


def test_other_betas():
    """The powers of beta in the checkpoint do not belong to the model's Adam; iterations overrule."""
    found = problems(compiled(keras.optimizers.Adam(beta_1=0.8)), "adam", optimizer=True)
    assert any(line.startswith("beta1_power says") for line in found)
    model = compiled(keras.optimizers.Adam(beta_1=0.8))
    checkpoint.load(model, recorded.path("adam"), optimizer=True, iterations=7)
    assert int(model.optimizer.iterations.numpy()) == 7


def test_centered_or_not():
    """A slot too many is said."""
    assert "3 slots named RMSProp" in problems(compiled(tf1.RMSprop()), "rmsprop_centered", optimizer=True)[0]
    assert "2 slots named RMSProp" in problems(compiled(tf1.RMSprop(centered=True)), "rmsprop", optimizer=True)[0]


def test_a_slot_that_is_missing():
    """A weight without its slot is named with the nearest."""
    original = checkpoint.read(recorded.path("adam"))
    del original.variables["out/bias/Adam_1"]
    model = compiled("adam")
    with pytest.raises(checkpoint.MismatchError, match=r"missing: out/bias/Adam_1 \[3\]; nearest: out/bias/Adam \[3\]"):
        checkpoint.load(model, original, optimizer=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"optimizer": True, "ema": True}, "choose one"), ({"optimizer": True}, "compile it first")],
)
def test_what_makes_no_sense(options, message):
    with pytest.raises(ValueError, match=message):
        checkpoint.load(models.small(), recorded.path("adam"), **options)


def test_states_that_mean_something_else():
    """Ftrl with a forget bias, and the GRU with two biases, are refused rather than carried over wrongly."""
    model = models.adam_lstm()
    model.compile(keras.optimizers.Ftrl(), "mse")
    original = checkpoint.read(recorded.path("adam_lstm"))
    slots = {n.replace("/Adam", "/Ftrl"): v for n, v in original.variables.items() if not n.startswith("beta")}
    with pytest.raises(ValueError, match="lstm_cell: Ftrl makes weights out of its slots"):
        checkpoint.load(model, checkpoint.Checkpoint("made", "V2 checkpoint", slots), optimizer=True)
    with pytest.raises(ValueError, match="AdamW is in no TF1 checkpoint"):
        checkpoint.load(compiled("adamw"), recorded.path("adam"), optimizer=True)


def test_no_averages():
    """ema without averages says what there is."""
    assert problems(models.small(), "adam", ema=True) == ["hanging below its variables: Adam, Adam_1"]


def test_an_unbuilt_model():
    with pytest.raises(ValueError, match="no weights yet"):
        checkpoint.load(keras.Sequential([layers.Dense(2)]), recorded.path("adam"))


def _stored(value):
    from tf2notes.checkpoint.formats import Stored

    return Stored(value.shape, "float32", 1, lambda: value)
