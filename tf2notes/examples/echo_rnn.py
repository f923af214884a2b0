"""A recurrent network of four units learns to repeat random bits three steps later, its state carried over.

Legacy:   legacy/examples/echo_rnn.py
Pipeline: pipelines/echo.py
Parity:   tests/examples/test_echo_rnn.py

The series is cut into windows of 15 steps (truncated backpropagation): gradients stop there, the state goes on, since
the layer is `stateful`. Every epoch is a new series and starts from a state of zeros. The notes draw the weights
between 0 and 1, from where some runs never leave a loss of log 2; Keras' own initializers did in all of eight.
"""

from dataclasses import dataclass

import keras
from keras import layers, ops

from tf2notes.pipelines import echo


@dataclass(frozen=True)
class Config:
    """Options of echo_rnn."""

    epochs: int = 5  # series to train on (the notes: 100)
    length: int = 50_000  # bits of a series
    batch_size: int = 5  # rows into which a series is cut
    window: int = 15  # steps that gradients flow back
    echo_step: int = 3  # steps between a bit and its echo
    units: int = 4  # of the recurrent layer
    learning_rate: float = 0.3  # of Adagrad
    seed: int = 0  # of weights and series


def build(config):
    """The compiled network: bits float32 [batch, window, 1] -> logits [batch, window, 2]."""
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(config.batch_size, config.window, 1)),
            layers.SimpleRNN(
                config.units,
                return_sequences=True,
                stateful=True,
                unroll=True,
                name="rnn",
            ),
            layers.Dense(2, name="out"),
        ],
        name="echo_rnn",
    )
    model.compile(
        optimizer=keras.optimizers.Adagrad(config.learning_rate, epsilon=0.0),  # TF1's adds none
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
    )
    return model


class NewSeries(keras.callbacks.Callback):
    """Sets the state to zeros where a series begins."""

    def on_epoch_begin(self, epoch, logs=None):
        self.model.get_layer("rnn").reset_state()

    def on_test_begin(self, logs=None):
        self.model.get_layer("rnn").reset_state()


class EchoPlot(keras.callbacks.Callback):
    """Draws the notes' picture after every epoch: the loss, and five rows of input, echo and prediction.

    Args:
        path: of the picture.
        x, y: one window, [batch, window, 1] and [batch, window].
    """

    def __init__(self, path, x, y):
        super().__init__()
        self.path, self.x, self.y, self.losses = path, x, y, []

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        self.model.get_layer("rnn").reset_state()
        predicted = ops.convert_to_numpy(ops.argmax(self.model(self.x), -1))
        draw(self.path, self.losses, self.x[..., 0], self.y, predicted)


def draw(path, losses, x, y, predicted):
    """Bars as in the notes: the input in blue, behind its echo in red (half as high) and the prediction in green."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 5), layout="constrained")
    axes = figure.subplots(2, 3).ravel()
    axes[0].plot(losses, linewidth=0.8)
    axes[0].set(title="loss (mean of the epoch so far)", xlabel="step", ylim=(0, None))
    for row, panel in enumerate(axes[1 : 1 + len(x)]):
        panel.bar(range(x.shape[1]), x[row], width=1, color="blue", label="input")
        panel.bar(range(x.shape[1]), y[row] * 0.5, width=1, color="red", label="echo")
        panel.bar(range(x.shape[1]), predicted[row] * 0.3, width=1, color="green", label="predicted")
        panel.set(ylim=(0, 2), title=f"row {row}")
    axes[1].legend(loc="upper right", ncols=3, fontsize=7)
    figure.savefig(path, dpi=100)


def train(config, callbacks=(), folder=None):
    """Train on a new series an epoch; returns loss and accuracy on a series that was not trained on."""
    keras.utils.set_random_seed(config.seed)
    sizes = {"batch_size": config.batch_size, "num_steps": config.window, "echo_step": config.echo_step}
    steps = echo.steps(config.length, config.batch_size, config.window)

    def series(seed, epochs, length):
        # repeated: at the end of data, Keras counts a batch of a fixed size that was not there into its metrics
        return echo.dataset(seed, epochs, length, **sizes).map(lambda x, y: (x[..., None], y)).repeat()

    tested = min(config.length, 5000)
    test, test_steps = series(config.seed + config.epochs, 1, tested), steps * tested // config.length
    model = build(config)
    callbacks = [NewSeries(), *callbacks]
    if folder is not None:
        callbacks.append(EchoPlot(folder / "echo.png", *next(test.as_numpy_iterator())))
    model.fit(
        series(config.seed, config.epochs, config.length),
        epochs=config.epochs,
        steps_per_epoch=steps,
        validation_data=test,
        validation_steps=test_steps,
        callbacks=callbacks,
        shuffle=False,  # the state is carried from batch to batch
        verbose=0,
    )
    return model.evaluate(test, steps=test_steps, callbacks=[NewSeries()], return_dict=True, verbose=0)


def weights_from_legacy(values):
    """W's first row belongs to the input, the others to the state; TF1's biases are matrices of one row."""
    W, b, W2, b2 = (values[f"Variable{i}:0"] for i in ("", "_1", "_2", "_3"))
    return {
        "rnn/simple_rnn_cell/kernel": W[:1],
        "rnn/simple_rnn_cell/recurrent_kernel": W[1:],
        "rnn/simple_rnn_cell/bias": b[0],
        "out/kernel": W2,
        "out/bias": b2[0],
    }
