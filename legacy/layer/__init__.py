"""TF1 code as a layer of Keras 3: the first step of a gradual migration. See docs/layer.md."""

from tf2notes.legacy.layer.decorator import tf1_layer
from tf2notes.legacy.layer.keras_layer import TF1Layer

__all__ = ["TF1Layer", "tf1_layer"]
