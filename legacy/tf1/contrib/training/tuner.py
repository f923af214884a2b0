"""The interface of a tuner of hyper-parameters."""

import abc

__all__ = ["Tuner"]


class Tuner(abc.ABC):
    """Replaces: tf.contrib.training.Tuner"""

    @abc.abstractmethod
    def next_trial(self):
        """Switch to the next trial; returns whether there is one."""
        raise NotImplementedError("Calling an abstract method.")

    @abc.abstractmethod
    def run_experiment(self, experiment_fn):
        """Create an Experiment by `experiment_fn` and run it."""
        raise NotImplementedError("Calling an abstract method.")
