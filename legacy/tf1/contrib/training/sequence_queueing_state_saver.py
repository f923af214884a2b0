"""Truncated backpropagation from queues: long sequences come in segments, and the state goes from one to the next.

A barrier holds the segments. One becomes ready when its state has arrived: the first from the initial state, each other
one from `save_state` on the segment before it.
"""

import collections

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import data_flow_ops
from tf2notes.legacy.tf1 import _op_counts
from tf2notes.legacy.tf1.contrib.training.sequence_padding import check_multiple, pad_sequences
from tf2notes.legacy.tf1.contrib.training.sequence_sparse import (
    _SPARSE_CONTEXT_PREFIX_KEY,  # noqa: F401
    _deconstruct_sparse_tensor_seq,  # noqa: F401
    _reconstruct_sparse_tensor_seq,  # noqa: F401
    context_from_sequences,
    context_to_sequences,
    restore_sparse,
    store_sparse,
)

__all__ = ["NextQueuedSequenceBatch", "SequenceQueueingStateSaver", "batch_sequences_with_states"]

_padding = pad_sequences
_move_sparse_tensor_in_context = context_from_sequences
_move_sparse_tensor_out_context = context_to_sequences
_FIXED = ("length", "total_length", "next_key", "sequence", "sequence_count")


class _SequenceInputWrapper:
    """What goes in for one sequence, as tensors: `length`, `key`, and the dictionaries `sequences` and `context`."""

    def __init__(self, length, key, sequences, context):
        self.length = tf.convert_to_tensor(length, name="length")
        self.key = tf.convert_to_tensor(key, name="key")
        _check_names("sequence", "sequences", sequences)
        _check_names("context", "context", context)
        if not sequences:
            raise ValueError("must have at least one sequence tensor")
        self.sequences = {name: tf.convert_to_tensor(v, name=f"sequence_{name}") for name, v in sequences.items()}
        self.context = {name: tf.convert_to_tensor(v, name=f"context_{name}") for name, v in context.items()}


class NextQueuedSequenceBatch:
    """A batch of segments, each of another sequence.

    Replaces: tf.contrib.training.NextQueuedSequenceBatch
    """

    def __init__(self, state_saver):
        self._state_saver = state_saver

    @property
    def total_length(self):
        """int32 `[batch]`: lengths of the whole sequences."""
        return self._state_saver._received["total_length"]

    @property
    def length(self):
        """int32 `[batch]`: lengths of the segments, without the padding."""
        return self._state_saver._received["length"]

    @property
    def batch_size(self):
        """int32 scalar."""
        return self._state_saver._received_batch_size

    @property
    def insertion_index(self):
        """int64 `[batch]`: growing from the oldest segment on."""
        return self._state_saver._received_indices

    @property
    def key(self):
        """string `[batch]`: "00000_of_00003:key"."""
        return self._state_saver._received_keys

    @property
    def next_key(self):
        """string `[batch]`: the key of the segment that follows, or "STOP:key"."""
        return self._state_saver._received["next_key"]

    @property
    def sequence(self):
        """int32 `[batch]`: which segment of its sequence it is."""
        return self._state_saver._received["sequence"]

    @property
    def sequence_count(self):
        """int32 `[batch]`: how many segments the sequence has."""
        return self._state_saver._received["sequence_count"]

    @property
    def context(self):
        """name to `[batch, ...]`."""
        return self._state_saver._received_context

    @property
    def sequences(self):
        """name to `[batch, num_unroll, ...]`."""
        return self._state_saver._received_sequences

    def state(self, state_name):
        """The state `[batch, ...]`; KeyError for a name that was not declared."""
        return self._state_saver._received_states[state_name]

    def save_state(self, state_name, value, name=None):
        """An operation that hands `value` `[batch, ...]` to the segments that follow.

        Raises:
            KeyError: the state was not declared.
        """
        saver = self._state_saver
        if state_name not in saver._received_states:
            raise KeyError(f"state was not declared: {state_name}")
        _op_counts.add(-5 if saver._allow_small_batch else -2)
        with (
            tf.name_scope(name, "InputQueueingStateSaver_SaveState", values=[value]),
            tf.colocate_with(saver._capacity_queue.queue_ref),
        ):
            going_on = tf.reshape(tf.where(tf.logical_not(saver._sequence_is_done)), [-1])
            value = tf.identity(value, name=f"convert_{state_name}")
            expected = saver._received_states[state_name]
            try:
                value.get_shape().assert_is_compatible_with(expected.get_shape())
            except ValueError as error:
                raise ValueError(f"Shape check failed for {value.name}: {error}") from None
            rank = tf.assert_equal(
                tf.rank(value), tf.rank(expected), message=f"Rank of tensor {value.name} should be: "
            )
            with tf.control_dependencies([rank]):
                shape = tf.shape(value)
            same = tf.assert_equal(shape, tf.shape(expected), message=f"Shape of tensor {value.name} should be: ")
            with tf.control_dependencies([same]):
                value = tf.gather(value, going_on)
            return saver._barrier.insert_many(
                saver._index[f"state/{state_name}"],
                tf.gather(saver._received["next_key"], going_on),
                value,
                name=f"BarrierInsertState_{state_name}",
            )


class SequenceQueueingStateSaver:
    """Splits sequences into segments of `num_unroll` steps and carries the state along.

    Args:
        batch_size: int or int32 scalar.
        num_unroll: steps of a segment.
        input_length: int32 scalar: the sequence's length without padding.
        input_key: string scalar: different for every sequence.
        input_sequences: name to `[time, ...]`, the time a multiple of `num_unroll`.
        input_context: name to tensor: goes with every segment.
        initial_states: name to tensor.
        capacity: how many sequences there may be at a time; no limit if None.
        allow_small_batch: give out less than a batch when nothing else is coming.
        name: of the name scope, else "InputQueueingStateSaver".

    Raises:
        TypeError: no dictionaries, names that are no strings, a length that is not int32, a key that is no string.
        ValueError: no sequences or states, a colon in a name, unknown shapes, less capacity than a batch.

    Replaces: tf.contrib.training.SequenceQueueingStateSaver
    """

    def __init__(
        self,
        batch_size,
        num_unroll,
        input_length,
        input_key,
        input_sequences,
        input_context,
        initial_states,
        capacity=None,
        allow_small_batch=False,
        name=None,
    ):
        if capacity is not None and isinstance(batch_size, tf.Tensor):
            enough = tf.assert_greater_equal(
                tf.cast(capacity, tf.int64),
                tf.cast(batch_size, tf.int64),
                message="capacity needs to be >= batch_size.",
            )
            with tf.control_dependencies([enough]):
                input_key = tf.identity(input_key)
        elif capacity is not None and capacity < batch_size:
            raise ValueError(f"capacity {capacity} needs to be >= batch_size {batch_size}")
        # The queue only counts the sequences that are under way.
        self._capacity_queue = tf.FIFOQueue(
            capacity=-1 if capacity is None else capacity, dtypes=[tf.int32], shapes=[[]]
        )
        with tf.colocate_with(self._capacity_queue.queue_ref):
            _check_states(initial_states)
            with tf.name_scope(name, "InputQueueingStateSaver") as scope:
                self._batch_size = batch_size
                self._num_unroll = num_unroll
                self._name = self._scope = scope
                self._allow_small_batch = allow_small_batch
                self._prefetch_op = self._next_batch = None
                self._take_inputs(input_length, input_key, input_sequences, input_context, initial_states)
                self._create_barrier()

    @property
    def name(self):
        return self._name

    @property
    def barrier(self):
        return self._barrier

    @property
    def batch_size(self):
        return self._batch_size

    @property
    def num_unroll(self):
        return self._num_unroll

    @property
    def prefetch_op(self):
        """Takes one sequence in; run by the queue runners."""
        if self._prefetch_op is None:
            with tf.name_scope(self._scope):
                self._create_prefetch_op()
        return self._prefetch_op

    @property
    def next_batch(self):
        """The NextQueuedSequenceBatch."""
        if self._next_batch is None:
            _ = self.prefetch_op
            with tf.name_scope(self._scope):
                self._read_barrier()
        return self._next_batch

    def close(self, cancel_pending_enqueues=False, name=None):
        """An operation that closes the barrier and the queue."""
        with tf.name_scope(name, "SQSSClose") as name:
            barrier_close = self._barrier.close(cancel_pending_enqueues, "BarrierClose")
            queue_close = self._capacity_queue.close(cancel_pending_enqueues, "FIFOClose")
            return tf.group(barrier_close, queue_close, name=name)

    def _take_inputs(self, length, key, sequences, context, states):
        length, key = tf.convert_to_tensor(length, name="length"), tf.convert_to_tensor(key, name="key")
        _check_names("sequence", "sequences", sequences)
        _check_names("context", "context", context)
        if not sequences:
            raise ValueError("must have at least one sequence tensor")
        self._sequences = _sorted_tensors("sequence", sequences, known_from=1)
        self._context = _sorted_tensors("context", context)
        self._states = _sorted_tensors("state", states)
        length.get_shape().assert_is_compatible_with([])
        key.get_shape().assert_is_compatible_with([])
        if length.dtype != tf.int32:
            raise TypeError(f"length dtype must be int32, but received: {length.dtype}")
        if key.dtype != tf.string:
            raise TypeError(f"key dtype must be string, but received: {key.dtype}")

        padded = tf.identity(tf.shape(next(iter(self._sequences.values())))[0], name="padded_length")
        with tf.control_dependencies([check_multiple(padded, self._num_unroll, "Tensor padded_length")]):
            self._padded_length = tf.identity(padded)
        for name, value in self._sequences.items():
            message = f"Dimension 0 of tensor labeled sorted_sequences_{name} should be: "
            steps = tf.shape(value)[0]
            parts = [message, tf.as_string(self._padded_length), ", shape received: ", tf.as_string(steps)]
            with tf.control_dependencies([tf.Assert(tf.equal(steps, self._padded_length), [tf.string_join(parts)])]):
                self._sequences[name] = tf.identity(value)
        message = "Input length should be <= than length from sequences:"
        fits = tf.Assert(length <= self._padded_length, [message, length, " vs. ", self._padded_length])
        with tf.control_dependencies([fits]):
            self._length, self._key = tf.identity(length), tf.identity(key)

    def _create_barrier(self):
        fixed_types = [tf.int32, tf.int32, tf.string, tf.int32, tf.int32]
        entries = [(name, type_, ()) for name, type_ in zip(_FIXED, fixed_types, strict=True)]
        for name, v in self._sequences.items():
            entries.append((f"sequence/{name}", v.dtype, [self._num_unroll, *v.get_shape().as_list()[1:]]))
        for kind, values in (("context", self._context), ("state", self._states)):
            entries += [(f"{kind}/{name}", v.dtype, v.get_shape().as_list()) for name, v in values.items()]
        self._index = {name: i for i, (name, _, _) in enumerate(entries)}
        self._barrier = data_flow_ops.Barrier(types=[e[1] for e in entries], shapes=[e[2] for e in entries])

    def _create_prefetch_op(self):
        unroll = self._num_unroll
        count = self._padded_length // unroll
        sequence = tf.range(count)
        number = [tf.as_string(n, width=5, fill="0") for n in (sequence, count)]
        keys = tf.string_join([number[0], "_of_", number[1], ":", self._key], name="StringJoinCurrentKeys")
        stop = tf.string_join(["STOP:", self._key], name="StringJoinStop")
        values = {
            "sequence": sequence,
            "sequence_count": tf.fill([count], count),
            "next_key": tf.concat([keys[1:], [stop]], 0, name="concat_next_keys"),
            "length": tf.clip_by_value(self._length - unroll * sequence, 0, unroll),
            "total_length": tf.fill([count], self._length),
        }
        for name, v in self._sequences.items():
            shape = tf.concat([[count, unroll], tf.shape(v)[1:]], 0)
            values[f"sequence/{name}"] = tf.reshape(v, shape)
        for name, v in self._context.items():
            values[f"context/{name}"] = tf.tile(tf.expand_dims(v, 0), tf.stack([count] + [1] * v.get_shape().ndims))
        token = self._capacity_queue.enqueue((0,))
        inserts = {name: self._barrier.insert_many(self._index[name], keys, v) for name, v in values.items()}
        # The initial state makes the first segment ready: it comes last, and only when there is room.
        with tf.control_dependencies([inserts["sequence"], token]):
            initial = [
                self._barrier.insert_many(self._index[f"state/{name}"], keys[:1], tf.expand_dims(v, 0))
                for name, v in self._states.items()
            ]
        self._prefetch_op = tf.group(token, *inserts.values(), *initial, name="StateSaverPrefetchGroup")

    def _read_barrier(self):
        taken = self._barrier.take_many(self._batch_size, self._allow_small_batch, name="BarrierTakeMany")
        self._received_indices, self._received_keys, values = taken
        self._received = {name: values[self._index[name]] for name in _FIXED}
        self._received_batch_size = tf.squeeze(tf.shape(self._received["length"]))
        self._sequence_is_done = self._received["sequence"] + 1 >= self._received["sequence_count"]

        def of(kind, names):
            return collections.OrderedDict((name, values[self._index[f"{kind}/{name}"]]) for name in names)

        self._received_context = of("context", self._context)
        self._received_sequences = of("sequence", self._sequences)
        done = tf.reduce_sum(tf.cast(self._sequence_is_done, tf.int32))
        with tf.control_dependencies([self._capacity_queue.dequeue_many(done)]):
            self._received_states = collections.OrderedDict(
                (name, tf.identity(v)) for name, v in of("state", self._states).items()
            )
        self._next_batch = NextQueuedSequenceBatch(self)


def batch_sequences_with_states(
    input_key,
    input_sequences,
    input_context,
    input_length,
    initial_states,
    num_unroll,
    batch_size,
    num_threads=3,
    capacity=1000,
    allow_small_batch=True,
    pad=True,
    make_keys_unique=False,
    make_keys_unique_seed=None,
    name=None,
):
    """A `SequenceQueueingStateSaver` with its queue runner; sequences and context may be sparse.

    Args:
        input_key, input_sequences, input_context, initial_states, num_unroll, batch_size, capacity,
            allow_small_batch: as for `SequenceQueueingStateSaver`.
        input_length: int32 scalar; None takes it from the sequences (needs `pad`).
        num_threads: that take sequences in.
        pad: pad the sequences to a multiple of `num_unroll`; else they must be one already.
        make_keys_unique: append a random number to the key.
        make_keys_unique_seed: of that number.
        name: of the name scope, else "batch_sequences_with_states".

    Returns:
        A NextQueuedSequenceBatch.

    Raises:
        TypeError, ValueError: as `SequenceQueueingStateSaver`.

    Replaces: tf.contrib.training.batch_sequences_with_states
    """
    with tf.name_scope(name, "batch_sequences_with_states"):
        input_context = dict(input_context)
        if pad:
            length, input_sequences = pad_sequences(input_sequences, num_unroll)
            input_length = length if input_length is None else input_length
        else:
            input_sequences = _checked_multiples(input_sequences, num_unroll)
        context_to_sequences(input_context, input_sequences, num_unroll)
        dense_sequences, stores = store_sparse(input_sequences)
        if make_keys_unique:
            number = tf.random_uniform((), minval=0, maxval=100000000, dtype=tf.int32, seed=make_keys_unique_seed)
            input_key = tf.string_join([input_key, tf.as_string(number)])
        saver = SequenceQueueingStateSaver(
            batch_size,
            num_unroll,
            input_length=input_length,
            input_key=input_key,
            input_sequences=dense_sequences,
            input_context=input_context,
            initial_states=initial_states,
            capacity=capacity,
            allow_small_batch=allow_small_batch,
        )
        ready = tf.cast(saver.barrier.ready_size(), tf.float32)
        tf.summary.scalar(f"queue/{saver.barrier.name}/ready_segment_batches_", ready)
        tf.train.add_queue_runner(
            tf.train.QueueRunner(
                saver,
                [saver.prefetch_op] * num_threads,
                queue_closed_exception_types=(tf.errors.OutOfRangeError, tf.errors.CancelledError),
            )
        )
        batch = saver.next_batch
        _op_counts.add(_more_ops_of_tf1(saver))
        restore_sparse(batch.sequences, stores, batch_size, num_unroll)
        context_from_sequences(batch.context, batch.sequences)
        return batch


def _more_ops_of_tf1(saver):
    """TF1 checked and cut each tensor with more ops, in proportion to its rank."""
    sequences = sum(15 + 15 * value.shape.rank for value in saver._sequences.values())
    return 25 + sequences + sum(18 + 14 * value.shape.rank for value in saver._context.values())


def _check_names(kind, argument, values):
    if not isinstance(values, dict):
        raise TypeError(f"{argument} must be a dict")
    for name in values:
        if not isinstance(name, str):
            raise TypeError(f"{kind} key must be string: {name}")
        if ":" in name:
            raise ValueError(f"{kind} key may not have a colon: '{name}'")


def _check_states(states):
    if not isinstance(states, dict):
        raise TypeError("initial_states must be a dictionary")
    if not states:
        raise ValueError(
            "initial_states may not be empty: at least one state variable is required to properly enqueue "
            "split sequences to run in separate iterations"
        )
    for name in states:
        if not isinstance(name, str):
            raise TypeError(f"state name must be a string: {name}")
        if ":" in name:
            raise ValueError(f"state name may not have a colon: '{name}'")


def _sorted_tensors(kind, values, known_from=0):
    """The values as tensors in the order of their names; their shapes must be known from a dimension on."""
    tensors = collections.OrderedDict()
    for name in sorted(values):
        tensors[name] = tf.convert_to_tensor(values[name], name=f"{kind}_{name}")
        shape = tensors[name].get_shape()
        if not shape[known_from:].is_fully_defined():
            ignoring = "(ignoring first dimension)" if known_from else ""
            raise ValueError(f"Shape for {kind} {name} is not fully defined {ignoring}: {shape}")
    return tensors


def _checked_multiples(sequences, num_unroll):
    checked = {}
    for name, value in sequences.items():
        if isinstance(value, (tf.SparseTensor, tf.SparseTensorValue)):
            value = tf.convert_to_tensor_or_sparse_tensor(value)
            length = value.dense_shape[0]
        else:
            value = tf.convert_to_tensor(value)
            length = tf.shape(value)[0]
        kind = "SparseTensor" if isinstance(value, tf.SparseTensor) else "Tensor"
        with tf.control_dependencies([check_multiple(length, num_unroll, f"{kind} {name} first dimension")]):
            if isinstance(value, tf.SparseTensor):
                checked[name] = tf.SparseTensor(
                    tf.identity(value.indices), tf.identity(value.values), tf.identity(value.dense_shape)
                )
            else:
                checked[name] = tf.identity(value, name="multiple_of_checked")
    return checked
