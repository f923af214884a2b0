"""Shared variables: the layer that is called twice, and the names of variables and operations.

Legacy: legacy/examples/variable_scopes.py
Parity: tests/examples/test_variable_scopes.py

To share variables is to call the same layer again; nothing is looked up by name. Names are for people: a variable's
`path` follows the layers (and `keras.name_scope`), an operation has a name inside of `tf.function` only, which follows
`tf.name_scope`. So these two take the parts of variable_scope and name_scope.
"""

import keras
import tensorflow as tf
from keras import ops


@keras.saving.register_keras_serializable("tf2notes")
class ImageFilter(keras.layers.Layer):
    """The notes' image filter: a convolution of 5x5 over 32 channels, a bias, ReLU."""

    def build(self, input_shape):
        self.conv1_weights = self.add_weight((5, 5, 32, 32), "random_normal", name="conv1_weights")
        self.conv1_biases = self.add_weight((32,), "zeros", name="conv1_biases")

    def call(self, images):
        return ops.relu(ops.conv(images, self.conv1_weights, padding="same") + self.conv1_biases)


def sharing():
    """Two layers have two sets of variables; one layer has one, however often it is called."""
    image = ops.ones((1, 6, 6, 32))
    one, other = ImageFilter(), ImageFilter()
    found = {"Variable: equal": ops.all(one(image) == other(image))}
    found["Variable: variables"] = len(one.weights + other.weights)
    for way, name in (("reuse_variables", "image_filters"), ("reuse=True", "image_filters1")):
        layer = ImageFilter(name=name)
        found[f"{way}: equal"] = ops.all(layer(image) == layer(image))
        found[way] = [f"{weight.path}:0" for weight in layer.weights]
    return found


def same_name_twice():
    """A model refuses two layers of one name, as get_variable refused a name that exists."""
    try:
        keras.Sequential([ImageFilter(name="conv1"), ImageFilter(name="conv1")])
    except ValueError:
        return True
    return False


def variable(name, *shape):
    """A variable's TF1 name: its path."""
    return keras.Variable(ops.zeros(shape), name=name).path + ":0"


def scope_of_variables():
    """The scope that keras.name_scope has set: what stands before a variable's name."""
    return variable("x").removesuffix("x:0")


def variable_names():
    """tf.name_scope leaves a Keras variable's path alone, keras.name_scope is its beginning."""
    with tf.name_scope("hello") as name_scope:
        first = [name_scope, variable("arr1", 2, 10), f"scope_name:{scope_of_variables()} "]
    with keras.name_scope("hello"):
        second = [scope_of_variables()[:-1], variable("arr1", 2, 10), scope_of_variables()]
        with keras.name_scope("xixi"):
            second.append(scope_of_variables())
    with tf.name_scope("hehe"):
        w1 = tf.Variable(1.0)  # TensorFlow's own variables do follow tf.name_scope
        with tf.name_scope(""):
            w2 = tf.Variable(2.0)
    return {"first": first, "second": second, "name_scope(None)": [w1.name, w2.name]}


def operation_names():
    """What an operation is called inside of a traced function; repeated scopes get numbers there."""
    found = {}

    @tf.function
    def trace():
        with tf.name_scope("foo"), tf.name_scope("bar"):
            x = tf.add(1.0, [2.0], name="add")
        with tf.name_scope("name1"), keras.name_scope("var1"):
            res = tf.add([1.0, 2.0], [3.0])
        with tf.name_scope("scope1"), tf.name_scope("scope2") as nested:
            pass
        with tf.name_scope("hidden"):
            alpha = tf.constant(5, name="alpha")
        unnamed = []
        for _ in range(2):
            with tf.name_scope("scope") as scope:
                unnamed.append(f"{scope}w:0")
        found.update(x=x.op.name, res=res.name, nested=nested, alpha=alpha.op.name, unnamed=unnamed)

    trace()
    return found


def results():
    """All names by the original's."""
    traced = operation_names()
    with keras.name_scope("foo"):
        v = variable("v", 1)
    with keras.name_scope("var1"):
        w = variable("w", 2)
    with keras.name_scope("scope1"), keras.name_scope("scope2"):
        nested = scope_of_variables()[:-1]
    with keras.name_scope("hidden"):
        hidden = [variable(name, 1).removesuffix(":0") for name in ("weights", "biases")]
    return {
        **sharing(),
        **variable_names(),
        "get_variable twice is refused": same_name_twice(),
        "foo, bar": [v, traced["x"]],
        "third": [w, traced["res"]],
        "nested": [traced["nested"], nested],
        "hidden": [traced["alpha"], *hidden],
        "default_name": traced["unnamed"],
    }
