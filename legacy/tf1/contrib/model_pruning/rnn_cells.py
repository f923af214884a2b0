"""LSTM cells whose kernel is masked."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.model_pruning import core_layers as core
from tf2notes.legacy.tf1.nn.rnn_cell import BasicLSTMCell, LSTMCell


class _MaskedCell:
    """A cell with "mask" and "threshold" beside its "kernel"."""

    def build(self, inputs_shape):
        super().build(inputs_shape)
        self.built = False
        depth = tf.TensorShape(inputs_shape).as_list()[1]
        self._mask = core.mask_variable(self, [depth + self._num_units, 4 * self._num_units])
        self._threshold = core.threshold_variable(self)
        self._masked_kernel = tf.multiply(self._mask, self._kernel, core.MASKED_WEIGHT_NAME)
        if not any(mask is self._mask for mask in tf.get_collection(core.MASK_COLLECTION)):
            core.collect(self._kernel, self._mask, self._threshold, self._masked_kernel)
        self.built = True

    def call(self, inputs, state):
        """The cell's step, with the masked kernel as its kernel."""
        kernel = self._kernel
        vars(self)["_kernel"] = self._masked_kernel
        try:
            return super().call(inputs, state)
        finally:
            vars(self)["_kernel"] = kernel


class MaskedBasicLSTMCell(_MaskedCell, BasicLSTMCell):
    """`BasicLSTMCell`, masked. Replaces: tf.contrib.model_pruning.MaskedBasicLSTMCell"""

    def __init__(self, num_units, forget_bias=1.0, state_is_tuple=True, activation=None, reuse=None, name=None):
        super().__init__(
            num_units,
            forget_bias=forget_bias,
            state_is_tuple=state_is_tuple,
            activation=activation,
            reuse=reuse,
            name=name,
        )


class MaskedLSTMCell(_MaskedCell, LSTMCell):
    """`LSTMCell`, masked. Replaces: tf.contrib.model_pruning.MaskedLSTMCell"""

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        num_unit_shards=None,
        num_proj_shards=None,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=None,
        reuse=None,
    ):
        super().__init__(
            num_units,
            use_peepholes=use_peepholes,
            cell_clip=cell_clip,
            initializer=initializer,
            num_proj=num_proj,
            proj_clip=proj_clip,
            num_unit_shards=num_unit_shards,
            num_proj_shards=num_proj_shards,
            forget_bias=forget_bias,
            state_is_tuple=state_is_tuple,
            activation=activation,
            reuse=reuse,
        )
