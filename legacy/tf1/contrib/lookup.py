"""Replaces: ``tf.contrib.lookup``: tables from strings to ids and back. Most of it lives on in ``tf.lookup``."""

import sys

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import lookup_ops as _ops

FastHashSpec = _ops.FastHashSpec
HasherSpec = _ops.HasherSpec
IdTableWithHashBuckets = _ops.IdTableWithHashBuckets
InitializableLookupTableBase = _ops.InitializableLookupTableBase
KeyValueTensorInitializer = _ops.KeyValueTensorInitializer
LookupInterface = _ops.LookupInterface
MutableDenseHashTable = _ops.DenseHashTable
StrongHashSpec = _ops.StrongHashSpec
TableInitializerBase = _ops.TableInitializerBase
TextFileIdTableInitializer = _ops.TextFileIdTableInitializer
TextFileIndex = _ops.TextFileIndex
TextFileInitializer = _ops.TextFileInitializer
TextFileStringTableInitializer = _ops.TextFileStringTableInitializer
index_table_from_file = _ops.index_table_from_file
index_to_string_table_from_file = _ops.index_to_string_table_from_file

__all__ = [
    "FastHashSpec",
    "HashTable",
    "HasherSpec",
    "IdTableWithHashBuckets",
    "InitializableLookupTableBase",
    "KeyValueTensorInitializer",
    "LookupInterface",
    "MutableDenseHashTable",
    "MutableHashTable",
    "StrongHashSpec",
    "TableInitializerBase",
    "TextFileIdTableInitializer",
    "TextFileIndex",
    "TextFileInitializer",
    "TextFileStringTableInitializer",
    "index_table_from_file",
    "index_table_from_tensor",
    "index_to_string",
    "index_to_string_table_from_file",
    "index_to_string_table_from_tensor",
    "string_to_index",
    "string_to_index_table_from_file",
    "string_to_index_table_from_tensor",
]

lookup_ops = sys.modules[__name__]  # TF1 has this file inside a package


class MutableHashTable(_ops.MutableHashTable):
    """A table that ops insert into and remove from.

    Replaces: tf.contrib.lookup.MutableHashTable
    """

    def export(self, name=None):
        """All keys and values, in any order; statically of shapes [None] and [None, *the shape of a value]."""
        keys, values = super().export(name=name)
        keys.set_shape([None])
        values.set_shape(tf.TensorShape([None]).concatenate(self._value_shape))
        return keys, values


class HashTable(_ops.InitializableLookupTableBaseV1):
    """A table that does not change after its initializer has run.

    Args:
        initializer: of the keys and values.
        default_value: for keys that are not there.
        shared_name: under which sessions share it.
        name: of the op, else "hash_table".

    Replaces: tf.contrib.lookup.HashTable
    """

    def __init__(self, initializer, default_value, shared_name=None, name=None):
        self._initializer = initializer
        self._default_value = default_value
        self._shared_name = shared_name
        self._name = name or "hash_table"
        self._table_name = None
        super().__init__(default_value, initializer)
        self._value_shape = self._default_value.get_shape()

    def _create_resource(self):
        table = tf.raw_ops.HashTableV2(
            shared_name=self._shared_name or "",
            container="",
            use_node_name_sharing=False,
            key_dtype=self._initializer.key_dtype,
            value_dtype=self._initializer.value_dtype,
            name=self._name,
        )
        self._table_name = None if tf.executing_eagerly() else table.op.name.split("/")[-1]
        return table

    @property
    def init(self):
        """The operation that fills it."""
        return self.initializer

    @property
    def name(self):
        return self._table_name

    def export(self, name=None):
        """`(keys, values)`, all of them, in any order."""
        with tf.name_scope(name, f"{self.name}_Export", [self.resource_handle]) as name:
            keys, values = tf.raw_ops.LookupTableExportV2(
                table_handle=self.resource_handle, Tkeys=self._key_dtype, Tvalues=self._value_dtype, name=name
            )
        values.set_shape(keys.get_shape().concatenate(self._value_shape))
        return keys, values


def index_table_from_tensor(
    mapping, num_oov_buckets=0, default_value=-1, hasher_spec=FastHashSpec, dtype=tf.string, name=None
):
    """A table from the entries of `mapping` to their positions. Replaces: tf.contrib.lookup.index_table_from_tensor"""
    if mapping is None:
        raise ValueError("mapping must be specified.")
    return _ops.index_table_from_tensor(
        vocabulary_list=mapping,
        num_oov_buckets=num_oov_buckets,
        default_value=default_value,
        hasher_spec=hasher_spec,
        dtype=dtype,
        name=name,
    )


def index_to_string_table_from_tensor(mapping, default_value="UNK", name=None):
    """A table from positions to the strings there. Replaces: tf.contrib.lookup.index_to_string_table_from_tensor"""
    if mapping is None:
        raise ValueError("mapping must be specified.")
    return _ops.index_to_string_table_from_tensor(vocabulary_list=mapping, default_value=default_value, name=name)


def string_to_index_table_from_file(
    vocabulary_file=None, num_oov_buckets=0, vocab_size=None, default_value=-1, hasher_spec=FastHashSpec, name=None
):
    """Replaces: tf.contrib.lookup.string_to_index_table_from_file"""
    return index_table_from_file(
        vocabulary_file, num_oov_buckets, vocab_size, default_value, hasher_spec, key_dtype=tf.string, name=name
    )


def string_to_index_table_from_tensor(
    mapping, num_oov_buckets=0, default_value=-1, hasher_spec=FastHashSpec, name=None
):
    """Replaces: tf.contrib.lookup.string_to_index_table_from_tensor"""
    with tf.name_scope(name, "string_to_index") as scope:
        mapping = tf.convert_to_tensor(mapping)
    if mapping.dtype.base_dtype != tf.string:
        raise ValueError("string_to_index_table_from_tensor requires string.")
    return index_table_from_tensor(mapping, num_oov_buckets, default_value, hasher_spec, name=scope)


def string_to_index(tensor, mapping, default_value=-1, name=None):
    """Look up at once. Replaces: tf.contrib.lookup.string_to_index"""
    return index_table_from_tensor(mapping=mapping, default_value=default_value, name=name).lookup(tensor)


def index_to_string(tensor, mapping, default_value="UNK", name=None):
    """Look up at once. Replaces: tf.contrib.lookup.index_to_string"""
    return index_to_string_table_from_tensor(mapping=mapping, default_value=default_value, name=name).lookup(tensor)
