"""A progress bar with loss, metrics and the time left."""

import keras
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class ProgressBar(keras.callbacks.Callback):
    """Shows a whole ``fit``, not an epoch, as one line of at most 80 columns.

    Args:
        console: a ``rich.console.Console``.
    """

    any_steps = True  # counts by the batch's number, so several steps a call are fine

    def __init__(self, console):
        super().__init__()
        columns = BarColumn(bar_width=16), MofNCompleteColumn(), TimeRemainingColumn(compact=True), TextColumn("left")
        self.bar = Progress(*columns, TextColumn("{task.fields[metrics]}"), console=console)

    def on_train_begin(self, logs=None):
        steps, epochs = self.params.get("steps"), self.params.get("epochs", 1)
        self.task = self.bar.add_task("training", total=steps and steps * epochs, metrics="")
        self.validation, self.epoch = {}, 0
        self.bar.start()

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        done = self.epoch * (self.params.get("steps") or 0) + batch + 1
        self.bar.update(self.task, completed=done, metrics=self._text(logs))

    def on_epoch_end(self, epoch, logs=None):
        self.validation = {name: value for name, value in (logs or {}).items() if name.startswith("val_")}
        self.bar.update(self.task, metrics=self._text(logs))

    def on_train_end(self, logs=None):
        self.bar.stop()

    def _text(self, logs):
        shown = {name: value for name, value in (logs or {}).items() if not name.startswith("val_")}
        parts = []
        for name, value in list(shown.items())[:2]:
            validation = self.validation.get(f"val_{name}")
            extra = "" if validation is None or name == "loss" else f" (val {float(validation):.3g})"
            parts.append(f"{name.replace('_', ' ')} {float(value):.4g}{extra}")
        return "  ".join(parts)
