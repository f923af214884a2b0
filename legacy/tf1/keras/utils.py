"""Replaces: ``tf.keras.utils``: tf_keras' own, and what TF1 had beyond it."""

import numpy as np
import tf_keras.api._v1.keras.utils as _living
from tf2notes.legacy.tf1._argument_order import changed as _changed
from tf2notes.legacy.tf1.keras.multi_gpu import multi_gpu_model  # noqa: F401
from tf2notes.legacy.unsupported import missing as _missing
from tf_keras.src.saving.legacy.serialization import deserialize_keras_object, serialize_keras_object  # noqa: F401


def __getattr__(name):
    if hasattr(_living, name):
        return _changed(f"keras.utils.{name}", getattr(_living, name))
    raise _missing(f"keras.utils.{name}", dir(_living))


def __dir__():
    return sorted({*dir(_living), "multi_gpu_model", "HDF5Matrix", "convert_all_kernels_in_model"})


class CustomObjectScope:
    """Replaces: ``tf.keras.utils.CustomObjectScope``: `get_custom_objects` has the given names within it."""

    def __init__(self, *args):
        self.custom_objects = args
        self.backup = None

    def __enter__(self):
        known = _living.get_custom_objects()
        self.backup = dict(known)
        for objects in self.custom_objects:
            known.update(objects)
        return self

    def __exit__(self, *error):
        known = _living.get_custom_objects()
        known.clear()
        known.update(self.backup)


def custom_object_scope(*args):
    """Replaces: ``tf.keras.utils.custom_object_scope``."""
    return CustomObjectScope(*args)


class HDF5Matrix:
    """Replaces: ``tf.keras.utils.HDF5Matrix``: rows `start` to `end` of a data set of an HDF5 file, read on demand."""

    _files = {}

    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        import h5py

        if datapath not in self._files:
            self._files[datapath] = h5py.File(datapath, "r")
        self.data = self._files[datapath][dataset]
        self.start = start
        self.end = self.data.shape[0] if end is None else end
        self.normalizer = normalizer

    def __len__(self):
        return self.end - self.start

    def __getitem__(self, key):
        if isinstance(key, slice):
            start = 0 if key.start is None else key.start
            stop = len(self) if key.stop is None else key.stop
            if stop > len(self):
                raise IndexError(f"rows {start} to {stop} of {len(self)}")
            rows = slice(start + self.start, stop + self.start)
        elif isinstance(key, (int, np.integer)):
            if not -1 < key < len(self):
                raise IndexError(f"row {key} of {len(self)}")
            rows = key + self.start
        elif isinstance(key, (np.ndarray, list)):
            if np.max(key) >= len(self):
                raise IndexError(f"row {np.max(key)} of {len(self)}")
            rows = (np.asarray(key) + self.start).tolist()
        else:
            raise IndexError(f"expected a row, a slice or a list of rows, got {key!r}")
        return self.normalizer(self.data[rows]) if self.normalizer is not None else self.data[rows]

    @property
    def shape(self):
        return (len(self), *self.data.shape[1:])

    @property
    def dtype(self):
        return self.data.dtype

    @property
    def ndim(self):
        return self.data.ndim

    @property
    def size(self):
        return int(np.prod(self.shape))


def convert_all_kernels_in_model(model):
    """Replaces: ``tf.keras.utils.convert_all_kernels_in_model``: turns every convolution kernel by 180 degrees."""
    convolutions = {"Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "SeparableConv2D"}
    backend = __import__("tf_keras.api._v1.keras.backend", fromlist=["backend"])
    for layer in model.layers:
        if type(layer).__name__ in convolutions:
            kernel = backend.get_value(layer.kernel)
            spatial = tuple(range(kernel.ndim - 2))
            backend.set_value(layer.kernel, np.copy(np.flip(kernel, spatial)))
