"""The data of a `fit`: shared out over workers, counted, and found again after a restart."""

import contextlib
import os
import warnings

import tensorflow as tf

POLICIES = {"FILE": "file", "DATA": "data", "OFF": "off"}
UNSHARED = ("FILE based sharding", "unshardable", "shardable source")
RANDOM_ORDER = ("Shuffle", "Random")


class Feed:
    """One iterator over this worker's data, and where it stands.

    A restart finds the place in one of two ways. The state of TensorFlow's iterator, where saving it is exact; else by
    reading again, from the beginning, what had been read: as exact if the order is the same each time, that is, if
    ``shuffle`` has a seed. (The state of ``shuffle(...).batch(...).repeat()`` is not exact: see pipelines/resume.py.)

    Args:
        data: a ``tf.data.Dataset`` of batches; or a function of a ``tf.distribute.InputContext`` that gives the
            dataset of this worker's batches.
        strategy: the model's.
        steps_per_epoch: None for the whole dataset.
        shard, data_service: see `Settings`.
    """

    def __init__(self, data, strategy, steps_per_epoch=None, shard="auto", data_service=None):
        workers, worker = place(strategy)
        per_worker = callable(data) and not isinstance(data, tf.data.Dataset)
        if per_worker:
            data = data(tf.distribute.InputContext(workers, worker, strategy.num_replicas_in_sync))
        if not isinstance(data, tf.data.Dataset):
            raise TypeError(f"data: expected a tf.data.Dataset or a function that gives one, got {type(data).__name__}")
        shard = "off" if per_worker else _policy(data, shard)
        self.whole_batches = workers == 1 or (shard == "data" and not data_service)
        if data_service and workers > 1 and shard != "off":
            data = served(data.rebatch(-(-_batch_size(data) // workers)), data_service, _common_number(strategy))
        elif data_service:
            data = served(data, data_service)
        elif workers > 1 and shard == "file":
            data = _own_files(data, workers, worker)
        if workers > 1 and self.whole_batches:
            data = _same_order(data)
        self.served = bool(data_service)
        self.spec = data.element_spec
        count = int(data.cardinality())
        known = count >= 0 and self.whole_batches
        self.steps_per_epoch = steps_per_epoch or (count if known else None)
        if self.steps_per_epoch is None and count == tf.data.INFINITE_CARDINALITY:
            raise ValueError("the data does not end: give steps_per_epoch")
        if count == 0:
            raise ValueError("the data is empty: it has no batch")
        self.over_epochs = steps_per_epoch is not None or known
        self.may_end = not known and count != tf.data.INFINITE_CARDINALITY
        self.once = data
        if steps_per_epoch and known:
            self.may_end = True
        elif known:
            data = data.repeat()
        self.data = data
        self.nodes = _operations(data)
        self.saves_state = self.over_epochs and not data_service and _state_is_exact(data, self.nodes)
        if self.saves_state:
            options = tf.data.Options()  # seeds that are tensors count as state, which flat_map brings back
            options.experimental_external_state_policy = tf.data.experimental.ExternalStatePolicy.IGNORE
            self.data = data.with_options(options)
        self.iterator, self.read = None, 0

    def start_epoch(self, epoch):
        """Be ready for the first batch of an epoch."""
        if self.iterator is None or not self.over_epochs:
            self.iterator, self.read = iter(self.data), 0

    def resume(self, epoch, read, state=None):
        """Go on where `read` batches had been read: of all epochs, or of this one where each has an iterator."""
        if state is not None:
            self.iterator = iter(self.data)
            tf.train.Checkpoint(iterator=self.iterator).read(str(state)).assert_consumed()
        else:
            if self.served:
                warnings.warn(
                    "a tf.data service gives the records in no fixed order: those of this epoch may come twice or not "
                    "at all",
                    stacklevel=2,
                )
            elif self.random_without_seed():
                warnings.warn(
                    "the data is shuffled without a seed: going on with another order, in which records of this epoch "
                    "may come twice or not at all; give shuffle a seed",
                    stacklevel=2,
                )
            if not self.over_epochs and any(name.startswith(RANDOM_ORDER) for name, _ in self.nodes):
                for _ in range(epoch):  # each iterator has another order, counted by TensorFlow as they are used
                    _exhaust(self.data)
            self.iterator = iter(self.data.skip(read) if read else self.data)
        self.read = read

    def random_without_seed(self):
        """Whether the order cannot come again: some shuffle has no seed."""
        return _without_seed(self.nodes)


@contextlib.contextmanager
def sharing_explained():
    """TensorFlow's refusals to share data by file, which come with the first batch, as a `ValueError`."""
    try:
        yield
    except (tf.errors.InvalidArgumentError, tf.errors.NotFoundError) as error:
        said = next((line for line in error.message.splitlines() if any(sign in line for sign in UNSHARED)), None)
        if said is None:
            raise
        said = said.rpartition("}} ")[2]
        raise ValueError(
            "the data cannot be shared by file: it has to come from at least as many files as there are workers; "
            f"share it by data (--shard data), or write more files (TensorFlow: {said[:160].strip()})"
        ) from error


def place(strategy):
    """(number of workers, this worker's index)."""
    if not isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy):
        return 1, 0
    tasks = strategy.cluster_resolver.cluster_spec().as_dict()
    return max(1, len(tasks.get("chief", [])) + len(tasks.get("worker", []))), strategy.extended._id_in_cluster


def served(data, address, job=None):
    """The data as a tf.data service prepares it, in no fixed order; its workers divide the files or rows.

    Each of them makes batches of its own, so the last ones of an epoch may be smaller.

    Args:
        job: the number of a job that several trainers share: each batch goes to one of them.
    """
    service = tf.data.experimental.service
    spec, count = data.element_spec, data.cardinality()
    name = None if job is None else f"tf2notes-{job}"
    data = data.apply(service.distribute(service.ShardingPolicy.DYNAMIC, address, job_name=name))
    if count == tf.data.INFINITE_CARDINALITY:
        data = data.apply(tf.data.experimental.assert_cardinality(count))
    return data.map(lambda *batch: _shaped(batch, spec))


def _common_number(strategy):
    """A random number that is the same on all workers: variables start with the chief's value."""
    with strategy.scope():
        return int(tf.Variable(int.from_bytes(os.urandom(7), "little"), dtype=tf.int64).numpy())


def _shaped(batch, spec):
    batch = batch[0] if len(batch) == 1 and not isinstance(spec, tuple) else batch
    return tf.nest.map_structure(lambda tensor, part: tf.ensure_shape(tensor, part.shape), batch, spec)


def _policy(data, shard):
    if shard != "auto":
        return shard
    return POLICIES.get(data.options().experimental_distribute.auto_shard_policy.name, "data")


def _own_files(data, workers, worker):
    """TensorFlow's own sharding by file, after the batches have been cut to this worker's size."""
    spec = data.element_spec

    def relaxed(part):
        return tf.TensorSpec([None, *part.shape[1:]], part.dtype)

    flat = tf.nest.flatten(tf.nest.map_structure(relaxed, spec))
    kinds = {"output_types": [s.dtype for s in flat], "output_shapes": [s.shape for s in flat]}
    size = _batch_size(data)
    sizes = [(i + 1) * size // workers - i * size // workers for i in range(workers)]
    variant = tf.raw_ops.RebatchDatasetV2(
        input_dataset=tf.data.experimental.to_variant(data), batch_sizes=[sizes[worker]], drop_remainder=False, **kinds
    )
    variant = tf.raw_ops.AutoShardDataset(
        input_dataset=variant, num_workers=workers, index=worker, auto_shard_policy=1, **kinds
    )
    return tf.data.experimental.from_variant(variant, tf.nest.map_structure(relaxed, spec))


def _batch_size(data):
    size = tf.nest.flatten(data.element_spec)[0].shape[0]
    if size is not None:
        return size
    return next(int(tf.shape(tf.nest.flatten(batch)[0])[0]) for batch in data.take(1))


def _same_order(data):
    """Workers that each take their rows of the same batches have to see the same batches."""
    if _without_seed(_operations(data)):
        raise ValueError(
            "the data is shuffled without a seed: each worker would take its rows of other batches, and records would "
            "come twice or not at all. Give shuffle a seed, call keras.utils.set_random_seed first, or share the data "
            "by file"
        )
    options = tf.data.Options()
    options.deterministic = True
    return data.with_options(options)


def _without_seed(nodes):
    return any(name.startswith("Shuffle") and values[1:] == [0, 0] for name, values in nodes)


def _exhaust(data):
    for _ in data:
        pass


def _operations(data):
    """[(operation, its constant sizes and seeds)] of the dataset's graph, that of its functions left out."""
    graph = tf.compat.v1.GraphDef.FromString(
        tf.raw_ops.DatasetToGraphV2(
            input_dataset=tf.data.experimental.to_variant(data), external_state_policy=1
        ).numpy()
    )
    constants = {
        node.name: int(tf.make_ndarray(node.attr["value"].tensor))
        for node in graph.node
        if node.op == "Const"
        and node.attr["dtype"].type == tf.int64.as_datatype_enum
        and not node.attr["value"].tensor.tensor_shape.dim
    }
    return [(node.op, [constants.get(name) for name in node.input[1:4]]) for node in graph.node]


def _state_is_exact(data, nodes):
    """Whether TensorFlow's iterator can be saved at any place such that it goes on exactly."""
    from tf2notes.pipelines import resume

    names = [name for name, _ in nodes]
    if any(name.startswith("Shuffle") for name in names) and any(name.startswith("Repeat") for name in names):
        return False
    if any(name.startswith("Cache") for name in names):
        return False
    try:
        resume._check_state(data)
    except ValueError:
        return False
    return True
