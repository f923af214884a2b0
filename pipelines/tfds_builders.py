"""TFDS builders for what this package ships; importing this module registers them.

    import tensorflow_datasets as tfds
    import tf2notes.pipelines.tfds_builders
    train = tfds.load("tf2notes_digits", split="train", as_supervised=True)

    tf2notes_digits     the MNIST sample: 4,000 digits for training, 1,000 for testing
    tf2notes_words      words and their letters in order
    tf2notes_corpus     the sentences of the built-in text
    tf2notes_series     binary series and their echo, sines and cosines

Nothing is downloaded. ``tfds.load("mnist")`` is TFDS's own.
"""

import numpy as np
import tensorflow_datasets as tfds
from tf2notes.pipelines import echo, mnist, sine, text, words

HOME = "https://pypi.org/project/tf2notes/"
CODE = tfds.core.Path(__file__)  # TFDS 4.9.10 finds it by itself only where importlib_resources is installed


class Tf2notesDigits(tfds.core.GeneratorBasedBuilder):
    """5,000 handwritten digits out of MNIST's training set, with the features of TFDS's ``mnist``."""

    VERSION = tfds.core.Version("1.0.0")
    code_path = CODE

    def _info(self):
        features = {"image": tfds.features.Image(shape=(28, 28, 1)), "label": tfds.features.ClassLabel(num_classes=10)}
        return _info(self, features, ("image", "label"))

    def _split_generators(self, dl_manager):
        return {split: self._generate_examples(split) for split in mnist.SPLITS}

    def _generate_examples(self, split):
        for i, (image, label) in enumerate(zip(*mnist.load_arrays(split, "sample"), strict=True)):
            yield i, {"image": image[..., np.newaxis], "label": int(label)}


class Tf2notesWords(tfds.core.GeneratorBasedBuilder):
    """English words and the same letters in alphabetical order; 128 words are held out for testing."""

    VERSION = tfds.core.Version("1.0.0")
    code_path = CODE

    def _info(self):
        return _info(self, {"source": tfds.features.Text(), "target": tfds.features.Text()}, ("source", "target"))

    def _split_generators(self, dl_manager):
        train, test = words.split(words.load())
        return {"train": self._generate_examples(train), "test": self._generate_examples(test)}

    def _generate_examples(self, found):
        for word in found:
            yield word, {"source": word, "target": "".join(sorted(word))}


class Tf2notesCorpus(tfds.core.GeneratorBasedBuilder):
    """Tokenized sentences out of Python's documentation, one each."""

    VERSION = tfds.core.Version("1.0.0")
    code_path = CODE

    def _info(self):
        return _info(self, {"text": tfds.features.Text()}, None)

    def _split_generators(self, dl_manager):
        return {split: self._generate_examples(split) for split in text.SPLITS}

    def _generate_examples(self, split):
        for i, sentence in enumerate(text.builtin_sentences(split)):
            yield i, {"text": sentence}


class Tf2notesSeries(tfds.core.GeneratorBasedBuilder):
    """Windows of two series for recurrent networks: split "echo" (bits) and split "sine" (sine in, cosine out).

    An example is one window of one row: windows of equal row follow each other in time (`step`), so the state of a
    network may be carried over.
    """

    VERSION = tfds.core.Version("1.0.0")
    code_path = CODE

    def _info(self):
        window = tfds.features.Tensor(shape=(None,), dtype=np.float32)
        features = {"row": np.int64, "step": np.int64, "input": window, "target": window}
        return _info(self, features, ("input", "target"))

    def _split_generators(self, dl_manager):
        waves = (sine.batch(step)[:2] for step in range(40))
        return {"echo": self._generate_examples(echo.batches(0, 3000)), "sine": self._generate_examples(waves)}

    def _generate_examples(self, batches):
        for step, (inputs, targets) in enumerate(batches):
            for row, (x, y) in enumerate(zip(inputs, targets, strict=True)):
                window = {"input": np.ravel(x).astype(np.float32), "target": np.ravel(y).astype(np.float32)}
                yield f"{step:05d}-{row:03d}", {"row": row, "step": step, **window}


def _info(builder, features, supervised_keys):
    return tfds.core.DatasetInfo(
        builder=builder,
        description=type(builder).__doc__,
        features=tfds.features.FeaturesDict(features),
        supervised_keys=supervised_keys,
        homepage=HOME,
        disable_shuffling=True,
    )
