"""Replaces: ``tf.contrib.saved_model``: Keras models as saved models."""

import os

import tf_keras.api._v1.keras as _keras
from tensorflow.python.saved_model import loader_impl

__all__ = ["load_keras_model", "save_keras_model"]


def save_keras_model(
    model, saved_model_path, custom_objects=None, as_text=None, input_signature=None, serving_only=False
):
    """Replaces: ``save_keras_model``: writes the model below `saved_model_path`; returns that path as bytes.

    Differs: one saved model in tf_keras' format, without separate graphs for training and evaluation.
    """
    if as_text or input_signature is not None or serving_only:
        raise NotImplementedError("as_text, input_signature and serving_only are not supported: leave them out")
    with _keras.utils.custom_object_scope(custom_objects or {}):
        model.save(saved_model_path, save_format="tf")
    return os.fsencode(saved_model_path)


def read_saved_model(saved_model_dir):
    """Replaces: ``read_saved_model`` of contrib's reader: the SavedModel protocol buffer of a folder, else IOError."""
    return loader_impl.parse_saved_model(saved_model_dir)


def get_saved_model_tag_sets(saved_model_dir):
    """Replaces: ``get_saved_model_tag_sets`` of contrib's reader: the tags of every graph, a list of lists."""
    return [list(graph.meta_info_def.tags) for graph in read_saved_model(saved_model_dir).meta_graphs]


def load_keras_model(saved_model_path, custom_objects=None):
    """Replaces: ``load_keras_model``."""
    return _keras.models.load_model(os.fsdecode(saved_model_path), custom_objects=custom_objects)
