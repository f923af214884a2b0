"""``tf.contrib.learn.MetricSpec``: which metric of which prediction, label and weight."""

import functools
import inspect

import tensorflow.compat.v1 as tf

_NAMES = {
    "labels": ("labels", "label", "targets", "target"),
    "predictions": ("predictions", "prediction", "logits", "logit"),
    "weights": ("weights", "weight"),
}


class MetricSpec:
    """Which metric of which prediction, label and weight. Replaces: tf.contrib.learn.MetricSpec

    Args:
        metric_fn: gives a tensor or a (value, update) pair. What it calls labels, predictions and weights (or
            targets, logits and the like) is passed by these names; a metric without a name for its predictions takes
            them as its first argument that is not the labels, and one without labels gets none.
        prediction_key, label_key, weight_key: which of several; None where there is one, and for no weights.

    Raises:
        ValueError: `metric_fn` has two arguments for one thing, or none for what has a key here.
    """

    def __init__(self, metric_fn, prediction_key=None, label_key=None, weight_key=None):
        named = getattr(metric_fn, "func", metric_fn) if not hasattr(metric_fn, "__name__") else metric_fn
        self._metric_fn_name = getattr(named, "__name__", str(metric_fn))
        self._prediction_key, self._label_key, self._weight_key = prediction_key, label_key, weight_key
        required = {"labels": label_key is not None, "predictions": False, "weights": weight_key is not None}
        arguments = _arguments(metric_fn)
        names = {what: _named(what, self._metric_fn_name, arguments, needed) for what, needed in required.items()}
        self._metric_fn = functools.partial(_call, metric_fn, arguments, names)

    prediction_key = property(lambda self: self._prediction_key, doc="The prediction's name, or None.")
    label_key = property(lambda self: self._label_key, doc="The label's name, or None.")
    weight_key = property(lambda self: self._weight_key, doc="The name of the feature with the weights, or None.")
    metric_fn = property(lambda self: self._metric_fn, doc="A function of `labels`, `predictions`, `weights` by name.")

    def __str__(self):
        keys = f"prediction_key={self.prediction_key}, label_key={self.label_key}, weight_key={self.weight_key}"
        return f"MetricSpec(metric_fn={self._metric_fn_name}, {keys})"

    def create_metric_ops(self, inputs, labels, predictions):
        """The metric of what the keys pick.

        Args:
            inputs: dict of features, for the weights.
            labels, predictions: a tensor, or a dict of tensors.

        Returns:
            What `metric_fn` gives.

        Raises:
            ValueError: a key for a single tensor, or none for several.
            KeyError: there is none of that name.
        """
        prediction = _pick("prediction", predictions, self.prediction_key)
        label = _pick("label", labels, self.label_key)
        weight = inputs[self.weight_key] if self.weight_key else None
        try:
            return self.metric_fn(labels=label, predictions=prediction, weights=weight)
        except Exception as error:
            tf.logging.error("Could not create metric ops for %s, %s.", self, error)
            raise


def _arguments(function):
    """The names of what `function` takes, without what a partial has bound by name."""
    if hasattr(function, "func") and hasattr(function, "keywords"):
        return [name for name in _arguments(function.func) if name not in (function.keywords or {})]
    return inspect.getfullargspec(function).args


def _named(what, function, arguments, required):
    """The one argument that `what` may be called, or None."""
    found = [name for name in _NAMES[what] if name in arguments]
    if len(found) > 1:
        raise ValueError(f"Ambiguous arguments {found}, must provide only one of {_NAMES[what]}.")
    if required and not found:
        raise ValueError(f"{_NAMES[what]} missing from {function}({tuple(arguments)}).")
    if found and found[0] != what:
        tf.logging.warning("Canonical arg %s missing from %s(%s), using %s.", what, function, arguments, found[0])
    return found[0] if found else None


def _call(metric_fn, arguments, names, _sentinel=None, labels=None, predictions=None, weights=None):
    if _sentinel is not None:
        raise ValueError("`metric_fn` requires named args: `labels`, `predictions`, and optionally `weights`.")
    positional, by_name = [], {}
    if names["predictions"]:
        by_name[names["predictions"]] = predictions
    else:
        positional.append(predictions)
    if names["labels"] and positional and names["labels"] == arguments[0]:
        positional.insert(0, labels)
    elif names["labels"]:
        by_name[names["labels"]] = labels
    if weights is not None:
        by_name[names["weights"]] = weights
    return metric_fn(*positional, **by_name)


def _pick(name, values, key):
    if key:
        if not isinstance(values, dict):
            raise ValueError(
                f"MetricSpec with {name}_key specified requires {name}s dict, got {values}.\n"
                f"You must not provide a {name}_key if you only have a single Tensor as {name}s."
            )
        if key not in values:
            raise KeyError(f"Key '{key}' missing from {values.keys()}.")
        return values[key]
    if isinstance(values, dict):
        if len(values) != 1:
            raise ValueError(
                f"MetricSpec without specified {name}_key requires {name}s tensor or single element dict, got {values}"
            )
        return next(iter(values.values()))
    return values
