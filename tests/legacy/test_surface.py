"""Every public name of TensorFlow 1.15 resolves on the surface or stands in the table of the unsupported."""

import gzip
import json
from pathlib import Path

import pytest
from tf2notes.legacy import unsupported
from tf2notes.legacy.imports import surface_module

ROOT = Path(__file__).parents[2]
SHARE = 0.97  # of the names outside contrib and of the contrib modules that are meant to be there
IN_SCOPE = tuple(
    f"contrib.{name}"
    for name in (
        *("rnn", "cudnn_rnn", "legacy_seq2seq", "seq2seq", "layers", "slim", "framework", "losses", "metrics"),
        *("training", "crf", "distributions", "learn.preprocessing", "learn.ModeKeys", "opt", "util", "data", "eager"),
        *("tensorboard", "deprecated", "summary", "checkpoint", "lookup", "image"),
    )
)


def resolves(path):
    """Walk the dots as a program does; contrib's modules may need their import."""
    value = surface_module("tensorflow")
    for part in path.split("."):
        try:
            value = getattr(value, part)
        except (AttributeError, ModuleNotFoundError):
            return False
    return True


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_public_names_of_tf_1_15_resolve_or_are_listed():
    """Every name resolves or is listed; of those outside contrib and of contrib's modules in scope 97 % resolve."""
    with gzip.open(ROOT / "tests" / "goldens" / "names.json.gz") as file:
        names = json.load(file)
    found = {name for name in names if resolves(name)}
    listed = {name for name in names if name not in found and unsupported.explain(name)}
    lost = sorted(set(names) - found - listed)
    print(f"{len(names)} public names of TensorFlow 1.15: {len(found)} resolve, {len(listed)} are unsupported, {lost=}")
    assert lost == []
    scope = {name for name in names if not name.startswith("contrib") or name.startswith(IN_SCOPE)}
    print(f"{len(scope & found)} of the {len(scope)} outside contrib and of {len(IN_SCOPE)} contrib modules resolve")
    assert len(scope & found) / len(scope) >= SHARE


def test_the_table_lists_nothing_that_is_there():
    """An entry that resolves would deny what works; a module that only raises says so in its first line."""
    there = [path for path in unsupported.UNSUPPORTED if resolves(path)]
    modules = {path: surface_module(f"tensorflow.{path}") for path in there}
    assert [path for path, module in modules.items() if not (module.__doc__ or "").startswith("Stands in")] == []


def test_the_docs_hold_the_table():
    """docs/unsupported.md is written by `unsupported.markdown`."""
    assert (ROOT / "docs" / "unsupported.md").read_text() == unsupported.markdown()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("contrib.tpu.keras_to_tpu_model", ["not supported", "TPUStrategy"]),
        ("reduce_summ", ["does not exist", "tf.reduce_sum"]),
        ("contrib.skflow", ["0.8", "tf.contrib.learn"]),
    ],
)
def test_a_missing_symbol_says_what_it_was(path, words):
    """Which version had it, or why it is not there, and what to use."""
    with pytest.raises(AttributeError) as caught:
        value = surface_module("tensorflow")
        for part in path.split("."):
            value = getattr(value, part)
    assert all(word in str(caught.value) for word in words), str(caught.value)
