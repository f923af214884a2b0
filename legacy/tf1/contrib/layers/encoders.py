"""Encoders of token ids. Replaces: tensorflow.contrib.layers.python.layers.encoders"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib._tf_slim import tf_slim
from tf2notes.legacy.tf1.contrib.layers.embedding_ops import embedding_lookup_unique, safe_embedding_lookup_sparse

__all__ = ["bow_encoder", "embed_sequence"]


def bow_encoder(
    ids,
    vocab_size,
    embed_dim,
    sparse_lookup=True,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """The mean of the embeddings of each row's ids ("bag of words"): `[batch, embed_dim]`.

    Args:
        ids: int32 or int64 `[batch, length]`, dense or sparse; with `sparse_lookup` zeros of a dense one are padding.
        vocab_size: number of embeddings.
        embed_dim: length of each.
        sparse_lookup: average over ids that are there, else over the whole length.
        initializer, regularizer, trainable: of the variable "embeddings".
        scope, reuse: of the variable scope.

    Raises:
        ValueError: a size is missing.
        TypeError: sparse ids without `sparse_lookup`.

    Replaces: tf.contrib.layers.bow_encoder
    """
    if not vocab_size or not embed_dim:
        raise ValueError("Must specify vocab size and embedding dimension")
    is_sparse = isinstance(ids, tf.SparseTensor)
    with tf.variable_scope(scope, "bow_encoder", [ids], reuse=reuse):
        embeddings = tf_slim("ops.variables").model_variable(
            "embeddings", [vocab_size, embed_dim], initializer=initializer, regularizer=regularizer, trainable=trainable
        )
        if sparse_lookup:
            sparse = ids if is_sparse else tf_slim("layers.sparse_ops").dense_to_sparse_tensor(ids)
            return safe_embedding_lookup_sparse([embeddings], sparse, combiner="mean", default_id=0)
        if is_sparse:
            raise TypeError(f"ids are expected to be dense Tensor, got: {ids}")
        return tf.reduce_mean(tf.nn.embedding_lookup(embeddings, ids), axis=1)


def embed_sequence(
    ids,
    vocab_size=None,
    embed_dim=None,
    unique=False,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """The embedding of every id: `[batch, length, embed_dim]` from a variable "embeddings" in "EmbedSequence".

    Args:
        ids: int32 or int64 `[batch, length]`.
        vocab_size, embed_dim: may be missing when the variable is reused.
        unique: look every distinct id up once.
        initializer, regularizer, trainable: of the variable.
        scope, reuse: of the variable scope.

    Raises:
        ValueError: sizes are missing without `reuse`.

    Replaces: tf.contrib.layers.embed_sequence
    """
    if not (reuse or (vocab_size and embed_dim)):
        raise ValueError(
            "Must specify vocab size and embedding dimension when not reusing. "
            f"Got vocab_size={vocab_size} and embed_dim={embed_dim}"
        )
    with tf.variable_scope(scope, "EmbedSequence", [ids], reuse=reuse):
        embeddings = tf_slim("ops.variables").model_variable(
            "embeddings",
            None if embed_dim is None or vocab_size is None else [vocab_size, embed_dim],
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        return (embedding_lookup_unique if unique else tf.nn.embedding_lookup)(embeddings, ids)
