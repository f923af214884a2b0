"""The decoding loop: a `Decoder` is stepped in a `tf.while_loop` until every sequence has finished."""

import abc
import contextlib
import functools

import tensorflow.compat.v1 as tf
import tf_keras
from tensorflow.python.ops import control_flow_util
from tf2notes.legacy.tf1._unconverted import unconverted
from tf2notes.legacy.tf1.contrib.seq2seq.structures import _transpose_batch_time, _zero_state_tensors

__all__ = [
    "BaseDecoder",
    "Decoder",
    "_create_zero_outputs",
    "_transpose_batch_time",
    "_zero_state_tensors",
    "dynamic_decode",
]


class Decoder(abc.ABC):
    """What `dynamic_decode` steps: subclasses say where to begin, what a step does, and the shapes of its outputs.

    Replaces: tf.contrib.seq2seq.Decoder
    """

    @property
    def batch_size(self):
        """int32 scalar, or an int."""
        raise NotImplementedError

    @property
    def output_size(self):
        """The structure of the outputs, as sizes or TensorShapes without the batch."""
        raise NotImplementedError

    @property
    def output_dtype(self):
        """The structure of the outputs, as dtypes."""
        raise NotImplementedError

    @abc.abstractmethod
    def initialize(self, name=None):
        """Returns `(finished, first inputs, initial state)`; finished is bool `[batch]`."""
        raise NotImplementedError

    @abc.abstractmethod
    def step(self, time, inputs, state, name=None):
        """Returns `(outputs, next state, next inputs, finished)`; time is an int32 scalar."""
        raise NotImplementedError

    def finalize(self, outputs, final_state, sequence_lengths):
        """Returns `(outputs, state)` to give back instead; not overridden: they are given back as they are."""
        raise NotImplementedError

    @property
    def tracks_own_finished(self):
        """Whether a sequence may be unfinished again: then `finished` is not or-ed with what it was before."""
        return False


class BaseDecoder(tf_keras.layers.Layer):
    """A decoder that is a Keras layer (1.14, 1.15): called with its inputs it decodes.

    Args:
        output_time_major, impute_finished, maximum_iterations, parallel_iterations, swap_memory: of `dynamic_decode`.
        **kwargs: of the Keras layer.

    Replaces: tensorflow.contrib.seq2seq.python.ops.decoder.BaseDecoder
    """

    def __init__(
        self,
        output_time_major=False,
        impute_finished=False,
        maximum_iterations=None,
        parallel_iterations=32,
        swap_memory=False,
        **kwargs,
    ):
        self.output_time_major = output_time_major
        self.impute_finished = impute_finished
        self.maximum_iterations = maximum_iterations
        self.parallel_iterations = parallel_iterations
        self.swap_memory = swap_memory
        super().__init__(**kwargs)

    @unconverted
    def call(self, inputs, initial_state=None, **kwargs):
        """Returns `(outputs, state, sequence lengths)`; all arguments go to `initialize`."""
        return self._decode(inputs, initial_state=initial_state, **kwargs)

    def _decode(self, inputs, **kwargs):
        kwargs.pop("training", None)  # of Keras, in eager mode: it is for the layers of the cell
        return dynamic_decode(
            self,
            output_time_major=self.output_time_major,
            impute_finished=self.impute_finished,
            maximum_iterations=self.maximum_iterations,
            parallel_iterations=self.parallel_iterations,
            swap_memory=self.swap_memory,
            decoder_init_input=inputs,
            decoder_init_kwargs=kwargs,
        )

    @property
    def batch_size(self):
        """int32 scalar, or an int."""
        raise NotImplementedError

    @property
    def output_size(self):
        """The structure of the outputs, as sizes or TensorShapes without the batch."""
        raise NotImplementedError

    @property
    def output_dtype(self):
        """The structure of the outputs, as dtypes."""
        raise NotImplementedError

    def initialize(self, inputs, initial_state=None, **kwargs):
        """Returns `(finished, first inputs, initial state)`; finished is bool `[batch]`."""
        raise NotImplementedError

    def step(self, time, inputs, state):
        """Returns `(outputs, next state, next inputs, finished)`; time is an int32 scalar."""
        raise NotImplementedError

    def finalize(self, outputs, final_state, sequence_lengths):
        """Returns `(outputs, state)` to give back instead; not overridden: they are given back as they are."""
        raise NotImplementedError

    @property
    def tracks_own_finished(self):
        """Whether a sequence may be unfinished again: then `finished` is not or-ed with what it was before."""
        return False


def dynamic_decode(
    decoder,
    output_time_major=False,
    impute_finished=False,
    maximum_iterations=None,
    parallel_iterations=32,
    swap_memory=False,
    scope=None,
    **kwargs,
):
    """Step `decoder` until all sequences have finished.

    Args:
        decoder: a `Decoder` or `BaseDecoder`.
        output_time_major: outputs are `[time, batch, ...]` instead of `[batch, time, ...]`.
        impute_finished: emit zeros and copy the state through for sequences that have finished.
        maximum_iterations: int32 scalar, or None for no limit.
        parallel_iterations, swap_memory: of the `tf.while_loop`.
        scope: variable scope, "decoder" if None.
        **kwargs: of a `BaseDecoder`: `decoder_init_input` and the dict `decoder_init_kwargs`, for its `initialize`.

    Returns:
        `(outputs, state, sequence lengths)`: outputs of the decoder's structure, what the decoder's `finalize` makes
        of the last state, int32 `[batch]`.

    Raises:
        TypeError: `decoder` is no Decoder, or other arguments are given.
        ValueError: `maximum_iterations` is no scalar.

    Replaces: tf.contrib.seq2seq.dynamic_decode
    """
    if not isinstance(decoder, (Decoder, BaseDecoder)):
        raise TypeError(f"Expected decoder to be type Decoder, but saw: {type(decoder)}")
    initialize = decoder.initialize
    if isinstance(decoder, BaseDecoder):
        inputs, options = kwargs.pop("decoder_init_input", None), kwargs.pop("decoder_init_kwargs", {})
        initialize = functools.partial(decoder.initialize, inputs, **options)
    if kwargs:
        raise TypeError(f"dynamic_decode got {', '.join(sorted(kwargs))}: only Keras decoders of 1.15 took more")

    with tf.variable_scope(scope, "decoder") as varscope:
        context = tf.get_default_graph()._get_control_flow_context()
        is_xla = control_flow_util.GetContainingXLAContext(context) is not None
        in_while_loop = control_flow_util.GetContainingWhileContext(context) is not None
        if not tf.executing_eagerly() and not in_while_loop and varscope.caching_device is None:
            varscope.set_caching_device(lambda op: op.device)

        if maximum_iterations is not None:
            maximum_iterations = tf.convert_to_tensor(maximum_iterations, dtype=tf.int32, name="maximum_iterations")
            if maximum_iterations.get_shape().ndims != 0:
                raise ValueError("maximum_iterations must be a scalar")
        elif is_xla:
            raise ValueError("maximum_iterations is required for XLA compilation.")

        finished, inputs, state = initialize()
        sizes, dtypes = decoder.output_size, decoder.output_dtype
        zero_outputs = _create_zero_outputs(sizes, dtypes, decoder.batch_size)
        if maximum_iterations is not None:
            finished = tf.logical_or(finished, maximum_iterations <= 0)

        dynamic_size = maximum_iterations is None or not is_xla
        outputs_ta = tf.nest.map_structure(
            lambda size, dtype: tf.TensorArray(
                dtype=dtype,
                size=0 if dynamic_size else maximum_iterations,
                dynamic_size=dynamic_size,
                element_shape=_element_shape(decoder.batch_size, size),
            ),
            sizes,
            dtypes,
        )
        emitted_shapes = []

        def body(time, outputs_ta, state, inputs, finished, lengths):
            outputs, next_state, next_inputs, now_finished = decoder.step(time, inputs, state)
            if not decoder.tracks_own_finished:
                now_finished = tf.logical_or(now_finished, finished)
            lengths = tf.where(tf.logical_not(finished), tf.fill(tf.shape(lengths), time + 1), lengths)
            tf.nest.assert_same_structure(state, next_state)
            tf.nest.assert_same_structure(outputs_ta, outputs)
            tf.nest.assert_same_structure(inputs, next_inputs)
            if impute_finished:
                outputs = tf.nest.map_structure(lambda out, zero: tf.where(finished, zero, out), outputs, zero_outputs)
                next_state = tf.nest.map_structure(
                    lambda new, old: _copy_through(finished, new, old), next_state, state
                )
            emitted_shapes[:] = [out.get_shape() for out in tf.nest.flatten(outputs)]
            outputs_ta = tf.nest.map_structure(lambda ta, out: ta.write(time, out), outputs_ta, outputs)
            return time + 1, outputs_ta, next_state, next_inputs, now_finished, lengths

        result = tf.while_loop(
            lambda time, outputs_ta, state, inputs, finished, lengths: tf.logical_not(tf.reduce_all(finished)),
            body,
            loop_vars=(
                tf.constant(0, dtype=tf.int32),
                outputs_ta,
                state,
                inputs,
                finished,
                tf.zeros_like(finished, dtype=tf.int32),
            ),
            parallel_iterations=parallel_iterations,
            maximum_iterations=maximum_iterations,
            swap_memory=swap_memory,
        )
        final_state, lengths = result[2], result[5]
        outputs = tf.nest.map_structure(lambda ta: ta.stack(), result[1])
        # A TensorArray leaving TF2's while loop has forgotten the shapes written to it; TF1's had not.
        for out, shape in zip(tf.nest.flatten(outputs), emitted_shapes, strict=True):
            out.set_shape(tf.TensorShape([None]).concatenate(shape))

        with contextlib.suppress(NotImplementedError):
            outputs, final_state = decoder.finalize(outputs, final_state, lengths)
        if not output_time_major:
            outputs = tf.nest.map_structure(_transpose_batch_time, outputs)
    return outputs, final_state, lengths


def _create_zero_outputs(size, dtype, batch_size):
    """Zeros `[batch, *size]` for every entry of the structures `size` and `dtype`."""
    return tf.nest.map_structure(lambda s, d: _zero_state_tensors(s, batch_size, d), size, dtype)


def _element_shape(batch_size, size):
    """`[batch, *size]` for a TensorShape; a plain number or a scalar shape promises nothing, as in TF1."""
    if not isinstance(size, tf.TensorShape) or size.ndims == 0:
        return None
    static = tf.get_static_value(tf.convert_to_tensor(batch_size, name="batch_size"))
    return tf.TensorShape([static]).concatenate(size)


def _copy_through(finished, new, old):
    """`new` where not finished; TensorArrays and scalars have no batch and are always new."""
    if isinstance(old, tf.TensorArray):
        return new
    new.set_shape(old.shape)
    return new if new.shape.ndims == 0 else tf.where(finished, old, new)
