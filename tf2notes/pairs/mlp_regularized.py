"""mlp_regularized: the same weights and points on both sides; 40 batches of 8 points again and again."""

from tf2notes.examples import mlp_regularized
from tf2notes.parity import Keras, Pair, Tf1


def batches(steps, batch_size=8):
    x, y = mlp_regularized.circle(40 * batch_size, seed=0)
    for step in range(steps):
        chosen = slice(step % 40 * batch_size, (step % 40 + 1) * batch_size)
        yield {"x": x[chosen], "y_": y[chosen]}


def pair():
    return Pair(
        legacy=Tf1(
            "mlp_regularized",
            outputs=["cur_layer"],
            loss="loss",
            train="train_op",
            learning_rate=1e-3,
            metrics=["ses_loss"],
        ),
        modern=Keras(
            build=lambda: mlp_regularized.build(mlp_regularized.Config()),
            data=lambda b: (b["x"], b["y_"]),
            outputs=lambda y: {"cur_layer": y},
            metrics={"ses_loss": "mse"},
        ),
        weights_from_legacy=mlp_regularized.weights_from_legacy,
        batches=batches,
        tolerances={"first_step": (1e-3, "Adam's first move is g / (|g| + 1e-8): a tiny g shows its rounding")},
        seed=1,
    )
