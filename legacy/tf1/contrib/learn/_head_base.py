"""What the heads of ``tf.contrib.learn`` share: losses, weights, centered bias, streaming metrics."""

import abc
import functools
import inspect

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import weights_broadcast_ops
from tf2notes.legacy.tf1.contrib import layers
from tf2notes.legacy.tf1.contrib.learn._estimator import ModeKeys, ModelFnOps
from tf2notes.legacy.tf1.contrib.learn._logistic import MetricKey


class Head(abc.ABC):
    """From logits to predictions, loss and metrics. Replaces: tf.contrib.learn.Head"""

    @property
    @abc.abstractmethod
    def logits_dimension(self):
        """How many logits it needs."""

    @abc.abstractmethod
    def create_model_fn_ops(
        self, features, mode, labels=None, train_op_fn=None, logits=None, logits_input=None, scope=None
    ):
        """The `ModelFnOps` of these logits, or of a linear layer on `logits_input`.

        Args:
            features: a dict; with the weights, if the head has a column of them.
            mode: one of `ModeKeys`.
            labels: a tensor, or a dict with the head's label name.
            train_op_fn: from the loss to the op that trains; needed to train.
            logits, logits_input: one of them.
            scope: the variable scope, else one of the head's name.
        """


class SingleHead(Head):
    """A head of one problem; a subclass gives labels, predictions and metrics.

    Raises:
        ValueError: there is no problem type, or no number of logits.
    """

    default_scope = None

    def __init__(
        self, problem_type, logits_dimension, label_name, weight_column_name, head_name, loss_fn, enable_centered_bias
    ):
        if problem_type is None:
            raise ValueError(f"Invalid problem_type {problem_type}.")
        if logits_dimension is None or logits_dimension < 1:
            raise ValueError(f"Invalid logits_dimension {logits_dimension}.")
        self._problem_type = problem_type
        self._logits_dimension = logits_dimension
        self._label_name = label_name
        self._weight_column_name = weight_column_name
        self._head_name = head_name
        self._loss_fn = loss_fn
        self._enable_centered_bias = enable_centered_bias

    logits_dimension = property(lambda self: self._logits_dimension, doc="How many logits it needs.")
    label_name = property(lambda self: self._label_name, doc="Of its labels in a dict.")
    weight_column_name = property(lambda self: self._weight_column_name, doc="Of the weights among the features.")
    head_name = property(lambda self: self._head_name, doc="Behind its metrics' names.")

    def create_model_fn_ops(
        self, features, mode, labels=None, train_op_fn=None, logits=None, logits_input=None, scope=None
    ):
        """See `Head`."""
        values = (*features.values(), labels, logits, logits_input)
        with tf.variable_scope(scope, default_name=self.head_name or self.default_scope, values=values):
            labels = None if mode == ModeKeys.INFER or labels is None else self._transform_labels(labels)
            logits = _logits(logits_input, logits, self.logits_dimension)
            return self._finish(features, mode, labels, train_op_fn, logits)

    def _finish(self, features, mode, labels, train_op_fn, logits):
        check_mode(mode)
        centered_bias = None
        if self._enable_centered_bias:
            centered_bias = _centered_bias(self.logits_dimension, self.head_name)
            logits = tf.nn.bias_add(logits, centered_bias)
        with tf.name_scope(None, "predictions", (logits,)):
            predictions = self._predictions(logits)
        loss = train_op = metrics = None
        if mode != ModeKeys.INFER and labels is not None:
            weights = _weight_tensor(features, self._weight_column_name)
            loss, average = self._loss(labels, logits, weights)
            summarize_loss(self.head_name, average)
            if mode == ModeKeys.TRAIN:
                if train_op_fn is None:
                    raise ValueError("train_op_fn can not be None in TRAIN mode")
                size = tf.shape(logits)[0]
                step = None if centered_bias is None else self._step(centered_bias, size, labels, weights)
                train_op = train(loss, train_op_fn)
                train_op = train_op if step is None else tf.group(train_op, step)
            with tf.name_scope("metrics"):
                metrics = {self._key(MetricKey.LOSS): tf.metrics.mean(average)}
                metrics.update(self._metrics(predictions, labels, weights))
        return ModelFnOps(
            mode=mode,
            predictions=predictions,
            loss=loss,
            train_op=train_op,
            eval_metric_ops=metrics,
            output_alternatives={self._head_name: (self._problem_type, self._exported(predictions))},
        )

    def _step(self, centered_bias, batch_size, labels, weights):
        """A step of Adagrad on the centered bias alone."""
        with tf.name_scope(None, "centered_bias_step") as name:
            size = tf.shape(centered_bias)[0]
            logits = tf.reshape(tf.tile(centered_bias, (batch_size,)), (batch_size, size))
            with tf.name_scope(None, "centered_bias"):
                loss = tf.reduce_mean(self._loss(labels, logits, weights), name="training_loss")
        return tf.train.AdagradOptimizer(0.1).minimize(loss, var_list=(centered_bias,), name=name)

    def _loss(self, labels, logits, weights):
        return self._loss_fn(labels, logits, weights)

    def _transform_labels(self, labels):
        labels = labels_tensor(labels, self._label_name)
        if isinstance(labels, tf.SparseTensor):
            raise ValueError("SparseTensor is not supported.")
        return labels

    def _exported(self, predictions):
        """What a saved model of the head gives."""
        return predictions

    def _key(self, name):
        return summary_key(self.head_name, name)


def labels_tensor(labels, label_name):
    """The labels of that name in a dict, or the labels themselves, as a tensor."""
    labels = labels[label_name] if isinstance(labels, dict) else labels
    return tf.convert_to_tensor_or_sparse_tensor(labels)


def check_mode(mode):
    """ValueError for no mode."""
    if mode not in (ModeKeys.TRAIN, ModeKeys.INFER, ModeKeys.EVAL):
        raise ValueError(f"mode={mode} unrecognized.")


def summary_key(head_name, name):
    """`name`, with the head's behind."""
    return f"{name}/{head_name}" if head_name else name


def summarize_loss(head_name, loss):
    """A summary outside of all name scopes."""
    with tf.name_scope(""):
        tf.summary.scalar(summary_key(head_name, MetricKey.LOSS), tf.identity(loss))


def train(loss, train_op_fn):
    """The op that trains."""
    with tf.name_scope(None, "train_op", (loss,)):
        return train_op_fn(loss)


def _logits(logits_input, logits, dimension):
    if logits is None:
        if logits_input is None:
            raise ValueError("Neither logits nor logits_input supplied.")
        return layers.linear(logits_input, dimension, scope="logits")
    if logits_input is not None:
        raise ValueError("Both logits and logits_input supplied.")
    logits = tf.convert_to_tensor(logits, name="logits")
    if logits.shape.rank is not None:
        tf.Dimension(logits.shape.as_list()[-1]).assert_is_compatible_with(dimension)
    return logits


def _weight_tensor(features, name):
    """The weights, [batch, 1] or of the rank given; ValueError if they are not among the features."""
    if not name:
        return None
    if name not in features:
        raise ValueError(f"Weights {name} missing from features.")
    with tf.name_scope(None, "weight_tensor", tuple(features.values())):
        weights = tf.cast(features[name], tf.float32)
        if weights.shape.rank != 1:
            return weights
        is_sparse = isinstance(weights, tf.SparseTensor)
        return tf.sparse_reshape(weights, (-1, 1)) if is_sparse else tf.reshape(weights, (-1, 1))


def weighted_loss(losses, weights, name="loss"):
    """The mean of the weighted losses, to be trained, and their weighted mean, to be looked at."""
    with tf.name_scope(name, values=(losses, weights)) as scope:
        if weights is None:
            loss = tf.reduce_mean(losses, name=scope)
            return loss, loss
        weights = weights_broadcast_ops.broadcast_weights(weights, losses)
        with tf.name_scope(None, "weighted_loss", (losses, weights)) as name:
            weighted = tf.multiply(losses, weights, name=name)
        total = tf.cast(tf.reduce_sum(weights), tf.float32)
        average = tf.div(tf.reduce_sum(weighted), total, name="weighted_average_loss")
        return tf.reduce_mean(weighted, name=scope), average


def custom_loss(loss_fn):
    """A loss of the program's own as a head's; ValueError unless it takes labels, logits and weights."""
    if not loss_fn:
        return None
    function = loss_fn
    while isinstance(function, functools.partial):
        function = function.func
    for name in ("labels", "logits", "weights"):
        if name not in inspect.signature(function).parameters:
            raise ValueError(f"Argument {name} not found in loss_fn.")

    def loss(labels, logits, weights=None):
        value = loss_fn(labels, logits) if weights is None else loss_fn(labels, logits, weights)
        return value, value

    return loss


def _centered_bias(size, head_name):
    bias = tf.Variable(tf.zeros(shape=(size,)), name="centered_bias_weight", trainable=True)
    for at in range(size):
        tf.summary.scalar(f"centered_bias/bias_{at}{'/' + head_name if head_name else ''}", bias[at])
    return bias


def as_columns(tensor):
    """A vector as a column."""
    tensor = tf.convert_to_tensor(tensor)
    return tf.expand_dims(tensor, axis=1) if tensor.shape.rank == 1 else tensor


def two_class_logits(logits):
    """Zeros and the logits, [batch, 2]."""
    return tf.concat((tf.zeros_like(logits), logits), 1)


def _of_class(tensor, weights, class_id):
    weights = None if weights is None else tf.cast(weights, tf.float32)
    if weights is not None:
        weights = weights_broadcast_ops.broadcast_weights(weights, tensor)
    if class_id is None:
        return tensor, weights
    return tensor[:, class_id], None if weights is None else weights[:, class_id]


def streaming_mean(tensor, weights=None, class_id=None):
    """The mean of a tensor, or of its column for a class."""
    return tf.metrics.mean(*_of_class(tf.cast(tensor, tf.float32), weights, class_id))


def streaming_share(class_ids, weights, class_id):
    """How many of `class_ids` are this one."""
    is_it = tf.equal(tf.cast(class_id, tf.int32), tf.cast(class_ids, tf.int32))
    return tf.metrics.mean(tf.where(is_it, tf.ones_like(class_ids), tf.zeros_like(class_ids)), weights=weights)


def streaming_auc(predictions, labels, weights=None, class_id=None, curve="ROC"):
    """The area under the curve, of all or of a class."""
    labels = labels if labels.dtype.base_dtype == tf.bool else tf.cast(labels, tf.bool)
    predictions, weights = _of_class(tf.cast(predictions, tf.float32), weights, class_id)
    return tf.metrics.auc(labels if class_id is None else labels[:, class_id], predictions, weights, curve=curve)


def at_threshold(predictions, labels, weights, threshold):
    """Accuracy, precision and recall where `predictions` are cut there."""
    cut = tf.cast(tf.greater_equal(predictions, threshold), tf.float32)
    floats = None if weights is None else tf.cast(weights, tf.float32)
    found = [tf.metrics.accuracy(labels, cut, weights)]
    for metric in (tf.metrics.precision_at_thresholds, tf.metrics.recall_at_thresholds):
        found.append(tuple(tf.squeeze(each) for each in metric(labels, predictions, (threshold,), floats)))
    return found
