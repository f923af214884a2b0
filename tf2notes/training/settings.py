"""What a run asks of every `fit` inside it: where to keep checkpoints, what to do about NaN, which service reads."""

import contextlib
import contextvars
import dataclasses
import itertools
from pathlib import Path

ON_NAN = ("stop", "skip")
SHARD = ("auto", "data", "file", "off")


@dataclasses.dataclass(frozen=True)
class Settings:
    """How `fit` trains; ``using(Settings(...))`` sets it for a block, arguments of `fit` for one call.

    Attributes:
        folder: where checkpoints are kept; None for none. A folder that holds some is gone on with.
        save_seconds: at most so many seconds of training are lost when the process is killed.
        save_steps: a checkpoint every so many steps instead.
        keep: how many checkpoints are kept.
        on_nan: "stop" or "skip" where the loss or a gradient is NaN or infinite; such a step changes nothing in both
            cases.
        shard: how several workers share the data: "data" (each reads all and takes its rows of every batch), "file"
            (each reads its own files), "off" (the data is this worker's own), "auto" (what the dataset's options say,
            else "data").
        data_service: the address of a tf.data service's dispatcher, as "grpc://host:port"; None for reading here.
        steps_per_call: steps in one call into TensorFlow; None for as many as fit into a quarter of a second, and one
            where a callback wants to see every batch.
    """

    folder: Path | None = None
    save_seconds: float = 60.0
    save_steps: int | None = None
    keep: int = 2
    on_nan: str = "stop"
    shard: str = "auto"
    data_service: str | None = None
    steps_per_call: int | None = None

    def __post_init__(self):
        for name, allowed in (("on_nan", ON_NAN), ("shard", SHARD)):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name}={getattr(self, name)!r}: expected one of {', '.join(map(repr, allowed))}")
        for name in ("keep", "save_steps", "steps_per_call"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"{name}={value}: expected at least 1")


_current = contextvars.ContextVar("training settings", default=(Settings(), None))


def next_fit(chosen=None):
    """(the settings of a `fit` that begins, which one of the run it is): `chosen`, else those in effect."""
    if chosen is not None:
        return chosen, 1
    found, counter = _current.get()
    return found, next(counter) if counter is not None else 1


@contextlib.contextmanager
def using(settings):
    """Every `fit` inside the block trains by these `Settings`; the second one's checkpoints have their own folder."""
    token = _current.set((settings, itertools.count(1)))
    try:
        yield settings
    finally:
        _current.reset(token)
