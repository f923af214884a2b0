"""The decoder that runs a cell, an optional output layer, and a helper that samples and chooses the next inputs."""

import collections

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.seq2seq.decoder import BaseDecoder, Decoder
from tf2notes.legacy.tf1.contrib.seq2seq.helper import Helper
from tf2notes.legacy.tf1.contrib.seq2seq.sampler import Sampler
from tf2notes.legacy.tf1.contrib.seq2seq.structures import assert_like_rnncell, check_layer, output_size_of

__all__ = ["BasicDecoder", "BasicDecoderOutput", "BasicDecoderV2"]


class BasicDecoderOutput(collections.namedtuple("BasicDecoderOutput", ("rnn_output", "sample_id"))):
    """`rnn_output`: what the cell, or the layer after it, gave; `sample_id`: what the helper sampled from it."""

    __slots__ = ()


class BasicDecoder(Decoder):
    """A step is `cell`, then `output_layer`, then `helper.sample` and `helper.next_inputs`.

    Args:
        cell: an RNNCell.
        helper: a `Helper`.
        initial_state: the cell's state.
        output_layer: None or a layer, such as `tf.layers.Dense(symbols)`.

    Raises:
        TypeError: an argument is not of its kind.

    Replaces: tf.contrib.seq2seq.BasicDecoder
    """

    def __init__(self, cell, helper, initial_state, output_layer=None):
        assert_like_rnncell("cell", cell)
        if not isinstance(helper, Helper):
            raise TypeError(f"helper must be a Helper, received: {type(helper)}")
        check_layer("output_layer", output_layer)
        self._cell = cell
        self._helper = helper
        self._initial_state = initial_state
        self._output_layer = output_layer

    @property
    def batch_size(self):
        return self._helper.batch_size

    def _rnn_output_size(self):
        return output_size_of(self._cell, self._output_layer)

    @property
    def output_size(self):
        return BasicDecoderOutput(rnn_output=self._rnn_output_size(), sample_id=self._helper.sample_ids_shape)

    @property
    def output_dtype(self):
        # The cell's outputs are taken to have the dtype of its state.
        dtype = tf.nest.flatten(self._initial_state)[0].dtype
        rnn_output = tf.nest.map_structure(lambda _: dtype, self._rnn_output_size())
        return BasicDecoderOutput(rnn_output, self._helper.sample_ids_dtype)

    def initialize(self, name=None):
        return (*self._helper.initialize(), self._initial_state)

    def step(self, time, inputs, state, name=None):
        with tf.name_scope(name, "BasicDecoderStep", [time, *tf.nest.flatten(inputs)]):
            cell_outputs, cell_state = self._cell(inputs, state)
            if self._output_layer is not None:
                cell_outputs = self._output_layer(cell_outputs)
            sample_ids = self._helper.sample(time=time, outputs=cell_outputs, state=cell_state)
            finished, next_inputs, next_state = self._helper.next_inputs(
                time=time, outputs=cell_outputs, state=cell_state, sample_ids=sample_ids
            )
        return BasicDecoderOutput(cell_outputs, sample_ids), next_state, next_inputs, finished


class BasicDecoderV2(BaseDecoder):
    """`BasicDecoder` as a Keras layer; its tensors come with the call.

    Args:
        cell: an RNNCell.
        sampler: a `Sampler`.
        output_layer: None or a Keras layer.
        **kwargs: of `BaseDecoder`.

    Raises:
        TypeError: an argument is not of its kind.

    Replaces: tensorflow.contrib.seq2seq.python.ops.basic_decoder.BasicDecoderV2
    """

    def __init__(self, cell, sampler, output_layer=None, **kwargs):
        assert_like_rnncell("cell", cell)
        if not isinstance(sampler, Sampler):
            raise TypeError(f"sampler must be a Sampler, received: {sampler}")
        check_layer("output_layer", output_layer)
        super().__init__(**kwargs)
        self.cell = cell
        self.sampler = sampler
        self.output_layer = output_layer

    def initialize(self, inputs, initial_state=None, **kwargs):
        """What the sampler makes of `inputs` and `kwargs`, and the cell's `initial_state`."""
        # The cell's outputs are taken to have the dtype of its state.
        self._cell_dtype = tf.nest.flatten(initial_state)[0].dtype
        return (*self.sampler.initialize(inputs, **kwargs), initial_state)

    @property
    def batch_size(self):
        return self.sampler.batch_size

    def _rnn_output_size(self):
        if self.output_layer is None:
            return tf.TensorShape(self.cell.output_size)
        return output_size_of(self.cell, self.output_layer)

    @property
    def output_size(self):
        return BasicDecoderOutput(rnn_output=self._rnn_output_size(), sample_id=self.sampler.sample_ids_shape)

    @property
    def output_dtype(self):
        rnn_output = tf.nest.map_structure(lambda _: self._cell_dtype, self._rnn_output_size())
        return BasicDecoderOutput(rnn_output, self.sampler.sample_ids_dtype)

    def step(self, time, inputs, state):
        """The cell, the output layer, and the sampler's choice of what comes next."""
        cell_outputs, cell_state = self.cell(inputs, state)
        if self.output_layer is not None:
            cell_outputs = self.output_layer(cell_outputs)
        sample_ids = self.sampler.sample(time=time, outputs=cell_outputs, state=cell_state)
        finished, next_inputs, next_state = self.sampler.next_inputs(
            time=time, outputs=cell_outputs, state=cell_state, sample_ids=sample_ids
        )
        return BasicDecoderOutput(cell_outputs, sample_ids), next_state, next_inputs, finished
