"""``tf.contrib.tpu`` without a TPU: a small BERT classifier as its programs train it, and what TPUEstimator refuses."""

import os
import re
import tempfile

import numpy as np
import tensorflow as tf

VOCABULARY, HIDDEN, HEADS, LAYERS, LENGTH, LABELS = 11, 8, 2, 2, 5, 3
RATE, STEPS, WARMUP = 0.01, 6, 2


def initial(name, shape):
    """Numbers that depend on the variable's name alone."""
    seed = sum(ord(letter) * (i + 1) for i, letter in enumerate(name)) % 10007
    return tf.constant_initializer(0.3 * np.random.RandomState(seed).randn(*shape).astype(np.float32))


def dense(x, units, name, activation=None):
    shape = [int(x.shape[-1]), units]
    return tf.layers.dense(x, units, activation, name=name, kernel_initializer=initial(name, shape))


def layer_norm(x):
    return tf.contrib.layers.layer_norm(inputs=x, begin_norm_axis=-1, begin_params_axis=-1)


def gelu(x):
    return x * 0.5 * (1.0 + tf.tanh((np.sqrt(2 / np.pi) * (x + 0.044715 * tf.pow(x, 3)))))


def attention(x, mask):
    size = HIDDEN // HEADS

    def heads(name):
        parts = tf.reshape(dense(x, HIDDEN, name), [-1, LENGTH, HEADS, size])
        return tf.transpose(parts, [0, 2, 1, 3])

    scores = tf.matmul(heads("query"), heads("key"), transpose_b=True) / np.sqrt(size)
    scores += (1.0 - tf.cast(mask[:, None, None, :], tf.float32)) * -10000.0
    mixed = tf.matmul(tf.nn.softmax(scores), heads("value"))
    return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [-1, LENGTH, HIDDEN])


def bert(ids, mask):
    with tf.variable_scope("bert"):
        with tf.variable_scope("embeddings"):
            table = tf.get_variable(
                "word_embeddings", [VOCABULARY, HIDDEN], initializer=initial("words", [VOCABULARY, HIDDEN])
            )
            x = layer_norm(tf.gather(table, ids))
        with tf.variable_scope("encoder"):
            for index in range(LAYERS):
                with tf.variable_scope("layer_%d" % index):
                    with tf.variable_scope("attention"):
                        with tf.variable_scope("self"):
                            mixed = attention(x, mask)
                        with tf.variable_scope("output"):
                            x = layer_norm(dense(mixed, HIDDEN, "dense") + x)
                    with tf.variable_scope("intermediate"):
                        wide = dense(x, 2 * HIDDEN, "dense", gelu)
                    with tf.variable_scope("output"):
                        x = layer_norm(dense(wide, HIDDEN, "dense") + x)
        with tf.variable_scope("pooler"):
            return dense(tf.squeeze(x[:, 0:1, :], axis=1), HIDDEN, "dense", tf.tanh)


class AdamWeightDecayOptimizer(tf.train.Optimizer):
    """Adam without bias correction whose weight decay is no part of the loss."""

    def __init__(self, learning_rate, decay, exclude, name="AdamWeightDecayOptimizer"):
        super(AdamWeightDecayOptimizer, self).__init__(False, name)
        self.learning_rate, self.decay, self.exclude = learning_rate, decay, exclude

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        assignments = []
        for grad, param in grads_and_vars:
            if grad is None or param is None:
                continue
            own = re.match("^(.*):\\d+$", param.name).group(1)
            m, v = (
                tf.get_variable(
                    own + "/" + slot,
                    shape=param.shape.as_list(),
                    dtype=tf.float32,
                    trainable=False,
                    initializer=tf.zeros_initializer(),
                )
                for slot in ("adam_m", "adam_v")
            )
            next_m = tf.multiply(0.9, m) + tf.multiply(0.1, grad)
            next_v = tf.multiply(0.999, v) + tf.multiply(0.001, tf.square(grad))
            update = next_m / (tf.sqrt(next_v) + 1e-6)
            if not any(re.search(pattern, own) for pattern in self.exclude):
                update += self.decay * param
            assignments += [param.assign(param - self.learning_rate * update), m.assign(next_m), v.assign(next_v)]
        return tf.group(*assignments, name=name)


def create_optimizer(loss, use_tpu):
    step = tf.train.get_or_create_global_step()
    rate = tf.train.polynomial_decay(tf.constant(RATE), step, STEPS, end_learning_rate=0.0, power=1.0)
    done = tf.cast(step, tf.float32) / WARMUP
    warm = tf.cast(step < WARMUP, tf.float32)
    rate = (1.0 - warm) * rate + warm * RATE * done
    optimizer = AdamWeightDecayOptimizer(rate, 0.01, ["LayerNorm", "layer_norm", "bias"])
    if use_tpu:
        optimizer = tf.contrib.tpu.CrossShardOptimizer(optimizer)
    variables = tf.trainable_variables()
    grads, _ = tf.clip_by_global_norm(tf.gradients(loss, variables), clip_norm=1.0)
    train = optimizer.apply_gradients(zip(grads, variables), global_step=step)
    with tf.control_dependencies([train]):  # BERT's own has no order here: the rate may see either step
        return tf.group(step.assign(step + 1))


def model_fn_builder(init_checkpoint=None, use_tpu=False, seen=None, as_dict=False):
    def model_fn(features, labels, mode, params):
        if seen is not None:
            seen.append("%s %d" % (mode, params["batch_size"]))
        pooled = bert(features["input_ids"], features["input_mask"])
        weights = tf.get_variable(
            "output_weights", [LABELS, HIDDEN], initializer=initial("output_weights", [LABELS, HIDDEN])
        )
        bias = tf.get_variable("output_bias", [LABELS], initializer=tf.zeros_initializer())
        logits = tf.nn.bias_add(tf.matmul(pooled, weights, transpose_b=True), bias)
        label_ids = features["label_ids"]
        per_example = -tf.reduce_sum(tf.one_hot(label_ids, LABELS) * tf.nn.log_softmax(logits), axis=-1)
        loss = tf.reduce_mean(per_example)
        if init_checkpoint:
            found = {name for name, _ in tf.train.list_variables(init_checkpoint)}
            names = [v.op.name for v in tf.trainable_variables()]
            tf.train.init_from_checkpoint(init_checkpoint, {name: name for name in names if name in found})
        if mode == tf.estimator.ModeKeys.TRAIN:
            return tf.contrib.tpu.TPUEstimatorSpec(
                mode=mode, loss=loss, train_op=create_optimizer(loss, use_tpu), scaffold_fn=None
            )
        if mode == tf.estimator.ModeKeys.EVAL:

            def metric_fn(per_example, label_ids, logits):
                predictions = tf.argmax(logits, axis=-1, output_type=tf.int32)
                return {
                    "eval_accuracy": tf.metrics.accuracy(label_ids, predictions),
                    "eval_loss": tf.metrics.mean(per_example),
                }

            tensors = [per_example, label_ids, logits]
            if as_dict:
                tensors = {"per_example": per_example, "label_ids": label_ids, "logits": logits}
            return tf.contrib.tpu.TPUEstimatorSpec(mode=mode, loss=loss, eval_metrics=(metric_fn, tensors))
        return tf.contrib.tpu.TPUEstimatorSpec(mode=mode, predictions={"probabilities": tf.nn.softmax(logits)})

    return model_fn


def write_records(path, count=18):
    random = np.random.RandomState(3)
    with tf.python_io.TFRecordWriter(path) as writer:
        for _ in range(count):
            length = random.randint(2, LENGTH + 1)
            ids = np.where(np.arange(LENGTH) < length, random.randint(1, VOCABULARY, LENGTH), 0)
            values = {"input_ids": ids, "input_mask": (ids > 0).astype(int), "label_ids": [random.randint(LABELS)]}
            feature = {k: tf.train.Feature(int64_list=tf.train.Int64List(value=list(v))) for k, v in values.items()}
            writer.write(tf.train.Example(features=tf.train.Features(feature=feature)).SerializeToString())
    return path


def input_fn_builder(path, is_training, drop_remainder):
    spec = {name: tf.FixedLenFeature([LENGTH], tf.int64) for name in ("input_ids", "input_mask")}
    spec["label_ids"] = tf.FixedLenFeature([], tf.int64)

    def decode(record):
        example = tf.parse_single_example(record, spec)
        return {name: tf.to_int32(example[name]) for name in example}

    def input_fn(params):
        data = tf.data.TFRecordDataset(path)
        if is_training:
            data = data.repeat()
        return data.apply(
            tf.contrib.data.map_and_batch(decode, batch_size=params["batch_size"], drop_remainder=drop_remainder)
        )

    return input_fn


def make(model_fn, **more):
    per_host = tf.contrib.tpu.InputPipelineConfig.PER_HOST_V2
    config = tf.contrib.tpu.RunConfig(
        cluster=None,
        master=None,
        model_dir=tempfile.mkdtemp(),
        save_checkpoints_steps=4,
        tf_random_seed=1,
        tpu_config=tf.contrib.tpu.TPUConfig(iterations_per_loop=3, num_shards=8, per_host_input_for_training=per_host),
    )
    arguments = dict(use_tpu=False, train_batch_size=4, eval_batch_size=6, predict_batch_size=5)
    arguments.update(more)
    return tf.contrib.tpu.TPUEstimator(model_fn=model_fn, config=config, **arguments)


def case_bert_classifier():
    folder = tempfile.mkdtemp()
    records = write_records(os.path.join(folder, "train.tf_record"))
    seen = []
    first = make(model_fn_builder(seen=seen))
    train = input_fn_builder(records, True, True)
    test = input_fn_builder(records, False, False)
    returned = first.train(train, max_steps=STEPS)
    evaluated = first.evaluate(test, steps=None)
    by_name = make(model_fn_builder(as_dict=True)).evaluate(test, steps=2, checkpoint_path=first.latest_checkpoint())
    predicted = np.stack([p["probabilities"] for p in first.predict(test)])
    second = make(model_fn_builder(init_checkpoint=first.latest_checkpoint()))
    second.train(train, max_steps=1)
    names = first.get_variable_names()
    result = {
        "returned": returned is first,
        "seen": seen,
        "names": names,
        "shapes": [str(list(first.get_variable_value(name).shape)) for name in names],
        "probabilities": predicted,
        "checkpoints": sorted(f for f in os.listdir(first.model_dir) if f.endswith(".index")),
        "started_from": second.get_variable_value("bert/pooler/dense/kernel"),
    }
    for name in ("output_weights", "output_bias", "bert/embeddings/word_embeddings", "output_weights/adam_m"):
        result["value_" + name] = first.get_variable_value(name)
    result.update({"metric_" + name: float(value) for name, value in evaluated.items()})
    result.update({"by_name_" + name: float(value) for name, value in by_name.items()})
    return result


SEEN = {}


def linear_model(features, labels, mode, params):
    w = tf.get_variable("w", [2, 1], initializer=tf.constant_initializer(0.5))
    y = tf.matmul(features, w)
    loss = tf.reduce_mean(tf.square(y - labels))
    step = tf.train.get_or_create_global_step()
    seen = SEEN[params["case"]]  # the estimator copies its params

    def host_call(values, steps):
        return [tf.py_func(lambda v, s: seen.append([v[0], s[0]]) or np.float32(0), [values, steps], tf.float32)]

    def scaffold():
        seen.append([-1.0, -1.0])
        return tf.train.Scaffold()

    return tf.contrib.tpu.TPUEstimatorSpec(
        mode,
        loss=loss,
        train_op=tf.train.GradientDescentOptimizer(0.1).minimize(loss, global_step=step),
        host_call=(host_call, [tf.reshape(loss, [1]), tf.reshape(loss * 2, [1])]),
        scaffold_fn=scaffold,
        training_hooks=[tf.train.StopAtStepHook(last_step=3)],
        eval_metrics=(lambda y: {"mean": tf.metrics.mean(y)}, [y]),
    )


def linear_input(params):
    x = np.random.RandomState(1).rand(8, 2).astype(np.float32)
    return tf.data.Dataset.from_tensor_slices((x, x[:, :1])).repeat().batch(params["batch_size"], drop_remainder=True)


def case_host_call_scaffold_hooks():
    seen = SEEN["host"] = []
    estimator = make(linear_model, params={"case": "host"})
    estimator.train(linear_input, max_steps=9)
    metrics = estimator.evaluate(linear_input, steps=2)
    return {
        "seen": np.float32(seen),
        "w": estimator.get_variable_value("w"),
        "step": estimator.get_variable_value("global_step"),
        "mean": float(metrics["mean"]),
        "loss": float(metrics["loss"]),
    }


def refusal(function):
    try:
        function()
    except Exception as error:
        return [type(error).__name__, " ".join(str(error).split())[:160]]
    return ["", ""]


def case_refused():
    config, spec = tf.contrib.tpu.TPUConfig, tf.contrib.tpu.TPUEstimatorSpec
    plain = model_fn_builder()
    x = tf.ones([2, 2])

    def estimator(**more):
        more.setdefault("config", tf.contrib.tpu.RunConfig())
        return lambda: tf.contrib.tpu.TPUEstimator(plain, tempfile.mkdtemp(), **more)

    return {
        "no_train_batch_size": refusal(lambda: make(plain, train_batch_size=None).train(linear_input, max_steps=1)),
        "no_eval_batch_size": refusal(lambda: make(plain, eval_batch_size=None).evaluate(linear_input, steps=1)),
        "batch_size_in_params": refusal(estimator(params={"batch_size": 3}, use_tpu=False)),
        "config_of_another_class": refusal(estimator(config=tf.estimator.RunConfig(), use_tpu=False)),
        "negative_batch": refusal(estimator(train_batch_size=-1)),
        "indivisible": refusal(
            estimator(config=tf.contrib.tpu.RunConfig(tpu_config=config(num_shards=3)), train_batch_size=4)
        ),
        "iterations": refusal(lambda: config(iterations_per_loop=0)),
        "shards": refusal(lambda: config(num_shards="1")),
        "cores": refusal(lambda: config(num_cores_per_replica=3)),
        "partition": refusal(lambda: config(input_partition_dims=[[1, 2]])),
        "metrics_no_tuple": refusal(lambda: spec("eval", loss=x, eval_metrics=[x])),
        "metrics_no_function": refusal(lambda: spec("eval", loss=x, eval_metrics=(x, [x]))),
        "metrics_too_few": refusal(lambda: spec("eval", loss=x, eval_metrics=(lambda a, b: {}, [x]))),
        "hooks": refusal(lambda: spec("train", loss=x, train_op=x, training_hooks=[3])),
        "reduction": refusal(
            lambda: tf.contrib.tpu.CrossShardOptimizer(tf.train.GradientDescentOptimizer(0.1), reduction="none")
        )[0],
        "fields": list(config()._fields),
        "defaults": [str(value) for value in config()],
    }


def case_cross_shard_optimizer_outside_a_tpu():
    w = tf.get_variable("w", [2], initializer=tf.constant_initializer([1.0, 2.0]))
    optimizer = tf.contrib.tpu.CrossShardOptimizer(tf.train.MomentumOptimizer(0.1, 0.9))
    pairs = optimizer.compute_gradients(tf.reduce_sum(tf.square(w)))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        gradient = sess.run(pairs[0][0])
    train = optimizer.apply_gradients(pairs)
    with tf.Session() as sess:  # no session without a TPU runs the sum over replicas
        return {
            "gradient": gradient,
            "slots": optimizer.get_slot_names(),
            "variables": [v.name for v in optimizer.variables()],
            "run": refusal(lambda: sess.run(train))[0],
        }
