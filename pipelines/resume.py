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

DEFAULT_GRAPH_SEED = 87654321  # TensorFlow's own, for a graph that has none
PYTHON = {"PyFunc": "a stateful Python function", "EagerPyFunc": "tf.py_function", "GeneratorDataset": "from_generator"}
RANDOM = {
    "Multinomial": "tf.random.categorical",
    "RandomGamma": "tf.random.gamma",
    "RandomPoissonV2": "tf.random.poisson",
    "RandomShuffle": "tf.random.shuffle",
    "RandomStandardNormal": "tf.random.normal",
    "RandomUniform": "tf.random.uniform",
    "RandomUniformInt": "tf.random.uniform",
    "TruncatedNormal": "tf.random.truncated_normal",
}


class Resumable:
    """An iterator over a dataset that can be saved and restored.

    Saved are the position in the files, the shuffle buffers and the random states, so a large buffer makes a large
    file. Not every dataset can do it: ``from_generator`` (and so `threads`) cannot, and ``cache`` has to be complete.
    """

    def __init__(self, dataset):
        """Starts at the first record.

        Raises:
            ValueError: the dataset has a part whose state cannot be saved; names it.
        """
        import tensorflow as tf

        options = tf.data.Options()
        options.experimental_external_state_policy = tf.data.experimental.ExternalStatePolicy.IGNORE
        _check_state(dataset)
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


def epochs(one_epoch, num_epochs=None, seed=0):
    """Epochs in a row, each shuffled by a seed of its own, that can be resumed at any place.

    ``dataset.shuffle(...).batch(...).repeat()`` cannot: a state saved where one epoch has ended and the next has not
    begun (with ``prefetch`` that is some batches earlier) has lost count of the epochs, and TensorFlow repeats the
    first order.

    Args:
        one_epoch: a function of a seed, an int64 scalar tensor, that gives one epoch's dataset; as in
            ``lambda seed: rows.shuffle(1000, seed=seed).batch(50)``.
        num_epochs: None for ever.
    """
    import tensorflow as tf

    def traced(seed):
        # After tf.random.set_seed(0) TensorFlow asks whether both seeds are 0, which a tensor cannot answer.
        graph = tf.compat.v1.get_default_graph()
        if graph.seed == 0:
            graph.seed = DEFAULT_GRAPH_SEED
        return one_epoch(seed)

    seeds = tf.data.Dataset.counter(seed) if num_epochs is None else tf.data.Dataset.range(seed, seed + num_epochs)
    return seeds.flat_map(tf.autograph.experimental.do_not_convert(traced))


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


def _check_state(dataset):
    """Raises for ops that hold state which a checkpoint of the iterator lacks."""
    import tensorflow as tf

    variant = tf.data.experimental.to_variant(dataset)
    graph = tf.compat.v1.GraphDef.FromString(
        tf.raw_ops.DatasetToGraphV2(input_dataset=variant, external_state_policy=1).numpy()
    )
    used = {node.op for node in graph.node}
    used |= {node.op for function in graph.library.function for node in function.node_def}
    for op in sorted(used & PYTHON.keys()):
        raise ValueError(f"{PYTHON[op]} in the dataset cannot be saved; tf.numpy_function(..., stateful=False) can")
    for op in sorted(used & RANDOM.keys()):
        raise ValueError(f"{RANDOM[op]} in the dataset cannot be saved; use tf.random.stateless_* with Dataset.random")
