"""``tf.estimator.Estimator`` with a model_fn of one's own: training, evaluation, prediction, export, hooks."""

import os
import tempfile

import numpy as np
import tensorflow as tf

X = np.random.RandomState(0).rand(12, 3).astype(np.float32)
Y = (X @ np.float32([[1.0], [-2.0], [0.5]]) + 0.25).astype(np.float32)


def model_fn(features, labels, mode, params):
    w = tf.get_variable("w", [3, 1], initializer=tf.constant_initializer(0.1))
    b = tf.get_variable("b", [1], initializer=tf.zeros_initializer())
    predicted = tf.matmul(features["x"], w) + b
    if mode == tf.estimator.ModeKeys.PREDICT:
        outputs = {"serving_default": tf.estimator.export.PredictOutput({"y": predicted})}
        return tf.estimator.EstimatorSpec(mode, predictions={"y": predicted}, export_outputs=outputs)
    loss = tf.losses.mean_squared_error(labels, predicted)
    if mode == tf.estimator.ModeKeys.EVAL:
        error = tf.metrics.mean_absolute_error(labels, predicted)
        return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops={"mae": error})
    optimizer = tf.train.MomentumOptimizer(params["rate"], 0.9)
    train_op = optimizer.minimize(loss, global_step=tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


def numpy_input(shuffle=False, epochs=None):
    return tf.estimator.inputs.numpy_input_fn({"x": X}, Y, batch_size=4, num_epochs=epochs, shuffle=shuffle)


def make(**config):
    return tf.estimator.Estimator(
        model_fn,
        model_dir=tempfile.mkdtemp(),
        params={"rate": 0.05},
        config=tf.estimator.RunConfig(tf_random_seed=1, **config),
    )


def sorted_items(metrics):
    return {"metric_" + name: float(value) for name, value in metrics.items()}


def case_train_evaluate_predict():
    estimator = make()
    returned = estimator.train(numpy_input(), steps=7)
    metrics = estimator.evaluate(numpy_input(epochs=1), name="after")
    predictions = list(estimator.predict(tf.estimator.inputs.numpy_input_fn({"x": X}, shuffle=False)))
    names = estimator.get_variable_names()
    result = {
        "returned": returned is estimator,
        "names": names,
        "w": estimator.get_variable_value("w"),
        "momentum": estimator.get_variable_value("w/Momentum"),
        "step": estimator.get_variable_value("global_step"),
        "predictions": np.stack([p["y"] for p in predictions]),
        "checkpoint": os.path.basename(estimator.latest_checkpoint()),
        "eval_dir": os.path.basename(estimator.eval_dir("after")),
    }
    estimator.train(numpy_input(), max_steps=9)
    result["w_at_9"] = estimator.get_variable_value("w")
    result["step_at_9"] = estimator.get_variable_value("global_step")
    result.update(sorted_items(metrics))
    return result


def case_datasets_as_input():
    def input_fn():
        dataset = tf.data.Dataset.from_tensor_slices(({"x": X}, Y))
        return dataset.batch(6).repeat(2)

    estimator = make()
    estimator.train(input_fn)
    metrics = estimator.evaluate(input_fn, steps=1)
    return dict(sorted_items(metrics), w=estimator.get_variable_value("w"))


def case_train_and_evaluate_with_exporters():
    estimator = make(save_checkpoints_steps=5, keep_checkpoint_max=2)

    def receiver():
        x = tf.placeholder(tf.float32, [None, 3], name="x")
        return tf.estimator.export.ServingInputReceiver({"x": x}, {"x": x})

    exporters = [tf.estimator.FinalExporter("final", receiver), tf.estimator.LatestExporter("latest", receiver)]
    metrics, exported = tf.estimator.train_and_evaluate(
        estimator,
        tf.estimator.TrainSpec(numpy_input(), max_steps=12),
        tf.estimator.EvalSpec(numpy_input(epochs=1), exporters=exporters, throttle_secs=0),
    )
    result = sorted_items(metrics)
    result["exports"] = [os.path.basename(os.path.dirname(path.decode())) for path in exported]
    result["checkpoints"] = sorted(f for f in os.listdir(estimator.model_dir) if f.endswith(".index"))
    with tf.Graph().as_default(), tf.Session() as sess:
        meta = tf.saved_model.loader.load(sess, ["serve"], exported[0].decode())
        signature = meta.signature_def["serving_default"]
        result["signature"] = [signature.method_name, signature.inputs["x"].name, signature.outputs["y"].name]
        result["served"] = sess.run(signature.outputs["y"].name, {signature.inputs["x"].name: X[:2]})
    return result


def case_hooks():
    seen = []

    class Watch(tf.train.SessionRunHook):
        def before_run(self, context):
            return tf.train.SessionRunArgs(tf.train.get_global_step())

        def after_run(self, context, values):
            seen.append(int(values.results))

    estimator = make(save_checkpoints_steps=2)
    estimator.train(numpy_input(), steps=4, hooks=[Watch()])
    stopped = make()
    stop = tf.estimator.experimental.make_early_stopping_hook(
        stopped, lambda: True, run_every_secs=None, run_every_steps=1
    )
    stopped.train(numpy_input(), steps=4, hooks=[stop])
    return {"count": len(seen), "stopped_at": stopped.get_variable_value("global_step")}


def case_warm_start():
    first = make()
    first.train(numpy_input(), steps=3)
    second = tf.estimator.Estimator(
        model_fn,
        params={"rate": 0.0},
        warm_start_from=tf.estimator.WarmStartSettings(first.model_dir, vars_to_warm_start="w"),
    )
    second.train(numpy_input(), steps=1)
    return {
        "same": np.array_equal(first.get_variable_value("w"), second.get_variable_value("w")),
        "b": second.get_variable_value("b"),
    }


def case_errors():
    def error(function, *args, **kwargs):
        try:
            function(*args, **kwargs)
        except Exception as e:
            return type(e).__name__ + ": " + str(e).split("\n")[0][:60]
        return "none"

    estimator = make()
    return {
        "wrong_argument": error(tf.estimator.Estimator, lambda features, labels, what: None)[:20],
        "no_model_fn": error(tf.estimator.Estimator, None),
        "steps_and_max": error(estimator.train, numpy_input(), steps=1, max_steps=1),
        "zero_steps": error(estimator.train, numpy_input(), steps=0),
        "spec_no_loss": error(tf.estimator.EstimatorSpec, "train", predictions={}),
        "spec_mode": error(tf.estimator.EstimatorSpec, "eval", predictions={}),
        "both_checkpoints": error(tf.estimator.RunConfig, save_checkpoints_steps=1, save_checkpoints_secs=2),
        "not_trained": error(estimator.get_variable_names)[:30],
        "no_shuffle": error(tf.estimator.inputs.numpy_input_fn, {"x": X}, Y),
        "lengths": error(lambda: tf.estimator.inputs.numpy_input_fn({"x": X}, Y[:3], shuffle=False)()),
    }
