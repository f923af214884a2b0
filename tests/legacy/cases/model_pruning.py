"""``tf.contrib.model_pruning``: masked layers and cells, and masks that follow a schedule."""

import tempfile

import numpy as np
import tensorflow as tf

pruning = tf.contrib.model_pruning


def normal(*shape, **kwargs):
    return np.asarray(np.random.RandomState(kwargs.get("seed", 0)).randn(*shape), np.float32)


def prepare(sess):
    sess.run(tf.global_variables_initializer())
    for i, v in enumerate(tf.trainable_variables()):
        v.load(normal(*v.get_shape().as_list(), seed=100 + i), sess)


def described():
    return {
        "variables": [v.name + str(v.get_shape()) for v in tf.global_variables()],
        "trainable": [v.name for v in tf.trainable_variables()],
        "masks": [v.op.name for v in pruning.get_masks()],
        "masked": [v.op.name for v in pruning.get_masked_weights()],
        "thresholds": [v.op.name for v in pruning.get_thresholds()],
        "weights": [v.op.name for v in pruning.get_weights()],
        "model": [v.name for v in tf.get_collection(tf.GraphKeys.MODEL_VARIABLES)],
    }


def network():
    x = tf.constant(normal(2, 5, 5, 3))
    x = pruning.masked_conv2d(x, 4, 3, scope="conv")
    x = pruning.masked_convolution(
        x, 3, [2, 3], stride=2, padding="VALID", normalizer_fn=tf.contrib.layers.batch_norm, activation_fn=None
    )
    return pruning.masked_fully_connected(tf.contrib.layers.flatten(x), 4, scope="fc")


def prune(spec="", steps=(0, 5, 10, 20, 40), conditional=False, build=network, **kwargs):
    output = build()
    step = tf.train.get_or_create_global_step()
    hparams = pruning.get_pruning_hparams().parse(spec)
    pruner = pruning.Pruning(hparams, global_step=step, **kwargs)
    update = pruner.conditional_mask_update_op() if conditional else pruner.mask_update_op()
    result = described()
    with tf.Session() as sess:
        prepare(sess)
        for at in steps:
            step.load(at, sess)
            sess.run(update)
            result["masks%d" % at] = np.hstack([np.ravel(m) for m in sess.run(pruning.get_masks())])
            result["thresholds%d" % at] = np.hstack(sess.run(pruning.get_thresholds()))
            result["sparsity%d" % at] = sess.run([pruner._sparsity] + pruning.get_weight_sparsity())
            result["output%d" % at] = sess.run(output)
            result["last%d" % at] = sess.run(pruner._last_update_step)
    return result


def case_schedule():
    return prune("target_sparsity=0.8,sparsity_function_end_step=30,threshold_decay=0.3")


def case_conditional():
    return prune("begin_pruning_step=4,end_pruning_step=25,pruning_frequency=6", conditional=True)


def case_per_weight():
    return prune("weight_sparsity_map=[conv/weights:0.2,fc/weights:0.7],initial_sparsity=0.1", steps=(3, 50))


def case_blocks():
    def dense():
        return pruning.masked_fully_connected(tf.constant(normal(2, 6)), 5, scope="fc")

    return prune("block_height=2,block_width=3,target_sparsity=0.6", steps=(20, 100), build=dense)


def case_blocks_of_one():
    def dense():
        first = pruning.masked_fully_connected(tf.constant(normal(2, 6)), 4, scope="one")
        return pruning.masked_fully_connected(first, 4, scope="two")

    return prune(
        "block_dims_map=[one/weights:2x2,two/weights:1x-1],block_pooling_function=MAX", steps=(30, 100), build=dense
    )


def case_apply_mask():
    x = tf.get_variable("x", [3, 4])
    with tf.variable_scope("inner"):
        pruning.apply_mask(x, "given")
    masked = pruning.apply_mask(x)
    result = described()
    with tf.Session() as sess:
        prepare(sess)
        result["value"] = sess.run(masked)
    return result


def cell(make):
    x = [tf.constant(normal(2, 3, seed=i)) for i in range(2)]
    outputs, state = tf.nn.static_rnn(make, x, dtype=tf.float32)
    mask = pruning.get_masks()[0]
    result = described()
    with tf.Session() as sess:
        prepare(sess)
        mask.load((normal(*mask.get_shape().as_list(), seed=7) > 0).astype(np.float32), sess)
        result["outputs"], result["state"] = np.array(sess.run(outputs)), np.hstack(sess.run(tf.nest.flatten(state)))
        grad = tf.gradients(tf.reduce_sum(outputs[-1]), tf.trainable_variables())
        for i, g in enumerate(sess.run(grad)):
            result["grad%d" % i] = g
    return result


def case_basic_lstm():
    return cell(pruning.MaskedBasicLSTMCell(4, forget_bias=0.5))


def case_lstm():
    return cell(pruning.MaskedLSTMCell(4, use_peepholes=True, cell_clip=0.5))


def case_stripped():
    output = pruning.masked_fully_connected(tf.constant(normal(2, 3)), 4, scope="fc")
    folder = tempfile.mkdtemp()
    with tf.Session() as sess:
        prepare(sess)
        mask = pruning.get_masks()[0]
        mask.load((normal(3, 4, seed=7) > 0).astype(np.float32), sess)
        tf.train.Saver().save(sess, folder + "/model")
        expected = sess.run(output)
    with tf.Graph().as_default():
        frozen = pruning.graph_def_from_checkpoint(folder, [output.op.name])
    stripped = pruning.strip_pruning_vars_fn(frozen, [output.op.name])
    with tf.Graph().as_default():
        tf.import_graph_def(stripped, name="")
        with tf.Session() as sess:
            again = sess.run(output.name)
    return {
        "expected": expected,
        "again": again,
        "nodes": sorted(n.name for n in stripped.node if "fc" in n.name and "ead" not in n.name),
    }


def case_trained():
    x, y = tf.constant(normal(8, 3)), tf.constant(normal(8, 1, seed=1))
    out = pruning.masked_fully_connected(
        x, 1, activation_fn=None, weights_initializer=tf.constant_initializer([0.3, -0.2, 0.7])
    )
    tf.losses.mean_squared_error(y, out)
    pruner = pruning.Pruning(
        pruning.get_pruning_hparams().parse("pruning_frequency=1,sparsity_function_end_step=3"),
        tf.train.get_or_create_global_step(),
    )
    train_op = tf.contrib.slim.learning.create_train_op(
        tf.losses.get_total_loss(), tf.train.GradientDescentOptimizer(0.1)
    )
    update = pruner.conditional_mask_update_op()
    folder = tempfile.mkdtemp()
    try:
        pruning.train(train_op, folder, update, number_of_steps=5, log_every_n_steps=0)
    except TypeError:  # of 1.15, after all is done
        pass
    reader = tf.train.load_checkpoint(tf.train.latest_checkpoint(folder))
    return {
        "mask": reader.get_tensor("fully_connected/mask"),
        "step": reader.get_tensor("global_step"),
        "threshold": reader.get_tensor("fully_connected/threshold"),
    }


def case_errors():
    result = []
    tf.train.get_or_create_global_step()
    for spec in (
        *("begin_pruning_step=-1", "begin_pruning_step=10,end_pruning_step=5", "sparsity_function_begin_step=-3"),
        *("sparsity_function_begin_step=100", "threshold_decay=1.5", "initial_sparsity=1.0", "target_sparsity=-0.5"),
        *("block_dims_map=[a:1x2x3]", "weight_sparsity_map=[a:1.5]"),
    ):
        try:
            pruning.Pruning(pruning.get_pruning_hparams().parse(spec))
        except ValueError as error:
            result.append(str(error))
    return {"errors": result}
