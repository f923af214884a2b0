"""The heads of ``tf.contrib.learn``: a problem's loss, predictions and metrics."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn import _head_base as base
from tf2notes.legacy.tf1.contrib.learn import constants, model_fn, prediction_key  # noqa: F401  (TF1's held them)
from tf2notes.legacy.tf1.contrib.learn._canned import PredictionKey, ProblemType
from tf2notes.legacy.tf1.contrib.learn._estimator import ModeKeys, ModelFnOps
from tf2notes.legacy.tf1.contrib.learn._head_base import Head, SingleHead
from tf2notes.legacy.tf1.contrib.learn._interfaces import no_op_train_fn
from tf2notes.legacy.tf1.contrib.learn._logistic import MetricKey

__all__ = [
    "Head",
    "binary_svm_head",
    "loss_only_head",
    "multi_class_head",
    "multi_head",
    "multi_label_head",
    "no_op_train_fn",
    "poisson_regression_head",
    "regression_head",
]


def regression_head(
    label_name=None,
    weight_column_name=None,
    label_dimension=1,
    enable_centered_bias=False,
    head_name=None,
    link_fn=None,
):
    """Squared differences; `link_fn` of the logits are the scores. Replaces: tf.contrib.learn.regression_head"""
    return _RegressionHead(
        label_dimension,
        _mean_squared_loss,
        tf.identity if link_fn is None else link_fn,
        label_name=label_name,
        weight_column_name=weight_column_name,
        enable_centered_bias=enable_centered_bias,
        head_name=head_name,
    )


def poisson_regression_head(
    label_name=None, weight_column_name=None, label_dimension=1, enable_centered_bias=False, head_name=None
):
    """Poisson's log loss; the scores are exp of the logits. Replaces: tf.contrib.learn.poisson_regression_head"""
    return _RegressionHead(
        label_dimension,
        _poisson_loss,
        tf.exp,
        label_name=label_name,
        weight_column_name=weight_column_name,
        enable_centered_bias=enable_centered_bias,
        head_name=head_name,
    )


def multi_class_head(
    n_classes,
    label_name=None,
    weight_column_name=None,
    enable_centered_bias=False,
    head_name=None,
    thresholds=None,
    metric_class_ids=None,
    loss_fn=None,
    label_keys=None,
):
    """One of several classes; two have one logit.

    Args:
        n_classes: how many.
        label_name, weight_column_name: of labels and weights in dicts.
        enable_centered_bias: a bias trained by itself.
        head_name: behind the metrics' names.
        thresholds: where two classes are cut for metrics, (0.5,) if None.
        metric_class_ids: the classes with metrics of their own.
        loss_fn: of labels, logits and weights, in the place of cross entropy.
        label_keys: the classes' names, where labels are strings.

    Raises:
        ValueError: fewer than two classes, or what does not fit their number.

    Replaces: tf.contrib.learn.multi_class_head
    """
    if n_classes is None or n_classes < 2:
        raise ValueError(f"n_classes must be > 1 for classification: {n_classes}.")
    common = (label_name, weight_column_name, enable_centered_bias, head_name, thresholds, base.custom_loss(loss_fn))
    if n_classes == 2:
        if metric_class_ids:
            raise ValueError("metric_class_ids invalid for n_classes==2.")
        if label_keys:
            raise ValueError("label_keys is not supported for n_classes=2.")
        return _BinaryLogisticHead(*common)
    return _MultiClassHead(n_classes, *common, metric_class_ids, label_keys)


def binary_svm_head(
    label_name=None, weight_column_name=None, enable_centered_bias=False, head_name=None, thresholds=None
):
    """Two classes with the hinge loss; no metric uses `thresholds`. Replaces: tf.contrib.learn.binary_svm_head"""
    return _BinarySvmHead(label_name, weight_column_name, enable_centered_bias, head_name, thresholds)


def multi_label_head(
    n_classes,
    label_name=None,
    weight_column_name=None,
    enable_centered_bias=False,
    head_name=None,
    thresholds=None,
    metric_class_ids=None,
    loss_fn=None,
):
    """Any number of classes at once: as `multi_class_head`. Replaces: tf.contrib.learn.multi_label_head"""
    if n_classes < 2:
        raise ValueError("n_classes must be > 1 for classification.")
    common = (label_name, weight_column_name, enable_centered_bias, head_name, thresholds, base.custom_loss(loss_fn))
    return _MultiLabelHead(n_classes, *common, metric_class_ids)


def loss_only_head(loss_fn, head_name=None):
    """A loss without predictions: of weights, say. Replaces: tf.contrib.learn's head.loss_only_head"""
    return _LossOnlyHead(loss_fn, head_name=head_name)


def multi_head(heads, loss_weights=None):
    """Several heads at once, their losses added; ValueError for another number of weights.

    Replaces: tf.contrib.learn.multi_head
    """
    if loss_weights and len(loss_weights) != len(heads):
        raise ValueError("heads and loss_weights must have same size")

    def merge(losses):
        if loss_weights and len(losses) != len(loss_weights):
            raise ValueError("losses and loss_weights must have same size")
        weights = loss_weights or [None] * len(losses)
        pairs = zip(losses, weights, strict=True)
        return tf.add_n([loss if weight is None else tf.multiply(loss, weight) for loss, weight in pairs])

    return _MultiHead(heads, merge)


def _mean_squared_loss(labels, logits, weights=None):
    with tf.name_scope(None, "mean_squared_loss", (logits, labels)) as name:
        logits, labels = base.as_columns(logits), base.as_columns(labels)
        logits.shape.assert_is_compatible_with(labels.shape)
        losses = tf.squared_difference(logits, tf.cast(labels, tf.float32), name=name)
        return base.weighted_loss(losses, weights)


def _poisson_loss(labels, logits, weights=None):
    with tf.name_scope(None, "_poisson_loss", (logits, labels)) as name:
        logits, labels = base.as_columns(logits), base.as_columns(labels)
        logits.shape.assert_is_compatible_with(labels.shape)
        losses = tf.nn.log_poisson_loss(labels, logits, compute_full_loss=True, name=name)
        return base.weighted_loss(losses, weights)


def _log_loss_with_two_classes(labels, logits, weights=None):
    with tf.name_scope(None, "log_loss_with_two_classes", (logits, labels)) as name:
        labels = base.as_columns(tf.cast(labels, tf.float32))
        losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name=name)
        return base.weighted_loss(losses, weights)


def _softmax_cross_entropy_loss(labels, logits, weights=None):
    with tf.name_scope(None, "softmax_cross_entropy_loss", (logits, labels)) as name:
        labels = tf.convert_to_tensor(labels)
        if not labels.dtype.is_integer:
            raise ValueError(f"Labels dtype should be integer Instead got {labels.dtype}.")
        is_column = labels.shape.rank == 2
        labels = tf.squeeze(labels, axis=(1,)) if is_column else labels
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name=name)
        return base.weighted_loss(tf.expand_dims(losses, axis=1) if is_column else losses, weights)


def _sigmoid_cross_entropy_loss(labels, logits, weights=None):
    with tf.name_scope(None, "sigmoid_cross_entropy_loss", (logits, labels)) as name:
        labels = tf.cast(labels, tf.float32)
        losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name=name)
        return base.weighted_loss(losses, weights)


def _hinge_loss(labels, logits, weights=None):
    with tf.name_scope(None, "hinge_loss", (logits, labels)) as name:
        message = "labels shape should be either [batch_size, 1] or [batch_size]"
        with tf.control_dependencies([tf.Assert(tf.less_equal(tf.rank(labels), 2), (message,))]):
            labels = tf.reshape(labels, shape=(-1, 1))
        losses = tf.losses.hinge_loss(labels, logits, scope=name, reduction=tf.losses.Reduction.NONE)
        return base.weighted_loss(losses, weights)


class _RegressionHead(SingleHead):
    default_scope = "regression_head"

    def __init__(
        self,
        label_dimension,
        loss_fn,
        link_fn,
        logits_dimension=None,
        label_name=None,
        weight_column_name=None,
        enable_centered_bias=False,
        head_name=None,
    ):
        self._link_fn = link_fn
        super().__init__(
            ProblemType.LINEAR_REGRESSION,
            label_dimension if logits_dimension is None else logits_dimension,
            label_name,
            weight_column_name,
            head_name,
            loss_fn,
            enable_centered_bias,
        )

    def _predictions(self, logits):
        key = PredictionKey.SCORES
        return {key: self._link_fn(tf.squeeze(logits, axis=(1,), name=key) if self.logits_dimension == 1 else logits)}

    def _metrics(self, predictions, labels, weights):
        return {}


def _exported_classes(predictions, label_keys=None):
    """Probabilities, and all classes' names for each example."""
    probabilities = predictions[PredictionKey.PROBABILITIES]
    with tf.name_scope(None, "_classification_output_alternatives", (probabilities,)):
        size = tf.shape(probabilities)[0]
        row = tf.expand_dims(label_keys if label_keys else tf.range(tf.shape(probabilities)[1]), axis=0)
        classes = tf.tile(row, multiples=[size, 1], name="classes_tensor" if label_keys else None)
        classes = classes if label_keys else tf.as_string(classes, name="classes_tensor")
    return {PredictionKey.PROBABILITIES: probabilities, PredictionKey.CLASSES: classes}


class _BinaryLogisticHead(SingleHead):
    default_scope = "binary_logistic_head"

    def __init__(self, label_name, weight_column_name, enable_centered_bias, head_name, thresholds, loss_fn):
        self._thresholds = thresholds or (0.5,)
        super().__init__(
            ProblemType.LOGISTIC_REGRESSION,
            1,
            label_name,
            weight_column_name,
            head_name,
            loss_fn or _log_loss_with_two_classes,
            enable_centered_bias,
        )

    _exported = staticmethod(_exported_classes)

    def _predictions(self, logits):
        both = base.two_class_logits(logits)
        return {
            PredictionKey.LOGITS: logits,
            PredictionKey.LOGISTIC: tf.sigmoid(logits, name=PredictionKey.LOGISTIC),
            PredictionKey.PROBABILITIES: tf.nn.softmax(both, name=PredictionKey.PROBABILITIES),
            PredictionKey.CLASSES: tf.argmax(both, 1, name=PredictionKey.CLASSES),
        }

    def _metrics(self, predictions, labels, weights):
        logistic = predictions[PredictionKey.LOGISTIC]
        metrics = {
            MetricKey.ACCURACY: tf.metrics.accuracy(labels, predictions[PredictionKey.CLASSES], weights),
            MetricKey.PREDICTION_MEAN: base.streaming_mean(logistic, weights),
            MetricKey.LABEL_MEAN: base.streaming_mean(labels, weights),
            MetricKey.ACCURACY_BASELINE: base.streaming_mean(labels, weights),
            MetricKey.AUC: base.streaming_auc(logistic, labels, weights),
            MetricKey.AUC_PR: base.streaming_auc(logistic, labels, weights, curve="PR"),
        }
        keys = (MetricKey.ACCURACY_MEAN, MetricKey.PRECISION_MEAN, MetricKey.RECALL_MEAN)
        for threshold in self._thresholds:
            found = base.at_threshold(logistic, labels, weights, threshold)
            metrics.update({key % threshold: each for key, each in zip(keys, found, strict=True)})
        return {self._key(name): each for name, each in metrics.items()}


def _checked_class_ids(metric_class_ids, n_classes):
    class_ids = tuple(metric_class_ids or ())
    for class_id in class_ids:
        if not 0 <= class_id < n_classes:
            raise ValueError(f"Class ID {class_id} not in [0, {n_classes}).")
    return class_ids


class _MultiClassHead(SingleHead):
    default_scope = "multi_class_head"

    def __init__(
        self,
        n_classes,
        label_name=None,
        weight_column_name=None,
        enable_centered_bias=False,
        head_name=None,
        thresholds=None,
        loss_fn=None,
        metric_class_ids=None,
        label_keys=None,
    ):
        super().__init__(
            ProblemType.CLASSIFICATION,
            n_classes,
            label_name,
            weight_column_name,
            head_name,
            loss_fn or _softmax_cross_entropy_loss,
            enable_centered_bias,
        )
        if n_classes is None or n_classes <= 2:
            raise ValueError(f"n_classes must be > 2: {n_classes}.")
        self._thresholds = thresholds or (0.5,)
        self._metric_class_ids = _checked_class_ids(metric_class_ids, n_classes)
        if label_keys and len(label_keys) != n_classes:
            raise ValueError("Length of label_keys must equal n_classes.")
        self._label_keys = label_keys

    def _exported(self, predictions):
        return _exported_classes(predictions, self._label_keys)

    def _transform_labels(self, labels):
        labels = super()._transform_labels(labels)
        if not self._label_keys:
            return {"labels": labels, "label_ids": labels}
        from tensorflow.python.ops import lookup_ops

        table = lookup_ops.index_table_from_tensor(self._label_keys, name="label_id_lookup")
        return {"labels": labels, "label_ids": table.lookup(labels)}

    def _loss(self, labels, logits, weights):
        return self._loss_fn(labels["label_ids"], logits, weights=weights)

    def _predictions(self, logits):
        classes = tf.argmax(logits, 1, name=PredictionKey.CLASSES)
        if self._label_keys:
            from tensorflow.python.ops import lookup_ops

            table = lookup_ops.index_to_string_table_from_tensor(self._label_keys, name="class_string_lookup")
            classes = table.lookup(classes)
        return {
            PredictionKey.LOGITS: logits,
            PredictionKey.PROBABILITIES: tf.nn.softmax(logits, name=PredictionKey.PROBABILITIES),
            PredictionKey.CLASSES: classes,
        }

    def _metrics(self, predictions, labels, weights):
        classes = predictions[PredictionKey.CLASSES]
        metrics = {MetricKey.ACCURACY: tf.metrics.accuracy(labels["labels"], classes, weights)}
        for at in () if self._label_keys else self._metric_class_ids:
            probabilities, logits = predictions[PredictionKey.PROBABILITIES], predictions[PredictionKey.LOGITS]
            metrics[MetricKey.CLASS_PREDICTION_MEAN % at] = base.streaming_share(classes, weights, at)
            metrics[MetricKey.CLASS_LABEL_MEAN % at] = base.streaming_share(labels["label_ids"], weights, at)
            metrics[MetricKey.CLASS_PROBABILITY_MEAN % at] = base.streaming_mean(probabilities, weights, at)
            metrics[MetricKey.CLASS_LOGITS_MEAN % at] = base.streaming_mean(logits, weights, at)
        return {self._key(name): each for name, each in metrics.items()}


class _BinarySvmHead(SingleHead):
    default_scope = "binary_svm_head"

    def __init__(self, label_name, weight_column_name, enable_centered_bias, head_name, thresholds):
        self._thresholds = thresholds or (0.5,)
        super().__init__(
            ProblemType.LOGISTIC_REGRESSION,
            1,
            label_name,
            weight_column_name,
            head_name,
            _hinge_loss,
            enable_centered_bias,
        )

    def _predictions(self, logits):
        classes = tf.argmax(base.two_class_logits(logits), 1, name=PredictionKey.CLASSES)
        return {PredictionKey.LOGITS: logits, PredictionKey.CLASSES: classes}

    def _metrics(self, predictions, labels, weights):
        accuracy = tf.metrics.accuracy(labels, predictions[PredictionKey.CLASSES], weights)
        return {self._key(MetricKey.ACCURACY): accuracy}


class _MultiLabelHead(SingleHead):
    default_scope = "multi_label_head"

    def __init__(
        self,
        n_classes,
        label_name,
        weight_column_name,
        enable_centered_bias,
        head_name,
        thresholds,
        loss_fn=None,
        metric_class_ids=None,
    ):
        super().__init__(
            ProblemType.CLASSIFICATION,
            n_classes,
            label_name,
            weight_column_name,
            head_name,
            loss_fn or _sigmoid_cross_entropy_loss,
            enable_centered_bias,
        )
        self._thresholds = thresholds or (0.5,)
        self._metric_class_ids = _checked_class_ids(metric_class_ids, n_classes)

    _exported = staticmethod(_exported_classes)

    def _transform_labels(self, labels):
        labels = base.labels_tensor(labels, self._label_name)
        if not isinstance(labels, tf.SparseTensor):
            return labels
        if self.logits_dimension < 2:
            raise ValueError("Must set num_classes >= 2 when passing labels as a SparseTensor.")
        return tf.cast(tf.sparse_to_indicator(labels, self.logits_dimension), tf.int64)

    def _predictions(self, logits):
        return {
            PredictionKey.LOGITS: logits,
            PredictionKey.PROBABILITIES: tf.sigmoid(logits, name=PredictionKey.PROBABILITIES),
            PredictionKey.CLASSES: tf.cast(tf.greater(logits, 0), tf.int64, name=PredictionKey.CLASSES),
        }

    def _metrics(self, predictions, labels, weights):
        classes, logits = predictions[PredictionKey.CLASSES], predictions[PredictionKey.LOGITS]
        probabilities = predictions[PredictionKey.PROBABILITIES]
        metrics = {
            MetricKey.ACCURACY: tf.metrics.accuracy(labels, classes, weights),
            MetricKey.AUC: base.streaming_auc(probabilities, labels, weights),
            MetricKey.AUC_PR: base.streaming_auc(probabilities, labels, weights, curve="PR"),
        }
        for at in self._metric_class_ids:
            metrics[MetricKey.CLASS_PREDICTION_MEAN % at] = base.streaming_mean(classes, weights, at)
            metrics[MetricKey.CLASS_LABEL_MEAN % at] = base.streaming_mean(labels, weights, at)
            metrics[MetricKey.CLASS_PROBABILITY_MEAN % at] = base.streaming_mean(probabilities, weights, at)
            metrics[MetricKey.CLASS_LOGITS_MEAN % at] = base.streaming_mean(logits, weights, at)
            metrics[MetricKey.CLASS_AUC % at] = base.streaming_auc(probabilities, labels, weights, at)
            metrics[MetricKey.CLASS_AUC_PR % at] = base.streaming_auc(probabilities, labels, weights, at, curve="PR")
        return {self._key(name): each for name, each in metrics.items()}


class _LossOnlyHead(Head):
    def __init__(self, loss_fn, head_name=None):
        self._loss_fn = loss_fn
        self.head_name = head_name or "loss_only_head"

    @property
    def logits_dimension(self):
        """None are needed."""
        return 0

    def create_model_fn_ops(
        self, features, mode, labels=None, train_op_fn=None, logits=None, logits_input=None, scope=None
    ):
        """The loss alone; features, labels and logits are other heads'."""
        base.check_mode(mode)
        loss = train_op = None
        if mode != ModeKeys.INFER:
            with tf.variable_scope(scope, default_name=self.head_name):
                loss = self._loss_fn()
                loss = tf.add_n(loss) if isinstance(loss, list) else loss
                base.summarize_loss(self.head_name, loss)
                if mode == ModeKeys.TRAIN:
                    if train_op_fn is None:
                        raise ValueError("train_op_fn can not be None in TRAIN mode")
                    train_op = base.train(loss, train_op_fn)
        return ModelFnOps(mode=mode, loss=loss, train_op=train_op, predictions={}, eval_metric_ops={})


class _MultiHead(Head):
    def __init__(self, heads, loss_merger):
        for head in heads:
            if not head.head_name:
                raise ValueError("Members of MultiHead must have names.")
        self._heads, self._loss_merger = heads, loss_merger

    @property
    def logits_dimension(self):
        """Those of all heads."""
        return sum(head.logits_dimension for head in self._heads)

    def create_model_fn_ops(
        self, features, mode, labels=None, train_op_fn=None, logits=None, logits_input=None, scope=None
    ):
        """See `Head`; `logits` is a dict by the heads' names, or a tensor to be cut."""
        base.check_mode(mode)
        common = {"features": features, "mode": mode, "labels": labels, "scope": scope, "train_op_fn": no_op_train_fn}
        if logits is None:
            made = [head.create_model_fn_ops(logits_input=logits_input, **common) for head in self._heads]
        else:
            parts = self._parts(logits)
            pairs = zip(self._heads, parts, strict=True)
            made = [head.create_model_fn_ops(logits=part, **common) for head, part in pairs]
        if mode == ModeKeys.INFER:
            return self._merge_infer(made)
        metrics = {name: metric for each in made for name, metric in each.eval_metric_ops.items()}
        if mode == ModeKeys.EVAL:
            loss, predictions = self._loss_merger([each.loss for each in made]), self._all_predictions(made)
            return ModelFnOps(mode=mode, predictions=predictions, loss=loss, eval_metric_ops=metrics)
        if train_op_fn is None:
            raise ValueError("train_op_fn can not be None in TRAIN mode.")
        loss = self._loss_merger([each.loss for each in made])
        train_op = tf.group(train_op_fn(loss), *(each.train_op for each in made))
        return ModelFnOps(mode=mode, loss=loss, train_op=train_op, eval_metric_ops=metrics)

    def _parts(self, logits):
        if isinstance(logits, dict):
            return [None if isinstance(head, _LossOnlyHead) else logits[head.head_name] for head in self._heads]
        parts, begin = [], 0
        for head in self._heads:
            parts.append(tf.slice(logits, [0, begin], [-1, head.logits_dimension]))
            begin += head.logits_dimension
        return parts

    def _all_predictions(self, made):
        pairs = zip(self._heads, made, strict=True)
        return {(head.head_name, name): value for head, each in pairs for name, value in each.predictions.items()}

    def _merge_infer(self, made):
        alternatives = {}
        for head, each in zip(self._heads, made, strict=True):
            if not isinstance(head, _LossOnlyHead):
                alternatives[head.head_name] = each.output_alternatives[head.head_name]
        predictions = self._all_predictions(made)
        return ModelFnOps(mode=ModeKeys.INFER, predictions=predictions, output_alternatives=alternatives)


# TF1's own files, and programs after them, know these by private names too
_regression_head = regression_head
_poisson_regression_head = poisson_regression_head
_multi_class_head = multi_class_head
_binary_svm_head = binary_svm_head
_multi_label_head = multi_label_head
_multi_head = multi_head
_Head = Head
mkey = MetricKey
