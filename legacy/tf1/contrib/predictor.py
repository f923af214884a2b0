"""Replaces: ``tf.contrib.predictor``: a saved model or an estimator as a function of NumPy arrays."""

import shutil
import tempfile

import tensorflow.compat.v1 as tf

__all__ = ["from_contrib_estimator", "from_estimator", "from_saved_model"]


DEFAULT_TAGS = tf.saved_model.tag_constants.SERVING


class Predictor:
    """Calls a graph: {input name: array} to {output name: array}. Replaces: contrib.predictor's ``Predictor``."""

    def __init__(self, graph, session, feed_tensors, fetch_tensors):
        self._graph, self._session = graph, session
        self._feed_tensors, self._fetch_tensors = feed_tensors, fetch_tensors

    @property
    def graph(self):
        return self._graph

    @property
    def session(self):
        return self._session

    @property
    def feed_tensors(self):
        return self._feed_tensors

    @property
    def fetch_tensors(self):
        return self._fetch_tensors

    def __repr__(self):
        return f"{type(self).__name__} with feed tensors {self._feed_tensors} and fetch_tensors {self._fetch_tensors}"

    def __call__(self, input_dict):
        unknown = set(input_dict) - set(self._feed_tensors)
        if unknown:
            raise ValueError(f"Got unexpected keys in input_dict: {unknown}\nexpected: {set(self._feed_tensors)}")
        feed = {self._feed_tensors[name]: value for name, value in input_dict.items()}
        return self._session.run(fetches=self._fetch_tensors, feed_dict=feed)


class SavedModelPredictor(Predictor):
    """A saved model as a function; the arguments are those of `from_saved_model`."""

    def __init__(
        self,
        export_dir,
        signature_def_key=None,
        signature_def=None,
        input_names=None,
        output_names=None,
        tags=None,
        graph=None,
        config=None,
    ):
        _check_signature_arguments(signature_def_key, signature_def, input_names, output_names)
        graph = graph or tf.Graph()
        with graph.as_default():
            session = tf.Session(config=config)
            meta_graph = tf.saved_model.loader.load(session, (tags or DEFAULT_TAGS).split(","), export_dir)
        if input_names is None:
            key = signature_def_key or tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY
            if signature_def is None and key not in meta_graph.signature_def:
                raise ValueError(
                    f'Got signature_def_key "{key}". Available signatures are {sorted(meta_graph.signature_def)}.'
                )
            signature = signature_def or meta_graph.signature_def[key]
            input_names = {name: info.name for name, info in signature.inputs.items()}
            output_names = {name: info.name for name, info in signature.outputs.items()}
        feeds = {name: graph.get_tensor_by_name(tensor) for name, tensor in input_names.items()}
        fetches = {name: graph.get_tensor_by_name(tensor) for name, tensor in output_names.items()}
        super().__init__(graph, session, feeds, fetches)


def _check_signature_arguments(signature_def_key, signature_def, input_names, output_names):
    names = input_names is not None and output_names is not None
    if sum([signature_def_key is not None, signature_def is not None, names]) > 1:
        raise ValueError(
            "You must specify at most one of signature_def_key OR signature_def OR (input_names AND output_names)."
        )
    if (input_names is None) != (output_names is None):
        raise ValueError("input_names and output_names must both be specified or both be unspecified.")


class CoreEstimatorPredictor(Predictor):
    """The latest checkpoint of an estimator as a function; the arguments are those of `from_estimator`."""

    def __init__(self, estimator, serving_input_receiver_fn, output_key=None, graph=None, config=None):
        folder = tempfile.mkdtemp()
        try:
            exported = estimator.export_saved_model(folder, serving_input_receiver_fn)
            exported = exported.decode() if isinstance(exported, bytes) else exported
            made = SavedModelPredictor(exported, signature_def_key=output_key, graph=graph, config=config)
        finally:
            shutil.rmtree(folder)
        super().__init__(made.graph, made.session, made.feed_tensors, made.fetch_tensors)


def from_saved_model(
    export_dir,
    signature_def_key=None,
    signature_def=None,
    input_names=None,
    output_names=None,
    tags=None,
    graph=None,
    config=None,
):
    """Replaces: ``from_saved_model``."""
    return SavedModelPredictor(
        export_dir, signature_def_key, signature_def, input_names, output_names, tags, graph, config
    )


def from_estimator(estimator, serving_input_receiver_fn, output_key=None, graph=None, config=None):
    """Replaces: ``from_estimator``."""
    return CoreEstimatorPredictor(estimator, serving_input_receiver_fn, output_key, graph, config)


class ContribEstimatorPredictor(Predictor):
    """A contrib.learn estimator as a function; the arguments are those of `from_contrib_estimator`."""

    def __init__(
        self,
        estimator,
        prediction_input_fn,
        input_alternative_key=None,
        output_alternative_key=None,
        graph=None,
        config=None,
    ):
        from tf2notes.legacy.tf1.contrib.learn._estimator import ModeKeys
        from tf2notes.legacy.tf1.contrib.learn.utils import saved_model_export_utils as utils

        graph = graph or tf.Graph()
        with graph.as_default():
            tf.train.get_or_create_global_step(graph)
            given = prediction_input_fn()
            made = estimator._call_model_fn(given.features, None, ModeKeys.INFER, estimator.config)
            creator = tf.train.ChiefSessionCreator(
                config=config, checkpoint_filename_with_path=tf.train.latest_checkpoint(estimator.model_dir)
            )
            session = tf.train.MonitoredSession(session_creator=creator)
        inputs, _ = utils.get_input_alternatives(given)
        outputs, key = utils.get_output_alternatives(made, output_alternative_key)
        feeds = inputs[input_alternative_key or utils.DEFAULT_INPUT_ALTERNATIVE_KEY]
        super().__init__(graph, session, feeds, outputs[key][1])


def from_contrib_estimator(
    estimator,
    prediction_input_fn,
    input_alternative_key=None,
    output_alternative_key=None,
    graph=None,
    config=None,
):
    """A trained contrib.learn estimator as a function. Replaces: tf.contrib.predictor.from_contrib_estimator

    Args:
        estimator: of tf.contrib.learn, with a checkpoint.
        prediction_input_fn: `f() -> InputFnOps`.
        input_alternative_key: which of its inputs; those that are the default if None.
        output_alternative_key: which head's outputs; needed for several heads.
        graph: a new one if None.
        config: ConfigProto of the session.

    Raises:
        TypeError: the estimator is one of tf.estimator.
    """
    from tf2notes.legacy.tf1.contrib.learn._estimator import BaseEstimator

    if not isinstance(estimator, BaseEstimator):
        raise TypeError(
            "Expected estimator to be of type tf.contrib.learn.Estimator, but got type tf.python.estimator.Estimator "
            f"({type(estimator).__name__}). You likely want to call from_estimator."
        )
    return ContribEstimatorPredictor(
        estimator, prediction_input_fn, input_alternative_key, output_alternative_key, graph, config
    )
