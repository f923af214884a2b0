"""The PTB language model: LSTM layers over words, three towers that share their variables, perplexity.

Notes: section 25 (and 20, gradients clipped by their global norm).

Repaired: the lost line breaks; `tf.concat_v2(outputs, 1)` is `tf.concat(axis=1, values=outputs)`, which 1.x knows too;
one LSTM cell object for each layer, which 1.2 began to require; the reader module, which the listing imports, is part
of the file. Without --data_path it reads what Python's own help says about Python, so that it runs without a download.
"""

from __future__ import print_function

import collections
import os
import re
import time

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS


class SmallConfig(object):
    init_scale = 0.1
    learning_rate = 1.0
    max_grad_norm = 5
    num_layers = 2
    num_steps = 20
    hidden_size = 200
    max_epoch = 4
    max_max_epoch = 13
    keep_prob = 1.0
    lr_decay = 0.5
    batch_size = 20
    vocab_size = 10000


class MediumConfig(object):
    init_scale = 0.05
    learning_rate = 1.0
    max_grad_norm = 5
    num_layers = 2
    num_steps = 35
    hidden_size = 650
    max_epoch = 6
    max_max_epoch = 39
    keep_prob = 0.5
    lr_decay = 0.8
    batch_size = 20
    vocab_size = 10000


class LargeConfig(object):
    init_scale = 0.04
    learning_rate = 1.0
    max_grad_norm = 10
    num_layers = 2
    num_steps = 35
    hidden_size = 1500
    max_epoch = 14
    max_max_epoch = 55
    keep_prob = 0.35
    lr_decay = 1 / 1.15
    batch_size = 20
    vocab_size = 10000


class TestConfig(object):
    init_scale = 0.1
    learning_rate = 1.0
    max_grad_norm = 1
    num_layers = 1
    num_steps = 2
    hidden_size = 2
    max_epoch = 1
    max_max_epoch = 1
    keep_prob = 1.0
    lr_decay = 0.5
    batch_size = 20
    vocab_size = 10000


CONFIGS = {"small": SmallConfig, "medium": MediumConfig, "large": LargeConfig, "test": TestConfig}


def data_type():
    return tf.float32


def read_words(path):
    with tf.gfile.GFile(path, "r") as f:
        return f.read().replace("\n", "<eos>").split()


def ptb_raw_data(data_path):
    """Train, valid and test as lists of ids, and the number of words."""
    parts = [read_words(os.path.join(data_path, "ptb.%s.txt" % split)) for split in ("train", "valid", "test")]
    return ids_of(parts)


def python_raw_data():
    """The same of Python's help texts, words seen less than three times replaced by <unk>."""
    from pydoc_data import topics

    lines = [topics.topics[name] for name in sorted(topics.topics)]
    text = " <eos> ".join(re.sub("[^a-z]+", " ", line.lower()) for line in lines).split()
    counts = collections.Counter(text)
    text = [word if counts[word] > 2 else "<unk>" for word in text]
    cuts = len(text) * 8 // 10, len(text) * 9 // 10
    return ids_of([text[: cuts[0]], text[cuts[0] : cuts[1]], text[cuts[1] :]])


def ids_of(parts):
    counts = collections.Counter(parts[0])
    words = sorted(counts, key=lambda word: (-counts[word], word))
    ids = dict(zip(words, range(len(words))))
    return [[ids[word] for word in part if word in ids] for part in parts] + [len(words)]


def ptb_producer(raw_data, batch_size, num_steps, name=None):
    """Batches whose rows go on from one to the next, from a queue."""
    with tf.name_scope(name, "PTBProducer", [raw_data, batch_size, num_steps]):
        raw_data = tf.convert_to_tensor(raw_data, name="raw_data", dtype=tf.int32)
        batch_len = tf.size(raw_data) // batch_size
        data = tf.reshape(raw_data[0 : batch_size * batch_len], [batch_size, batch_len])
        epoch_size = (batch_len - 1) // num_steps
        i = tf.train.range_input_producer(epoch_size, shuffle=False).dequeue()
        x = tf.strided_slice(data, [0, i * num_steps], [batch_size, (i + 1) * num_steps])
        x.set_shape([batch_size, num_steps])
        y = tf.strided_slice(data, [0, i * num_steps + 1], [batch_size, (i + 1) * num_steps + 1])
        y.set_shape([batch_size, num_steps])
        return x, y


class PTBInput(object):
    """The input data."""

    def __init__(self, config, data, name=None):
        self.batch_size = batch_size = config.batch_size
        self.num_steps = num_steps = config.num_steps
        self.epoch_size = ((len(data) // batch_size) - 1) // num_steps
        self.input_data, self.targets = ptb_producer(data, batch_size, num_steps, name=name)


class PTBModel(object):
    """The PTB model."""

    def __init__(self, is_training, config, input_):
        self.input = input_
        batch_size = input_.batch_size
        num_steps = input_.num_steps
        size = config.hidden_size
        vocab_size = config.vocab_size

        def lstm_cell():
            # Slightly better results can be obtained with forget gate biases initialized to 1, but the
            # hyperparameters of the model would need to be different than reported in the paper.
            cell = tf.contrib.rnn.BasicLSTMCell(size, forget_bias=0.0, state_is_tuple=True)
            if is_training and config.keep_prob < 1:
                cell = tf.contrib.rnn.DropoutWrapper(cell, output_keep_prob=config.keep_prob)
            return cell

        cell = tf.contrib.rnn.MultiRNNCell([lstm_cell() for _ in range(config.num_layers)], state_is_tuple=True)
        self.initial_state = cell.zero_state(batch_size, data_type())

        with tf.device("/cpu:0"):
            embedding = tf.get_variable("embedding", [vocab_size, size], dtype=data_type())
            inputs = tf.nn.embedding_lookup(embedding, input_.input_data)

        if is_training and config.keep_prob < 1:
            inputs = tf.nn.dropout(inputs, config.keep_prob)

        outputs = []
        state = self.initial_state
        with tf.variable_scope("RNN"):
            for time_step in range(num_steps):
                if time_step > 0:
                    tf.get_variable_scope().reuse_variables()
                (cell_output, state) = cell(inputs[:, time_step, :], state)
                outputs.append(cell_output)

        output = tf.reshape(tf.concat(axis=1, values=outputs), [-1, size])
        softmax_w = tf.get_variable("softmax_w", [size, vocab_size], dtype=data_type())
        softmax_b = tf.get_variable("softmax_b", [vocab_size], dtype=data_type())
        self.logits = logits = tf.matmul(output, softmax_w) + softmax_b
        loss = tf.contrib.legacy_seq2seq.sequence_loss_by_example(
            [logits],
            [tf.reshape(input_.targets, [-1])],
            [tf.ones([batch_size * num_steps], dtype=data_type())],
        )
        self.cost = cost = tf.reduce_sum(loss) / batch_size
        self.final_state = state

        if not is_training:
            return

        self.lr = tf.Variable(0.0, trainable=False)
        tvars = tf.trainable_variables()
        grads, _ = tf.clip_by_global_norm(tf.gradients(cost, tvars), config.max_grad_norm)
        optimizer = tf.train.GradientDescentOptimizer(self.lr)
        self.train_op = optimizer.apply_gradients(
            zip(grads, tvars), global_step=tf.contrib.framework.get_or_create_global_step()
        )
        self.new_lr = tf.placeholder(tf.float32, shape=[], name="new_learning_rate")
        self.lr_update = tf.assign(self.lr, self.new_lr)

    def assign_lr(self, session, lr_value):
        session.run(self.lr_update, feed_dict={self.new_lr: lr_value})


def run_epoch(session, model, eval_op=None, verbose=False):
    """Runs the model on the given data."""
    start_time = time.time()
    costs = 0.0
    iters = 0
    state = session.run(model.initial_state)

    fetches = {"cost": model.cost, "final_state": model.final_state}
    if eval_op is not None:
        fetches["eval_op"] = eval_op

    for step in range(model.input.epoch_size):
        feed_dict = {}
        for i, (c, h) in enumerate(model.initial_state):
            feed_dict[c] = state[i].c
            feed_dict[h] = state[i].h

        vals = session.run(fetches, feed_dict)
        cost = vals["cost"]
        state = vals["final_state"]

        costs += cost
        iters += model.input.num_steps

        if verbose and step % (model.input.epoch_size // 10) == 10:
            print(
                "%.3f perplexity: %.3f speed: %.0f wps"
                % (
                    step * 1.0 / model.input.epoch_size,
                    np.exp(costs / iters),
                    iters * model.input.batch_size / (time.time() - start_time),
                )
            )

    return np.exp(costs / iters)


def build_towers(config, eval_config, train_data, valid_data, test_data):
    """The three towers: (training, validation, test) models over the same variables."""
    initializer = tf.random_uniform_initializer(-config.init_scale, config.init_scale)

    with tf.name_scope("Train"):
        train_input = PTBInput(config=config, data=train_data, name="TrainInput")
        with tf.variable_scope("Model", reuse=None, initializer=initializer):
            m = PTBModel(is_training=True, config=config, input_=train_input)
        tf.summary.scalar("Training_Loss", m.cost)
        tf.summary.scalar("Learning_Rate", m.lr)

    with tf.name_scope("Valid"):
        valid_input = PTBInput(config=config, data=valid_data, name="ValidInput")
        with tf.variable_scope("Model", reuse=True, initializer=initializer):
            mvalid = PTBModel(is_training=False, config=config, input_=valid_input)
        tf.summary.scalar("Validation_Loss", mvalid.cost)

    with tf.name_scope("Test"):
        test_input = PTBInput(config=eval_config, data=test_data, name="TestInput")
        with tf.variable_scope("Model", reuse=True, initializer=initializer):
            mtest = PTBModel(is_training=False, config=eval_config, input_=test_input)

    return m, mvalid, mtest


def build(batch_size=4, num_steps=5, hidden_size=8, vocab_size=30, num_layers=2, max_grad_norm=5):
    """The towers of a small model; its tensors and operations by name, states as c0, h0, c1, ... and final_c0, ..."""
    config, eval_config = SmallConfig(), SmallConfig()
    for c in (config, eval_config):
        c.batch_size, c.num_steps, c.hidden_size = batch_size, num_steps, hidden_size
        c.vocab_size, c.num_layers, c.max_grad_norm = vocab_size, num_layers, max_grad_norm
    eval_config.batch_size = eval_config.num_steps = 1
    data = list(range(vocab_size)) * (2 * batch_size * num_steps // vocab_size + 2)
    m, mvalid, mtest = build_towers(config, eval_config, data, data, data)
    tensors = {
        "input_data": m.input.input_data,
        "targets": m.input.targets,
        "new_learning_rate": m.new_lr,
        "lr_update": m.lr_update,
        "logits": m.logits,
        "cost": m.cost,
        "train_op": m.train_op,
        "valid_cost": mvalid.cost,
        "test_cost": mtest.cost,
    }
    for i, (state, final) in enumerate(zip(m.initial_state, m.final_state)):
        tensors.update({"c%d" % i: state.c, "h%d" % i: state.h, "final_c%d" % i: final.c, "final_h%d" % i: final.h})
    return tensors


def main(_):
    train_data, valid_data, test_data, words = ptb_raw_data(FLAGS.data_path) if FLAGS.data_path else python_raw_data()

    config = CONFIGS[FLAGS.model]()
    eval_config = CONFIGS[FLAGS.model]()
    config.vocab_size = eval_config.vocab_size = words
    config.max_max_epoch = FLAGS.max_max_epoch or config.max_max_epoch
    eval_config.batch_size = 1
    eval_config.num_steps = 1

    with tf.Graph().as_default():
        m, mvalid, mtest = build_towers(config, eval_config, train_data, valid_data, test_data)

        sv = tf.train.Supervisor(logdir=FLAGS.save_path)
        with sv.managed_session() as session:
            for i in range(config.max_max_epoch):
                lr_decay = config.lr_decay ** max(i + 1 - config.max_epoch, 0.0)
                m.assign_lr(session, config.learning_rate * lr_decay)

                print("Epoch: %d Learning rate: %.3f" % (i + 1, session.run(m.lr)))
                train_perplexity = run_epoch(session, m, eval_op=m.train_op, verbose=True)
                print("Epoch: %d Train Perplexity: %.3f" % (i + 1, train_perplexity))
                valid_perplexity = run_epoch(session, mvalid)
                print("Epoch: %d Valid Perplexity: %.3f" % (i + 1, valid_perplexity))

            test_perplexity = run_epoch(session, mtest)
            print("Test Perplexity: %.3f" % test_perplexity)

            if FLAGS.save_path:
                print("Saving model to %s." % FLAGS.save_path)
                sv.saver.save(session, os.path.join(FLAGS.save_path, "model"), global_step=sv.global_step)


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("model", "small", "small, medium, large or test")
    tf.app.flags.DEFINE_string("data_path", None, "folder of ptb.train.txt, ptb.valid.txt and ptb.test.txt")
    tf.app.flags.DEFINE_string("save_path", None, "folder for checkpoints and summaries")
    tf.app.flags.DEFINE_integer("max_max_epoch", None, "epochs, instead of the configuration's")
    tf.app.run()
