"""The map from a checkpoint's variables to a model's weights: proposed, printed, written down, applied."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tf2notes.checkpoint import by_function, graph, matching, table
from tf2notes.checkpoint.errors import MismatchError
from tf2notes.checkpoint.units import Unit, paths_of, units


@dataclass
class Entry:
    """One layer and the variables that it is made of.

    Attributes:
        unit: the layer or cell.
        sources: {role: name of the TF1 variable}.
        why: what decided it.
        forget_bias: added to an LSTM's bias, as TF1's cell does when it computes; 0 for everything else.
    """

    unit: Unit
    sources: dict
    why: str
    forget_bias: float = 0.0

    def paths(self):
        """{Keras' name of a weight: its path below the model}."""
        return {name: f"{self.unit.path}/{name}" if self.unit.path else name for name in self.unit.weights}

    def weights(self, values, forget_bias=None):
        """{path: array} of {TF1 name: array}."""
        roles = {role: np.asarray(values[name]) for role, name in self.sources.items()}
        made = self.unit.convert(roles, self.forget_bias if forget_bias is None else forget_bias)
        return {path: np.asarray(made[name]) for name, path in self.paths().items()}

    def variables(self, arrays, shapes, constants=True):
        """The way back, {TF1 name: array} of {path: array}; what was added on the way there is taken off again.

        Without `constants` nothing is taken off: a slot holds no forget bias.

        With a cuDNN-like GRU the two biases of the gates are added up, as TF1 holds their sum.
        """
        arrays = {name: np.array(arrays[path], np.float64) for name, path in self.paths().items()}
        if self.unit.kind == "cudnn gru":
            gates = arrays["bias"].shape[1] * 2 // 3
            arrays["bias"][0, :gates] += arrays["bias"][1, :gates]
        places, added = self.places(shapes)
        found = {}
        for role, name in self.sources.items():
            found[name] = np.full(shapes[name], np.nan)
            for key in arrays:
                source, inner = places[key]
                mine = source == list(self.sources).index(role)
                found[name].ravel()[inner[mine]] = (arrays[key] - constants * added[key])[mine]
        return found

    def places(self, shapes):
        """Where each number of each weight comes from: {name: (which source, place in it)}, and {name: what is added}.

        Found by sending ramps through the conversion in the place of numbers; a source of -1 is none.
        """
        ramps, zeros, starts, total = {}, {}, [], 1
        for role, name in self.sources.items():
            size = int(np.prod(shapes[name]))
            ramps[role] = np.arange(total, total + size, dtype=np.float64).reshape(shapes[name])
            zeros[role] = np.zeros(shapes[name])
            starts.append(total)
            total += size
        positions = {n: np.rint(a).astype(np.int64) for n, a in self.unit.convert(ramps, 0.0).items()}
        constants = self.unit.convert(zeros, self.forget_bias)
        found = {}
        for name, position in positions.items():
            source = np.searchsorted(starts, position, side="right") - 1
            found[name] = source, position - np.array(starts)[source]
        return found, constants


class WeightMap:
    """What goes where; made by `propose`.

    Attributes:
        entries: an `Entry` for each layer of the model that has weights.
        rows: {name: `table.Row`} of the checkpoint.
        ignored: weights of the checkpoint that the user asked to leave out.
    """

    def __init__(self, entries, rows, ignored):
        self.entries, self.rows, self.ignored = entries, rows, ignored

    def names(self):
        """The TF1 variables that are used."""
        return [name for entry in self.entries for name in entry.sources.values()]

    def arrays(self, values):
        """{path of a Keras weight: array} of {TF1 name: array}."""
        return {path: array for entry in self.entries for path, array in entry.weights(values).items()}

    def __str__(self):
        """A table: weight, shape, where from, what decided it."""
        lines = [("weight", "shape", "from", "because of")]
        for entry in self.entries:
            if entry.unit.kind == "whole":
                places, _ = entry.places({name: row.shape for name, row in self.rows.items()})
                names = list(entry.sources)
                for path, w in entry.unit.weights.items():
                    found = " + ".join(names[i] for i in np.unique(places[path][0]) if i >= 0)
                    lines.append((path, str(list(w.shape)), found, entry.why))
                continue
            sources = " + ".join(entry.sources.values())
            note = f"; its bias + {entry.forget_bias:g} (forget_bias)" if entry.forget_bias else ""
            for name, path in entry.paths().items():
                source = entry.sources[name] if entry.unit.kind == "plain" else sources
                lines.append((path, str(list(entry.unit.weights[name].shape)), source, entry.why + note))
                note = note and "; likewise"
        widths = [max(len(line[i]) for line in lines) for i in range(3)]
        text = ["  ".join([*(c.ljust(w) for c, w in zip(line, widths, strict=False)), line[3]]) for line in lines]
        return "\n".join(text + [f"left out as asked: {name}" for name in self.ignored])

    def to_json(self):
        """The map as text that `propose` and ``--map`` take."""
        found = {}
        for entry in self.entries:
            if entry.unit.kind == "whole":
                raise ValueError("a map that is a function cannot be written as JSON")
            found[entry.unit.path] = dict(entry.sources)
            if entry.unit.kind == "lstm":
                found[entry.unit.path]["forget_bias"] = entry.forget_bias
        return json.dumps(found, indent=2)


def propose(model, checkpoint, map=None, forget_bias=None, scope=None, ignore=()):
    """Find out which variable of a checkpoint goes into which weight of a model.

    Args:
        model: a built Keras model.
        checkpoint: a `Checkpoint`.
        map: where you know better: {path of a layer: TF1 scope}, or {path of a layer: {role: TF1 name}}, or {path of a
            weight: TF1 name}; or a JSON file with that. Whatever it leaves open is proposed. Or a function for all of
            it, as `tf2notes.parity` has it: {TF1 name with ":0": array} -> {path of a weight: array}.
        forget_bias: of the TF1 program's LSTM cells; in no checkpoint. None: what the meta graph beside
            it says, and without one 1.0, TF1's default (0.0 for cuDNN's).
        scope: use the variables below this TF1 scope only.
        ignore: regular expressions for names of variables that the model does not need.

    Returns:
        A `WeightMap` that covers every weight of the model and every weight of the checkpoint.

    Raises:
        MismatchError: it would not; names each weight that is missing, unexpected, misshapen or ambiguous.
        ValueError: the map names a layer, role or variable that there is not.
    """
    rows = {row.name: row for row in table.rows(checkpoint)}
    weights = {name: row for name, row in rows.items() if row.role == "variable"}
    ignored = [name for name in weights if _left_out(name, scope, ignore)]
    weights = {name: row for name, row in weights.items() if name not in ignored}
    if callable(map):
        unit, sources = by_function.whole(model, map, weights, checkpoint.path)
        return WeightMap([Entry(unit, sources, "the map", 1.0)], rows, ignored)
    model_units = units(model)
    found = matching.Matching(model_units, weights)
    pins, biases = _pins(map, found, {path.path: path for path in model_units}, paths_of(model))
    for unit, roles in pins:
        found.pin(unit, roles)
    found.solve()
    problems = _problems(found, model_units, weights)
    if problems:
        counts = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        raise MismatchError(f"{checkpoint.path} does not fit the model {model.name!r}: {counts}", problems)
    if forget_bias is None and any(unit.kind == "lstm" and unit.path not in biases for unit in model_units):
        forget_bias = _forget_bias(checkpoint)
    entries = []
    for unit in model_units:
        sources, why = found.found[unit.path]
        entry = Entry(unit, {role: sources[role] for role in unit.needs}, why)
        if unit.kind == "lstm":
            default = 0.0 if "cudnn" in entry.sources["kernel"].lower() else 1.0 if forget_bias is None else forget_bias
            entry.forget_bias = float(biases.get(unit.path, default))
        entries.append(entry)
    return WeightMap(entries, rows, ignored)


def _forget_bias(checkpoint):
    """What the meta graph says, None without one; several values cannot be told apart."""
    found = graph.forget_biases(checkpoint)
    if len(found) > 1:
        raise MismatchError(
            f"{checkpoint.path}.meta: LSTM cells with several forget biases: say which in a map, or pass forget_bias",
            [f"{value:g}" for value in sorted(found)],
        )
    return next(iter(found), None)


def _left_out(name, scope, ignore):
    outside = scope is not None and not name.startswith(scope.rstrip("/") + "/")
    return outside or any(re.search(pattern, name) for pattern in ignore)


def _pins(given, found, model_units, weights):
    """What the user's map says: [(unit, {role: name})] and {path: forget_bias}."""
    if isinstance(given, (str, Path)):
        try:
            given = json.loads(Path(given).read_text(encoding="utf-8"))
        except json.JSONDecodeError as error:
            raise ValueError(f"{given}: not JSON: {error}") from None
    if given is not None and not isinstance(given, dict):
        raise ValueError(f"map: expected an object of layers or weights, got {type(given).__name__}")
    pins, biases = {}, {}
    for path, value in (given or {}).items():
        if path in model_units:
            unit = model_units[path]
            if isinstance(value, str):
                value = _below(unit, value, found)
            roles = dict(value)
            if "forget_bias" in roles:
                biases[path] = roles.pop("forget_bias")
        elif path in weights and (unit := model_units[path.rpartition("/")[0]]).kind == "plain":
            roles = {path.rpartition("/")[2]: value}
        else:
            near = matching.nearest(path, (), dict.fromkeys([*model_units, *weights], ()))
            raise ValueError(f"map: the model has no layer or weight {path!r}. Did you mean {near}?")
        for role, name in roles.items():
            if role not in unit.needs:
                raise ValueError(f"map: {path} has no {role!r}; expected {', '.join(unit.needs)}")
            if name not in found.variables:
                near = matching.nearest(name, unit.needs[role], {n: r.shape for n, r in found.variables.items()})
                raise ValueError(f"map: the checkpoint has no variable {name!r}. Did you mean {near}?")
        pins.setdefault(unit.path, {}).update(roles)
    return [(model_units[path], roles) for path, roles in pins.items() if roles], biases


def _below(unit, scope, found):
    """The roles of a unit among the variables of a scope; a single weight may be named itself."""
    alike = found.alike(unit)
    if scope in alike:
        return alike[scope]
    if scope in found.variables and len(unit.needs) == 1:
        return dict.fromkeys(unit.needs, scope)
    near = matching.nearest(scope, (), dict.fromkeys(alike, ()))
    hint = f"Did you mean {near}?" if near else f"No scope has what {unit.layer} needs: {', '.join(unit.needs)}."
    raise ValueError(f"map: {unit.path}: there is no {unit.layer} below {scope!r}. {hint}")


def _problems(found, model_units, weights):
    """One line for each weight that is missing, misshapen, ambiguous or unexpected."""
    problems, spoken = [], set()
    for unit in model_units:
        roles = found.found.get(unit.path, ({}, ""))[0]
        for role, name in roles.items():
            if weights[name].shape != tuple(unit.needs[role]):
                problems.append(_misshapen(unit, role, name, weights))
        if set(roles) == set(unit.needs):
            continue
        if unit.path in found.ambiguous:
            labels = found.ambiguous[unit.path]
            spoken |= {name for label in labels for name in found.alike(unit).get(label, {0: label}).values()}
            problems.append(f"ambiguous: {unit.path} could be {' or '.join(labels)}: say which in a map")
            continue
        near = found.meant(unit)
        if near and not roles:
            spoken |= set(near.values())
            wrong = [r for r in unit.needs if weights[near[r]].shape != tuple(unit.needs[r])]
            problems += [_misshapen(unit, role, near[role], weights) for role in wrong]
            continue
        problems += [_missing(unit, role, found) for role in unit.needs if role not in roles]
    shapes = {f"{u.path}/{role}": shape for u in model_units for role, shape in u.needs.items()}
    for name in sorted(set(weights) - found.taken - spoken):
        near = matching.nearest(name, weights[name].shape, shapes)
        hint = f"; nearest: {near} {list(shapes[near])}" if near else ""
        problems.append(f"unexpected: {name} {list(weights[name].shape)} fits nothing in the model{hint}")
    return problems


def _misshapen(unit, role, name, weights):
    return (
        f"misshapen: {unit.path}/{role} ({unit.layer}) needs {list(unit.needs[role])}, "
        f"{name} has {list(weights[name].shape)}"
    )


def _missing(unit, role, found):
    left = {name: row.shape for name, row in found.variables.items() if name not in found.taken}
    near = matching.nearest(
        f"{unit.path}/{role}", unit.needs[role], left or {n: r.shape for n, r in found.variables.items()}
    )
    hint = f"nearest: {near} {list(found.variables[near].shape)}" if near else "the checkpoint has no weights"
    text = f"missing: {unit.path}/{role} {list(unit.needs[role])} for {unit.layer}; {hint}"
    if unit.kind == "cudnn gru" and found.cells["gru"]:
        text += "; TF1's GRUCell needs GRU(reset_after=False)"
    others = [set(roles) for roles in found.groups.values() if "moving_mean" in roles]
    if unit.layer == "BatchNormalization" and others and not any(role in roles for roles in others):
        text += f"; TF1 built it without {role}: BatchNormalization({'scale' if role == 'gamma' else 'center'}=False)"
    return text
