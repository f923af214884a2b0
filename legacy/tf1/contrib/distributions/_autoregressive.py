"""``Autoregressive``: each number of an event is drawn given those before it."""

import numpy as np
from tensorflow.compat.v1 import name_scope
from tensorflow.python.ops.distributions import distribution as living
from tensorflow.python.ops.distributions import util


class Autoregressive(living.Distribution):
    """A distribution over vectors whose parameters come from the vector itself.

    Args:
        distribution_fn: gives the distribution of all entries for a vector, each from the entries before it alone.
        sample0: what it is called with first; it is called without argument if None.
        num_steps: how often it is drawn from again; once for each entry of the event if None.
        validate_args, allow_nan_stats, name: as ever.

    Raises:
        ValueError: `num_steps` is less than 1, or is None and the event's shape is not known.

    Replaces: tf.contrib.distributions.Autoregressive
    """

    def __init__(
        self,
        distribution_fn,
        sample0=None,
        num_steps=None,
        validate_args=False,
        allow_nan_stats=True,
        name="Autoregressive",
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        with name_scope(name) as name:
            self._distribution_fn = distribution_fn
            self._sample0 = sample0
            self._distribution0 = distribution_fn() if sample0 is None else distribution_fn(sample0)
            if num_steps is None:
                num_steps = self._distribution0.event_shape.num_elements()
                if num_steps is None:
                    raise ValueError("distribution_fn must generate a distribution with fully known `event_shape`.")
            if num_steps < 1:
                raise ValueError(f"num_steps ({num_steps}) must be at least 1.")
            self._num_steps = num_steps
        super().__init__(
            dtype=self._distribution0.dtype,
            reparameterization_type=self._distribution0.reparameterization_type,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=self._distribution0._graph_parents,
            name=name,
        )

    distribution_fn = property(lambda self: self._distribution_fn, doc="From a vector to the distribution.")
    sample0 = property(lambda self: self._sample0, doc="What the function was called with first.")
    num_steps = property(lambda self: self._num_steps, doc="How often is drawn again.")
    distribution0 = property(lambda self: self._distribution0, doc="The first distribution.")

    def _batch_shape(self):
        return self.distribution0.batch_shape

    def _batch_shape_tensor(self):
        return self.distribution0.batch_shape_tensor()

    def _event_shape(self):
        return self.distribution0.event_shape

    def _event_shape_tensor(self):
        return self.distribution0.event_shape_tensor()

    def _sample_n(self, n, seed=None):
        if seed is None:  # every step must draw the same noise
            seed = util.gen_new_seed(seed=np.random.randint(2**32 - 1), salt="autoregressive")
        samples = self.distribution0.sample(n, seed=seed)
        for _ in range(self._num_steps):
            samples = self.distribution_fn(samples).sample(seed=seed)
        return samples

    def _log_prob(self, value):
        return self.distribution_fn(value).log_prob(value)

    def _prob(self, value):
        return self.distribution_fn(value).prob(value)
