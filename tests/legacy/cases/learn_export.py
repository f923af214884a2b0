"""``tf.contrib.learn``: saved models of estimators, export strategies, what exports are kept."""

import os
import shutil
import tempfile

import numpy as np
import tensorflow as tf

learn = tf.contrib.learn
utils = learn.utils.saved_model_export_utils
gc = learn.utils.gc


def error(make):
    try:
        make()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
    return "none"


def input_fn():
    return {"x": tf.constant([[1.0], [2.0], [3.0]])}, tf.constant([[0], [1], [1]])


def serving():
    x = tf.placeholder(tf.float32, [None, 1], name="x")
    return learn.InputFnOps({"x": x}, None, {"x": x})


parsing_serving = learn.build_parsing_serving_input_fn({"x": tf.FixedLenFeature([1], tf.float32)})


def numbers(value):
    """What to feed for 0.5 and -1.0: examples, or the numbers."""
    if value.dtype != tf.string.as_datatype_enum:
        return [[0.5], [-1.0]]
    floats = [tf.train.Feature(float_list=tf.train.FloatList(value=[each])) for each in (0.5, -1.0)]
    return [tf.train.Example(features=tf.train.Features(feature={"x": each})).SerializeToString() for each in floats]


def signatures(folder):
    """The signatures of a saved model, and what the default one gives for two numbers."""
    with tf.Graph().as_default(), tf.Session() as sess:
        meta = tf.saved_model.loader.load(sess, ["serve"], folder)
        result = {}
        for name, signature in sorted(meta.signature_def.items()):
            result[name] = [signature.method_name] + sorted(signature.inputs) + ["->"] + sorted(signature.outputs)
        default = meta.signature_def["serving_default"]
        feed = {value.name: numbers(value) for value in default.inputs.values()}
        keys = tf.get_collection("input_feature_keys")
        for name, value in default.outputs.items():
            got = sess.run(value.name, feed)
            result["value/" + name] = [each.decode() for each in got.ravel()] if got.dtype == object else got
        return dict(result, keys=[key.decode() if isinstance(key, bytes) else key for key in keys])


def model_fn(features, labels, mode):
    w = tf.get_variable("w", initializer=np.float32([[2.0]]))
    logits = tf.matmul(features["x"], w) - 1.0
    head = learn.multi_class_head(2)
    train = lambda loss: tf.assign_add(tf.train.get_global_step(), 1)  # noqa: E731
    return head.create_model_fn_ops(features, mode, labels, train, logits)


def plain_model_fn(features, labels, mode):
    w = tf.get_variable("w", initializer=np.float32([[2.0]]))
    y = tf.matmul(features["x"], w)
    loss = tf.reduce_mean(y)
    return {"y": y, "half": y / 2}, loss, tf.assign_add(tf.train.get_global_step(), 1)


def case_export_savedmodel():
    folder = tempfile.mkdtemp()
    result = {}
    for name, function, serve in [("head", model_fn, parsing_serving), ("plain", plain_model_fn, serving)]:
        estimator = learn.Estimator(function, model_dir=os.path.join(folder, name))
        result[name + "/early"] = error(lambda: estimator.export_savedmodel(folder, serve)).split(" at ")[0]
        estimator.fit(input_fn=input_fn, steps=1)
        path = estimator.export_savedmodel(os.path.join(folder, name + "_export"), serve)
        result[name + "/type"] = type(path).__name__
        result.update({name + "/" + k: v for k, v in signatures(path.decode()).items()})
    extra = os.path.join(folder, "extra.txt")
    with open(extra, "w") as file:
        file.write("more")
    strategy = learn.make_export_strategy(serving, assets_extra={"a/b.txt": extra}, as_text=True, exports_to_keep=1)
    path = strategy.export(estimator, os.path.join(folder, "again")).decode()
    result["files"] = sorted(
        os.path.relpath(os.path.join(root, name), path) for root, _, names in os.walk(path) for name in names
    )
    result["strategy"] = [strategy.name, str(strategy.strip_default_attrs)]
    result["key"] = error(lambda: estimator.export_savedmodel(folder, serving, default_output_alternative_key="z"))
    experiment = learn.Experiment(
        estimator, input_fn, input_fn, train_steps=2, eval_steps=1, export_strategies=[strategy], min_eval_frequency=0
    )
    _, exports = experiment.train_and_evaluate()
    result["exports"] = [os.path.relpath(each.decode(), folder).split("/")[:3] for each in exports][0]
    result["bad"] = error(lambda: learn.Experiment(estimator, input_fn, input_fn, export_strategies=["x"]))
    shutil.rmtree(folder)
    return result


def case_canned_signatures():
    folder = tempfile.mkdtemp()
    column = tf.contrib.layers.real_valued_column("x")
    result = {}
    for name, estimator, labels in [
        ("two", learn.LinearClassifier([column], folder + "/two"), np.int64([[0], [1], [1]])),
        ("three", learn.LinearClassifier([column], folder + "/three", n_classes=3), np.int64([[0], [2], [1]])),
        ("value", learn.LinearRegressor([column], folder + "/value"), np.float32([[0.5], [2.0], [1.0]])),
    ]:
        data = lambda: ({"x": tf.constant([[1.0], [2.0], [3.0]])}, tf.constant(labels))  # noqa: B023, E731
        estimator.fit(input_fn=data, steps=2)
        path = estimator.export_savedmodel(folder + "/export_" + name, parsing_serving).decode()
        result.update({name + "/" + k: v for k, v in signatures(path).items()})
        parsing = utils.make_parsing_export_strategy([column])
        path = parsing.export(estimator, folder + "/parse_" + name).decode()
        with tf.Graph().as_default(), tf.Session() as sess:
            meta = tf.saved_model.loader.load(sess, ["serve"], path)
            default = meta.signature_def["serving_default"]
            result[name + "/parsing"] = [default.method_name] + sorted(default.inputs) + sorted(default.outputs)
    shutil.rmtree(folder)
    return result


def case_utilities():
    paths = [gc.Path("/%d" % n, n) for n in (8, 3, 10, 7, 1)]
    result = {
        "largest": [p.export_version for p in gc.largest_export_versions(2)(paths)],
        "every": [p.export_version for p in gc.one_of_every_n_export_versions(3)(paths)],
        "mod": [p.export_version for p in gc.mod_export_version(2)(paths)],
        "union": [p.path for p in gc.union(gc.mod_export_version(2), gc.largest_export_versions(1))(paths)],
        "negation": [p.path for p in gc.negation(gc.mod_export_version(2))(paths)],
    }
    folder = tempfile.mkdtemp()
    for name in ("1500000001", "1500000003", "1500000002", "other", "temp-1500000009"):
        os.makedirs(os.path.join(folder, name))
    result["recent"] = os.path.basename(utils.get_most_recent_export(folder).path)
    utils.garbage_collect_exports(folder, 1)
    result["kept"] = sorted(os.listdir(folder))
    result["temp"] = [
        utils.get_temp_export_dir(b"/a/123").decode(),
        type(utils.get_timestamped_export_dir(folder)).__name__,
    ]
    shutil.rmtree(folder)
    best = utils.BestModelSelector()
    result["best"] = [str(best.update("c%d" % i, {"loss": loss})) for i, loss in enumerate([3.0, 4.0, 2.0])]
    x, text = tf.placeholder(tf.string, [None]), tf.placeholder(tf.string, [None])
    y = tf.placeholder(tf.float32, [None])
    problems = learn.ProblemType
    made = [
        utils.build_standardized_signature_def({"x": x}, outputs, problem)
        for outputs, problem in [
            ({"y": y}, problems.LINEAR_REGRESSION),
            ({"y": y, "z": y}, problems.LINEAR_REGRESSION),
            ({"y": text}, problems.CLASSIFICATION),
            ({"classes": text, "probabilities": y}, problems.LOGISTIC_REGRESSION),
            ({"y": y}, problems.UNSPECIFIED),
        ]
    ]
    result["made"] = [each.method_name + " " + " ".join(sorted(each.outputs)) for each in made]
    ops = learn.ModelFnOps(learn.ModeKeys.INFER, predictions=y)
    result["alternatives"] = [str(sorted(utils.get_output_alternatives(ops)[0])), utils.get_output_alternatives(ops)[1]]
    two = learn.ModelFnOps(
        learn.ModeKeys.INFER, predictions=y, output_alternatives={"a": (0, {"y": y}), "b": (0, {"y": y})}
    )
    result["errors"] = [
        error(lambda: utils.get_output_alternatives(two)),
        error(lambda: utils.get_output_alternatives(two, "c")),
        error(lambda: utils.get_output_alternatives(ops, "c")),
        error(lambda: utils.build_standardized_signature_def({}, {"y": y}, 0)),
        error(lambda: utils.build_all_signature_defs({}, {None: (0, {"y": y})}, None)),
        error(lambda: utils.get_input_alternatives(({}, None))),
        error(lambda: best.update("", {})),
        error(lambda: best.update("c", {})),
    ]
    return result
