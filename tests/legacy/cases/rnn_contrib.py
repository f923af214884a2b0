"""Every cell of ``tf.contrib.rnn``: one step and five steps, with gradients, variable names and shapes."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib.rnn.python.ops import rnn_cell as contrib_rnn_cell

rnn = tf.contrib.rnn
BATCH, DEPTH, STEPS = 2, 4, 5
TOLERANCE = {
    "case_layer_norm_basic": (1e-4, "gradients through the normalization of three nearly equal gates amplify rounding")
}


def _random(shape, seed):
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype(np.float32)


def _loss(tensors):
    parts = []
    for i, t in enumerate(tensors):
        parts.append(tf.reduce_sum(t * _random(t.shape.as_list(), 50 + i)))
    return tf.add_n(parts)


def _flat(tensors):
    return tf.concat([tf.reshape(tf.cast(t, tf.float32), [-1]) for t in tensors], 0)


def _run(results, watched, **more):
    """Sets every variable from its place among the sorted names; gradients of a loss on all `results`, end to end."""
    variables = tf.trainable_variables()
    grads = tf.gradients(_loss(results), list(watched) + variables)
    found = {
        "variables": ["%s %s" % (v.op.name, v.shape.as_list()) for v in tf.global_variables()]
        + ["trainable " + v.op.name for v in variables]
        + ["no gradient %d" % i for i, g in enumerate(grads) if g is None]
    }
    values = [_random(v.shape.as_list(), 100 + i) for i, v in enumerate(_sorted_variables())]
    assigns = [tf.assign(v, value) for v, value in zip(_sorted_variables(), values)]
    fetches = {
        "results": _flat(results),
        "gradients": _flat([tf.convert_to_tensor(g) for g in grads if g is not None]),
    }
    fetches.update(more)
    with tf.Session() as sess:
        sess.run(assigns)
        found.update(sess.run(fetches))
    return found


def _sorted_variables():
    return sorted(tf.global_variables(), key=lambda v: v.name)


def _states(cell):
    flat = tf.nest.flatten(cell.zero_state(BATCH, tf.float32))
    made = [tf.constant(_random(t.shape.as_list(), 10 + i)) for i, t in enumerate(flat)]
    return tf.nest.pack_sequence_as(cell.state_size, made), made


def _step(make, depth=DEPTH):
    cell = make()
    x = tf.constant(_random([BATCH, depth], 1))
    state, flat = _states(cell)
    output, new_state = cell(x, state)
    sizes = [str(tf.nest.flatten(cell.state_size)), str(cell.output_size)]
    found = {"cell": sizes + [v.op.name for v in cell.weights]}
    return [output] + tf.nest.flatten(new_state), [x] + flat, found


def _both(make, depth=DEPTH):
    """A cell's single step from a random state, and another one's five steps in dynamic_rnn."""
    results, watched, found = _step(make, depth)
    x = tf.constant(_random([BATCH, STEPS, depth], 2))
    outputs, state = tf.nn.dynamic_rnn(make(), x, sequence_length=[5, 2], dtype=tf.float32)
    found.update(_run(results + [outputs] + tf.nest.flatten(state), watched + [x]))
    return found


def case_coupled():
    return _both(lambda: rnn.CoupledInputForgetGateLSTMCell(3, use_peepholes=True, num_proj=2, proj_clip=0.2))


def case_coupled_normalized():
    return _both(lambda: rnn.CoupledInputForgetGateLSTMCell(3, layer_norm=True, norm_gain=0.5, norm_shift=0.1))


def case_coupled_sharded():
    return _both(lambda: rnn.CoupledInputForgetGateLSTMCell(3, num_unit_shards=3, num_proj=2, num_proj_shards=2))


def case_coupled_concatenated():
    return _both(lambda: rnn.CoupledInputForgetGateLSTMCell(3, state_is_tuple=False, forget_bias=0.3))


def case_layer_norm_basic():
    return _both(lambda: rnn.LayerNormBasicLSTMCell(3, norm_gain=0.7, norm_shift=0.2))


def case_layer_norm_basic_off():
    return _both(lambda: rnn.LayerNormBasicLSTMCell(3, layer_norm=False, activation=tf.nn.relu))


def case_layer_norm_basic_dropout():
    """One step: in a loop the draws of different steps race."""
    results, watched, found = _step(lambda: rnn.LayerNormBasicLSTMCell(3, dropout_keep_prob=0.5, dropout_prob_seed=7))
    found.update(_run(results, watched))
    return found


def case_layer_norm_lstm():
    return _both(lambda: contrib_rnn_cell.LayerNormLSTMCell(3, layer_norm=True, num_proj=2, cell_clip=0.6))


def case_layer_norm_lstm_peepholes():
    return _both(lambda: contrib_rnn_cell.LayerNormLSTMCell(3, use_peepholes=True, num_proj=2, proj_clip=0.1))


def case_weight_norm():
    return _both(lambda: contrib_rnn_cell.WeightNormLSTMCell(3, use_peepholes=True, num_proj=2, proj_clip=0.3))


def case_weight_norm_off():
    return _both(lambda: contrib_rnn_cell.WeightNormLSTMCell(3, norm=False, cell_clip=0.4))


def case_glstm():
    return _both(lambda: rnn.GLSTMCell(4, num_proj=2, number_of_groups=2))


def case_glstm_plain():
    return _both(lambda: rnn.GLSTMCell(4, number_of_groups=1, forget_bias=0.5, activation=tf.sigmoid))


def case_nas():
    return _both(lambda: rnn.NASCell(3, use_bias=True, num_proj=2))


def case_nas_plain():
    return _both(lambda: rnn.NASCell(3))


def case_ugrnn():
    return _both(lambda: rnn.UGRNNCell(3, forget_bias=0.5))


def case_intersection():
    return _both(lambda: rnn.IntersectionRNNCell(4))


def case_intersection_projected():
    return _both(lambda: rnn.IntersectionRNNCell(3, num_in_proj=3, y_activation=tf.tanh))


def case_sru():
    return _both(lambda: rnn.SRUCell(3))


def case_ind_rnn():
    return _both(lambda: rnn.IndRNNCell(3, activation=tf.nn.relu))


def case_indy_gru():
    return _both(lambda: rnn.IndyGRUCell(3))


def case_indy_lstm():
    return _both(lambda: rnn.IndyLSTMCell(3, forget_bias=0.4))


def case_minimal():
    return _both(lambda: contrib_rnn_cell.MinimalRNNCell(3))


def case_cfn():
    return _both(lambda: contrib_rnn_cell.CFNCell(3))


def case_attention():
    return _both(lambda: rnn.AttentionCellWrapper(rnn.GRUCell(3), 2, attn_size=5, attn_vec_size=4))


def case_attention_lstm():
    return _both(lambda: rnn.AttentionCellWrapper(rnn.BasicLSTMCell(3), 3, input_size=2))


def case_attention_concatenated():
    return _both(lambda: rnn.AttentionCellWrapper(rnn.GRUCell(3), 2, state_is_tuple=False))


def case_highway():
    def make():
        cell = rnn.HighwayWrapper(rnn.BasicRNNCell(DEPTH), couple_carry_transform_gates=False)
        cell.__class__.weights = property(lambda self: [])
        return cell

    return _both(make)


def case_input_projection():
    return _both(lambda: rnn.InputProjectionWrapper(rnn.GRUCell(3), 2, activation=tf.nn.relu))


def case_output_projection():
    return _both(lambda: rnn.OutputProjectionWrapper(rnn.GRUCell(3), 2, activation=tf.nn.relu))


def case_lstm_block():
    return _both(lambda: rnn.LSTMBlockCell(3, forget_bias=0.5))


def case_lstm_block_peepholes():
    return _both(lambda: rnn.LSTMBlockCell(3, use_peephole=True, cell_clip=0.5))


def case_gru_block():
    return _both(lambda: rnn.GRUBlockCell(3))


def case_gru_block_v2():
    return _both(lambda: rnn.GRUBlockCellV2(cell_size=3))


def case_multi():
    return _both(lambda: rnn.MultiRNNCell([rnn.LayerNormBasicLSTMCell(3), rnn.NASCell(2), rnn.SRUCell(2)]))


def case_grid_lstm():
    return _both(lambda: rnn.GridLSTMCell(2, feature_size=2, frequency_skip=1, num_frequency_blocks=[3]))


def case_grid_lstm_peepholes():
    return _both(
        lambda: rnn.GridLSTMCell(
            2, use_peepholes=True, feature_size=2, frequency_skip=1, num_frequency_blocks=[3], cell_clip=0.5
        )
    )


def case_grid_lstm_shared():
    return _both(
        lambda: rnn.GridLSTMCell(
            2,
            use_peepholes=True,
            share_time_frequency_weights=True,
            couple_input_forget_gates=True,
            feature_size=2,
            frequency_skip=1,
            num_frequency_blocks=[3],
            state_is_tuple=False,
            num_unit_shards=2,
        )
    )


def case_grid_lstm_blocks():
    return _both(
        lambda: rnn.GridLSTMCell(
            2,
            use_peepholes=True,
            share_time_frequency_weights=True,
            feature_size=2,
            frequency_skip=1,
            num_frequency_blocks=[1, 2],
            start_freqindex_list=[0, 1],
            end_freqindex_list=[2, 4],
        )
    )


def case_bidirectional_grid_lstm():
    return _both(
        lambda: rnn.BidirectionalGridLSTMCell(
            2,
            use_peepholes=True,
            couple_input_forget_gates=True,
            feature_size=2,
            frequency_skip=1,
            num_frequency_blocks=[3],
            backward_slice_offset=1,
        )
    )


def case_bidirectional_grid_lstm_plain():
    return _both(lambda: rnn.BidirectionalGridLSTMCell(2, feature_size=2, frequency_skip=2, num_frequency_blocks=[2]))


def case_time_freq():
    """Its sizes are those of one slice, so that only single steps with a state of one's own are possible."""
    cell = rnn.TimeFreqLSTMCell(2, use_peepholes=True, feature_size=2, frequency_skip=1, cell_clip=0.7)
    x, state = tf.constant(_random([BATCH, DEPTH], 1)), tf.constant(_random([BATCH, 12], 2))
    output, new_state = cell(x, state)
    found = _run([output, new_state], [x, state])
    found["sizes"] = [str(cell.state_size), str(cell.output_size)]
    return found


def case_phased():
    found = {}
    for dtype in (tf.float32, tf.float64):
        for peepholes in (False, True):
            with tf.Graph().as_default():
                cell = rnn.PhasedLSTMCell(3, use_peepholes=peepholes, ratio_on=0.3, trainable_ratio_on=peepholes)
                x = tf.constant(_random([BATCH, DEPTH], 1))
                time = tf.constant([[2.3], [7.1]], dtype)
                state, flat = _states(cell)
                output, new_state = cell((time, x), state)
                step = _run([output] + tf.nest.flatten(new_state), [x] + flat)
                prefix = "%s_%s_" % (dtype.name, peepholes)
                found.update((prefix + k, v) for k, v in step.items())
    return found


def _conv(make, shape):
    found = {}
    with tf.Graph().as_default():
        cell = make()
        x = tf.constant(_random([BATCH] + shape, 1))
        zero = cell.zero_state(BATCH, tf.float32)
        flat = [tf.constant(_random(t.shape.as_list(), 10 + i)) for i, t in enumerate(zero)]
        output, new_state = cell(x, rnn.LSTMStateTuple(*flat))
        found.update(_run([output] + tf.nest.flatten(new_state), [x] + flat))
        found["sizes"] = [str(cell.state_size.c.as_list()), str(cell.output_size.as_list())]
    return found


def case_conv_1d():
    return _conv(lambda: rnn.Conv1DLSTMCell(input_shape=[4, 2], output_channels=3, kernel_shape=[2]), [4, 2])


def case_conv_2d():
    def make():
        return rnn.ConvLSTMCell(2, [3, 3, 2], output_channels=2, kernel_shape=(2, 2), use_bias=False)

    return _conv(make, [3, 3, 2])


def case_conv_3d_skip():
    def make():
        return rnn.Conv3DLSTMCell(
            input_shape=[2, 2, 2, 2], output_channels=1, kernel_shape=[2, 2, 2], skip_connection=True
        )

    return _conv(make, [2, 2, 2, 2])


def case_embedding():
    cell = rnn.EmbeddingWrapper(rnn.GRUCell(3), embedding_classes=5, embedding_size=2)
    state, flat = _states(cell)
    output, new_state = cell(tf.constant([[1], [4]]), state)
    return _run([output, new_state], flat)


def case_ntm():
    cell = contrib_rnn_cell.NTMCell(rnn.BasicLSTMCell(3), 4, 2, 1, 1, output_dim=2)
    state = cell.zero_state(BATCH, tf.float32)
    outputs = []
    for step in range(3):
        with tf.variable_scope("ntm", reuse=step > 0):
            output, state = cell(tf.constant(_random([BATCH, DEPTH], step)), state)
        outputs.append(output)
    return _run(outputs + [state.M] + state.w_list + state.read_vector_list, [])


def case_errors():
    def name(function, *args, **kwargs):
        try:
            function(*args, **kwargs)
        except Exception as error:
            return type(error).__name__
        return "none"

    x, state = tf.zeros([2, 3]), tf.zeros([2, 4])
    return {
        "errors": [
            name(rnn.AttentionCellWrapper, rnn.GRUCell(3), 0),
            name(rnn.AttentionCellWrapper, rnn.BasicLSTMCell(3), 2, state_is_tuple=False),
            name(rnn.AttentionCellWrapper, object(), 2),
            name(rnn.GLSTMCell, 3, number_of_groups=2),
            name(rnn.GLSTMCell, 4, num_proj=3, number_of_groups=2),
            name(rnn.GLSTMCell(4, number_of_groups=2), x, rnn.LSTMStateTuple(state, state)),
            name(rnn.IntersectionRNNCell(4), x, state),
            name(rnn.GridLSTMCell, 3),
            name(rnn.GRUBlockCell),
            name(rnn.GRUBlockCell, 3, cell_size=3),
            name(rnn.EmbeddingWrapper, rnn.GRUCell(3), 0, 3),
            name(rnn.EmbeddingWrapper, "cell", 2, 3),
            name(rnn.OutputProjectionWrapper, rnn.GRUCell(3), 0),
            name(rnn.InputProjectionWrapper, 3, 0),
            name(rnn.ConvLSTMCell, 2, [3, 3], 2, [1, 1]),
            name(rnn.CoupledInputForgetGateLSTMCell(4, num_unit_shards=20), x, rnn.LSTMStateTuple(state, state)),
            name(rnn.UGRNNCell(4), tf.placeholder(tf.float32, [2, None]), state),
            name(rnn.SRUCell(4), tf.placeholder(tf.float32, [2, None]), state),
            name(rnn.NASCell(4), tf.placeholder(tf.float32, [2, None]), rnn.LSTMStateTuple(state, state)),
            name(rnn.LSTMBlockCell(4), x, (state,)),
            name(rnn.LSTMBlockCell(4), tf.zeros([3]), (state, state)),
        ]
    }
