"""Optimizers that Keras 3 lacks, or gets wrong, seen from TF1."""

from tf2notes.optimizers.repeated_ids import SumsRepeatedIds, sum_repeated_ids

__all__ = ["SumsRepeatedIds", "sum_repeated_ids"]
