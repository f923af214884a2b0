"""The tool as a user meets it: sides, weight maps, reports, double precision, masks."""

import dataclasses
import json

import keras
import numpy as np
import pytest
from keras import layers
from tf2notes.legacy import tf1 as tf

from tests.parity import models
from tf2notes import parity


def test_all_rungs_agree():
    """A pair of one's own climbs to the trajectory; the report says so as an object, as JSON and as a table."""
    report = parity.climb(models.mlp_pair(), "mine")
    report.raise_for_failure()
    assert list(report.rungs()) == ["variables", "forward", "loss", "gradients", "first_step", "trajectory"]
    plain = json.loads(json.dumps(report.to_json()))
    assert plain["passed"] and plain["rungs"]["forward"]["modern/legacy"]["arrays"] == 1
    assert len(plain["trajectories"]["modern"]["loss"]) == 5


def test_a_model_is_copied():
    """A compiled model may be given instead of a function; neither its weights nor its optimizer change."""
    model = models.mlp()()
    before = [np.array(w) for w in model.get_weights()]
    side = parity.keras(model, x="x", y="y", outputs="logits")
    pair = models.mlp_pair()
    parity.climb(parity.Pair(pair.legacy, side, pair.weights_from_legacy, pair.batches, steps=3)).raise_for_failure()
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    assert int(model.optimizer.iterations) == 0


def test_weights_are_proposed_by_name():
    """Without a map, names and shapes make one, and the report shows it."""
    pair = models.mlp_pair(weights=None)
    proposal = parity.proposal_for(pair)
    assert proposal.exact
    assert "hidden/kernel  <- same('hidden/kernel')  (same name)" in str(proposal)
    report = parity.climb(pair)
    report.raise_for_failure()
    assert ["hidden/kernel", "same('hidden/kernel')"] in report.about["weights"]


def anonymous(x):
    """Two kernels of one shape, under names that say nothing."""
    first, second = tf.Variable(tf.zeros([4, 4])), tf.Variable(tf.zeros([4, 4]))
    return tf.matmul(tf.tanh(tf.matmul(x, first)), second)


def anonymous_twin():
    dense = [layers.Dense(4, "tanh", use_bias=False, name="a"), layers.Dense(4, use_bias=False, name="b")]
    return keras.Sequential([keras.Input([4]), *dense])


def test_two_that_fit_are_not_guessed():
    """Where two variables fit, the proposal names both, refuses to go on, and takes the user's word."""
    pair = models.values_pair(anonymous, anonymous_twin(), None, models.numbers(3, 4))
    with pytest.raises(ValueError, match=r"not certain(.|\n)*a/kernel +<- \?(.|\n)*Variable:0 or Variable_1:0"):
        parity.climb(pair)
    chosen = parity.proposal_for(pair).confirm({"a/kernel": "Variable", "b/kernel": parity.same("Variable_1")})
    parity.climb(models.values_pair(anonymous, anonymous_twin(), chosen, models.numbers(3, 4))).raise_for_failure()


def recurrent(x):
    cell = tf.nn.rnn_cell.BasicLSTMCell(3, forget_bias=0.5)
    outputs, _ = tf.nn.static_rnn(cell, tf.unstack(x, axis=1), dtype=tf.float32)
    return outputs[-1]


def test_cells_are_proposed_with_their_forget_bias():
    """An LSTM's matrices are split and reordered; the forget bias, kept in no variable, is read from the graph."""
    model = keras.Sequential([keras.Input([5, 2]), layers.LSTM(3, name="lstm")])
    pair = models.values_pair(recurrent, model, None, models.numbers(4, 5, 2))
    assert "lstm('rnn/basic_lstm_cell', forget_bias=0.5)" in str(parity.proposal_for(pair))
    parity.climb(pair).raise_for_failure()


def test_gru_and_batch_norm_rules():
    """The rules for a GRU and for batch norm, moving statistics included."""

    def graph(x):
        x = tf.layers.batch_normalization(x, name="norm")
        outputs, _ = tf.nn.static_rnn(tf.nn.rnn_cell.GRUCell(3), tf.unstack(x, axis=1), dtype=tf.float32)
        return outputs[-1]

    parts = [layers.BatchNormalization(name="norm"), layers.GRU(3, reset_after=False, name="gru")]
    weights = parity.WeightMap({"norm": parity.batch_norm("norm"), "gru/gru_cell": parity.gru("rnn/gru_cell")})
    pair = models.values_pair(
        graph,
        keras.Sequential([keras.Input([5, 2]), *parts]),
        weights,
        models.numbers(4, 5, 2),
        extra_variables=["norm/moving_mean:0", "norm/moving_variance:0"],
        start={"norm/moving_variance:0": np.float32([0.5, 2.0])},
    )
    parity.climb(pair).raise_for_failure()


def test_wrong_names_are_answered_with_near_ones():
    """A rule for a variable that is not there says which are."""
    weights = parity.WeightMap({"hidden": parity.layer("hidden"), "out/kernel": "out/kernal", "out/bias": "out/bias"})
    with pytest.raises(LookupError, match="Did you mean out/kernel:0"):
        parity.climb(models.mlp_pair(weights=weights))


def saved(folder):
    """A TF1 program that trains a little and saves itself."""
    with tf.Graph().as_default():
        names = {key: value.name for key, value in models.mlp_graph().items()}
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            return tf.train.Saver().save(sess, str(folder / "model.ckpt")), names


def test_meta_graph_and_checkpoint(tmp_path):
    """A saved graph with its checkpoint is a TF1 side: short names, trained weights."""
    path, names = saved(tmp_path)
    side = parity.tf1_meta_graph(path, "loss", "train", 0.1, outputs="logits", names=names)
    pair = models.mlp_pair()
    report = parity.climb(parity.Pair(side, pair.modern, None, pair.batches, steps=3))
    report.raise_for_failure()
    assert "hidden/kernel:0" in side.start
    with pytest.raises(FileNotFoundError, match="no meta graph"):
        parity.tf1_meta_graph(tmp_path / "other")


def test_recorded_side(tmp_path):
    """What one process recorded, another compares with: weights and batches are in the file."""
    pair = models.mlp_pair()
    batches = pair.take()
    recording, weights = parity.record_legacy(pair, batches)
    parity.save_recording(tmp_path / "mlp.npz", recording, weights, batches, 0.1)
    report = parity.climb(parity.Pair(parity.recorded(tmp_path / "mlp.npz"), pair.modern))
    report.raise_for_failure()
    assert list(report.comparisons) == ["modern/TF 1.15"]
    assert "trajectory" in report.rungs()


def test_values_alone_need_no_training():
    """Without loss and training the ladder ends at the forward rung."""
    pair = models.values_pair(
        lambda x: tf.layers.dense(x, 4, name="d"),
        keras.Sequential([keras.Input([4]), layers.Dense(4, name="d")]),
        None,
        models.numbers(3, 4),
    )
    report = parity.climb(pair)
    report.raise_for_failure()
    assert list(report.rungs()) == ["variables", "forward"]


@pytest.mark.parametrize(
    "optimizer, options, modern",
    [
        ("AdamOptimizer", {"rate": 0.01}, lambda: keras.optimizers.Adam(0.01, epsilon=1e-8)),
        ("MomentumOptimizer", {"rate": 0.1, "momentum": 0.9}, lambda: keras.optimizers.SGD(0.1, momentum=0.9)),
    ],
)
def test_double_precision(optimizer, options, modern):
    """In float64 both sides agree to 1e-10 on every rung, and Keras is in float32 again afterwards."""
    pair = models.mlp_pair({"optimizer": optimizer, "l2": 0.01, **options}, {"optimizer": modern, "l2": 0.005})
    report = parity.climb(pair, float64=True)
    report.raise_for_failure()
    assert all(rung.rtol <= 1e-10 and rung.worst < 1e-10 for by in report.rungs().values() for rung in by.values())
    assert report.recordings["legacy"]["forward/logits"].dtype == np.float64
    assert keras.config.floatx() == "float32" and keras.layers.Dense(1).compute_dtype == "float32"


def test_double_precision_tells_rounding_from_a_difference():
    """An epsilon of 1e-7 instead of 1e-8 hides in float32's tolerance and not in float64's."""
    modern = {"optimizer": lambda: keras.optimizers.Adam(0.01, epsilon=1.001e-8)}
    pair = models.mlp_pair({"optimizer": "AdamOptimizer", "rate": 0.01}, modern)
    parity.climb(pair).raise_for_failure()
    assert parity.climb(pair, float64=True).first_failure[1].name == "first_step"


def test_fused_batch_norm_in_double():
    """Fused batch norm, which TensorFlow has in float32 alone, is computed from simple operations."""
    pair = models.values_pair(
        lambda x: tf.layers.batch_normalization(x, training=True, name="norm"),
        keras.Sequential([keras.Input([3, 3, 2]), AlwaysTraining(name="norm")]),
        parity.WeightMap({"norm": parity.batch_norm("norm")}),
        models.numbers(4, 3, 3, 2),
        extra_variables=["norm/moving_mean:0", "norm/moving_variance:0"],
    )
    for double in (False, True):
        parity.climb(pair if not double else pair_in_double(pair), float64=double).raise_for_failure()


class AlwaysTraining(layers.BatchNormalization):
    def call(self, inputs, training=None, mask=None):
        return super().call(inputs, training=True, mask=mask)


def pair_in_double(pair):
    import dataclasses

    build = lambda: keras.Sequential([keras.Input([3, 3, 2]), AlwaysTraining(name="norm")])  # noqa: E731
    return dataclasses.replace(pair, modern=dataclasses.replace(pair.modern, build=build))


@pytest.mark.parametrize("side", ["tf1", "keras"])
def test_training_with_dropout(side):
    """Masks recorded on one side are used on the other: training with dropout agrees."""
    pair = models.mlp_pair({"drop": 0.5}, {"drop": 0.5}, random=side, tolerances={"forward": (1e9, "dropout is on")})
    report = parity.climb(pair)
    report.raise_for_failure()
    losses = {column: recording["trajectory/loss"] for column, recording in report.recordings.items()}
    np.testing.assert_allclose(losses["modern"], losses["legacy"], rtol=1e-5)


def test_dropout_without_masks_differs():
    """The same pair without common masks parts at the loss at the latest."""
    report = parity.climb(models.mlp_pair({"drop": 0.5}, {"drop": 0.5}), diagnose=False)
    assert report.first_failure[1].name == "forward"


def test_masks_that_do_not_fit_are_refused():
    """Another number of dropout layers is an error that lists both sides'."""
    with pytest.raises(ValueError, match="random: TF1 draws"):
        parity.climb(models.mlp_pair({"drop": 0.5}, {}, random="tf1"))


def test_noise_is_handed_over():
    """What TF1 draws besides dropout is in the batches of the Keras side: a loss with noise in it agrees."""

    def build():
        x = tf.placeholder(tf.float32, [None, 4], name="x")
        noise = tf.random_normal([6, 4], seed=3, name="noise")
        out = tf.layers.dense(x + noise, 4, name="out")
        loss = tf.reduce_mean(tf.square(out))
        return {"x": x, "out": out, "loss": loss, "train": tf.train.GradientDescentOptimizer(0.1).minimize(loss)}

    def model():
        made = keras.Sequential([keras.Input([4]), layers.Dense(4, name="out")])
        made.compile(keras.optimizers.SGD(0.1), "mse", jit_compile=False)
        return made

    def data(batch):
        return batch["x"] + batch["random/noise/RandomStandardNormal:0"], np.zeros([6, 4], "float32")

    side = parity.tf1(build, "loss", "train", 0.1, outputs="out")
    modern = parity.keras(model, data=data, outputs="out")
    batches = [{"x": batch["x"]} for batch in models.mlp_batches()]
    report = parity.climb(parity.Pair(side, modern, batches=batches, steps=4, random="tf1"))
    report.raise_for_failure()
    assert "trajectory" in report.rungs()


def test_layers_compared_by_name():
    """`between` says which tensor a layer should give; the first that does not is named, with the tensor."""
    pair = models.mlp_pair(modern={"activation": "relu"})
    report = parity.climb(dataclasses.replace(pair, between={"hidden": "hidden/Tanh"}))
    assert report.diagnosis[0].text.startswith("hidden is the first layer whose output is not hidden/Tanh:0")
    assert report.causes == ["activation"]
    report = parity.climb(dataclasses.replace(pair, between={"hiden": "hidden/Tanh"}))
    assert "no Keras layer is called 'hiden'; nearest: hidden" in report.explain()


def test_report_prints_as_its_table():
    report = parity.climb(models.mlp_pair(modern={"activation": "relu"}), "my model")
    assert repr(report) == "<Report my model: first to fail: forward, modern/legacy>"
    lines = str(report).splitlines()
    assert lines[0] == "my model"
    assert lines[1].split() == ["rung", "arrays", "modern", "vs", "legacy", "allowed"]
    assert any(line.startswith("  activation: hidden: ") for line in lines)
