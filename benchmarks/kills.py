"""Kill a training run twenty times and compare its weights with those of an undisturbed one.

    python benchmarks/kills.py --kills 20 cnn_mnist --steps 1200 --data sample

Each process is killed by SIGKILL at a random moment after it has taken checkpoints or not; the next one goes on in the
same folder. The last is left alone. Prints the number of kills, the steps of each restart and whether every weight of
``model.keras`` is the same to the last bit.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most-seconds", type=float, default=6.0, help="after the start of training")
    parser.add_argument("--least", type=int, default=0, help="fail if fewer kills hit than so many")
    options, example = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as place:
        equal, kills = compare(example, Path(place), options.kills, options.seed, options.most_seconds)
    print(f"{kills} kills; final weights {'bit-identical' if equal else 'DIFFER'}")
    return 0 if equal and kills >= options.least else 1


def compare(example, place, kills, seed=0, most_seconds=6.0):
    """(whether all weights are the same, how many kills hit a running process)."""
    command = [sys.executable, "-m", "tf2notes.run", *example, "--save-seconds", "0.2"]
    subprocess.run([*command, "--folder", str(place / "whole")], check=True, stdout=subprocess.DEVNULL)
    hit = killed(command, place / "killed", kills, random.Random(seed), most_seconds)
    return weights(place / "whole") == weights(place / "killed"), hit


def killed(command, folder, kills, moments, most_seconds):
    """Run, kill, run again ...; returns the number of kills that came before the end."""
    hit = 0
    while True:
        process = subprocess.Popen(
            [*command, "--folder", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        if hit < kills:
            known = newest(folder)
            while process.poll() is None and newest(folder) == known and hit % 4:  # three of four get to save first
                time.sleep(0.02)
            delay = moments.uniform(0, most_seconds)
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                process.kill()
                hit += 1
        errors = process.communicate()[1]
        said = [line for line in errors.splitlines() if "going on" in line or "damaged" in line]
        print(f"kill {hit}: {' '.join(said) or 'from the start'}; checkpoint {newest(folder)}", flush=True)
        if process.returncode == 0:
            return hit
        if process.returncode > 0:
            raise RuntimeError(errors[-3000:])


def newest(folder):
    """The name of the newest checkpoint, or None."""
    found = sorted(path.name for path in folder.glob("checkpoints/step-*"))
    return found[-1] if found else None


def weights(folder):
    """The bytes of every weight of the model a run has left."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    model = keras.models.load_model(folder / "model.keras")
    return [(variable.path, variable.numpy().tobytes()) for variable in model.variables]


if __name__ == "__main__":
    sys.exit(main())
