"""``tf.contrib.legacy_seq2seq``: decoders, encoder-decoder models, losses and buckets."""

import numpy as np
import tensorflow as tf

legacy = tf.contrib.legacy_seq2seq
rnn_cell = tf.nn.rnn_cell


def init():
    return tf.random_uniform_initializer(-0.5, 0.5, seed=7)


def dense(steps, batch=2, size=2, seed=0):
    rng = np.random.RandomState(seed)
    return [tf.constant(rng.randn(batch, size).astype(np.float32)) for _ in range(steps)]


def symbols(steps, batch=2, num=4, seed=0):
    rng = np.random.RandomState(seed)
    return [tf.constant(rng.randint(0, num, [batch]).astype(np.int32)) for _ in range(steps)]


def lstm(units=2, **kwargs):
    return rnn_cell.BasicLSTMCell(units, **kwargs)


def everything(outputs, state, feed=None):
    """Values, names, shapes and the gradients of all variables."""
    variables = tf.trainable_variables()
    grads = tf.gradients(tf.add_n([tf.reduce_sum(tf.square(o)) for o in outputs]), variables)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())

        result = {"outputs": sess.run(outputs, feed), "state": sess.run(state, feed)}
        for v, g in zip(variables, grads):
            if g is not None:
                result["grad_" + v.op.name] = sess.run(tf.convert_to_tensor(g), feed)
    result["names"] = [v.name for v in variables]
    result["shapes"] = [str(v.get_shape()) for v in variables]
    result["no_grad"] = [v.name for v, g in zip(variables, grads) if g is None]
    result["output_shapes"] = [str(o.get_shape()) for o in outputs]
    return result


def flat_state(state):
    return list(state) if isinstance(state, tuple) else [state]


def case_rnn_decoder():
    with tf.variable_scope("root", initializer=init()):
        _, enc = tf.nn.static_rnn(rnn_cell.GRUCell(2), dense(2), dtype=tf.float32)
        cell = tf.contrib.rnn.OutputProjectionWrapper(rnn_cell.GRUCell(2), 4)
        outputs, state = legacy.rnn_decoder(dense(3, seed=1), enc, cell)
    return everything(outputs, flat_state(state))


def case_rnn_decoder_loop_function():
    with tf.variable_scope("root", initializer=init()):
        cell = rnn_cell.BasicRNNCell(2)
        outputs, state = legacy.rnn_decoder(
            dense(3), cell.zero_state(2, tf.float32), cell, loop_function=lambda prev, i: prev * i, scope="dec"
        )
    return everything(outputs, flat_state(state))


def case_basic_rnn_seq2seq():
    with tf.variable_scope("root", initializer=init()):
        outputs, state = legacy.basic_rnn_seq2seq(dense(2), dense(3, seed=1), lstm())
    return everything(outputs, flat_state(state))


def case_tied_rnn_seq2seq():
    with tf.variable_scope("root", initializer=init()):
        outputs, state = legacy.tied_rnn_seq2seq(dense(2), dense(3, seed=1), rnn_cell.GRUCell(2))
    return everything(outputs, flat_state(state))


def case_embedding_rnn_decoder():
    with tf.variable_scope("root", initializer=init()):
        cell = lstm()
        _, enc = tf.nn.static_rnn(lstm(), dense(2), dtype=tf.float32)
        outputs, state = legacy.embedding_rnn_decoder(symbols(3), enc, cell, num_symbols=4, embedding_size=2)
    return everything(outputs, flat_state(state))


def case_embedding_rnn_seq2seq():
    with tf.variable_scope("root", initializer=init()):
        outputs, state = legacy.embedding_rnn_seq2seq(
            symbols(2), symbols(3, seed=1), lstm(), num_encoder_symbols=5, num_decoder_symbols=5, embedding_size=2
        )
    return everything(outputs, flat_state(state))


def case_embedding_rnn_seq2seq_projection_and_feed():
    with tf.variable_scope("root", initializer=init()):
        w, b = tf.get_variable("proj_w", [2, 5]), tf.get_variable("proj_b", [5])
        outputs, state = legacy.embedding_rnn_seq2seq(
            symbols(2), symbols(3, seed=1), lstm(), 5, 5, 2, output_projection=(w, b), feed_previous=True
        )
    return everything(outputs, flat_state(state))


def feeding_tensor(make):
    result = {}
    feed = tf.placeholder(tf.bool, [])
    with tf.variable_scope("root", initializer=init()):
        outputs, state = make(feed)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for value in (True, False):
            result["outputs_%s" % value] = sess.run(outputs, {feed: value})
            result["state_%s" % value] = sess.run(flat_state(state), {feed: value})
    result["type"] = type(state).__name__ if isinstance(state, tuple) else "tensor"
    result["names"] = [v.name for v in tf.trainable_variables()]
    return result


def case_embedding_rnn_seq2seq_feed_tensor():
    return feeding_tensor(
        lambda feed: legacy.embedding_rnn_seq2seq(symbols(2), symbols(3, seed=1), lstm(), 5, 5, 2, feed_previous=feed)
    )


def case_embedding_tied_rnn_seq2seq():
    with tf.variable_scope("root", initializer=init()):
        outputs, state = legacy.embedding_tied_rnn_seq2seq(
            symbols(2), symbols(3, seed=1), lstm(), num_symbols=5, num_decoder_symbols=3, embedding_size=2
        )
    return everything(outputs, flat_state(state))


def case_embedding_tied_rnn_seq2seq_feed_tensor():
    return feeding_tensor(
        lambda feed: legacy.embedding_tied_rnn_seq2seq(symbols(2), symbols(3, seed=1), lstm(), 5, 2, feed_previous=feed)
    )


def case_attention_decoder():
    with tf.variable_scope("root", initializer=init()):
        enc_outputs, enc = tf.nn.static_rnn(rnn_cell.GRUCell(2), dense(3), dtype=tf.float32)
        attn = tf.concat([tf.reshape(e, [-1, 1, 2]) for e in enc_outputs], 1)
        outputs, state = legacy.attention_decoder(
            dense(3, seed=1), enc, attn, rnn_cell.GRUCell(2), output_size=4, num_heads=2
        )
    return everything(outputs, flat_state(state))


def case_attention_decoder_initial_state_dynamic_length():
    with tf.variable_scope("root", initializer=init()):
        attn = tf.placeholder_with_default(np.random.RandomState(3).randn(2, 3, 2).astype(np.float32), [None, None, 2])
        cell = rnn_cell.MultiRNNCell([lstm(), lstm()])
        outputs, state = legacy.attention_decoder(
            dense(2, seed=1),
            cell.zero_state(2, tf.float32),
            attn,
            cell,
            output_size=2,
            initial_state_attention=True,
            loop_function=lambda prev, _: prev,
        )
    return everything(outputs, [s for pair in state for s in pair])


def case_embedding_attention_decoder():
    with tf.variable_scope("root", initializer=init()):
        enc_outputs, enc = tf.nn.static_rnn(rnn_cell.GRUCell(2), dense(3), dtype=tf.float32)
        attn = tf.concat([tf.reshape(e, [-1, 1, 2]) for e in enc_outputs], 1)
        outputs, state = legacy.embedding_attention_decoder(
            symbols(3, num=4), enc, attn, rnn_cell.GRUCell(2), num_symbols=4, embedding_size=2, output_size=3
        )
    return everything(outputs, flat_state(state))


def case_embedding_attention_seq2seq():
    with tf.variable_scope("root", initializer=init()):
        cell = rnn_cell.MultiRNNCell([lstm(), lstm()])
        outputs, state = legacy.embedding_attention_seq2seq(
            symbols(2), symbols(3, seed=1, num=4), cell, 5, 5, embedding_size=2, feed_previous=True
        )
    return everything(outputs, [s for pair in state for s in pair])


def case_embedding_attention_seq2seq_feed_tensor():
    return feeding_tensor(
        lambda feed: legacy.embedding_attention_seq2seq(
            symbols(2), symbols(3, seed=1, num=4), rnn_cell.GRUCell(2), 5, 4, 2, num_heads=2, feed_previous=feed
        )
    )


def case_one2many_rnn_seq2seq():
    with tf.variable_scope("root", initializer=init()):
        outputs, state = legacy.one2many_rnn_seq2seq(
            symbols(2),
            {"0": symbols(3, num=4, seed=1), "1": symbols(2, num=4, seed=2)},
            lstm(),
            {"0": lstm(), "1": lstm()},
            5,
            {"0": 5, "1": 5},
            embedding_size=2,
        )
    return everything(outputs["0"] + outputs["1"], [x for k in "01" for x in state[k]])


def case_sequence_losses():
    logits = [tf.constant(np.random.RandomState(i).randn(3, 4).astype(np.float32)) for i in range(3)]
    targets = symbols(3, batch=3, num=4)
    weights = [tf.constant(w, tf.float32) for w in ([1, 0.5, 0], [2, 0, 0], [0.3, 1, 0])]

    def squared(labels, logits):
        return tf.square(tf.reduce_sum(logits, 1) - tf.cast(labels, tf.float32))

    losses = {
        "by_example": legacy.sequence_loss_by_example(logits, targets, weights),
        "by_example_sum": legacy.sequence_loss_by_example(logits, targets, weights, average_across_timesteps=False),
        "mean": legacy.sequence_loss(logits, targets, weights),
        "sum": legacy.sequence_loss(
            logits, targets, weights, average_across_timesteps=False, average_across_batch=False
        ),
        "function": legacy.sequence_loss_by_example(logits, targets, weights, softmax_loss_function=squared),
    }
    with tf.Session() as sess:
        result = sess.run(losses)
    result["names"] = [losses[k].op.name.split("/")[0] for k in sorted(losses)]
    return result


def case_model_with_buckets():
    inputs, outs = symbols(4), symbols(4, seed=1)
    targets = symbols(4, seed=2)
    weights = [tf.ones([2]) for _ in range(4)]

    def seq2seq(x, y):
        return legacy.embedding_rnn_seq2seq(x, y, rnn_cell.GRUCell(2), 5, 5, 2)

    result = {}
    with tf.variable_scope("root", initializer=init()):
        for per_example in (False, True):
            with tf.variable_scope(tf.get_variable_scope(), reuse=per_example):
                outputs, losses = legacy.model_with_buckets(
                    inputs, outs, targets, weights, [(2, 2), (4, 4)], seq2seq, per_example_loss=per_example
                )
            with tf.Session() as sess:
                sess.run(tf.global_variables_initializer())
                result["losses_%s" % per_example] = sess.run(losses)
                result["outputs_%s" % per_example] = sess.run(outputs[1])
    result["names"] = [v.name for v in tf.global_variables()]
    return result


def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__
    return "none"


def case_errors():
    cell = rnn_cell.GRUCell(2)
    zero = cell.zero_state(2, tf.float32)
    x = dense(2)
    ids = symbols(2)
    attn = tf.zeros([2, 3, 2])
    weights = [tf.ones([2])] * 2
    return {
        "no_inputs": error(legacy.attention_decoder, [], zero, attn, cell),
        "no_heads": error(legacy.attention_decoder, x, zero, attn, cell, num_heads=0),
        "unknown_size": error(legacy.attention_decoder, x, zero, tf.placeholder(tf.float32, [2, 3, None]), cell),
        "unknown_input": error(
            legacy.attention_decoder, [tf.placeholder(tf.float32, [2, None])], zero, attn, cell, scope="b"
        ),
        "projection": error(
            legacy.embedding_rnn_decoder, ids, zero, cell, 4, 2, output_projection=(tf.zeros([2, 3]), tf.zeros([3]))
        ),
        "lengths": error(legacy.sequence_loss_by_example, x, ids, weights[:1]),
        "bucket": error(legacy.model_with_buckets, ids, ids, ids, weights, [(3, 2)], None),
        "not_a_cell": error(legacy.one2many_rnn_seq2seq, ids, {"a": ids}, "cell", {"a": cell}, 3, {"a": 3}, 2),
        "keys": error(legacy.one2many_rnn_seq2seq, ids, {"a": ids}, cell, {"b": cell}, 3, {"a": 3}, 2),
        "labels_only": error(legacy.sequence_loss_by_example, x, ids, weights, softmax_loss_function=lambda a, b: a),
    }
