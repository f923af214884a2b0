"""Proposes a weight map from names and shapes; where two variables fit, it asks instead of guessing."""

from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from tf2notes.parity import weights as rules
from tf2notes.parity.recording import named_weights


@dataclass(frozen=True)
class Row:
    """One line of a proposal: a Keras weight (or a cell), and what it is to be made of."""

    path: str
    shape: tuple[int, ...]
    rule: rules.Rule | None  # None: not decided
    why: str
    candidates: tuple[str, ...] = ()  # TF1 variables that fit, where several do


@dataclass(frozen=True)
class Proposal:
    """A weight map to look at before it is used: print it, then `confirm` it."""

    rows: tuple[Row, ...]
    unused: tuple[str, ...]  # TF1 variables that go nowhere

    @property
    def exact(self):
        """Whether every Keras weight has exactly one source."""
        return all(row.rule for row in self.rows)

    def confirm(self, choices=()):
        """The `WeightMap`, with `choices` {Keras path: TF1 variable or rule} where the proposal leaves one.

        Raises:
            ValueError: a weight still has several candidates, or none; the message lists them.
        """
        choices = dict(choices)
        unknown = set(choices) - {row.path for row in self.rows}
        if unknown:
            raise ValueError(f"confirm: no Keras weight {', '.join(sorted(unknown))} in the proposal:\n{self}")
        if any(row.rule is None and row.path not in choices for row in self.rows):
            raise ValueError(
                "the weight map is not certain; choose with confirm({path: variable}), or give a WeightMap:\n"
                + str(self)
            )
        return rules.WeightMap({row.path: choices.get(row.path, row.rule) for row in self.rows})

    def __str__(self):
        width = max((len(row.path) for row in self.rows), default=0)
        lines = []
        for row in self.rows:
            if row.rule:
                lines.append(f"  {row.path:{width}}  <- {row.rule}  ({row.why})")
            else:
                several = " or ".join(row.candidates)
                lines.append(f"  {row.path:{width}}  <- ?  {row.why}{': ' + several if several else ''}")
        if self.unused:
            lines.append(f"  unused TF1 variables: {', '.join(self.unused)}")
        return "\n".join(lines)


def propose(shapes, model, forget_biases=()):
    """A `Proposal` for a model's weights.

    Args:
        shapes: {TF1 variable: shape}.
        model: the Keras model.
        forget_biases: {scope of an LSTM cell: its forget bias}, as `forget_biases_of` reads them from a graph.

    A weight is settled if a TF1 variable has its name and shape, if the rest of its layer comes from the same scope, or
    if there is one variable and one weight of that shape. Everything else is left open, with the candidates.
    """
    shapes = {name: tuple(int(n) for n in shape) for name, shape in shapes.items()}
    wanted = {path: tuple(v.shape) for path, v in named_weights(model).items()}
    order = {path: i for i, path in enumerate(wanted)}
    free, rows = dict(shapes), {}
    _cells(free, wanted, rows, dict(forget_biases))
    settled = True
    while settled:
        settled = any([_by_name(free, wanted, rows), _by_layer(free, wanted, rows), _by_shape(free, wanted, rows)])
    for path, shape in wanted.items():
        if path not in rows:
            fit = tuple(name for name in free if free[name] == shape)
            why = f"{len(fit)} TF1 variables have its shape {shape}" if fit else f"no TF1 variable of shape {shape}"
            turned = tuple(name for name in free if sorted(free[name]) == sorted(shape)) if not fit else ()
            if turned:
                why += ", but transposed or reshaped"
            rows[path] = Row(path, shape, None, why, fit or turned)
    rows = sorted(rows.values(), key=lambda row: next(i for p, i in order.items() if p.startswith(row.path)))
    undecided = {name for row in rows for name in row.candidates}
    return Proposal(tuple(rows), tuple(name for name in free if name not in undecided))


def forget_biases_of(graph):
    """{scope of an LSTM cell: the constant that is added to its third gate}, of those that the graph shows."""
    found = {}
    for operation in graph.get_operations():
        if operation.type in ("Add", "AddV2") and len(operation.inputs) == 2:
            left, right = operation.inputs
            for gate, constant in ((left, right), (right, left)):
                if gate.op.type == "Split" and gate.value_index == 2 and len(gate.op.outputs) == 4:
                    value = tf.get_static_value(_source(constant))
                    if value is not None and np.ndim(value) == 0:
                        found[operation.name.rpartition("/")[0]] = float(value)
    return found


def _source(tensor):
    while tensor.op.type in ("Enter", "Identity", "RefEnter"):
        tensor = tensor.op.inputs[0]
    return tensor


def _cells(free, wanted, rows, forget_biases):
    """Recurrent cells: one kernel in TF1, two in Keras."""
    for path in [p.removesuffix("/recurrent_kernel") for p in wanted if p.endswith("/recurrent_kernel")]:
        kernel, recurrent = wanted.get(f"{path}/kernel"), wanted[f"{path}/recurrent_kernel"]
        units, inputs = recurrent[0], kernel[0]
        if recurrent[1] == 4 * units:
            fit = [n.removesuffix("/kernel:0") for n, s in free.items() if n.endswith("/kernel:0")]
            fit = [
                s
                for s in fit
                if free[f"{s}/kernel:0"] == (inputs + units, 4 * units) and free.get(f"{s}/bias:0") == (4 * units,)
            ]
            parts = ("kernel:0", "bias:0")
        elif recurrent[1] == 3 * units:
            fit = [n.removesuffix("/gates/kernel:0") for n in free if n.endswith("/gates/kernel:0")]
            fit = [s for s in fit if free[f"{s}/gates/kernel:0"] == (inputs + units, 2 * units)]
            parts = ("gates/kernel:0", "gates/bias:0", "candidate/kernel:0", "candidate/bias:0")
        else:
            continue
        twins = [
            p
            for p in wanted
            if p.endswith("/recurrent_kernel")
            and wanted[p] == recurrent
            and wanted.get(p.replace("/recurrent_kernel", "/kernel")) == kernel
        ]
        sides = {"forward": "fw", "backward": "bw"}
        side = next((tf1 for name, tf1 in sides.items() if f"/{name}_" in f"/{path}"), None)
        if side and len(fit) > 1:
            fit = [s for s in fit if f"/{side}/" in f"/{s}/"]
            twins = [t for t in twins if f"/{path.split('/')[-2].split('_')[0]}_" in f"/{t}"]
        members = [p for p in wanted if p.startswith(f"{path}/")]
        shape = wanted[f"{path}/kernel"]
        if len(fit) == 1 and len(twins) == 1:
            scope = fit[0]
            if parts[0] == "kernel:0":
                bias = next((b for s, b in forget_biases.items() if s.endswith(scope) or scope.endswith(s)), None)
                why = "the only cell of its shape; " + (
                    "forget bias read from the graph"
                    if bias is not None
                    else "forget bias 1 is TF1's default: check it"
                )
                rule = rules.lstm(scope, 1.0 if bias is None else bias)
            else:
                rule, why = rules.gru(scope), "the only cell of its shape"
            row = Row(path, shape, rule, why)
        else:
            row = Row(path, shape, None, f"{len(fit)} TF1 cells have its shape", tuple(fit))
        rows[path] = row
        for member in members:
            del wanted[member]
        for scope in fit if len(twins) == 1 else ():
            for part in parts:
                free.pop(f"{scope}/{part}", None)
    # several cells of one shape: their variables are no candidates for anything else
    for row in rows.values():
        for scope in row.candidates:
            for part in (
                "kernel:0",
                "bias:0",
                "gates/kernel:0",
                "gates/bias:0",
                "candidate/kernel:0",
                "candidate/bias:0",
            ):
                free.pop(f"{scope}/{part}", None)


def _by_name(free, wanted, rows):
    """A TF1 variable of the same name, in TF1's or in Keras' spelling of the part."""
    found = False
    for path, shape in list(wanted.items()):
        scope, _, part = path.rpartition("/")
        names = [f"{scope}/{p}:0" for p in rules.PARTS.get(part, (part,))] + [f"{scope}:0"]
        fit = [n for n in free if free[n] == shape and any(n == x or n.endswith(f"/{x}") for x in names)]
        if len(fit) == 1 and _only_claim(path, fit[0], wanted):
            _settle(free, wanted, rows, path, fit[0], "same name")
            found = True
    return found


def _only_claim(path, name, wanted):
    """No other weight of the model would have that variable by name as well."""
    scope = path.rpartition("/")[0]
    others = [p for p in wanted if p != path and p.rpartition("/")[0].endswith(f"/{scope}")]
    return not any(p.rpartition("/")[0] in name for p in others)


def _by_layer(free, wanted, rows):
    """The rest of a layer whose first weight is settled comes from the same TF1 scope."""
    found = False
    for path, shape in list(wanted.items()):
        scope, _, part = path.rpartition("/")
        mates = {
            _scope_of(row.rule.text)
            for p, row in rows.items()
            if row.rule and p.rpartition("/")[0] == scope and row.rule.text.startswith("same(")
        }
        if len(mates) == 1:
            tf1_scope = mates.pop()
            for p in rules.PARTS.get(part, (part,)):
                name = f"{tf1_scope}/{p}:0" if tf1_scope else ""
                if free.get(name) == shape and path in wanted:
                    _settle(free, wanted, rows, path, name, "same scope as the rest of its layer")
                    found = True
    return found


def _by_shape(free, wanted, rows):
    """One weight and one variable of that shape (or of its transposed or flattened one)."""
    for path, shape in list(wanted.items()):
        fit = [name for name in free if free[name] == shape]
        twins = [p for p in wanted if wanted[p] == shape]
        if len(fit) == 1 and len(twins) == 1:
            _settle(free, wanted, rows, path, fit[0], "the only one of its shape")
            return True
        if not fit and len(twins) == 1:
            flat = [n for n in free if tuple(d for d in free[n] if d != 1) == tuple(d for d in shape if d != 1)]
            if len(flat) == 1:
                rule = rules.reshaped(flat[0].removesuffix(":0"), shape)
                why = f"the only one of its numbers, reshaped from {free[flat[0]]}"
                rows[path] = Row(path, shape, rule, why)
                free.pop(flat[0])
                wanted.pop(path)
                return True
    return False


def _settle(free, wanted, rows, path, name, why):
    rows[path] = Row(path, wanted.pop(path), rules.same(name.removesuffix(":0")), why)
    free.pop(name)


def _scope_of(text):
    return text.split("'")[1].rpartition("/")[0]
