"""Helpers: where a decoder's inputs come from. The given sequence, what was just sampled, or a mixture of both."""

import abc

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.seq2seq.sampling import bernoulli_sample, categorical_sample
from tf2notes.legacy.tf1.contrib.seq2seq.structures import _transpose_batch_time

__all__ = [
    "CustomHelper",
    "GreedyEmbeddingHelper",
    "Helper",
    "InferenceHelper",
    "SampleEmbeddingHelper",
    "ScheduledEmbeddingTrainingHelper",
    "ScheduledOutputTrainingHelper",
    "TrainingHelper",
    "_transpose_batch_time",
    "_unstack_ta",
    "bernoulli_sample",
    "categorical_sample",
]


class Helper(abc.ABC):
    """What `BasicDecoder` asks for the first inputs, a sample of the outputs, and the next inputs.

    Replaces: tf.contrib.seq2seq.Helper
    """

    @property
    @abc.abstractmethod
    def batch_size(self):
        """int32 scalar."""
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

    @abc.abstractmethod
    def initialize(self, name=None):
        """Returns `(finished, first inputs)`."""

    @abc.abstractmethod
    def sample(self, time, outputs, state, name=None):
        """Returns the sample ids."""

    @abc.abstractmethod
    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Returns `(finished, next inputs, next state)`."""


class _ScalarIds:
    """Samples are int32 `[batch]`."""

    @property
    def sample_ids_shape(self):
        return tf.TensorShape([])

    @property
    def sample_ids_dtype(self):
        return tf.int32


class CustomHelper(Helper):
    """A helper out of three functions.

    Args:
        initialize_fn: `() -> (finished, next inputs)`.
        sample_fn: `(time=, outputs=, state=) -> sample ids`.
        next_inputs_fn: `(time=, outputs=, state=, sample_ids=) -> (finished, next inputs, next state)`.
        sample_ids_shape: list or TensorShape without the batch; scalars if None.
        sample_ids_dtype: int32 if None.

    Replaces: tf.contrib.seq2seq.CustomHelper
    """

    def __init__(self, initialize_fn, sample_fn, next_inputs_fn, sample_ids_shape=None, sample_ids_dtype=None):
        self._initialize_fn = initialize_fn
        self._sample_fn = sample_fn
        self._next_inputs_fn = next_inputs_fn
        self._batch_size = None
        self._sample_ids_shape = tf.TensorShape([] if sample_ids_shape is None else sample_ids_shape)
        self._sample_ids_dtype = sample_ids_dtype or tf.int32

    @property
    def batch_size(self):
        if self._batch_size is None:
            raise ValueError("batch_size accessed before initialize was called")
        return self._batch_size

    @property
    def sample_ids_shape(self):
        return self._sample_ids_shape

    @property
    def sample_ids_dtype(self):
        return self._sample_ids_dtype

    def initialize(self, name=None):
        with tf.name_scope(name, f"{type(self).__name__}Initialize"):
            finished, next_inputs = self._initialize_fn()
            if self._batch_size is None:
                self._batch_size = tf.size(finished)
        return finished, next_inputs

    def sample(self, time, outputs, state, name=None):
        with tf.name_scope(name, f"{type(self).__name__}Sample"):
            return self._sample_fn(time=time, outputs=outputs, state=state)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        with tf.name_scope(name, f"{type(self).__name__}NextInputs"):
            return self._next_inputs_fn(time=time, outputs=outputs, state=state, sample_ids=sample_ids)


class TrainingHelper(_ScalarIds, Helper):
    """Feeds the given inputs, whatever is sampled; sampling is the argmax.

    Args:
        inputs: `[batch, time, ...]`, or `[time, batch, ...]` if `time_major`.
        sequence_length: int `[batch]`.
        time_major: see `inputs`.
        name: of the name scope, else "TrainingHelper".

    Raises:
        ValueError: `sequence_length` is no vector.

    Replaces: tf.contrib.seq2seq.TrainingHelper
    """

    def __init__(self, inputs, sequence_length, time_major=False, name=None):
        with tf.name_scope(name, "TrainingHelper", [inputs, sequence_length]):
            inputs = tf.convert_to_tensor(inputs, name="inputs")
            self._inputs = inputs
            if not time_major:
                inputs = _transpose_batch_time(inputs)
            self._sequence_length = tf.convert_to_tensor(sequence_length, name="sequence_length")
            if self._sequence_length.get_shape().ndims != 1:
                raise ValueError(
                    f"Expected sequence_length to be a vector, but received shape: {self._sequence_length.get_shape()}"
                )
            self._input_tas = _unstack_ta(inputs)
            self._zero_inputs = tf.zeros_like(inputs[0, :])
            self._batch_size = tf.size(sequence_length)

    @property
    def inputs(self):
        return self._inputs

    @property
    def sequence_length(self):
        return self._sequence_length

    @property
    def batch_size(self):
        return self._batch_size

    def initialize(self, name=None):
        with tf.name_scope(name, "TrainingHelperInitialize"):
            finished = tf.equal(0, self._sequence_length)
            return finished, self._read_unless(tf.reduce_all(finished), 0)

    def sample(self, time, outputs, name=None, **unused_kwargs):
        with tf.name_scope(name, "TrainingHelperSample", [time, outputs]):
            return tf.cast(tf.argmax(outputs, axis=-1), tf.int32)

    def next_inputs(self, time, outputs, state, name=None, **unused_kwargs):
        with tf.name_scope(name, "TrainingHelperNextInputs"):
            next_time = time + 1
            finished = next_time >= self._sequence_length
            return finished, self._read_unless(tf.reduce_all(finished), next_time), state

    def _read_unless(self, all_finished, time):
        return tf.cond(all_finished, lambda: self._zero_inputs, lambda: self._input_tas.read(time))


class ScheduledEmbeddingTrainingHelper(TrainingHelper):
    """Feeds the given inputs, but with a probability the embedding of what was sampled (arXiv 1506.03099).

    Args:
        inputs, sequence_length, time_major: as for `TrainingHelper`.
        embedding: `f(ids) -> inputs`, or the embedding's `params`.
        sampling_probability: float scalar or `[batch]`.
        seed: of what is sampled.
        scheduling_seed: of whether it is fed.
        name: of the name scope, else "ScheduledEmbeddingSamplingWrapper".

    Sample ids are -1 where the given input is fed.

    Raises:
        ValueError: `sampling_probability` is neither scalar nor vector.

    Replaces: tf.contrib.seq2seq.ScheduledEmbeddingTrainingHelper
    """

    def __init__(
        self,
        inputs,
        sequence_length,
        embedding,
        sampling_probability,
        time_major=False,
        seed=None,
        scheduling_seed=None,
        name=None,
    ):
        with tf.name_scope(name, "ScheduledEmbeddingSamplingWrapper"):
            self._embedding_fn = embedding_function(embedding)
            self._sampling_probability = _probability(sampling_probability)
            self._seed = seed
            self._scheduling_seed = scheduling_seed
            super().__init__(inputs=inputs, sequence_length=sequence_length, time_major=time_major, name=name)

    def sample(self, time, outputs, state, name=None):
        with tf.name_scope(name, "ScheduledEmbeddingTrainingHelperSample"):
            choice = bernoulli_sample(
                probs=self._sampling_probability,
                dtype=tf.bool,
                sample_shape=self.batch_size,
                seed=self._scheduling_seed,
            )
            sampled = categorical_sample(logits=outputs, seed=self._seed)
            return tf.where(choice, sampled, tf.fill([self.batch_size], -1))

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        with tf.name_scope(name, "ScheduledEmbeddingTrainingHelperNextInputs"):
            finished, given, state = super().next_inputs(
                time=time, outputs=outputs, state=state, sample_ids=sample_ids, name=name
            )

            def mix():
                choose, keep = (lambda: sample_ids > -1), (lambda: sample_ids <= -1)
                return _mix(given, choose, keep, sample_ids, lambda ids, _: self._embedding_fn(ids))

            return finished, tf.cond(tf.reduce_all(finished), lambda: given, mix), state


class ScheduledOutputTrainingHelper(TrainingHelper):
    """Feeds the given inputs, but with a probability the decoder's own outputs.

    Args:
        inputs, sequence_length, time_major: as for `TrainingHelper`.
        sampling_probability: float scalar or `[batch]`.
        seed: of whether the output is fed.
        next_inputs_fn: `f(outputs) -> inputs`; None feeds the outputs as they are.
        auxiliary_inputs: None, or what is appended to every input, given or not, along the last axis.
        name: of the name scope, else "ScheduledOutputTrainingHelper".

    Sample ids are 1 where the output is fed, 0 elsewhere.

    Raises:
        ValueError: `sampling_probability` is neither scalar nor vector.

    Replaces: tf.contrib.seq2seq.ScheduledOutputTrainingHelper
    """

    def __init__(
        self,
        inputs,
        sequence_length,
        sampling_probability,
        time_major=False,
        seed=None,
        next_inputs_fn=None,
        auxiliary_inputs=None,
        name=None,
    ):
        with tf.name_scope(name, "ScheduledOutputTrainingHelper"):
            self._sampling_probability = _probability(sampling_probability)
            self._auxiliary_input_tas = None
            if auxiliary_inputs is not None:
                inputs = tf.convert_to_tensor(inputs, name="inputs")
                auxiliary_inputs = tf.convert_to_tensor(auxiliary_inputs, name="auxiliary_inputs")
                inputs = tf.concat((inputs, auxiliary_inputs), -1)
                if not time_major:
                    auxiliary_inputs = _transpose_batch_time(auxiliary_inputs)
                self._auxiliary_input_tas = _unstack_ta(auxiliary_inputs)
            self._seed = seed
            self._next_inputs_fn = next_inputs_fn
            super().__init__(inputs=inputs, sequence_length=sequence_length, time_major=time_major, name=name)

    def sample(self, time, outputs, state, name=None):
        with tf.name_scope(name, "ScheduledOutputTrainingHelperSample"):
            return bernoulli_sample(probs=self._sampling_probability, sample_shape=self.batch_size, seed=self._seed)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        with tf.name_scope(name, "ScheduledOutputTrainingHelperNextInputs"):
            finished, given, state = super().next_inputs(
                time=time, outputs=outputs, state=state, sample_ids=sample_ids, name=name
            )
            choice = tf.cast(sample_ids, tf.bool)

            def with_auxiliary(values, rows=None):
                if self._auxiliary_input_tas is None:
                    return values
                extra = self._auxiliary_input_tas.read(time + 1)
                return tf.concat((values, extra if rows is None else tf.gather_nd(extra, rows)), -1)

            def mix():
                if self._next_inputs_fn is None:
                    return tf.where(choice, with_auxiliary(outputs), given)

                def sample(chosen, rows):
                    return with_auxiliary(self._next_inputs_fn(chosen), rows)

                return _mix(given, lambda: choice, lambda: tf.logical_not(choice), outputs, sample)

            as_given = tf.logical_or(tf.reduce_all(finished), tf.logical_not(tf.reduce_any(choice)))
            return finished, tf.cond(as_given, lambda: given, mix), state


class GreedyEmbeddingHelper(_ScalarIds, Helper):
    """Feeds the embedding of the likeliest symbol, until that is the end token.

    Args:
        embedding: `f(ids) -> inputs`, or the embedding's `params`.
        start_tokens: int32 `[batch]`.
        end_token: int32 scalar.

    Raises:
        ValueError: the tokens are no vector, or the end is no scalar.
        TypeError: when sampling, the outputs are not a single tensor.

    Replaces: tf.contrib.seq2seq.GreedyEmbeddingHelper
    """

    def __init__(self, embedding, start_tokens, end_token):
        self._embedding_fn = embedding_function(embedding)
        self._start_tokens = tf.convert_to_tensor(start_tokens, dtype=tf.int32, name="start_tokens")
        self._end_token = tf.convert_to_tensor(end_token, dtype=tf.int32, name="end_token")
        if self._start_tokens.get_shape().ndims != 1:
            raise ValueError("start_tokens must be a vector")
        self._batch_size = tf.size(start_tokens)
        if self._end_token.get_shape().ndims != 0:
            raise ValueError("end_token must be a scalar")
        self._start_inputs = self._embedding_fn(self._start_tokens)

    @property
    def batch_size(self):
        return self._batch_size

    def initialize(self, name=None):
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(self, time, outputs, state, name=None):
        _check_tensor(outputs)
        return tf.argmax(outputs, axis=-1, output_type=tf.int32)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        finished = tf.equal(sample_ids, self._end_token)
        # When all is over no symbol need be embedded any more.
        next_inputs = tf.cond(
            tf.reduce_all(finished), lambda: self._start_inputs, lambda: self._embedding_fn(sample_ids)
        )
        return finished, next_inputs, state


class SampleEmbeddingHelper(GreedyEmbeddingHelper):
    """`GreedyEmbeddingHelper` that draws the symbol from the softmax of the outputs.

    Args:
        embedding, start_tokens, end_token: as for `GreedyEmbeddingHelper`.
        softmax_temperature: the outputs are divided by it first.
        seed: of the draws; with one they are bit-identical to TF 1.15's.

    Replaces: tf.contrib.seq2seq.SampleEmbeddingHelper
    """

    def __init__(self, embedding, start_tokens, end_token, softmax_temperature=None, seed=None):
        super().__init__(embedding, start_tokens, end_token)
        self._softmax_temperature = softmax_temperature
        self._seed = seed

    def sample(self, time, outputs, state, name=None):
        _check_tensor(outputs)
        logits = outputs if self._softmax_temperature is None else outputs / self._softmax_temperature
        return categorical_sample(logits=logits, seed=self._seed)


class InferenceHelper(Helper):
    """Feeds what `sample_fn` makes of the outputs.

    Args:
        sample_fn: `f(outputs) -> sample ids`.
        sample_shape: shape of a sample without the batch.
        sample_dtype: dtype of a sample.
        start_inputs: the first inputs `[batch, ...]`.
        end_fn: `f(sample ids) -> finished`.
        next_inputs_fn: `f(sample ids) -> inputs`; None feeds the samples themselves.

    Replaces: tf.contrib.seq2seq.InferenceHelper
    """

    def __init__(self, sample_fn, sample_shape, sample_dtype, start_inputs, end_fn, next_inputs_fn=None):
        self._sample_fn = sample_fn
        self._end_fn = end_fn
        self._sample_shape = tf.TensorShape(sample_shape)
        self._sample_dtype = sample_dtype
        self._next_inputs_fn = next_inputs_fn
        self._batch_size = tf.shape(start_inputs)[0]
        self._start_inputs = tf.convert_to_tensor(start_inputs, name="start_inputs")

    @property
    def batch_size(self):
        return self._batch_size

    @property
    def sample_ids_shape(self):
        return self._sample_shape

    @property
    def sample_ids_dtype(self):
        return self._sample_dtype

    def initialize(self, name=None):
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(self, time, outputs, state, name=None):
        return self._sample_fn(outputs)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        next_inputs = sample_ids if self._next_inputs_fn is None else self._next_inputs_fn(sample_ids)
        return self._end_fn(sample_ids), next_inputs, state


def embedding_function(embedding):
    """`embedding` itself if it is callable, else the look-up in it."""
    return embedding if callable(embedding) else lambda ids: tf.nn.embedding_lookup(embedding, ids)


def _unstack_ta(inp):
    return tf.TensorArray(dtype=inp.dtype, size=tf.shape(inp)[0], element_shape=inp.get_shape()[1:]).unstack(inp)


def _probability(value):
    probability = tf.convert_to_tensor(value, name="sampling_probability")
    if probability.get_shape().ndims not in (0, 1):
        raise ValueError(
            f"sampling_probability must be either a scalar or a vector. saw shape: {probability.get_shape()}"
        )
    return probability


def _check_tensor(outputs):
    if not isinstance(outputs, tf.Tensor):
        raise TypeError(f"Expected outputs to be a single Tensor, got: {type(outputs)}")


def _mix(given, choose, keep, values, sample):
    """Rows of `given` where `keep`, and `sample(rows of values, their indices)` where `choose`; TF1's ops in order."""
    rows, kept_rows = (tf.cast(tf.where(which()), tf.int32) for which in (choose, keep))
    chosen, kept = tf.gather_nd(values, rows), tf.gather_nd(given, kept_rows)
    sampled, shape = sample(chosen, rows), tf.shape(given)
    return tf.scatter_nd(indices=rows, updates=sampled, shape=shape) + tf.scatter_nd(
        indices=kept_rows, updates=kept, shape=shape
    )
