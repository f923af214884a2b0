"""Replaces: ``contrib.learn.preprocessing``'s text part: documents to rows of ids."""

import io
import pickle
import re

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn._vocabulary import CategoricalVocabulary

# Words in capitals, the words of CamelCase, and runs of letters, digits, hyphens and apostrophes.
TOKENIZER_RE = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]+(?=[A-Z])|[\'\w\-]+", re.UNICODE)


def tokenizer(iterator):
    """Yields the list of words of each text. Replaces: tf.contrib.learn.preprocessing.tokenizer"""
    for text in iterator:
        yield TOKENIZER_RE.findall(text)


class ByteProcessor:
    """Texts to rows of `max_document_length` bytes, cut or filled with zeros.

    Replaces: tf.contrib.learn.preprocessing.ByteProcessor
    """

    def __init__(self, max_document_length):
        self.max_document_length = max_document_length

    def fit(self, x):
        """Nothing is learnt."""

    def fit_transform(self, x):
        """`transform`."""
        return self.transform(x)

    def transform(self, x):
        """Yields a uint8 array [max_document_length] for each text (bytes, or a string, encoded as UTF-8)."""
        for document in x:
            data = document.encode() if isinstance(document, str) else bytes(document)
            data = data[: self.max_document_length]
            yield np.frombuffer(data.ljust(self.max_document_length, b"\0"), np.uint8)

    def reverse(self, x):
        """Yields the text of each row; '' where the bytes are no UTF-8."""
        for row in x:
            try:
                yield np.trim_zeros(row.astype(np.uint8), trim="b").tobytes().decode()
            except UnicodeDecodeError:
                yield ""


class VocabularyProcessor:
    """Texts to rows of `max_document_length` word ids, cut or filled with zeros; unknown words are 0 too.

    Args:
        max_document_length: the length of a row.
        min_frequency: words seen this often or less are dropped from the vocabulary when it is fitted.
        vocabulary: a CategoricalVocabulary to go on with.
        tokenizer_fn: from an iterable of texts to an iterable of lists of words.

    Attributes:
        vocabulary_: the CategoricalVocabulary.

    Replaces: tf.contrib.learn.preprocessing.VocabularyProcessor
    """

    def __init__(self, max_document_length, min_frequency=0, vocabulary=None, tokenizer_fn=None):
        self.max_document_length = max_document_length
        self.min_frequency = min_frequency
        self.vocabulary_ = vocabulary or CategoricalVocabulary()
        self._tokenizer = tokenizer_fn or tokenizer

    def fit(self, raw_documents, unused_y=None):
        """Learn the words of the texts and freeze the vocabulary; returns self."""
        for words in self._tokenizer(raw_documents):
            for word in words:
                self.vocabulary_.add(word)
        if self.min_frequency > 0:
            self.vocabulary_.trim(self.min_frequency)
        self.vocabulary_.freeze()
        return self

    def fit_transform(self, raw_documents, unused_y=None):
        """`fit`, then `transform`: a generator."""
        self.fit(raw_documents)
        return self.transform(raw_documents)

    def transform(self, raw_documents):
        """Yields an int64 array [max_document_length] of ids for each text."""
        for words in self._tokenizer(raw_documents):
            ids = np.zeros(self.max_document_length, np.int64)
            for at, word in enumerate(words[: self.max_document_length]):
                ids[at] = self.vocabulary_.get(word)
            yield ids

    def reverse(self, documents):
        """Yields the words of each row of ids, joined by blanks."""
        for ids in documents:
            yield " ".join(self.vocabulary_.reverse(word) for word in ids)

    def save(self, filename):
        """Write the processor to a file (a pickle, as in TF1)."""
        with tf.gfile.Open(filename, "wb") as file:
            file.write(pickle.dumps(self))

    @classmethod
    def restore(cls, filename):
        """The processor that `save` wrote, here or in TF1. A pickle runs code: read only files that you trust."""
        with tf.gfile.Open(filename, "rb") as file:
            return _Unpickler(io.BytesIO(file.read()), encoding="latin1").load()


class _Unpickler(pickle.Unpickler):
    """Reads TF1's files too: there the classes had another address."""

    def find_class(self, module, name):
        if re.match(r"tensorflow(_core)?\.contrib\.(learn|skflow)\.", module):
            return {"CategoricalVocabulary": CategoricalVocabulary, **globals()}[name]
        return super().find_class(module, name)
