"""Losses over many classes that look at a few: noise contrastive estimation and sampled softmax."""

import keras
import tensorflow as tf
from keras import layers

LOSSES = {"nce": tf.nn.nce_loss, "sampled_softmax": tf.nn.sampled_softmax_loss}


@keras.saving.register_keras_serializable("tf2notes")
class SampledLoss(layers.Layer):
    """The output layer of a model with very many classes, together with its loss.

    In training, the true classes are told apart from `num_sampled` classes drawn anew for each batch, log-uniformly:
    ids are expected to be ranks by frequency. The loss, averaged over the batch, is added to the model's
    (``add_loss``); the layer returns it for each example.

    Replaces: ``tf.nn.nce_loss``, ``tf.nn.sampled_softmax_loss`` with variables of one's own.
    Source: Gutmann and Hyvärinen 2010; Jean et al. 2015.

    Args:
        num_classes: how many classes there are.
        num_sampled: how many are drawn for a batch.
        loss: "nce" or "sampled_softmax".
        seed: of the draws; None for others in every process.
        kernel_initializer: of the [num_classes, inputs] matrix (the bias starts at zero). None: truncated normal of
            deviation 1 / sqrt(inputs).

    Where Keras' policy halves the bits it stays in float32: the mask over classes drawn by accident is the largest
    negative float32, which is infinite there.

    Call with float [batch, inputs], int [batch, num_true] labels, and, to bring draws along instead of making them,
    `candidates`: what ``tf.random.log_uniform_candidate_sampler`` returns.
    """

    def __init__(self, num_classes, num_sampled, loss="nce", seed=None, kernel_initializer=None, **kwargs):
        if keras.config.dtype_policy().compute_dtype in ("float16", "bfloat16"):
            kwargs.setdefault("dtype", "float32")
        super().__init__(**kwargs)
        if loss not in LOSSES:
            raise ValueError(f"loss={loss!r}: expected one of {', '.join(map(repr, LOSSES))}")
        if not 0 < num_sampled <= num_classes:
            raise ValueError(f"num_sampled={num_sampled}: expected 1 to num_classes={num_classes}")
        self.num_classes, self.num_sampled, self.loss, self.seed = num_classes, num_sampled, loss, seed
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        inputs = input_shape[-1]
        initializer = self.kernel_initializer or keras.initializers.TruncatedNormal(stddev=inputs**-0.5, seed=self.seed)
        self.kernel = self.add_weight(name="kernel", shape=(self.num_classes, inputs), initializer=initializer)
        self.bias = self.add_weight(name="bias", shape=(self.num_classes,), initializer="zeros")

    def call(self, inputs, labels, candidates=None):
        labels = tf.cast(labels, tf.int64)
        if candidates is None:
            candidates = tf.random.log_uniform_candidate_sampler(
                labels, labels.shape[-1], self.num_sampled, True, self.num_classes, seed=self.seed
            )
        loss = LOSSES[self.loss](
            weights=self.kernel.value,
            biases=self.bias.value,
            labels=labels,
            inputs=inputs,
            num_sampled=self.num_sampled,
            num_classes=self.num_classes,
            num_true=labels.shape[-1],
            sampled_values=tuple(candidates),
        )
        self.add_loss(tf.reduce_mean(loss))
        return loss

    def logits(self, inputs):
        """The logits of all classes, float [batch, num_classes]: for evaluation, where nothing is sampled."""
        return tf.matmul(inputs, self.kernel.value, transpose_b=True) + self.bias.value

    def compute_output_shape(self, input_shape, *_):
        return input_shape[:1]

    def get_config(self):
        config = {name: getattr(self, name) for name in ("num_classes", "num_sampled", "loss", "seed")}
        initializer = self.kernel_initializer and keras.initializers.serialize(self.kernel_initializer)
        return {**super().get_config(), **config, "kernel_initializer": initializer}
