"""``tf.contrib.grid_rnn``: steps, loops, gradients, variables, shapes and errors of the cells on a grid."""

import numpy as np
import tensorflow as tf

grid = tf.contrib.grid_rnn
BATCH, DEPTH, STEPS = 2, 4, 3


def _random(shape, seed):
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype(np.float32)


def _flat(tensors):
    return tf.concat([tf.reshape(t, [-1]) for t in tensors], 0)


def _run(results, watched):
    results = tf.nest.flatten(results)
    variables = tf.trainable_variables()
    loss = tf.add_n([tf.reduce_sum(t * _random(t.shape.as_list(), 50 + i)) for i, t in enumerate(results)])
    sources = list(watched) + variables
    grads = [tf.zeros_like(s) if g is None else g for s, g in zip(sources, tf.gradients(loss, sources))]
    ordered = sorted(tf.global_variables(), key=lambda v: v.name)
    assigns = [tf.assign(v, _random(v.shape.as_list(), 100 + i)) for i, v in enumerate(ordered)]
    with tf.Session() as sess:
        sess.run(assigns)
        values, gradients = sess.run([_flat(results), _flat(grads)])
    return {
        "results": values,
        "gradients": gradients,
        "variables": ["%s %s" % (v.op.name, v.shape.as_list()) for v in tf.global_variables()],
        "model_variables": [v.op.name for v in tf.get_collection(tf.GraphKeys.MODEL_VARIABLES)],
        "losses": str(len(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))),
    }


def _both(make, **scope):
    """A step and a dynamic loop, each of a cell of its own."""
    with tf.variable_scope("root", initializer=tf.zeros_initializer(), **scope):
        cell = make()
        x = tf.constant(_random([BATCH, DEPTH], 1))
        flat = [tf.constant(_random([BATCH, n], 10 + i)) for i, n in enumerate(tf.nest.flatten(cell.state_size))]
        step = cell(x, tf.nest.pack_sequence_as(cell.state_size, flat))
        xs = tf.constant(_random([BATCH, STEPS, DEPTH], 2))
        loop = tf.nn.dynamic_rnn(make(), xs, sequence_length=[3, 2], dtype=tf.float32)
    found = _run([step, loop], [x, xs] + flat)
    found["sizes"] = [str(cell.state_size), str(cell.output_size)]
    found["types"] = [type(part).__name__ for part in step] + [str(isinstance(step[1][0], tuple))]
    found["shapes"] = [str(t.shape.as_list()) for t in tf.nest.flatten([step, loop])]
    return found


def case_one_rnn():
    return _both(lambda: grid.Grid1BasicRNNCell(3))


def case_one_basic_lstm():
    return _both(lambda: grid.Grid1BasicLSTMCell(3, forget_bias=0.5))


def case_one_lstm_peepholes():
    return _both(lambda: grid.Grid1LSTMCell(3, use_peepholes=True))


def case_two_rnn():
    return _both(lambda: grid.Grid2BasicRNNCell(3))


def case_two_rnn_tied():
    return _both(lambda: grid.Grid2BasicRNNCell(3, tied=True))


def case_two_rnn_relu():
    return _both(lambda: grid.Grid2BasicRNNCell(3, non_recurrent_fn=tf.nn.relu))


def case_two_basic_lstm():
    return _both(lambda: grid.Grid2BasicLSTMCell(3))


def case_two_basic_lstm_tied():
    return _both(lambda: grid.Grid2BasicLSTMCell(3, tied=True, forget_bias=0.0))


def case_two_lstm_tied_peepholes():
    return _both(lambda: grid.Grid2LSTMCell(3, tied=True, use_peepholes=True))


def case_two_lstm_relu_regularized():
    return _both(
        lambda: grid.Grid2LSTMCell(3, non_recurrent_fn=tf.nn.elu, forget_bias=2.0),
        regularizer=tf.contrib.layers.l2_regularizer(0.1),
    )


def case_two_lstm_concatenated():
    return _run_concatenated(grid.Grid2LSTMCell(3, state_is_tuple=False, output_is_tuple=False))


def case_three_lstm_concatenated_relu():
    return _run_concatenated(
        grid.Grid3LSTMCell(3, non_recurrent_fn=tf.nn.relu, state_is_tuple=False, output_is_tuple=False)
    )


def _run_concatenated(cell):
    with tf.variable_scope("root", initializer=tf.zeros_initializer()):
        x = tf.constant(_random([BATCH, DEPTH], 1))
        state = tf.constant(_random([BATCH, cell.state_size], 2))
        step = cell(x, state)
    found = _run(step, [x, state])
    found["sizes"] = [str(cell.state_size), str(cell.output_size)]
    return found


def case_three_lstm():
    return _both(lambda: grid.Grid3LSTMCell(3))


def case_three_lstm_relu_peepholes():
    return _both(lambda: grid.Grid3LSTMCell(3, non_recurrent_fn=tf.nn.relu, use_peepholes=True))


def case_two_gru():
    return _both(lambda: grid.Grid2GRUCell(3))


def case_two_gru_tied():
    return _both(lambda: grid.Grid2GRUCell(3, tied=True))


def case_two_gru_relu():
    return _both(lambda: grid.Grid2GRUCell(3, non_recurrent_fn=tf.nn.relu))


def case_general_two_inputs_two_outputs():
    return _both(lambda: grid.GridRNNCell(3, num_dims=2, input_dims=[1, 0], output_dims=(0, 1), priority_dims=1))


def case_general_three_priorities():
    return _both(
        lambda: grid.GridRNNCell(
            3, num_dims=3, input_dims=[0, 2], output_dims=[0, 1], priority_dims=[0, 2], cell_fn=tf.nn.rnn_cell.GRUCell
        )
    )


def case_general_no_priority_tied():
    return _both(lambda: grid.GridRNNCell(3, num_dims=3, input_dims=0, output_dims=2, tied=True))


def case_no_inputs_no_outputs():
    """Without input dimensions the inputs are not looked at; without output dimensions there are no outputs."""
    with tf.variable_scope("root", initializer=tf.zeros_initializer()):
        joined = grid.GridRNNCell(2, num_dims=2, output_is_tuple=False)
        results, state = joined(tf.zeros([1, 3]), joined.zero_state(1, tf.float32))
        empty, _ = grid.GridRNNCell(2, num_dims=2)(tf.zeros([1, 3]), joined.zero_state(1, tf.float32), scope="mine")
        cell = grid.Grid2LSTMCell(2)
        cell(tf.zeros([1, 0]), cell.zero_state(1, tf.float32))
    return {
        "outputs": [str(results.shape.as_list()), str(empty), str(joined.output_size)],
        "state": [str(t.shape.as_list()) for t in tf.nest.flatten(state)],
        "variables": ["%s %s" % (v.op.name, v.shape.as_list()) for v in tf.global_variables()],
    }


def case_static_loop_and_layers():
    """A stack of two grids over placeholders with an unknown batch."""
    with tf.variable_scope("root", initializer=tf.zeros_initializer()):
        xs = [tf.placeholder(tf.float32, [None, DEPTH]) for _ in range(STEPS)]
        below = grid.Grid2LSTMCell(3, use_peepholes=True, output_is_tuple=False)
        above = grid.Grid3LSTMCell(2, non_recurrent_fn=tf.nn.relu, output_is_tuple=False)
        stack = tf.nn.rnn_cell.MultiRNNCell([below, above])
        outputs, state = tf.nn.static_rnn(stack, xs, dtype=tf.float32)
        ordered = sorted(tf.global_variables(), key=lambda v: v.name)
        assigns = [tf.assign(v, _random(v.shape.as_list(), 100 + i)) for i, v in enumerate(ordered)]
        with tf.Session() as sess:
            sess.run(assigns)
            feed = {x: _random([BATCH, DEPTH], i) for i, x in enumerate(xs)}
            values = sess.run(_flat(tf.nest.flatten([outputs, state])), feed)
    return {
        "values": values,
        "shapes": [str(t.shape.as_list()) for t in outputs],
        "variables": [v.op.name for v in tf.global_variables()],
    }


def _error(function):
    try:
        function()
    except Exception as error:  # whichever it is, is the result
        return type(error).__name__
    return "none"


def case_errors():
    x = tf.zeros([1, 3])

    def with_zero_state(cell):
        return cell(x, cell.zero_state(1, tf.float32))

    return {
        "errors": [
            _error(lambda: grid.GridRNNCell(2, num_dims=0)),
            _error(lambda: grid.GridRNNCell(2, num_dims=2, input_dims=2)),
            _error(lambda: grid.GridRNNCell(2, num_dims=2, output_dims=[0, -1])),
            _error(lambda: grid.GridRNNCell(2, cell_fn=lambda n: n)),
            _error(lambda: grid.Grid1LSTMCell(2)(x, (x, x))),
            _error(lambda: with_zero_state(grid.GridRNNCell(2, num_dims=2, input_dims=[0, 1]))),
            _error(lambda: with_zero_state(grid.GridRNNCell(2, num_dims=2, non_recurrent_dims=0))),
        ]
    }
