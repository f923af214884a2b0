"""Protocol buffers read off the wire: what checkpoints need of them, every length checked."""

import struct

import numpy as np

from tf2notes.checkpoint.errors import Damaged

# DataType of TensorFlow: number -> NumPy's name, and the field of a TensorProto that holds such values.
TYPES = {
    1: ("float32", 5),
    2: ("float64", 6),
    3: ("int32", 7),
    4: ("uint8", 7),
    5: ("int16", 7),
    6: ("int8", 7),
    7: ("string", 8),
    8: ("complex64", 9),
    9: ("int64", 10),
    10: ("bool", 11),
    14: ("bfloat16", 13),
    17: ("uint16", 7),
    18: ("complex128", 12),
    19: ("float16", 13),
    22: ("uint32", 16),
    23: ("uint64", 17),
}
FIXED = {5: "<f4", 6: "<f8", 9: "<f4", 12: "<f8"}


def dtype_name(number):
    """The name of a DataType; types that no weight has keep their number."""
    return TYPES[number][0] if number in TYPES else f"type {number}"


def numpy_dtype(name):
    """NumPy's dtype, or `Damaged` for what NumPy has none for."""
    if name == "string":
        return np.dtype(object)
    if name == "bfloat16":
        import ml_dtypes

        return np.dtype(ml_dtypes.bfloat16)
    if name.startswith("type "):
        raise Damaged(f"values of {name} cannot be read")
    return np.dtype(name)


def varint(data, place):
    """A number of variable length: (number, place behind it)."""
    number = shift = 0
    while True:
        if place >= len(data) or shift > 63:
            raise Damaged("a number without an end")
        byte = data[place]
        place += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, place
        shift += 7


def fields(data):
    """The fields of a message in order: (number, value); value is an int, or bytes (packed values included)."""
    data, place = memoryview(data), 0
    while place < len(data):
        tag, place = varint(data, place)
        kind = tag & 7
        if kind == 0:
            value, place = varint(data, place)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            if place + size > len(data):
                raise Damaged("a field runs past the end of its message")
            value, place = data[place : place + size], place + size
        elif kind == 2:
            size, place = varint(data, place)
            if place + size > len(data):
                raise Damaged("a field runs past the end of its message")
            value, place = data[place : place + size], place + size
        else:
            raise Damaged(f"a field of unknown kind {kind}")
        if tag >> 3 == 0:
            raise Damaged("a field with number 0")
        yield tag >> 3, value


def message(data):
    """All fields of a message: {number: [values]}."""
    found = {}
    for number, value in fields(data):
        found.setdefault(number, []).append(value)
    return found


def integer(found, number, default=0):
    """The last value of an integer field, as signed 64 bit."""
    value = found.get(number, [default])[-1]
    if not isinstance(value, int):
        raise Damaged(f"field {number} should be an integer")
    return value - (1 << 64) if value >= 1 << 63 else value


def raw(found, number):
    """The last value of a field of bytes; b"" if it is absent."""
    value = found.get(number, [b""])[-1]
    if isinstance(value, int):
        raise Damaged(f"field {number} should be bytes")
    return value


def every(found, number):
    """All values of a repeated field of bytes."""
    values = found.get(number, [])
    if any(isinstance(value, int) for value in values):
        raise Damaged(f"field {number} should be bytes")
    return values


def text(data):
    """UTF-8."""
    try:
        return bytes(data).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Damaged("a name that is not UTF-8") from error


def shape_of(data):
    """A TensorShapeProto as a tuple."""
    found = message(data)
    if integer(found, 3):
        raise Damaged("a shape of unknown rank")
    sizes = tuple(integer(message(dim), 1) for dim in every(found, 2))
    if any(size < 0 for size in sizes):
        raise Damaged(f"a shape of {sizes}")
    return sizes


def count(shape):
    """How many numbers a shape holds (exact, however large)."""
    total = 1
    for size in shape:
        total *= size
    return total


def tensor(data, shape=None, name=None):
    """The array in a TensorProto; `shape` and the dtype's `name` are given where the proto leaves them out."""
    found = message(data)
    name = dtype_name(integer(found, 1)) if name is None else name
    field = next((field for known, field in TYPES.values() if known == name), None)
    if field is None:
        raise Damaged(f"a tensor of {name}")
    shape = shape_of(raw(found, 2)) if shape is None else shape
    total, dtype = count(shape), numpy_dtype(name)
    if 4 in found:
        content = raw(found, 4)
        if name == "string" or len(content) != total * dtype.itemsize:
            raise Damaged(f"a tensor of {shape} with {len(content)} bytes")
        return np.frombuffer(content, dtype).reshape(shape).copy()
    values = _values(found.get(field, []), field, dtype)
    if len(values) > total or (total > 1 and not len(values)):
        raise Damaged(f"a tensor of {shape} with {len(values)} values")
    if len(values) <= 1:  # all alike: a view, so that a shape that was altered asks for no memory
        one = values[0] if len(values) else b"" if name == "string" else 0
        return np.broadcast_to(np.array(one, dtype), shape)
    if len(values) < total:  # what is left out at the end repeats the last value
        if total > 1 << 28:
            raise Damaged(f"a tensor of {shape} with {len(values)} values")
        values = np.concatenate([values, np.repeat(values[-1:], total - len(values))])
    return values.reshape(shape)


def _values(parts, field, dtype):
    if field == 8:
        found = np.empty(len(parts), object)
        found[:] = [bytes(part) for part in parts]
        return found
    if field in FIXED:
        sizes = np.dtype(FIXED[field]).itemsize
        if any(isinstance(part, int) or len(part) % sizes for part in parts):
            raise Damaged("packed values of a wrong length")
        return np.frombuffer(b"".join(map(bytes, parts)), FIXED[field]).view(dtype)
    numbers = []
    for part in parts:
        if isinstance(part, int):
            numbers.append(part)
            continue
        place = 0
        while place < len(part):
            number, place = varint(part, place)
            numbers.append(number)
    if field == 13:  # half and bfloat16: their bits
        return np.array([n & 0xFFFF for n in numbers], np.uint16).view(dtype)
    return np.array([n & ((1 << 64) - 1) for n in numbers], np.uint64).astype(dtype)


def fixed32(value):
    """A field of four bytes as a number."""
    if isinstance(value, int) or len(value) != 4:
        raise Damaged("a checksum that is not four bytes")
    return struct.unpack("<I", value)[0]
