"""Encoder-decoder models: `static_rnn` over the inputs, then one of the decoders from the encoder's last state."""

import copy
import weakref

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.legacy_seq2seq.decoders import (
    _extract_argmax_and_embed,
    check_projection,
    embedding_attention_decoder,
    embedding_rnn_decoder,
    rnn_decoder,
)
from tf2notes.legacy.tf1.nn.rnn_cell import EmbeddingWrapper, OutputProjectionWrapper, RNNCell

_uncalled = weakref.WeakKeyDictionary()


def encoder_copy(cell):
    """A copy of `cell` that has no weights yet.

    A cell that was called holds tensors, which cannot be copied; one function for several buckets calls its cell again
    and again. So the copy that the first call took is what later calls copy.

    Raises:
        TypeError, NotImplementedError: the cell was called before it came here.
    """
    if getattr(cell, "built", False) and cell in _uncalled:
        return copy.deepcopy(_uncalled[cell])
    fresh = copy.deepcopy(cell)
    _uncalled[cell] = copy.deepcopy(fresh)
    return fresh


def basic_rnn_seq2seq(encoder_inputs, decoder_inputs, cell, dtype=tf.float32, scope=None):
    """Encode with a copy of `cell` (weights of its own), decode with `cell`.

    Args:
        encoder_inputs, decoder_inputs: lists over time of `[batch, input size]`.
        cell: an RNNCell.
        dtype: of the encoder's zero state.
        scope: variable scope, "basic_rnn_seq2seq" if None.

    Returns:
        `(outputs, state)` of the decoder: list over time of `[batch, output size]`, last state.

    Replaces: tf.contrib.legacy_seq2seq.basic_rnn_seq2seq
    """
    with tf.variable_scope(scope or "basic_rnn_seq2seq"):
        _, state = tf.nn.static_rnn(encoder_copy(cell), encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, cell)


def tied_rnn_seq2seq(encoder_inputs, decoder_inputs, cell, loop_function=None, dtype=tf.float32, scope=None):
    """As `basic_rnn_seq2seq`, with the same weights for encoding and decoding.

    Replaces: tf.contrib.legacy_seq2seq.tied_rnn_seq2seq
    """
    with tf.variable_scope("combined_tied_rnn_seq2seq"):
        scope = scope or "tied_rnn_seq2seq"
        _, state = tf.nn.static_rnn(cell, encoder_inputs, dtype=dtype, scope=scope)
        tf.get_variable_scope().reuse_variables()
        return rnn_decoder(decoder_inputs, state, cell, loop_function=loop_function, scope=scope)


def embedding_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """Symbols in, symbols out: both sides have an embedding, the decoder an output projection unless one is given.

    Args:
        encoder_inputs, decoder_inputs: lists over time of int32 `[batch]`.
        cell: an RNNCell; the encoder works on a copy.
        num_encoder_symbols, num_decoder_symbols, embedding_size: sizes of the embeddings.
        output_projection: None: the outputs are logits `[batch, num_decoder_symbols]`. `(W, b)`: they are the cell's,
            and the projection serves what is fed back only.
        feed_previous: bool, or a bool scalar tensor that chooses when the graph runs.
        dtype: of the scope's variables and the state.
        scope: variable scope, "embedding_rnn_seq2seq" if None.

    Returns:
        `(outputs, state)` of the decoder.

    Replaces: tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq
    """
    with tf.variable_scope(scope or "embedding_rnn_seq2seq") as scope:
        if dtype is not None:
            scope.set_dtype(dtype)
        else:
            dtype = scope.dtype
        encoder_cell = EmbeddingWrapper(
            encoder_copy(cell), embedding_classes=num_encoder_symbols, embedding_size=embedding_size
        )
        _, encoder_state = tf.nn.static_rnn(encoder_cell, encoder_inputs, dtype=dtype)
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)

        def decode(feed, update_embedding):
            return embedding_rnn_decoder(
                decoder_inputs,
                encoder_state,
                cell,
                num_decoder_symbols,
                embedding_size,
                output_projection=output_projection,
                feed_previous=feed,
                update_embedding_for_previous=update_embedding,
            )

        return _decode_either_way(decode, feed_previous, len(decoder_inputs), encoder_state)


def embedding_tied_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_symbols,
    embedding_size,
    num_decoder_symbols=None,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """As `embedding_rnn_seq2seq`, with one embedding and one set of weights for both sides.

    `num_decoder_symbols` limits the columns of the output projection (num_symbols if None).

    Raises:
        ValueError: `output_projection` has the wrong shape.

    Replaces: tf.contrib.legacy_seq2seq.embedding_tied_rnn_seq2seq
    """
    with tf.variable_scope(scope or "embedding_tied_rnn_seq2seq", dtype=dtype) as scope:
        dtype = scope.dtype
        check_projection(output_projection, num_symbols, dtype)
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size], dtype=dtype)
        embedded_in = [tf.nn.embedding_lookup(embedding, x) for x in encoder_inputs]
        embedded_out = [tf.nn.embedding_lookup(embedding, x) for x in decoder_inputs]
        if output_projection is None:
            columns = num_symbols if num_decoder_symbols is None else num_decoder_symbols
            cell = OutputProjectionWrapper(cell, columns)

        def decode(feed, update_embedding):
            loop_function = _extract_argmax_and_embed(embedding, output_projection, update_embedding) if feed else None
            return tied_rnn_seq2seq(embedded_in, embedded_out, cell, loop_function=loop_function, dtype=dtype)

        return _decode_either_way(decode, feed_previous, len(decoder_inputs), cell.state_size)


def embedding_attention_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    num_heads=1,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """As `embedding_rnn_seq2seq`, and the decoder attends to the encoder's outputs.

    `num_heads` and `initial_state_attention` are those of `attention_decoder`.

    Replaces: tf.contrib.legacy_seq2seq.embedding_attention_seq2seq
    """
    with tf.variable_scope(scope or "embedding_attention_seq2seq", dtype=dtype) as scope:
        dtype = scope.dtype
        encoder_cell = EmbeddingWrapper(
            encoder_copy(cell), embedding_classes=num_encoder_symbols, embedding_size=embedding_size
        )
        encoder_outputs, encoder_state = tf.nn.static_rnn(encoder_cell, encoder_inputs, dtype=dtype)
        attention_states = tf.concat([tf.reshape(e, [-1, 1, cell.output_size]) for e in encoder_outputs], 1)
        output_size = None
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)
            output_size = num_decoder_symbols

        def decode(feed, update_embedding):
            return embedding_attention_decoder(
                decoder_inputs,
                encoder_state,
                attention_states,
                cell,
                num_decoder_symbols,
                embedding_size,
                num_heads=num_heads,
                output_size=output_size,
                output_projection=output_projection,
                feed_previous=feed,
                update_embedding_for_previous=update_embedding,
                initial_state_attention=initial_state_attention,
            )

        return _decode_either_way(decode, feed_previous, len(decoder_inputs), encoder_state)


def one2many_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs_dict,
    enc_cell,
    dec_cells_dict,
    num_encoder_symbols,
    num_decoder_symbols_dict,
    embedding_size,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """One encoder and a decoder for every key of `decoder_inputs_dict` (multi-task; arXiv 1511.06114).

    Args:
        encoder_inputs: list over time of int32 `[batch]`.
        decoder_inputs_dict, dec_cells_dict, num_decoder_symbols_dict: decoder name to its inputs, cell, symbols.
        enc_cell: the encoder's RNNCell.
        num_encoder_symbols, embedding_size: sizes of the embeddings.
        feed_previous: bool or bool scalar tensor, for all decoders.
        dtype: of the variables.
        scope: variable scope, "one2many_rnn_seq2seq" if None; decoder `a` has "one2many_decoder_a" in it.

    Returns:
        `(outputs by name, state by name)`.

    Raises:
        TypeError: a cell is no RNNCell.
        ValueError: the dictionaries have different keys.

    Replaces: tf.contrib.legacy_seq2seq.one2many_rnn_seq2seq
    """
    _check_is_cell("enc_cell", enc_cell)
    if set(dec_cells_dict) != set(decoder_inputs_dict):
        raise ValueError("keys of dec_cells_dict != keys of decoder_inputs_dict")
    for dec_cell in dec_cells_dict.values():
        _check_is_cell("dec_cell", dec_cell)

    outputs_dict, state_dict = {}, {}
    with tf.variable_scope(scope or "one2many_rnn_seq2seq", dtype=dtype) as scope:
        dtype = scope.dtype
        enc_cell = EmbeddingWrapper(enc_cell, embedding_classes=num_encoder_symbols, embedding_size=embedding_size)
        _, encoder_state = tf.nn.static_rnn(enc_cell, encoder_inputs, dtype=dtype)
        for name, decoder_inputs in decoder_inputs_dict.items():
            symbols = num_decoder_symbols_dict[name]
            with tf.variable_scope(f"one2many_decoder_{name}"):
                cell = OutputProjectionWrapper(dec_cells_dict[name], symbols)

                def decode(feed, _, inputs=decoder_inputs, cell=cell, symbols=symbols):
                    return embedding_rnn_decoder(
                        inputs, encoder_state, cell, symbols, embedding_size, feed_previous=feed
                    )

                outputs_dict[name], state_dict[name] = _decode_either_way(
                    decode, feed_previous, len(decoder_inputs), encoder_state
                )
    return outputs_dict, state_dict


def _decode_either_way(decode, feed_previous, steps, state_structure):
    """`decode(feed, update_embedding)` for a bool, else a `tf.cond` of both ways on the same variables."""
    if isinstance(feed_previous, bool):
        return decode(feed_previous, True)

    def branch(feed):
        # tf.cond builds the true branch first: it makes the variables and the false one finds them.
        with tf.variable_scope(tf.get_variable_scope(), reuse=None if feed else True):
            outputs, state = decode(feed, False)
        return outputs + (tf.nest.flatten(state) if tf.nest.is_nested(state) else [state])

    flat = tf.cond(feed_previous, lambda: branch(True), lambda: branch(False))
    state = flat[steps:]
    if tf.nest.is_nested(state_structure):
        return flat[:steps], tf.nest.pack_sequence_as(state_structure, state)
    return flat[:steps], state[0]


def _check_is_cell(name, cell):
    if not isinstance(cell, RNNCell):
        raise TypeError(f"{name} is not an RNNCell: {type(cell)}")
