"""Convolutions. Replaces: tensorflow.python.layers.convolutional"""

from tf2notes.legacy.tf1 import _convolution_counts, _op_counts
from tf2notes.legacy.tf1._unconverted import unconverted
from tf2notes.legacy.tf1.layers.base import Layer, functional
from tf_keras.src.legacy_tf_layers import convolutional


class _Convolution:
    """What the convolutions count of the ops of the dilation rate."""

    def build(self, input_shape):
        super().build(input_shape)
        _op_counts.add(_convolution_counts.of_building(self))

    @unconverted
    def call(self, inputs):
        _op_counts.add(_convolution_counts.of_calling(self))
        return super().call(inputs)


class Conv1D(_Convolution, convolutional.Conv1D, Layer):
    """Convolution over one axis; kernel `[width, in, filters]`.

    Replaces: tf.layers.Conv1D
    """


class Conv2D(_Convolution, convolutional.Conv2D, Layer):
    """Convolution over two axes; kernel `[height, width, in, filters]`.

    Replaces: tf.layers.Conv2D
    """


class Conv3D(_Convolution, convolutional.Conv3D, Layer):
    """Convolution over three axes; kernel `[depth, height, width, in, filters]`.

    Replaces: tf.layers.Conv3D
    """


class SeparableConv1D(convolutional.SeparableConv1D, Layer):
    """A convolution of each channel by itself over one axis, then a pointwise one.

    Replaces: tf.layers.SeparableConv1D
    """


class SeparableConv2D(convolutional.SeparableConv2D, Layer):
    """A convolution of each channel by itself over two axes, then a pointwise one.

    Replaces: tf.layers.SeparableConv2D
    """


class Conv2DTranspose(convolutional.Conv2DTranspose, Layer):
    """The gradient of a convolution over two axes; kernel `[height, width, filters, in]`.

    Replaces: tf.layers.Conv2DTranspose
    """

    @unconverted
    def call(self, inputs):
        _op_counts.add(_convolution_counts.of_transposing(self, inputs))
        return super().call(inputs)


class Conv3DTranspose(convolutional.Conv3DTranspose, Layer):
    """The gradient of a convolution over three axes; kernel `[depth, height, width, filters, in]`.

    Replaces: tf.layers.Conv3DTranspose
    """


conv1d = functional(Conv1D, convolutional.conv1d)
conv2d = functional(Conv2D, convolutional.conv2d)
conv3d = functional(Conv3D, convolutional.conv3d)
separable_conv1d = functional(SeparableConv1D, convolutional.separable_conv1d)
separable_conv2d = functional(SeparableConv2D, convolutional.separable_conv2d)
conv2d_transpose = functional(Conv2DTranspose, convolutional.conv2d_transpose)
conv3d_transpose = functional(Conv3DTranspose, convolutional.conv3d_transpose)

Convolution1D, Convolution2D, Convolution3D = Conv1D, Conv2D, Conv3D
SeparableConvolution2D = SeparableConv2D
Convolution2DTranspose = Deconvolution2D = Deconv2D = Conv2DTranspose
Convolution3DTranspose = Deconvolution3D = Deconv3D = Conv3DTranspose
convolution1d, convolution2d, convolution3d = conv1d, conv2d, conv3d
separable_convolution2d = separable_conv2d
convolution2d_transpose = deconvolution2d = deconv2d = conv2d_transpose
convolution3d_transpose = deconvolution3d = deconv3d = conv3d_transpose
