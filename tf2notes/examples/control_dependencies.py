"""Order: a tf.function does what it says in the order in which it says it.

Legacy: legacy/examples/control_dependencies.py
Parity: tests/examples/test_control_dependencies.py

Control dependencies are drawn automatically between everything that touches the same variable, so a value read after
an update is the updated one. What remains of the notes' two cases: an update that nobody calls does not happen, and a
value that was read before it stays what it was.
"""

import tensorflow as tf


class Averaged:
    """A counter and the moving average, from 0, of its values."""

    def __init__(self):
        self.w, self.average = tf.Variable(1.0), tf.Variable(0.0)

    @tf.function
    def update(self):
        """Count up, move the average, return it."""
        self.w.assign_add(1.0)
        self.average.assign(0.9 * self.average + 0.1 * self.w)
        return self.average.read_value()


def updated():
    """Each step returns the weight after its update."""
    weight = tf.Variable(1.0)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = tf.square(weight)
        weight.assign_sub(0.25 * tape.gradient(loss, weight))
        return weight.read_value()

    return [step().numpy() for _ in range(3)]


def results():
    """All series by the original's names."""
    untouched, moved = Averaged(), Averaged()
    w1 = tf.Variable(2.0)
    return {
        "updated weight": updated(),
        "the average alone": [[untouched.average.numpy()] for _ in range(3)],
        "with identity": [[moved.update().numpy()] for _ in range(3)],
        "a variable made inside": [[untouched.average.numpy(), w1.numpy()] for _ in range(3)],
    }
