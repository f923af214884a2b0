"""``tf.contrib.seq2seq``: beam search, with and without attention, and its parts."""

import numpy as np
import tensorflow as tf

seq2seq = tf.contrib.seq2seq
B, T, U, V, W = 2, 3, 4, 6, 3  # batch, memory time, units, symbols, beams


def normal(*shape, **kwargs):
    return np.random.RandomState(kwargs.get("seed", 0)).randn(*shape).astype(np.float32)


def init():
    return tf.random_uniform_initializer(-1.5, 1.5, seed=11)


def search(attention=False, time_major=False, **kwargs):
    with tf.variable_scope("root", initializer=init()):
        embedding = tf.get_variable("embedding", initializer=normal(V, U))
        cell = tf.nn.rnn_cell.LSTMCell(U)
        state = tf.nn.rnn_cell.LSTMStateTuple(tf.constant(normal(B, U, seed=1)), tf.constant(normal(B, U, seed=2)))
        state = seq2seq.tile_batch(state, multiplier=W)
        if attention:
            memory = seq2seq.tile_batch(tf.constant(normal(B, T, 2, seed=3)), multiplier=W)
            lengths = seq2seq.tile_batch(tf.constant([3, 2]), multiplier=W)
            mechanism = seq2seq.BahdanauAttention(4, memory, memory_sequence_length=lengths)
            cell = seq2seq.AttentionWrapper(cell, mechanism, attention_layer_size=5, alignment_history=True)
            state = cell.zero_state(B * W, tf.float32).clone(cell_state=state)
        decoder = seq2seq.BeamSearchDecoder(
            cell=cell,
            embedding=embedding,
            start_tokens=[0, 1],
            end_token=V - 1,
            initial_state=state,
            beam_width=W,
            output_layer=tf.layers.Dense(V, use_bias=False),
            **kwargs,
        )
        outputs, final, lengths = seq2seq.dynamic_decode(decoder, maximum_iterations=5, output_time_major=time_major)
    steps = outputs.beam_search_decoder_output
    fetches = {
        "predicted_ids": outputs.predicted_ids,
        "scores": steps.scores,
        "step_ids": steps.predicted_ids,
        "parents": steps.parent_ids,
        "log_probs": final.log_probs,
        "finished": final.finished,
        "lengths": final.lengths,
        "sequence_lengths": lengths,
    }
    if attention:
        fetches["attention"] = final.cell_state.attention
        history = final.cell_state.alignment_history
        fetches["history"] = history if isinstance(history, tf.Tensor) else history.stack()
    else:
        fetches["c"] = final.cell_state.c
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        result = sess.run(fetches)
    result["names"] = [v.name + str(v.get_shape()) for v in tf.trainable_variables()]
    result["static"] = [str(t.get_shape().as_list()) for t in (outputs.predicted_ids, steps.scores, lengths)]
    result["types"] = [type(outputs).__name__, type(steps).__name__, type(final).__name__]
    result["sorted"] = attention and isinstance(history, tf.Tensor)
    return result


def case_plain():
    return search()


def case_length_penalty_time_major():
    return search(length_penalty_weight=0.6, time_major=True)


def case_attention():
    return search(attention=True)


def case_attention_unsorted():
    return search(attention=True, reorder_tensor_arrays=False)


def case_coverage():
    return search(attention=True, coverage_penalty_weight=0.4, length_penalty_weight=1.0)


def case_gather_tree():
    ids = [[[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[2, 3, 4], [5, 10, 7], [8, 9, 10]]]
    parents = [[[0, 0, 0], [0, 1, 1], [2, 1, 2]], [[0, 0, 0], [1, 2, 0], [2, 1, 1]]]
    ids, parents = (np.transpose(x, [1, 0, 2]).astype(np.int32) for x in (ids, parents))
    trees = {
        "full": seq2seq.gather_tree(ids, parents, [3, 3], 10),
        "short": seq2seq.gather_tree(ids, parents, [2, 3], 10),
        "none": seq2seq.gather_tree(ids, parents, [0, 1], 10),
        "longer": seq2seq.gather_tree(ids, parents, [9, 2], 11),
    }
    with tf.Session() as sess:
        result = sess.run(trees)
    result["static"] = str(trees["full"].get_shape().as_list())
    return result


def case_gather_tree_wrong_parent():
    ids = np.transpose([[[1, 2, 3], [4, 5, 6], [7, 8, 9]]], [1, 0, 2]).astype(np.int32)
    parents = np.transpose([[[0, 0, 0], [0, -1, 1], [2, 1, 2]]], [1, 0, 2]).astype(np.int32)
    try:
        with tf.Session() as sess:
            sess.run(seq2seq.gather_tree(ids, parents, [3], 10))
    except tf.errors.InvalidArgumentError as e:
        return {"says": r"parent id -1 at (batch, time, beam) == (0, 0, 1)" in e.message}
    return {"says": "nothing"}


def case_tile_batch():
    t = tf.placeholder_with_default(normal(2, 2), [None, 2])
    tiled = seq2seq.tile_batch((t, tf.constant([1, 2])), 3)
    with tf.Session() as sess:
        a, b = sess.run(tiled)
    return {"a": a, "b": b, "static": [str(x.get_shape().as_list()) for x in tiled]}


def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__
    return "none"


def case_errors():
    cell = tf.nn.rnn_cell.GRUCell(U)
    embedding = tf.constant(normal(V, U))
    state = cell.zero_state(B * W, tf.float32)
    make = seq2seq.BeamSearchDecoder
    return {
        "cell": error(make, "cell", embedding, [0, 0], 1, state, W),
        "layer": error(make, cell, embedding, [0, 0], 1, state, W, output_layer="layer"),
        "start": error(make, cell, embedding, 0, 1, state, W),
        "end": error(make, cell, embedding, [0, 0], [1], state, W),
        "coverage": error(make(cell, embedding, [0, 0], 1, state, W, coverage_penalty_weight=0.5).initialize),
        "rank": error(seq2seq.tile_batch, tf.placeholder(tf.float32), 3),
        "scalar": error(seq2seq.tile_batch, 1.0, 3),
    }
