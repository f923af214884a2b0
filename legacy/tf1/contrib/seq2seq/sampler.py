"""Samplers: helpers that get their tensors at `initialize`, for the decoders that are Keras layers (1.14, 1.15)."""

import abc

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.seq2seq.helper import (
    _check_tensor,
    _mix,
    _probability,
    _ScalarIds,
    _unstack_ta,
)
from tf2notes.legacy.tf1.contrib.seq2seq.sampling import bernoulli_sample, categorical_sample
from tf2notes.legacy.tf1.contrib.seq2seq.structures import _transpose_batch_time

__all__ = [
    "CustomSampler",
    "GreedyEmbeddingSampler",
    "InferenceSampler",
    "SampleEmbeddingSampler",
    "Sampler",
    "ScheduledEmbeddingTrainingSampler",
    "ScheduledOutputTrainingSampler",
    "TrainingSampler",
    "_transpose_batch_time",
    "_unstack_ta",
    "bernoulli_sample",
    "categorical_sample",
]


class Sampler(abc.ABC):
    """What `BasicDecoderV2` asks for the first inputs, a sample of the outputs, and the next inputs.

    Replaces: tensorflow.contrib.seq2seq.python.ops.sampler.Sampler
    """

    @abc.abstractmethod
    def initialize(self, inputs, **kwargs):
        """Returns `(finished, first inputs)`; called once, before everything else."""

    @abc.abstractmethod
    def sample(self, time, outputs, state):
        """Returns the sample ids."""

    @abc.abstractmethod
    def next_inputs(self, time, outputs, state, sample_ids):
        """Returns `(finished, next inputs, next state)`."""

    @property
    @abc.abstractmethod
    def batch_size(self):
        """int32 scalar; ValueError before `initialize`."""
        raise NotImplementedError("batch_size has not been implemented")

    @property
    @abc.abstractmethod
    def sample_ids_shape(self):
        """TensorShape of a sample, without the batch."""
        raise NotImplementedError("sample_ids_shape has not been implemented")

    @property
    @abc.abstractmethod
    def sample_ids_dtype(self):
        """dtype of a sample."""
        raise NotImplementedError("sample_ids_dtype has not been implemented")


class _Initialized:
    """Knows its batch size once it is initialized."""

    _batch_size = None

    @property
    def batch_size(self):
        if self._batch_size is None:
            raise ValueError("batch_size accessed before initialize was called")
        return self._batch_size


class CustomSampler(_Initialized, Sampler):
    """A sampler out of three functions.

    Args:
        initialize_fn: `(inputs, **kwargs) -> (finished, next inputs)`.
        sample_fn: `(time=, outputs=, state=) -> sample ids`.
        next_inputs_fn: `(time=, outputs=, state=, sample_ids=) -> (finished, next inputs, next state)`.
        sample_ids_shape: list or TensorShape without the batch; scalars if None.
        sample_ids_dtype: int32 if None.

    Replaces: tensorflow.contrib.seq2seq.python.ops.sampler.CustomSampler
    """

    def __init__(self, initialize_fn, sample_fn, next_inputs_fn, sample_ids_shape=None, sample_ids_dtype=None):
        self._initialize_fn = initialize_fn
        self._sample_fn = sample_fn
        self._next_inputs_fn = next_inputs_fn
        self._sample_ids_shape = tf.TensorShape([] if sample_ids_shape is None else sample_ids_shape)
        self._sample_ids_dtype = sample_ids_dtype or tf.int32

    @property
    def sample_ids_shape(self):
        return self._sample_ids_shape

    @property
    def sample_ids_dtype(self):
        return self._sample_ids_dtype

    def initialize(self, inputs, **kwargs):
        finished, next_inputs = self._initialize_fn(inputs, **kwargs)
        if self._batch_size is None:
            self._batch_size = tf.size(finished)
        return finished, next_inputs

    def sample(self, time, outputs, state):
        return self._sample_fn(time=time, outputs=outputs, state=state)

    def next_inputs(self, time, outputs, state, sample_ids):
        return self._next_inputs_fn(time=time, outputs=outputs, state=state, sample_ids=sample_ids)


class TrainingSampler(_Initialized, _ScalarIds, Sampler):
    """Feeds the given inputs, whatever is sampled; sampling is the argmax.

    Args:
        time_major: inputs are `[time, batch, ...]` instead of `[batch, time, ...]`.

    Replaces: tensorflow.contrib.seq2seq.python.ops.sampler.TrainingSampler
    """

    def __init__(self, time_major=False):
        self.time_major = time_major

    def initialize(self, inputs, sequence_length=None):
        """Take `inputs` and their lengths, int `[batch]`.

        Raises:
            ValueError: `sequence_length` is missing or no vector.
        """
        self.inputs = tf.convert_to_tensor(inputs, name="inputs")
        if sequence_length is None:
            raise ValueError("sequence_length is required for TrainingSampler")
        by_time = self.inputs if self.time_major else _transpose_batch_time(self.inputs)
        self.sequence_length = tf.convert_to_tensor(sequence_length, name="sequence_length")
        if self.sequence_length.get_shape().ndims != 1:
            raise ValueError(
                f"Expected sequence_length to be a vector, but received shape: {self.sequence_length.get_shape()}"
            )
        self.input_tas = _unstack_ta(by_time)
        self.zero_inputs = tf.zeros_like(by_time[0, :])
        self._batch_size = tf.size(self.sequence_length)
        finished = tf.equal(0, self.sequence_length)
        return finished, self._read_unless(tf.reduce_all(finished), 0)

    def sample(self, time, outputs, state):
        return tf.cast(tf.argmax(outputs, axis=-1), tf.int32)

    def next_inputs(self, time, outputs, state, sample_ids):
        next_time = time + 1
        finished = next_time >= self.sequence_length
        return finished, self._read_unless(tf.reduce_all(finished), next_time), state

    def _read_unless(self, all_finished, time):
        return tf.cond(all_finished, lambda: self.zero_inputs, lambda: self.input_tas.read(time))


class ScheduledEmbeddingTrainingSampler(TrainingSampler):
    """Feeds the given inputs, but with a probability the embedding of what was sampled; sample ids else are -1.

    Args:
        sampling_probability: float scalar or `[batch]`.
        embedding_fn: `f(ids) -> inputs`; None takes the embedding that `initialize` gets.
        time_major: of the inputs.
        seed: of what is sampled.
        scheduling_seed: of whether it is fed.

    Raises:
        ValueError: `embedding_fn` cannot be called, or the probability is neither scalar nor vector.

    Replaces: tensorflow.contrib.seq2seq.python.ops.sampler.ScheduledEmbeddingTrainingSampler
    """

    def __init__(self, sampling_probability, embedding_fn=None, time_major=False, seed=None, scheduling_seed=None):
        self.embedding_fn = _callable_or_none(embedding_fn, "expected to be callable")
        self.sampling_probability = _probability(sampling_probability)
        self.seed = seed
        self.scheduling_seed = scheduling_seed
        super().__init__(time_major=time_major)

    def initialize(self, inputs, sequence_length=None, embedding=None):
        if self.embedding_fn is None:
            if embedding is None:
                raise ValueError("embedding is required as a keyword argument for ScheduledEmbeddingTrainingSampler")
            self.embedding_fn = lambda ids: tf.nn.embedding_lookup(embedding, ids)
        return super().initialize(inputs, sequence_length=sequence_length)

    def sample(self, time, outputs, state):
        choice = bernoulli_sample(
            probs=self.sampling_probability, dtype=tf.bool, sample_shape=self.batch_size, seed=self.scheduling_seed
        )
        return tf.where(choice, categorical_sample(logits=outputs, seed=self.seed), tf.fill([self.batch_size], -1))

    def next_inputs(self, time, outputs, state, sample_ids):
        finished, given, state = super().next_inputs(time, outputs, state, sample_ids)

        def mix():
            choose, keep = (lambda: sample_ids > -1), (lambda: sample_ids <= -1)
            return _mix(given, choose, keep, sample_ids, lambda ids, _: self.embedding_fn(ids))

        return finished, tf.cond(tf.reduce_all(finished), lambda: given, mix), state


class ScheduledOutputTrainingSampler(TrainingSampler):
    """Feeds the given inputs, but with a probability the decoder's own outputs; sample ids are 1 there, 0 elsewhere.

    Args:
        sampling_probability: float scalar or `[batch]`.
        time_major: of the inputs.
        seed: of whether the output is fed.
        next_inputs_fn: `f(outputs) -> inputs`; None feeds the outputs as they are.

    Raises:
        ValueError: the probability is neither scalar nor vector.

    Replaces: tensorflow.contrib.seq2seq.python.ops.sampler.ScheduledOutputTrainingSampler
    """

    def __init__(self, sampling_probability, time_major=False, seed=None, next_inputs_fn=None):
        self.sampling_probability = _probability(sampling_probability)
        self.seed = seed
        self.next_inputs_fn = next_inputs_fn
        super().__init__(time_major=time_major)

    def initialize(self, inputs, sequence_length=None, auxiliary_inputs=None):
        """As there; `auxiliary_inputs` are appended to every input, given or not, along the last axis."""
        self._auxiliary_input_tas = None
        if auxiliary_inputs is not None:
            auxiliary_inputs = tf.convert_to_tensor(auxiliary_inputs)
            inputs = tf.concat((tf.convert_to_tensor(inputs), auxiliary_inputs), -1)
            by_time = auxiliary_inputs if self.time_major else _transpose_batch_time(auxiliary_inputs)
            self._auxiliary_input_tas = _unstack_ta(by_time)
        return super().initialize(inputs, sequence_length=sequence_length)

    def sample(self, time, outputs, state):
        return bernoulli_sample(probs=self.sampling_probability, sample_shape=self.batch_size, seed=self.seed)

    def next_inputs(self, time, outputs, state, sample_ids):
        finished, given, state = super().next_inputs(time, outputs, state, sample_ids)
        choice = tf.cast(sample_ids, tf.bool)

        def with_auxiliary(values, rows=None):
            if self._auxiliary_input_tas is None:
                return values
            extra = self._auxiliary_input_tas.read(time + 1)
            return tf.concat((values, extra if rows is None else tf.gather_nd(extra, rows)), -1)

        def mix():
            if self.next_inputs_fn is None:
                return tf.where(choice, with_auxiliary(outputs), given)

            def sample(chosen, rows):
                return with_auxiliary(self.next_inputs_fn(chosen), rows)

            return _mix(given, lambda: choice, lambda: tf.logical_not(choice), outputs, sample)

        as_given = tf.logical_or(tf.reduce_all(finished), tf.logical_not(tf.reduce_any(choice)))
        return finished, tf.cond(as_given, lambda: given, mix), state


class GreedyEmbeddingSampler(_Initialized, _ScalarIds, Sampler):
    """Feeds the embedding of the likeliest symbol, until that is the end token.

    Args:
        embedding_fn: `f(ids) -> inputs`; None looks up in the embedding that `initialize` gets.

    Raises:
        ValueError: `embedding_fn` cannot be called.
        TypeError: when sampling, the outputs are not a single tensor.

    Replaces: tensorflow.contrib.seq2seq.python.ops.sampler.GreedyEmbeddingSampler
    """

    def __init__(self, embedding_fn=None):
        self.embedding_fn = _callable_or_none(embedding_fn, "expected to be a callable")

    def initialize(self, embedding, start_tokens=None, end_token=None):
        """Begin with `start_tokens`, int32 `[batch]`; `end_token` is an int32 scalar, ValueError if they are not so."""
        if self.embedding_fn is None:
            self.embedding_fn = lambda ids: tf.nn.embedding_lookup(embedding, ids)
        self.start_tokens = tf.convert_to_tensor(start_tokens, dtype=tf.int32, name="start_tokens")
        self.end_token = tf.convert_to_tensor(end_token, dtype=tf.int32, name="end_token")
        if self.start_tokens.get_shape().ndims != 1:
            raise ValueError("start_tokens must be a vector")
        self._batch_size = tf.size(self.start_tokens)
        if self.end_token.get_shape().ndims != 0:
            raise ValueError("end_token must be a scalar")
        self.start_inputs = self.embedding_fn(self.start_tokens)
        return tf.tile([False], [self._batch_size]), self.start_inputs

    def sample(self, time, outputs, state):
        _check_tensor(outputs)
        return tf.argmax(outputs, axis=-1, output_type=tf.int32)

    def next_inputs(self, time, outputs, state, sample_ids):
        finished = tf.equal(sample_ids, self.end_token)
        next_inputs = tf.cond(tf.reduce_all(finished), lambda: self.start_inputs, lambda: self.embedding_fn(sample_ids))
        return finished, next_inputs, state


class SampleEmbeddingSampler(GreedyEmbeddingSampler):
    """`GreedyEmbeddingSampler` that draws the symbol from the softmax of the outputs.

    Args:
        embedding_fn: as there.
        softmax_temperature: the outputs are divided by it first.
        seed: of the draws.

    Replaces: tensorflow.contrib.seq2seq.python.ops.sampler.SampleEmbeddingSampler
    """

    def __init__(self, embedding_fn=None, softmax_temperature=None, seed=None):
        super().__init__(embedding_fn)
        self.softmax_temperature = softmax_temperature
        self.seed = seed

    def sample(self, time, outputs, state):
        _check_tensor(outputs)
        logits = outputs if self.softmax_temperature is None else outputs / self.softmax_temperature
        return categorical_sample(logits=logits, seed=self.seed)


class InferenceSampler(_Initialized, Sampler):
    """Feeds what `sample_fn` makes of the outputs.

    Args:
        sample_fn: `f(outputs) -> sample ids`.
        sample_shape: shape of a sample without the batch.
        sample_dtype: dtype of a sample.
        end_fn: `f(sample ids) -> finished`.
        next_inputs_fn: `f(sample ids) -> inputs`; None feeds the samples themselves.

    Replaces: tensorflow.contrib.seq2seq.python.ops.sampler.InferenceSampler
    """

    def __init__(self, sample_fn, sample_shape, sample_dtype, end_fn, next_inputs_fn=None):
        self.sample_fn = sample_fn
        self.sample_shape = tf.TensorShape(sample_shape)
        self.sample_dtype = sample_dtype
        self.end_fn = end_fn
        self.next_inputs_fn = next_inputs_fn

    @property
    def sample_ids_shape(self):
        return self.sample_shape

    @property
    def sample_ids_dtype(self):
        return self.sample_dtype

    def initialize(self, start_inputs):
        """Begin with `start_inputs`, `[batch, ...]`."""
        self.start_inputs = tf.convert_to_tensor(start_inputs, name="start_inputs")
        self._batch_size = tf.shape(self.start_inputs)[0]
        return tf.tile([False], [self._batch_size]), self.start_inputs

    def sample(self, time, outputs, state):
        return self.sample_fn(outputs)

    def next_inputs(self, time, outputs, state, sample_ids):
        next_inputs = sample_ids if self.next_inputs_fn is None else self.next_inputs_fn(sample_ids)
        return self.end_fn(sample_ids), next_inputs, state


def _callable_or_none(embedding_fn, expectation):
    if embedding_fn is not None and not callable(embedding_fn):
        raise ValueError(f"embedding_fn is {expectation}, got {type(embedding_fn)}")
    return embedding_fn
