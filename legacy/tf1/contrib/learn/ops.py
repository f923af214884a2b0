"""Replaces: ``tf.contrib.learn.ops``: embeddings, and losses and sequence models that make their own logits."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import rnn

__all__ = [
    "categorical_variable",
    "embedding_lookup",
    "mean_squared_error_regressor",
    "rnn_decoder",
    "rnn_seq2seq",
    "seq2seq_inputs",
    "sequence_classifier",
    "softmax_classifier",
]


def embedding_lookup(params, ids, name="embedding_lookup"):
    """Rows of `params` [n, ...] for `ids` of any shape. Replaces: tf.contrib.learn.ops.embedding_lookup"""
    with tf.name_scope(name, "embedding_lookup", [params, ids]):
        params, ids = tf.convert_to_tensor(params), tf.convert_to_tensor(ids)
        shape = tf.shape(ids)
        flat = tf.reshape(ids, tf.reduce_prod(shape, keepdims=True))
        rows = tf.nn.embedding_lookup(params, flat, name=name)
        rows = tf.reshape(rows, tf.concat([shape, [-1]], 0))
        rows.set_shape(ids.shape.concatenate(params.shape[1:]))
        return rows


def categorical_variable(tensor_in, n_classes, embedding_size, name):
    """An embedding of classes. Replaces: tf.contrib.learn.ops.categorical_variable"""
    with tf.variable_scope(name):
        return embedding_lookup(tf.get_variable(f"{name}_embeddings", [n_classes, embedding_size]), tensor_in)


def mean_squared_error_regressor(tensor_in, labels, weights, biases, name=None):
    """(predictions, loss) of a linear regression. Replaces: tf.contrib.learn.ops.mean_squared_error_regressor"""
    with tf.name_scope(name, "mean_squared_error_regressor", [tensor_in, labels]):
        predictions = tf.nn.xw_plus_b(tensor_in, weights, biases)
        if len(labels.shape) == 1 and len(predictions.shape) == 2:
            predictions = tf.squeeze(predictions, axis=[1])
        return predictions, tf.losses.mean_squared_error(labels, predictions)


def softmax_classifier(tensor_in, labels, weights, biases, class_weight=None, name=None):
    """(probabilities, loss) for one-hot labels. Replaces: tf.contrib.learn.ops.softmax_classifier"""
    with tf.name_scope(name, "softmax_classifier", [tensor_in, labels]):
        logits = tf.nn.xw_plus_b(tensor_in, weights, biases)
        if class_weight is not None:
            logits = tf.multiply(logits, class_weight)
        return tf.nn.softmax(logits), tf.losses.softmax_cross_entropy(labels, logits)


def sequence_classifier(decoding, labels, sampling_decoding=None, name=None):
    """(probabilities [batch, time, classes], summed loss). Replaces: tf.contrib.learn.ops.sequence_classifier"""
    with tf.name_scope(name, "sequence_classifier", [decoding, labels]):
        losses, predictions = [], []
        for at, logits in enumerate(decoding):
            losses.append(
                tf.nn.softmax_cross_entropy_with_logits(
                    labels=labels[at], logits=logits, name=f"sequence_loss/xent_raw{at}"
                )
            )
            predictions.append(tf.nn.softmax(sampling_decoding[at] if sampling_decoding else logits))
        loss = tf.reduce_sum(tf.add_n(losses, name="sequence_loss/xent"), name="sequence_loss")
        return tf.stack(predictions, axis=1), loss


def seq2seq_inputs(x, y, input_length, output_length, sentinel=None, name=None):
    """The encoder's inputs, the decoder's and its outputs, as lists. Replaces: tf.contrib.learn.ops.seq2seq_inputs

    As in TF1 the lengths are those of `x` and `y`, whatever `input_length` and `output_length` say.
    """
    del input_length, output_length
    with tf.name_scope(name, "seq2seq_inputs", [x, y]):
        xs, ys = tf.unstack(x, axis=1), tf.unstack(y, axis=1)
        if not sentinel:
            sentinel = tf.zeros(tf.stack([tf.shape(x)[0], tf.dimension_value(ys[0].shape[1])]))
            sentinel.set_shape(ys[0].shape)
        return xs, [sentinel, *ys], [*ys, sentinel]


def rnn_decoder(decoder_inputs, initial_state, cell, scope=None):
    """Outputs and states, fed with inputs and with its own outputs. Replaces: tf.contrib.learn.ops.rnn_decoder"""
    with tf.variable_scope(scope or "dnn_decoder"):
        states, outputs = [initial_state], []
        sampled_states, sampled = [initial_state], []
        with tf.name_scope("training", values=[decoder_inputs, initial_state]):
            for at, value in enumerate(decoder_inputs):
                if at:
                    tf.get_variable_scope().reuse_variables()
                output, state = cell(value, states[-1])
                outputs.append(output)
                states.append(state)
        with tf.name_scope("sampling", values=[initial_state]):
            for at in range(len(decoder_inputs)):
                output, state = cell(sampled[-1], sampled_states[-1]) if at else (outputs[0], states[0])
                sampled.append(output)
                sampled_states.append(state)
    return outputs, states, sampled, sampled_states


def rnn_seq2seq(encoder_inputs, decoder_inputs, encoder_cell, decoder_cell=None, dtype=tf.float32, scope=None):
    """`rnn_decoder` from an encoder's last state. Replaces: tf.contrib.learn.ops.rnn_seq2seq"""
    with tf.variable_scope(scope or "rnn_seq2seq"):
        _, state = rnn.static_rnn(encoder_cell, encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, decoder_cell or encoder_cell)
