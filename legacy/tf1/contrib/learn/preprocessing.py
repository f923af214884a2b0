"""Replaces: ``tf.contrib.learn.preprocessing``."""

from tf2notes.legacy.tf1.contrib.learn._text import TOKENIZER_RE, ByteProcessor, VocabularyProcessor, tokenizer
from tf2notes.legacy.tf1.contrib.learn._vocabulary import CategoricalProcessor, CategoricalVocabulary

__all__ = [
    "TOKENIZER_RE",
    "ByteProcessor",
    "CategoricalProcessor",
    "CategoricalVocabulary",
    "VocabularyProcessor",
    "tokenizer",
]
