"""linear_regression: the notes' own 201 steps on the same 100 points, which are constants of the graph."""

from tf2notes.examples import linear_regression
from tf2notes.parity import Keras, Pair, Tf1

X, Y = linear_regression.plane(100, seed=0)


def pair():
    return Pair(
        legacy=Tf1(
            "linear_regression",
            outputs=["y"],
            loss="loss",
            train="train",
            learning_rate=0.5,
            metrics=["loss"],
            kwargs={"x_data": X.T.tolist(), "y_data": Y[:, 0].tolist()},
        ),
        modern=Keras(
            build=lambda: linear_regression.build(linear_regression.Config()),
            data=lambda batch: (X, Y),
            outputs=lambda y: {"y": y.numpy().T},
            metrics={"loss": "loss"},
        ),
        weights_from_legacy=linear_regression.weights_from_legacy,
        batches=lambda steps: [{}] * steps,
        steps=201,
        tolerances={"metric": (0.05, "the loss has fallen to 3e-12 by then, and is made of rounding")},
    )
