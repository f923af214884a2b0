"""TF1's layer libraries beside Keras 3: what a recorded case cannot show."""

import sys

import numpy as np
import pytest
import tensorflow
import tensorflow.compat.v1 as tf
from tf2notes.legacy import tf1

from tf2notes import legacy


def load(tmp_path, text):
    path = tmp_path / "program.py"
    path.write_text(text)
    return legacy.load(path)


def test_private_modules_of_tf1_are_found(tmp_path):
    """Programs import from the modules behind the public names; those give the same objects."""
    module = load(
        tmp_path,
        "import tensorflow as tf\n"
        "import tensorflow.contrib.slim as slim\n"
        "import tensorflow.contrib.layers as tcl\n"
        "from tensorflow.contrib import slim as slim2\n"
        "from tensorflow.contrib.framework.python.ops import arg_scope, add_arg_scope, variables\n"
        "from tensorflow.contrib.layers.python.layers import layers, utils, initializers, feature_column\n"
        "from tensorflow.contrib.layers.python.layers.layers import batch_norm, _model_variable_getter\n"
        "from tensorflow.contrib.layers.python.layers.utils import collect_named_outputs\n"
        "from tensorflow.contrib.slim.python.slim.data import dataset, tfexample_decoder\n"
        "from tensorflow.contrib.slim.python.slim import learning\n"
        "from tensorflow.contrib.losses.python.metric_learning import metric_loss_ops\n"
        "from tensorflow.contrib.metrics.python.ops import metric_ops\n"
        "from tensorflow.python.layers import core, base, convolutional, normalization, pooling\n"
        "from tensorflow.python.layers.core import Dense\n"
        "from tensorflow.python.layers import utils as layer_utils\n",
    )
    slim = tf1.contrib.slim
    assert module.slim is slim and module.slim2 is slim
    assert module.arg_scope is slim.arg_scope and module.batch_norm is slim.batch_norm
    assert module.layers.conv2d is tf1.contrib.layers.conv2d
    assert module.utils.collect_named_outputs is module.collect_named_outputs
    assert module.learning.train is slim.learning.train
    assert module.dataset.Dataset is slim.dataset.Dataset
    assert module.core.Dense is tf1.layers.Dense and module.Dense is tf1.layers.Dense
    assert module.base.Layer is tf1.layers.Layer
    assert module.normalization.BatchNormalization is tf1.layers.BatchNormalization
    assert module.layer_utils.normalize_tuple(2, 2, "x") == (2, 2)


def test_nothing_global_is_switched():
    """Eager mode, Keras 3 and TensorFlow's own modules are as they were."""
    import keras

    assert tf1.contrib.slim.conv2d and tf1.layers.dense
    assert tensorflow.executing_eagerly()
    assert tensorflow.keras.__version__ == keras.__version__ and keras.__version__.startswith("3.")
    from tensorflow.python.framework import ops

    assert not hasattr(ops, "IndexedSlices")
    assert "tf_slim" not in sys.modules or sys.modules["tf_slim"] is not tf1.contrib.slim
    model = keras.Sequential([keras.Input([3]), keras.layers.Dense(2)])
    assert model(np.ones([1, 3], "float32")).shape == (1, 2)


def test_every_layer_is_a_layer():
    """tf.layers' classes are subclasses of tf.layers.Layer, contrib's GDN too."""
    for name in tf1.layers.__all__:
        value = getattr(tf1.layers, name)
        if isinstance(value, type) and name != "InputSpec":
            assert issubclass(value, tf1.layers.Layer), name
    assert issubclass(tf1.contrib.layers.GDN, tf1.layers.Layer)


def test_layers_say_nothing_when_called():
    """Neither the functional forms nor the classes warn: warnings are errors here."""
    with tf.Graph().as_default():
        x = tf.ones([2, 8, 8, 3])
        y = tf1.layers.max_pooling2d(tf1.layers.conv2d(x, 2, 3), 2, 2)
        y = tf1.layers.batch_normalization(tf1.layers.flatten(y), training=True)
        tf1.layers.dropout(tf1.layers.dense(y, 2), training=True)
        tf1.layers.Dense(3).apply(y)


def test_layers_run_eagerly():
    """Class layers work in eager mode, as in TF1: they keep their own variables."""
    layer = tf1.layers.Dense(2, kernel_initializer=tf.ones_initializer())
    first = layer(tensorflow.ones([1, 3]))
    np.testing.assert_allclose(first, [[3.0, 3.0]])
    assert len(layer.variables) == 2


def test_tf_keras_in_the_same_process_changes_nothing():
    """tf_keras exchanges the base classes of its layers by mode; ours stay TF1's before and after."""
    import tf_keras

    def build():
        with tf.Graph().as_default():
            layer = tf1.layers.Dense(2, kernel_regularizer=tf1.contrib.layers.l2_regularizer(0.5))
            layer(tf.ones([1, 3]))
            names = [v.name for v in tf.trainable_variables()]
            return names, len(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))

    before = build()
    assert tf_keras.layers.Dense(2)(np.ones([1, 3], "float32")).shape == (1, 2)
    with tf.Graph().as_default():
        tf_keras.layers.Dense(2)(tf.ones([1, 3]))
    assert build() == before == (["dense/kernel:0", "dense/bias:0"], 1)
    tf1.layers.Dense(2)(tensorflow.ones([1, 3]))
    assert tf_keras.layers.Dense(2)(np.ones([1, 3], "float32")).shape == (1, 2)


def test_unknown_names_are_attribute_errors():
    """A wrong name is said to be missing where it was looked for."""
    for module in ("layers", "slim"):
        with pytest.raises(AttributeError, match=rf"tf\.contrib\.{module}\.conv4d"):
            _ = getattr(tf1.contrib, module).conv4d


def test_a_missing_module_of_tf_slim_is_named():
    """The loader says which file it looked for."""
    from tf2notes.legacy.tf1.contrib._tf_slim import tf_slim

    with pytest.raises(ModuleNotFoundError, match=r"no module 'layers\.nothing'"):
        tf_slim("layers.nothing")
