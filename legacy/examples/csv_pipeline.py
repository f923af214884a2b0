"""CSV files through queues: ten rows one by one, then shuffled batches that a small classifier is trained on.

Notes: section 39.

Repaired: the lost line breaks. `tf.SomeReader` and `tf.some_decoder` are the reader and the decoder of the section's
first listing. The two files are written where they are missing: four integers a line, and whether the first two add up
to more than the others. The section stops where training would begin; softmax regression under SGD (0.1) was added.
"""

from __future__ import print_function

import os

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS


def write_files(folder, rows=1000):
    """Write file0.csv and file1.csv; returns their paths."""
    paths = []
    for number in range(2):
        numbers = np.random.RandomState(number).randint(0, 10, [rows, 4])
        labels = numbers[:, 0] + numbers[:, 1] > numbers[:, 2] + numbers[:, 3]
        paths.append(os.path.join(folder, "file%d.csv" % number))
        np.savetxt(paths[-1], np.column_stack([numbers, labels]), fmt="%d", delimiter=",")
    return paths


def read_my_file_format(filename_queue):
    reader = tf.TextLineReader()
    key, value = reader.read(filename_queue)
    # Default values, in case of empty columns. Also specifies the type of the decoded result.
    record_defaults = [[1], [1], [1], [1], [1]]
    col1, col2, col3, col4, col5 = tf.decode_csv(value, record_defaults=record_defaults)
    features = tf.stack([col1, col2, col3, col4])
    return features, col5


def input_pipeline(filenames, batch_size, num_epochs=None):
    filename_queue = tf.train.string_input_producer(filenames, num_epochs=num_epochs, shuffle=True)
    example, label = read_my_file_format(filename_queue)
    # min_after_dequeue defines how big a buffer we will randomly sample from -- bigger means better shuffling but
    # slower start up and more memory used. capacity must be larger than min_after_dequeue and the amount larger
    # determines the maximum we will prefetch. Recommendation:
    # min_after_dequeue + (num_threads + a small safety margin) * batch_size
    min_after_dequeue = 10000
    capacity = min_after_dequeue + 3 * batch_size
    example_batch, label_batch = tf.train.shuffle_batch(
        [example, label], batch_size=batch_size, capacity=capacity, min_after_dequeue=min_after_dequeue
    )
    return example_batch, label_batch


def build(filenames, batch_size=50, num_epochs=None):
    """The pipeline and what is trained from it; returns tensors and operations by name."""
    example_batch, label_batch = input_pipeline(filenames, batch_size, num_epochs)
    W = tf.Variable(tf.zeros([4, 2]), name="W")
    b = tf.Variable(tf.zeros([2]), name="b")
    logits = tf.matmul(tf.cast(example_batch, tf.float32) / 10.0, W) + b
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=label_batch, logits=logits))
    train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.cast(tf.argmax(logits, 1), tf.int32), label_batch), tf.float32))
    return {
        "example_batch": example_batch,
        "label_batch": label_batch,
        "logits": logits,
        "loss": loss,
        "train_op": train_op,
        "accuracy": accuracy,
    }


def read_ten(filenames):
    """The section's first program: ten rows, in the files' order; returns [(features, label)]."""
    found = []
    with tf.Graph().as_default():
        filename_queue = tf.train.string_input_producer(filenames, shuffle=False)
        features, col5 = read_my_file_format(filename_queue)
        with tf.Session() as sess:
            # Start populating the filename queue.
            coord = tf.train.Coordinator()
            threads = tf.train.start_queue_runners(coord=coord)
            for i in range(10):
                # Retrieve a single instance:
                example, label = sess.run([features, col5])
                found.append((example, label))
            coord.request_stop()
            coord.join(threads)
    return found


def train(filenames, batch_size, num_epochs):
    """Train until the files were read so many times; returns the number of steps and the last batch's accuracy."""
    t = build(filenames, batch_size, num_epochs)
    step, accuracy = 0, 0.0
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        coord = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess=sess, coord=coord)
        try:
            while not coord.should_stop():
                _, loss, accuracy = sess.run([t["train_op"], t["loss"], t["accuracy"]])
                if step % 100 == 0:
                    print("step", step, "loss", loss, "accuracy", accuracy)
                step += 1
        except tf.errors.OutOfRangeError:
            print("done:", num_epochs, "epochs,", step, "steps")
        finally:
            coord.request_stop()
        coord.join(threads)
    return step, accuracy


def main(_):
    filenames = [os.path.join(FLAGS.folder, "file%d.csv" % number) for number in range(2)]
    if not all(map(os.path.exists, filenames)):
        filenames = write_files(FLAGS.folder)
    for example, label in read_ten(filenames):
        print(example, label)
    train(filenames, FLAGS.batch_size, FLAGS.num_epochs)


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("folder", ".", "where file0.csv and file1.csv are, or are written to")
    tf.app.flags.DEFINE_integer("batch_size", 50, "rows a step")
    tf.app.flags.DEFINE_integer("num_epochs", 10, "times that the files are read")
    tf.app.run()
