"""What TF1's Keras refused, in its words, and its regularizers, which were all of one class."""

import functools
import sys

from tf_keras.src import layers, losses, metrics, regularizers
from tf_keras.src.engine import functional, sequential
from tf_keras.src.layers.merging import base_merge
from tf_keras.src.saving.legacy import save
from tf_keras.src.utils import metrics_utils


def install():
    """For a process of a TF1 program's own."""
    metrics_utils.assert_thresholds_range = assert_thresholds_range
    layers.ReLU.__init__ = _checked(layers.ReLU.__init__, _relu)
    metrics.AUC.__init__ = _checked(metrics.AUC.__init__, _auc)
    layers.InputSpec.__init__ = _checked(layers.InputSpec.__init__, _input_spec)
    layers.LayerNormalization.__init__ = _checked(layers.LayerNormalization.__init__, _layer_normalization)
    losses.LossFunctionWrapper.get_config = _loss_config(losses.LossFunctionWrapper.get_config)
    metrics.AUC.get_config = _auc_config(metrics.AUC.get_config)
    save.load_weights = _once_built(save.load_weights)
    base_merge._Merge.build = _at_least_two(base_merge._Merge.build, "A merge layer", ". Got 1 inputs.")
    layers.Concatenate.build = _at_least_two(layers.Concatenate.build, "A `Concatenate` layer")
    for kind, what in ((metrics_utils.AUCCurve, "curve"), (metrics_utils.AUCSummationMethod, "summation method")):
        kind.from_str = staticmethod(_known(kind.from_str, what))
    functional.Functional.input_spec = property(_spec_of_model, functional.Functional.input_spec.fset)
    sequential.Sequential.input_spec = property(_spec_of_first_layer, sequential.Sequential.input_spec.fset)
    _one_class_of_regularizers()


def _spec_of_first_layer(model):
    """What the program set, else what the first layer asks of its inputs."""
    first = model.layers[0] if model.layers else None
    return getattr(model, "_manual_input_spec", getattr(first, "input_spec", None))


def _spec_of_model(model):
    """What the program set. TF1 asked nothing else of a model's inputs: its layers took, or refused, another rank."""
    return getattr(model, "_manual_input_spec", None)


def _at_least_two(living, what, got=""):
    @functools.wraps(living)
    def build(self, input_shape):
        if isinstance(input_shape, (list, tuple)) and len(input_shape) == 1 and hasattr(input_shape[0], "__len__"):
            raise ValueError(f"{what} should be called on a list of at least 2 inputs{got}")
        return living(self, input_shape)

    return build


def _known(living, what):
    @functools.wraps(living)
    def from_str(key):
        try:
            return living(key)
        except ValueError as error:
            raise ValueError(f'Invalid AUC {what} value "{key}".') from error

    return from_str


def assert_thresholds_range(thresholds):
    """Raises ValueError unless all are between 0 and 1."""
    wrong = [each for each in thresholds or () if each is None or each < 0 or each > 1]
    if wrong:
        raise ValueError(f"Threshold values must be in [0, 1]. Invalid values: {wrong}")


def _checked(living, check):
    @functools.wraps(living)
    def initialize(self, *args, **kwargs):
        check(*args, **kwargs)
        return living(self, *args, **kwargs)

    return initialize


def _relu(max_value=None, negative_slope=0, threshold=0, **kwargs):
    for name, value in (("max_value", max_value), ("negative_slope", negative_slope), ("threshold", threshold)):
        if value is not None and value < 0.0:
            raise ValueError(f"{name} of Relu layer cannot be negative value: {value}")


def _auc(
    num_thresholds=200, curve="ROC", summation_method="interpolation", name=None, dtype=None, thresholds=None, **_
):
    if thresholds is None and num_thresholds <= 1:
        raise ValueError("`num_thresholds` must be > 1.")


def _input_spec(dtype=None, shape=None, ndim=None, max_ndim=None, min_ndim=None, axes=None, **_):
    try:
        [int(axis) for axis in axes or {}]
    except (TypeError, ValueError):
        raise TypeError("The keys in axes must be integers.") from None


def _layer_normalization(axis=-1, *_, **__):
    if not isinstance(axis, (int, list, tuple)):
        raise ValueError(
            f"Expected an int or a list/tuple of ints for the argument 'axis', but received instead: {axis}"
        )


def _loss_config(living):
    """Without what TF1 did not know of, where it says nothing."""
    kinds = (losses.BinaryCrossentropy, losses.CategoricalCrossentropy)

    @functools.wraps(living)
    def get_config(self):
        unsaid = {"ignore_class": None} | ({"axis": -1} if isinstance(self, kinds) else {})
        config = {key: value for key, value in living(self).items() if key != "fn"}
        return {key: value for key, value in config.items() if key not in unsaid or unsaid[key] != value}

    return get_config


def _auc_config(living):
    @functools.wraps(living)
    def get_config(self):
        later = ("multi_label", "num_labels", "label_weights", "from_logits")
        config = {key: value for key, value in living(self).items() if value or key not in later}
        return {**config, "thresholds": list(self._thresholds[1:-1])}

    return get_config


def _once_built(living):
    """Weights by name or order, of HDF5, need a model that has its own."""

    @functools.wraps(living)
    def load_weights(model, filepath, *args, **kwargs):
        try:
            return living(model, filepath, *args, **kwargs)
        except ValueError as error:
            if str(error).startswith("Unable to load weights saved in HDF5 format into a subclassed Model"):
                raise NotImplementedError(str(error)) from error
            raise

    return load_weights


def l1(l=0.01):  # noqa: E741  (TF1's name)
    """Replaces: ``tf.keras.regularizers.l1``."""
    return regularizers.L1L2(l1=l)


def l2(l=0.01):  # noqa: E741
    """Replaces: ``tf.keras.regularizers.l2``."""
    return regularizers.L1L2(l2=l)


def _one_class_of_regularizers():
    living = regularizers.get
    by_name = {"l1": l1, "l2": l2, "l1_l2": regularizers.l1_l2}

    @functools.wraps(living)
    def get(identifier):
        if isinstance(identifier, str) and identifier in by_name:
            return by_name[identifier]()
        return living(identifier)

    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "tf_keras" and getattr(module, "l1", None) is regularizers.L1:
            module.l2 = l2
            if module is not regularizers:
                module.l1 = l1
        if name.partition(".")[0] == "tf_keras" and getattr(module, "get", None) is living:
            module.get = get
    regularizers.l1 = l1
