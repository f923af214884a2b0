"""Replaces: ``tf.contrib.predictor``: a saved model or an estimator as a function of NumPy arrays."""

import shutil
import tempfile

import tensorflow.compat.v1 as tf

__all__ = ["from_estimator", "from_saved_model"]


class _Predictor:
    """Calls a graph: {input name: array} to {output name: array}."""

    def __init__(self, graph, session, feed_tensors, fetch_tensors):
        self.graph, self.session = graph, session
        self.feed_tensors, self.fetch_tensors = feed_tensors, fetch_tensors

    def __call__(self, input_dict):
        unknown = set(input_dict) - set(self.feed_tensors)
        if unknown:
            raise ValueError(f"Got unexpected keys in input_dict: {unknown}\nexpected: {set(self.feed_tensors)}")
        feed = {self.feed_tensors[name]: value for name, value in input_dict.items()}
        return self.session.run(self.fetch_tensors, feed_dict=feed)


def from_saved_model(
    export_dir,
    signature_def_key=None,
    signature_def=None,
    input_names=None,
    output_names=None,
    tags=None,
    graph=None,
    config=None,
):
    """Replaces: ``from_saved_model``."""
    if sum(x is not None for x in (signature_def_key, signature_def, input_names)) > 1:
        raise ValueError("only one of signature_def_key, signature_def and input_names may be given")
    if (input_names is None) != (output_names is None):
        raise ValueError("input_names and output_names must both be specified or both be unspecified.")
    graph = graph or tf.Graph()
    with graph.as_default():
        session = tf.Session(config=config)
        tags = [tf.saved_model.tag_constants.SERVING] if tags is None else tags.split(",")
        meta_graph = tf.saved_model.loader.load(session, tags, export_dir)
    if input_names is None:
        key = signature_def_key or tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY
        if signature_def is None and key not in meta_graph.signature_def:
            raise ValueError(
                f"Got signature_def_key {key!r}. Available signatures are {sorted(meta_graph.signature_def)}."
            )
        signature = signature_def or meta_graph.signature_def[key]
        input_names = {name: info.name for name, info in signature.inputs.items()}
        output_names = {name: info.name for name, info in signature.outputs.items()}
    feeds = {name: graph.get_tensor_by_name(tensor) for name, tensor in input_names.items()}
    fetches = {name: graph.get_tensor_by_name(tensor) for name, tensor in output_names.items()}
    return _Predictor(graph, session, feeds, fetches)


def from_estimator(estimator, serving_input_receiver_fn, output_key=None, graph=None, config=None):
    """Replaces: ``from_estimator``."""
    folder = tempfile.mkdtemp()
    try:
        exported = estimator.export_saved_model(folder, serving_input_receiver_fn)
        exported = exported.decode() if isinstance(exported, bytes) else exported
        return from_saved_model(exported, signature_def_key=output_key, graph=graph, config=config)
    finally:
        shutil.rmtree(folder)
