"""``tf.contrib.seq2seq``: the loop, the basic decoder, its helpers, and the loss."""

import numpy as np
import tensorflow as tf

seq2seq = tf.contrib.seq2seq
B, T, D, V = 3, 4, 5, 6  # batch, time, depth, symbols


def normal(*shape, **kwargs):
    return np.random.RandomState(kwargs.get("seed", 0)).randn(*shape).astype(np.float32)


def init():
    return tf.random_uniform_initializer(-0.7, 0.7, seed=11)


def cell(units=D):
    return tf.nn.rnn_cell.LSTMCell(units)


def results(outputs, state, lengths, gradients=True):
    flat_state = [state.c, state.h]
    fetches = {"lengths": lengths, "state": flat_state}
    fetches["rnn_output"] = outputs.rnn_output
    fetches["sample_id"] = outputs.sample_id
    variables = tf.trainable_variables()
    if gradients:
        grads = tf.gradients(tf.reduce_sum(tf.square(outputs.rnn_output)), variables)
        for v, g in zip(variables, grads):
            if g is not None:
                fetches["grad_" + v.op.name] = tf.convert_to_tensor(g)
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        result = sess.run(fetches)
    result["names"] = [v.name + str(v.get_shape()) for v in variables]
    result["static"] = [str(t.get_shape().as_list()) for t in (outputs.rnn_output, outputs.sample_id, lengths)]
    result["type"] = type(outputs).__name__
    return result


def training(impute=False, time_major=False, layer=True, maximum=None, dynamic=False):
    inputs = tf.constant(normal(*((T, B, D) if time_major else (B, T, D))))
    if dynamic:
        inputs = tf.placeholder_with_default(inputs, [None, None, D])
    with tf.variable_scope("root", initializer=init()):
        helper = seq2seq.TrainingHelper(inputs, [4, 2, 0], time_major=time_major)
        output_layer = tf.layers.Dense(V, use_bias=False) if layer else None
        c = cell()
        zero = c.zero_state(B, tf.float32)
        decoder = seq2seq.BasicDecoder(c, helper, zero, output_layer=output_layer)
        return seq2seq.dynamic_decode(
            decoder,
            impute_finished=impute,
            output_time_major=time_major,
            maximum_iterations=maximum,
            swap_memory=True,
            parallel_iterations=4,
        )


def case_training():
    return results(*training())


def case_training_impute_time_major():
    return results(*training(impute=True, time_major=True))


def case_training_without_layer_limited():
    return results(*training(layer=False, maximum=3))


def case_training_dynamic_shapes():
    return results(*training(dynamic=True, layer=False))


def case_maximum_iterations_zero():
    outputs, _, lengths = training(maximum=0)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return {"lengths": sess.run(lengths)}


def greedy(helper, maximum=7, scope=None):
    with tf.variable_scope("root", initializer=init()):
        c = cell(V)
        decoder = seq2seq.BasicDecoder(c, helper, c.zero_state(B, tf.float32))
        # One iteration at a time: random numbers that depend on nothing in the loop are else drawn in any order.
        return seq2seq.dynamic_decode(decoder, maximum_iterations=maximum, scope=scope, parallel_iterations=1)


def case_greedy():
    embedding = tf.get_variable("embedding", initializer=normal(V, D))
    return results(*greedy(seq2seq.GreedyEmbeddingHelper(embedding, [0, 1, 5], 5), scope="mine"), gradients=False)


def case_greedy_gradient():
    embedding = tf.get_variable("embedding", initializer=normal(V, D))
    return results(*greedy(seq2seq.GreedyEmbeddingHelper(embedding, [0, 1, 5], 3), maximum=3))


def case_sample():
    embedding = tf.constant(normal(V, D))
    helper = seq2seq.SampleEmbeddingHelper(embedding, [0, 1, 5], 5, seed=4)
    return results(*greedy(helper))


def case_sample_temperature_function():
    embedding = tf.constant(normal(V, D))
    helper = seq2seq.SampleEmbeddingHelper(
        lambda ids: tf.nn.embedding_lookup(embedding, ids), [0, 1, 5], 5, softmax_temperature=0.3, seed=9
    )
    return results(*greedy(helper))


def case_scheduled_embedding():
    embedding = tf.get_variable("embedding", initializer=normal(V, D))
    helper = seq2seq.ScheduledEmbeddingTrainingHelper(
        tf.constant(normal(B, T, D)), [4, 4, 3], embedding, 0.5, seed=5, scheduling_seed=6
    )
    return results(*greedy(helper))


def case_scheduled_embedding_vector():
    helper = seq2seq.ScheduledEmbeddingTrainingHelper(
        tf.constant(normal(T, B, D)), [4, 4, 3], tf.constant(normal(V, D)), 1.0, time_major=True, seed=5
    )
    return results(*greedy(helper))


def case_scheduled_output():
    helper = seq2seq.ScheduledOutputTrainingHelper(tf.constant(normal(B, T, V)), [4, 4, 3], 0.5, seed=3)
    return results(*greedy(helper))


def case_scheduled_output_auxiliary():
    w = tf.get_variable("w", initializer=normal(V, 2))
    helper = seq2seq.ScheduledOutputTrainingHelper(
        tf.constant(normal(B, T, 2)),
        [4, 4, 4],
        0.5,
        seed=3,
        next_inputs_fn=lambda out: tf.matmul(out, w),
        auxiliary_inputs=tf.constant(normal(B, T, 1, seed=2)),
    )
    return results(*greedy(helper))


def case_inference_continuous():
    helper = seq2seq.InferenceHelper(
        sample_fn=lambda outputs: outputs * 2,
        sample_shape=[V],
        sample_dtype=tf.float32,
        start_inputs=tf.constant(normal(B, V)),
        end_fn=lambda ids: tf.reduce_sum(ids, 1) > 3.0,
    )
    return results(*greedy(helper))


def case_inference_bernoulli():
    helper = seq2seq.InferenceHelper(
        sample_fn=lambda outputs: tf.cast(outputs > 0, tf.bool),
        sample_shape=[V],
        sample_dtype=tf.bool,
        start_inputs=tf.constant(normal(B, V)),
        end_fn=lambda ids: tf.reduce_all(ids, 1),
        next_inputs_fn=lambda ids: tf.cast(ids, tf.float32),
    )
    return results(*greedy(helper), gradients=False)


def case_custom():
    inputs = tf.constant(normal(B, D))
    helper = seq2seq.CustomHelper(
        initialize_fn=lambda: (tf.tile([False], [B]), inputs),
        sample_fn=lambda time, outputs, state: tf.cast(tf.argmax(outputs, 1), tf.int32),
        next_inputs_fn=lambda time, outputs, state, sample_ids: (
            tf.equal(tf.range(B) + 2, time),
            inputs * tf.cast(time, tf.float32),
            state,
        ),
    )
    return results(*greedy(helper))


class CountDown(seq2seq.Decoder):
    """A decoder of its own that changes its mind about having finished, and finalizes."""

    batch_size = 2
    output_size = tf.TensorShape([2])
    output_dtype = tf.float32
    tracks_own_finished = True

    def initialize(self, name=None):
        return tf.constant([False, False]), tf.ones([2, 2]), tf.constant([3, 1])

    def step(self, time, inputs, state, name=None):
        return inputs * 2.0, state - 1, inputs + 1.0, tf.equal(state, tf.stack([1, 1 - 2 * time]))

    def finalize(self, outputs, final_state, sequence_lengths):
        return outputs + 0.5, final_state * 10


def case_own_decoder():
    outputs, state, lengths = seq2seq.dynamic_decode(CountDown(), maximum_iterations=5)
    with tf.Session() as sess:
        result = sess.run({"outputs": outputs, "state": state, "lengths": lengths})
    result["static"] = [str(outputs.get_shape().as_list()), str(lengths.get_shape().as_list())]
    return result


def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__
    return "none"


def case_errors():
    c = cell()
    zero = c.zero_state(B, tf.float32)
    x = tf.constant(normal(B, T, D))
    helper = seq2seq.TrainingHelper(x, [1, 1, 1])
    custom = seq2seq.CustomHelper(None, None, None)
    return {
        "decoder": error(seq2seq.dynamic_decode, object()),
        "maximum": error(seq2seq.dynamic_decode, seq2seq.BasicDecoder(c, helper, zero), maximum_iterations=[2]),
        "cell": error(seq2seq.BasicDecoder, "cell", helper, zero),
        "helper": error(seq2seq.BasicDecoder, c, "helper", zero),
        "layer": error(seq2seq.BasicDecoder, c, helper, zero, output_layer="layer"),
        "lengths": error(seq2seq.TrainingHelper, x, 3),
        "probability": error(seq2seq.ScheduledOutputTrainingHelper, x, [1, 1, 1], [[0.5]]),
        "probability2": error(seq2seq.ScheduledEmbeddingTrainingHelper, x, [1, 1, 1], x, [[0.5]]),
        "start": error(seq2seq.GreedyEmbeddingHelper, x[0], 1, 2),
        "end": error(seq2seq.GreedyEmbeddingHelper, x[0], [1], [2]),
        "batch_size": error(lambda: custom.batch_size),
        "abstract": error(seq2seq.Helper),
        "abstract_decoder": error(seq2seq.Decoder),
        "tensor": error(seq2seq.GreedyEmbeddingHelper(x[0], [1], 2).sample, time=0, outputs=(x, x), state=zero),
    }


def case_sequence_loss():
    logits = tf.constant(normal(2, 3, 4))
    targets = tf.constant([[0, 1, 2], [3, 3, 0]])
    weights = tf.constant([[1.0, 0.5, 0.0], [2.0, 0.0, 0.0]])
    losses = {}
    for i, (at, ab, st, sb) in enumerate(
        [
            (True, True, False, False),
            (True, False, False, False),
            (False, True, False, False),
            (False, False, False, False),
            (False, False, True, True),
            (False, False, True, False),
            (False, False, False, True),
            (True, False, False, True),
        ]
    ):
        losses["%d" % i] = seq2seq.sequence_loss(
            logits,
            targets,
            weights,
            average_across_timesteps=at,
            average_across_batch=ab,
            sum_over_timesteps=st,
            sum_over_batch=sb,
        )
    losses["zero"] = seq2seq.sequence_loss(logits, targets, tf.zeros([2, 3]))
    losses["function"] = seq2seq.sequence_loss(
        logits, targets, weights, softmax_loss_function=lambda labels, logits: tf.reduce_sum(logits, 1)
    )
    with tf.Session() as sess:
        result = sess.run(losses)
    result["errors"] = [
        error(seq2seq.sequence_loss, logits[0], targets, weights),
        error(seq2seq.sequence_loss, logits, targets[0], weights),
        error(seq2seq.sequence_loss, logits, targets, weights[0]),
        error(seq2seq.sequence_loss, logits, targets, weights, sum_over_timesteps=True),
        error(seq2seq.sequence_loss, logits, targets, weights, sum_over_batch=True),
    ]
    return result
