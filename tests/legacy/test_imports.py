"""What ``import tensorflow`` means to a TF1 file, and that it means nothing else to anybody else."""

import sys
from unittest import mock

import pytest
import tensorflow
from tf2notes.legacy import tf1
from tf2notes.legacy.imports import surface_module

from tf2notes import legacy

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")


def load(folder, source, **siblings):
    for name, text in siblings.items():
        (folder / f"{name}.py").write_text(text)
    (folder / "program.py").write_text(source)
    return legacy.load(folder / "program.py")


def test_a_loaded_file_gets_the_surface_and_nobody_else_does(tmp_path):
    """``tensorflow`` of the process stays what it was."""
    module = load(tmp_path, "import tensorflow as tf\nimport numpy as np\n")
    assert module.tf is tf1
    assert sys.modules["tensorflow"] is tensorflow
    assert tensorflow.executing_eagerly()
    assert not hasattr(tensorflow, "contrib")


def test_what_is_left_out_fails_where_it_is_used(tmp_path):
    """Programs import at their top what only some of their flags need."""
    module = load(
        tmp_path,
        "from tensorflow.contrib import labeled_tensor as lt, slim\n"
        "from tensorflow.contrib.learn import DynamicRnnEstimator",
    )
    assert module.slim is tf1.contrib.slim
    for use in (
        lambda: module.lt.LabeledTensor(),
        lambda: module.lt.python.ops.x(1),
        lambda: module.DynamicRnnEstimator([]),
    ):
        with pytest.raises(NotImplementedError, match=r"contrib\.(labeled_tensor|learn\.Dynamic).* Use "):
            use()
    with pytest.raises(NotImplementedError, match="Use"):
        exec("class Own(lt.Base):\n    pass", {"lt": module.lt})
    assert not hasattr(tf1.contrib, "labeled_tensor")


@pytest.mark.parametrize(
    "statement",
    [
        "import tensorflow.examples.tutorials.mnist.input_data as x",
        "from tensorflow.examples.tutorials.mnist import input_data as x",
        "from tensorflow.contrib.learn.python.learn.datasets import mnist as x",
        "from tensorflow.python.framework import ops as x",
        "import tensorflow.python.ops.rnn_cell as x",
        "from tensorflow.python.ops import rnn_cell_impl as x",
        "from tensorflow.python.ops.nn import rnn_cell as x",
        "from tensorflow.contrib.rnn.python.ops import core_rnn_cell as x",
        "import tensorflow.contrib.rnn.python.ops.rnn_cell as x",
        "from tensorflow.python.training import training_ops as x",
        "import tensorflow.models.rnn.rnn_cell as x",
        "from tensorflow.models.rnn.linear import linear as x",
        "from tensorflow.contrib.grid_rnn.python.ops.grid_rnn_cell import Grid2LSTMCell as x",
        "from tensorflow.python.pywrap_tensorflow import NewCheckpointReader as x",
        "from tensorflow.python.keras.layers import Dense as x",
        "from tensorflow.keras import layers as x",
        "from tensorflow.contrib.keras.python.keras.layers import Dense as x",
        "from tensorflow.core.framework import graph_pb2 as x",
        "from tensorflow.python.client import device_lib as x",
    ],
)
def test_public_and_private_paths(tmp_path, statement):
    """All the ways in which TF1 programs reach a module."""
    assert load(tmp_path, statement).x is not None


def test_names_resolve_to_the_same_objects_on_every_path(tmp_path):
    """A class has one identity, whichever path it came by."""
    module = load(
        tmp_path,
        "import tensorflow as tf\n"
        "from tensorflow.python.ops.rnn_cell import BasicLSTMCell as a\n"
        "from tensorflow.contrib.rnn import BasicLSTMCell as b\n"
        "from tensorflow.python.keras.layers import Dense as c\n",
    )
    assert module.a is module.b is module.tf.nn.rnn_cell.BasicLSTMCell
    assert module.c is module.tf.keras.layers.Dense


def test_the_modules_of_recurrent_networks_of_every_version(tmp_path):
    """``tensorflow.models.rnn`` of 0.5 to 0.8 and ``tensorflow.python.ops`` hold what ``tf.nn`` and contrib hold."""
    module = load(
        tmp_path,
        "import tensorflow as tf\n"
        "from tensorflow.models.rnn import rnn, rnn_cell, seq2seq\n"
        "from tensorflow.python.ops import rnn as ops_rnn, rnn_cell as ops_cells, rnn_cell_impl\n"
        "from tensorflow.python.ops.rnn import _transpose_batch_time, bidirectional_rnn, dynamic_rnn\n"
        "from tensorflow.contrib.lookup import lookup_ops\n"
        "from tensorflow.contrib.lookup.lookup_ops import HashTable\n"
        "from tensorflow.python.training.supervisor import Supervisor\n",
    )
    nn = module.tf.nn
    assert nn.rnn_cell.GRUCell is module.rnn_cell.GRUCell is module.ops_cells.GRUCell is module.rnn_cell_impl.GRUCell
    assert nn.rnn is module.rnn.rnn is module.ops_rnn.rnn
    assert nn.dynamic_rnn is module.dynamic_rnn is module.rnn.dynamic_rnn
    assert nn.bidirectional_rnn is module.bidirectional_rnn
    assert nn.seq2seq.attention_decoder is module.seq2seq.attention_decoder
    assert module.tf.contrib.lookup.HashTable is module.lookup_ops.HashTable is module.HashTable
    assert module.tf.train.Supervisor is module.Supervisor


def test_modules_of_tpus_and_ops(tmp_path):
    """TPU programs import their estimators from three places, and helpers that live on from two."""
    module = load(
        tmp_path,
        "import tensorflow as tf\n"
        "from tensorflow.python.tpu import tpu_config, tpu_estimator, tpu_function\n"
        "from tensorflow.contrib.tpu.python.tpu import tpu_config as stub, tpu_context, tpu_function as function_stub\n"
        "from tensorflow.contrib.tpu.python.ops.tpu_ops import collective_permute\n"
        "from tensorflow.python.framework import op_def_registry\n",
    )
    assert module.tpu_config is module.stub
    assert module.tpu_config.RunConfig is module.tf.contrib.tpu.RunConfig
    assert module.tpu_estimator.TPUEstimator is module.tf.contrib.tpu.TPUEstimator
    assert module.function_stub.get_tpu_context is module.tpu_function.get_tpu_context
    assert callable(module.collective_permute)
    assert callable(module.tpu_context._get_tpu_context)
    ops = module.op_def_registry.get_registered_ops()
    assert ops["MatMul"].name == "MatMul"


def test_siblings_are_bound_and_belong_to_the_call(tmp_path):
    """Files beside a TF1 file that it imports get the surface, too, and stay out of sys.modules."""
    module = load(tmp_path, "import sibling\nfrom sibling import tf as x", sibling="import tensorflow as tf\n")
    assert module.x is tf1
    assert "sibling" not in sys.modules


def test_packages_beside_the_file_may_import_relatively(tmp_path):
    """A folder with modules is a package, with or without __init__.py."""
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "__init__.py").write_text("")
    (tmp_path / "nets" / "a.py").write_text("from . import b\nfrom .b import tf\n")
    (tmp_path / "nets" / "b.py").write_text("import tensorflow as tf\n")
    module = load(tmp_path, "import nets.a\nfrom nets import b\n")
    assert module.nets.a.tf is tf1
    assert module.b is module.nets.a.b


def test_modules_that_never_were_raise_import_error(tmp_path):
    """With what is known about them."""
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'tensorflow\.contrib\.nothing'"):
        load(tmp_path, "from tensorflow.contrib import nothing")
    for item in ("ptb", "translate.data_utils"):
        with pytest.raises(ModuleNotFoundError, match="repository of its own"):
            load(tmp_path, f"import tensorflow.models.rnn.{item}")
    with pytest.raises(ModuleNotFoundError, match="repository of its own"):
        load(tmp_path, "from tensorflow.models.rnn import ptb")


@pytest.mark.parametrize(
    "statement",
    [
        "from tensorflow.contrib.slim.nets import resnet_v1 as net",
        "from tensorflow.contrib.slim.python.slim.nets import resnet_v1 as net",
        "from tensorflow.contrib.slim.python.slim.nets.resnet_v1 import resnet_v1_block as net",
        "import tensorflow.contrib.slim.python.slim.nets.resnet_v1 as net",
        "from tensorflow.contrib.slim.python.slim import nets\nnet = nets.resnet_v1",
        "from tensorflow.contrib.slim import nets\nnet = nets.resnet_v1",
        "import tensorflow as tf\nnet = tf.contrib.slim.python.slim.nets.resnet_v1",
        "import tensorflow as tf\nnet = tf.contrib.slim.nets.resnet_v1",
    ],
)
def test_the_networks_of_slim_by_every_path(tmp_path, statement):
    """Public and private."""
    assert load(tmp_path, statement).net.__name__.rpartition(".")[2] in ("resnet_v1", "resnet_v1_block")


def test_an_unknown_file_says_what_there_is():
    """The names of the originals."""
    with pytest.raises(FileNotFoundError, match="cnn_mnist"):
        legacy.load("no_such_original")


def test_modules_allow_setting_names():
    """``tf.python.control_flow_ops = tf`` stood in many programs."""
    surface_module("tensorflow").python.some_name = 3
    assert surface_module("tensorflow.python").some_name == 3


def test_mocks_in_private_modules_reach_tensorflow():
    """What a unit test puts into a private module is what TensorFlow's functions see; afterwards all is as before."""
    from tensorflow.python.platform import tf_logging
    from tensorflow.python.training import saver

    view, logging = (surface_module(f"tensorflow.python.{name}") for name in ("training.saver", "platform.tf_logging"))
    time, info = saver.time, tf_logging.info
    with mock.patch.object(view, "time") as mocked, mock.patch.object(logging, "info") as mocked_info:
        assert saver.time is view.time is mocked
        assert tf_logging.info is mocked_info
    assert saver.time is view.time is time
    assert tf_logging.info is info


def test_argument_orders_of_0_x_and_1_x():
    """Both give the same; TF1's own errors stay."""
    import tensorflow.compat.v1 as tf

    with tf.Graph().as_default():
        x = tf.ones([2, 6])
        assert tf1.concat(1, [x, x]).shape == tf1.concat([x, x], 1).shape == (2, 12)
        assert tf1.concat(concat_dim=0, values=[x, x]).shape == tf1.concat(values=[x, x], axis=0).shape == (4, 6)
        assert len(tf1.split(1, 3, x)) == len(tf1.split(x, 3, 1)) == len(tf1.split(split_dim=1, num_split=3, value=x))
        assert tf1.pack([x, x]).shape == (2, 2, 6)
        assert tf1.zeros_initializer([3, 2]).shape == (3, 2)
        logits, labels = tf.ones([2, 3]), tf.constant([0, 1])
        assert tf1.nn.sparse_softmax_cross_entropy_with_logits(logits, labels).shape == (2,)
        assert tf1.image.resize_images(tf.ones([1, 4, 4, 3]), 2, 3).shape == (1, 2, 3, 3)
        assert isinstance(tf.zeros_initializer(), tf1.zeros_initializer)
        with pytest.raises(TypeError):
            tf1.concat([x, x])


def test_tensorflow_addons_leaves_keras_alone(tmp_path):
    """``import tensorflow_addons`` works in a TF1 file, and ``keras`` is Keras 3 before and after."""
    pytest.importorskip("importlib.metadata").packages_distributions().get("tensorflow_addons") or pytest.skip(
        "pip install tf2notes[addons]"
    )
    import keras

    module = load(tmp_path, "import tensorflow_addons as tfa\n")
    assert module.tfa.__version__.startswith("0.23")
    assert sys.modules["keras"] is keras and keras.__version__.startswith("3.")
    assert tensorflow.keras.Model is keras.Model


def test_compat_v1_is_the_surface(tmp_path):
    """Programs of 1.13 and later write ``import tensorflow.compat.v1 as tf``."""
    module = load(
        tmp_path,
        "import tensorflow.compat.v1 as tf\nimport tensorflow.compat.v1.layers as layers\nimport tensorflow\n"
        "from tensorflow.compat import v1, v2\nfrom tensorflow.compat.v1 import keras\n",
    )
    assert module.tf is module.v1 is module.tensorflow is tf1
    assert tf1.compat.v1 is tf1.compat.v1.compat.v1 is tf1
    assert module.layers is tf1.layers
    assert module.keras is tf1.keras
    assert module.v2 is tf1.compat.v2
    assert tf1.compat.as_text(b"x") == "x"
    with pytest.raises(AttributeError, match=r"compat\.gone"):
        tf1.compat.gone


def test_compat_v2_has_the_keras_of_its_time(tmp_path):
    """In 1.15 it had a few layers and the initializers in a second version, and one set of optimizers."""
    module = load(
        tmp_path,
        "import tensorflow.compat.v2 as tf\nfrom tensorflow.compat.v2.keras.layers import LSTM\n"
        "from tensorflow.compat.v2 import estimator\nfrom tensorflow.compat.v2 import keras\n",
    )
    keras = tf1.keras
    assert module.keras is module.tf.keras
    assert module.LSTM is module.keras.layers.LSTM is not keras.layers.LSTM
    assert module.keras.layers.Dense is keras.layers.Dense
    assert module.tf.optimizers.Adam is module.keras.optimizers.Adam is keras.optimizers.Adam
    assert module.tf.initializers.GlorotUniform()((2, 3)).shape == (2, 3)
    assert module.estimator.DNNClassifier.__name__ == "DNNClassifierV2"
    assert module.tf.compat.v1 is tf1
    with pytest.raises(AttributeError, match=r"compat\.v2\.keras\.gone"):
        module.keras.gone


def test_what_tensorflow_python_imported(tmp_path):
    """Files of ops and public names, by way of the package: ``tf.python.control_flow_ops``."""
    module = load(
        tmp_path,
        "import tensorflow as tf\n"
        "from tensorflow.python import array_ops, control_flow_ops, nest, ops, variable_scope\n"
        "from tensorflow.python.framework.ops import Graph\n"
        "from tensorflow.python.ops import control_flow_ops as same\n",
    )
    assert module.tf.python.control_flow_ops is module.control_flow_ops is module.same
    assert module.control_flow_ops.cond and module.array_ops.zeros and module.nest.flatten
    assert module.variable_scope is tf1.variable_scope and module.tf.python.float32 is tf1.float32
    assert module.ops.Graph is module.Graph
    assert not hasattr(module.tf.python, "never_heard_of") and not hasattr(module.ops, "never_heard_of")
