"""Replaces: ``contrib.learn.preprocessing``'s CategoricalVocabulary and CategoricalProcessor."""

import collections
import math
import sys

import numpy as np
from tf2notes.legacy.tf1.contrib.learn._data_feeder import setup_processor_data_feeder

categorical_vocabulary = sys.modules[__name__]  # TF1's file of the vocabulary, as its file of the processor held it


class CategoricalVocabulary:
    """Categories and their ids in the order of their appearance; 0 is the unknown one.

    Replaces: tf.contrib.learn.preprocessing.CategoricalVocabulary
    """

    def __init__(self, unknown_token="<UNK>", support_reverse=True):
        self._unknown_token = unknown_token
        self._support_reverse = support_reverse
        self._freq = collections.defaultdict(int)
        self._freeze = False
        self._start()

    def _start(self):
        self._mapping = {self._unknown_token: 0}
        if self._support_reverse:
            self._reverse_mapping = [self._unknown_token]

    def _append(self, category):
        self._mapping[category] = len(self._mapping)
        if self._support_reverse:
            self._reverse_mapping.append(category)

    def __len__(self):
        """How many ids there are, that of the unknown category included."""
        return len(self._mapping)

    def freeze(self, freeze=True):
        """From now on new categories are unknown (or, with False, get ids again)."""
        self._freeze = freeze

    def get(self, category):
        """The id of a category; a new one gets the next id, or 0 if the vocabulary is frozen."""
        if category not in self._mapping:
            if self._freeze:
                return 0
            self._append(category)
        return self._mapping[category]

    def add(self, category, count=1):
        """Count a category as seen `count` more times."""
        if self.get(category) > 0:
            self._freq[category] += count

    def trim(self, min_frequency, max_frequency=-1):
        """Keep what was seen more than `min_frequency` and, if given, less than `max_frequency` times.

        The rest gets new ids, the most frequent first, then by alphabet.
        """
        by_name = sorted(self._freq.items(), key=lambda item: (isinstance(item[0], str), item[0]))
        by_count = sorted(by_name, key=lambda item: item[1], reverse=True)
        self._start()
        for category, count in by_count:
            if count <= min_frequency:
                break
            if max_frequency <= 0 or count < max_frequency:
                self._append(category)
        # TF1 keeps the counts of as many of the most frequent as there are ids, whichever were skipped.
        self._freq = dict(by_count[: len(self._mapping) - 1])

    def reverse(self, class_id):
        """The category with that id.

        Raises:
            ValueError: the vocabulary was made with ``support_reverse=False``.
        """
        if not self._support_reverse:
            raise ValueError("This vocabulary wasn't initialized with support_reverse to support reverse() function.")
        return self._reverse_mapping[class_id]


class CategoricalProcessor:
    """Rows of categories to rows of ids, one vocabulary a column (or one for all); NaN is unknown.

    Replaces: tf.contrib.learn.preprocessing.CategoricalProcessor
    """

    def __init__(self, min_frequency=0, share=False, vocabularies=None):
        self.min_frequency = min_frequency
        self.share = share
        self.vocabularies_ = vocabularies

    def freeze(self, freeze=True):
        """Freeze (or thaw) every vocabulary."""
        for vocabulary in self.vocabularies_:
            vocabulary.freeze(freeze)

    def fit(self, x, unused_y=None):
        """Learn the categories of the rows `x`; returns self."""
        for row in setup_processor_data_feeder(x):
            if self.vocabularies_ is None:
                shared = CategoricalVocabulary()
                self.vocabularies_ = [shared if self.share else CategoricalVocabulary() for _ in row]
            for vocabulary, value in zip(self.vocabularies_, row, strict=False):
                if not _is_nan(value):
                    vocabulary.add(value)
        if self.min_frequency > 0:
            for vocabulary in self.vocabularies_:
                vocabulary.trim(self.min_frequency)
        self.freeze()
        return self

    def fit_transform(self, x, unused_y=None):
        """`fit`, then `transform`."""
        self.fit(x)
        return self.transform(x)

    def transform(self, x):
        """Yields an int64 array of ids for each row."""
        self.freeze()
        for row in setup_processor_data_feeder(x):
            pairs = zip(self.vocabularies_, row, strict=False)
            yield np.array([0 if _is_nan(value) else vocabulary.get(value) for vocabulary, value in pairs], np.int64)


def _is_nan(value):
    return isinstance(value, float) and math.isnan(value)
