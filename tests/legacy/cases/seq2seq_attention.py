"""``tf.contrib.seq2seq``: attention mechanisms and the wrapper."""

import numpy as np
import tensorflow as tf

seq2seq = tf.contrib.seq2seq
B, T, M, U, D = 2, 4, 3, 5, 3  # batch, memory time, memory depth, cell units, input depth


def normal(*shape, **kwargs):
    return np.random.RandomState(kwargs.get("seed", 0)).randn(*shape).astype(np.float32)


def init():
    return tf.random_uniform_initializer(-0.7, 0.7, seed=11)


def run(make_mechanism, **kwargs):
    """Three steps with a training helper; alignment history, gradients, names."""
    with tf.variable_scope("root", initializer=init()):
        memory = tf.constant(normal(B, T, M))
        mechanism = make_mechanism(memory)
        kwargs.setdefault("alignment_history", True)
        cell = seq2seq.AttentionWrapper(tf.nn.rnn_cell.LSTMCell(U), mechanism, **kwargs)
        helper = seq2seq.TrainingHelper(tf.constant(normal(B, 3, D)), [3, 2])
        decoder = seq2seq.BasicDecoder(cell, helper, cell.zero_state(B, tf.float32))
        outputs, state, lengths = seq2seq.dynamic_decode(decoder, parallel_iterations=1)
    fetches = {"rnn_output": outputs.rnn_output, "attention": state.attention, "time": state.time}
    history, alignments = state.alignment_history, state.alignments
    for i, a in enumerate(alignments if isinstance(alignments, tuple) else (alignments,)):
        fetches["alignments_%d" % i] = a
    if kwargs["alignment_history"]:
        for i, h in enumerate(history if isinstance(history, tuple) else (history,)):
            fetches["history_%d" % i] = h.stack()
    fetches["c"], fetches["h"] = state.cell_state
    variables = tf.trainable_variables()
    grads = tf.gradients(tf.reduce_sum(tf.square(outputs.rnn_output)), variables)
    for v, g in zip(variables, grads):
        # No gradient at all, and a gradient of zeros, are the same here: TF2's while loop gives zeros.
        fetches["grad_" + v.op.name] = tf.zeros_like(v) if g is None else tf.convert_to_tensor(g)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        result = sess.run(fetches)
    result["names"] = [v.name + str(v.get_shape()) for v in variables]
    result["static"] = [str(t.get_shape().as_list()) for t in (outputs.rnn_output, state.attention, lengths)]
    return result


def case_bahdanau():
    return run(lambda memory: seq2seq.BahdanauAttention(4, memory, [3, 4]), attention_layer_size=6)


def case_bahdanau_normalized():
    return run(lambda memory: seq2seq.BahdanauAttention(4, memory, normalize=True), output_attention=False)


def case_bahdanau_hardmax():
    return run(
        lambda memory: seq2seq.BahdanauAttention(4, memory, probability_fn=seq2seq.hardmax), alignment_history=False
    )


def case_luong():
    return run(lambda memory: seq2seq.LuongAttention(U, memory, [3, 4]), attention_layer_size=6)


def case_luong_scaled():
    return run(lambda memory: seq2seq.LuongAttention(U, memory, scale=True, score_mask_value=-9.0))


def case_bahdanau_monotonic():
    return run(
        lambda memory: seq2seq.BahdanauMonotonicAttention(
            4, memory, [3, 4], normalize=True, sigmoid_noise=1.0, sigmoid_noise_seed=3, score_bias_init=-0.5
        )
    )


def case_bahdanau_monotonic_hard():
    return run(lambda memory: seq2seq.BahdanauMonotonicAttention(4, memory, mode="hard"), attention_layer_size=6)


def case_luong_monotonic():
    return run(lambda memory: seq2seq.LuongMonotonicAttention(U, memory, scale=True, mode="recursive"))


def case_several():
    return run(
        lambda memory: [seq2seq.BahdanauAttention(4, memory), seq2seq.LuongAttention(U, memory)],
        attention_layer_size=[3, 4],
    )


def case_given_layer_and_functions():
    return run(
        lambda memory: seq2seq.LuongAttention(
            U, memory, custom_key_value_fn=lambda keys, values: (keys * 2.0, values + 1.0)
        ),
        attention_layer=tf.layers.Dense(6, activation=tf.tanh, name="mine"),
        cell_input_fn=lambda inputs, attention: tf.concat([inputs, attention, attention], -1),
        initial_cell_state=tf.nn.rnn_cell.LSTMStateTuple(tf.constant(normal(B, U)), tf.zeros([B, U])),
        name="wrapped",
    )


def case_state():
    cell = seq2seq.AttentionWrapper(
        tf.nn.rnn_cell.GRUCell(U), seq2seq.BahdanauAttention(4, tf.constant(normal(B, T, M))), alignment_history=True
    )
    state = cell.zero_state(B, tf.float32)
    clone = state.clone(cell_state=tf.ones([B, U]))

    def wrong():
        return state.clone(cell_state=tf.ones([B, U + 1]))

    with tf.Session() as sess:
        result = sess.run({"clone": clone.cell_state, "alignments": state.alignments, "time": state.time})
    result["fields"] = list(state._fields)
    result["sizes"] = [str(cell.output_size), str(cell.state_size.cell_state), str(cell.state_size.alignments)]
    result["sizes"] += [str(cell.state_size.attention), str(cell.state_size.alignment_history)]
    result["wrong"] = error(wrong)
    return result


def case_functions():
    x = tf.constant([[0.2, 0.0, 0.7], [1.0, 0.3, 0.5]])
    previous = tf.constant([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    product = seq2seq.safe_cumprod(x, axis=1, exclusive=True)
    fetches = {
        "product": product,
        "product_grad": tf.gradients(product, x)[0],
        "hardmax": seq2seq.hardmax(x),
        "recursive": seq2seq.monotonic_attention(x, previous, "recursive"),
        "parallel": seq2seq.monotonic_attention(x, previous, "parallel"),
        "hard": seq2seq.monotonic_attention(tf.round(x), previous, "hard"),
    }
    with tf.Session() as sess:
        return sess.run(fetches)


def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__
    return "none"


def case_errors():
    memory = tf.constant(normal(B, T, M))
    cell = tf.nn.rnn_cell.GRUCell(U)
    one = seq2seq.BahdanauAttention(4, memory)
    luong = seq2seq.LuongAttention(4, memory)
    wrapper = seq2seq.AttentionWrapper(cell, one)

    def wrong_batch():
        with tf.Session() as sess:
            sess.run(wrapper.zero_state(tf.constant(B + 1), tf.float32).cell_state)

    def empty_sequence():
        mechanism = seq2seq.BahdanauAttention(4, memory, [0, 1])
        alignments, _ = mechanism(tf.zeros([B, U]), state=mechanism.initial_alignments(B, tf.float32))
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            sess.run(alignments)

    return {
        "mechanism": error(seq2seq.AttentionWrapper, cell, "attention"),
        "mechanisms": error(seq2seq.AttentionWrapper, cell, [one, "attention"]),
        "cell": error(seq2seq.AttentionWrapper, "cell", one),
        "input_fn": error(seq2seq.AttentionWrapper, cell, one, cell_input_fn=3),
        "sizes": error(seq2seq.AttentionWrapper, cell, one, attention_layer_size=[3, 4]),
        "both": error(seq2seq.AttentionWrapper, cell, one, attention_layer_size=3, attention_layer=tf.layers.Dense(3)),
        "state": error(wrapper, tf.zeros([B, D]), tf.zeros([B, U])),
        "depth": error(luong, tf.zeros([B, 3]), state=None),
        "mode": error(seq2seq.monotonic_attention, [[1.0]], [[1.0]], "other"),
        "inner": error(seq2seq.BahdanauAttention, 4, tf.placeholder(tf.float32, [None, None, None])),
        "probability": error(seq2seq.BahdanauMonotonicAttention, 4, memory, mode="other"),
        "wrong_batch": error(wrong_batch),
        "empty": error(empty_sequence),
        "static_batch": error(wrapper.zero_state, B + 1, tf.float32),
    }
