"""The map proposed for each example is the one that the example itself has, or it is refused as ambiguous."""

import numpy as np
import pytest

from tf2notes import catalog
from tf2notes.checkpoint import Checkpoint, MismatchError, back, load, propose, read
from tf2notes.checkpoint.formats import Stored

EXAMPLES = [name for name in catalog.names() if catalog.trains(name)]
# Not to be told by names and shapes: two halves alike, a transposed matrix, a bias of two dimensions.
REFUSED = {"attention_letters", "echo_rnn", "linear_regression", "seq2seq_letters"}
FORGET_BIAS = {"ptb_lm": 0.0}


def tf1_checkpoint(name):
    """What a Saver would write for an original, with drawn numbers: names and shapes are recorded."""
    with np.load(catalog.golden(name)) as file:
        shapes = {k[10:].removesuffix(":0"): tuple(file[k].tolist()) for k in file.files if k.startswith("variables/")}
    random = np.random.default_rng(0)
    values = {n: random.uniform(-1, 1, shape).astype(np.float32) for n, shape in shapes.items()}
    return Checkpoint(
        name, "V2 checkpoint", {n: Stored(v.shape, "float32", 1, lambda v=v: v) for n, v in values.items()}
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_map(name):
    """Proposed, it equals the example's own; where it cannot be told, that is said."""
    pair, checkpoint = catalog.load_pair(name), tf1_checkpoint(name)
    model = pair.modern.build()
    if name in REFUSED:
        with pytest.raises(MismatchError, match=r"ambiguous|missing"):
            propose(model, checkpoint)
    else:
        got = propose(model, checkpoint, forget_bias=FORGET_BIAS.get(name)).arrays(checkpoint)
        expected = pair.weights_from_legacy({f"{n}:0": checkpoint[n] for n in checkpoint})
        assert set(got) == set(expected)
        for path, array in expected.items():
            np.testing.assert_allclose(got[path], array, atol=1e-6, err_msg=path)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_own_map(name, tmp_path):
    """The function loads the checkpoint and takes it back."""
    pair, checkpoint = catalog.load_pair(name), tf1_checkpoint(name)
    model = pair.modern.build()
    load(model, checkpoint, map=pair.weights_from_legacy)
    back(model, tmp_path / "model.ckpt", checkpoint, map=pair.weights_from_legacy)
    again = read(tmp_path)
    for variable in checkpoint:
        np.testing.assert_allclose(again[variable], checkpoint[variable], atol=1e-6, err_msg=variable)
