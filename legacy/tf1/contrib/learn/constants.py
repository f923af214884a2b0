"""Replaces: ``tensorflow.contrib.learn.python.learn.estimators.constants``"""

from tf2notes.legacy.tf1.contrib.learn._canned import ProblemType

__all__ = ["COLLECTION_DEF_KEY_FOR_INPUT_FEATURE_KEYS", "ProblemType"]

COLLECTION_DEF_KEY_FOR_INPUT_FEATURE_KEYS = "input_feature_keys"
