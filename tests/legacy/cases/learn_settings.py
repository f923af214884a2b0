"""contrib.learn around its estimators: metrics' arguments, kinds of tensors, configurations, data sets, runners."""

import functools
import json
import os

import numpy as np
import tensorflow as tf
from tensorflow.contrib.learn.python.learn.datasets import base, synthetic
from tensorflow.contrib.learn.python.learn.estimators import _sklearn, run_config, tensor_signature

learn = tf.contrib.learn
CLUSTER = {"ps": ["h1:1", "h2:1"], "worker": ["h3:1", "h4:1"], "master": ["h5:1"]}


def error(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except (AssertionError, KeyError, RuntimeError, TypeError, ValueError) as e:
        return type(e).__name__
    return "none"


def case_metric_spec():
    def named(predictions, labels, weights=None):
        return "p=%s l=%s w=%s" % (predictions, labels, weights)

    def other(target, logits, weight=None):
        return "p=%s l=%s w=%s" % (logits, target, weight)

    def positional(a, labels):
        return "a=%s l=%s" % (a, labels)

    def labels_first(labels, b):
        return "b=%s l=%s" % (b, labels)

    def lonely(a):
        return "a=%s" % a

    specs = [
        learn.MetricSpec(named, "p1", "l1", "w1"),
        learn.MetricSpec(other, "p1", "l1"),
        learn.MetricSpec(positional, "p1", "l1"),
        learn.MetricSpec(labels_first, "p1", "l1"),
        learn.MetricSpec(lonely, "p1"),
        learn.MetricSpec(functools.partial(named, weights=3), "p1", "l1"),
    ]
    features, labels, predictions = {"w1": "W"}, {"l1": "L"}, {"p1": "P", "p2": "Q"}
    return {
        "made": [str(spec.create_metric_ops(features, labels, predictions)) for spec in specs],
        "shown": [str(spec) for spec in specs],
        "errors": [
            error(learn.MetricSpec, lambda labels, label: 0),
            error(learn.MetricSpec, lonely, label_key="l1"),
            error(learn.MetricSpec, lonely, weight_key="l1"),
            error(specs[0].create_metric_ops, features, "L", predictions),
            error(specs[0].create_metric_ops, features, {"l2": 1}, predictions),
            error(learn.MetricSpec(named).create_metric_ops, features, labels, predictions),
            error(specs[0].metric_fn, 1),
        ],
    }


def case_tensor_signatures():
    a = tf.placeholder(tf.int32, [None, 3])
    b = tf.placeholder(tf.float64, [4, 2])
    s = tf.sparse_placeholder(tf.string)
    signatures = tensor_signature.create_signatures({"a": a, "b": b, "s": s})
    parsed = tensor_signature.create_example_parser_from_signatures(signatures, tf.placeholder(tf.string, [None]))
    placeholders = tensor_signature.create_placeholders_from_signatures(signatures)
    compatible = tensor_signature.tensors_compatible
    return {
        "placeholders": [
            str(placeholders["a"].shape[1]),
            str(placeholders["b"].shape[1]),
            placeholders["s"].dtype.name,
        ],
        "parsed": [parsed["a"].dtype.name, str(parsed["b"].shape[1]), parsed["b"].dtype.name],
        "compatible": [
            compatible({"a": a}, {"a": signatures["a"]}),
            compatible({"a": a}, {"a": signatures["b"]}),
            compatible({"b": b[:2]}, {"b": signatures["b"]}),
            compatible({"b": b[:, :1]}, {"b": signatures["b"]}),
            compatible({"a": a}, signatures),
            compatible(s, signatures["s"]),
            compatible(a, signatures["s"]),
            compatible(None, None),
            compatible(a, None),
        ],
    }


def described(config):
    return [
        str(config.task_type),
        str(config.task_id),
        config.master,
        str(config.is_chief),
        str(config.num_ps_replicas),
        str(config.num_worker_replicas),
        config.environment,
        config.evaluation_master,
        str(config.save_checkpoints_secs),
        str(config.save_checkpoints_steps),
        str(config.model_dir),
    ]


def with_settings(settings, function):
    os.environ["TF_CONFIG"] = json.dumps(settings)
    try:
        return function()
    finally:
        del os.environ["TF_CONFIG"]


def case_run_config():
    config = run_config.RunConfig

    def task(kind, index):
        return {"cluster": CLUSTER, "task": {"type": kind, "index": index}}

    return {
        "alone": described(config()),
        "given": described(
            config(master="localhost:0", evaluation_master="e", save_checkpoints_steps=3, model_dir="d")
        ),
        "worker": with_settings(task("worker", 1), lambda: described(config())),
        "chief": with_settings(task("worker", 0), lambda: described(config())),
        "cloud": with_settings(dict(task("master", 0), environment="cloud"), lambda: described(config())),
        "no_type": with_settings({"cluster": CLUSTER}, lambda: described(config())),
        "one": with_settings({"cluster": {"ps": ["a:1"]}, "task": {"type": "x"}}, lambda: described(config())),
        "errors": [
            with_settings(task("evaluator", 0), lambda: error(config)),
            with_settings(task("ps", 2), lambda: error(config)),
            with_settings({"model_dir": "a"}, lambda: error(config, model_dir="b")),
        ],
        "uids": [
            config(tf_random_seed=1).uid() == config(tf_random_seed=2).uid(),
            config(model_dir="a").uid() == config(model_dir="b").uid(),
            config(tf_random_seed=1).uid(whitelist=[]) == config(tf_random_seed=2).uid(whitelist=[]),
        ],
    }


class Quiet(learn.Experiment):
    not_callable = 1

    def __init__(self, config):
        self._estimator = self._config = None
        super(Quiet, self).__init__(learn.Estimator(lambda features, labels: None, config=config), None, None)

    def train(self, delay_secs=None):
        return "train"

    def train_and_evaluate(self):
        return "train_and_evaluate"

    def run_std_server(self):
        return "run_std_server"


def case_learn_runner():
    run = learn.learn_runner.run

    def config():
        return run_config.RunConfig(model_dir="/tmp/no_such_folder")

    def make(run_config, hparams):
        return Quiet(run_config)

    def task(kind):
        return {"cluster": CLUSTER, "task": {"type": kind, "index": 0}}

    return {
        "alone": run(make, run_config=config()),
        "schedule": run(make, run_config=config(), schedule="train"),
        "in_cluster": [
            with_settings(task(kind), lambda: run(make, run_config=config())) for kind in ("master", "ps", "worker")
        ],
        "errors": [
            error(run, make),
            error(run, make, "a", run_config=config()),
            error(run, "make", "a"),
            error(run, make, run_config=run_config.RunConfig()),
            error(run, make, run_config=tf.estimator.RunConfig(model_dir="a")),
            error(run, make, run_config=config(), hparams={}),
            error(run, lambda output_dir: 3, "a"),
            error(run, lambda run_config, hparams: Quiet(learn.RunConfig(model_dir="b")), run_config=config()),
            error(run, make, run_config=config(), schedule="no_such"),
            error(run, make, run_config=config(), schedule="not_callable"),
            with_settings({"cluster": CLUSTER}, lambda: error(run, make, run_config=config())),
        ],
    }


def case_data_sets():
    iris, boston = base.load_iris(), learn.datasets.load_dataset("boston")
    circles = learn.datasets.make_dataset("circles", 11, noise=0.1, n_classes=3)
    result = {
        "iris": iris.data.sum(axis=0),
        "kinds": np.bincount(iris.target),
        "boston": boston.data.sum(axis=0),
        "prices": boston.target[::50],
        "dtypes": [str(d.dtype) for d in (iris.data, iris.target, boston.target, circles.data, circles.target)],
        "circles": circles.data,
        "labels": circles.target,
        "errors": [error(learn.datasets.load_dataset, "a"), error(learn.datasets.make_dataset, "a")],
    }
    for mode in ("archimedes", "bernoulli", "fermat"):
        found = synthetic.spirals(9, seed=3, mode=mode, n_loops=1)
        result[mode] = found.data
        result[mode + "_labels"] = found.target
    return result


def case_stand_ins_for_scikit_learn():
    x = np.arange(20).reshape(10, 2)
    y = np.arange(10)
    parts = _sklearn.train_test_split(x, y, test_size=0.3, random_state=5)
    result = {"part%d" % i: part for i, part in enumerate(parts)}
    result["accuracy"] = _sklearn.accuracy_score(np.array([1, 2, 3]), np.array([1, 0, 3]))
    result["error"] = _sklearn.mean_squared_error(np.array([[1.0], [2.0]]), np.array([1.5, 2.5]))
    return result
