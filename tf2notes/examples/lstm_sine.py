"""Sine in, cosine out: a stateful LSTM that goes on in every batch where the last one ended.

Legacy:   legacy/examples/lstm_sine.py
Pipeline: pipelines/sine.py
Parity:   tests/examples/test_lstm_sine.py
"""

from dataclasses import dataclass

import keras
from keras import layers

from tf2notes import training
from tf2notes.layers.tf1_rnn import lstm_from_tf1
from tf2notes.pipelines import sine
from tf2notes.training import rounds

THREADS_PER_OP = 1  # its operations are small: 1.25 times as fast as with two


@dataclass(frozen=True)
class Config:
    """Options of lstm_sine."""

    steps: int = 200  # training steps, as in the notes
    batch_size: int = 50  # windows a step
    time_steps: int = 20  # steps of a window, through which gradients flow back
    units: int = 10  # of the dense layer and of the LSTM
    learning_rate: float = 0.006  # of Adam
    seed: int = 0  # of the weights


def build(config):
    """The compiled network: float32 [batch, time_steps, 1] -> [batch, time_steps, 1].

    The loss sums the squared errors over a window, as the notes do, and takes the mean over the batch.
    """
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(config.batch_size, config.time_steps, 1)),
            layers.Dense(config.units, name="in_hidden"),
            # measured, unrolled: a step takes half the time that a loop needs
            layers.LSTM(config.units, return_sequences=True, stateful=True, unroll=True, name="lstm"),
            layers.Dense(1, name="out_hidden"),
        ],
        name="lstm_sine",
    )
    model.compile(
        optimizer=keras.optimizers.Adam(config.learning_rate, epsilon=1e-8),  # TF1's epsilon; Keras' own is 1e-7
        loss="mse",
        loss_weights=float(config.time_steps),
        metrics=["mse"],
        jit_compile=False,
    )
    return model


class SinePlot(keras.callbacks.Callback):
    """After every round draws the next windows' prediction over the truth; the picture gains a panel each time.

    Args:
        path: of the picture.
        config: the example's `Config`.
    """

    def __init__(self, path, config):
        super().__init__()
        self.path, self.config, self.panels = path, config, []

    def on_epoch_end(self, epoch, logs=None):
        lstm = self.model.get_layer("lstm")
        state = [part.numpy() for part in lstm.states]
        steps = int(self.model.optimizer.iterations)
        seq, res, angles = sine.batch(steps, self.config.batch_size, self.config.time_steps)
        predicted = self.model(seq.astype("float32")).numpy()
        for part, value in zip(lstm.states, state, strict=True):
            part.assign(value)
        rows = slice(0, 12)  # of the batch: they follow upon each other, a period in all
        self.panels.append((steps, angles[rows].ravel(), res[rows].ravel(), predicted[rows].ravel()))
        draw(self.path, self.panels[-10:])


def draw(path, panels):
    """One panel for each (step, angles, truth, prediction)."""
    from matplotlib.figure import Figure

    columns = min(len(panels), 5)
    rows = -(-len(panels) // columns)
    figure = Figure(figsize=(1 + 2.6 * columns, 0.5 + 2.2 * rows), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False, sharey=True).ravel()
    for axes, (step, angles, truth, predicted) in zip(grid, panels, strict=False):
        axes.plot(angles, truth, label="cosine")
        axes.plot(angles, predicted, "--", label="predicted from the sine")
        axes.set(title=f"after {step} steps", ylim=(-1.6, 1.6))
    for axes in grid[len(panels) :]:
        axes.axis("off")
    figure.legend(*grid[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    figure.savefig(path, dpi=100)


def train(config, callbacks=(), folder=None):
    """Train, the state carried along; returns loss and mean squared error on the 20 batches that follow."""
    keras.utils.set_random_seed(config.seed)
    sizes = config.batch_size, config.time_steps
    model = build(config)
    callbacks = list(callbacks)
    if folder is not None:
        callbacks.append(SinePlot(folder / "sine.png", config))
    epochs, steps = rounds(config.steps, every=max(1, config.steps // 10))
    # repeated: at the end of data, Keras counts a batch of a fixed size that was not there into its metrics
    data = sine.dataset(config.steps, *sizes).repeat()
    test = sine.dataset(20, *sizes, first=config.steps).repeat()
    training.fit(model, data, epochs=epochs, steps_per_epoch=steps, callbacks=callbacks)
    return training.evaluate(model, test, steps=20)


def weights_from_legacy(values):
    """Both dense layers by their scopes; the LSTM's weights lie below two scopes."""
    cell = "LSTM_cell/rnn/basic_lstm_cell"
    return {
        "in_hidden/kernel": values["in_hidden/weights:0"],
        "in_hidden/bias": values["in_hidden/biases:0"],
        **lstm_from_tf1("lstm/lstm_cell", values[f"{cell}/kernel:0"], values[f"{cell}/bias:0"], forget_bias=1.0),
        "out_hidden/kernel": values["out_hidden/weights:0"],
        "out_hidden/bias": values["out_hidden/biases:0"],
    }
