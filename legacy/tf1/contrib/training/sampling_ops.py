"""Sampling examples with queues: keep some of what comes by, so that the kept ones have the distribution asked for."""

import tensorflow.compat.v1 as tf

__all__ = ["rejection_sample", "stratified_sample"]


def rejection_sample(
    tensors,
    accept_prob_fn,
    batch_size,
    queue_threads=1,
    enqueue_many=False,
    prebatch_capacity=16,
    prebatch_threads=1,
    runtime_checks=False,
    name=None,
):
    """Batches of the examples that are accepted.

    Args:
        tensors: list of tensors: an example, or `[n, ...]` examples if `enqueue_many`.
        accept_prob_fn: `f(tensors) -> the chance to accept`, a float scalar.
        batch_size: int.
        queue_threads: threads of the final queue.
        enqueue_many: see `tensors`.
        prebatch_capacity, prebatch_threads: of the queue that takes examples apart if `enqueue_many`.
        runtime_checks: check when run that the chance is in [0, 1].
        name: of the variable scope, else "rejection_sample".

    Returns:
        List of tensors `[batch, ...]`.

    Replaces: tf.contrib.training.rejection_sample
    """
    with tf.variable_scope(name, "rejection_sample", tensors):
        tensor_list = [tf.convert_to_tensor(t) for t in tensors]
        if enqueue_many:
            _check_same_batch(tensor_list, tensor_list[0].get_shape())
            tensor_list = _one_by_one(tensor_list, prebatch_threads, prebatch_capacity)
        probability = accept_prob_fn(tensor_list)
        if runtime_checks:
            checks = [tf.assert_less_equal(0.0, probability), tf.assert_less_equal(probability, 1.0)]
            with tf.control_dependencies(checks):
                probability = tf.identity(probability, name="prob_with_checks")
        batch = tf.train.maybe_batch(
            tensor_list,
            keep_input=tf.random_uniform([]) < probability,
            batch_size=batch_size,
            num_threads=queue_threads,
        )
        return [batch] if isinstance(batch, tf.Tensor) else batch


def stratified_sample(
    tensors,
    labels,
    target_probs,
    batch_size,
    init_probs=None,
    enqueue_many=False,
    queue_capacity=16,
    threads_per_queue=1,
    name=None,
):
    """Batches in which the classes have the frequencies `target_probs`, by rejecting examples.

    Args:
        tensors: list of tensors: an example, or `[n, ...]` examples if `enqueue_many`.
        labels: int scalar, or `[n]`.
        target_probs: float `[classes]`, summing to 1.
        batch_size: int.
        init_probs: the classes' frequencies in the data; None estimates them in the variable "class_count".
        enqueue_many: see `tensors`.
        queue_capacity, threads_per_queue: of the queues.
        name: of the name scope, else "stratified_sample".

    Returns:
        `(list of tensors [batch, ...], labels [batch])`.

    Raises:
        ValueError: the probabilities have different lengths, or shapes do not fit.
        tf.errors.InvalidArgumentError: probabilities or labels are wrong (found when run).

    Replaces: tf.contrib.training.stratified_sample
    """
    with tf.name_scope(name, "stratified_sample", [*tensors, labels]):
        tensor_list = [tf.convert_to_tensor(t) for t in tensors]
        labels = tf.convert_to_tensor(labels)
        target_probs = tf.convert_to_tensor(target_probs, dtype=tf.float32)
        if not enqueue_many:
            tensor_list = [tf.expand_dims(t, 0) for t in tensor_list]
            labels = tf.expand_dims(labels, 0)
        if init_probs is None:
            target_probs.get_shape().assert_is_fully_defined()
            init_probs = _estimate_data_distribution(labels, target_probs.get_shape().num_elements())
        else:
            init_probs = tf.convert_to_tensor(init_probs, dtype=tf.float32)
        tensor_list, labels, [init_probs, target_probs] = _verify_input(tensor_list, labels, [init_probs, target_probs])
        possible = tf.Assert(
            tf.reduce_all(tf.logical_or(tf.not_equal(init_probs, 0), tf.equal(target_probs, 0))),
            [
                "All classes with zero initial probability must also have zero target probability: ",
                init_probs,
                target_probs,
            ],
        )
        init_probs = _after([possible], init_probs)
        accept_probs = _warn_of_rejection(_calculate_acceptance_probabilities(init_probs, target_probs), init_probs)
        *values, label = _one_by_one([*tensor_list, labels], threads_per_queue, queue_capacity)
        *batch, batch_labels = tf.train.maybe_batch(
            [*values, label],
            keep_input=tf.random_uniform([]) < tf.gather(accept_probs, label),
            batch_size=batch_size,
            num_threads=threads_per_queue,
        )
        return batch, batch_labels


def _one_by_one(tensor_list, threads, capacity):
    """The examples of `[n, ...]` tensors, one at a time, through a queue."""
    batched = tf.train.batch(tensor_list, batch_size=1, num_threads=threads, capacity=capacity, enqueue_many=True)
    return [tf.squeeze(x, [0]) for x in (batched if isinstance(batched, (list, tuple)) else [batched])]


def _after(checks, tensor):
    with tf.control_dependencies(checks):
        return tf.identity(tensor)


def _check_same_batch(tensor_list, shape):
    for tensor in tensor_list:
        tensor.get_shape().with_rank_at_least(1)[:1].assert_is_compatible_with(shape[:1])


def _warn_of_rejection(accept_probs, init_probs):
    """`accept_probs`, printing a message when more than half of the examples are rejected."""
    rejected = tf.reduce_sum((1 - accept_probs) * init_probs)
    message = "Proportion of examples rejected by sampler is high."
    return tf.cond(
        tf.less(rejected, 0.5),
        lambda: accept_probs,
        lambda: tf.Print(accept_probs, [accept_probs], message=message, first_n=10),
    )


def _estimate_data_distribution(labels, num_classes, smoothing_constant=10):
    """The frequencies of the classes so far, each counted `smoothing_constant` times at first."""
    if smoothing_constant <= 0:
        raise ValueError("smoothing_constant must be nonzero.")
    counts = tf.Variable([smoothing_constant] * num_classes, trainable=False, name="class_count", dtype=tf.int64)
    seen = tf.reduce_sum(tf.one_hot(labels, num_classes, dtype=tf.int64), 0)
    counts = counts.assign_add(seen) + 0  # a copy, that later steps do not change
    return tf.cast(tf.truediv(counts, tf.reduce_sum(counts)), tf.float32)


def _verify_input(tensor_list, labels, probs_list):
    """The arguments with assertions attached: probabilities sum to 1, labels are classes, batches have one size."""
    tolerance, checked_probs = 1e-6, []
    for probs in probs_list:
        probs.get_shape().assert_is_fully_defined()
        probs.get_shape().assert_has_rank(1)
        total = tf.reduce_sum(probs)
        checks = [
            tf.assert_non_negative(probs),
            tf.assert_less(total, 1.0 + tolerance),
            tf.assert_less(1.0 - tolerance, total),
        ]
        checked_probs.append(_after(checks, probs))
    num_classes = checked_probs[0].get_shape().num_elements()
    if any(probs.get_shape().num_elements() != num_classes for probs in checked_probs):
        raise ValueError("Probability parameters must have the same length.")

    labels.get_shape().assert_has_rank(1)
    _check_same_batch(tensor_list, labels.get_shape())
    size = tf.shape(labels)[0]
    not_empty = tf.assert_positive(size)
    labels = _after([not_empty], labels)
    tensor_list = [_after([not_empty, tf.assert_equal(tf.shape(x)[0], size)], x) for x in tensor_list]
    checks = [
        tf.assert_integer(labels),
        tf.assert_non_negative(labels),
        tf.assert_less(labels, tf.cast(num_classes, labels.dtype)),
    ]
    return tensor_list, _after(checks, labels), checked_probs


def _calculate_acceptance_probabilities(init_probs, target_probs):
    """`target / init`, scaled so that the largest is 1; 0/0 is 0. As few examples as can be are rejected."""
    ratio = target_probs / init_probs
    ratio = tf.where(tf.is_nan(ratio), tf.zeros_like(ratio), ratio)
    return ratio / tf.reduce_max(ratio)
