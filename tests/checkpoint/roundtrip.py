"""Writes the checkpoints that go back: begun in TF 1.15, trained on in Keras 3, restored and trained on by TF 1.15.

    python -m tests.checkpoint.roundtrip --oracle oracle/bin/python

leaves ``tests/goldens/checkpoint/from_keras/<case>`` with the checkpoint and ``restored.npz``, what 1.15 made of it.
"""

import argparse
import os
import shutil
import subprocess

from tests.checkpoint import recorded
from tests.checkpoint.continuation import RUNS, begun, losses
from tf2notes import checkpoint

STEPS = 30
CASES = ("sgd", "adam", "adam_lstm", "adagrad", "rmsprop_centered", "momentum", "nesterov", "adadelta", "ftrl")
FOLDER = recorded.GOLDENS / "from_keras"


def trained(case):
    """The model of a case, 30 steps in Keras after the 20 in TF 1.15."""
    model, expected = begun(case)
    losses(model, expected, STEPS)
    return model, expected


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--oracle", required=True, help="a python with TensorFlow 1.15")
    options = parser.parse_args()
    for case in CASES:
        assert case in RUNS
        folder = FOLDER / case
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        model, _ = trained(case)
        checkpoint.back(model, folder / f"model.ckpt-{20 + STEPS}", recorded.path(case), optimizer=True)
    script = recorded.GOLDENS.parents[1] / "record_checkpoints.py"
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "TF2_BEHAVIOR")}
    command = [options.oracle, str(script), "--restore", *(str(FOLDER / case) for case in CASES)]
    subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
