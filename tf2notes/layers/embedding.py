"""An embedding whose cost does not grow with its table."""

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable("tf2notes")
class Embedding(keras.layers.Embedding):
    """``keras.layers.Embedding`` that reads the rows asked for: int [batch, ...] -> float [batch, ..., output_dim].

    Keras 3.15 reads the whole table and takes rows of that. Once an optimizer has changed single rows, TensorFlow
    copies the table for each such read: of 200,000 words, 128 numbers each, 100 MB a step. Weights, masks and files
    are those of Keras' layer, which takes over where the table is quantized or has LoRA's factors.

    Replaces: ``tf.nn.embedding_lookup`` on a variable of one's own.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.autocast = False  # of the table; its rows are cast below

    def call(self, inputs):
        if self.lora_enabled or self.quantization_mode is not None:
            return super().call(inputs)
        ids = inputs if inputs.dtype in ("int32", "int64") else tf.cast(inputs, "int32")
        return tf.cast(tf.gather(self.embeddings.value, ids), self.compute_dtype)
