"""What of tf.estimator and contrib.learn no recording can show: the process, the names, what is refused."""

import subprocess
import sys

import numpy as np
import pytest

from tf2notes import legacy

PROGRAM = """
import sys, tempfile
import numpy as np
import tensorflow as tf
from tensorflow.python.estimator import estimator as private
import tensorflow_estimator.python.estimator.canned.dnn as dnn

assert dnn.DNNClassifier is tf.estimator.DNNClassifier and private.Estimator is tf.estimator.Estimator
x = np.random.RandomState(0).rand(8, 2).astype(np.float32)
y = (x[:, 0] > x[:, 1]).astype(np.int32)
fn = tf.estimator.inputs.numpy_input_fn({"x": x}, y, batch_size=4, num_epochs=None, shuffle=True)
columns = [tf.feature_column.numeric_column("x", shape=(2,))]
for made in (
    tf.estimator.DNNClassifier([4], columns, dropout=0.1, batch_norm=True, model_dir=tempfile.mkdtemp()),
    tf.estimator.LinearClassifier(columns, model_dir=tempfile.mkdtemp()),
):
    made.train(fn, steps=3)
    assert 0 <= made.evaluate(fn, steps=2)["accuracy"] <= 1
    assert made.get_variable_value("global_step") == 3
columns = tf.contrib.learn.infer_real_valued_columns_from_input(x)
classifier = tf.contrib.learn.DNNClassifier([4], columns, n_classes=2, model_dir=tempfile.mkdtemp())
classifier.fit(x, y, steps=3)
assert len(list(classifier.predict(x))) == 8
with tf.Graph().as_default(), tf.Session() as sess:
    normal = tf.contrib.distributions.MultivariateNormalDiag([0.0, 1.0], [1.0, 2.0])
    assert sess.run(normal.sample(3, seed=1)).shape == (3, 2)
print("learned", flush=True)
"""


def program(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_estimators_work_where_nothing_global_is_switched(tmp_path):
    """A file loaded into a TF2 process trains and evaluates; the process stays as it was."""
    import tensorflow as tf

    legacy.load(program(tmp_path))
    assert tf.executing_eagerly()
    assert "tensorflow_estimator" not in sys.modules


@pytest.mark.processes
def test_estimators_work_in_a_program_of_their_own(tmp_path):
    """The same program in the runner's process, with TF1's behaviour switched on."""
    done = subprocess.run(
        [sys.executable, "-m", "tf2notes.legacy", program(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.endswith("learned\n")


def test_every_public_name_is_there():
    """Each name that ``tf.estimator`` had in 1.15 answers."""
    from tf2notes.legacy.tf1 import estimator

    for module in (estimator, estimator.export, estimator.inputs, estimator.experimental, estimator.tpu):
        assert [name for name in module.__all__ if getattr(module, name, None) is None] == []


def test_boosted_trees_say_why_they_cannot_run():
    """Their kernels are gone from TensorFlow."""
    from tf2notes.legacy.tf1 import estimator

    with pytest.raises(NotImplementedError, match="kernels of boosted trees"):
        estimator.BoostedTreesClassifier([], n_batches_per_layer=1)


def test_a_cluster_for_a_strategy_is_refused(monkeypatch):
    """The distribute coordinator is gone; RunConfig says so at once."""
    import tensorflow as tf
    from tf2notes.legacy.tf1 import estimator

    monkeypatch.setenv("TF_CONFIG", '{"cluster": {"worker": ["localhost:1"]}, "task": {"type": "worker", "index": 0}}')
    with pytest.raises(NotImplementedError, match="coordinator"):
        estimator.RunConfig(train_distribute=tf.distribute.get_strategy())


def test_a_vocabulary_of_tf_1_is_restored(tmp_path):
    """A pickle that names TF1's own modules gives our class."""
    from tf2notes.legacy.tf1.contrib.learn.preprocessing import VocabularyProcessor

    processor = VocabularyProcessor(3).fit(["a b c"])
    processor.save(str(tmp_path / "vocab"))
    data = (tmp_path / "vocab").read_bytes()
    assert b"tf2notes.legacy.tf1.contrib.learn._text" in data
    import pickle

    old = pickle.dumps(processor, protocol=0)
    old = old.replace(
        b"tf2notes.legacy.tf1.contrib.learn._text", b"tensorflow.contrib.learn.python.learn.preprocessing.text"
    )
    old = old.replace(
        b"tf2notes.legacy.tf1.contrib.learn._vocabulary",
        b"tensorflow.contrib.learn.python.learn.preprocessing.categorical_vocabulary",
    )
    (tmp_path / "old").write_bytes(old)
    restored = VocabularyProcessor.restore(str(tmp_path / "old"))
    assert [list(ids) for ids in restored.transform(["c b x"])] == [[3, 2, 0]]


def test_contrib_learn_takes_arrays_out_of_frames():
    """Numbers and booleans as floats, a column of labels as it is; anything else is refused, or comes back."""
    pandas = pytest.importorskip("pandas")
    from tf2notes.legacy.tf1.contrib import learn

    frame = pandas.DataFrame({"a": [1, 2], "b": [0.5, 1.5], "c": [True, False]})
    np.testing.assert_array_equal(learn.extract_pandas_data(frame), [[1, 0.5, 1], [2, 1.5, 0]])
    np.testing.assert_array_equal(learn.extract_pandas_labels(frame[["a"]]), [[1], [2]])
    assert learn.extract_pandas_matrix(frame).shape == (2, 3)
    assert learn.extract_pandas_data("as it is") == learn.extract_dask_labels("as it is") == "as it is"
    with pytest.raises(ValueError, match="Data types for extracting pandas data must be int, float, or bool"):
        learn.extract_pandas_data(pandas.DataFrame({"a": ["text"]}))
    with pytest.raises(ValueError, match="Only one column for labels is allowed"):
        learn.extract_pandas_labels(frame)


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("name", ["Adagrad", "Adam", "Ftrl", "RMSProp", "SGD"])
def test_optimizers_of_the_v2_estimators_by_name(name):
    """tf.compat.v2.estimator's canned estimators name their optimizer; it keeps its own learning rate."""
    from tf2notes.legacy.tf1.estimator._load import estimator_module

    optimizers = estimator_module("python.estimator.canned.optimizers")
    made = optimizers.get_optimizer_instance_v2(name)
    assert made.get_config()["name"].lower() == name.lower()
    assert made.get_config()["learning_rate"] == (0.01 if name == "SGD" else 0.001)
    assert optimizers.get_optimizer_instance_v2(name, learning_rate=0.5).get_config()["learning_rate"] == 0.5
