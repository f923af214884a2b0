"""``tf.contrib.learn.preprocessing``."""

import os
import tempfile

import numpy as np
import tensorflow as tf

TEXTS = ["I'm a TFLearn-test, don't worry", "HTMLParser and Word2Vec", "the the the cat, a dog", "naïve Straße caféA"]
learn = tf.contrib.learn


def case_vocabulary_processor():
    processor = learn.preprocessing.VocabularyProcessor(5)
    ids = np.array(list(processor.fit_transform(TEXTS)))
    folder = tempfile.mkdtemp()
    processor.save(os.path.join(folder, "vocab"))
    restored = learn.preprocessing.VocabularyProcessor.restore(os.path.join(folder, "vocab"))
    mapping = processor.vocabulary_._mapping
    return {
        "ids": ids,
        "dtype": str(ids.dtype),
        "words": sorted(mapping, key=mapping.get),
        "len": len(processor.vocabulary_),
        "reversed": list(processor.reverse(ids)),
        "unseen": np.array(list(restored.transform(["the unseen cat"]))),
        "length": restored.max_document_length,
    }


def case_min_frequency_and_vocabulary():
    processor = learn.preprocessing.VocabularyProcessor(4, min_frequency=1)
    ids = list(processor.fit_transform(["a b a c", "c a d", "e e b"]))
    vocabulary = learn.preprocessing.CategoricalVocabulary(unknown_token="?", support_reverse=True)
    for word in ["x", "y"]:
        vocabulary.get(word)
    vocabulary.freeze()
    own = learn.preprocessing.VocabularyProcessor(
        3, vocabulary=vocabulary, tokenizer_fn=lambda texts: (t.split() for t in texts)
    )
    other = list(own.transform(["y x z", "q"]))
    return {"ids": ids, "freq": sorted(processor.vocabulary_._freq), "own": other, "reversed": list(own.reverse(other))}


def case_trim():
    vocabulary = learn.preprocessing.CategoricalVocabulary()
    for word, count in [("b", 3), ("a", 3), ("c", 9), ("d", 1), ("e", 2)]:
        vocabulary.add(word, count)
    vocabulary.trim(1, max_frequency=5)
    try:
        learn.preprocessing.CategoricalVocabulary(support_reverse=False).reverse(0)
        error = "none"
    except ValueError as e:
        error = str(e)
    return {
        "ids": [vocabulary.get(word) for word in "abcde"],
        "freq": sorted(vocabulary._freq.items()).__repr__(),
        "error": error,
    }


def case_bytes():
    processor = learn.preprocessing.ByteProcessor(8)
    ids = np.array(list(processor.transform(["abc", "a longer text", b"\x01\x02"])))
    return {"ids": ids, "dtype": str(ids.dtype), "reversed": list(processor.reverse(ids[:2]))}


def case_categorical():
    processor = learn.preprocessing.CategoricalProcessor(min_frequency=0)
    rows = [["red", 1.0], ["blue", float("nan")], ["red", 2.0]]
    ids = np.array(list(processor.fit_transform(rows)))
    return {"ids": ids, "new": np.array(list(processor.transform([["green", 2.0]])))}


def case_tokenizer():
    return {"tokens": [" ".join(words) for words in learn.preprocessing.tokenizer(TEXTS)]}
