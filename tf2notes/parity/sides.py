"""The sides of a comparison, described in one call each."""

import functools
from collections.abc import Mapping
from pathlib import Path

import keras as keras_package
import numpy as np
import tensorflow as tf

from tf2notes.parity.pair import Keras, Recorded, Tf1


def tf1(build, loss="", train=(), learning_rate=1.0, outputs=(), **more):
    """A TF1 graph that a function builds.

    Args:
        build: the function, or the path of a TF1 file that has one named ``build`` (or as the argument named `name`
            says). It is called inside a fresh graph and returns that graph's tensors and operations by name.
        loss: name of the loss among them. Without one only the variables and the values are compared.
        train: name of the training operation, or several that make one step.
        learning_rate: what moves are divided by before they are compared.
        outputs: name, or names, of the tensors that the forward rung compares.
        **more: the other fields of `Tf1`: metrics, carry, prepare, kwargs, extra_variables, and `name` for `build`.

    Returns:
        A `Tf1`.
    """
    if "name" in more:
        more["build"] = more.pop("name")
    outputs = (outputs,) if isinstance(outputs, str) else tuple(outputs)
    return Tf1(build, loss=loss, train=train, learning_rate=learning_rate, outputs=outputs, **more)


def tf1_meta_graph(path, loss="", train=(), learning_rate=1.0, outputs=(), names=(), checkpoint=None, **more):
    """A TF1 graph that a ``Saver`` wrote: a ``.meta`` file, and the checkpoint beside it.

    Args:
        path: of the meta graph, with or without ``.meta``.
        loss, train, learning_rate, outputs: as for `tf1`. Names are the graph's own ("loss:0", "train/Adam"), or
            those of `names`.
        names: {short name: name in the graph}, so that batches may say "x" for "Placeholder:0".
        checkpoint: prefix of the checkpoint that holds the starting weights; None: the one beside the meta graph if
            there is one, else weights are drawn; False: weights are drawn.
        **more: as for `tf1`.

    Raises:
        FileNotFoundError: there is no such meta graph, or no such checkpoint.
    """
    path = Path(path)
    meta = path if path.suffix == ".meta" else Path(f"{path}.meta")
    if not meta.is_file():
        raise FileNotFoundError(f"no meta graph {meta}; expected what Saver.save or export_meta_graph wrote")
    beside = str(meta).removesuffix(".meta")
    if checkpoint is None:
        checkpoint = beside if Path(f"{beside}.index").is_file() or Path(beside).is_file() else False
    start = more.pop("start", None) or (_checkpoint_values(checkpoint) if checkpoint else {})
    build = functools.partial(_import_meta_graph, str(meta), dict(names))
    return tf1(build, loss, train, learning_rate, outputs, start=start, **more)


def _import_meta_graph(path, names):
    from tensorflow.python.training import saver  # tf.compat.v1's import_meta_graph refuses where eager mode is on

    saver.import_meta_graph(path, clear_devices=True)
    return GraphNames(tf.compat.v1.get_default_graph(), names)


class GraphNames(Mapping):
    """What is in a graph, by its own names or by short ones that are given."""

    def __init__(self, graph, names=()):
        self.graph, self.names = graph, dict(names)

    def __getitem__(self, name):
        found = self.names.get(name, name)
        if not isinstance(found, str):
            return found
        try:
            operation = self.graph.as_graph_element(found)
        except (KeyError, ValueError) as error:
            known = [*self.names, *(o.name for o in self.graph.get_operations() if o.type == "Placeholder")]
            raise LookupError(
                f"the graph has no {found!r}; placeholders and names given: {', '.join(known)}"
            ) from error
        outputs = getattr(operation, "outputs", None)
        return outputs[0] if outputs else operation

    def __iter__(self):
        return iter(self.names)

    def __len__(self):
        return len(self.names)


def _checkpoint_values(prefix):
    if not (Path(f"{prefix}.index").is_file() or Path(prefix).is_file()):
        raise FileNotFoundError(f"no checkpoint {prefix}; expected a prefix such as model.ckpt-100")
    reader = tf.train.load_checkpoint(str(prefix))
    return {f"{name}:0": reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}


def keras(model, x=None, y=None, sample_weight=None, outputs=None, metrics=(), data=None, loss="loss"):
    """A Keras 3 model.

    Args:
        model: a compiled model, or the function that builds one. A model is copied, never changed; one that cannot be
            copied (subclassed, without `get_config`) needs the function.
        x: how a batch becomes the model's input: the name of an array of the batch, a list or a dict of such names, or
            a function of the batch.
        y, sample_weight: likewise; None for none.
        outputs: which of the TF1 side's tensors the model returns: a name, a list of names for several outputs, or a
            function of what the model returns that gives a dict.
        metrics: {name on the TF1 side: name of the model's metric}.
        data: instead of x, y and sample_weight: a function of the batch that returns what ``train_step`` takes.
        loss: name of the loss among what ``train_step`` returns.

    Returns:
        A `Keras`.

    Raises:
        ValueError: neither or both of `x` and `data`, or a model that cannot be copied.
    """
    if (x is None) == (data is None):
        raise ValueError("keras: give either x (and y) or data, to say how a batch becomes the model's input")
    if isinstance(model, keras_package.Model):
        _copy(model)  # fails here rather than later
    build = functools.partial(_copy, model) if isinstance(model, keras_package.Model) else model
    if data is None:
        parts = [x, y] if sample_weight is None else [x, y, sample_weight]
        data = lambda batch: tuple(None if part is None else _pick(part, batch) for part in parts)  # noqa: E731
    return Keras(build, data, _outputs(outputs), dict(metrics), loss)


def _copy(model):
    """A fresh model of the same configuration (in today's float type), compiled alike; the weights are not copied."""
    try:
        config = model.get_config()
        compiled = model.get_compile_config() if getattr(model, "compiled", False) else None
    except NotImplementedError as error:
        raise ValueError(f"keras: {model.name} has no get_config; pass the function that builds it instead") from error
    wanted = keras_package.config.floatx()
    copied = type(model).from_config(_with_dtype(config, wanted) if wanted != "float32" else config)
    if not copied.built and model.built:
        copied.build(model.input_shape)
    if compiled:
        copied.compile_from_config(_with_dtype(compiled, wanted) if wanted != "float32" else compiled)
    return copied


def _with_dtype(config, wanted):
    """A configuration with every "float32" replaced."""
    if isinstance(config, dict):
        return {key: _with_dtype(value, wanted) for key, value in config.items()}
    if isinstance(config, (list, tuple)):
        return type(config)(_with_dtype(value, wanted) for value in config)
    return wanted if config == "float32" else config


def _pick(part, batch):
    if callable(part):
        return part(batch)
    if isinstance(part, Mapping):
        return {key: _pick(name, batch) for key, name in part.items()}
    if isinstance(part, (list, tuple)):
        return [_pick(name, batch) for name in part]
    if part not in batch:
        raise ValueError(f"keras: a batch has no {part!r}; it has {', '.join(batch)}")
    return batch[part]


def _outputs(outputs):
    if outputs is None:
        return lambda returned: {}
    if callable(outputs):
        return outputs
    if isinstance(outputs, str):
        return lambda returned: {outputs: returned}
    return lambda returned: dict(zip(outputs, returned, strict=True))


def recorded(path, weights=None, learning_rate=1.0):
    """A TF1 side that was recorded before, on another machine or under TensorFlow 1.15.

    Args:
        path: an ``.npz`` file as `save_recording` or ``legacy/record.py`` writes.
        weights: {TF1 variable: array}, or another ``.npz`` file of them; None: those in the file, else drawn from the
            pair's seed as the recording's were.
        learning_rate: what its moves were divided by.

    Returns:
        A `Recorded`.
    """
    from tf2notes.parity.recording import load_recording

    file = load_recording(path)
    if isinstance(weights, (str, Path)):
        weights = load_recording(weights)
    weights = dict(weights or {k.partition("/")[2]: v for k, v in file.items() if k.startswith("start/")})
    batches = {}
    for key, value in file.items():
        kind, _, rest = key.partition("/")
        if kind == "batch":
            index, _, name = rest.partition("/")
            batches.setdefault(int(index), {})[name] = value
    loss = next((k.partition("/")[2] for k in file if k.startswith("loss/")), "")
    if "learning_rate" in file:
        learning_rate = float(file["learning_rate"])
    recording = {k: v for k, v in file.items() if k.partition("/")[0] not in ("start", "batch", "learning_rate")}
    outputs = tuple(k.partition("/")[2] for k in recording if k.startswith("forward/") and "#" not in k)
    return Recorded(recording, weights, [batches[i] for i in sorted(batches)], loss, learning_rate, outputs)


def save_recording(path, recording, weights, batches, learning_rate=1.0):
    """Write all that `recorded` needs into one ``.npz`` file: results, starting weights and batches."""
    arrays = {**recording, **{f"start/{name}": value for name, value in weights.items()}}
    arrays.update({f"batch/{i}/{name}": value for i, batch in enumerate(batches) for name, value in batch.items()})
    np.savez_compressed(path, learning_rate=np.float64(learning_rate), **{k: np.asarray(v) for k, v in arrays.items()})
