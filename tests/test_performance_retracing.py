"""No training example is traced again once its first two steps are done: tracing costs a thousand steps."""

import keras
import pytest
import tensorflow as tf

from tf2notes import catalog, training
from tf2notes.training import loop, steps
from tf2notes.training.resident import fit_resident

RESIDENT = ["linear_regression", "mlp_regularized"]
TRAIN = [name for name in catalog.names() if catalog.trains(name) and name not in RESIDENT]


class Traces(keras.callbacks.Callback):
    """How often the step's Python code has run by the end of each epoch."""

    any_steps = True

    def __init__(self, counted):
        super().__init__()
        self.counted, self.seen = counted, []

    def on_epoch_end(self, epoch, logs=None):
        self.seen.append(self.counted())


def pair_of(name):
    import importlib

    return importlib.import_module(f"tf2notes.pairs.{name}").pair()


def batches(pair, count=4):
    """A dataset of a pair's batches, without end; dimensions that differ are left open."""
    elements = [tf.nest.map_structure(tf.convert_to_tensor, pair.modern.data(b)) for b in pair.batches(count)]

    def spec(*parts):
        sizes = [tuple(part.shape) for part in parts]
        shape = [n[0] if len(set(n)) == 1 else None for n in zip(*sizes, strict=True)]
        return tf.TensorSpec(shape, parts[0].dtype)

    signature = tf.nest.map_structure(spec, *elements)
    return tf.data.Dataset.from_generator(lambda: iter(elements), output_signature=signature).repeat()


@pytest.mark.parametrize("name", TRAIN)
def test_training_fit_traces_once(name, monkeypatch):
    """Two epochs of two steps: the second epoch, and longer calls, trace nothing."""
    pair = pair_of(name)
    model = pair.modern.build()
    made, before = [], steps.Steps.__init__

    def noted(self, *args, **kwargs):
        before(self, *args, **kwargs)
        made.append(self.run)

    monkeypatch.setattr(loop.Steps, "__init__", noted)
    traces = Traces(lambda: made[0].experimental_get_tracing_count())
    training.fit(model, batches(pair), epochs=3, steps_per_epoch=2, callbacks=[traces])
    assert traces.seen == [1, 1, 1]


@pytest.mark.parametrize("name", ["softmax_mnist", "seq2seq_letters", "lstm_mnist"])
def test_keras_fit_traces_no_more_after_the_second_step(name):
    """What users call on our models: no new trace after the first epoch, whatever the batches' lengths."""
    pair = pair_of(name)
    model = pair.modern.build()
    calls = []
    step = model.train_step
    model.train_step = lambda data: calls.append(1) or step(data)
    traces = Traces(lambda: len(calls))
    model.fit(batches(pair), epochs=3, steps_per_epoch=2, callbacks=[traces], shuffle=False, verbose=0)
    assert traces.seen[1] == traces.seen[2]


@pytest.mark.parametrize("name", RESIDENT)
def test_resident_loops_trace_once(name):
    """Every epoch runs the loop that the first one compiled."""
    pair = pair_of(name)
    model = pair.modern.build()
    calls, call = [], model.call
    model.call = lambda *args, **kwargs: calls.append(1) or call(*args, **kwargs)
    x, y = pair.modern.data(next(iter(pair.batches(1))))
    traces = Traces(lambda: len(calls))
    fit_resident(model, x, y, batch_size=len(x), epochs=3, steps_per_epoch=2, callbacks=[traces])
    assert traces.seen[0] == traces.seen[-1]
