"""Replaces: ``tf.contrib.losses``, the losses from before ``tf.losses``.

`predictions` come first, the weights are `weights`, and the collection is `tf.GraphKeys.LOSSES` all the same. They are
tf_slim's, TF1's own code carried on.
"""

from tf2notes.legacy.tf1.contrib._tf_slim import public, tf_slim

loss_ops = tf_slim("losses.loss_ops")
metric_loss_ops = metric_learning = tf_slim("losses.metric_learning")
globals().update(public("losses.loss_ops"))

__all__ = sorted([*public("losses.loss_ops"), "metric_learning"])
