"""CSV files as ``tf.data`` pipelines that say which line of which file is bad.

Replaces: ``tf.TextLineReader`` behind ``string_input_producer``, and ``tf.decode_csv`` (section 39 of the notes).

    rows = csv.rows(["file0.csv", "file1.csv"], [[1], [1], [1], [1], [1]])
    train = rows.map(lambda *c: (tf.stack(c[:4]), c[4])).shuffle(10_000, seed=0).batch(50)

A line is a record, as for TF1's reader: a quoted field cannot hold a line break.
"""

import csv
import io
import os

import numpy as np
from tf2notes.pipelines import guard
from tf2notes.pipelines.framing import compression_of, opened
from tf2notes.pipelines.report import BadData, check_mode, settle
from tf2notes.pipelines.tfrecord import CHUNK, files, strings

BOM = b"\xef\xbb\xbf"
TOP = 1 << 20


def rows(
    paths,
    record_defaults,
    names=None,
    field_delim=",",
    use_quote_delim=True,
    na_value="",
    select_cols=None,
    skip_header_lines=0,
    compression=None,
    on_error="raise",
    report=None,
    chunk=CHUNK,
    cycle_length=1,
):
    """The rows of some files, file after file.

    Args:
        paths: a path, a pattern, a list of them, or a dataset of paths.
        record_defaults: for each column as in ``tf.io.decode_csv``: a default ([1], [0.0], [""]) for empty fields,
            whose dtype is the column's, or just a dtype (int32, int64, float32, float64, string) if a value is
            required.
        names: if given, rows are dicts, and each file's first line must hold these names (or these among others,
            with select_cols); it counts as a header line.
        field_delim, use_quote_delim, na_value, select_cols: as in ``tf.io.decode_csv``.
        skip_header_lines: lines left out at the top of each file (at least 1 if there are names).
        compression: "", "GZIP", "ZLIB", or None to go by the suffix.
        on_error, report: see `report`. A string column must be UTF-8.
        chunk: how many lines are parsed at a time.
        cycle_length: how many files are read at a time, a chunk of each in turn.

    Returns:
        a dataset of tuples of scalars (or dicts of them).
    """
    import tensorflow as tf

    report = check_mode(on_error, report)
    if names is not None and len(names) != len(record_defaults):
        raise ValueError(f"names: found {len(names)}, expected one for each of {len(record_defaults)} record_defaults")
    if select_cols is not None and len(select_cols) != len(record_defaults):
        raise ValueError(f"select_cols: found {len(select_cols)}, expected one for each of the record_defaults")
    header = max(skip_header_lines, 1 if names is not None else 0)
    source = _chunks(
        paths, compression, header, _header_check(names, field_delim, select_cols), report, chunk, cycle_length
    )

    defaults = [tf.constant([], default) if _is_dtype(default) else default for default in record_defaults]
    needed = [np.size(default) == 0 for default in defaults]

    def parse(lines):
        columns = tf.io.decode_csv(lines, defaults, field_delim, use_quote_delim, na_value, select_cols)
        columns = [_strict(column) if column.dtype == tf.string else column for column in columns]
        return tuple(columns) if names is None else dict(zip(names, columns, strict=True))

    spec = source.map(guard.plain(lambda path, first, lines: parse(lines))).element_spec
    dtypes = [part.dtype for part in tf.nest.flatten(spec)]
    by_column = dtypes if names is None else [spec[name].dtype for name in names]

    def search(path, first, lines):
        messages = []

        def bad(i, error):
            reason = explain(lines[i], by_column, needed, field_delim, use_quote_delim, na_value, select_cols)
            reason = reason or str(error).split("\n")[0]
            messages.append(settle(BadData(path.decode(), f"line {first + i}", reason), report))
            return report is not None

        good = guard.sift(list(lines), lambda some: parse(tf.constant(some)), bad)
        values = parse(tf.constant([lines[i] for i in good], tf.string))
        return [*(value.numpy() for value in tf.nest.flatten(values)), "".join(messages).encode()]

    def slow(path, first, lines):
        *values, message = guard.in_python(search, [path, first, lines], [*dtypes, tf.string])
        values = [tf.ensure_shape(value, [None]) for value in values]
        return tf.nest.pack_sequence_as(spec, values), tf.ensure_shape(message, [])

    return guard.chunks_to_rows(source, lambda path, first, lines: parse(lines), slow)


def explain(line, dtypes, needed, field_delim=",", use_quote_delim=True, na_value="", select_cols=None):
    """What is wrong with a line (bytes), or "" if it is only TensorFlow that can tell."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        column = line.count(field_delim.encode(), 0, error.start)
        return f"column {column + 1} holds bytes that are not UTF-8 ({line[error.start : error.start + 4].hex(' ')})"
    quoting = csv.QUOTE_MINIMAL if use_quote_delim else csv.QUOTE_NONE
    try:
        fields = next(csv.reader(io.StringIO(text, newline=""), delimiter=field_delim, quoting=quoting), [""])
    except csv.Error:
        return ""
    columns = list(range(len(dtypes))) if select_cols is None else list(select_cols)
    if (select_cols is None and len(fields) != len(dtypes)) or len(fields) <= max(columns):
        least = f"at least {max(columns) + 1}" if select_cols is not None else str(len(dtypes))
        return f"has {len(fields)} columns, expected {least}: {_short(text)}"
    for column, dtype, required in zip(columns, dtypes, needed, strict=True):
        field = fields[column]
        if field in ("", na_value):
            if required:
                return f"column {column + 1} is empty, expected {dtype.name}"
        elif not _fits(field, dtype):
            return f"column {column + 1} holds {_short(field)}, expected {dtype.name}"
    return ""


def _chunks(paths, compression, header, check, report, chunk, cycle_length):
    """(path, number of the first line, lines) of each file in turn."""
    import tensorflow as tf

    if not isinstance(paths, tf.data.Dataset):
        paths = tf.data.Dataset.from_tensor_slices(files(paths, report is not None))

    def survey(path):
        path = path.decode()
        kind = compression_of(path, compression)
        try:
            take, lines, bom, bad = _survey(path, kind, header, check)
        except OSError as error:
            reason = "no such file" if error.errno == 2 else f"cannot be read: {error.strerror}"
            take, lines, bom, bad = 0, [], False, BadData(path, "", reason)
        except BadData as error:
            take, lines, bom, bad = 0, [], False, error
        message = settle(bad, report) if bad else ""
        return np.int64(take), np.bool_(bom), kind.encode(), message.encode(), strings(lines)

    def read(path):
        kinds = [tf.int64, tf.bool, tf.string, tf.string, tf.string]
        *found, rest = guard.in_python(survey, [path], kinds)
        take, bom, kind, message = (tf.ensure_shape(part, []) for part in found)
        lines = tf.data.TextLineDataset(tf.reshape(path, [1]), kind).take(take)
        lines = lines.concatenate(tf.data.Dataset.from_tensor_slices(tf.ensure_shape(rest, [None])))
        lines = lines.skip(header).batch(chunk)

        def number(i, block):
            first = i * chunk + header + 1
            block = tf.cond(bom & (first == 1), lambda: _without_bom(block), lambda: block)
            return path, first, block

        return guard.then_error(lines.enumerate().map(guard.plain(number)), message)

    return paths.interleave(guard.plain(read), cycle_length, block_length=1)


def _survey(path, compression, header, check):
    """What to read of a file.

    Returns:
        how many lines TensorFlow is to read (-1 for all), lines read here instead, whether a byte order mark comes
        first, and the `BadData` to raise after them, or None.
    """
    if os.path.getsize(path) == 0:
        raise BadData(path, "", "is empty (0 bytes); expected at least one line")
    if not compression:
        with open(path, "rb") as file:
            return -1, [], _check_top(path, file, header, check), None
    with opened(path, compression) as (content, problem):
        if not problem:
            return -1, [], _check_top(path, io.BytesIO(content[:TOP]), header, check), None
        whole = content[: content.rfind(b"\n") + 1]
    lines = [line.removesuffix(b"\r") for line in whole.split(b"\n")[:-1]]
    return 0, lines, whole.startswith(BOM), BadData(path, f"after line {len(lines)}", problem)


def _check_top(path, file, header, check):
    """Checks the header lines of an open file and that a row follows; returns whether a byte order mark comes first."""
    lines = [file.readline() for _ in range(header)]
    bom = lines[0].startswith(BOM) if lines else file.read(3) == BOM
    if header and not file.read(1):
        raise BadData(path, "", f"has no row after {header} header line{'s'[: header > 1]}")
    if check and (reason := check(lines[0].removeprefix(BOM))):
        raise BadData(path, "line 1", reason)
    return bom


def _header_check(names, field_delim, select_cols):
    if names is None:
        return None

    def check(line):
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        found = next(csv.reader([text], delimiter=field_delim), [])
        held = found if select_cols is None else [found[i] if i < len(found) else None for i in select_cols]
        return "" if held == list(names) else f"the header is {_short(text)}, expected {','.join(names)}"

    return check


def _strict(column):
    """The column itself, or an error if it is not UTF-8."""
    import tensorflow as tf

    return tf.strings.unicode_transcode(column, "UTF-8", "UTF-8", errors="strict")


def _without_bom(block):
    import tensorflow as tf

    return tf.concat([tf.strings.substr(block[:1], len(BOM), -1), block[1:]], 0)


def _is_dtype(default):
    import tensorflow as tf

    return isinstance(default, (tf.DType, type, str, np.dtype))


def _fits(field, dtype):
    try:
        if dtype.is_integer:
            return dtype.min <= int(field) <= dtype.max
        if dtype.is_floating:
            float(field)
    except ValueError:
        return False
    return True


def _short(text):
    return repr(text if len(text) <= 60 else text[:57] + "...")
