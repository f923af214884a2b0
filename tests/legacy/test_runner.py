"""``python -m tf2notes.legacy`` is to a TF1 program what ``python`` was."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes


def python(folder, *arguments, **environment):
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **environment}
    command = [sys.executable, "-W", "ignore", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def run(folder, *arguments, **environment):
    return python(folder, "-m", "tf2notes.legacy", *arguments, **environment)


def test_a_program_its_siblings_and_its_arguments(tmp_path):
    """sys.argv, __file__, sys.path[0], __name__, siblings, importlib and TF1's ways all as they were."""
    (tmp_path / "sibling.py").write_text("import tensorflow as tf\nversion = tf.__version__\n")
    (tmp_path / "program.py").write_text(
        "import importlib, sys\nimport numpy as np\nimport tensorflow as tf\nimport sibling\n"
        "assert sys.argv[1:] == ['--lr', '0.1'] and sys.argv[0] == 'program.py', sys.argv\n"
        "assert __name__ == '__main__' and __file__.endswith('program.py') and __file__.startswith(sys.path[0])\n"
        "assert sibling.version == tf.VERSION == '1.15.5'\n"
        "assert importlib.import_module('tensorflow') is tf\n"
        "assert importlib.import_module('tensorflow.contrib.util').__name__.endswith('contrib.util')\n"
        "x = tf.placeholder(np.float, [None, 3])\n"
        "assert x.shape[1].value == 3 and x.shape[0].value is None and not tf.executing_eagerly()\n"
        "v = tf.Variable(2.0)\nassert v.dtype._is_ref_dtype\n"
        "with tf.Session() as sess:\n    sess.run(tf.initialize_all_variables())\n    print([sess.run(v)])\n"
    )
    result = run(tmp_path, "program.py", "--lr", "0.1")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "[2.0]\n"


def test_pydoc_locates_in_tf1(tmp_path):
    """Classes that a program's configuration names."""
    (tmp_path / "program.py").write_text(
        "from pydoc import locate\nimport tensorflow as tf\n"
        "cell = locate('tensorflow.nn.rnn_cell.LSTMCell')\nassert cell is tf.contrib.rnn.LSTMCell\n"
        "assert locate('tensorflow.train.AdamOptimizer') is tf.train.AdamOptimizer\n"
        "assert locate('tensorflow.contrib.opt') is tf.contrib.opt and locate('tensorflow') is tf\n"
        "print(locate('tensorflow.train.Nope'), locate('tensorflow.contrib.Nope.x'), locate('nope.nope'))\n"
        "print(locate('os.path.join').__name__, locate('tensorflow.keras.layers.Dense.build').__name__)\n"
    )
    result = run(tmp_path, "program.py")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "None None None\njoin build\n"


def test_installed_packages_of_their_time(tmp_path):
    """A package of TensorFlow 1 gets the surface, also from NumPy; one of today's beside it gets today's TensorFlow."""
    installed = Path(sysconfig.get_path("purelib", "posix_user", {"userbase": tmp_path}))
    old, new, tool = (installed / name for name in ("old_layers", "new_layers", "a_tool.py"))
    for package in (old, new):
        package.mkdir(parents=True)
    (old / "__init__.py").write_text("import tensorflow as tf\nfrom old_layers.inputs import data, half\n")
    (old / "inputs.py").write_text(
        "import numpy as np\nimport tensorflow as tf\ndef data():\n    return tf.placeholder(tf.float32, [None, 3])\n"
        "def half():\n    return np.float(0.5)\n"
    )
    (new / "__init__.py").write_text(
        '"""Where TensorFlow 1 had tf.placeholder."""\nimport keras\nimport tensorflow as tf\nfloat32 = tf.float32\n'
        "versions = tf.__version__, keras.__version__\n"
    )
    tool.write_text("import tensorflow as tf\nversion = tf.__version__\n")
    (tmp_path / "program.py").write_text(
        "import a_tool, new_layers, old_layers\nprint(old_layers.data().shape[1].value, old_layers.half())\n"
        "print([v.split('.')[0] for v in (*new_layers.versions, a_tool.version, old_layers.tf.__version__)])\n"
    )
    environment = {"PYTHONUSERBASE": str(tmp_path), "PYTHONPATH": str(installed)}
    result = run(tmp_path, "program.py", **environment)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "3 0.5\n['2', '3', '2', '1']\n"


def test_exit_codes_and_tracebacks_are_the_programs(tmp_path):
    """No frame of ours, neither at the top nor where a sibling is imported."""
    (tmp_path / "broken.py").write_text("raise KeyError('here')\n")
    (tmp_path / "program.py").write_text("def f():\n    import broken\n\n\nf()\n")
    ours = run(tmp_path, "program.py")
    plain = python(tmp_path, "program.py")
    assert ours.returncode == plain.returncode == 1
    assert ours.stderr[ours.stderr.index("Traceback") :] == plain.stderr
    (tmp_path / "program.py").write_text("import sys\nsys.exit(7)\n")
    assert run(tmp_path, "program.py").returncode == 7


def test_a_module_of_a_package(tmp_path):
    """-m package.module, with relative imports."""
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").write_text("")
    (tmp_path / "package" / "net.py").write_text("import tensorflow as tf\n")
    (tmp_path / "package" / "train.py").write_text(
        "import sys\nfrom . import net\nfrom tensorflow.contrib import util\nprint(net.tf.VERSION, sys.argv[1:])\n"
    )
    result = run(tmp_path, "-m", "package.train", "--x")
    assert result.stdout == "1.15.5 ['--x']\n", result.stderr


def test_python2(tmp_path):
    """Print statements, moved modules, tabs beside spaces and the floor of two integers; siblings, too."""
    pytest.importorskip("fissix")
    (tmp_path / "sibling.py").write_text("def half(n):\n\tprint 'half of', n\n        return n / 2\n")
    (tmp_path / "program.py").write_text(
        "import cPickle\nfrom sibling import half\nprint half(7), 7 / 2.0, {1: 2}.has_key(1)\n"
        "n = 9\nn /= 2\nfor i in xrange(n): print i,\n"
    )
    result = run(tmp_path, "--python2", "program.py")
    assert result.stdout.split() == ["half", "of", "7", "3", "3.5", "True", "0", "1", "2", "3"], result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"), [(["none.py"], "can't open"), (["--what"], "unknown option"), ([], "usage")]
)
def test_a_wrong_command_line(tmp_path, arguments, words):
    """Says so, with a code that is not 0."""
    result = run(tmp_path, *arguments)
    assert result.returncode != 0 and words in result.stderr


def test_keras_fits_in_graphs_and_shares_the_session(tmp_path):
    """``model.fit`` with a ``tf.train`` optimizer, K.get_session and K.function."""
    (tmp_path / "program.py").write_text(
        "import numpy as np\nimport tensorflow as tf\nK = tf.keras.backend\n"
        "m = tf.keras.models.Sequential([tf.keras.layers.Dense(1, input_shape=(2,), kernel_initializer='ones')])\n"
        "m.compile(optimizer=tf.train.GradientDescentOptimizer(0.1), loss='mse', metrics=['accuracy'])\n"
        "h = m.fit(np.ones([4, 2]), np.zeros([4, 1]), epochs=2, verbose=0)\n"
        "print(sorted(h.history), '%.4f' % h.history['loss'][1])\n"
        "print(K.get_session().run(m.weights[0]).shape, K.function(m.inputs, m.outputs)([np.ones([1, 2])])[0].shape)\n"
    )
    result = run(tmp_path, "program.py")
    assert result.stdout == "['acc', 'loss'] 0.6400\n(2, 1) (1, 1)\n", result.stdout + result.stderr


def test_graph_seeds_give_tf_1_15s_initial_values(tmp_path):
    """With only ``tf.set_random_seed``; the sums were printed by TensorFlow 1.15."""
    (tmp_path / "program.py").write_text(
        "import numpy as np\nimport tensorflow as tf\n\n"
        "def values(build):\n"
        "    with tf.Graph().as_default(), tf.Session() as sess:\n"
        "        tf.set_random_seed(1234)\n        build()\n"
        "        sess.run(tf.global_variables_initializer())\n"
        "        sums = [float(np.sum(v)) for v in sess.run(tf.trainable_variables())]\n"
        "        print(' '.join('%.3f' % s for s in sums if s))\n\n"
        "def variables():\n"
        "    tf.Variable(tf.truncated_normal([3, 4])); tf.Variable(tf.zeros([4]))\n"
        "    tf.Variable(tf.random_normal([4, 2])); tf.Variable(tf.random_uniform([3]))\n\n"
        "def layers():\n"
        "    x = tf.placeholder(tf.float32, [None, 8])\n"
        "    tf.layers.dense(tf.layers.dense(x, 5, activation=tf.nn.relu), 3)\n\n"
        "def dropout():\n"
        "    x = tf.placeholder(tf.float32, [None, 8])\n"
        "    w = tf.Variable(tf.random_normal([8, 4])); b = tf.Variable(tf.random_normal([4]))\n"
        "    tf.nn.dropout(tf.nn.relu(tf.matmul(x, w) + b), keep_prob=0.5)\n"
        "    tf.Variable(tf.truncated_normal([4, 2], stddev=0.1))\n\n"
        "values(variables)\nvalues(layers)\nvalues(dropout)\n"
    )
    result = run(tmp_path, "program.py")
    expected = ["1.911 1.085 1.917", "-0.798 0.244", "2.643 0.409 0.402"]
    got = [[float(word) for word in line.split()] for line in result.stdout.splitlines()]
    wanted = [[float(word) for word in line.split()] for line in expected]
    assert got == [pytest.approx(line, abs=2e-3) for line in wanted], result.stdout + result.stderr


def test_keras_is_keras_2(tmp_path):
    """Packages, the files behind them, TensorFlow's session; find_spec answers for TF1's modules."""
    (tmp_path / "program.py").write_text(
        "import importlib.util\nimport keras\nimport numpy as np\nimport tensorflow as tf\n"
        "import keras.backend.tensorflow_backend as KTF\n"
        "from keras import backend as K\nfrom keras.engine.topology import Layer, InputSpec\n"
        "from keras.layers.core import Activation, Dense\nfrom keras.models import Sequential\n"
        "from keras.utils import np_utils\nfrom keras.utils.np_utils import to_categorical\n"
        "assert keras.__version__ == '2.2.5' and Dense is tf.keras.layers.Dense and keras.layers.Dense is Dense\n"
        "with tf.Session() as sess:\n"
        "    KTF.set_session(sess)\n"
        "    model = Sequential([Dense(2, input_dim=3, kernel_initializer='ones'), Activation('softmax')])\n"
        "    model.compile('sgd', loss='cosine_proximity')\n"
        "    out = model(tf.placeholder(tf.float32, [None, 3]))\n"
        "    print(out.shape, np_utils is keras.utils.np_utils, to_categorical([1, 0]).tolist())\n"
        "    print('%.4f' % model.train_on_batch(np.ones([1, 3]), np.eye(2)[:1]))\n"
        "find = importlib.util.find_spec\n"
        "print(find('tensorflow.contrib.rnn') is not None, find('tensorflow.contrib.nope'))\n"
    )
    result = run(tmp_path, "program.py")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "(?, 2) True [[0.0, 1.0], [1.0, 0.0]]\n0.7071\nTrue None\n"


def test_logging_speaks_where_app_run_starts_the_program(tmp_path):
    """Warnings alone before; from ``tf.app.run`` on what absl's flags say, which is information."""
    (tmp_path / "program.py").write_text(
        "import tensorflow as tf\ntf.logging.info('early')\n"
        "def main(_):\n    tf.logging.info('step %d', 3)\n"
        "tf.app.run()\n"
    )
    result = run(tmp_path, "program.py")
    assert "step 3" in result.stderr and "early" not in result.stderr


def test_the_flags_of_a_program_are_values_or_flags(tmp_path):
    """``FLAGS.__flags``: the program's values until 1.4, flags since 1.5; whoever asks for a ``value`` gets flags."""
    (tmp_path / "program.py").write_text(
        "import tensorflow as tf\ntf.app.flags.DEFINE_integer('size', 3, 'help')\nFLAGS = tf.app.flags.FLAGS\n"
        "FLAGS._parse_flags()\n"
        "def old():\n    return ['%s=%s' % (key, value) for key, value in FLAGS.__flags.items()]\n"
        "def new():\n    return {key: each.value for key, each in FLAGS.__flags.items()}['size'] + 1\n"
        "print(old(), new())\n"
    )
    result = run(tmp_path, "program.py")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "['size=3'] 4\n"


def test_a_program_that_does_not_compile_says_where(tmp_path):
    """As ``python program.py``: the line, and nothing of the runner's."""
    (tmp_path / "program.py").write_text("import os\nprint 'old'\n")
    result = run(tmp_path, "program.py")
    assert result.returncode == 1
    printed = [line for line in result.stderr.splitlines() if "port.cc" not in line]
    assert any(line.startswith('  File "') and line.endswith('program.py", line 2') for line in printed)
    assert printed[-1].startswith("SyntaxError") and "Traceback" not in result.stderr
