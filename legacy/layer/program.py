"""A TF1 graph cut down to what a layer needs, and what it consists of.

A `Program` is plain data: a GraphDef whose variables are resources, and the names of what goes in and comes out. Where
it came from (a function, a whole program with placeholders, a meta graph) no longer matters.
"""

import difflib
from dataclasses import dataclass, field

import tensorflow.compat.v1 as tf

# Operations that a layer cannot contain -> what to do instead.
_REFUSED = {
    "Queue": "a queue",
    "Barrier": "a barrier",
    "Reader": "a reader of files",
    "Iterator": "an iterator",
    "HashTable": "a lookup table",
    "Stage": "a staging area",
}


@dataclass(frozen=True)
class Variable:
    """One variable of a program: what TF1 said of it."""

    name: str  # without ":0", as in checkpoints; of a partitioned variable with /part_0
    shape: tuple
    dtype: str
    trainable: bool
    part_of: tuple | None = None  # (name of the whole, its shape, where this part begins) of a partitioned variable


@dataclass
class Program:
    """What to run: feed `inputs`, fetch `outputs`, add `losses`, run `updates` where training.

    Attributes:
        graph_def: the operations that the fetches need; variables are ``VarHandleOp`` nodes.
        inputs: names of the tensors that are fed, one for each flattened input of the layer.
        input_specs: their static shapes and dtypes, as tf.TensorSpec.
        constants: {tensor name: array} fed besides.
        outputs: a structure of tensor names.
        losses: names of scalars.
        updates: names of operations.
        variables: {name: `Variable`} of those that the fetches reach.
        output_specs: the static shapes and dtypes of the flattened outputs.
        contexts: serialized contexts of TF1's own loops and branches, {collection: [bytes]}.
        graph: keeps alive what Python functions inside the graph (``tf.py_func``) refer to.
    """

    graph_def: tf.GraphDef
    inputs: list
    input_specs: list
    outputs: object
    losses: list = field(default_factory=list)
    updates: list = field(default_factory=list)
    variables: dict = field(default_factory=dict)
    constants: dict = field(default_factory=dict)
    output_specs: list = field(default_factory=list)
    contexts: dict = field(default_factory=dict)
    graph: object = None

    @property
    def fetched(self):
        """Names of all tensors that are fetched: outputs, then losses."""
        return [*tf.nest.flatten(self.outputs), *self.losses]

    @property
    def has_loops(self):
        """Whether TF1's own loops or branches are inside, whose gradient has to be built in their own graph."""
        return any(node.op in ("Enter", "Switch", "Merge") for node in self.graph_def.node)


def node_of(name):
    """The operation behind the name of a tensor or of a control input."""
    return name.lstrip("^").partition(":")[0]


def tensor_name(name):
    """``x`` as a tensor's name: ``x:0``."""
    return name if ":" in name else f"{name}:0"


def ancestors(nodes, fetches, feeds=()):
    """Names of the nodes that `fetches` (names of nodes) need, those that are fed not included."""
    seen, waiting = set(), list(fetches)
    while waiting:
        name = waiting.pop()
        if name in seen or name not in nodes:
            continue
        seen.add(name)
        waiting += [node_of(i) for i in nodes[name].input if _plain(i) not in feeds]
    return seen


def _plain(name):
    return name if name.startswith("^") else tensor_name(name)


def cut(graph_def, fetches, feeds, more=()):
    """A GraphDef of what the fetched tensors and operations need.

    Args:
        graph_def: the whole.
        fetches: names of tensors and operations.
        feeds: names of tensors that are fed.
        more: names of nodes to keep in any case.

    Raises:
        ValueError: it needs a placeholder that nothing feeds, a queue, an iterator or a table.
    """
    nodes = {node.name: node for node in graph_def.node}
    feeds = {tensor_name(name) for name in feeds}
    wanted = [node_of(name) for name in fetches if ":" not in name or name not in feeds]
    kept = ancestors(nodes, [*wanted, *more], feeds)
    _check([nodes[name] for name in kept])
    smaller = tf.GraphDef(versions=graph_def.versions, library=graph_def.library)
    smaller.node.extend(node for node in graph_def.node if node.name in kept)
    for node in smaller.node:
        node.device = ""
        node.attr.pop("_class", None)
        node.attr.pop("_output_shapes", None)
    return smaller


def _check(nodes):
    unfed = sorted(node.name for node in nodes if node.op in ("Placeholder", "PlaceholderV2"))
    if unfed:
        raise ValueError(
            f"the outputs of the TF1 code need {'placeholders' if len(unfed) > 1 else 'the placeholder'} "
            f"{', '.join(map(repr, unfed))}, which a layer cannot feed. Make each an argument of build_fn; or, for a "
            "function that makes its own placeholders, use TF1Layer.from_graph(build_fn, inputs=..., outputs=..., "
            "feeds={name: number})"
        )
    for node in nodes:
        for part, what in _REFUSED.items():
            if part in node.op and not node.op.startswith("Stateless"):
                raise ValueError(
                    f"the outputs of the TF1 code need {what} (operation {node.name!r} of type {node.op}), which "
                    "cannot be a part of a layer. Read the data outside, with tf.data, and pass the batch to the layer"
                )


def nearest(name, known):
    """`` Did you mean ...?`` with the nearest of the known names, or nothing."""
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f" Did you mean {near[0]!r}?" if near else ""
