"""Which variables of a checkpoint go into which layer: by name, by what is the only fit, by TF1's numbering."""

import difflib
import re

from tf2notes.checkpoint import naming
from tf2notes.checkpoint.units import SCHEMES

RECURRENT = re.compile(r"(lstm|gru|rnn)\w*cell\w*$|fused_cell$", re.IGNORECASE)
NORM = {"gamma", "beta", "moving_mean", "moving_variance"}  # all of one shape: told by their names or not at all
ONLY, ORDER, NAME, INSIDE = "the only one that fits", "TF1's numbering", "its name", "the scope that it is in"


class Matching:
    """Finds for each `Unit` its variables.

    Args:
        units: of the model, in its order.
        variables: {name: `table.Row`}: the weights of the checkpoint.

    Attributes:
        found: {path of the unit: ({role: name}, why)}; a unit may be found in part.
        ambiguous: {path of the unit: the labels that it could be}.
    """

    def __init__(self, units, variables):
        self.units, self.variables = units, variables
        self.groups = naming.groups(variables)
        self.cells = {kind: naming.cells(scheme, variables) for kind, scheme in SCHEMES.items()}
        self.found, self.ambiguous, self.taken, self.labels = {}, {}, set(), {}

    def pin(self, unit, roles):
        """Settle a unit as the user says."""
        self._settle(unit, roles, "the map")

    def solve(self):
        """Settle all units that can be settled beyond doubt."""
        while self._step():
            pass
        for unit in self._open():
            options = self._options(unit)
            if len(options) > 1:
                self.ambiguous[unit.path] = sorted(options)
        self._match_loose()

    def alike(self, unit):
        """The groups of variables that have the roles of a unit, whatever their shapes: {label: {role: name}}."""
        if unit.kind != "plain":
            found = {s: r for s, r in self.cells[unit.kind].items() if set(r) == set(unit.needs)}
        else:
            found = {}
            for label, roles in self.groups.items():
                renamed = _renamed(unit, roles)
                if set(renamed) == set(unit.needs) and not RECURRENT.search(label):
                    found[label] = renamed
        way = unit.direction or (unit.kind != "plain" and naming.direction_of_layer(unit.name))
        halves = {label: roles for label, roles in found.items() if naming.direction(label) == way}
        if unit.direction or (way and halves):
            found = halves
        return {label: roles for label, roles in found.items() if not self.taken & set(roles.values())}

    def meant(self, unit):
        """The group that must be meant although its shapes are others: by its name, or as there is no other."""
        if unit.path in self.found:
            return None
        alike = self.alike(unit)
        if label := _best(unit, alike):
            return alike[label]
        return next(iter(alike.values())) if len(alike) == 1 else None

    def _options(self, unit):
        shapes = self.variables
        return {
            label: roles
            for label, roles in self.alike(unit).items()
            if all(shapes[name].shape == tuple(unit.needs[role]) for role, name in roles.items())
        }

    def _open(self):
        return [unit for unit in self.units if unit.path not in self.found]

    def _settle(self, unit, roles, why, label=None):
        self.found[unit.path] = (dict(roles), why)
        self.labels[unit.path] = label
        self.taken |= set(roles.values())

    def _step(self):
        """Settle what can be settled now; returns whether anything was."""
        options = {unit.path: self._options(unit) for unit in self._open()}
        by_name = {}
        for unit in self._open():
            if not unit.automatic and (label := _best(unit, options[unit.path])):
                by_name.setdefault(label, []).append(unit)
        claimed = [(units[0], label) for label, units in by_name.items() if len(units) == 1]
        for unit, label in claimed:
            self._settle(unit, options[unit.path][label], NAME, label)
        if claimed or self._settle_nested(options):
            return True
        classes = {}
        for unit in self._open():
            if options[unit.path]:
                classes.setdefault(frozenset(options[unit.path]), []).append(unit)
        for labels, units in classes.items():
            if len(labels) != len(units):
                continue
            order = naming.in_order(labels) if len(labels) > 1 else list(labels)
            if order and not _contradicted(units, order):
                for unit, label in zip(units, order, strict=True):
                    self._settle(unit, options[unit.path][label], ORDER if len(labels) > 1 else ONLY, label)
                return True
        return False

    def _settle_nested(self, options):
        """A scope inside of another layer's, ``conv1/BatchNorm``, belongs to what follows that layer in the model."""
        before, claims = None, {}
        for unit in self.units:
            if unit.path not in self.found:
                inner = [label for label in options[unit.path] if before and label.rpartition("/")[0] == before]
                if len(inner) == 1:
                    claims.setdefault(inner[0], unit)
            elif "kernel" in unit.needs or "pointwise_kernel" in unit.needs:
                before = self.labels[unit.path]
        for label, unit in claims.items():
            self._settle(unit, options[unit.path][label], INSIDE, label)
        return bool(claims)

    def _match_loose(self):
        """Weights that no group of names has, one by one by their shapes: ``Variable_3``, ``var0``."""
        weights = {}
        for unit in self.units:
            if unit.kind == "plain" and unit.path not in self.ambiguous and not self.meant(unit):
                for role, shape in unit.needs.items():
                    if role not in self.found.get(unit.path, ({},))[0] and role not in NORM:
                        weights.setdefault(tuple(shape), []).append((unit, role))
        for shape, wanted in weights.items():
            roles = {role for _, role in wanted}
            left = [
                name
                for name, row in self.variables.items()
                if name not in self.taken and row.shape == shape and _role(name) in (None, *roles)
            ]
            if len(left) != len(wanted):
                if len(left) > 1:
                    self.ambiguous.update({unit.path: left for unit, _ in wanted})
                continue
            order = naming.in_order(left) if len(left) > 1 else left
            if order is None:
                self.ambiguous.update({unit.path: left for unit, _ in wanted})
                continue
            for (unit, role), name in zip(wanted, order, strict=True):
                self.found.setdefault(unit.path, ({}, ORDER if len(left) > 1 else ONLY))[0][role] = name
                self.taken.add(name)


def nearest(name, shape, others):
    """The name among `others` ({name: shape}) that is most like this one; equal shapes count for much."""

    def score(other):
        return difflib.SequenceMatcher(None, name, other).ratio() + (tuple(others[other]) == tuple(shape))

    return max(others, key=score, default=None)


def _renamed(unit, roles):
    """The roles of a group under the names that the unit's layer has for them."""
    if set(unit.needs) == {"embeddings"} and set(roles) == {"kernel"}:
        return {"embeddings": roles["kernel"]}
    if unit.layer.startswith("Depthwise") and "depthwise_kernel" in roles:
        return {"kernel" if role == "depthwise_kernel" else role: name for role, name in roles.items()}
    return roles


def _role(name):
    return naming.leaf_role(name.rsplit("/", 1)[-1])[1]


def _best(unit, options):
    """The one label that the unit's name points to, or None."""
    name, scores = unit.name.lower(), {}
    for label in options:
        parts = label.lower().split("/")
        if label.lower() == unit.path.lower():
            scores.setdefault(3, []).append(label)
        elif parts[-1] == name:
            scores.setdefault(2, []).append(label)
        elif name in parts:
            scores.setdefault(1, []).append(label)
    best = scores[max(scores)] if scores else []
    return best[0] if len(best) == 1 else None


def _contradicted(units, order):
    """Whether the layers' names say otherwise than their order: the same names on both sides, in another order."""
    names = [unit.name.lower() for unit in units]
    lasts = [label.lower().split("/")[-1] for label in order]
    return set(names) == set(lasts) and names != lasts
