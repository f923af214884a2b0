"""``tf.data`` in the fast lane, Python only where something is wrong.

A chunk of lines or records is parsed by TensorFlow's own ops. Only if they refuse it, the same chunk goes through a
slow Python function that finds the bad ones, and names or skips them. Good data never touches Python.
"""


def plain(function):
    """A function for ``tf.data`` that AutoGraph need not translate (which takes longer than all the rest)."""
    import tensorflow as tf

    return tf.autograph.experimental.do_not_convert(function)


def in_python(function, tensors, dtypes):
    """``tf.numpy_function`` of a function that has no state a checkpoint would miss, called as it is written."""
    import tensorflow as tf

    return tf.numpy_function(plain(function), tensors, dtypes, stateful=False)


def chunks_to_rows(chunks, fast, slow):
    """Parses chunks and takes them apart.

    Args:
        chunks: a dataset.
        fast: chunk -> rows (a structure of tensors with an equal first dimension), TensorFlow ops that raise on bad
            data.
        slow: chunk -> (the same structure without the bad rows, message): a message that is not empty is raised after
            these rows. Called only where `fast` raised.

    Returns:
        a dataset of single rows, in order.
    """
    import tensorflow as tf

    def parse(*chunk):
        once = tf.data.Dataset.from_tensors(chunk)
        quick = once.map(plain(lambda *c: (fast(*c), tf.constant("")))).ignore_errors()
        return quick.concatenate(once.map(plain(slow))).take(1)

    parsed = chunks.interleave(plain(parse), cycle_length=2, block_length=1, num_parallel_calls=2, deterministic=True)
    return parsed.flat_map(plain(rows_then_error))


def rows_then_error(rows, message):
    """A dataset of the rows of one chunk, and after them an error if there is a message."""
    import tensorflow as tf

    return then_error(tf.data.Dataset.from_tensor_slices(rows), message)


def then_error(dataset, message):
    """A dataset, and after it an error if there is a message (a scalar string tensor)."""
    import tensorflow as tf

    def stop(text):
        raise ValueError(text.decode("utf-8", "replace"))

    def fail(text):
        return in_python(stop, [text], [tf.string])[0]

    found = tf.data.Dataset.from_tensors(message).filter(plain(lambda text: tf.strings.length(text) > 0))
    return dataset.concatenate(found.map(plain(fail)).flat_map(plain(lambda _: dataset.take(0))))


def sift(items, parse, on_bad):
    """The items that parse, found by halving: ``parse(items)`` raises if one of them is bad.

    Args:
        items: a list.
        parse: a function of a non-empty list, called for TensorFlow's errors.
        on_bad: a function of (index, error), called for each bad item; returns whether to go on.

    Returns:
        the indices of the good items before the place where `on_bad` said stop.
    """
    import tensorflow as tf

    good, todo = [], [(0, len(items))] if items else []
    while todo:
        start, stop = todo.pop()
        try:
            parse(items[start:stop])
        except (tf.errors.OpError, UnicodeDecodeError) as error:  # the latter: a message that quotes bytes
            if stop - start > 1:
                middle = (start + stop) // 2
                todo += [(middle, stop), (start, middle)]
            elif not on_bad(start, error):
                break
        else:
            good.extend(range(start, stop))
    return good
