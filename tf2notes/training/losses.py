"""The loss of one replica's share of a batch, such that the shares add up to the loss of the whole batch."""

import contextlib
import threading

import keras
import tensorflow as tf
from keras.src.losses import loss as keras_loss  # the scaling by the number of replicas has no public switch

MEANS = ("sum_over_batch_size", "mean", "mean_with_sample_weight")


class Shares:
    """Splits a model's loss over the replicas; `traced` is open around ``strategy.run``, `loss` is called inside.

    A mean over n of the batch's N rows counts n / N; under a mask, or where the mean divides by the sample weights,
    it counts as much as its share of those. Sums over the rows, such as activity regularizers, add up. Regularizers of
    weights and what layers add by ``add_loss``, taken for means, count n / N on each replica: once in all.
    ``compute_loss`` of a subclass is taken for a mean over the rows.

    The replicas of a process are traced by threads that take turns at every reduction, so nothing that they share may
    change between two of those: what `traced` changes stays so until all are done, and the rest is per thread.
    """

    def __init__(self, model):
        self.model, self.single = model, model.distribute_strategy.num_replicas_in_sync == 1
        self.own = type(model).compute_loss is not keras.Model.compute_loss
        self.replica = threading.local()
        self.metrics = []

    @contextlib.contextmanager
    def traced(self):
        """Keras' own scaling, by the number of replicas as if all had the same rows, gives way to that by rows."""
        if self.single:
            yield
            return
        compile_loss = self.model._compile_loss
        kept = keras_loss.scale_loss_for_distribution, keras_loss.unscale_loss_for_distribution
        keras_loss.scale_loss_for_distribution = keras_loss.unscale_loss_for_distribution = lambda value: value
        if compile_loss is not None:
            flat, metrics = compile_loss._flat_losses, compile_loss._metrics
            self.metrics = list(metrics)
            if not self.own:
                compile_loss._flat_losses = [one and one._replace(loss=self._weighted(one.loss)) for one in flat]
                compile_loss._metrics = [_Rests() for _ in metrics]
        layers = self.model._flatten_layers()
        noted = [(layer, "add_loss", self._added(layer.add_loss)) for layer in layers]
        noted += [
            (n, "activity_regularizer", self._sum(n.activity_regularizer)) for n in layers if n.activity_regularizer
        ]
        before = [(layer, name, vars(layer).get(name)) for layer, name, _ in noted]
        for layer, name, value in noted:
            object.__setattr__(layer, name, value)
        try:
            yield
        finally:
            for layer, name, value in before:
                object.__delattr__(layer, name) if name == "add_loss" else object.__setattr__(layer, name, value)
            keras_loss.scale_loss_for_distribution, keras_loss.unscale_loss_for_distribution = kept
            if compile_loss is not None:
                compile_loss._flat_losses, compile_loss._metrics = flat, metrics

    def begin(self):
        """To be called inside a replica before the model is."""
        self.replica.added, self.replica.sums, self.replica.parts = [], [], []

    def loss(self, x, y, y_pred, sample_weight, training):
        """(this replica's part of the loss, [its parts of the outputs' losses])."""
        model = self.model
        if self.single:
            return compute(model, x, y, y_pred, sample_weight, training), []
        share = self.replica.share = tf.cast(share_of(float_rows(x)), keras.config.floatx())
        if self.own:
            return share * compute(model, x, y, y_pred, sample_weight, training), []
        total = tf.zeros((), keras.config.floatx())
        if model._compile_loss is not None:
            total += model._compile_loss(y, y_pred, sample_weight)
        for loss, once in self.replica.added:
            total += (1 if once else share) * tf.reduce_sum(tf.cast(loss, total.dtype))
        for loss in model._get_regularization_losses():
            total += share * tf.cast(loss, total.dtype)
        return total, self.replica.parts

    def _added(self, add_loss):
        """``add_loss`` of a layer, whose list of losses is one for all replicas, noted for each."""

        def call(loss):
            add_loss(loss)
            sums = self.replica.sums
            self.replica.added += [(one, any(one is known for known in sums)) for one in tf.nest.flatten(loss)]

        return call

    def _sum(self, regularizer):
        """An activity regularizer, known again when it is added: it is a sum over the rows."""

        def call(outputs):
            value = regularizer(outputs)
            self.replica.sums.append(value)
            return value

        return call

    def _weighted(self, loss_fn):
        if loss_fn is None:
            return None

        def call(y_true, y_pred, sample_weight=None):
            value = loss_fn(y_true, y_pred, sample_weight)
            value = _finite_share(value, _factor(loss_fn, y_pred, sample_weight, self.replica.share))
            self.replica.parts.append(value)
            return value

        return call


class _Rests:
    """In place of an output's own metric while its loss is only a replica's part."""

    name, variables = "resting", ()

    def update_state(self, *_, **__):
        """Nothing: the parts are added up first."""

    def result(self):
        """Nobody looks at it."""
        return tf.zeros(())


def compute(model, x, y, y_pred, sample_weight, training):
    """``model.compute_loss``, also of a model that does not know ``training``."""
    return model._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=training)


def float_rows(x):
    """How many rows this replica has, a float32 scalar."""
    return tf.cast(tf.shape(tf.nest.flatten(x)[0])[0], tf.float32)


def share_of(amount):
    """This replica's `amount` over that of all replicas together; 0 where there is none at all."""
    context = tf.distribute.get_replica_context()
    return tf.math.divide_no_nan(amount, context.all_reduce(tf.distribute.ReduceOp.SUM, amount))


def _factor(loss_fn, y_pred, sample_weight, share):
    reduction = getattr(loss_fn, "reduction", "mean")
    if reduction not in MEANS:
        return tf.ones_like(share)
    mask = getattr(y_pred, "_keras_mask", None)
    by_weights = reduction == "mean_with_sample_weight" and sample_weight is not None
    if mask is None and not by_weights:
        return share
    amount = tf.ones_like(share) if mask is None else tf.cast(mask, share.dtype)
    if by_weights:
        weights = tf.cast(sample_weight, share.dtype)
        amount = (
            weights * amount if mask is None or weights.shape.rank == amount.shape.rank else weights[:, None] * amount
        )
    return share_of(tf.reduce_sum(amount))


def _finite_share(value, factor):
    """value * factor, and 0 for a replica without a row, where a mean is 0 / 0."""
    factor = tf.cast(factor, value.dtype)
    return tf.math.multiply_no_nan(value, tf.cast(factor > 0, value.dtype)) * factor
