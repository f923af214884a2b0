"""Replaces: ``tf.contrib.tensorboard.plugins.projector``: tells TensorBoard which tensors are embeddings."""

import os
import types

import tensorflow.compat.v1 as tf
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, text_format

__all__ = ["EmbeddingInfo", "ProjectorConfig", "SpriteMetadata", "visualize_embeddings"]

PROJECTOR_FILENAME = "projector_config.pbtxt"
_FIELDS = {  # name, type, repeated; in the order of their numbers
    "SpriteMetadata": [("image_path", "string", False), ("single_image_dim", "uint32", True)],
    "EmbeddingInfo": [
        ("tensor_name", "string", False),
        ("metadata_path", "string", False),
        ("bookmarks_path", "string", False),
        ("tensor_shape", "uint32", True),
        ("sprite", "SpriteMetadata", False),
        ("tensor_path", "string", False),
    ],
    "ProjectorConfig": [
        ("model_checkpoint_path", "string", False),
        ("embeddings", "EmbeddingInfo", True),
        ("model_checkpoint_dir", "string", False),
    ],
}


def _messages():
    """The projector's message classes: the tensorboard package, which defines them, need not be installed."""
    package = "tf2notes.legacy.projector"
    file = descriptor_pb2.FileDescriptorProto(name="tf2notes/legacy/projector.proto", package=package, syntax="proto3")
    types_by_name = {"string": 9, "uint32": 13}
    for message_name, fields in _FIELDS.items():
        message = file.message_type.add(name=message_name)
        for number, (name, kind, repeated) in enumerate(fields, 1):
            field = message.field.add(name=name, number=number, label=3 if repeated else 1)
            field.type = types_by_name.get(kind, 11)
            if field.type == 11:
                field.type_name = f".{package}.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = pool.FindFileByName(file.name)
    classes = {n: message_factory.GetMessageClass(d) for n, d in found.message_types_by_name.items()}
    return found, classes


DESCRIPTOR, _classes = _messages()
SpriteMetadata = _classes["SpriteMetadata"]
EmbeddingInfo = _classes["EmbeddingInfo"]
ProjectorConfig = _classes["ProjectorConfig"]
projector_config_pb2 = types.SimpleNamespace(DESCRIPTOR=DESCRIPTOR, **_classes)


def visualize_embeddings(summary_writer, config):
    """Replaces: ``visualize_embeddings``: writes `config` beside the summaries.

    Raises:
        ValueError: the writer has no folder.
    """
    logdir = summary_writer.get_logdir()
    if logdir is None:
        raise ValueError("Summary writer must have a logdir")
    with tf.gfile.GFile(os.path.join(logdir, PROJECTOR_FILENAME), "w") as file:
        file.write(text_format.MessageToString(config))
