"""What the meta graph beside a checkpoint says that the checkpoint does not: the forget biases of its LSTM cells."""

import struct
from pathlib import Path

from tf2notes.checkpoint import wire
from tf2notes.checkpoint.formats import naming

BLOCKS = ("LSTMBlockCell", "BlockLSTM", "BlockLSTMV2")


def forget_biases(checkpoint):
    """The forget biases in ``prefix.meta``, a set of numbers; an empty one if there is no such file, or no LSTM in it.

    A cell adds its forget bias, a constant, to one of the parts that it has split; the block cells have an attribute.
    """
    path = Path(f"{checkpoint.path}.meta")
    if checkpoint.kind[:2] not in ("V1", "V2") or not path.is_file():
        return set()
    with naming(path):
        operations, constants, adds, found = {}, {}, [], set()
        graph = wire.message(wire.raw(wire.message(path.read_bytes()), 2))
        for node in map(wire.message, wire.every(graph, 1)):
            name, op = wire.text(wire.raw(node, 1)), wire.text(wire.raw(node, 2))
            operations[name] = op
            if op == "Const":
                constants[name] = node
            elif op in ("Add", "AddV2"):
                adds.append([wire.text(source).split(":")[0] for source in wire.every(node, 3)])
            elif op in BLOCKS:
                value = _attribute(node, b"forget_bias").get(4)
                found.add(struct.unpack("<f", value[-1])[0] if value else 1.0)
        for sources in adds:
            if {operations.get(source) for source in sources} == {"Split", "Const"}:
                constant = next(source for source in sources if source in constants)
                value = wire.tensor(wire.raw(_attribute(constants[constant], b"value"), 8))
                if value.shape == () and value.dtype.kind == "f":
                    found.add(float(value))
        return found


def _attribute(node, name):
    for attribute in map(wire.message, wire.every(node, 5)):
        if bytes(wire.raw(attribute, 1)) == name:
            return wire.message(wire.raw(attribute, 2))
    return {}
