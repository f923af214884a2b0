"""Replaces: ``tf.contrib.learn.preprocessing``, with TF1's files of it as attributes."""

from tf2notes.legacy.tf1.contrib.learn import _text as text
from tf2notes.legacy.tf1.contrib.learn import _vocabulary as categorical
from tf2notes.legacy.tf1.contrib.learn._data_feeder import setup_processor_data_feeder
from tf2notes.legacy.tf1.contrib.learn._text import TOKENIZER_RE, ByteProcessor, VocabularyProcessor, tokenizer
from tf2notes.legacy.tf1.contrib.learn._vocabulary import CategoricalProcessor, CategoricalVocabulary

__all__ = [
    "TOKENIZER_RE",
    "ByteProcessor",
    "CategoricalProcessor",
    "CategoricalVocabulary",
    "VocabularyProcessor",
    "categorical",
    "setup_processor_data_feeder",
    "text",
    "tokenizer",
]
