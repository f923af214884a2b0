"""TF1 code as a layer of Keras 3: the first step of a gradual migration. See docs/layer.md."""

from tf2notes.legacy.layer.keras_layer import TF1Layer, tf1_layer

__all__ = ["TF1Layer", "tf1_layer"]
