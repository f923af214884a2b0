"""Replaces: ``tf.contrib.grid_rnn``: cells on a grid (Kalchbrenner et al., Grid LSTM, arXiv:1507.01526).

One step runs an inner cell along each dimension of the grid. The cell of a dimension reads the outputs of all
dimensions but the last, and takes the output of the last one as its own previous output; priority dimensions run
second and so read the new outputs of the others.
"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import layers, rnn

__all__ = [
    "Grid1BasicLSTMCell",
    "Grid1BasicRNNCell",
    "Grid1LSTMCell",
    "Grid2BasicLSTMCell",
    "Grid2BasicRNNCell",
    "Grid2GRUCell",
    "Grid2LSTMCell",
    "Grid3LSTMCell",
    "GridRNNCell",
]


class _Dimensions:
    """Which dimensions of a grid do what, each a sorted list of their numbers."""

    def __init__(self, count, inputs, outputs, priority, non_recurrent):
        everything = range(count)
        self.inputs, self.outputs, self.priority, self.non_recurrent = [
            _numbers(given, count) for given in (inputs, outputs, priority, non_recurrent)
        ]
        self.recurrent = [i for i in everything if i not in self.non_recurrent]
        self.first = [i for i in everything if i not in self.priority]


def _numbers(given, count):
    if given is None:
        return []
    found = sorted(set(given if isinstance(given, (list, tuple)) else [given]))
    if any(not 0 <= i < count for i in found):
        raise ValueError(f"Invalid dims: {found}. Must be in [0, {count})")
    return found


class GridRNNCell(rnn.RNNCell):
    """A grid of `num_dims` dimensions with `num_units` units each; inner cells by `cell_fn(num_units)`, else LSTMs.

    Input dimensions replace their state by a projection of their share of the inputs; non-recurrent ones are a fully
    connected layer with `non_recurrent_fn` (ReLU) in place of a cell and have no state. `tied` shares the weights of
    all recurrent dimensions, and of all others.

    Replaces: tf.contrib.grid_rnn.GridRNNCell
    Differs: inputs may be None or a tuple, the batch of a grid of one dimension may be unknown, states without tuple
        work with RNN and GRU cells, non-recurrent dimensions need no initializer in scope and may be beside tied
        ones: all these are in TF1's documentation and raised there.
    """

    def __init__(
        self,
        num_units,
        num_dims=1,
        input_dims=None,
        output_dims=None,
        priority_dims=None,
        non_recurrent_dims=None,
        tied=False,
        cell_fn=None,
        non_recurrent_fn=None,
        state_is_tuple=True,
        output_is_tuple=True,
    ):
        for what, is_tuple in (("state", state_is_tuple), ("output", output_is_tuple)):
            if not is_tuple:
                tf.logging.warning("%s concatenates its %s: %s_is_tuple=True is faster.", type(self), what, what)
        if num_dims < 1:
            raise ValueError(f"dims must be >= 1: {num_dims}")
        super().__init__()
        self._num_units = num_units
        self._num_dims = num_dims
        self._dims = _Dimensions(num_dims, input_dims, output_dims, priority_dims, non_recurrent_dims)
        self._tied = tied
        self._non_recurrent_fn = non_recurrent_fn or tf.nn.relu
        self._state_is_tuple = state_is_tuple
        self._output_is_tuple = output_is_tuple

        def make():
            return rnn.LSTMCell(num_units, state_is_tuple=state_is_tuple) if cell_fn is None else cell_fn(num_units)

        self._cells = [make()] * num_dims if tied else [make() for _ in range(num_dims)]
        if not isinstance(self._cells[0], rnn.RNNCell):
            raise TypeError(f"cell_fn must return an RNNCell instance, saw: {type(self._cells[0])}")

    @property
    def output_size(self):
        sizes = tuple(self._cells[0].output_size for _ in self._dims.outputs)
        return sizes if self._output_is_tuple else sum(sizes)

    @property
    def state_size(self):
        if self._state_is_tuple:
            return tuple(self._cells[0].state_size for _ in self._dims.recurrent)
        return self._cell_state_size() * len(self._dims.recurrent)

    def _cell_state_size(self):
        return sum(tf.nest.flatten(self._cells[0].state_size))

    def __call__(self, inputs, state, scope=None):
        """One step on inputs [batch, depth]: the outputs of the output dimensions, the states of the recurrent ones.

        Raises:
            ValueError: `state` or a tuple of `inputs` has not one element for each dimension that takes one.
        """
        dtype = tf.nest.flatten([inputs, state] if inputs is not None else state)[0].dtype
        memories, outputs = self._split_state(state)
        new_states = [None] * self._num_dims
        with tf.variable_scope(scope or type(self).__name__):
            self._project(inputs, memories, outputs)
            shared = {"recurrent": False, "non_recurrent": False}
            for group in (self._dims.first, self._dims.priority):
                outputs = self._propagate(group, memories, outputs, new_states, shared)
            results = tuple(outputs[i] for i in self._dims.outputs)
            states = tuple(new_states[i] for i in self._dims.recurrent)
            if not self._output_is_tuple:
                results = _joined(results, dtype)
            if not self._state_is_tuple:
                states = _joined(tf.nest.flatten(states), dtype)
        return results, states

    def _split_state(self, state):
        """(memories, outputs) before the step for each dimension; None where the inner cell or dimension has none."""
        memories, outputs = [None] * self._num_dims, [None] * self._num_dims
        recurrent, size = self._dims.recurrent, self._cell_state_size()
        has_memory = size > self._num_units
        if self._state_is_tuple:
            if len(state) != len(recurrent):
                raise ValueError(f"Expected state as a tuple of {len(recurrent)} element")
            parts = list(state)
        else:
            parts = [state[:, start : start + size] for start in range(0, size * len(recurrent), size)]
            if has_memory:
                parts = [(part[:, : self._num_units], part[:, self._num_units :]) for part in parts]
        for i, part in zip(recurrent, parts, strict=True):
            if has_memory:
                memories[i], outputs[i] = part
            else:
                outputs[i] = part
        return memories, outputs

    def _project(self, inputs, memories, outputs):
        """Put projections of the inputs in the place of the input dimensions' state."""
        dims = self._dims.inputs
        if inputs is None or not dims:
            return
        if isinstance(inputs, tuple):
            if len(inputs) != len(dims):
                raise ValueError(f"Expect inputs as a tuple of {len(dims)} tensors")
            parts = inputs
        elif tf.compat.dimension_value(inputs.shape.with_rank(2)[1]) > 0:
            parts = tf.split(inputs, len(dims), axis=1)
        else:
            return
        depth = tf.compat.dimension_value(parts[0].shape.with_rank(2)[1])
        has_memory = self._cell_state_size() > self._num_units
        for part, i in zip(parts, dims, strict=True):
            for name, target in [("m", outputs), ("c", memories)][: 1 + has_memory]:
                weights = tf.get_variable(f"project_{name}_{i}", [depth, self._num_units], dtype=part.dtype)
                target[i] = tf.matmul(part, weights)

    def _propagate(self, group, memories, outputs, new_states, shared):
        """The outputs with those of the dimensions `group` renewed: none of the group sees another's new output."""
        if not group:
            return outputs
        last, renewed = outputs[-1], list(outputs)
        if self._num_dims > 1:
            cell_inputs = tf.concat(outputs[:-1], 1)
        else:
            batch = tf.compat.dimension_value(last.shape[0])
            cell_inputs = tf.zeros([tf.shape(last)[0] if batch is None else batch, 0], last.dtype)
        for i in group:
            kind = "non_recurrent" if i in self._dims.non_recurrent else "recurrent"
            with tf.variable_scope(kind if self._tied else f"{kind}/cell_{i}"):
                if self._tied and shared[kind]:
                    tf.get_variable_scope().reuse_variables()
                shared[kind] = True
                if kind == "non_recurrent":
                    renewed[i] = self._connect(tf.concat([cell_inputs, last], 1) if self._num_dims > 1 else last)
                else:
                    state = last if memories[i] is None else (memories[i], last)
                    renewed[i], new_states[i] = self._cells[i](cell_inputs, state)
        return renewed

    def _connect(self, inputs):
        scope = tf.get_variable_scope()
        return layers.fully_connected(
            inputs,
            num_outputs=self._num_units,
            activation_fn=self._non_recurrent_fn,
            weights_initializer=scope.initializer or layers.xavier_initializer(),
            weights_regularizer=scope.regularizer,
        )


def _joined(tensors, dtype):
    return tf.concat(tensors, 1) if tensors else tf.zeros([0, 0], dtype)


def _first_dimension(non_recurrent_fn):
    """Input and output in dimension 0, which comes last and is recurrent unless a function is given for it."""
    return {
        "input_dims": 0,
        "output_dims": 0,
        "priority_dims": 0,
        "non_recurrent_dims": None if non_recurrent_fn is None else 0,
        "non_recurrent_fn": non_recurrent_fn,
    }


class Grid1BasicRNNCell(GridRNNCell):
    """One dimension of BasicRNNCell.

    Replaces: tf.contrib.grid_rnn.Grid1BasicRNNCell
    """

    def __init__(self, num_units, state_is_tuple=True, output_is_tuple=True):
        super().__init__(
            num_units,
            **_first_dimension(None),
            cell_fn=rnn.BasicRNNCell,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )


class Grid2BasicRNNCell(GridRNNCell):
    """Two dimensions of BasicRNNCell, input and output in the first.

    Replaces: tf.contrib.grid_rnn.Grid2BasicRNNCell
    """

    def __init__(self, num_units, tied=False, non_recurrent_fn=None, state_is_tuple=True, output_is_tuple=True):
        super().__init__(
            num_units,
            num_dims=2,
            **_first_dimension(non_recurrent_fn),
            tied=tied,
            cell_fn=rnn.BasicRNNCell,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )


class Grid1BasicLSTMCell(GridRNNCell):
    """One dimension of BasicLSTMCell.

    Replaces: tf.contrib.grid_rnn.Grid1BasicLSTMCell
    """

    def __init__(self, num_units, forget_bias=1, state_is_tuple=True, output_is_tuple=True):
        super().__init__(
            num_units,
            **_first_dimension(None),
            cell_fn=lambda n: rnn.BasicLSTMCell(n, forget_bias=forget_bias),
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )


class Grid2BasicLSTMCell(GridRNNCell):
    """Two dimensions of BasicLSTMCell, input and output in the first.

    Replaces: tf.contrib.grid_rnn.Grid2BasicLSTMCell
    """

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        forget_bias=1,
        state_is_tuple=True,
        output_is_tuple=True,
    ):
        super().__init__(
            num_units,
            num_dims=2,
            **_first_dimension(non_recurrent_fn),
            tied=tied,
            cell_fn=lambda n: rnn.BasicLSTMCell(n, forget_bias=forget_bias),
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )


class Grid1LSTMCell(GridRNNCell):
    """One dimension of LSTMCell.

    Replaces: tf.contrib.grid_rnn.Grid1LSTMCell
    """

    def __init__(self, num_units, use_peepholes=False, forget_bias=1.0, state_is_tuple=True, output_is_tuple=True):
        super().__init__(
            num_units,
            **_first_dimension(None),
            cell_fn=lambda n: rnn.LSTMCell(n, forget_bias=forget_bias, use_peepholes=use_peepholes),
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )


class _GridLSTMCell(GridRNNCell):
    _count = 2

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        use_peepholes=False,
        forget_bias=1.0,
        state_is_tuple=True,
        output_is_tuple=True,
    ):
        super().__init__(
            num_units,
            num_dims=self._count,
            **_first_dimension(non_recurrent_fn),
            tied=tied,
            cell_fn=lambda n: rnn.LSTMCell(n, forget_bias=forget_bias, use_peepholes=use_peepholes),
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )


class Grid2LSTMCell(_GridLSTMCell):
    """Two dimensions of LSTMCell, input and output in the first.

    Replaces: tf.contrib.grid_rnn.Grid2LSTMCell
    """


class Grid3LSTMCell(_GridLSTMCell):
    """Three dimensions of LSTMCell, input and output in the first.

    Replaces: tf.contrib.grid_rnn.Grid3LSTMCell
    """

    _count = 3


class Grid2GRUCell(GridRNNCell):
    """Two dimensions of GRUCell, input and output in the first.

    Replaces: tf.contrib.grid_rnn.Grid2GRUCell
    """

    def __init__(self, num_units, tied=False, non_recurrent_fn=None, state_is_tuple=True, output_is_tuple=True):
        super().__init__(
            num_units,
            num_dims=2,
            **_first_dimension(non_recurrent_fn),
            tied=tied,
            cell_fn=rnn.GRUCell,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )
