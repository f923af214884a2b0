"""Kill a training run twenty times and compare what it ends with to an undisturbed run, to the last bit.

    python benchmarks/kills.py --kills 20
    python benchmarks/kills.py --kills 20 cnn_mnist --steps 1200 --data sample

Without a name it trains `everything` below: shuffled data, dropout, batch normalization, a schedule, Adam with
averages, a moving average, metrics, validation and early stopping; compared are all variables and the history. Its
processes are forks of one that has imported TensorFlow, so a kill costs two seconds. With an example's name every
process is a fresh ``python -m tf2notes.run``, and the weights of ``model.keras`` are compared.

SIGKILL comes at random moments: half of them anywhere, half of them while a checkpoint is being written. The next
process goes on in the same folder; the last one is left alone.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EPOCHS, ROWS = 40, 4001


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most-seconds", type=float, default=1.0, help="from a process's first checkpoint to its end")
    parser.add_argument("--least", type=int, default=0, help="fail if fewer kills hit than so many")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="of the training without a name")
    options, example = parser.parse_known_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as place:
        whole, disturbed = Path(place, "whole"), Path(place, "killed")
        if example:
            start, result = _runner(example), model_weights
        else:
            start, result = _forks(options.epochs), final_bytes
        _check(*start(whole).ended())
        hits = killed(start, disturbed, options.kills, moments, options.most_seconds)
        equal = result(whole) == result(disturbed)
    writing = sum(hits)
    print(f"{len(hits)} kills, {writing} of them while a checkpoint was being written; ", end="")
    print(f"{'bit-identical' if equal else 'DIFFERENT'} at the end")
    return 0 if equal and len(hits) >= options.least else 1


def killed(start, folder, kills, moments, most_seconds):
    """Run, kill, run again ...; returns, for each kill that came before the end, whether a checkpoint was half done."""
    hits = []
    while True:
        known, process = newest(folder), start(folder)
        if len(hits) < kills:
            if len(hits) % 5:  # one of five may be killed before it has trained at all
                process.wait_until(lambda known=known: newest(folder) != known)
            process.wait_until(lambda: False, moments.uniform(0, most_seconds))
            if moments.random() < 0.5:
                process.wait_until(lambda: drafts(folder))
                process.wait_until(lambda: False, moments.uniform(0, 0.01))
            process.kill()
        code, errors = process.ended()
        said = [line for line in errors.splitlines() if line.startswith(("going on", "a damaged", "the checkpoint"))]
        print(f"{' '.join(said) or 'from the start'}; ", end="")
        if code == 0:
            print("to the end")
            return hits
        _check(code, errors)
        hits.append(bool(drafts(folder)))
        print(f"killed {'while writing' if hits[-1] else 'in between'}, checkpoint {newest(folder)}", flush=True)


def newest(folder):
    """The name of the newest checkpoint, or None."""
    return max((path.name for path in folder.glob("checkpoints/step-*")), default=None)


def drafts(folder):
    """Checkpoints that are not complete."""
    return list(folder.glob("checkpoints/.draft-*"))


class Process:
    """A child process whose end is waited for."""

    def __init__(self, number, log):
        self.number, self.log, self.code = number, log, None

    def wait_until(self, happened, seconds=120.0):
        """Until something has happened, the process has ended, or the time is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not happened() and not self._over(os.WNOHANG):
            time.sleep(0.002)

    def kill(self):
        if not self._over(os.WNOHANG):
            os.kill(self.number, 9)

    def ended(self):
        """(exit code, negative for a signal; what it wrote to standard error)."""
        self._over(0)
        return self.code, self.log.read_text(errors="replace")

    def _over(self, how):
        if self.code is None:
            found, status = os.waitpid(self.number, how)
            self.code = os.waitstatus_to_exitcode(status) if found else None
        return self.code is not None


def _runner(example):
    command = [sys.executable, "-m", "tf2notes.run", *example, "--save-seconds", "0.2"]

    def start(folder):
        log = folder.with_suffix(".log")
        with open(log, "w") as errors:
            process = subprocess.Popen(
                [*command, "--folder", str(folder)], stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
            )
        process.returncode = 0  # `Process` waits for it
        return Process(process.pid, log)

    return start


def _forks(epochs):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras  # noqa: F401
    import tensorflow as tf  # noqa: F401

    from tf2notes.callbacks import moving_average  # noqa: F401
    from tf2notes.training import loop  # noqa: F401

    def start(folder):
        log = folder.with_suffix(".log")
        number = os.fork()
        if number:
            return Process(number, log)
        code = 1
        try:
            os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            everything(folder, epochs)
            code = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stderr.flush()
            os._exit(code)

    return start


def everything(folder, epochs):
    """Train with all that has a state, and leave all of it in FOLDER/final.npz."""
    import keras
    import numpy as np
    import tensorflow as tf

    from tf2notes import training
    from tf2notes.callbacks.moving_average import MovingAverage

    keras.utils.set_random_seed(1)
    draws = np.random.RandomState(0)
    x = draws.normal(size=[ROWS, 20]).astype("f")
    y = (x[:, 0] * x[:, 1] > 0).astype("i")
    rows = tf.data.Dataset.from_tensor_slices((x, y))
    layers = [
        keras.layers.Dense(256, activation="relu"),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.GaussianNoise(0.1),
    ]
    model = keras.Sequential([keras.Input((20,)), *layers, keras.layers.Dense(2)])
    schedule = keras.optimizers.schedules.CosineDecay(3e-3, epochs * ROWS // 32)
    model.compile(
        keras.optimizers.Adam(schedule, use_ema=True),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
    )
    average = MovingAverage(0.99, num_updates=True)
    history = training.fit(
        model,
        rows.shuffle(1000, seed=2).batch(32).prefetch(2),
        epochs=epochs,
        validation_data=rows.take(500).batch(100),
        callbacks=[average, keras.callbacks.EarlyStopping(patience=epochs, restore_best_weights=True)],
        settings=training.Settings(folder=folder, save_seconds=0.1),
    )
    held = [*model.variables, *model.optimizer.variables, *average.saved_variables()]
    kept = {str(i): v.numpy() for i, v in enumerate(held)}
    np.savez(folder / "final.npz", **kept, **{name: np.array(values) for name, values in history.history.items()})


def final_bytes(folder):
    """Every array of ``final.npz`` as bytes."""
    import numpy as np

    with np.load(folder / "final.npz") as arrays:
        return {name: (arrays[name].dtype.str, arrays[name].shape, arrays[name].tobytes()) for name in arrays}


def model_weights(folder):
    """The bytes of every weight of the model a run has left."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    model = keras.models.load_model(folder / "model.keras")
    return [(variable.path, variable.numpy().tobytes()) for variable in model.variables]


def _check(code, errors):
    if code > 0:
        raise RuntimeError(f"training has failed by itself:\n{errors[-3000:]}")


if __name__ == "__main__":
    sys.exit(main())
