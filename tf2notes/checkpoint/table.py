"""What each variable of a checkpoint is: a weight, an optimizer's slot, a moving average, a counter."""

import re
from collections import Counter
from dataclasses import dataclass

from tf2notes.checkpoint.wire import count

AVERAGE = "ExponentialMovingAverage"
# TF1's optimizers by the name their slots have, and what the slots hold, in the order in which they are made.
SLOTS = {
    "Adam": ("m", "v"),
    "LazyAdam": ("m", "v"),
    "AdaMax": ("m", "v"),
    "Adagrad": ("accumulator",),
    "AdagradDA": ("gradient accumulator", "squared gradient accumulator"),
    "ProximalAdagrad": ("accumulator",),
    "RMSProp": ("mean square", "momentum"),
    "Momentum": ("accumulator",),
    "Adadelta": ("accumulated gradients", "accumulated updates"),
    "Ftrl": ("accumulator", "linear"),
}

CENTERED = ("mean square", "mean", "momentum")  # of RMSProp
PLURAL = {
    "slot": "slots",
    "average": "moving averages",
    "optimizer": "powers of beta",
    "step": "steps",
    "object graph": "object graphs",
}


@dataclass(frozen=True)
class Row:
    """A variable of a checkpoint.

    Attributes:
        name, shape, dtype, parts: as stored.
        role: "variable", "slot", "average", "optimizer" (a scalar that belongs to all slots), "step" or "object graph".
        of: the variable that a slot or an average belongs to.
        optimizer: whose slot it is: the name that TF1's optimizer had.
        number: which of this variable's slots it is, from 0.
        siblings: how many slots the variable has of this optimizer.
    """

    name: str
    shape: tuple
    dtype: str
    parts: int
    role: str = "variable"
    of: str = ""
    optimizer: str = ""
    number: int = 0
    siblings: int = 0

    @property
    def what(self):
        """The role in words."""
        if self.role == "slot":
            slots = CENTERED if self.optimizer == "RMSProp" and self.siblings == 3 else SLOTS.get(self.optimizer, ())
            name = slots[self.number] if self.number < len(slots) else f"number {self.number}"
            return f"{self.optimizer} slot: {name} of {self.of}"
        return {
            "average": f"moving average of {self.of}",
            "optimizer": "optimizer: a power of its beta",
            "step": "the step",
            "object graph": "bookkeeping of tf.train.Checkpoint",
        }.get(self.role, "variable")


def rows(checkpoint):
    """A `Row` for every variable, in the order of their names."""
    stored = checkpoint.variables
    owners = {name: _owner(name, stored) for name in stored}
    families = Counter(_family(name)[0] for name, owner in owners.items() if owner)
    siblings = Counter((owner, _family(name)[0]) for name, owner in owners.items() if owner)
    found = []
    for name, variable in stored.items():
        role = {"role": "variable"}
        leaf = name.rsplit("/", 1)[-1]
        family, number = _family(name)
        if name == "_CHECKPOINTABLE_OBJECT_GRAPH":
            role = {"role": "object graph"}
        elif not variable.shape and re.fullmatch(r"beta[12]_power(_\d+)?", leaf):
            role = {"role": "optimizer"}
        elif not variable.shape and variable.dtype in ("int64", "int32") and leaf == "global_step":
            role = {"role": "step"}
        elif owners[name] and family == AVERAGE:
            role = {"role": "average", "of": owners[name]}
        elif owners[name] and (family in SLOTS or families[family] > 1):
            role = {"role": "slot", "of": owners[name], "optimizer": family, "number": number}
            role["siblings"] = siblings[owners[name], family]
        found.append(Row(name, variable.shape, variable.dtype, variable.parts, **role))
    return found


def show(checkpoint):
    """The table as text, with a line of totals."""
    found = rows(checkpoint)
    cells = [("name", "shape", "dtype", "parts", "what")]
    cells += [(r.name, str(list(r.shape)), r.dtype, str(r.parts) if r.parts > 1 else "", r.what) for r in found]
    widths = [max(len(row[i]) for row in cells) for i in range(4)]
    lines = ["  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[4]]).rstrip() for row in cells]
    weights = [r for r in found if r.role == "variable"]
    others = Counter(r.role for r in found if r.role != "variable")
    total = sum(count(r.shape) for r in weights)
    rest = "".join(f", {n} {PLURAL[role] if n > 1 else role}" for role, n in others.items())
    return "\n".join(
        [f"{checkpoint.path}: {checkpoint.kind}", *lines, f"{len(weights)} variables, {total:,} numbers{rest}"]
    )


def _family(name):
    """ "hidden/kernel/Adam_1" belongs to the family Adam, number 1."""
    leaf = name.rsplit("/", 1)[-1]
    match = re.fullmatch(r"(.+?)_(\d+)", leaf)
    return (match[1], int(match[2])) if match else (leaf, 0)


def _owner(name, stored):
    """The variable that a name hangs below; TF1 repeats its whole name below the scope in which the slot was made."""
    body = name.split("/")[:-1]
    for i in range(len(body)):
        owner = "/".join(body[i:])
        if owner in stored and stored[owner].shape == stored[name].shape:
            return owner
    return ""
