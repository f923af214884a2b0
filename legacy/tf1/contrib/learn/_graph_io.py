"""Replaces: ``tf.contrib.learn.io``'s readers: batches of records, and of their features, through queues."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.input_pipeline import seek_next

KEY_FEATURE_NAME = "__key__"


def read_keyed_batch_examples(
    file_pattern,
    batch_size,
    reader,
    randomize_input=True,
    num_epochs=None,
    queue_capacity=10000,
    num_threads=1,
    read_batch_size=1,
    parse_fn=None,
    name=None,
    seed=None,
):
    """The keys and the records of a batch.

    Args:
        file_pattern: a pattern of file names, or a list of them.
        batch_size: records in a batch.
        reader: makes a `tf.ReaderBase`.
        randomize_input: shuffle the files, then the records within the queue.
        num_epochs: times to read the files through, in a local variable; the last batch may be smaller then.
        queue_capacity: of the queue of records, above `batch_size`.
        num_threads: readers.
        read_batch_size: records read at once.
        parse_fn: makes of the records (a scalar string; a vector where several are read at once) what is queued.
        name: of the name scope, else "read_batch_examples".
        seed: of both shuffles.

    Returns:
        A tuple `(keys, records)`; a dict of tensors in place of the records where `parse_fn` makes one.

    Raises:
        ValueError: no file matches, or a number is not positive.

    Replaces: tf.contrib.learn.io.read_keyed_batch_examples
    """
    return _read_examples(
        False,
        file_pattern,
        batch_size,
        reader,
        randomize_input,
        num_epochs,
        queue_capacity,
        num_threads,
        read_batch_size,
        parse_fn,
        name,
        seed,
    )


def read_keyed_batch_examples_shared_queue(
    file_pattern,
    batch_size,
    reader,
    randomize_input=True,
    num_epochs=None,
    queue_capacity=10000,
    num_threads=1,
    read_batch_size=1,
    parse_fn=None,
    name=None,
    seed=None,
):
    """`read_keyed_batch_examples` with a queue of one file name, which several workers may share.

    Replaces: tf.contrib.learn.io.read_keyed_batch_examples_shared_queue
    """
    return _read_examples(
        True,
        file_pattern,
        batch_size,
        reader,
        randomize_input,
        num_epochs,
        queue_capacity,
        num_threads,
        read_batch_size,
        parse_fn,
        name,
        seed,
    )


def _read_examples(
    shared,
    file_pattern,
    batch_size,
    reader,
    randomize_input,
    num_epochs,
    queue_capacity,
    num_threads,
    read_batch_size,
    parse_fn,
    name,
    seed,
):
    files = _files(file_pattern, randomize_input)
    if not queue_capacity or queue_capacity <= 0:
        raise ValueError(f"Invalid queue_capacity {queue_capacity}.")
    fits = batch_size is not None and (tf.is_tensor(batch_size) or 0 < batch_size < queue_capacity)
    if not fits:
        raise ValueError(f"Invalid batch_size {batch_size}, with queue_capacity {queue_capacity}.")
    if read_batch_size is None or (not tf.is_tensor(read_batch_size) and read_batch_size <= 0):
        raise ValueError(f"Invalid read_batch_size {read_batch_size}.")
    if not num_threads or num_threads <= 0:
        raise ValueError(f"Invalid num_threads {num_threads}.")
    if num_epochs is not None and num_epochs <= 0:
        raise ValueError(f"Invalid num_epochs {num_epochs}.")

    with tf.name_scope(name, "read_batch_examples", [file_pattern]) as scope:
        with tf.name_scope("file_name_queue") as queue_scope:
            if shared:
                file_queue = tf.FIFOQueue(capacity=1, dtypes=[tf.string], shapes=[[]])
                following = seek_next(files, shuffle=randomize_input, num_epochs=num_epochs, seed=seed)
                tf.train.add_queue_runner(tf.train.QueueRunner(file_queue, [file_queue.enqueue(following)]))
            else:
                names = tf.constant(files, name="input")
                file_queue = tf.train.string_input_producer(
                    names, shuffle=randomize_input, num_epochs=num_epochs, name=queue_scope, seed=seed
                )
        many = _several(read_batch_size)
        with tf.name_scope("read"):
            examples = [_read(reader, file_queue, read_batch_size, parse_fn) for _ in range(num_threads)]
        options = {
            "capacity": queue_capacity,
            "enqueue_many": many,
            "name": scope,
            "allow_smaller_final_batch": num_epochs is not None,
        }
        if randomize_input:
            if tf.is_tensor(batch_size):
                least = int(queue_capacity * 0.4)
            else:
                least = max(queue_capacity - 3 * batch_size, batch_size)
            batch = tf.train.shuffle_batch_join(examples, batch_size, min_after_dequeue=least, seed=seed, **options)
        else:
            batch = tf.train.batch_join(examples, batch_size, **options)
        if parse_fn and isinstance(batch, dict):
            return batch.pop(KEY_FEATURE_NAME), batch
        return batch


def _several(read_batch_size):
    """Whether several records are read at once: a queue must know before it is made."""
    if not tf.is_tensor(read_batch_size):
        return read_batch_size > 1
    value = tf.get_static_value(read_batch_size)
    if value is None:
        raise NotImplementedError("read_batch_size is a tensor of unknown value: pass a number")
    return bool(value > 1)


def _read(reader, file_queue, read_batch_size, parse_fn):
    living = reader()
    several = _several(read_batch_size)
    keys, records = living.read_up_to(file_queue, read_batch_size) if several else living.read(file_queue)
    if not parse_fn:
        return keys, records
    parsed = parse_fn(records)
    return {**parsed, KEY_FEATURE_NAME: keys} if isinstance(parsed, dict) else (keys, parsed)


def _files(file_pattern, randomize_input):
    if isinstance(file_pattern, list):
        if not file_pattern:
            raise ValueError("No files given to dequeue_examples.")
        names = [name for pattern in file_pattern for name in tf.gfile.Glob(pattern)]
    else:
        names = list(tf.gfile.Glob(file_pattern))
    if not names:
        raise ValueError(f"No files match {file_pattern}.")
    return names if randomize_input else sorted(names)


def read_batch_examples(
    file_pattern,
    batch_size,
    reader,
    randomize_input=True,
    num_epochs=None,
    queue_capacity=10000,
    num_threads=1,
    read_batch_size=1,
    parse_fn=None,
    name=None,
    seed=None,
):
    """The records of a batch, as `read_keyed_batch_examples`. Replaces: tf.contrib.learn.io.read_batch_examples"""
    return read_keyed_batch_examples(
        file_pattern,
        batch_size,
        reader,
        randomize_input=randomize_input,
        num_epochs=num_epochs,
        queue_capacity=queue_capacity,
        num_threads=num_threads,
        read_batch_size=read_batch_size,
        parse_fn=parse_fn,
        name=name,
        seed=seed,
    )[1]


def queue_parsed_features(parsed_features, keys=None, feature_queue_capacity=100, num_enqueue_threads=2, name=None):
    """The features again, out of a queue that threads of its own keep full.

    Args:
        parsed_features: name -> tensor or SparseTensor.
        keys: a tensor that goes along.
        feature_queue_capacity: batches that the queue holds.
        num_enqueue_threads: that fill it; with one the order of batches stays.
        name: of the name scope, else "queue_parsed_features".

    Returns:
        A tuple `(keys, features)`; keys None where none were given.

    Replaces: tf.contrib.learn.io.queue_parsed_features
    """
    known = [] if keys is None else [keys]
    with tf.name_scope(name, "queue_parsed_features", [*parsed_features.values(), *known]):
        names = sorted(parsed_features)
        parts = [_parts(parsed_features[each]) for each in names]
        tensors = [tensor for part in parts for tensor in part] + known
        queue = tf.FIFOQueue(feature_queue_capacity, [tensor.dtype for tensor in tensors])
        tf.summary.scalar(
            f"queue/parsed_features/{queue.name}/fraction_of_{feature_queue_capacity}_full",
            tf.cast(queue.size(), tf.float32) * (1.0 / feature_queue_capacity),
        )
        enqueue_ops = [queue.enqueue(tensors) for _ in range(num_enqueue_threads)]
        closing = (tf.errors.OutOfRangeError, tf.errors.CancelledError)
        tf.train.add_queue_runner(tf.train.QueueRunner(queue, enqueue_ops, queue_closed_exception_types=closing))

        out = queue.dequeue()
        out = out if isinstance(out, list) else [out]
        for tensor, queued in zip(out, tensors, strict=True):
            tensor.set_shape(queued.get_shape())
        left = iter(out)
        features = {}
        for each, part in zip(names, parts, strict=True):
            taken = [next(left) for _ in part]
            features[each] = tf.SparseTensor(*taken) if len(part) == 3 else taken[0]
        return next(left, None), features


def _parts(tensor):
    is_sparse = isinstance(tensor, tf.SparseTensor)
    return [tensor.indices, tensor.values, tensor.dense_shape] if is_sparse else [tensor]


def read_keyed_batch_features(
    file_pattern,
    batch_size,
    features,
    reader,
    randomize_input=True,
    num_epochs=None,
    queue_capacity=10000,
    reader_num_threads=1,
    feature_queue_capacity=100,
    num_enqueue_threads=2,
    parse_fn=None,
    name=None,
    read_batch_size=None,
):
    """The keys and the features of a batch of `tf.train.Example` records.

    Args:
        file_pattern, batch_size, reader, randomize_input, num_epochs, queue_capacity, parse_fn: as
            `read_keyed_batch_examples`.
        features: name -> what `tf.parse_example` takes.
        reader_num_threads: readers.
        feature_queue_capacity, num_enqueue_threads: as `queue_parsed_features`.
        name: of the name scope, else "read_batch_features".
        read_batch_size: records read at once; None reads a batch.

    Returns:
        A tuple of the keys and a dict of tensors.

    Replaces: tf.contrib.learn.io.read_keyed_batch_features
    """
    with tf.name_scope(name, "read_batch_features", [file_pattern]) as scope:
        keys, examples = read_keyed_batch_examples(
            file_pattern,
            batch_size,
            reader,
            randomize_input=randomize_input,
            num_epochs=num_epochs,
            queue_capacity=queue_capacity,
            num_threads=reader_num_threads,
            read_batch_size=batch_size if read_batch_size is None else read_batch_size,
            parse_fn=parse_fn,
            name=scope,
        )
        return queue_parsed_features(
            tf.parse_example(examples, features), keys, feature_queue_capacity, num_enqueue_threads, name=scope
        )


def read_keyed_batch_features_shared_queue(
    file_pattern,
    batch_size,
    features,
    reader,
    randomize_input=True,
    num_epochs=None,
    queue_capacity=10000,
    reader_num_threads=1,
    feature_queue_capacity=100,
    num_queue_runners=2,
    parse_fn=None,
    name=None,
):
    """`read_keyed_batch_features` with a queue of one file name, which several workers may share.

    Replaces: tf.contrib.learn.io.read_keyed_batch_features_shared_queue
    """
    with tf.name_scope(name, "read_batch_features", [file_pattern]) as scope:
        keys, examples = read_keyed_batch_examples_shared_queue(
            file_pattern,
            batch_size,
            reader,
            randomize_input=randomize_input,
            num_epochs=num_epochs,
            queue_capacity=queue_capacity,
            num_threads=reader_num_threads,
            read_batch_size=batch_size,
            parse_fn=parse_fn,
            name=scope,
        )
        return queue_parsed_features(
            tf.parse_example(examples, features), keys, feature_queue_capacity, num_queue_runners, name=scope
        )


def read_batch_features(
    file_pattern,
    batch_size,
    features,
    reader,
    randomize_input=True,
    num_epochs=None,
    queue_capacity=10000,
    feature_queue_capacity=100,
    reader_num_threads=1,
    num_enqueue_threads=2,
    parse_fn=None,
    name=None,
    read_batch_size=None,
):
    """The features of a batch, as `read_keyed_batch_features`. Replaces: tf.contrib.learn.io.read_batch_features"""
    return read_keyed_batch_features(
        file_pattern,
        batch_size,
        features,
        reader,
        randomize_input=randomize_input,
        num_epochs=num_epochs,
        queue_capacity=queue_capacity,
        reader_num_threads=reader_num_threads,
        feature_queue_capacity=feature_queue_capacity,
        num_enqueue_threads=num_enqueue_threads,
        parse_fn=parse_fn,
        name=name,
        read_batch_size=read_batch_size,
    )[1]


def read_batch_record_features(
    file_pattern,
    batch_size,
    features,
    randomize_input=True,
    num_epochs=None,
    queue_capacity=10000,
    reader_num_threads=1,
    name="dequeue_record_examples",
):
    """`read_batch_features` of TFRecord files. Replaces: tf.contrib.learn.io.read_batch_record_features"""
    return read_batch_features(
        file_pattern,
        batch_size,
        features,
        reader=tf.TFRecordReader,
        randomize_input=randomize_input,
        num_epochs=num_epochs,
        queue_capacity=queue_capacity,
        reader_num_threads=reader_num_threads,
        name=name,
    )
