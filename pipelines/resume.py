"""Stopping in the middle of an epoch and going on with the very next record, also when shuffled.

    data = resume.Resumable(train)                     # any dataset of this package's
    for batch in data:
        step(batch)
        if time_to_stop:
            data.save("run/data")
            break

    data = resume.Resumable(train).restore("run/data")  # in another process, from the same description

Replaces: nothing; TF1's queues started anew after a stop, and what was in them was lost.
"""

import json
import os

from tf2notes.pipelines import tfrecord


class Resumable:
    """An iterator over a dataset that can be saved and restored.

    Saved are the position in the files, the shuffle buffers and the random states, so a large buffer makes a large
    file. Not every dataset can do it: ``from_generator`` (and so `threads`) cannot, and ``cache`` has to be complete.
    """

    def __init__(self, dataset):
        import tensorflow as tf

        options = tf.data.Options()
        options.experimental_external_state_policy = tf.data.experimental.ExternalStatePolicy.FAIL
        self._iterator = iter(dataset.with_options(options))
        self._spec = str(dataset.element_spec)
        self.position = 0

    def __iter__(self):
        return self

    def __next__(self):
        element = next(self._iterator)
        self.position += 1
        return element

    def save(self, path):
        """Writes the state to ``<path>.index`` and ``<path>.data-...``, with a description in ``<path>.json``."""
        import tensorflow as tf

        folder = os.path.dirname(os.fspath(path))
        if folder:
            os.makedirs(folder, exist_ok=True)
        tf.train.Checkpoint(iterator=self._iterator).write(os.fspath(path))
        draft = f"{os.fspath(path)}.json.draft"
        with open(draft, "w", encoding="utf-8") as file:
            json.dump({"position": self.position, "element_spec": self._spec}, file)
        os.replace(draft, f"{os.fspath(path)}.json")
        return self

    def restore(self, path):
        """Goes on where the iterator that was saved stood.

        Raises:
            FileNotFoundError: there is no such state.
            ValueError: it is that of a dataset with other elements.
        """
        import tensorflow as tf

        described = f"{os.fspath(path)}.json"
        if not os.path.isfile(described):
            raise FileNotFoundError(f"{described}: no such file; expected the state of an iterator, as save writes it")
        with open(described, encoding="utf-8") as file:
            held = json.load(file)
        if held["element_spec"] != self._spec:
            raise ValueError(
                f"{path} is the state of a dataset of {held['element_spec']}, but this one has {self._spec}; "
                "restore it into the dataset that was saved"
            )
        tf.train.Checkpoint(iterator=self._iterator).read(os.fspath(path)).assert_consumed()
        self.position = held["position"]
        return self


def worker_files(paths, workers, worker):
    """The files of one of several workers: every `workers`-th one.

    Raises:
        ValueError: a worker would have no file; write more shards.
    """
    found = tfrecord.files(paths)
    if not 0 <= worker < workers:
        raise ValueError(f"worker={worker}: expected 0 to {workers - 1}")
    if len(found) < workers:
        raise ValueError(f"{len(found)} files cannot be shared by {workers} workers; write at least {workers} shards")
    return found[worker::workers]
