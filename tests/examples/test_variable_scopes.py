"""variable_scopes: every name that the notes print."""

import keras
from tf2notes.legacy import tf1

from tests.examples.parity import assert_results
from tf2notes import legacy
from tf2notes.examples.variable_scopes import ImageFilter

GOLDEN = {
    "reuse_variables": ["image_filters/conv1_weights:0", "image_filters/conv1_biases:0"],
    "foo, bar": ["foo/v:0", "foo/bar/add"],
    "first": ["hello/", "arr1:0", "scope_name: "],
    "second": ["hello", "hello/arr1:0", "hello/", "hello/xixi/"],
    "third": ["var1/w:0", "name1/var1/Add:0"],
    "nested": ["scope1/scope2/", "scope1/scope2"],
    "hidden": ["hidden/alpha", "hidden/weights", "hidden/biases"],
    "default_name": ["scope/w:0", "scope_1/w:0"],
    "name_scope(None)": ["hehe/Variable:0", "Variable:0"],
}


def test_golden_names():
    """Both sides give the printed names; two filters have four variables, a shared one two."""
    for results in assert_results("variable_scopes"):
        for name, value in GOLDEN.items():
            assert results[name].tolist() == value, name
        assert results["Variable: variables"] == 4
        assert results["get_variable twice is refused"]
        assert results["reuse=True: equal"] and not results["Variable: equal"]


def test_variables_of_the_same_name_are_numbered():
    """tf.Variable makes a second set of variables and numbers its names."""
    original = legacy.load("variable_scopes")
    with tf1.Graph().as_default():
        for _ in range(2):
            original.filter_with_variables(tf1.ones([1, 6, 6, 32]))
        assert original.names() == [
            *("conv1_weights:0", "conv1_biases:0"),
            *("conv1_weights_1:0", "conv1_biases_1:0"),
        ]


def test_the_filter_survives_saving(tmp_path):
    """The layer is registered: a model with it is saved and loaded."""
    model = keras.Sequential([keras.Input((6, 6, 32)), ImageFilter()])
    model.save(tmp_path / "model.keras")
    assert isinstance(keras.models.load_model(tmp_path / "model.keras").layers[0], ImageFilter)
