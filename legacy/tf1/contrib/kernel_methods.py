"""Replaces: ``tf.contrib.kernel_methods``: linear models on random features that approximate a kernel."""

import abc
import math

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import layers
from tf2notes.legacy.tf1.contrib.layers.dense_columns import _RealValuedColumn
from tf2notes.legacy.tf1.contrib.learn._canned import LinearClassifier

__all__ = ["KernelLinearClassifier", "RandomFourierFeatureMapper", "sparse_multiclass_hinge_loss"]


class InvalidShapeError(Exception):
    """A tensor has not the shape that a mapper maps."""


class DenseKernelMapper(abc.ABC):
    """Maps `[batch, input_dim]` to `[batch, output_dim]`.

    Replaces: tensorflow.contrib.kernel_methods.python.mappers.dense_kernel_mapper.DenseKernelMapper
    """

    @abc.abstractmethod
    def map(self, input_tensor):
        """The features of `input_tensor`."""
        raise NotImplementedError(f"map is not implemented for {self}.")

    @property
    @abc.abstractmethod
    def name(self):
        """The mapper's name."""

    @property
    @abc.abstractmethod
    def output_dim(self):
        """How many features it makes."""


class RandomFourierFeatureMapper(DenseKernelMapper):
    """Cosines whose inner products approximate the Gaussian kernel (Rahimi and Recht, 2007).

    Args:
        input_dim, output_dim: columns of input and output.
        stddev: width of the kernel.
        seed: of numpy's draws of frequencies and phases: the same for every call.
        name: of the mapper.

    Replaces: tf.contrib.kernel_methods.RandomFourierFeatureMapper
    Differs: numpy's global generator keeps its state.
    """

    def __init__(self, input_dim, output_dim, stddev=1.0, seed=1, name=None):
        self._input_dim = input_dim
        self._output_dim = output_dim
        self._stddev = stddev
        self._seed = seed
        self._name = name

    @property
    def name(self):
        return self._name or str(id(self))

    @property
    def input_dim(self):
        return self._input_dim

    @property
    def output_dim(self):
        return self._output_dim

    def map(self, input_tensor):
        """``sqrt(2 / output_dim) cos(x W + b)``; InvalidShapeError unless `x` is `[batch, input_dim]`."""
        shape = input_tensor.get_shape()
        if shape.ndims != 2:
            raise InvalidShapeError(f"The shape of the tensor should be 2. Got {shape.ndims} instead.")
        if tf.dimension_value(shape[1]) != self._input_dim:
            raise InvalidShapeError(
                f"Invalid dimension: expected {self._input_dim} input features, got {shape[1]} instead."
            )
        draws = np.random.RandomState(self._seed)
        frequencies = draws.normal(scale=1.0 / self._stddev, size=[self._input_dim, self._output_dim])
        phases = draws.uniform(low=0.0, high=2 * np.pi, size=[self._output_dim])
        angles = tf.matmul(input_tensor, tf.constant(frequencies, tf.float32)) + tf.constant(phases, tf.float32)
        return math.sqrt(2.0 / self._output_dim) * tf.cos(angles)


def sparse_multiclass_hinge_loss(
    labels,
    logits,
    weights=1.0,
    scope=None,
    loss_collection=tf.GraphKeys.LOSSES,
    reduction=tf.losses.Reduction.SUM_BY_NONZERO_WEIGHTS,
):
    """The worst margin of each example (Crammer and Singer).

    Replaces: tf.contrib.kernel_methods.sparse_multiclass_hinge_loss

    Args:
        labels: int32 or int64, `[batch]` or `[batch, 1]`.
        logits: `[batch, classes]`.
        weights: scalar, `[batch]` or `[batch, 1]`.
        scope, loss_collection, reduction: of `tf.losses.compute_weighted_loss`.

    Raises:
        ValueError: a rank, or the dtype of the labels, is another.
    """
    with tf.name_scope(scope, "sparse_multiclass_hinge_loss", (logits, labels)) as scope:
        if logits.get_shape().ndims != 2:
            raise ValueError(
                f"logits should have rank 2 ([batch_size, num_classes]). Given rank is {logits.get_shape().ndims}"
            )
        if labels.dtype not in (tf.int32, tf.int64):
            raise ValueError(f"Invalid dtype for labels: {labels.dtype}. Acceptable dtypes: int32 and int64")
        if labels.get_shape().ndims not in (1, 2):
            raise ValueError(
                "labels should have rank 1 ([batch_size]) or 2 ([batch_size, 1]). Given rank is "
                f"{labels.get_shape().ndims}"
            )
        weights = tf.convert_to_tensor(weights)
        if weights.get_shape().ndims not in (0, 1, 2):
            raise ValueError(
                "non-scalar weights should have rank 1 ([batch_size]) or 2 ([batch_size, 1]). Given rank is "
                f"{weights.get_shape().ndims}"
            )
        logits = tf.cast(logits, tf.float32)
        classes = tf.shape(logits)[1]
        with tf.control_dependencies([tf.assert_less(labels, tf.cast(classes, labels.dtype))]):
            labels = tf.reshape(labels, [-1])
        if weights.get_shape().ndims > 0:
            weights = tf.reshape(weights, [-1])
            weights.get_shape().assert_is_compatible_with(labels.get_shape())
        of_label = tf.gather(logits, labels, batch_dims=1)[:, tf.newaxis]
        others = tf.one_hot(labels, classes, on_value=0.0, off_value=1.0)
        worst = tf.reduce_max(tf.nn.relu(logits - of_label + others), axis=1)
        return tf.losses.compute_weighted_loss(worst, weights, scope, loss_collection, reduction=reduction)


class KernelLinearClassifier(LinearClassifier):
    """A linear classifier on columns and on what kernel mappers make of them.

    Args:
        feature_columns: contrib.layers' columns to use as they are.
        model_dir, n_classes, weight_column_name, optimizer, config: as for `LinearClassifier`.
        kernel_mappers: real valued column -> list of mappers; others are left alone with a warning.

    Raises:
        ValueError: neither columns nor mappers, or a mapper that is none.

    Replaces: tf.contrib.kernel_methods.KernelLinearClassifier
    """

    def __init__(
        self,
        feature_columns=None,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        optimizer=None,
        kernel_mappers=None,
        config=None,
    ):
        if not feature_columns and not kernel_mappers:
            raise ValueError("You should set at least one of feature_columns, kernel_mappers.")
        mappers = [mapper for several in (kernel_mappers or {}).values() for mapper in several]
        if not all(isinstance(mapper, DenseKernelMapper) for mapper in mappers):
            raise ValueError("Invalid kernel mappers.")
        usable = _usable(kernel_mappers or {})
        mapped = [
            layers.real_valued_column(f"{column.name}_MAPPED", sum(mapper.output_dim for mapper in several))
            for column, several in usable.items()
        ]

        def add_mapped(features, labels):
            features = dict(features)
            for column, several in usable.items():
                outputs = [mapper.map(features[column.name]) for mapper in several]
                features[f"{column.name}_MAPPED"] = tf.concat(outputs, 1)
            return features, labels

        super().__init__(
            feature_columns=[*(feature_columns or []), *mapped],
            model_dir=model_dir,
            n_classes=n_classes,
            weight_column_name=weight_column_name,
            optimizer=optimizer,
            config=config,
            feature_engineering_fn=add_mapped,
        )


def _usable(kernel_mappers):
    for column in kernel_mappers:
        if not isinstance(column, _RealValuedColumn):
            tf.logging.warning(
                "Updates are currently supported on RealValuedColumns only. Metadata for FeatureColumn %s will not be "
                "updated.",
                column.name,
            )
    return {column: mappers for column, mappers in kernel_mappers.items() if isinstance(column, _RealValuedColumn)}
