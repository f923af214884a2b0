"""Layers of tf_keras that do otherwise than TF1's, as they did; for a process of a TF1 program's own."""

import functools
import inspect

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import resource_variable_ops
from tf2notes.legacy.tf1._unconverted import unconverted
from tf2notes.legacy.tf1.keras._summary import print_summary
from tf_keras.src import backend, layers, models
from tf_keras.src.engine import base_layer, base_layer_v1


def install():
    """Change the classes, once; and ``predict``, which showed no progress in eager mode either."""
    layers.Lambda.__init__ = _lambda_init(layers.Lambda.__init__)
    layers.Lambda.call = _call_lambda
    layers.Cropping1D.call = unconverted(_crop_length)
    layers.Cropping2D.call = unconverted(_crop_plane)
    models.Model.summary = _summary_of(models.Model.summary)
    models.Sequential.get_config = _with_shape(models.Sequential.get_config)
    for kind in (base_layer.Layer, base_layer_v1.Layer):
        kind.add_update = _of_inputs(kind.add_update)
        kind._layers = property(_sublayers, _give_layers)
        kind.__setattr__ = _apart_from_updates(kind.__setattr__)
        kind.apply = _apply
    base_layer.Layer.add_loss = _loss_of_inputs(base_layer.Layer.add_loss)
    base_layer.Layer.add_metric = _metric_by_position(base_layer.Layer.add_metric)
    base_layer.Layer.get_config = _refusing(base_layer.Layer.get_config)
    for name, steps in (("fit", "steps_per_epoch"), ("evaluate", "steps"), ("predict", "steps")):
        name = f"{name}_generator"
        setattr(models.Model, name, _with_steps(getattr(models.Model, name), steps))
    predict = inspect.unwrap(models.Model.predict)
    predict.__defaults__ = tuple(0 if default == "auto" else default for default in predict.__defaults__)


def _apply(self, inputs, *args, **kwargs):
    """The call by an older name. Replaces: tf.keras.layers.Layer.apply"""
    return self(inputs, *args, **kwargs)


def _lambda_init(living):
    """Keras' session initializes variables among the arguments; they do not become the layer's."""

    @functools.wraps(living)
    def init(self, function, output_shape=None, mask=None, arguments=None, **kwargs):
        living(self, function, output_shape=output_shape, mask=mask, arguments=arguments, **kwargs)
        self._variable_dict = {}
        for value in tf.nest.flatten(arguments):
            if isinstance(value, tf.Variable):
                backend.track_variable(value)

    return init


def _call_lambda(self, inputs, mask=None, training=None):
    """Variables that the function makes are the layer's: made at its first call, met again by name at later ones."""
    arguments = dict(self.arguments)
    if self._fn_expects_mask_arg:
        arguments["mask"] = mask
    if self._fn_expects_training_arg:
        arguments["training"] = training

    def of_layer(next_creator, **kwargs):
        name = kwargs["name"]
        if name not in self._variable_dict:
            variable = self._variable_dict[name] = next_creator(**kwargs)
            weights = self._trainable_weights if variable.trainable else self._non_trainable_weights
            if not any(weight is variable for weight in weights):
                weights.append(variable)
            backend.track_variable(variable)
        return self._variable_dict[name]

    with tf.variable_creator_scope(of_layer):
        return self.function(inputs, **arguments)


def _kept(cropping):
    before, after = cropping
    return slice(before, -after if after else None)


def _crop_length(self, inputs):
    """Nothing may be left over."""
    return inputs[:, _kept(self.cropping), :]


def _crop_plane(self, inputs):
    """Nothing may be left over."""
    kept = tuple(_kept(cropping) for cropping in self.cropping)
    return inputs[(slice(None), slice(None), *kept) if self.data_format == "channels_first" else (slice(None), *kept)]


def _summary_of(living):
    @functools.wraps(living)
    def summary(self, line_length=None, positions=None, print_fn=None, **kwargs):
        if kwargs or not self.built:
            return living(self, line_length, positions, print_fn, **kwargs)
        return print_summary(self, line_length, positions, print_fn)

    return summary


def _with_shape(living):
    """The shape that a model was built for is in its configuration."""

    @functools.wraps(living)
    def get_config(self):
        config = living(self)
        shape = self._build_input_shape
        if shape:
            config["build_input_shape"] = tuple(shape.as_list()) if isinstance(shape, tf.TensorShape) else shape
        return config

    return get_config


def _of_inputs(living):
    """`inputs`, which the graph says itself, is taken as in TF1."""

    @functools.wraps(living)
    def add_update(self, updates, inputs=None):
        return living(self, updates)

    return add_update


def _loss_of_inputs(living):
    """`inputs`, which says nothing in eager mode, is taken by position, too."""

    @functools.wraps(living)
    def add_loss(self, losses, inputs=None):
        return living(self, losses)

    return add_loss


def _metric_by_position(living):
    """`aggregation` stood before `name`."""

    @functools.wraps(living)
    def add_metric(self, value, aggregation=None, name=None):
        return living(self, value, name=name, **({} if aggregation is None else {"aggregation": aggregation}))

    return add_metric


def _sublayers(self):
    """What a layer's attributes hold of layers, and of lists of them; or the program's own attribute of that name."""
    return self.__dict__.get("_own_layers", self._self_tracked_trackables)


def _give_layers(self, value):
    self._own_layers = value  # followed, as any attribute


def _apart_from_updates(living):
    """What an assignment gives is not another variable of the layer."""

    @functools.wraps(living)
    def set_attribute(self, name, value):
        if isinstance(value, resource_variable_ops._UnreadVariable):
            return object.__setattr__(self, name, value)
        return living(self, name, value)

    return set_attribute


def _refusing(living):
    """Layers with arguments have a ``get_config`` of their own."""

    @functools.wraps(living)
    def get_config(self):
        known = {
            "name",
            "trainable",
            "dtype",
            "dynamic",
            *(["batch_input_shape"] if hasattr(self, "_batch_input_shape") else []),
        }
        if set(inspect.getfullargspec(type(self).__init__).args[1:]) - known and type(self).get_config is get_config:
            raise NotImplementedError("Layers with arguments in `__init__` must override `get_config`.")
        return living(self)

    return get_config


def _with_steps(living, name):
    """A generator says nothing of its end, so the number of steps has to be given."""
    signature = inspect.signature(living)

    @functools.wraps(living)
    def run(*args, **kwargs):
        given = signature.bind(*args, **kwargs).arguments
        if given.get(name) is None and inspect.isgenerator(given["generator"]):
            raise ValueError(f"Please specify the number of steps via the `{name}` argument.")
        return living(*args, **kwargs)

    return run
