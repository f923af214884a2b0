"""Models of eager mode: what TF1 knew of a model once it was compiled, and what it then refused.

tf_keras keeps TF1's own training for graphs. In eager mode it trains in another way, which asks late: a loss, a metric
or an array that do not fit are noticed in the first step, or not at all. Here the model is asked as TF1 did. Models of
a program's own class are left alone: they know their outputs only when they are called.
"""

import functools
import inspect
import types

import numpy as np
import tensorflow.compat.v1 as tf
from tf_keras.src import backend
from tf_keras.src.engine import compile_utils, training
from tf_keras.src.engine import training_utils_v1 as of_graphs


def install():
    """Change the class, once."""
    training.Model.compile = _compile(training.Model.compile)
    training.Model.metrics_names = property(_metrics_names(training.Model.metrics_names.fget))
    for name in ("fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "predict_on_batch"):
        setattr(training.Model, name, _checking(getattr(training.Model, name)))
    compile_utils.MetricsContainer._set_metric_names = _weighted(compile_utils.MetricsContainer._set_metric_names)


def _compile(living):
    """TF1's order of arguments; losses, their weights and metrics are looked up at once."""

    @functools.wraps(living)
    def compile(
        self, optimizer="rmsprop", loss=None, metrics=None, loss_weights=None, sample_weight_mode=None,
        weighted_metrics=None, *others, **kwargs
    ):  # fmt: skip
        if sample_weight_mode is not None:
            kwargs["sample_weight_mode"] = sample_weight_mode
        for name, value in zip(("target_tensors", "distribute"), others, strict=False):
            if value is not None:
                raise ValueError(f"{name} is not supported in eager mode: leave it out.")
        living(self, optimizer, loss, metrics, loss_weights=loss_weights, weighted_metrics=weighted_metrics, **kwargs)
        if self._is_graph_network and isinstance(loss_weights, (list, dict, type(None), int, float)):
            _look_up(self, loss, metrics, loss_weights, weighted_metrics)

    return compile


def _look_up(model, loss, metrics, loss_weights, weighted_metrics):
    names = model.output_names
    functions = of_graphs.prepare_loss_functions(loss, names)
    outputs = [types.SimpleNamespace(output_name=name) for name in names]
    of_graphs.prepare_loss_weights(outputs, loss_weights)
    found = ["loss"] + [f"{name}_loss" for name in names if len(names) > 1]
    parts = zip(_for_each(metrics, names), _for_each(weighted_metrics, names), names, strict=True)
    for plain, weighted, output in parts:
        for metric, is_weighted in [(each, False) for each in plain] + [(each, True) for each in weighted]:
            name = of_graphs.get_metric_name(metric, is_weighted)
            found.append(f"{output}_{name}" if len(names) > 1 else name)
    model.__dict__.update(loss_functions=functions, _names_to_be=found)
    model.__dict__["_loss_weights_list"] = [output.loss_weight for output in outputs]


def _for_each(metrics, names):
    """The metrics of each output, from a list for all, a list of lists, or a dict."""
    if isinstance(metrics, dict):
        given = [metrics.get(name, []) for name in names]
        return [each if isinstance(each, (list, tuple)) else [each] for each in given]
    metrics = list(metrics or [])
    if any(isinstance(each, (list, tuple)) for each in metrics):
        return [list(each) if isinstance(each, (list, tuple)) else [each] for each in metrics]
    return [metrics for _ in names]


def _metrics_names(living):
    def metrics_names(self):
        known = living(self)
        return known or list(self.__dict__.get("_names_to_be", ()))

    return metrics_names


def _checking(living):
    signature = inspect.signature(living)

    @functools.wraps(living)
    def run(self, *args, **kwargs):
        given = signature.bind(self, *args, **kwargs)
        values = given.arguments
        if isinstance(values.get("class_weight"), str):
            values["class_weight"] = None  # TF1 took "balanced" and did nothing
        _check(
            self, **{name: values.get(name) for name in ("x", "y", "sample_weight", "validation_split", "batch_size")}
        )
        return living(*given.args, **given.kwargs)

    return run


def _check(model, x, y, sample_weight, validation_split, batch_size):
    if isinstance(x, tf.data.Dataset):
        if batch_size is not None:
            raise ValueError(
                "The `batch_size` argument must not be specified for the given input type. "
                f"Received input: {x}, batch_size: {batch_size}"
            )
        of_graphs.validate_dataset_input(x, y, sample_weight, validation_split)
    if not (model._is_graph_network and _are_arrays(x)):
        return
    shapes = None if model.run_eagerly else [backend.int_shape(tensor) for tensor in model.inputs]
    inputs = _standardized(x, model.input_names, shapes, "input")
    if y is None or not _are_arrays(y) or not model.built:
        return
    targets = _standardized(y, model.output_names, None, "target")
    if sample_weight is None or _are_arrays(sample_weight):
        weights = of_graphs.standardize_sample_weights(sample_weight, model.output_names)
        for target, each in zip(targets, weights, strict=True):
            if each is not None and np.ndim(each) < 2:
                of_graphs.standardize_weights(target, each)
    of_graphs.check_array_lengths(inputs, targets, None)


def _are_arrays(values):
    parts = values.values() if isinstance(values, dict) else values if isinstance(values, (list, tuple)) else [values]
    return len(parts) > 0 and all(isinstance(part, np.ndarray) for part in parts)


def _standardized(values, names, shapes, what):
    return of_graphs.standardize_input_data(values, names, shapes, check_batch_axis=False, exception_prefix=what)


def _weighted(living):
    """Metrics that weigh, given by name or as functions, are called so."""

    @functools.wraps(living)
    def set_metric_names(self):
        for metric in tf.nest.flatten(self._weighted_metrics):
            if metric is not None and getattr(metric, "_is_of_name", False):
                metric._name = f"weighted_{metric._name}"
        return living(self)

    return set_metric_names
