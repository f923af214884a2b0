"""Two sides of one topic, set up to be compared: what a file of ``tf2notes/pairs``, or of a user's own, describes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import keras
import numpy as np


@dataclass(frozen=True)
class Tf1:
    """The TF1 side: a function that builds a graph, and which of its tensors play which part."""

    original: (
        str | Callable[..., Mapping]
    )  # stem of legacy/examples, path of a TF1 file, or the building function itself
    loss: str = ""  # name of the loss among the tensors that the function returns; without it only values are compared
    train: str | Sequence[str] = ()  # name of the training operation, or several to run one after the other
    learning_rate: float = 1.0  # moves are divided by it
    outputs: Sequence[str] = ()  # tensors that the forward rung compares
    metrics: Sequence[str] = ()  # tensors evaluated after the last step
    carry: Mapping[str, str] = field(default_factory=dict)  # placeholder -> tensor fed back into it at the next step
    prepare: Sequence[str] = ()  # operations run once the variables are set (to assign a learning rate, say)
    build: str = "build"  # name of the building function in the file
    kwargs: Mapping = field(default_factory=dict)  # its arguments; plain numbers, strings and lists
    extra_variables: Sequence[str] = ()  # non-trainable variables that are set and compared too
    start: Mapping[str, np.ndarray] = field(default_factory=dict)  # weights of a checkpoint, instead of drawn ones


@dataclass(frozen=True)
class Recorded:
    """A TF1 side that exists as a recording alone: what `parity.save_recording` or ``legacy/record.py`` wrote."""

    recording: Mapping[str, np.ndarray]  # "rung/name" -> array
    weights: Mapping[str, np.ndarray]  # the starting weights, where the file holds them
    batches: Sequence[Mapping[str, np.ndarray]]  # likewise
    loss: str = ""  # name of the loss in the recording
    learning_rate: float = 1.0
    outputs: Sequence[str] = ()


@dataclass(frozen=True)
class Keras:
    """The modern side: a function that builds a compiled model, and how a batch becomes its data."""

    build: Callable[[], keras.Model]
    data: Callable[[Mapping], tuple]  # batch -> what model.train_step takes: (x, y) or (x, y, sample_weight)
    outputs: Callable[[object], Mapping] = lambda y: {}  # what the model returns -> arrays by the TF1 side's names
    metrics: Mapping[str, str] = field(default_factory=dict)  # TF1 name -> name among the model's metrics
    loss: str = "loss"  # name of the loss among what train_step returns


@dataclass(frozen=True)
class Pair:
    """Both sides, the map between their weights, and the batches that both get."""

    legacy: Tf1 | Recorded
    modern: Keras
    weights_from_legacy: Callable[[Mapping[str, np.ndarray]], Mapping[str, np.ndarray]] | None = None  # None: proposed
    batches: Callable[[int], Sequence[Mapping[str, np.ndarray]]] | Sequence[Mapping[str, np.ndarray]] = ()
    # number of steps -> batches by the TF1 side's names; of a sequence the batches come round again
    steps: int = 100  # length of the trajectory
    seed: int = 0  # of the starting weights
    scale: float = 1.0  # of the starting weights
    start: Mapping[str, np.ndarray] = field(default_factory=dict)  # TF1 variables that start from given numbers
    tolerances: Mapping[str, tuple[float, str]] = field(default_factory=dict)  # rung -> (looser rtol, reason)
    between: Mapping[str, str] = field(default_factory=dict)  # Keras layer -> TF1 tensor that its output should equal:
    # where the forward rung fails, these are compared first of all
    random: str = ""  # "tf1" or "keras": dropout masks are recorded on that side and used on the other; what else TF1
    # draws, the batches of the Keras side hold under "random/<tensor>"

    def __post_init__(self):
        if self.random not in ("", "tf1", "keras"):
            raise ValueError(f"random={self.random!r}: expected 'tf1' or 'keras', the side that draws, or ''")

    def take(self, steps=None):
        """The batches of a trajectory, as a list."""
        steps = steps or self.steps
        if callable(self.batches):
            return list(self.batches(steps))
        batches = list(self.batches or getattr(self.legacy, "batches", ()))
        if not batches:
            raise ValueError("the pair has no batches: give a list of dicts, or a function of the number of steps")
        return [batches[i % len(batches)] for i in range(steps)]
