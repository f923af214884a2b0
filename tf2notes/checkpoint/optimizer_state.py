"""The optimizer's memory: TF1's slots, beta powers and global_step, and what Keras has in their place.

TF1                 Keras 3                              slots
Adam                Adam(epsilon=1e-8)                   m, v; beta powers become the number of steps
Adagrad             Adagrad                              accumulator
RMSProp             tf2notes.optimizers.tf1.RMSprop      mean square, (mean,) momentum
Momentum            tf2notes.optimizers.tf1.Momentum     accumulator; keras' SGD: -learning rate × accumulator
Adadelta            Adadelta(epsilon=1e-8)               accumulated gradients, accumulated updates
Ftrl                Ftrl                                 accumulator, linear
GradientDescent     SGD                                  none
"""

import math
from dataclasses import dataclass, field

import keras
import numpy as np

from tf2notes.checkpoint.errors import MismatchError
from tf2notes.checkpoint.matching import nearest
from tf2notes.checkpoint.table import SLOTS
from tf2notes.optimizers import tf1

# Keras' class -> TF1's name, and the lists in which it keeps its slots, in TF1's order.
OPTIMIZERS = {
    keras.optimizers.Adam: ("Adam", ("_momentums", "_velocities")),
    keras.optimizers.Adagrad: ("Adagrad", ("_accumulators",)),
    keras.optimizers.RMSprop: ("RMSProp", ("_velocities", "_momentums")),
    keras.optimizers.Adadelta: ("Adadelta", ("_accumulated_grads", "_accumulated_delta_vars")),
    keras.optimizers.Ftrl: ("Ftrl", ("_accumulators", "_linears")),
    keras.optimizers.SGD: ("Momentum", ("momentums",)),
}
KERAS = {
    "Adam": "keras.optimizers.Adam(epsilon=1e-8)",
    "Adagrad": "keras.optimizers.Adagrad",
    "RMSProp": "tf2notes.optimizers.tf1.RMSprop",
    "Momentum": "tf2notes.optimizers.tf1.Momentum",
    "Adadelta": "keras.optimizers.Adadelta(epsilon=1e-8)",
    "Ftrl": "keras.optimizers.Ftrl",
}


@dataclass
class Plan:
    """Which slot goes where.

    Attributes:
        optimizer: the model's.
        slots: [(entry, name of Keras' list, {role: TF1 name of the slot})].
        powers: {"beta1_power": TF1 name, ...}, of an Adam.
        steps: TF1 names of global_step.
        places: {id of a trainable variable: its place in the lists}.
    """

    optimizer: object
    slots: list = field(default_factory=list)
    powers: dict = field(default_factory=dict)
    steps: list = field(default_factory=list)
    places: dict = field(default_factory=dict)

    def arrays(self, entry, attribute):
        """{path: Keras' variable} of one kind of slot of one layer's weights."""
        found, kept = {}, getattr(self.optimizer, attribute)
        for name, path in entry.paths().items():
            if id(entry.unit.weights[name]) in self.places:
                found[path] = kept[self.places[id(entry.unit.weights[name])]]
        return found

    def factor(self, iterations):
        """What TF1's slots are multiplied by: Keras' own SGD has the learning rate in its velocity, with a minus."""
        if type(self.optimizer).__mro__[0] is not tf1.Momentum and isinstance(self.optimizer, keras.optimizers.SGD):
            rate = self.optimizer._learning_rate
            return -float(rate(iterations) if callable(rate) else rate)
        return 1.0


def plan(model, weight_map, path):
    """Find the slots of a model's optimizer among the rows of a checkpoint.

    Raises:
        ValueError: the model has no optimizer, or one whose state TF1 has nothing for.
        MismatchError: the checkpoint's slots are another optimizer's, or some are missing.
    """
    optimizer = getattr(model, "optimizer", None)
    if optimizer is None:
        raise ValueError(f"the model {model.name!r} has no optimizer: compile it first")
    family, attributes = _known(optimizer)
    optimizer.build(model.trainable_variables)
    made = Plan(optimizer, places={id(v): i for i, v in enumerate(model.trainable_variables)})
    rows = weight_map.rows
    made.powers, made.steps = _scalars(rows, family)
    slots = {}
    for row in rows.values():
        if row.role == "slot" and row.of in weight_map.names():
            slots.setdefault(row.optimizer, {}).setdefault(row.of, {})[row.number] = row.name
    stored = _family(slots, family, attributes, optimizer, path)
    for entry in weight_map.entries:
        _refuse_unequal(entry, family, made.places)
        made.slots += [(entry, attribute, {}) for attribute in attributes]
    problems = []
    for entry, attribute, names in made.slots:
        number = attributes.index(attribute)
        for role, variable in entry.sources.items():
            trained = entry.unit.kind != "plain" or id(entry.unit.weights[role]) in made.places
            name = slots.get(stored, {}).get(variable, {}).get(number)
            if trained and name:
                names[role] = name
            elif trained:
                problems.append(_missing(variable, stored or family, number, rows))
            elif name:
                problems.append(f"unexpected: {name}: the model does not train {entry.unit.path}/{role}")
    if problems:
        raise MismatchError(f"{path} does not fit the model's {type(optimizer).__name__}", problems)
    return made


def convert(model, checkpoint, weight_map, iterations=None):
    """The state of a model's optimizer from a checkpoint: [(variable, array)], nothing assigned yet."""
    made = plan(model, weight_map, checkpoint.path)
    steps = iterations if iterations is not None else _steps(made, checkpoint)
    found, factor = [(made.optimizer.iterations, np.int64(steps))], made.factor(steps)
    for entry, attribute, names in made.slots:
        variables = made.arrays(entry, attribute)
        if entry.unit.kind == "plain":
            arrays = {entry.paths()[role]: checkpoint[name] for role, name in names.items()}
        else:
            values = {entry.sources[role]: checkpoint[name] for role, name in names.items()}
            arrays = entry.weights(values, forget_bias=0.0)
        found += [(variables[path], factor * array) for path, array in arrays.items()]
    return found


def back(model, weight_map, path):
    """The way back: {TF1 name: array} of slots, beta powers and global_step."""
    made = plan(model, weight_map, path)
    steps = int(made.optimizer.iterations.numpy())
    found, factor = {name: np.int64(steps) for name in made.steps}, made.factor(steps)
    for name, beta in (("beta1_power", "beta_1"), ("beta2_power", "beta_2")):
        if name in made.powers:
            found[made.powers[name]] = np.float32(getattr(made.optimizer, beta)) ** np.float32(steps + 1)
    for entry, attribute, names in made.slots:
        arrays = {path: np.asarray(v) / factor for path, v in made.arrays(entry, attribute).items()}
        if entry.unit.kind == "plain":
            found.update({name: arrays[entry.paths()[role]] for role, name in names.items()})
        else:
            shapes = {name: weight_map.rows[name].shape for name in entry.sources.values()}
            values = entry.variables(arrays, shapes, constants=False)
            found.update({name: values[entry.sources[role]] for role, name in names.items()})
    return found


def _known(optimizer):
    """TF1's name of a Keras optimizer, and its lists of slots."""
    kind = next((k for k in type(optimizer).__mro__ if k in OPTIMIZERS), None)
    if kind is None or getattr(optimizer, "amsgrad", False) or type(optimizer).__name__ in ("AdamW", "Nadam"):
        raise ValueError(
            f"the state of {type(optimizer).__name__} is in no TF1 checkpoint; compile the model with one of "
            f"{', '.join(sorted(KERAS.values()))}"
        )
    family, attributes = OPTIMIZERS[kind]
    if kind is keras.optimizers.SGD and not optimizer.momentum:
        return "GradientDescent", ()
    if kind is keras.optimizers.RMSprop:
        middle = ("_average_gradients",) if optimizer.centered else ()
        attributes = ("_velocities", *middle, *(("_momentums",) if optimizer.momentum > 0 else ()))
    return family, attributes


def _family(slots, family, attributes, optimizer, path):
    """The name that the checkpoint's slots have: that of TF1's optimizer, or the one that the program gave to it."""
    named = type(optimizer).__name__
    if not attributes:
        known = [name for name in slots if name in SLOTS]
        if known:
            raise MismatchError(f"{path} does not fit the model's {named}", [_other(known, named)])
        return None
    choices = [family] if family in slots else [name for name in slots if name not in SLOTS]
    if len(choices) != 1:
        text = _other(list(slots), named) if slots else "it holds no slots at all: was it written for inference?"
        raise MismatchError(f"{path} does not fit the model's {named}", [text])
    counts = {len(numbers) for numbers in slots[choices[0]].values()}
    expected = len(attributes)
    if family == "RMSProp":  # TF1 always keeps a momentum, used or not
        expected = 3 if optimizer.centered else 2
    if max(counts) > expected or (family == "RMSProp" and max(counts) < expected):
        text = f"{max(counts)} slots named {choices[0]} for a variable where {named} has {expected}"
        hint = ": is TF1's centered, or not? or do two optimizers share the variable?"
        raise MismatchError(f"{path} does not fit the model's {named}", [text + hint])
    return choices[0]


def _other(names, named):
    known = [name for name in names if name in KERAS]
    hint = f"; compile the model with {KERAS[known[0]]}" if known else ""
    return f"its slots are those of {', '.join(sorted(names))}, the model's optimizer is {named}{hint}"


def _refuse_unequal(entry, family, places):
    """Layers in which the state cannot mean the same on both sides."""
    trained = any(id(w) in places for w in entry.unit.weights.values())
    if trained and entry.unit.kind == "cudnn gru":
        raise ValueError(
            f"{entry.unit.path}: GRU(reset_after=True) trains two biases where TF1 saves the gates' sum: its optimizer "
            "state cannot be carried over. Load the weights alone"
        )
    if trained and family == "Ftrl" and entry.forget_bias:
        raise ValueError(
            f"{entry.unit.path}: Ftrl makes weights out of its slots, and the forget bias of {entry.forget_bias:g}, "
            "part of Keras' bias, is not in them: its state cannot be carried over. Load the weights alone"
        )


def _scalars(rows, family):
    """({"beta1_power": name}, [names of global_step])."""
    powers = {}
    for row in rows.values():
        if row.role == "optimizer" and family == "Adam":
            powers.setdefault(row.name.rsplit("/", 1)[-1][: len("beta1_power")], []).append(row.name)
    steps = [row.name for row in rows.values() if row.role == "step"]
    single = {key: names[0] for key, names in powers.items() if len(names) == 1}
    return single, steps


def _steps(made, checkpoint):
    """The number of steps that a checkpoint's optimizer has made."""
    values = {name: int(checkpoint[name]) for name in made.steps}
    if len(set(values.values())) > 1:
        lines = [f"{name}: {value}" for name, value in values.items()]
        raise MismatchError(f"{checkpoint.path}: several steps; pass iterations", lines)
    step = next(iter(values.values()), None)
    counted = {}
    for name, beta in (("beta1_power", "beta_1"), ("beta2_power", "beta_2")):
        if name in made.powers:
            power, beta = float(checkpoint[made.powers[name]]), getattr(made.optimizer, beta)
            if 1e-30 < power < 1:  # below, float32 has lost its digits
                counted[made.powers[name]] = math.log(power) / math.log(beta) - 1
    if not counted:
        if step is None:
            raise MismatchError(f"{checkpoint.path}: no global_step; pass iterations", [])
        return step
    agreed = step if step is not None else round(next(iter(counted.values())))
    if all(_near(count, agreed) for count in counted.values()):
        return agreed
    among = round(next(iter(counted.values())))
    lines = [f"{name} says {count:.1f} steps with the model's beta" for name, count in counted.items()]
    lines += [f"{name} says {value}" for name, value in values.items()]
    if all(_near(count, among) for count in counted.values()) and not callable(made.optimizer._learning_rate):
        return among  # the step was counted for something else; with a constant rate it decides nothing
    raise MismatchError(
        f"{checkpoint.path}: the powers of beta do not fit the model's Adam: other betas, or another number of steps "
        "(then pass iterations)",
        lines,
    )


def _near(count, steps):
    return abs(count - steps) < 0.5 + 2e-4 * steps  # TF1 multiplies the powers up in float32


def _missing(variable, family, number, rows):
    name = f"{variable}/{family}" + (f"_{number}" if number else "")
    slots = {row.name: row.shape for row in rows.values() if row.role == "slot"}
    near = nearest(name, rows[variable].shape, slots)
    return f"missing: {name} {list(rows[variable].shape)}" + (f"; nearest: {near} {list(slots[near])}" if near else "")
