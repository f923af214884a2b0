"""``model.summary()`` as TF1 prints it: a line for each layer, and counts without bytes."""

import numpy as np
import tensorflow.compat.v1 as tf


def print_summary(model, line_length=None, positions=None, print_fn=None):
    """The table of a model's layers.

    Args:
        model: built, or a ValueError says that it must be.
        line_length: characters of a line; 65, or 98 where layers are not one after the other.
        positions: where each column ends, in characters or as shares of the line.
        print_fn: called with each line; `print` by default.
    """
    show = print if print_fn is None else print_fn
    in_line = _is_chain(model)
    line_length = line_length or (65 if in_line else 98)
    positions = positions or ([0.45, 0.85, 1.0] if in_line else [0.33, 0.55, 0.67, 1.0])
    ends = [int(line_length * share) for share in positions] if positions[-1] <= 1 else positions
    show(f'Model: "{model.name}"')
    show("_" * line_length)
    show(_row(["Layer (type)", "Output Shape", "Param #", *([] if in_line else ["Connected to"])], ends))
    show("=" * line_length)
    nodes = None if in_line else [node for layer in model._nodes_by_depth.values() for node in layer]
    for layer in model.layers:
        fields = [f"{layer.name} ({type(layer).__name__})", _output_shape(layer), layer.count_params()]
        sources = [] if in_line else _sources(layer, nodes)
        show(_row([*fields, *(sources[:1] or ([] if in_line else [""]))], ends))
        for source in sources[1:]:
            show(_row(["", "", "", source], ends))
        show(("=" if layer is model.layers[-1] else "_") * line_length)
    collected = getattr(model, "_collected_trainable_weights", None)
    trained = _count(model.trainable_weights if collected is None else collected)
    others = _count(model.non_trainable_weights)
    show(f"Total params: {trained + others:,}")
    show(f"Trainable params: {trained:,}")
    show(f"Non-trainable params: {others:,}")
    show("_" * line_length)


def _is_chain(model):
    """Whether each layer has one input, from the layer before it, and is used once."""
    if type(model).__name__ == "Sequential" or not model._is_graph_network:
        return True
    depths = list(model._nodes_by_depth.values())
    if any(len(nodes) > 1 or len(tf.nest.flatten(nodes[0].keras_inputs)) > 1 for nodes in depths if nodes):
        return False
    nodes = [node for depth in depths for node in depth]
    return all(sum(any(each is node for node in nodes) for each in layer._inbound_nodes) <= 1 for layer in model.layers)


def _output_shape(layer):
    try:
        return layer.output_shape
    except AttributeError:
        return "multiple"
    except RuntimeError:
        return "?"


def _sources(layer, nodes):
    """``name[node][tensor]`` of what goes into `layer` in this model."""
    return [
        f"{source.name}[{node_index}][{tensor_index}]"
        for node in layer._inbound_nodes
        if any(node is other for other in nodes)
        for source, node_index, tensor_index, _ in node.iterate_inbound()
    ]


def _row(fields, ends):
    line = ""
    for field, end in zip(fields, ends, strict=False):
        line = f"{line[:-1]} {field}" if line else str(field)
        line = line[:end].ljust(end)
    return line


def _count(weights):
    return int(sum(np.prod(weight.shape.as_list()) for weight in {id(weight): weight for weight in weights}.values()))
