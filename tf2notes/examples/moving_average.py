"""Moving averages: of a counter, of a series, with a growing decay, and of weights while they are trained.

Legacy: legacy/examples/moving_average.py
Parity: tests/examples/test_moving_average.py

`tf.train.ExponentialMovingAverage` is still there, and needs no control dependencies: it is called after the step. A
first `apply` before training lets the averages start from the initial values, as a graph's did. For a Keras model
`use_ema` keeps averages too, with a fixed decay and a first step that copies the weights.
"""

import tensorflow as tf


def of_a_counter():
    """The averages of 1, 2, 3, 4 from the second on."""
    w = tf.Variable(1.0, name="w")
    ema = tf.train.ExponentialMovingAverage(0.9)
    too_early, values = ema.average(w), []
    ema.apply([w])
    for _ in range(3):
        w.assign_add(1.0)
        ema.apply([w])
        values.append(ema.average(w).numpy())
    return {
        "counter": values,
        "asked too early": str(too_early),
        "average_name": ema.average_name(w),
        "trainable": ema.average(w).trainable,
        "variables_to_restore": [ema.average_name(w)],
    }


def averages(values, decay, start=0.0):
    """The moving averages of a series: decay × the one before + (1 - decay) × the value."""
    found = [start]
    for value in values:
        found.append(decay * found[-1] + (1 - decay) * value)
    return found[1:]


def with_num_updates():
    """The decay is (1 + n) / (10 + n) while that is less."""
    w = tf.Variable(0.0)
    n = tf.Variable(0)
    ema = tf.train.ExponentialMovingAverage(0.99, num_updates=n)
    ema.apply([w])
    w.assign(1.0)
    values = []
    for _ in range(5):
        ema.apply([w])
        values.append(ema.average(w).numpy())
        n.assign_add(1)
    return {"with num_updates": values}


def in_training():
    """Averages are moved after each step of training."""
    var0, var1 = tf.Variable([1.0, 2.0]), tf.Variable(3.0)
    ema = tf.train.ExponentialMovingAverage(0.5)
    ema.apply([var0, var1])

    @tf.function
    def training_step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(var0**2) + var1**2
        for variable, gradient in zip((var0, var1), tape.gradient(loss, [var0, var1]), strict=True):
            variable.assign_sub(0.1 * gradient)
        ema.apply([var0, var1])

    for _ in range(3):
        training_step()
    both = [ema.average(var0).numpy(), ema.average(var1).numpy()]
    return {"trained": [*var0.numpy(), var1.numpy()], "averaged": [*both[0], both[1]]}


def results():
    """All values by the original's names."""
    return {**of_a_counter(), "tensor": averages([2.0, 3.0, 4.0], 0.9), **with_num_updates(), **in_training()}
