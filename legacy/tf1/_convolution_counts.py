"""Ops of a convolution layer's dilation rate, in tf.layers and tf.keras (see `_op_counts`)."""


def of_building(layer):
    """TF1 put the rate into the graph when the layer was built, also where it is 1."""
    return 1 if all(rate == 1 for rate in layer.dilation_rate) or layer.padding != "same" else 3


def of_calling(layer):
    """Later versions put a rate above 1 there at each call."""
    return 0 if all(rate == 1 for rate in layer.dilation_rate) else -of_building(layer)
