"""``tf.contrib.learn``'s heads: predictions, losses, metrics, centered bias, several at once."""

import numpy as np
import tensorflow as tf

learn = tf.contrib.learn
LOGITS = np.float32([[1.0, -0.5, 0.3], [0.2, 2.0, -1.0], [-0.4, 0.1, 0.9]])
WEIGHTS = {"w": np.float32([1.0, 2.0, 0.5])}


def error(make):
    try:
        make()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
    return "none"


def run(head, labels, logits, mode=learn.ModeKeys.EVAL, features=None, **kwargs):
    features = {} if features is None else {k: tf.constant(v) for k, v in features.items()}
    ops = head.create_model_fn_ops(features, mode, labels, train_op_fn=lambda loss: loss, logits=logits, **kwargs)
    tensors = {"prediction/" + str(k): v for k, v in (ops.predictions or {}).items()}
    if ops.loss is not None:
        tensors["loss"] = ops.loss
    for name, (kind, exported) in (ops.output_alternatives or {}).items():
        tensors.update({"export/%s/%s/%s" % (name, kind, k): v for k, v in exported.items()})
    values = {"metric/" + k: value for k, (value, _) in (ops.eval_metric_ops or {}).items()}
    updates = [update for _, update in (ops.eval_metric_ops or {}).values()]
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()])
        got = sess.run(tensors)
        sess.run(updates)
        got.update(sess.run(values))
        if mode == learn.ModeKeys.TRAIN:
            for _ in range(3):
                sess.run(ops.train_op)
            got.update({"variable/" + v.op.name: sess.run(v) for v in tf.trainable_variables()})
    for k, v in got.items():
        if v.dtype == object:
            got[k] = [each.decode() for each in v.ravel()]
    got["names"] = [v.op.name for v in tf.global_variables()] + [str(sorted(ops.eval_metric_ops or {}))]
    return got


def prefixed(**results):
    return {"%s/%s" % (name, k): v for name, got in results.items() for k, v in got.items()}


def case_regression():
    labels = np.float32([1.0, 0.0, 2.0])
    return prefixed(
        one=run(learn.regression_head(), labels, LOGITS[:, :1]),
        weighted=run(
            learn.regression_head(weight_column_name="w", head_name="h"), labels, LOGITS[:, :1], features=WEIGHTS
        ),
        several=run(learn.regression_head(label_dimension=3, link_fn=tf.exp), LOGITS * 0.5, LOGITS),
        poisson=run(learn.poisson_regression_head(label_name="y"), {"y": labels}, LOGITS[:, :1]),
        infer=run(learn.regression_head(), None, LOGITS[:, :1], learn.ModeKeys.INFER),
    )


def case_centered_bias():
    head = learn.regression_head(enable_centered_bias=True, head_name="r")
    return run(head, np.float32([1.0, 0.0, 2.0]), LOGITS[:, :1], learn.ModeKeys.TRAIN)


def case_two_classes():
    labels = np.int64([[1], [0], [1]])
    head = learn.multi_class_head(2, thresholds=[0.3, 0.6], weight_column_name="w", head_name="h")
    return prefixed(
        plain=run(learn.multi_class_head(2), labels, LOGITS[:, :1]),
        weighted=run(head, labels, LOGITS[:, :1], features={"w": WEIGHTS["w"][:, None]}),
        svm=run(learn.binary_svm_head(), labels, LOGITS[:, :1]),
    )


def case_several_classes():
    labels = np.int64([2, 0, 1])
    keyed = learn.multi_class_head(3, label_keys=["a", "b", "c"])
    return prefixed(
        plain=run(learn.multi_class_head(3, metric_class_ids=[0, 2]), labels, LOGITS),
        keyed=run(keyed, np.array([["c"], ["a"], ["b"]]), LOGITS),
        custom=run(
            learn.multi_class_head(3, loss_fn=lambda labels, logits, weights=None: tf.reduce_max(logits)),
            labels,
            LOGITS,
        ),
    )


def case_labels():
    labels = np.int64([[1, 0, 1], [0, 0, 1], [1, 1, 0]])
    sparse = tf.SparseTensor([[0, 0], [1, 0], [2, 0]], np.int64([1, 2, 0]), [3, 1])
    return prefixed(
        dense=run(learn.multi_label_head(3, metric_class_ids=[1]), labels, LOGITS),
        sparse=run(learn.multi_label_head(3), sparse, LOGITS),
    )


def case_several_heads():
    heads = [
        learn.multi_class_head(2, head_name="a", label_name="a"),
        learn.regression_head(head_name="b", label_name="b"),
    ]
    labels = {"a": np.int64([[1], [0], [1]]), "b": np.float32([[1.0], [0.0], [2.0]])}
    both = learn.multi_head(heads, [0.3, 2.0])
    result = prefixed(
        tensor=run(both, labels, LOGITS[:, :2]),
        named=run(both, labels, {"a": LOGITS[:, :1], "b": LOGITS[:, 1:2]}, learn.ModeKeys.TRAIN),
        infer=run(both, None, LOGITS[:, :2], learn.ModeKeys.INFER),
    )
    result["linear"] = run(both, labels, None, logits_input=tf.constant(LOGITS))["names"]
    return result


def case_distribution():
    ds = tf.contrib.distributions
    head = ds.estimator_head_distribution_regression(
        lambda logits: ds.Normal(logits[..., 0], tf.nn.softplus(logits[..., 1])), logits_dimension=2
    )
    return run(head, np.float32([1.0, 0.0, 2.0])[:, None], LOGITS[:, :2])


def case_errors():
    head = learn.multi_class_head(3)
    return {
        "errors": [
            error(lambda: learn.multi_class_head(1)),
            error(lambda: learn.multi_class_head(2, metric_class_ids=[1])),
            error(lambda: learn.multi_class_head(3, metric_class_ids=[4])),
            error(lambda: learn.multi_class_head(3, label_keys=["a"])),
            error(lambda: learn.multi_class_head(3, loss_fn=lambda labels, logits: 0.0)),
            error(lambda: learn.multi_head([head])),
            error(lambda: learn.multi_head([head], [1.0, 2.0])),
            error(lambda: head.create_model_fn_ops({}, "x", logits=LOGITS)),
            error(lambda: head.create_model_fn_ops({}, learn.ModeKeys.EVAL)),
            error(lambda: head.create_model_fn_ops({}, learn.ModeKeys.TRAIN, np.int64([0, 1, 2]), logits=LOGITS)),
            error(lambda: head.create_model_fn_ops({}, learn.ModeKeys.EVAL, logits=LOGITS[:, :2])),
        ]
    }
