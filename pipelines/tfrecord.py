"""TFRecord files of ``tf.train.Example`` as ``tf.data`` pipelines that say which record of which file is bad.

Replaces: ``tf.TFRecordReader`` behind ``string_input_producer``, and ``tf.parse_single_example``.

    features = {"x": tf.io.FixedLenFeature([3], tf.float32), "label": tf.io.FixedLenFeature([], tf.int64)}
    train = tfrecord.examples(paths, features).shuffle(10_000, seed=0).batch(50)

`records` describes such files by a dataclass instead, and `shards` writes them.
"""

import difflib
import glob
import os

import numpy as np
from tf2notes.pipelines import framing, guard, shards
from tf2notes.pipelines.report import BadData, check_mode, settle

CHUNK = 1024


def files(paths, missing=False):
    """Paths and patterns as a list of paths; a pattern's matches are sorted.

    Args:
        missing: whether what does not exist stays in the list, for the reader to report.

    Raises:
        FileNotFoundError: a path does not exist or a pattern matches nothing.
        ValueError: no path at all.
    """
    paths = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    found = []
    for path in map(os.fspath, paths):
        matches = [path] if os.path.exists(path) or not glob.has_magic(path) else sorted(glob.glob(path))
        if not missing and not (matches and os.path.exists(matches[0])):
            raise FileNotFoundError(f"{path}: no such file, and nothing that matches it as a pattern")
        found += matches or [path]
    if not found:
        raise ValueError("paths: expected at least one file")
    return found


def serialized(paths, compression=None, on_error="raise", report=None, cycle_length=1):
    """The records of some files as scalar strings, file after file.

    Args:
        paths: a path, a pattern, or a list of them; or a dataset of paths, for shuffled or repeated files.
        compression: "", "GZIP", "ZLIB", or None to go by the suffix.
        on_error, report: see `report`.
        cycle_length: how many files are read at a time, a chunk of each in turn.
    """
    found = chunks(paths, compression, on_error, report, CHUNK, cycle_length)
    return found.map(guard.plain(lambda path, indices, records: records)).unbatch()


def examples(paths, features, compression=None, on_error="raise", report=None, chunk=CHUNK, cycle_length=1):
    """The parsed records of some files: a dataset of dicts, as ``tf.io.parse_single_example(record, features)`` gives
    them.

    Args:
        features: name -> FixedLenFeature, VarLenFeature, RaggedFeature ...
        chunk: how many records are parsed at a time (the batches are the caller's).
        paths, compression, on_error, report, cycle_length: as in `serialized`.
    """
    import tensorflow as tf

    def parse(records):
        return tf.io.parse_example(records, features)

    return parsed(
        paths, parse, lambda record: explain(record, features), compression, on_error, report, chunk, cycle_length
    )


def parsed(paths, parse, explain, compression=None, on_error="raise", report=None, chunk=CHUNK, cycle_length=1):
    """As `examples`, with a parser of one's own.

    Args:
        parse: string [n] -> a structure of tensors with n rows; TensorFlow ops that raise for a bad record.
        explain: a bad record's bytes -> what is wrong with it, or "" if it cannot tell.
    """
    import tensorflow as tf

    report = check_mode(on_error, report)
    source = chunks(paths, compression, on_error, report, chunk, cycle_length)
    spec = source.map(guard.plain(lambda path, indices, records: parse(records))).element_spec
    flat = tf.nest.flatten(spec, expand_composites=True)

    def search(path, indices, records):
        messages = []

        def bad(i, error):
            reason = explain(records[i]) or str(error).split("\n")[0]
            messages.append(settle(BadData(path.decode(), f"record {indices[i]}", reason), report))
            return report is not None

        good = guard.sift(list(records), lambda some: parse(tf.constant(some)), bad)
        values = parse(tf.constant([records[i] for i in good], tf.string))
        return [*(v.numpy() for v in tf.nest.flatten(values, expand_composites=True)), "".join(messages).encode()]

    def slow(path, indices, records):
        kinds = [part.dtype for part in flat]
        *values, message = guard.in_python(search, [path, indices, records], [*kinds, tf.string])
        for value, part in zip(values, flat, strict=True):
            value.set_shape(part.shape)
        return tf.nest.pack_sequence_as(spec, values, expand_composites=True), tf.ensure_shape(message, [])

    return guard.chunks_to_rows(source, lambda path, indices, records: parse(records), slow)


def chunks(paths, compression=None, on_error="raise", report=None, chunk=CHUNK, cycle_length=1):
    """The records of some files in chunks of one file each: (path, indices int64 [n], records string [n]).

    Every record's checksum is verified. The records after a damaged one are found again as far as possible.
    """
    import tensorflow as tf

    report = check_mode(on_error, report)
    if compression is not None:
        framing.compression_of("", compression)
    if not isinstance(paths, tf.data.Dataset):
        paths = tf.data.Dataset.from_tensor_slices(files(paths, on_error == "skip"))

    def survey(path):
        kind = framing.compression_of(path.decode(), compression)
        frames, whole = _survey(path.decode(), kind)
        return np.int64(frames), np.bool_(whole), kind.encode()

    def finish(path, delivered, kind, frames, whole):
        if whole and delivered == frames:
            return np.zeros(0, np.int64), strings([]), b""
        return _rest(path.decode(), kind.decode(), int(delivered), report)

    def read(path):
        kinds = [tf.int64, tf.bool, tf.string]
        frames, whole, kind = (tf.ensure_shape(x, []) for x in guard.in_python(survey, [path], kinds))
        quick = tf.data.TFRecordDataset(tf.reshape(path, [1]), kind).take(frames)
        blocks = quick.ignore_errors().batch(chunk).map(guard.plain(lambda records: (records, False)))
        end = tf.data.Dataset.from_tensors((tf.zeros([0], tf.string), True))

        def count(delivered, block):
            records, last = block
            after = delivered + tf.size(records, tf.int64)
            return after, (path, delivered, records, last)

        def complete(path, delivered, records, last):
            def rest():
                given, kinds = [path, delivered, kind, frames, whole], [tf.int64, tf.string, tf.string]
                *found, message = guard.in_python(finish, given, kinds)
                return (*(tf.ensure_shape(part, [None]) for part in found), tf.ensure_shape(message, []))

            def usual():
                return delivered + tf.range(tf.size(records, tf.int64)), records, tf.constant("")

            indices, records, message = tf.cond(last, rest, usual)
            return (tf.reshape(path, [1]), indices[tf.newaxis], records[tf.newaxis]), message

        counted = blocks.concatenate(end).scan(tf.constant(0, tf.int64), guard.plain(count)).map(guard.plain(complete))
        return counted.flat_map(guard.plain(guard.rows_then_error)).filter(
            guard.plain(lambda path, indices, records: tf.size(indices) > 0)
        )

    return paths.interleave(guard.plain(read), cycle_length, block_length=1)


def explain(record, features):
    """What keeps a record's bytes from being an Example with these features; "" if nothing can be seen."""
    import tensorflow as tf
    from google.protobuf.message import DecodeError

    try:
        found = tf.train.Example.FromString(record).features.feature
    except DecodeError:
        return f"{len(record)} bytes that are no tf.train.Example"
    for name, feature in features.items():
        if not isinstance(feature, (tf.io.FixedLenFeature, tf.io.VarLenFeature, tf.io.RaggedFeature)):
            continue
        dtype, name = feature.dtype, getattr(feature, "value_key", None) or name
        fixed = isinstance(feature, tf.io.FixedLenFeature)
        kind = found[name].WhichOneof("kind") if name in found else None
        if kind is None:
            if fixed and feature.default_value is None:
                near = difflib.get_close_matches(name, list(found), 1)
                hint = f". Did you mean {near[0]!r}?" if near else ""
                held = ", ".join(sorted(found)[:8]) or "none"
                return f"has no feature {name!r}, expected {dtype.name}; found {held}{hint}"
            continue
        wanted = {"string": "bytes_list", "float32": "float_list"}.get(dtype.name, "int64_list")
        if kind != wanted:
            return f"feature {name!r} holds {kind}, expected {wanted} ({dtype.name})"
        count, expected = len(getattr(found[name], kind).value), int(np.prod(feature.shape)) if fixed else None
        if fixed and count != expected:
            return f"feature {name!r} has {count} values, expected {expected} (shape {list(feature.shape)})"
    return ""


def _survey(path, compression):
    """(how many records TensorFlow's reader may be asked for, whether they are all there is in the file).

    The reader believes any length whose checksum is right, and a forged one makes it ask for exabytes: so only the
    records whose lengths fit into the file.
    """
    try:
        known = shards.trusted_count(path)
        if known is not None and (compression or known == 0):
            return known, True
        framing.check_file(path)
        with framing.opened(path, compression) as (content, problem):
            count, end = framing.count_frames(content)
            return count, not problem and end == len(content)
    except (OSError, ValueError):
        return 0, False  # `_rest` says why


def _rest(path, compression, delivered, report):
    """The good records from number `delivered` on, and the message to raise: (indices, records, message)."""
    messages, found = [], []
    skip = None if report is None else lambda bad: settle(bad, report)
    try:
        for index, _, data in framing.scan(path, compression, skip):
            if index >= delivered:
                found.append((index, data))
    except BadData as bad:
        messages.append(settle(bad, report))
    except OSError as error:
        messages.append(settle(BadData(path, "", f"cannot be read: {error.strerror}"), report))
    indices = np.array([index for index, _ in found], np.int64)
    return indices, strings([data for _, data in found]), "".join(messages).encode()


def strings(values):
    """Bytes as a numpy array that keeps their trailing zeros."""
    array = np.empty(len(values), object)
    array[:] = values
    return array
