"""``tf.nn.rnn_cell``: values, gradients, variables, collections, reuse, errors, in every function that takes cells."""

import numpy as np
import tensorflow as tf

cells = tf.nn.rnn_cell
BATCH, DEPTH, STEPS = 2, 3, 5


def _random(shape, seed):
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype(np.float32)


def _flat(tensors):
    return tf.concat([tf.reshape(tf.cast(t, tf.float32), [-1]) for t in tensors], 0)


def _about(variables):
    return ["%s %s" % (v.op.name, v.shape.as_list()) for v in variables]


def _run(results, watched=()):
    results = tf.nest.flatten(results)
    variables = tf.trainable_variables()
    loss = tf.add_n([tf.reduce_sum(t * _random(t.shape.as_list(), 50 + i)) for i, t in enumerate(results)])
    grads = [g for g in tf.gradients(loss, list(watched) + variables) if g is not None]
    ordered = sorted(tf.global_variables(), key=lambda v: v.name)
    assigns = [tf.assign(v, _random(v.shape.as_list(), 100 + i)) for i, v in enumerate(ordered)]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(assigns)
        values, gradients = sess.run([_flat(results), _flat([tf.convert_to_tensor(g) for g in grads])])
    return {"results": values, "gradients": gradients, "variables": _about(tf.global_variables())}


def _both(make):
    cell = make()
    x = tf.constant(_random([BATCH, DEPTH], 1))
    flat = tf.nest.flatten(cell.zero_state(BATCH, tf.float32))
    flat = [tf.constant(_random(t.shape.as_list(), 10 + i)) for i, t in enumerate(flat)]
    step = cell(x, tf.nest.pack_sequence_as(cell.state_size, flat))
    xs = tf.constant(_random([BATCH, STEPS, DEPTH], 2))
    loop = tf.nn.dynamic_rnn(make(), xs, sequence_length=[5, 2], dtype=tf.float32)
    found = _run([step, loop], [x, xs] + flat)
    found["cell"] = [str(cell.state_size), str(cell.output_size)]
    found["cell"] += [str(len(cell.trainable_weights)), str(len(cell.non_trainable_weights))]
    found["cell"] += [v.op.name for v in cell.weights] + [v.op.name for v in cell.variables]
    return found


def case_basic_rnn():
    return _both(lambda: cells.BasicRNNCell(4))


def case_basic_rnn_relu_named():
    return _both(lambda: cells.BasicRNNCell(4, activation="relu", name="mine"))


def case_gru():
    return _both(lambda: cells.GRUCell(4))


def case_gru_initialized():
    return _both(
        lambda: cells.GRUCell(
            4,
            kernel_initializer=tf.constant_initializer(0.1),
            bias_initializer=tf.constant_initializer(0.2),
            activation=tf.nn.relu,
        )
    )


def case_basic_lstm():
    return _both(lambda: cells.BasicLSTMCell(4))


def case_basic_lstm_concatenated():
    return _both(lambda: cells.BasicLSTMCell(4, forget_bias=0.3, state_is_tuple=False, activation=tf.nn.relu))


def case_lstm():
    return _both(lambda: cells.LSTMCell(4))


def case_lstm_everything():
    return _both(lambda: cells.LSTMCell(4, use_peepholes=True, cell_clip=0.4, num_proj=2, proj_clip=0.3))


def case_lstm_everything_concatenated():
    return _both(
        lambda: cells.LSTMCell(
            4, use_peepholes=True, num_proj=2, forget_bias=0.0, state_is_tuple=False, activation=tf.sigmoid
        )
    )


def case_multi():
    return _both(lambda: cells.MultiRNNCell([cells.BasicLSTMCell(4), cells.GRUCell(3), cells.LSTMCell(2, num_proj=3)]))


def case_multi_concatenated():
    return _both(lambda: cells.MultiRNNCell([cells.GRUCell(4), cells.BasicLSTMCell(2, state_is_tuple=False)], False))


def case_residual():
    return _both(lambda: cells.ResidualWrapper(cells.GRUCell(DEPTH)))


def case_residual_function():
    return _both(lambda: cells.ResidualWrapper(cells.GRUCell(2), residual_fn=lambda i, o: i[:, :2] * o))


def case_device():
    return _both(lambda: cells.DeviceWrapper(cells.BasicLSTMCell(2), "/cpu:0"))


def case_sharded():
    """num_unit_shards partitions the kernel, over which TF1 concatenates."""
    x = tf.constant(_random([BATCH, DEPTH], 1))
    cell = cells.LSTMCell(3, num_unit_shards=2, num_proj=2, num_proj_shards=3)
    return _run(cell(x, cell.zero_state(BATCH, tf.float32)), [x])


def case_initializer():
    """The cell's initializer, the scope's, and what biases start from."""
    x = tf.constant(_random([BATCH, DEPTH], 1))
    own = tf.random_uniform_initializer(-0.1, 0.1, seed=3)
    with tf.variable_scope("model", initializer=tf.random_uniform_initializer(-0.2, 0.2, seed=4)):
        for cell in (cells.LSTMCell(2, initializer=own, use_peepholes=True), cells.GRUCell(2), cells.BasicLSTMCell(2)):
            cell(x, cell.zero_state(BATCH, tf.float32))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return {"values": sess.run(_flat(tf.global_variables())), "names": _about(tf.global_variables())}


def case_dropout():
    """Every kind of mask is TF1's, bit by bit, for one step."""
    x = tf.constant(_random([BATCH, 8], 1))
    steps = []
    for arguments in (
        {"input_keep_prob": 0.5},
        {"output_keep_prob": 0.5},
        {"state_keep_prob": 0.5},
        {"input_keep_prob": 0.7, "output_keep_prob": 0.6, "state_keep_prob": 0.5},
        {"output_keep_prob": tf.constant(0.5)},
        {
            "input_keep_prob": 0.5,
            "output_keep_prob": 0.5,
            "state_keep_prob": 0.5,
            "variational_recurrent": True,
            "input_size": 8,
            "dtype": tf.float32,
        },
        {"state_keep_prob": 0.5, "dropout_state_filter_visitor": lambda s: True},
    ):
        cell = cells.DropoutWrapper(cells.BasicLSTMCell(6), seed=11, **arguments)
        steps.append(cell(x, cell.zero_state(BATCH, tf.float32)))
    return _run(steps)


def case_dropout_variational_loop():
    x = tf.constant(_random([BATCH, STEPS, 4], 1))
    cell = cells.DropoutWrapper(
        cells.GRUCell(6),
        input_keep_prob=0.5,
        state_keep_prob=0.6,
        variational_recurrent=True,
        input_size=tf.TensorShape([4]),
        dtype=tf.float32,
        seed=5,
    )
    return _run(tf.nn.dynamic_rnn(cell, x, dtype=tf.float32))


def case_bidirectional():
    x = tf.constant(_random([BATCH, STEPS, DEPTH], 1))
    loop = tf.nn.bidirectional_dynamic_rnn(
        cells.GRUCell(2), cells.BasicLSTMCell(3), x, sequence_length=[3, 5], dtype=tf.float32
    )
    static = tf.nn.static_bidirectional_rnn(
        cells.GRUCell(2),
        cells.GRUCell(3),
        tf.unstack(x, axis=1),
        sequence_length=[3, 5],
        dtype=tf.float32,
        scope="static",
    )
    return _run([loop, static], [x])


def case_static():
    xs = [tf.constant(_random([BATCH, DEPTH], i)) for i in range(3)]
    cell = cells.MultiRNNCell([cells.BasicLSTMCell(2) for _ in range(2)])
    first = tf.nn.static_rnn(cell, xs, dtype=tf.float32, sequence_length=[1, 3])
    second = tf.nn.static_rnn(cells.GRUCell(2), xs, initial_state=tf.ones([BATCH, 2]), scope="elsewhere")
    return _run([first, second], xs)


def case_contrib_functions():
    rnn = tf.contrib.rnn
    x = tf.constant(_random([BATCH, STEPS, DEPTH], 1))

    def pair():
        return [rnn.BasicLSTMCell(2), rnn.GRUCell(2)]

    dynamic = rnn.stack_bidirectional_dynamic_rnn(pair(), pair(), x, sequence_length=[5, 3], dtype=tf.float32)
    static = rnn.stack_bidirectional_rnn(pair(), pair(), tf.unstack(x, axis=1), dtype=tf.float32, scope="static")
    states = [tf.ones([BATCH, 2])]
    started = rnn.stack_bidirectional_dynamic_rnn(
        [rnn.GRUCell(2)], [rnn.GRUCell(2)], x, initial_states_fw=states, initial_states_bw=states, scope="started"
    )
    return _run([dynamic, static, started], [x])


def case_fused():
    rnn = tf.contrib.rnn
    x = tf.constant(_random([STEPS, BATCH, DEPTH], 1))
    lengths = tf.constant([5, 3])
    state = rnn.LSTMStateTuple(tf.ones([BATCH, 2]), tf.ones([BATCH, 2]))
    results = []
    with tf.variable_scope("block"):
        fused = rnn.LSTMBlockFusedCell(2, forget_bias=0.5, use_peephole=True, cell_clip=0.8)
        results.append(fused(x, initial_state=state, sequence_length=lengths))
    with tf.variable_scope("plain"):
        results.append(rnn.LSTMBlockFusedCell(2)(x, dtype=tf.float32))
    with tf.variable_scope("back"):
        reverse = rnn.TimeReversedFusedRNN(rnn.LSTMBlockFusedCell(2))
        results.append(reverse(x, dtype=tf.float32, sequence_length=lengths))
    with tf.variable_scope("adapted"):
        results.append(rnn.FusedRNNCellAdaptor(rnn.GRUCell(2))(x, dtype=tf.float32, sequence_length=lengths))
    with tf.variable_scope("loop"):
        adaptor = rnn.FusedRNNCellAdaptor(rnn.BasicLSTMCell(2), use_dynamic_rnn=True)
        results.append(rnn.TimeReversedFusedRNN(adaptor)(tf.unstack(x), dtype=tf.float32))
    return _run(results, [x])


def case_reuse():
    """Unrolling by hand, the cell in two scopes, two cells of one name."""
    x = tf.constant(_random([BATCH, DEPTH], 1))
    cell = cells.BasicLSTMCell(2)
    state = cell.zero_state(BATCH, tf.float32)
    outputs = []
    with tf.variable_scope("unrolled") as scope:
        for step in range(3):
            if step > 0:
                scope.reuse_variables()
            output, state = cell(x, state)
            outputs.append(output)
    with tf.variable_scope("other"):
        outputs.append(cell(x, state)[0])
    with tf.variable_scope("unrolled", reuse=True):
        outputs.append(cells.BasicLSTMCell(2, reuse=True)(x, state)[0])
    outputs.append(cells.GRUCell(2)(x, state.h, scope="given")[0])
    with tf.variable_scope("given_too"):
        outputs.append(cells.MultiRNNCell([cells.GRUCell(2)] * 1)(x, (state.h,), scope="inner")[0])
    return _run(outputs, [x])


class GetVariableCell(cells.RNNCell):
    """A user's cell of the old kind: its own __call__ and get_variable."""

    def __init__(self, size):
        self._size = size

    @property
    def state_size(self):
        return self._size

    @property
    def output_size(self):
        return self._size

    def __call__(self, inputs, state, scope=None):
        with tf.variable_scope(scope or type(self).__name__):
            w = tf.get_variable("w", [inputs.get_shape()[-1], self._size])
            u = tf.get_variable("u", [self._size, self._size], trainable=False)
            new = tf.tanh(tf.matmul(inputs, w) + tf.matmul(state, u))
        return new, new


class CallCell(cells.RNNCell):
    """A user's cell that defines call."""

    def __init__(self, size):
        super(CallCell, self).__init__()
        self._size = size

    state_size = output_size = property(lambda self: self._size)

    def call(self, inputs, state):
        with tf.variable_scope("gate"):
            w = tf.get_variable("w", [inputs.get_shape().as_list()[-1] + self._size, self._size])
        b = tf.get_variable("b", [self._size], trainable=False, initializer=tf.zeros_initializer())
        new = tf.tanh(tf.matmul(tf.concat([inputs, state], 1), w) + b)
        return new, new


def case_user_cells():
    x = tf.constant(_random([BATCH, STEPS, DEPTH], 1))
    xs = tf.unstack(x, axis=1)
    called = CallCell(2)
    results = [
        tf.nn.dynamic_rnn(GetVariableCell(2), x, dtype=tf.float32, scope="old"),
        tf.nn.dynamic_rnn(called, x, dtype=tf.float32, scope="call"),
        tf.nn.static_rnn(GetVariableCell(2), xs, dtype=tf.float32, scope="old_static"),
        tf.nn.static_rnn(CallCell(2), xs, dtype=tf.float32, scope="call_static"),
        tf.nn.bidirectional_dynamic_rnn(CallCell(2), GetVariableCell(2), x, dtype=tf.float32),
        tf.nn.dynamic_rnn(cells.MultiRNNCell([CallCell(2), GetVariableCell(2)]), x, dtype=tf.float32, scope="multi"),
        tf.nn.dynamic_rnn(cells.ResidualWrapper(CallCell(DEPTH)), x, dtype=tf.float32, scope="residual"),
    ]
    found = _run(results, [x])
    found["weights"] = [v.op.name for v in called.trainable_weights + called.non_trainable_weights]
    return found


def case_raw_rnn():
    x = tf.constant(_random([STEPS, BATCH, DEPTH], 1))
    array = tf.TensorArray(tf.float32, STEPS).unstack(x)
    cell = cells.LSTMCell(2)

    def loop(time, output, state, loop_state):
        finished = time >= tf.constant([5, 3])
        following = cell.zero_state(BATCH, tf.float32) if output is None else state
        given = tf.cond(
            tf.reduce_all(finished), lambda: tf.zeros([BATCH, DEPTH]), lambda: array.read(tf.minimum(time, STEPS - 1))
        )
        given.set_shape([BATCH, DEPTH])
        return finished, given, following, output, None

    outputs, state, _ = tf.nn.raw_rnn(cell, loop)
    stacked = outputs.stack()
    stacked.set_shape([STEPS, BATCH, 2])
    return _run([stacked, state])


def case_zero_state():
    found = {}
    batch = tf.placeholder_with_default(3, [])
    cell = cells.MultiRNNCell([cells.LSTMCell(2), cells.GRUCell(4)])
    states = [cell.zero_state(2, tf.float64), cell.zero_state(batch, tf.float32)]
    found["names"] = [t.op.name for t in tf.nest.flatten(states)][:3]
    found["shapes"] = [str(t.shape.as_list()) for t in tf.nest.flatten(states)]
    found["dtypes"] = [t.dtype.name for t in tf.nest.flatten(states)]
    found["sizes"] = [str(cell.state_size), str(cell.output_size)]
    initial = cell.get_initial_state(inputs=tf.zeros([4, 7]))
    found["initial"] = [str(t.shape.as_list()) for t in tf.nest.flatten(initial)]
    with tf.Session() as sess:
        found["values"] = np.concatenate([np.ravel(v) for v in tf.nest.flatten(sess.run(states))])
    return found


def case_errors():
    def name(function, *args, **kwargs):
        try:
            function(*args, **kwargs)
        except Exception as error:
            return type(error).__name__
        return "none"

    x, state = tf.zeros([2, 3]), tf.zeros([2, 4])
    both = cells.LSTMStateTuple(state, state)
    gru = cells.GRUCell(4)
    gru(x, state)
    return {
        "errors": [
            name(cells.MultiRNNCell, []),
            name(cells.MultiRNNCell, gru),
            name(cells.MultiRNNCell, [cells.LSTMCell(2)], state_is_tuple=False),
            name(cells.MultiRNNCell([cells.GRUCell(4)]), x, state),
            name(cells.DropoutWrapper, None),
            name(cells.DropoutWrapper, gru, input_keep_prob=1.5),
            name(cells.DropoutWrapper, gru, output_keep_prob=-0.1),
            name(cells.DropoutWrapper, gru, variational_recurrent=True),
            name(cells.DropoutWrapper, gru, 0.5, variational_recurrent=True, dtype=tf.float32),
            name(cells.DropoutWrapper, gru, dropout_state_filter_visitor=3),
            name(cells.ResidualWrapper, 3),
            name(cells.ResidualWrapper(gru), x, state),
            name(cells.GRUCell(4), x, state),
            name(cells.GRUCell(4), tf.zeros([2, 3, 4]), state),
            name(cells.GRUCell(4, name="unknown"), tf.placeholder(tf.float32, [2, None]), state),
            name(cells.GRUCell, 4, dtype=tf.int32),
            name(cells.GRUCell(4, name="integer"), tf.zeros([2, 3], tf.int32), tf.zeros([2, 4], tf.int32)),
            name(cells.GRUCell(4, name="new", reuse=True), x, state),
            name(cells.GRUCell(5, name="gru_cell", reuse=True), x, tf.zeros([2, 5])),
            name(cells.BasicLSTMCell(4), x, state),
            name(cells.LSTMCell(4, name="mixed"), x, tf.zeros([2, 8])),
            name(cells.LSTMCell, 4, nonsense=3),
            name(cells.RNNCell().zero_state, 2, tf.float32),
            name(gru.get_initial_state),
            name(gru.get_initial_state, x, batch_size=3),
            name(gru.get_initial_state, x, dtype=tf.float64),
            name(getattr, cells.LSTMStateTuple(state, tf.zeros([2, 4], tf.float64)), "dtype"),
            name(tf.nn.dynamic_rnn, 3, tf.zeros([2, 3, 4]), dtype=tf.float32),
            name(tf.nn.dynamic_rnn, cells.GRUCell(4), tf.zeros([2, 3, 4])),
            name(tf.nn.static_rnn, cells.GRUCell(4), tf.zeros([2, 3, 4]), dtype=tf.float32),
            name(tf.nn.static_rnn, cells.GRUCell(4), [], dtype=tf.float32),
            name(tf.contrib.rnn.stack_bidirectional_rnn, [], [], [x], dtype=tf.float32),
            name(tf.contrib.rnn.stack_bidirectional_dynamic_rnn, [gru], [gru, gru], x, dtype=tf.float32),
        ],
        "dtype": str(both.dtype),
    }


def case_not_trainable():
    """A custom getter that switches training off, as TF1's own test has it."""

    def not_trainable(getter, *args, **kwargs):
        kwargs["trainable"] = False
        return getter(*args, **kwargs)

    x, state = tf.constant(_random([BATCH, DEPTH], 1)), tf.zeros([BATCH, 2])
    with tf.variable_scope("root", custom_getter=not_trainable):
        cell = cells.BasicRNNCell(2)
        cell(x, state)
    frozen = cells.GRUCell(2, trainable=False)
    frozen(x, state)
    return {
        "trainable": [v.op.name for v in cell.trainable_weights + frozen.trainable_weights],
        "others": [v.op.name for v in cell.non_trainable_weights + frozen.non_trainable_weights],
        "collection": [v.op.name for v in tf.trainable_variables()],
    }


def case_names():
    """The names of ops that programs fetch, and the attributes that programs read."""
    x = tf.placeholder(tf.float32, [None, STEPS, DEPTH], name="x")
    cell = cells.BasicLSTMCell(2)
    outputs, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    static, _ = tf.nn.static_rnn(cells.GRUCell(2), tf.unstack(x, axis=1), dtype=tf.float32, scope="s")
    return {
        "names": [outputs.name, static[-1].name, cell.name, cell.scope_name],
        "shapes": [str(outputs.shape.as_list()), str(state.h.shape.as_list()), str(static[0].shape.as_list())],
        "attributes": [cell._kernel.name, cell._bias.name, str(cell._num_units), str(cell.built), str(cell.trainable)],
        "types": [str(isinstance(cell, tf.layers.Layer)), str(isinstance(state, cells.LSTMStateTuple))],
    }
