"""Replaces: ``tf.keras.wrappers.scikit_learn``: models with scikit-learn's fit, predict and score."""

import copy
import inspect

import numpy as np
import tf_keras.api._v1.keras as _keras


class _Wrapper:
    """What both share. `build_fn` returns a compiled model; `sk_params` are arguments for it, fit and predict."""

    def __init__(self, build_fn=None, **sk_params):
        self.build_fn = build_fn
        self.sk_params = sk_params
        self.check_params(sk_params)

    def _builder(self):
        if self.build_fn is None:
            return self.__call__
        return self.build_fn if inspect.isroutine(self.build_fn) else self.build_fn.__call__

    def check_params(self, params):
        model = _keras.models.Sequential
        functions = [model.fit, model.predict, model.evaluate, self._builder()]
        legal = {name for function in functions for name in inspect.signature(function).parameters} | {"nb_epoch"}
        for name in params:
            if name not in legal:
                raise ValueError(f"{name} is not a legal parameter")

    def get_params(self, **unused):
        return {**copy.deepcopy(self.sk_params), "build_fn": self.build_fn}

    def set_params(self, **params):
        self.check_params(params)
        self.sk_params.update(params)
        return self

    def fit(self, x, y, **kwargs):
        self.model = self._builder()(**self.filter_sk_params(self._builder()))
        loss = self.model.loss
        if getattr(loss, "__name__", loss) == "categorical_crossentropy" and np.ndim(y) != 2:
            y = _keras.utils.to_categorical(y)
        return self.model.fit(x, y, **{**self.filter_sk_params(_keras.models.Sequential.fit), **kwargs})

    def filter_sk_params(self, fn, override=None):
        known = inspect.signature(fn).parameters
        return {**{name: value for name, value in self.sk_params.items() if name in known}, **(override or {})}


class KerasClassifier(_Wrapper):
    """Replaces: ``KerasClassifier``. `classes_` are the labels in the order of the model's outputs."""

    def fit(self, x, y, **kwargs):
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        elif y.ndim == 1 or y.shape[1] == 1:
            self.classes_ = np.unique(y)
            y = np.searchsorted(self.classes_, y)
        else:
            raise ValueError(f"Invalid shape for y: {y.shape}")
        self.n_classes_ = len(self.classes_)
        return super().fit(x, y, **kwargs)

    def predict(self, x, **kwargs):
        outputs = self.model.predict(x, **self.filter_sk_params(_keras.models.Sequential.predict, kwargs))
        classes = np.argmax(outputs, -1) if outputs.shape[-1] > 1 else (outputs > 0.5).astype("int32")
        return self.classes_[classes]

    def predict_proba(self, x, **kwargs):
        outputs = self.model.predict(x, **self.filter_sk_params(_keras.models.Sequential.predict, kwargs))
        return np.hstack([1 - outputs, outputs]) if outputs.shape[1] == 1 else outputs

    def score(self, x, y, **kwargs):
        y = np.searchsorted(self.classes_, y)
        loss = self.model.loss
        if getattr(loss, "__name__", loss) == "categorical_crossentropy" and np.ndim(y) != 2:
            y = _keras.utils.to_categorical(y)
        arguments = self.filter_sk_params(_keras.models.Sequential.evaluate, kwargs)
        results = self.model.evaluate(x, y, **arguments)
        results = results if isinstance(results, list) else [results]
        for name, value in zip(self.model.metrics_names, results, strict=True):
            if name in ("accuracy", "acc"):
                return value
        raise ValueError("The model is not configured to compute accuracy: pass metrics=['accuracy'] to compile()")


class KerasRegressor(_Wrapper):
    """Replaces: ``KerasRegressor``."""

    def predict(self, x, **kwargs):
        arguments = self.filter_sk_params(_keras.models.Sequential.predict, kwargs)
        return np.squeeze(self.model.predict(x, **arguments))

    def score(self, x, y, **kwargs):
        loss = self.model.evaluate(x, y, **self.filter_sk_params(_keras.models.Sequential.evaluate, kwargs))
        return -(loss[0] if isinstance(loss, list) else loss)
