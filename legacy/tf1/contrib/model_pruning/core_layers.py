"""Masked layers: their kernel is multiplied by a mask, which `Pruning` updates by a threshold."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.layers.convolutional import Conv2D
from tf2notes.legacy.tf1.layers.core import Dense

MASK_COLLECTION = "masks"
THRESHOLD_COLLECTION = "thresholds"
MASKED_WEIGHT_COLLECTION = "masked_weights"
WEIGHT_COLLECTION = "kernel"
MASKED_WEIGHT_NAME = "weights/masked_weight"


def collect(weight, mask, threshold, masked):
    """Put the four into their collections, where `Pruning` looks for them."""
    tf.add_to_collection(MASK_COLLECTION, mask)
    tf.add_to_collection(MASKED_WEIGHT_COLLECTION, masked)
    tf.add_to_collection(THRESHOLD_COLLECTION, threshold)
    tf.add_to_collection(WEIGHT_COLLECTION, weight)


def mask_variable(layer, shape):
    """The layer's variable "mask": all ones."""
    return layer.add_weight("mask", shape=shape, initializer=tf.ones_initializer(), trainable=False, dtype=layer.dtype)


def threshold_variable(layer):
    """The layer's variable "threshold": 0."""
    return layer.add_weight(
        "threshold", shape=[], initializer=tf.zeros_initializer(), trainable=False, dtype=layer.dtype
    )


class _Masked:
    """A layer whose variable "kernel" comes with mask and threshold."""

    _mask_first = False

    def add_weight(self, name, shape=None, **kwargs):
        if name != "kernel":
            return super().add_weight(name, shape=shape, **kwargs)
        if self._mask_first:
            self.mask = mask_variable(self, shape)
        kernel = super().add_weight(name, shape=shape, **kwargs)
        if not self._mask_first:
            self.mask = mask_variable(self, shape)
        self.threshold = threshold_variable(self)
        self.masked_kernel = tf.multiply(self.mask, kernel, MASKED_WEIGHT_NAME)
        collect(kernel, self.mask, self.threshold, self.masked_kernel)
        return kernel

    def _finish(self, outputs):
        if self.use_bias:
            first = getattr(self, "data_format", None) == "channels_first"
            outputs = tf.nn.bias_add(outputs, self.bias, data_format="NCHW" if first else "NHWC")
        return outputs if self.activation is None else self.activation(outputs)


class MaskedConv2D(_Masked, Conv2D):
    """`tf.layers.Conv2D` with a masked kernel.

    Replaces: tensorflow.contrib.model_pruning.python.layers.core_layers.MaskedConv2D
    """

    _mask_first = True

    def call(self, inputs):
        outputs = tf.nn.convolution(
            input=inputs,
            filter=self.masked_kernel,
            dilation_rate=self.dilation_rate,
            strides=self.strides,
            padding=self.padding.upper(),
            data_format="NCHW" if self.data_format == "channels_first" else "NHWC",
        )
        return self._finish(outputs)


class MaskedFullyConnected(_Masked, Dense):
    """`tf.layers.Dense` with a masked kernel.

    Replaces: tensorflow.contrib.model_pruning.python.layers.core_layers.MaskedFullyConnected
    """

    def call(self, inputs):
        inputs = tf.convert_to_tensor(inputs, dtype=self.dtype)
        sizes = inputs.get_shape().as_list()
        if len(sizes) == 2:
            return self._finish(tf.matmul(inputs, self.masked_kernel))
        outputs = tf.tensordot(inputs, self.masked_kernel, [[len(sizes) - 1], [0]])
        outputs.set_shape([*sizes[:-1], self.units])
        return self._finish(outputs)
