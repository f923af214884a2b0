"""``tf.contrib.crf``."""

import itertools

import numpy as np
import tensorflow as tf

crf = tf.contrib.crf
INPUTS = np.array(
    [[[4, 5, -3], [3, -1, 3], [-1, 2, 1], [0, 0, 0]], [[1, 2, 3], [0, 1, -1], [2, 2, 1], [3, 0, 4]]], np.float32
)
TRANSITIONS = np.array([[-3, 5, -2], [3, 4, 1], [1, 2, 1]], np.float32)
TAGS = np.array([[1, 2, 1, 0], [0, 2, 2, 1]], np.int32)


def run(fetches):
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(fetches)


def case_scores():
    inputs, transitions = tf.constant(INPUTS), tf.constant(TRANSITIONS)
    result = {}
    for lengths in ([3, 4], [0, 1]):
        for dtype in (np.int32, np.int64):
            n = tf.constant(lengths, tf.int32)
            tags = tf.constant(TAGS.astype(dtype))
            key = "%s_%s_" % (lengths, np.dtype(dtype).name)
            result[key + "score"] = crf.crf_sequence_score(inputs, tags, n, transitions)
            result[key + "unary"] = crf.crf_unary_score(tags, n, inputs)
            result[key + "binary"] = crf.crf_binary_score(tags, n, transitions)
            result[key + "norm"] = crf.crf_log_norm(inputs, n, transitions)
            result[key + "decode"], result[key + "best"] = crf.crf_decode(inputs, transitions, n)
    return run(result)


def case_one_step():
    inputs, transitions, n = tf.constant(INPUTS[:, :1]), tf.constant(TRANSITIONS), tf.constant([1, 0])
    tags = tf.constant(TAGS[:, :1])
    decoded, best = crf.crf_decode(inputs, transitions, n)
    return run(
        {
            "score": crf.crf_sequence_score(inputs, tags, n, transitions),
            "norm": crf.crf_log_norm(inputs, n, transitions),
            "multi": crf.crf_multitag_sequence_score(inputs, tf.cast(inputs > 1, tf.bool), n, transitions),
            "decoded": decoded,
            "best": best,
        }
    )


def case_dynamic_time():
    inputs = tf.placeholder_with_default(INPUTS, [None, None, 3])
    tags = tf.placeholder_with_default(TAGS, [None, None])
    likelihood, transitions = crf.crf_log_likelihood(inputs, tags, tf.constant([2, 4]))
    decoded, best = crf.crf_decode(inputs, tf.constant(TRANSITIONS), tf.constant([2, 4]))
    gradient = tf.convert_to_tensor(tf.gradients(likelihood, transitions)[0])
    one = {inputs: INPUTS[:, :1], tags: TAGS[:, :1]}
    with tf.Session() as sess:
        sess.run(transitions.assign(TRANSITIONS))
        result = {
            "likelihood": sess.run(likelihood),
            "gradient": sess.run(gradient),
            "decoded": sess.run(decoded),
            "best": sess.run(best),
            "decoded_one": sess.run(decoded, one),
            "likelihood_one": sess.run(likelihood, one),
        }
    result["names"] = [v.name + str(v.get_shape().as_list()) for v in tf.global_variables()]
    return result


def case_all_tags_sum_to_one():
    every = np.array(list(itertools.product(range(3), repeat=3)), np.int32)
    inputs = tf.tile(tf.constant(INPUTS[:1, :3]), [len(every), 1, 1])
    likelihood, _ = crf.crf_log_likelihood(
        inputs, tf.constant(every), tf.fill([len(every)], 3), tf.constant(TRANSITIONS)
    )
    return run({"likelihood": likelihood, "sum": tf.reduce_sum(tf.exp(likelihood))})


def case_multitag():
    bitmap = np.zeros(INPUTS.shape, bool)
    bitmap[:, :, 1] = True
    bitmap[0, 1, 2] = bitmap[1, 2, 0] = True
    args = (tf.constant(INPUTS), tf.constant(bitmap), tf.constant([3, 4]), tf.constant(TRANSITIONS))
    return run({"score": crf.crf_multitag_sequence_score(*args)})


def case_viterbi():
    tags, score = crf.viterbi_decode(INPUTS[1], TRANSITIONS)
    return {"tags": np.array(tags), "score": score}
