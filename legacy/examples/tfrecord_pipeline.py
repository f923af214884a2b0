"""Writes pictures into TFRecord files, reads them back through queues, and trains a small classifier on them.

Notes: section 39 (the pipeline) and its list of what tf.train.Feature goes with which tf.FixedLenFeature.

Repaired: the section has the single calls; this program puts them together. A picture is 8 x 8 bytes with a bright
line, horizontal (label 0), vertical (1) or diagonal (2); softmax regression under SGD (0.1) learns to tell them apart.
"""

from __future__ import print_function

import os

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS


def pictures(count, seed):
    """Pictures uint8 [count, 8, 8] and labels int64 [count]."""
    random = np.random.RandomState(seed)
    images = random.randint(0, 200, [count, 8, 8])
    labels = random.randint(0, 3, count)
    for image, label in zip(images, labels):
        rows, columns = [(2, np.arange(8)), (np.arange(8), 5), (np.arange(8), np.arange(8))][label]
        image[rows, columns] += 40
    return images.astype(np.uint8), labels.astype(np.int64)


def write_files(folder, count=1000):
    """Write pictures0.tfrecord and pictures1.tfrecord; returns their paths."""
    paths = []
    for number in range(2):
        paths.append(os.path.join(folder, "pictures%d.tfrecord" % number))
        with tf.python_io.TFRecordWriter(paths[-1]) as writer:
            for image, label in zip(*pictures(count, seed=number)):
                feature = {
                    "image": tf.train.Feature(bytes_list=tf.train.BytesList(value=[image.tobytes()])),
                    "label": tf.train.Feature(int64_list=tf.train.Int64List(value=[label])),
                }
                example = tf.train.Example(features=tf.train.Features(feature=feature))
                writer.write(example.SerializeToString())
    return paths


def read_my_file_format(filename_queue):
    reader = tf.TFRecordReader()
    key, record_string = reader.read(filename_queue)
    features = {"image": tf.FixedLenFeature([], tf.string), "label": tf.FixedLenFeature([], tf.int64)}
    parsed = tf.parse_single_example(record_string, features)
    image = tf.reshape(tf.decode_raw(parsed["image"], tf.uint8), [64])
    return tf.cast(image, tf.float32) / 255.0, parsed["label"]


def input_pipeline(filenames, batch_size, num_epochs=None):
    filename_queue = tf.train.string_input_producer(filenames, num_epochs=num_epochs, shuffle=True)
    example, label = read_my_file_format(filename_queue)
    min_after_dequeue = 10000
    capacity = min_after_dequeue + 3 * batch_size
    example_batch, label_batch = tf.train.shuffle_batch(
        [example, label], batch_size=batch_size, capacity=capacity, min_after_dequeue=min_after_dequeue
    )
    return example_batch, label_batch


def build(filenames, batch_size=50, num_epochs=None):
    """The pipeline and what is trained from it; returns tensors and operations by name."""
    example_batch, label_batch = input_pipeline(filenames, batch_size, num_epochs)
    W = tf.Variable(tf.zeros([64, 3]), name="W")
    b = tf.Variable(tf.zeros([3]), name="b")
    logits = tf.matmul(example_batch, W) + b
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=label_batch, logits=logits))
    train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), label_batch), tf.float32))
    return {
        "example_batch": example_batch,
        "label_batch": label_batch,
        "logits": logits,
        "loss": loss,
        "train_op": train_op,
        "accuracy": accuracy,
    }


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
    filenames = [os.path.join(FLAGS.folder, "pictures%d.tfrecord" % number) for number in range(2)]
    if not all(map(os.path.exists, filenames)):
        filenames = write_files(FLAGS.folder)
    train(filenames, FLAGS.batch_size, FLAGS.num_epochs)


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("folder", ".", "where the two files are, or are written to")
    tf.app.flags.DEFINE_integer("batch_size", 50, "pictures a step")
    tf.app.flags.DEFINE_integer("num_epochs", 20, "times that the files are read")
    tf.app.run()
