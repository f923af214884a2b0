"""``tf.contrib.seq2seq``'s decoders, samplers and attention mechanisms that are Keras layers (1.14 and 1.15)."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib.seq2seq.python.ops import attention_wrapper as wrapper
from tensorflow.contrib.seq2seq.python.ops import basic_decoder, beam_search_decoder, decoder
from tensorflow.contrib.seq2seq.python.ops import sampler as samplers

B, T, D, U, V = 3, 4, 5, 6, 7  # batch, time, depth, units, symbols
ONE = {"parallel_iterations": 1}  # draws of several steps at once would come in any order


def normal(*shape, **kwargs):
    return np.asarray(np.random.RandomState(kwargs.get("seed", 0)).randn(*shape), np.float32)


def run(fetches):
    """Values with every variable set by its place; and what the variables are, below the loop that made them."""
    variables = tf.global_variables()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i, v in enumerate(variables):
            v.load(0.5 * normal(*v.get_shape().as_list(), seed=100 + i), sess)
        result = sess.run(fetches)
    result["names"] = [below_loop(v.name) + str(v.get_shape()) for v in variables]
    result["trainable"] = [below_loop(v.name) for v in tf.trainable_variables()]
    return result


def below_loop(name):
    """What a Keras layer calls its variables inside a loop begins with the scope of TF1's loop, and only there."""
    return name.split("/while/")[-1]


def mechanism(kind, lengths=True, memory=True, **kwargs):
    values = tf.constant(normal(B, T, D, seed=1)) if memory else None
    given = {"memory_sequence_length": tf.constant([4, 2, 3])} if lengths and memory else {}
    given.update(kwargs)
    return getattr(wrapper, kind + "AttentionV2")(U, values, **given)


def ask(attention, steps=2):
    state = attention.initial_state(B, tf.float32)
    fetches = {"initial": state}
    for i in range(steps):
        alignments, state = attention([tf.constant(normal(B, U, seed=2 + i)), state])
        fetches["alignments%d" % i] = alignments
    loss = tf.reduce_sum(tf.square(alignments))
    for i, v in enumerate(tf.trainable_variables()):
        g = tf.gradients(loss, v)[0]
        if g is not None:
            fetches["grad%d" % i] = g
    fetches["keys"], fetches["values"] = attention.keys, attention.values
    result = run(fetches)
    result["sizes"] = [str(attention.batch_size), str(attention.alignments_size), str(attention.state_size)]
    result["weights"] = [w.name for w in attention.weights]
    result["dtype"] = tf.as_dtype(attention.dtype).name
    return result


def case_luong():
    return ask(mechanism("Luong"))


def case_luong_scaled():
    return ask(mechanism("Luong", scale=True, name="scaled"))


def case_luong_hardmax():
    return ask(mechanism("Luong", probability_fn="hardmax", lengths=False))


def case_bahdanau():
    return ask(mechanism("Bahdanau"))


def case_bahdanau_normalized():
    return ask(mechanism("Bahdanau", normalize=True, lengths=False))


def case_bahdanau_monotonic():
    return ask(mechanism("BahdanauMonotonic", normalize=True, score_bias_init=-0.5))


def case_bahdanau_monotonic_noise():
    return ask(mechanism("BahdanauMonotonic", sigmoid_noise=1.0, sigmoid_noise_seed=3, mode="hard"), steps=1)


def case_luong_monotonic():
    return ask(mechanism("LuongMonotonic", scale=True, mode="recursive"))


def case_memory_later():
    """The memory comes with a call, and only once."""
    attention = mechanism("Luong", memory=False)
    errors = []
    values = attention(tf.constant(normal(B, T, D, seed=1)), setup_memory=True)
    try:
        attention._setup_memory(values)
    except ValueError as error:
        errors.append(str(error))
    result = ask(attention)
    result["errors"] = errors
    return result


def case_masked_memory():
    """A Keras mask takes positions out of the softmax; lengths only zero them."""
    ids = tf.keras.layers.Input([T], dtype="int32", batch_size=B)
    embedded = tf.keras.layers.Embedding(V, D, mask_zero=True)(ids)
    query = tf.keras.layers.Input([U], batch_size=B)
    state = tf.keras.layers.Input([T], batch_size=B)
    attention = wrapper.BahdanauAttentionV2(U, embedded)
    alignments, _ = attention([query, state])
    model = tf.keras.models.Model([ids, query, state], alignments)
    for i, w in enumerate(model.weights):
        w.load(0.5 * normal(*w.get_shape().as_list(), seed=50 + i), tf.keras.backend.get_session())
    given = [np.array([[1, 2, 0, 0], [3, 4, 5, 6], [1, 0, 0, 0]]), normal(B, U), normal(B, T)]
    predicted = model.predict(given, batch_size=B)
    return {"alignments": predicted, "shapes": [str(w.shape) for w in model.weights]}


def case_config():
    """Made again from its config, with the layers inside."""
    result = {}
    for kind in ("Luong", "Bahdanau", "BahdanauMonotonic", "LuongMonotonic"):
        attention = mechanism(kind, name="given")
        config = attention.get_config()
        again = type(attention).from_config(config)
        result[kind] = sorted(config)
        result[kind + "_again"] = [again.name, str(again.units), again.memory_layer.name, str(again.values is None)]
        result[kind + "_memory"] = str(config["memory"])
    return result


def case_wrapped():
    """An AttentionWrapper of a layer, decoded by a decoder that is a layer."""
    for attention in (mechanism("Luong", lengths=False), mechanism("Bahdanau", lengths=False, normalize=True)):
        cell = wrapper.AttentionWrapper(tf.nn.rnn_cell.LSTMCell(U), attention, 3, alignment_history=True)
    training = basic_decoder.BasicDecoderV2(cell, samplers.TrainingSampler())
    outputs, state, lengths = training(
        tf.constant(normal(B, T, D)), initial_state=cell.zero_state(B, tf.float32), sequence_length=[4, 2, 3]
    )
    return run(
        {
            "rnn_output": outputs.rnn_output,
            "sample_id": outputs.sample_id,
            "lengths": lengths,
            "attention": state.attention,
            "history": state.alignment_history.stack(),
        }
    )


def several(dense=True, impute=False, **kwargs):
    """A decoder of a sampler, as `decode` makes it."""
    cell = tf.nn.rnn_cell.LSTMCell(kwargs.pop("units", D))
    layer = tf.keras.layers.Dense(V, use_bias=False, name="project") if dense else None
    made = basic_decoder.BasicDecoderV2(
        cell, kwargs.pop("sampler"), output_layer=layer, impute_finished=impute, **kwargs.pop("decoder", {})
    )
    inputs = kwargs.pop("inputs")
    outputs, state, lengths = made(inputs, initial_state=cell.zero_state(B, tf.float32), **kwargs)
    loss = tf.reduce_sum(tf.square(outputs.rnn_output))
    fetches = {"rnn_output": outputs.rnn_output, "sample_id": outputs.sample_id, "lengths": lengths, "h": state.h}
    for i, g in enumerate(tf.gradients(loss, tf.trainable_variables())):
        fetches["grad%d" % i] = g
    result = run(fetches)
    result["static"] = [str(t.get_shape().as_list()) for t in (outputs.rnn_output, outputs.sample_id, lengths)]
    result["sizes"] = [str(made.output_size.rnn_output.as_list()), str(made.output_dtype), made.name]
    result["weights"] = sorted(below_loop(w.name) for w in made.weights)
    return result


def case_training():
    return several(sampler=samplers.TrainingSampler(), inputs=tf.constant(normal(B, T, D)), sequence_length=[4, 2, 0])


def case_training_time_major():
    return several(
        sampler=samplers.TrainingSampler(time_major=True),
        inputs=tf.constant(normal(T, B, D)),
        sequence_length=[4, 2, 3],
        dense=False,
        impute=True,
        decoder={"output_time_major": True, "maximum_iterations": 3},
    )


def case_greedy():
    return several(
        sampler=samplers.GreedyEmbeddingSampler(),
        inputs=tf.constant(normal(V, D, seed=4)),
        start_tokens=[1, 2, 3],
        end_token=0,
        decoder={"maximum_iterations": 5},
    )


def case_sampled():
    table = tf.constant(normal(V, D, seed=4))
    return several(
        sampler=samplers.SampleEmbeddingSampler(
            lambda ids: tf.nn.embedding_lookup(table, ids), softmax_temperature=0.5, seed=5
        ),
        inputs=tf.constant(0.0),
        start_tokens=[1, 2, 3],
        end_token=0,
        decoder={"maximum_iterations": 5},
    )


def case_scheduled_embedding():
    return several(
        sampler=samplers.ScheduledEmbeddingTrainingSampler(0.5, seed=6, scheduling_seed=7),
        inputs=tf.constant(normal(B, T, D)),
        sequence_length=[4, 2, 3],
        embedding=tf.constant(normal(V, D, seed=4)),
        decoder=ONE,
    )


def case_scheduled_output():
    return several(
        sampler=samplers.ScheduledOutputTrainingSampler(0.5, seed=6),
        inputs=tf.constant(normal(B, T, D)),
        sequence_length=[4, 2, 3],
        dense=False,
        decoder=ONE,
    )


def case_scheduled_output_auxiliary():
    return several(
        sampler=samplers.ScheduledOutputTrainingSampler(0.6, seed=6, next_inputs_fn=lambda x: 2 * x[:, :3]),
        inputs=tf.constant(normal(B, T, 3)),
        sequence_length=[4, 2, 3],
        auxiliary_inputs=tf.constant(normal(B, T, 2, seed=9)),
        dense=False,
        decoder=ONE,
    )


def case_inference():
    return several(
        sampler=samplers.InferenceSampler(
            sample_fn=lambda outputs: tf.nn.relu(outputs),
            sample_shape=[D],
            sample_dtype=tf.float32,
            end_fn=lambda ids: tf.reduce_sum(ids, -1) > 1.0,
        ),
        inputs=tf.constant(normal(B, D)),
        dense=False,
        decoder={"maximum_iterations": 4},
    )


def case_custom():
    def first(inputs, start):
        return tf.tile([False], [B]), inputs[:, start]

    def after(time, outputs, state, sample_ids):
        return sample_ids > 4, outputs, state

    return several(
        sampler=samplers.CustomSampler(
            first, lambda time, outputs, state: tf.argmax(outputs, -1, output_type=tf.int32) + time, after
        ),
        inputs=tf.constant(normal(B, T, D)),
        start=1,
        dense=False,
        decoder={"maximum_iterations": 6},
    )


def beam(attention=False, **kwargs):
    width = 2
    cell = tf.nn.rnn_cell.LSTMCell(U)
    if attention:
        memory = beam_search_decoder.tile_batch(tf.constant(normal(B, T, D, seed=1)), width)
        cell = wrapper.AttentionWrapper(cell, wrapper.LuongAttentionV2(U, memory), alignment_history=True)
    layer = tf.keras.layers.Dense(V, name="project")
    made = beam_search_decoder.BeamSearchDecoderV2(cell, width, output_layer=layer, maximum_iterations=4, **kwargs)
    table = None if "embedding_fn" in kwargs else tf.constant(normal(V, D, seed=4))
    outputs, state, lengths = made(
        table, start_tokens=tf.constant([1, 2, 3]), end_token=0, initial_state=cell.zero_state(B * width, tf.float32)
    )
    fetches = {
        "predicted": outputs.predicted_ids,
        "scores": outputs.beam_search_decoder_output.scores,
        "parents": outputs.beam_search_decoder_output.parent_ids,
        "lengths": lengths,
        "log_probs": state.log_probs,
    }
    if attention:
        fetches["history"] = state.cell_state.alignment_history.stack()
    result = run(fetches)
    result["static"] = [str(outputs.predicted_ids.shape.as_list()), str(made.tracks_own_finished)]
    return result


def case_beam():
    return beam(length_penalty_weight=0.6)


def case_beam_attention():
    return beam(attention=True, coverage_penalty_weight=0.2)


def error(function):
    try:
        function()
    except (TypeError, ValueError, NotImplementedError) as e:
        return type(e).__name__ + ": " + str(e).split("<")[0].split("(")[0].strip()[:60]
    return "none"


def case_errors():
    cell = tf.nn.rnn_cell.LSTMCell(D)
    training, greedy = samplers.TrainingSampler(), samplers.GreedyEmbeddingSampler
    checks = [
        lambda: training.batch_size,
        lambda: training.initialize(tf.zeros([B, T, D])),
        lambda: samplers.ScheduledEmbeddingTrainingSampler(0.5, embedding_fn=3),
        lambda: samplers.ScheduledEmbeddingTrainingSampler(0.5).initialize(tf.zeros([B, T, D]), [1, 2, 3]),
        lambda: greedy(3),
        lambda: greedy().initialize(tf.zeros([V, D]), start_tokens=1, end_token=2),
        lambda: greedy().initialize(tf.zeros([V, D]), start_tokens=[1], end_token=[2]),
        lambda: greedy().sample(0, (), ()),
        lambda: basic_decoder.BasicDecoderV2(cell, None),
        lambda: basic_decoder.BasicDecoderV2(None, training),
        lambda: basic_decoder.BasicDecoderV2(cell, training, output_layer=tf.Graph),
        lambda: beam_search_decoder.BeamSearchDecoderV2(cell, 2, embedding_fn=3),
        lambda: wrapper.LuongAttentionV2(U, None, probability_fn="relu"),
        lambda: wrapper.LuongAttentionV2(U, None, memory_layer=3),
        lambda: decoder.BaseDecoder().batch_size,
        lambda: decoder.dynamic_decode(3),
    ]
    return {"errors": [error(check) for check in checks]}
