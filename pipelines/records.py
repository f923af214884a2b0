"""Records described by a dataclass, written to TFRecord files and read back as the same fields.

    @dataclass
    class Digit:
        image: Annotated[np.ndarray, Image(28, 28, 1)]
        label: int
        name: str
        strokes: Annotated[np.ndarray, Array("float32", None, 2)]   # any number of rows of 2
        tags: list[str]
        lines: list[list[int]]

    shards.write(records.encoded(Digit, digits), "data/digits", count=4, features=records.describe(Digit))
    train = records.dataset(Digit, "data/digits-*.tfrecord").shuffle(1000).batch(50)

Replaces: ``tf.train.Example`` by hand on one side and ``tf.FixedLenFeature`` / ``tf.VarLenFeature`` by hand on the
other (section 39 of the notes), which nothing kept in step.

    field                       in the file                         read as
    int, bool, float            one value                           scalar int64, bool, float32
    str, bytes                  one value                           scalar string
    list[int] and so on         the values, and how many            int64 [n] and so on
    list[list[int]]             the same, and each row's length     RaggedTensor [rows, None]
    Array(dtype, 2, 3)          six values                          dtype [2, 3]
    Array(dtype, None, 2)       any number of pairs                 dtype [n, 2]
    Image(h, w, channels)       PNG                                 uint8 [h, w, channels]; None, None: any size

The count of a list's values stands in a feature of its own, ``<field>/count``, because TensorFlow takes a missing
variable-length feature for an empty one; so a wrong name is an error here. float64, which a FloatList would round to
float32, is stored as bytes. Rows of different lengths need ``padded_batch`` or ``ragged_batch``.
"""

import dataclasses
import typing
from dataclasses import dataclass

import numpy as np
from tf2notes.pipelines import guard, tfrecord

SCALARS = {int: "int64", bool: "bool", float: "float32", str: "string", bytes: "string"}
LENGTHS, COUNT = "/lengths", "/count"


@dataclass(frozen=True, init=False)
class Array:
    """An array of a dtype and shape; the first dimension may be None."""

    dtype: str
    shape: tuple

    def __init__(self, dtype, *shape):
        name = "string" if dtype == "string" else np.dtype(dtype).name
        if name != "string" and np.dtype(name).kind not in "iufb":
            raise ValueError(f"dtype={dtype!r}: expected a number, bool, or 'string'")
        if name == "uint64":
            raise ValueError("dtype='uint64': an Int64List cannot hold it; view it as int64")
        if not shape or None in shape[1:]:
            raise ValueError(f"shape={shape}: expected at least one dimension, of which only the first may be None")
        object.__setattr__(self, "dtype", name)
        object.__setattr__(self, "shape", shape)


@dataclass(frozen=True)
class Image:
    """A uint8 image, stored losslessly as PNG; height and width may be None."""

    height: int | None
    width: int | None
    channels: int = 3


@dataclass(frozen=True)
class Ragged:
    """Rows of different lengths."""

    dtype: str


def kinds(cls):
    """What each field of a dataclass is: name -> a dtype's name (scalar), `Array`, `Ragged` or `Image`.

    Raises:
        TypeError: no dataclass, or a field's annotation says nothing that can be stored.
    """
    if not dataclasses.is_dataclass(cls):
        raise TypeError(f"{cls!r} is no dataclass")
    hints = typing.get_type_hints(cls, include_extras=True)
    return {field.name: _kind(cls, field.name, hints[field.name]) for field in dataclasses.fields(cls)}


def describe(cls):
    """The same in words, name -> text, for a shard's index."""
    return {name: kind if isinstance(kind, str) else repr(kind) for name, kind in kinds(cls).items()}


def features(cls):
    """The ``tf.io`` feature descriptions of a dataclass."""
    import tensorflow as tf

    found = {}
    for name, kind in kinds(cls).items():
        if isinstance(kind, (Image, str)):
            found[name] = tf.io.FixedLenFeature([], tf.string if isinstance(kind, Image) else _stored(kind))
        elif isinstance(kind, Ragged):
            partition = tf.io.RaggedFeature.RowLengths(name + LENGTHS)
            found[name] = tf.io.RaggedFeature(_stored(kind.dtype), name, [partition], tf.int64)
            found[name + COUNT] = tf.io.FixedLenFeature([], tf.int64)
        elif _raw(kind.dtype):
            found[name] = tf.io.FixedLenFeature([], tf.string)
        elif kind.shape[0] is None:
            found[name] = tf.io.RaggedFeature(_stored(kind.dtype), name, row_splits_dtype=tf.int64)
            found[name + COUNT] = tf.io.FixedLenFeature([], tf.int64)
        else:
            found[name] = tf.io.FixedLenFeature(kind.shape, _stored(kind.dtype))
    return found


def encode(record):
    """A record as the bytes of a ``tf.train.Example``.

    Raises:
        TypeError, ValueError: a field's value is not what the dataclass says; names the field.
    """
    import tensorflow as tf

    made = {}
    for name, kind in kinds(type(record)).items():
        value = getattr(record, name)
        if isinstance(kind, Image):
            image = _fit(name, value, "uint8", (kind.height, kind.width, kind.channels))
            made[name] = _feature("string", [tf.io.encode_png(image).numpy()])
        elif isinstance(kind, Ragged):
            rows = [_flat(f"{name}[{i}]", row, kind.dtype) for i, row in enumerate(value)]
            made[name] = _feature(kind.dtype, [x for row in rows for x in row])
            made[name + LENGTHS] = _feature("int64", [len(row) for row in rows])
            made[name + COUNT] = _feature("int64", [sum(map(len, rows))])
        elif isinstance(kind, Array):
            array = _fit(name, value, kind.dtype, kind.shape)
            if _raw(kind.dtype):
                made[name] = _feature("string", [array.astype("<f8").tobytes()])
            else:
                made[name] = _feature(kind.dtype, array.ravel())
                if kind.shape[0] is None:
                    made[name + COUNT] = _feature("int64", [array.size])
        else:
            made[name] = _feature(kind, _flat(name, [value], kind))
    return tf.train.Example(features=tf.train.Features(feature=made)).SerializeToString(deterministic=True)


def encoded(cls, records):
    """Each record's bytes; they must all be of the class."""
    for i, record in enumerate(records):
        if type(record) is not cls:
            raise TypeError(f"record {i} is of type {type(record).__name__}; expected {cls.__name__}")
        yield encode(record)


def decode(cls, data):
    """One record's bytes as an object of the class: numpy arrays, lists, and Python's own numbers, str and bytes."""
    import tensorflow as tf

    values = {}
    hints = typing.get_type_hints(cls)
    for name, tensor in parser(cls)(tf.constant([data])).items():
        kind, value = kinds(cls)[name], tensor[0]
        if isinstance(kind, Ragged):
            values[name] = _texts(value.to_list(), hints[name])
        elif isinstance(value, tf.RaggedTensor):
            values[name] = value.to_tensor().numpy()
        elif isinstance(kind, str) or typing.get_origin(hints[name]) is list:
            plain = value.numpy()
            values[name] = _texts(plain.tolist() if isinstance(plain, (np.ndarray, np.generic)) else plain, hints[name])
        else:
            values[name] = value.numpy()
    return cls(**values)


def parser(cls):
    """A function of a batch of serialized records: name -> tensors, ragged where rows differ."""
    import tensorflow as tf

    described, found = features(cls), kinds(cls)

    def parse(serialized):
        held = tf.io.parse_example(serialized, described)
        counts = {name[: -len(COUNT)]: count for name, count in held.items() if name.endswith(COUNT)}
        checks = [_check_count(held[name], count) for name, count in counts.items()]
        with tf.control_dependencies(checks):
            return {name: _restore(held[name], found[name]) for name in found}

    return parse


def dataset(cls, paths, compression=None, on_error="raise", report=None, chunk=tfrecord.CHUNK, cycle_length=1):
    """The records of some files as dicts of tensors, one each. Arguments as in `tfrecord.serialized`."""
    described, found = features(cls), kinds(cls)
    rows = tfrecord.parsed(
        paths,
        parser(cls),
        lambda record: tfrecord.explain(record, described),
        compression,
        on_error,
        report,
        chunk,
        cycle_length,
    )

    def settle(row):
        return {name: _dense(row[name], found[name]) for name in found}

    return rows.map(guard.plain(settle))


def _kind(cls, name, hint):
    for extra in getattr(hint, "__metadata__", ()):
        if isinstance(extra, (Array, Image)):
            return extra
    if hint in SCALARS:
        return SCALARS[hint]
    inner = typing.get_args(hint)
    if typing.get_origin(hint) is list and inner[0] in SCALARS:
        return Array(SCALARS[inner[0]], None)
    if typing.get_origin(hint) is list and typing.get_origin(inner[0]) is list:
        innermost = typing.get_args(inner[0])[0]
        if innermost in SCALARS:
            return Ragged(SCALARS[innermost])
    raise TypeError(
        f"{cls.__name__}.{name}: {hint} cannot be stored; expected int, float, bool, str, bytes, a list or a list of "
        "lists of them, or Annotated[np.ndarray, Array(...) or Image(...)]"
    )


def _raw(dtype):
    return dtype == "float64"


def _stored(dtype):
    import tensorflow as tf

    return {"string": tf.string, "float32": tf.float32, "float16": tf.float32}.get(dtype, tf.int64)


def _feature(dtype, values):
    import tensorflow as tf

    if dtype == "string":
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=values))
    if dtype in ("float32", "float16"):
        return tf.train.Feature(float_list=tf.train.FloatList(value=values))
    return tf.train.Feature(int64_list=tf.train.Int64List(value=[int(v) for v in values]))


def _flat(name, values, dtype):
    """Checked values of a list."""
    if dtype == "string":
        for value in values:
            if not isinstance(value, (str, bytes)):
                raise TypeError(f"{name}: found {value!r}; expected str or bytes")
        return [value.encode("utf-8") if isinstance(value, str) else value for value in values]
    return _fit(name, values, dtype, (None,)).tolist()


def _fit(name, value, dtype, shape):
    """The value as an array of the dtype, if nothing but width is lost, and of the shape."""
    if dtype == "string":
        array = np.empty(len(value), object)
        array[:] = _flat(name, list(value), dtype)
    else:
        given = np.asarray(value)
        if given.size == 0 and given.ndim == 1 and len(shape) > 1:
            given = given.reshape(0, *shape[1:])
        ladder = {"b": "b", "i": "iub", "u": "iub", "f": "fiub"}[np.dtype(dtype).kind]
        if given.size and given.dtype.kind not in ladder:
            raise TypeError(f"{name}: found {given.dtype} values, expected {dtype}")
        array = given.astype(dtype)
        if np.dtype(dtype).kind in "iu" and not np.array_equal(array, given):
            raise ValueError(f"{name}: {given[array != given].flat[0]} does not fit into {dtype}")
    if array.ndim != len(shape) or any(want not in (None, have) for want, have in zip(shape, array.shape, strict=True)):
        raise ValueError(f"{name}: found shape {array.shape}, expected {shape}")
    return array


def _restore(held, kind):
    """A parsed batch in the description's dtype and shape."""
    import tensorflow as tf

    if isinstance(kind, Image):
        return _images(held, kind)
    dtype = kind if isinstance(kind, str) else kind.dtype
    if isinstance(kind, Array) and _raw(dtype):
        return _doubles(held, kind)
    if isinstance(kind, Array) and kind.shape[0] is None and kind.shape[1:]:
        width = int(np.prod(kind.shape[1:]))
        whole = tf.debugging.assert_equal(held.row_lengths() % width, tf.constant(0, tf.int64))
        with tf.control_dependencies([whole]):
            values = tf.reshape(held.flat_values, [-1, *kind.shape[1:]])
        held = tf.RaggedTensor.from_row_splits(values, held.row_splits // width)
    if dtype in ("string", "float32", "int64"):
        return held
    return tf.cast(held, tf.as_dtype(dtype))


def _check_count(ragged, count):
    import tensorflow as tf

    rows = ragged.row_lengths() if ragged.ragged_rank == 1 else tf.reduce_sum(ragged.row_lengths(axis=2), axis=1)
    return tf.debugging.assert_equal(rows, count, "a list has not as many values as its count says")


def _doubles(held, kind):
    import tensorflow as tf

    def one(text):
        return tf.reshape(tf.io.decode_raw(text, tf.float64), [-1 if n is None else n for n in kind.shape])

    if kind.shape[0] is not None:
        return tf.map_fn(one, held, fn_output_signature=tf.TensorSpec(kind.shape, tf.float64))
    spec = tf.RaggedTensorSpec(kind.shape, tf.float64, ragged_rank=0)
    return tf.map_fn(one, held, fn_output_signature=spec)


def _images(held, kind):
    import tensorflow as tf

    def one(text):
        image = tf.io.decode_png(text, kind.channels)
        if None in (kind.height, kind.width):
            return tf.RaggedTensor.from_tensor(image)
        return tf.ensure_shape(image, [kind.height, kind.width, kind.channels])

    if None in (kind.height, kind.width):
        spec = tf.RaggedTensorSpec([None, None, kind.channels], tf.uint8, ragged_rank=1)
        return tf.map_fn(one, held, fn_output_signature=spec)
    return tf.map_fn(one, held, fn_output_signature=tf.TensorSpec([kind.height, kind.width, kind.channels], tf.uint8))


def _dense(value, kind):
    """A single row: arrays and images as plain tensors."""
    import tensorflow as tf

    if isinstance(value, tf.RaggedTensor) and not isinstance(kind, Ragged):
        shape = [kind.height, kind.width, kind.channels] if isinstance(kind, Image) else kind.shape
        return value.to_tensor(shape=shape)
    return value


def _texts(value, hint):
    """Bytes as str where the annotation says str."""
    if isinstance(value, list):
        return [_texts(v, typing.get_args(hint)[0] if typing.get_args(hint) else hint) for v in value]
    return value.decode("utf-8") if hint is str and isinstance(value, bytes) else value
