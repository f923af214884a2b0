"""Ops of a convolution layer's dilation rate, in tf.layers and tf.keras (see `_op_counts`)."""


def of_building(layer):
    """TF1 put the rate into the graph when the layer was built, also where it is 1."""
    return 1 if all(rate == 1 for rate in layer.dilation_rate) or layer.padding != "same" else 3


def of_calling(layer):
    """Later versions put a rate above 1 there at each call."""
    return 0 if all(rate == 1 for rate in layer.dilation_rate) else -of_building(layer)


def of_transposing(layer, inputs):
    """A transposed convolution's, over two axes: TF1 took each output size out of the graph, known or not."""
    sizes = inputs.shape.as_list()
    sizes = sizes[2:] if layer.data_format == "channels_first" else sizes[1:-1]
    known = sum(size is not None for size in sizes)
    return known * (7 if layer.padding == "valid" else 5)
