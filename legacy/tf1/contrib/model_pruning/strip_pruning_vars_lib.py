"""Graphs freed of masks: what a mask leaves of a weight becomes a constant."""

import numpy as np
import tensorflow.compat.v1 as tf


def strip_pruning_vars_fn(input_graph_def, output_node_names):
    """The graph with constants for the masked weights. Replaces: tf.contrib.model_pruning.strip_pruning_vars_fn

    Args:
        input_graph_def: a GraphDef whose variables are constants, as `graph_def_from_checkpoint` returns.
        output_node_names: list of the nodes to keep.
    """
    values = _masked_weights(input_graph_def)
    stripped = tf.GraphDef()
    for node in input_graph_def.node:
        kept = stripped.node.add()
        if "masked_weight" not in node.name:
            kept.CopyFrom(node)
            continue
        kept.op, kept.name = "Const", node.name
        kept.attr["dtype"].CopyFrom(node.attr["T"])
        kept.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(values[node.name]))
    return tf.graph_util.extract_sub_graph(stripped, output_node_names)


def _masked_weights(graph_def):
    values = {}
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def, name="")
        with tf.Session(graph=graph) as sess:
            for node in graph_def.node:
                if "masked_weight" in node.name:
                    value = values[node.name] = sess.run(f"{node.name}:0")
                    zeros = 100 - 100.0 * np.count_nonzero(value) / value.size
                    tf.logging.info("%s has %d values, %1.2f%% zeros \n", node.name, value.size, zeros)
    return values


def graph_def_from_checkpoint(checkpoint_dir, output_node_names):
    """The latest checkpoint's graph with constants for its variables, imported into the default graph.

    Raises:
        ValueError: there is no checkpoint.

    Replaces: tf.contrib.model_pruning.graph_def_from_checkpoint
    """
    path = tf.train.latest_checkpoint(checkpoint_dir)
    if path is None:
        raise ValueError(f"Could not find a checkpoint at: {checkpoint_dir}.")
    saver = tf.train.import_meta_graph(f"{path}.meta", clear_devices=True)
    with tf.Session() as sess:
        saver.restore(sess, path)
        graph_def = tf.get_default_graph().as_graph_def()
        return tf.graph_util.convert_variables_to_constants(sess, graph_def, output_node_names)
