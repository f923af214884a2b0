"""Batches of examples of about the same length: a queue for each bucket, and one on top for whole batches."""

import functools
import itertools

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.framework.smart_cond import smart_cond
from tensorflow.python.training import input as queue_input

__all__ = ["bucket", "bucket_by_sequence_length"]


def bucket(
    tensors,
    which_bucket,
    batch_size,
    num_buckets,
    num_threads=1,
    capacity=32,
    bucket_capacities=None,
    shapes=None,
    dynamic_pad=False,
    allow_smaller_final_batch=False,
    keep_input=True,
    shared_name=None,
    name=None,
):
    """Batches of examples that went into the same bucket.

    Args:
        tensors: list or dictionary of tensors: one example.
        which_bucket: int32 scalar: where it goes.
        batch_size: int, or a list of one a bucket.
        num_buckets: int.
        num_threads: of the threads that enqueue examples.
        capacity: of the top queue, in batches, and of the buckets' queues, in examples.
        bucket_capacities: list of one a bucket, instead of `capacity`.
        shapes: of the example's tensors; as inferred if None.
        dynamic_pad: pad the examples of a batch to the same shape.
        allow_smaller_final_batch: give out what is left at the end.
        keep_input: bool scalar: whether the example is kept.
        shared_name: of the queues.
        name: of the name scope, else "bucket".

    Returns:
        `(int32 bucket, tensors of the batch)`. Two queue runners and summaries of the queues are added to the graph.

    Raises:
        ValueError: no tensors, or lists that are not `num_buckets` long.

    Replaces: tf.contrib.training.bucket
    """
    size_per_bucket = isinstance(batch_size, (list, tuple))
    if size_per_bucket and len(batch_size) != num_buckets:
        raise ValueError("If batch_size is a list it must have num_buckets elements")
    batch_sizes = list(batch_size) if size_per_bucket else [batch_size] * num_buckets
    if bucket_capacities is None:
        bucket_capacities = [capacity] * num_buckets
    if len(bucket_capacities) != num_buckets:
        raise ValueError(
            f"The list bucket_capacities ({bucket_capacities}) must have exactly num_buckets ({num_buckets}) elements."
        )
    tensor_list = queue_input._as_tensor_list(tensors)
    with tf.name_scope(name, "bucket", tensor_list):
        if not tensor_list:
            raise ValueError("Expected at least one tensor in bucket().")
        tensor_list = [t if isinstance(t, tf.SparseTensor) else tf.convert_to_tensor(t) for t in tensor_list]
        keep_input = queue_input._validate_keep_input(keep_input, enqueue_many=False)
        tensor_list, sparse_info = queue_input._store_sparse_tensors(
            tensor_list, enqueue_many=False, keep_input=keep_input
        )
        batch_sizes = [_static_if_known(size) for size in batch_sizes]
        types = queue_input._dtypes([tensor_list])
        shapes = queue_input._shapes([tensor_list], shapes, enqueue_many=False)
        which_bucket = tf.convert_to_tensor(which_bucket, dtype=tf.int32, name="which_bucket")

        make_queue = queue_input._which_queue(dynamic_pad)
        queues = [
            make_queue(
                capacity=bucket_capacities[i],
                dtypes=types,
                shapes=shapes,
                shared_name=None if shared_name is None else f"{shared_name}_{i}",
                name=f"bucket_queue_{i}",
            )
            for i in range(num_buckets)
        ]
        batch_known = not (allow_smaller_final_batch or size_per_bucket) and isinstance(batch_sizes[-1], int)
        batch_dim = tf.TensorShape([batch_sizes[-1] if batch_known else None])
        top_queue = tf.PaddingFIFOQueue(
            capacity=capacity,
            dtypes=[tf.int32, *types],
            shapes=[tf.TensorShape([])] + [batch_dim.concatenate(s) for s in queues[0].shapes],
            shared_name=shared_name,
            name="top_queue",
        )
        into_bucket = functools.partial(_enqueue_into, queues, which_bucket, tensor_list)
        example_op = smart_cond(keep_input, into_bucket, tf.no_op)
        batch_ops = [
            _move_batch(i, queue, size, top_queue, allow_smaller_final_batch)
            for i, (queue, size) in enumerate(zip(queues, batch_sizes, strict=True))
        ]
        _add_runners(queues, top_queue, [example_op] * num_threads, batch_ops)
        for queue in queues:
            tf.summary.scalar(f"bucket/{queue.name}/size", tf.cast(top_queue.size(), tf.float32))
        tf.summary.scalar(
            f"bucket/{top_queue.name}/fraction_of_{capacity}_full",
            tf.cast(top_queue.size(), tf.float32) * (1.0 / capacity),
        )
        number, *dequeued = top_queue.dequeue(name="dequeue_top")
        dequeued = queue_input._restore_sparse_tensors(dequeued[0] if len(dequeued) == 1 else dequeued, sparse_info)
        return number, queue_input._as_original_type(tensors, dequeued)


def bucket_by_sequence_length(
    input_length,
    tensors,
    batch_size,
    bucket_boundaries,
    num_threads=1,
    capacity=32,
    bucket_capacities=None,
    shapes=None,
    dynamic_pad=False,
    allow_smaller_final_batch=False,
    keep_input=True,
    shared_name=None,
    name=None,
):
    """`bucket` by length: bucket i has the lengths from boundary i-1 up to, but without, boundary i.

    Args:
        input_length: int32 scalar.
        bucket_boundaries: list of increasing ints; there is one bucket more than boundaries.
        tensors, batch_size, num_threads, capacity, bucket_capacities, shapes, dynamic_pad, allow_smaller_final_batch,
            keep_input, shared_name, name: as for `bucket`.

    Returns:
        `(lengths [batch], tensors of the batch)`.

    Raises:
        TypeError: boundaries are no list of ints.
        ValueError: there are none, or they do not increase.

    Replaces: tf.contrib.training.bucket_by_sequence_length
    """
    tensor_list = queue_input._as_tensor_list(tensors)
    if not isinstance(bucket_boundaries, (list, tuple)):
        raise TypeError(f"bucket_boundaries must be a list or tuple, but received: {bucket_boundaries}")
    if not bucket_boundaries:
        raise ValueError("bucket_boundaries must not be empty")
    for low, high in itertools.pairwise(bucket_boundaries):
        if not isinstance(low, int) or not isinstance(high, int):
            raise TypeError(f"bucket boundaries must be integers, but saw: {low} and {high}")
        if low >= high:
            raise ValueError(f"Buckets must contain sequential increasing lengths, but saw: {low} before {high}")
    with tf.name_scope(name, "bucket_by_sequence_length", [input_length, *tensor_list]):
        input_length = tf.convert_to_tensor(input_length, dtype=tf.int32, name="input_length")
        limits = np.iinfo(np.int32)
        lows = tf.constant([limits.min, *bucket_boundaries], tf.int32)
        highs = tf.constant([*bucket_boundaries, limits.max], tf.int32)
        within = tf.logical_and(lows <= input_length, input_length < highs)
        _, dequeued = bucket(
            tensors=[input_length, *tensor_list],
            which_bucket=tf.cast(tf.reduce_min(tf.where(within)), tf.int32),
            batch_size=batch_size,
            num_buckets=len(bucket_boundaries) + 1,
            num_threads=num_threads,
            capacity=capacity,
            bucket_capacities=bucket_capacities,
            shapes=None if shapes is None else [tf.TensorShape([]), *shapes],
            dynamic_pad=dynamic_pad,
            allow_smaller_final_batch=allow_smaller_final_batch,
            keep_input=keep_input,
            shared_name=shared_name,
        )
        return dequeued[0], queue_input._as_original_type(tensors, dequeued[1:])


def _static_if_known(batch_size):
    tensor = tf.convert_to_tensor(batch_size, dtype=tf.int32, name="batch_size")
    static = tf.get_static_value(tensor)
    return tensor if static is None else int(static)


def _enqueue_into(queues, which_bucket, tensor_list):
    """The operation that puts an example into its bucket."""
    enqueues = [
        tf.cond(tf.equal(which_bucket, i), functools.partial(queue.enqueue, tensor_list), tf.no_op)
        for i, queue in enumerate(queues)
    ]
    return tf.group(*enqueues, name="group_enqueues")


def _move_batch(number, queue, size, top_queue, smaller_final_batch):
    """The operation that moves a batch from its bucket to the top queue."""
    dequeue = queue.dequeue_up_to if smaller_final_batch else queue.dequeue_many
    batch = dequeue(size, name=f"read_bucket_{number}")
    batch = list(batch) if isinstance(batch, (list, tuple)) else [batch]
    return top_queue.enqueue([tf.constant(number), *batch], name=f"enqueue_from_bucket_{number}")


def _add_runners(queues, top_queue, example_ops, batch_ops):
    """One runner fills the buckets with examples, the other one the top queue with batches; each closes the next."""
    closed = (tf.errors.OutOfRangeError, tf.errors.CancelledError)
    tf.train.add_queue_runner(
        tf.train.QueueRunner(
            queues[0],
            batch_ops,
            close_op=top_queue.close(),
            cancel_op=top_queue.close(cancel_pending_enqueues=True),
            queue_closed_exception_types=closed,
        )
    )
    tf.train.add_queue_runner(
        tf.train.QueueRunner(
            top_queue,
            example_ops,
            close_op=tf.group(*[queue.close() for queue in queues]),
            cancel_op=tf.group(*[queue.close(cancel_pending_enqueues=True) for queue in queues]),
            queue_closed_exception_types=closed,
        )
    )
