"""The unrolled decoder loops: plain, on embeddings, and with the attention of Vinyals et al. (arXiv 1412.7449)."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.nn.rnn_cell import _linear


def _extract_argmax_and_embed(embedding, output_projection=None, update_embedding=True):
    """The loop function that feeds back the embedding of the likeliest symbol.

    Without `update_embedding` no gradient reaches the embedding through it.
    """

    def loop_function(prev, _):
        if output_projection is not None:
            weights, biases = output_projection
            prev = tf.nn.xw_plus_b(prev, weights, biases)
        embedded = tf.nn.embedding_lookup(embedding, tf.argmax(prev, 1))
        return embedded if update_embedding else tf.stop_gradient(embedded)

    return loop_function


def rnn_decoder(decoder_inputs, initial_state, cell, loop_function=None, scope=None):
    """Unroll `cell` over `decoder_inputs`, or over what `loop_function` makes of the previous output.

    Args:
        decoder_inputs: iterable over time of `[batch, input size]`; with a `loop_function` only the first one is used,
            the others merely count.
        initial_state: `[batch, state size]` or the cell's structure of those.
        cell: an RNNCell.
        loop_function: None, or `f(previous output, step) -> input`. It runs in a reusing scope "loop_function".
        scope: variable scope, "rnn_decoder" if None.

    Returns:
        `(outputs, state)`: list over time of `[batch, output size]`, and the last state.

    Replaces: tf.contrib.legacy_seq2seq.rnn_decoder
    """
    with tf.variable_scope(scope or "rnn_decoder"):
        state, outputs = initial_state, []
        for step, inp in enumerate(decoder_inputs):
            if loop_function is not None and outputs:
                inp = _feed_back(loop_function, outputs[-1], step)
            if step:
                tf.get_variable_scope().reuse_variables()
            output, state = cell(inp, state)
            outputs.append(output)
    return outputs, state


def embedding_rnn_decoder(
    decoder_inputs,
    initial_state,
    cell,
    num_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    scope=None,
):
    """`rnn_decoder` on symbols: they are embedded by a variable "embedding" `[num_symbols, embedding_size]`.

    Args:
        decoder_inputs: list over time of int32 `[batch]`.
        initial_state, cell: as in `rnn_decoder`.
        num_symbols, embedding_size: sizes of the embedding.
        output_projection: None or `(W [output size, num_symbols], b [num_symbols])`, applied to what is fed back.
        feed_previous: feed back the likeliest symbol instead of reading the inputs after the first.
        update_embedding_for_previous: whether gradients go through what is fed back.
        scope: variable scope, "embedding_rnn_decoder" if None.

    Returns:
        `(outputs, state)` of `rnn_decoder`.

    Raises:
        ValueError: the projection has the wrong shape.

    Replaces: tf.contrib.legacy_seq2seq.embedding_rnn_decoder
    """
    with tf.variable_scope(scope or "embedding_rnn_decoder") as scope:
        check_projection(output_projection, num_symbols, scope.dtype)
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = _extract_argmax_and_embed(embedding, output_projection, update_embedding_for_previous)
        # Embedded one by one inside the decoder's scope, as TF1's generator did.
        embedded = (tf.nn.embedding_lookup(embedding, i) for i in decoder_inputs)
        return rnn_decoder(embedded, initial_state, cell, loop_function=loop_function)


def attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    output_size=None,
    num_heads=1,
    loop_function=None,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """`rnn_decoder` that reads `attention_states` with ``softmax(v · tanh(W1 h_i + W2 state))`` at every step.

    The reads are mixed into the next input and into the output by a linear layer each.

    Args:
        decoder_inputs: list over time of `[batch, input size]`.
        initial_state: the cell's state.
        attention_states: `[batch, length, size]`; the length may be unknown.
        cell: an RNNCell.
        output_size: columns of the outputs; the cell's if None.
        num_heads: how many reads a step.
        loop_function: as in `rnn_decoder`.
        dtype: of the variables; the scope's if None.
        scope: variable scope, "attention_decoder" if None.
        initial_state_attention: read with the initial state before the first step, instead of starting from zeros.

    Returns:
        `(outputs, state)`: list over time of `[batch, output_size]`, and the cell's last state.

    Raises:
        ValueError: no inputs, no heads, or an unknown size of the states or of an input.

    Replaces: tf.contrib.legacy_seq2seq.attention_decoder
    """
    if not decoder_inputs:
        raise ValueError("Must provide at least 1 input to attention decoder.")
    if num_heads < 1:
        raise ValueError("With less than 1 heads, use a non-attention decoder.")
    if tf.dimension_value(attention_states.get_shape()[2]) is None:
        raise ValueError(f"Shape[2] of attention_states must be known: {attention_states.get_shape()}")
    output_size = cell.output_size if output_size is None else output_size

    with tf.variable_scope(scope or "attention_decoder", dtype=dtype) as scope:
        dtype = scope.dtype
        batch_size = tf.shape(decoder_inputs[0])[0]
        read = _attention_reader(attention_states, num_heads, dtype)
        size = tf.dimension_value(attention_states.get_shape()[2])
        reads = [tf.zeros(tf.stack([batch_size, size]), dtype=dtype) for _ in range(num_heads)]
        for zeros in reads:
            zeros.set_shape([None, size])
        if initial_state_attention:
            reads = read(initial_state)

        state, outputs = initial_state, []
        for step, inp in enumerate(decoder_inputs):
            if step:
                tf.get_variable_scope().reuse_variables()
            if loop_function is not None and outputs:
                inp = _feed_back(loop_function, outputs[-1], step)
            input_size = tf.dimension_value(inp.get_shape().with_rank(2)[1])
            if input_size is None:
                raise ValueError(f"Could not infer input size from input: {inp.name}")

            mixed = [tf.cast(x, dtype) for x in [inp, *reads]]
            cell_output, state = cell(_linear(mixed, input_size, True), state)
            # The first read of the loop finds its variables there already if the initial state was read.
            reuse = True if step == 0 and initial_state_attention else None
            with tf.variable_scope(tf.get_variable_scope(), reuse=reuse):
                reads = read(state)
            with tf.variable_scope("AttnOutputProjection"):
                outputs.append(_linear([tf.cast(cell_output, dtype), *reads], output_size, True))
    return outputs, state


def embedding_attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    num_symbols,
    embedding_size,
    num_heads=1,
    output_size=None,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """`attention_decoder` on symbols; the arguments are those of `embedding_rnn_decoder` and `attention_decoder`.

    Raises:
        ValueError: the projection's bias has the wrong shape, and all that `attention_decoder` raises.

    Replaces: tf.contrib.legacy_seq2seq.embedding_attention_decoder
    """
    output_size = cell.output_size if output_size is None else output_size
    if output_projection is not None:
        biases = tf.convert_to_tensor(output_projection[1], dtype=dtype)
        biases.get_shape().assert_is_compatible_with([num_symbols])

    with tf.variable_scope(scope or "embedding_attention_decoder", dtype=dtype):
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = _extract_argmax_and_embed(embedding, output_projection, update_embedding_for_previous)
        return attention_decoder(
            [tf.nn.embedding_lookup(embedding, i) for i in decoder_inputs],
            initial_state,
            attention_states,
            cell,
            output_size=output_size,
            num_heads=num_heads,
            loop_function=loop_function,
            initial_state_attention=initial_state_attention,
        )


def check_projection(output_projection, num_symbols, dtype):
    """Raise ValueError unless `output_projection` is None or (weights, biases) for `num_symbols` columns."""
    if output_projection is not None:
        weights = tf.convert_to_tensor(output_projection[0], dtype=dtype)
        weights.get_shape().assert_is_compatible_with([None, num_symbols])
        biases = tf.convert_to_tensor(output_projection[1], dtype=dtype)
        biases.get_shape().assert_is_compatible_with([num_symbols])


def _feed_back(loop_function, output, step):
    with tf.variable_scope("loop_function", reuse=True):
        return loop_function(output, step)


def _attention_reader(attention_states, num_heads, dtype):
    """Returns `read(state)`, a list over the heads of `[batch, size]`; makes the variables AttnW_i and AttnV_i."""
    length = tf.dimension_value(attention_states.get_shape()[1])
    length = tf.shape(attention_states)[1] if length is None else length
    size = tf.dimension_value(attention_states.get_shape()[2])

    # W1 h for all positions at once is a 1 x 1 convolution over [batch, length, 1, size].
    hidden = tf.reshape(attention_states, [-1, length, 1, size])
    heads = []
    for head in range(num_heads):
        kernel = tf.get_variable(f"AttnW_{head}", [1, 1, size, size], dtype=dtype)
        features = tf.nn.conv2d(hidden, kernel, [1, 1, 1, 1], "SAME")
        heads.append((features, tf.get_variable(f"AttnV_{head}", [size], dtype=dtype)))

    def read(query):
        if tf.nest.is_nested(query):
            parts = tf.nest.flatten(query)
            for part in parts:
                assert part.get_shape().ndims in (None, 2), f"a state of two dimensions, not {part.get_shape()}"
            query = tf.concat(parts, 1)
        result = []
        for head, (features, v) in enumerate(heads):
            with tf.variable_scope(f"Attention_{head}"):
                y = tf.cast(tf.reshape(_linear(query, size, True), [-1, 1, 1, size]), dtype)
                scores = tf.reduce_sum(v * tf.tanh(features + y), [2, 3])
                alignment = tf.cast(tf.nn.softmax(tf.cast(scores, tf.float32)), dtype)
                mean = tf.reduce_sum(tf.reshape(alignment, [-1, length, 1, 1]) * hidden, [1, 2])
                result.append(tf.reshape(mean, [-1, size]))
        return result

    return read
