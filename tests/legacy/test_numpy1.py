"""NumPy 1.18's ways in a TF1 program's process; the expected lines are NumPy 1.18.5's own."""

import pytest

from tests.legacy.test_runner import run

pytestmark = pytest.mark.processes

PROGRAM = """
import math
import numpy as np

a = np.arange(4.0)
print(a.tostring() == a.tobytes(), np.fromstring(b"abcd", dtype=np.uint8), np.array([[1], [1, 2]]).dtype)
print(float(np.array([1.5])), int(np.array([[3]])), "%d %.3f" % (np.array([2]), np.array([[2.5]])), math.exp(a[:1]))
for convert in (float, int, math.exp):
    try:
        convert(a)
    except TypeError as error:
        print(type(error).__name__)
x = np.zeros([2, 3])
x[0, 1] = np.array([7.0])
a.itemset(0, 9.0)
print(x[0], np.reshape(a, newshape=[2, 2])[0], np.vstack(row for row in ([1], [2])).tolist(), a.ptp())
history = np.array([[np.ones(4) * i, i, np.ones(4)] for i in range(2)])
print(history.shape, history.dtype, np.vstack(history[:, 0])[1], np.histogram([1, 2, 2], bins=2, normed=True)[0])
print(np.float, np.alltrue([1, 1]), [np.float32(0.5), np.int64(3)], np.asscalar(np.array([2])))
ragged = [[1, 2], [3]]
print(np.size(ragged), np.shape(ragged), np.ndim(ragged), np.sum(ragged), np.append(ragged, ragged).shape)
np.save("ragged.npy", ragged)
print(np.load("ragged.npy", allow_pickle=True).tolist(), np.random.permutation(ragged).dtype)
print(np.array([1, 2], copy=False), np.array(a, copy=False) is a, np.array(a, copy=False, dtype=int).dtype)
"""
EXPECTED = """True [ 97  98  99 100] object
1.5 3 2 2.500 1.0
TypeError
TypeError
TypeError
[0. 7. 0.] [9. 1.] [[1], [2]] 8.0
(2, 3) object [1. 1. 1. 1.] [0.66666667 1.33333333]
<class 'float'> True [0.5, 3] 2
2 (2,) 1 [1, 2, 3] (4,)
[[1, 2], [3]] object
[1 2] True int64
"""


def test_what_numpy_dropped(tmp_path):
    """Names, methods, arguments, ragged arrays, and numbers out of arrays of one element."""
    (tmp_path / "program.py").write_text(PROGRAM)
    result = run(tmp_path, "program.py")
    assert result.returncode == 0, result.stderr
    assert result.stdout == EXPECTED


TENSORS = """
import numpy as np
import tensorflow as tf

x, b = tf.placeholder(tf.float32, [None, 5]), tf.constant(1.0)
v = tf.Variable([1.0, 2.0])
print(np.shape([x, x]), np.array([x, b, None]).shape, np.asarray([(x, v), (b, v)]).shape, np.ndim([x, x]))
print(np.array([x, 2], dtype=object).dtype, np.array([[1, b], [2]]).shape, np.reshape([x, b], [2, 1]).shape)
gradients, variables = zip(*np.array([(x, v), (b, v)]))
print(gradients == (x, b), type(gradients[0]) is tf.Tensor, np.prod([x, 2]).op.type, np.sum([b, b]).op.type)
for convert in (lambda: np.array(x), lambda: np.mean(b), lambda: np.array([b, 2], dtype=np.float32)):
    try:
        convert()
    except (NotImplementedError, ValueError) as error:
        print(type(error).__name__)
"""
TENSORS_EXPECTED = """(2,) (3,) (2, 2) 1
object (2,) (2, 1)
True True Mul AddV2
NotImplementedError
NotImplementedError
ValueError
"""


def test_tensors_inside_lists_are_objects(tmp_path):
    """NumPy refuses a graph's tensor, but a list of them is an array of objects; the lines are TF 1.15's own."""
    (tmp_path / "program.py").write_text(TENSORS)
    result = run(tmp_path, "program.py")
    assert result.returncode == 0, result.stderr
    assert result.stdout == TENSORS_EXPECTED
