"""What a run leaves behind: the model, TensorBoard events, the history, the configuration, a picture of the curves."""

import datetime
import json
import shutil
from pathlib import Path

import keras

METRICS = "metrics.json"  # there once the run has ended


def make(parent, name):
    """A new folder ``parent/name-date-time``.

    Raises:
        OSError: the folder cannot be made; said before anything is trained.
    """
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    for number in range(100):
        folder = Path(parent) / (f"{name}-{stamp}" + (f"-{number}" if number else ""))
        if not folder.exists():
            folder.mkdir(parents=True)
            return folder
    raise FileExistsError(f"{folder} and its like exist already; choose another --out")


def unfinished(parent, name):
    """The newest run folder of an example that has checkpoints and no final metrics.

    Raises:
        FileNotFoundError: there is none.
    """
    found = [path for path in Path(parent).glob(f"{name}-*") if (path / "checkpoints").is_dir() and not ended(path)]
    if not found:
        raise FileNotFoundError(f"there is no unfinished run of {name} in {parent} to go on with")
    return max(found, key=lambda path: (path.stat().st_mtime, path.name))


def go_on(folder, config):
    """Make a folder, or take one that a run of the same configuration has left.

    Raises:
        ValueError: it was another configuration.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.json"
    if path.exists() and (ended(folder) or (folder / "checkpoints").is_dir()):
        held = json.loads(path.read_text(encoding="utf-8"))
        asked = json.loads(json.dumps(config, default=str))
        differ = [key for key in {**held, **asked} if held.get(key) != asked.get(key)]
        if differ:
            key = differ[0]
            raise ValueError(
                f"{folder} is a run with {key}={held.get(key)!r}, and now it is {asked.get(key)!r}: "
                "go on with the same options, or choose another folder"
            )
    return folder


class RunFolder(keras.callbacks.Callback):
    """Writes the run's files as training goes on, so that what was learned outlives an interruption.

    Args:
        folder: where to write.
        config: the example's ``Config`` as a dict, for ``config.json``.
    """

    any_steps = True  # counts by the batch's number, so several steps a call are fine

    def __init__(self, folder, config):
        super().__init__()
        self.folder = Path(folder)
        self.history = {}
        self.steps = self.before_epoch = 0
        write_json(self.folder / "config.json", config)

    def on_train_batch_end(self, batch, logs=None):
        self.steps = self.before_epoch + batch + 1

    def on_epoch_end(self, epoch, logs=None):
        self.before_epoch = self.steps
        for name, value in {"step": self.steps, **(logs or {})}.items():
            self.history.setdefault(name, []).append(float(value) if name != "step" else value)
        write_json(self.folder / "history.json", self.history)

    def save(self):
        """Write ``model.keras`` and ``curves.png``; returns the model's path, or None if there is no model yet."""
        if self.history:
            draw_curves(self.history, self.folder / "curves.png")
        if self.model is None:
            return None
        path = self.folder / "model.keras"
        partial = path.with_name("partial.keras")
        self.model.save(partial)
        partial.replace(path)
        return path


def write_json(path, content):
    """Write JSON so that the file is either the old or the new one, never half of it."""
    partial = path.with_suffix(".partial")
    try:
        partial.write_text(json.dumps(content, indent=2, default=str) + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        hint = f"cannot be written ({error.strerror}). Make room, and go on in the same folder if training had begun"
        raise OSError(error.errno, hint, str(path)) from error


def draw_curves(history, path):
    """One panel for each metric over the steps, training and validation together."""
    from matplotlib.figure import Figure

    names = [name for name in history if name != "step" and not name.startswith("val_")]
    figure = Figure(figsize=(4.5 * len(names), 3.4), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
        marker = "o" if len(history["step"]) == 1 else None
        axes.plot(history["step"], history[name], label="training", marker=marker)
        if f"val_{name}" in history:
            axes.plot(history["step"], history[f"val_{name}"], label="validation", marker=marker)
        axes.set(xlabel="step", title=name.replace("_", " "))
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(path, dpi=120)


def end(folder, metrics):
    """Write the run's metrics, and only then delete what an unfinished run needs: it is never neither."""
    write_json(folder / METRICS, metrics)
    remove_checkpoints(folder)


def ended(folder):
    """Whether the run of a folder has come to its end."""
    return (Path(folder) / METRICS).exists()


def remove_checkpoints(folder):
    """Delete what only an unfinished run needs."""
    for path in Path(folder).glob("checkpoints*"):
        shutil.rmtree(path)


def remove_if_unused(folder):
    """Delete the folder of a run that never took a step."""
    shutil.rmtree(folder)
