"""Replaces: ``tf.contrib.model_pruning``: weights masked, and masks that follow the smallest weights while training."""

from tf2notes.legacy.tf1.contrib.model_pruning.layers import masked_conv2d, masked_convolution, masked_fully_connected
from tf2notes.legacy.tf1.contrib.model_pruning.learning import train
from tf2notes.legacy.tf1.contrib.model_pruning.pruning import (
    Pruning,
    apply_mask,
    get_masked_weights,
    get_masks,
    get_pruning_hparams,
    get_thresholds,
    get_weight_sparsity,
    get_weights,
)
from tf2notes.legacy.tf1.contrib.model_pruning.rnn_cells import MaskedBasicLSTMCell, MaskedLSTMCell
from tf2notes.legacy.tf1.contrib.model_pruning.strip_pruning_vars_lib import (
    graph_def_from_checkpoint,
    strip_pruning_vars_fn,
)

__all__ = [
    "MaskedBasicLSTMCell",
    "MaskedLSTMCell",
    "Pruning",
    "apply_mask",
    "get_masked_weights",
    "get_masks",
    "get_pruning_hparams",
    "get_thresholds",
    "get_weight_sparsity",
    "get_weights",
    "graph_def_from_checkpoint",
    "masked_conv2d",
    "masked_convolution",
    "masked_fully_connected",
    "strip_pruning_vars_fn",
    "train",
]
