"""The originals of topics, run as programs are, print what the notes print."""

import types

import pytest
import tensorflow as tf
from tf2notes.legacy import record

from tf2notes import legacy

PRINTED = {
    "tensor_basics": ["a+b= 5", "a*b= 6", "linspace= [10. 11. 12.]", "range from 3 to 18 by 3= [ 3 6 9 12 15]"],
    "conv2d_by_hand": ["[[1. 0. 1.] [2. 1. 0.] [0. 0. 1.]]", "[[14. 6.] [ 6. 12.]]"],
    "stack_unstack": ["[[3 2 4 5 6] [1 6 7 8 0]]", "[[3 1] [2 6] [4 7] [5 8] [6 0]]", "[array([3, 1], dtype=int32)"],
    "cross_entropy": ["step1:softmax result=", "0.09003", "0.24472", "0.66524", "1.2228", "1.4143", "1.171", "0.46436"],
    "conv2d_padding": ["VALID: 2 positions", "SAME: 3 positions"],
    "saver": ["tensor_name: variable_1 1.0 tensor_name: variable_2 2.0", "tensor_name: v1 1.0", "2.0 1.0"],
    "session_run": ["[2 3] [2 3] [2 3 4]", "[56.] 1.0 2.0 3.0 3 1"],
    "variable_scopes": ["hello/ arr1:0 scope_name: hello hello/arr1:0 hello/ hello/xixi/", "scope/w:0 scope_1/w:0"],
    "graph_collections": ["You must feed a value for placeholder tensor 'train/var1/Placeholder"],
    "gradients": ["TypeError", "[2., 1.]", "[2., 2., 3.]", "[5., 4., 7.]", "[3., 2., 4.]"],
    "conv2d_transpose": ["ValueError: Incompatible shapes", "(3, 25, 25, 20)", "(3, 33, 33, 20)"],
    "moving_average": ["1.1 1.29", "1.561"],
    "control_flow": ["23 [", "3"],
    "exponential_decay": ["0.1 0.098951"],
    "control_dependencies": ["the average alone [", "with identity ["],
    "queues": ["['hello', '1']"],
}


@pytest.mark.parametrize("stem", PRINTED)
def test_prints_what_the_notes_print(stem, capsys):
    """In this order, whatever the white space."""
    module = legacy.load(stem)
    record.results(tf, types.SimpleNamespace(results=lambda: module.main(None) or {}))
    printed = " ".join(capsys.readouterr().out.split())
    place = 0
    for text in PRINTED[stem]:
        assert text in printed[place:], printed
        place = printed.index(text, place) + len(text)
