"""A head of contrib.learn whose loss is a distribution's."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.distributions._quadrature import static_concat


def estimator_head_distribution_regression(
    make_distribution_fn,
    label_dimension=1,
    logits_dimension=None,
    label_name=None,
    weight_column_name=None,
    enable_centered_bias=False,
    head_name=None,
):
    """A regression whose loss is minus the log_prob of the labels, and whose scores are means.

    Args:
        make_distribution_fn: from logits to a distribution.
        label_dimension, logits_dimension: of a label, and the number of logits, by default the same.
        label_name, weight_column_name: of labels and weights in dicts.
        enable_centered_bias: a bias trained by itself.
        head_name: behind the metrics' names.

    Returns:
        A head with ``distribution(logits)``, which makes each but once, and ``distributions``, those made.

    Raises:
        TypeError: `make_distribution_fn` is no function.

    Replaces: tf.contrib.distributions.estimator_head_distribution_regression
    """
    from tf2notes.legacy.tf1.contrib.learn import _head_base, head

    if not callable(make_distribution_fn):
        raise TypeError("`make_distribution_fn` must be a callable function.")

    class DistributionRegressionHead(head._RegressionHead):
        distributions = {}

        def distribution(self, logits, name=None):
            """The distribution of these logits."""
            with tf.name_scope(name, "distribution", [logits]):
                if logits not in self.distributions:
                    self.distributions[logits] = make_distribution_fn(logits)
                return self.distributions[logits]

    def loss_fn(labels, logits, weights=None):
        distribution = made.distribution(logits)
        batch = labels.shape.with_rank_at_least(1)[:-1]
        batch = batch.as_list() if batch.is_fully_defined() else tf.shape(labels)[:-1]
        labels = tf.reshape(labels, shape=static_concat(batch, distribution.event_shape_tensor()))
        return _head_base.weighted_loss(-distribution.log_prob(labels), weights)

    made = DistributionRegressionHead(
        label_dimension,
        loss_fn,
        lambda logits: made.distribution(logits).mean(),
        logits_dimension=logits_dimension,
        label_name=label_name,
        weight_column_name=weight_column_name,
        enable_centered_bias=enable_centered_bias,
        head_name=head_name,
    )
    return made
