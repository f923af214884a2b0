"""``tf.contrib.learn.Estimator``: fit, evaluate and predict, on ``tf.estimator.Estimator``."""

import collections
import functools
import inspect

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1 import estimator as core
from tf2notes.legacy.tf1.contrib.learn._metric_spec import MetricSpec  # noqa: F401

_Ops = collections.namedtuple(
    "ModelFnOps",
    "predictions loss train_op eval_metric_ops output_alternatives training_chief_hooks training_hooks scaffold mode",
)


class ModeKeys:
    """Replaces: tf.contrib.learn.ModeKeys"""

    TRAIN = "train"
    EVAL = "eval"
    INFER = "infer"

    @classmethod
    def validate(cls, key):
        """Raises ValueError unless `key` is one of the three."""
        if key not in (cls.TRAIN, cls.EVAL, cls.INFER):
            raise ValueError(f"Invalid mode {key}.")


class ModelFnOps(_Ops):
    """What a model_fn returns. Replaces: tf.contrib.learn.ModelFnOps

    Raises:
        ValueError: what the mode needs is missing: a train_op and a loss to train, a loss and predictions to evaluate,
            predictions to infer.
    """

    def __new__(
        cls,
        mode,
        predictions=None,
        loss=None,
        train_op=None,
        eval_metric_ops=None,
        output_alternatives=None,
        training_chief_hooks=None,
        training_hooks=None,
        scaffold=None,
    ):
        ModeKeys.validate(mode)
        if train_op is None and mode == ModeKeys.TRAIN:
            raise ValueError("Missing train_op.")
        if loss is None and mode in (ModeKeys.TRAIN, ModeKeys.EVAL):
            raise ValueError("Missing loss.")
        if predictions is None and mode in (ModeKeys.INFER, ModeKeys.EVAL):
            raise ValueError("Missing predictions.")
        if loss is not None:
            loss = tf.convert_to_tensor(loss)
            if loss.shape.num_elements() not in (None, 1):
                raise ValueError(f"Loss must be scalar: {loss}.")
            if not loss.shape.is_compatible_with([]):
                loss = tf.reshape(loss, [])
        return super().__new__(
            cls,
            predictions=predictions,
            loss=loss,
            train_op=train_op,
            eval_metric_ops=dict(eval_metric_ops or {}),
            output_alternatives=output_alternatives,
            training_chief_hooks=list(training_chief_hooks or []),
            training_hooks=list(training_hooks or []),
            scaffold=scaffold,
            mode=mode,
        )


def _kind(tensor):
    """A function that makes a placeholder for a batch of such labels, of any size."""
    if isinstance(tensor, tf.SparseTensor):
        return functools.partial(tf.sparse_placeholder, tensor.dtype)
    shape = tensor.shape.as_list() if tensor.shape.rank is not None else None
    return functools.partial(tf.placeholder, tensor.dtype, [None, *shape[1:]] if shape else shape)


class NotFittedError(ValueError, AttributeError):
    """There is no checkpoint yet. Replaces: tf.contrib.learn.NotFittedError"""


_SHUFFLE_SEED = 42  # data_feeder's


class _Feed:
    """Arrays fed batch by batch to the placeholders ``input`` and ``output``, as TF1's data feeder did."""

    def __init__(self, x, y, size, shuffle, epochs):
        self._x, self._y, self._size, self._shuffle, self._epochs = x, y, size, shuffle, epochs

    def input_fn(self):
        """Placeholders for features and labels."""
        self._inputs = _placeholders(self._x, "input")
        self._outputs = None if self._y is None else _placeholders(self._y, "output")
        self._batches = self._generate()
        return self._inputs, self._outputs

    def feed_fn(self):
        """The next batch; StopIteration at the end ends the session's loop."""
        return next(self._batches)

    def _generate(self):
        random = np.random.RandomState(_SHUFFLE_SEED)
        count = len(next(iter(self._x.values()))) if isinstance(self._x, dict) else len(self._x)
        epoch = 0
        while self._epochs is None or epoch < self._epochs:
            order = random.permutation(count) if self._shuffle else np.arange(count)
            for start in range(0, count, self._size):
                at = order[start : start + self._size]
                feed = _rows(self._inputs, self._x, at)
                yield feed if self._y is None else {**feed, **_rows(self._outputs, self._y, at)}
            epoch += 1


def _placeholders(values, name):
    if isinstance(values, dict):
        return {key: _placeholder(value, f"{name}_{key}") for key, value in values.items()}
    return _placeholder(values, name)


def _placeholder(array, name):
    return tf.placeholder(tf.as_dtype(array.dtype), [None, *array.shape[1:]], name=name)


def _rows(placeholders, values, at):
    if isinstance(values, dict):
        return {placeholders[key]: value[at] for key, value in values.items()}
    return {placeholders: values[at]}


def batches_of(x, y, batch_size, shuffle, epochs):
    """A `_Feed` of arrays; the order of a shuffled epoch is TF1's."""
    x = {name: np.asarray(value) for name, value in x.items()} if isinstance(x, dict) else _as_float(np.asarray(x))
    y = None if y is None else _as_labels(np.asarray(y))
    count = len(next(iter(x.values()))) if isinstance(x, dict) else len(x)
    return _Feed(x, y, min(batch_size or count, count), shuffle, epochs)


class _OnceIfConstant(tf.train.SessionRunHook):
    """Ends a prediction after the first batch where no queue runner brings another, as TF1 did."""

    def begin(self):
        self._is_constant = not tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)

    def after_run(self, run_context, run_values):
        if self._is_constant:
            run_context.request_stop()


def _as_float(array):
    return array.astype(np.float32) if array.dtype == np.float64 else array


def _as_labels(array):
    return array.astype(np.int64) if array.dtype.kind == "i" else _as_float(array)


def _one_source(x, y, input_fn, batch_size):
    if x is None and y is None and input_fn is None:
        raise ValueError("Either x or input_fn must be provided.")
    if input_fn is not None and (x is not None or y is not None):
        raise ValueError("Can not provide both input_fn and x or y.")
    if input_fn is not None and batch_size is not None:
        raise ValueError("Can not provide both input_fn and batch_size.")
    if batch_size is not None and batch_size < 1:
        raise ValueError(f"Invalid batch_size {batch_size}.")


_OWN_LOSS = "loss/of_the_model"


class BaseEstimator:
    """What every estimator here can do. Replaces: tf.contrib.learn.BaseEstimator

    Differs: ``export``, of before SavedModel, and the arguments of data feeders are gone; checkpoints hold the same
    variables.
    """

    _loss_first = False

    def __init__(self, model_dir=None, config=None):
        if config is not None and model_dir and config.model_dir and config.model_dir != model_dir:
            raise ValueError(
                "model_dir are set both in constructor and RunConfig, but with different values. "
                f"In constructor: '{model_dir}', in RunConfig: '{config.model_dir}' "
            )
        self._core = core.Estimator(self._core_model_fn, model_dir=model_dir, config=config)
        self._metrics = None
        self._labels_like = None

    model_dir = property(lambda self: self._core.model_dir, doc="Where checkpoints are.")
    config = property(lambda self: self._core.config, doc="The RunConfig.")

    def _core_model_fn(self, features, labels, mode, config):
        """What TF1's own estimators want: an EstimatorSpec. Known labels stand as placeholders where it predicts."""
        if labels is not None:
            self._labels_like = tf.nest.map_structure(_kind, labels)
        elif self._labels_like is not None:
            labels = tf.nest.map_structure(lambda make: make(), self._labels_like)
        ops = self._call_model_fn(features, labels, mode, config)
        predictions = ops.predictions
        metrics = {}
        if mode == ModeKeys.EVAL:
            metrics = {**ops.eval_metric_ops, **_metric_ops(self._metrics, features, labels, predictions)}
            if "loss" in metrics:  # a name that core.Estimator keeps for itself; a head's is of weighted means
                metrics[_OWN_LOSS] = metrics.pop("loss")
        return core.EstimatorSpec(
            mode,
            predictions=predictions,
            loss=ops.loss,
            train_op=ops.train_op,
            eval_metric_ops=metrics,
            training_hooks=ops.training_hooks,
            training_chief_hooks=ops.training_chief_hooks,
            scaffold=ops.scaffold,
        )

    def fit(self, x=None, y=None, input_fn=None, steps=None, batch_size=None, monitors=None, max_steps=None):
        """Train on arrays or an input_fn; returns self."""
        if steps is not None and max_steps is not None:
            raise ValueError("Can not provide both steps and max_steps.")
        _one_source(x, y, input_fn, batch_size)
        from tf2notes.legacy.tf1.contrib.learn.monitors import replace_monitors_with_hooks

        hooks = replace_monitors_with_hooks(monitors, self)
        if input_fn is None:
            feed = batches_of(x, y, batch_size, shuffle=True, epochs=None)
            input_fn = feed.input_fn
            hooks.append(tf.train.FeedFnHook(feed.feed_fn))
        self._core.train(input_fn, hooks=hooks, steps=steps, max_steps=max_steps)
        return self

    def partial_fit(self, x=None, y=None, input_fn=None, steps=1, batch_size=None, monitors=None):
        """`fit` for some steps more."""
        return self.fit(x, y, input_fn, steps, batch_size, monitors)

    def evaluate(
        self,
        x=None,
        y=None,
        input_fn=None,
        feed_fn=None,
        batch_size=None,
        steps=None,
        metrics=None,
        name=None,
        checkpoint_path=None,
        hooks=None,
        log_progress=True,
    ):
        """The loss and the metrics, by name, and ``global_step``."""
        _one_source(x, y, input_fn, batch_size)
        if metrics is not None and not isinstance(metrics, dict):
            raise ValueError(f"Metrics argument should be None or dict. Got {metrics}.")
        if not log_progress:
            raise NotImplementedError("evaluate: log_progress=False; set tf.logging's verbosity instead")
        if checkpoint_path is None and self._core.latest_checkpoint() is None:
            raise NotFittedError(f"Couldn't find trained model at {self.model_dir}.")
        if input_fn is None:
            feed = batches_of(x, y, batch_size, shuffle=False, epochs=1)
            input_fn, feed_fn = feed.input_fn, feed.feed_fn
        hooks = list(hooks or []) + ([tf.train.FeedFnHook(feed_fn)] if feed_fn else [])
        self._metrics = metrics
        try:
            found = self._core.evaluate(input_fn, steps, hooks=hooks, checkpoint_path=checkpoint_path, name=name)
        finally:
            self._metrics = None
        if _OWN_LOSS in found:
            found["loss"] = found.pop(_OWN_LOSS)
        return self._in_order(found)

    def _in_order(self, found):
        """TF1's order: a ready-made estimator's loss comes first, else last; then the global step."""
        last = [] if self._loss_first else ["loss"]
        first = ["loss"] if self._loss_first else []
        others = [name for name in found if name not in ("loss", "global_step")]
        return {name: found[name] for name in (*first, *others, *last, "global_step") if name in found}

    def predict(self, x=None, input_fn=None, batch_size=None, outputs=None, as_iterable=True, iterate_batches=False):
        """The predictions, one at a time (or an array, with ``as_iterable=False``)."""
        _one_source(x, None, input_fn, batch_size)
        if self._core.latest_checkpoint() is None:
            raise NotFittedError(f"Couldn't find trained model at {self.model_dir}.")
        if input_fn is None:
            feed = batches_of(x, None, batch_size, shuffle=False, epochs=1)
            input_fn, hooks = feed.input_fn, [tf.train.FeedFnHook(feed.feed_fn)]
        else:
            hooks = [_OnceIfConstant()]
        keys = [outputs] if isinstance(outputs, str) else outputs
        found = self._core.predict(input_fn, predict_keys=keys, hooks=hooks, yield_single_examples=not iterate_batches)
        if as_iterable:
            return found
        found = list(found)
        if not found or not isinstance(found[0], dict):
            return np.array(found)
        return {key: np.array([each[key] for each in found]) for key in found[0]}

    def export_savedmodel(
        self,
        export_dir_base,
        serving_input_fn,
        default_output_alternative_key=None,
        assets_extra=None,
        as_text=False,
        checkpoint_path=None,
        strip_default_attrs=False,
    ):
        """Write the model for serving into a new folder below `export_dir_base`; its path, as bytes.

        Args:
            serving_input_fn: gives InputFnOps.
            default_output_alternative_key: of the outputs to serve by default, where there are several.
            assets_extra: {name: file} to copy.
            as_text: write text.
            checkpoint_path: the latest if None.
            strip_default_attrs: leave out attributes that have their default.

        Differs: one graph; TF1's rewrites of it (``graph_rewrite_specs``) are gone.
        """
        from tf2notes.legacy.tf1.contrib.learn import _export

        return _export.export_savedmodel(
            self,
            export_dir_base,
            serving_input_fn,
            default_output_alternative_key,
            assets_extra,
            as_text,
            checkpoint_path,
            strip_default_attrs,
        )

    def get_variable_value(self, name):
        """The value of a variable in the latest checkpoint."""
        return self._core.get_variable_value(name)

    def get_variable_names(self):
        """The names of all variables in the latest checkpoint."""
        return self._core.get_variable_names()

    def get_params(self, deep=True):
        """The constructor's arguments that are attributes, as scikit-learn has it."""
        names = inspect.signature(type(self).__init__).parameters
        return {name: getattr(self, name) for name in names if name != "self" and hasattr(self, name)}


class Estimator(BaseEstimator):
    """An estimator of a model_fn. Replaces: tf.contrib.learn.Estimator

    The model_fn takes (features, labels) and of mode, params, config and model_dir what its signature names; it returns
    a ModelFnOps or a tuple (predictions, loss, train_op).
    """

    def __init__(self, model_fn=None, model_dir=None, config=None, params=None, feature_engineering_fn=None):
        if model_fn is None:
            raise ValueError("model_fn must be provided")
        arguments = inspect.signature(model_fn).parameters
        if params is not None and "params" not in arguments:
            raise ValueError(
                f"Estimator's model_fn ({model_fn}) does not have a params argument, "
                f"but params ({params}) were passed to the Estimator's constructor."
            )
        if params is None and "params" in arguments:
            tf.logging.warning(
                "Estimator's model_fn (%s) includes params argument, but params are not passed to Estimator.", model_fn
            )
        self._model_fn, self.params = model_fn, params
        self._feature_engineering_fn = feature_engineering_fn or (lambda features, labels: (features, labels))
        super().__init__(model_dir, config)

    def _call_model_fn(self, features, labels, mode, config):
        features, labels = self._feature_engineering_fn(features, labels)
        known = {"mode": mode, "params": self.params, "config": config, "model_dir": self.model_dir}
        arguments = inspect.signature(self._model_fn).parameters
        result = self._model_fn(features, labels, **{name: known[name] for name in known if name in arguments})
        if isinstance(result, ModelFnOps):
            return result
        if not isinstance(result, (list, tuple)) or len(result) != 3:
            raise ValueError("Unrecognized value returned by model_fn, please return ModelFnOps.")
        predictions, loss, train_op = result
        return ModelFnOps(mode=mode, predictions=predictions, loss=loss, train_op=train_op)


class SKCompat:
    """fit, score and predict on arrays alone. Replaces: tf.contrib.learn.SKCompat"""

    def __init__(self, estimator):
        self._estimator = estimator

    def fit(self, x, y, batch_size=128, steps=None, max_steps=None, monitors=None):
        """Train; returns self."""
        self._estimator.fit(x, y, batch_size=batch_size, steps=steps, max_steps=max_steps, monitors=monitors)
        return self

    def score(self, x, y, batch_size=128, steps=None, metrics=None, name=None):
        """The loss and the metrics, by name."""
        return self._estimator.evaluate(x, y, batch_size=batch_size, steps=steps, metrics=metrics, name=name)

    def predict(self, x, batch_size=128, outputs=None):
        """An array, or a dictionary of arrays where the model gives one."""
        found = list(BaseEstimator.predict(self._estimator, x, batch_size=batch_size, outputs=outputs))
        if not isinstance(found[0], dict):
            return np.array(found)
        return {key: np.array([each[key] for each in found]) for key in found[0]}


def _metric_ops(metrics, features, labels, predictions):
    """The (value, update) pairs of MetricSpecs, or of plain functions of predictions and labels."""
    result = {}
    for name, metric in (metrics or {}).items():
        if hasattr(metric, "create_metric_ops"):
            result[name] = metric.create_metric_ops(features, labels, predictions)
        elif isinstance(name, tuple):
            result[name[0]] = metric(predictions[name[1]], labels)
        else:
            result[name] = metric(predictions, labels)
    return result
