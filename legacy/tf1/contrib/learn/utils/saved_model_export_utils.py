"""Signatures and folders of exported models. Replaces: ``tf.contrib.learn.utils.saved_model_export_utils``"""

import os
import time

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn import export_strategy  # noqa: F401  (TF1's file held it)
from tf2notes.legacy.tf1.contrib.learn._canned import PredictionKey, ProblemType
from tf2notes.legacy.tf1.contrib.learn._interfaces import ExportStrategy, InputFnOps, build_parsing_serving_input_fn
from tf2notes.legacy.tf1.contrib.learn._logistic import MetricKey
from tf2notes.legacy.tf1.contrib.learn.utils import gc

DEFAULT_INPUT_ALTERNATIVE_KEY = "default_input_alternative"
FEATURES_INPUT_ALTERNATIVE_KEY = "features_input_alternative"
MAX_DIRECTORY_CREATION_ATTEMPTS = 10
_FALLBACK_DEFAULT_OUTPUT_ALTERNATIVE_KEY = "default_output_alternative"


def build_standardized_signature_def(input_tensors, output_tensors, problem_type):
    """A signature to classify or to regress where tensors and problem allow that, else to predict.

    Raises:
        ValueError: there are no inputs, or no outputs.
    """
    if not input_tensors:
        raise ValueError("input_tensors must be provided.")
    if not output_tensors:
        raise ValueError("output_tensors must be provided.")
    utils = tf.saved_model.signature_def_utils
    classes = output_tensors.get(PredictionKey.CLASSES)
    classes = None if classes is None or classes.dtype != tf.string else classes
    scores = output_tensors.get(PredictionKey.SCORES, output_tensors.get(PredictionKey.PROBABILITIES))
    is_classification = problem_type in (ProblemType.CLASSIFICATION, ProblemType.LOGISTIC_REGRESSION)
    is_regression = problem_type == ProblemType.LINEAR_REGRESSION
    if len(input_tensors) == 1:
        (examples,) = input_tensors.values()
        if is_classification and (classes is not None or scores is not None or len(output_tensors) == 1):
            if classes is None and scores is None:
                (only,) = output_tensors.values()
                classes, scores = (only, None) if only.dtype == tf.string else (None, only)
            return utils.classification_signature_def(examples, classes, scores)
        if is_regression and len(output_tensors) == 1:
            return utils.regression_signature_def(examples, *output_tensors.values())
    return utils.predict_signature_def(input_tensors, output_tensors)


def get_input_alternatives(input_ops):
    """What a serving input_fn gave: {key: the default inputs}, and the features; ValueError without features."""
    alternatives = {}
    features = input_ops[0]
    if isinstance(input_ops, InputFnOps):
        alternatives[DEFAULT_INPUT_ALTERNATIVE_KEY] = input_ops.default_inputs
    if not features:
        raise ValueError("Features must be defined.")
    return alternatives, features


def get_output_alternatives(model_fn_ops, default_output_alternative_key=None):
    """The output alternatives of a model, its predictions if it has none, and the key of the default one.

    Raises:
        ValueError: the default asked for is none of them, or none is asked for among several.
    """
    alternatives, key = model_fn_ops.output_alternatives, default_output_alternative_key
    if not alternatives:
        if key:
            raise ValueError(f"Requested default_output_alternative: {key}, but available output_alternatives are: []")
        outputs = model_fn_ops.predictions
        outputs = outputs if isinstance(outputs, dict) else {PredictionKey.GENERIC: outputs}
        fallback = _FALLBACK_DEFAULT_OUTPUT_ALTERNATIVE_KEY
        return {fallback: (ProblemType.UNSPECIFIED, outputs)}, fallback
    if key:
        if key not in alternatives:
            raise ValueError(
                f"Requested default_output_alternative: {key}, but available output_alternatives are: "
                f"{sorted(alternatives)}"
            )
        return alternatives, key
    if len(alternatives) > 1:
        raise ValueError(
            f"Please specify a default_output_alternative.  Available output_alternatives are: {sorted(alternatives)}"
        )
    return alternatives, next(iter(alternatives))


def build_all_signature_defs(input_alternatives, output_alternatives, actual_default_output_alternative_key):
    """A signature for each pair of alternatives, and the default one; ValueError without default inputs."""
    signatures = {
        f"{input_key}:{output_key or 'None'}": build_standardized_signature_def(inputs, outputs, problem_type)
        for input_key, inputs in input_alternatives.items()
        for output_key, (problem_type, outputs) in output_alternatives.items()
    }
    inputs = input_alternatives.get(DEFAULT_INPUT_ALTERNATIVE_KEY)
    if not inputs:
        raise ValueError("A default input_alternative must be provided.")
    problem_type, outputs = output_alternatives[actual_default_output_alternative_key]
    default = tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY
    signatures[default] = build_standardized_signature_def(inputs, outputs, problem_type)
    return signatures


def get_timestamped_export_dir(export_dir_base):
    """A folder below, named by the seconds since 1970, that is not there yet; waits if it is."""
    for attempt in range(1, MAX_DIRECTORY_CREATION_ATTEMPTS + 1):
        folder = os.path.join(tf.compat.as_bytes(export_dir_base), tf.compat.as_bytes(str(int(time.time()))))
        if not tf.gfile.Exists(folder):
            return folder
        time.sleep(1)
        tf.logging.warn(
            "Export directory %s already exists; retrying (attempt %d/%d)",
            folder,
            attempt,
            MAX_DIRECTORY_CREATION_ATTEMPTS,
        )
    raise RuntimeError(
        f"Failed to obtain a unique export directory name after {MAX_DIRECTORY_CREATION_ATTEMPTS} attempts."
    )


def get_temp_export_dir(timestamped_export_dir):
    """The folder where such an export is made before it gets its name."""
    folder, name = os.path.split(timestamped_export_dir)
    return os.path.join(tf.compat.as_bytes(folder), tf.compat.as_bytes(f"temp-{tf.compat.as_text(name)}"))


def _export_version_parser(path):
    name = os.path.basename(path.path)
    return path._replace(export_version=int(name)) if len(name) == 10 and name.isdigit() else None


def get_most_recent_export(export_dir_base):
    """The `gc.Path` of the latest export below, or None."""
    return next(iter(gc.largest_export_versions(1)(gc.get_paths(export_dir_base, _export_version_parser))), None)


def garbage_collect_exports(export_dir_base, exports_to_keep):
    """Delete all exports below but the latest; none if `exports_to_keep` is None."""
    if exports_to_keep is None:
        return
    old = gc.negation(gc.largest_export_versions(exports_to_keep))
    for path in old(gc.get_paths(export_dir_base, parser=_export_version_parser)):
        try:
            tf.gfile.DeleteRecursively(path.path)
        except tf.errors.NotFoundError as error:
            tf.logging.warn("Can not delete %s recursively: %s", path.path, error)


def make_export_strategy(
    serving_input_fn,
    default_output_alternative_key=None,
    assets_extra=None,
    as_text=False,
    exports_to_keep=5,
    strip_default_attrs=None,
):
    """An `ExportStrategy` of saved models.

    Args:
        serving_input_fn: gives InputFnOps, or for a ``tf.estimator.Estimator`` a receiver.
        default_output_alternative_key: of the outputs to serve by default, where there are several.
        assets_extra: {name: file} to copy.
        as_text: write text.
        exports_to_keep: delete all but the latest; keep all if None.
        strip_default_attrs: leave out attributes that have their default.

    Replaces: tf.contrib.learn.make_export_strategy
    """

    def export_fn(estimator, export_dir_base, checkpoint_path=None, strip_default_attrs=False):
        options = {
            "assets_extra": assets_extra,
            "as_text": as_text,
            "checkpoint_path": checkpoint_path,
            "strip_default_attrs": strip_default_attrs,
        }
        if hasattr(estimator, "fit"):
            options["default_output_alternative_key"] = default_output_alternative_key
        elif default_output_alternative_key is not None:
            raise ValueError(
                "default_output_alternative_key is not supported in core Estimator. "
                f"Given: {default_output_alternative_key}"
            )
        result = estimator.export_savedmodel(export_dir_base, serving_input_fn, **options)
        garbage_collect_exports(export_dir_base, exports_to_keep)
        return result

    return ExportStrategy("Servo", export_fn, strip_default_attrs)


def make_parsing_export_strategy(
    feature_columns,
    default_output_alternative_key=None,
    assets_extra=None,
    as_text=False,
    exports_to_keep=5,
    target_core=False,
    strip_default_attrs=None,
):
    """`make_export_strategy` of a model that takes serialized examples with these columns.

    Args:
        target_core: for a ``tf.estimator.Estimator``.
    """
    from tf2notes.legacy.tf1.contrib import layers
    from tf2notes.legacy.tf1.estimator import export

    spec = layers.create_feature_spec_for_parsing(feature_columns)
    build = export.build_parsing_serving_input_receiver_fn if target_core else build_parsing_serving_input_fn
    return make_export_strategy(
        build(spec),
        default_output_alternative_key=default_output_alternative_key,
        assets_extra=assets_extra,
        as_text=as_text,
        exports_to_keep=exports_to_keep,
        strip_default_attrs=strip_default_attrs,
    )


def _default_compare_fn(curr_best_eval_result, cand_eval_result):
    for name, result in (
        ("curr_best_eval_result", curr_best_eval_result),
        ("cand_eval_result", cand_eval_result),
    ):
        if not result or MetricKey.LOSS not in result:
            raise ValueError(f"{name} cannot be empty or no loss is found in it.")
    return curr_best_eval_result[MetricKey.LOSS] > cand_eval_result[MetricKey.LOSS]


class BestModelSelector:
    """Remembers the best evaluation.

    Args:
        event_file_pattern: event files of earlier evaluations.
        compare_fn: of the best result and another: whether that is better; by the loss if None.
    """

    def __init__(self, event_file_pattern=None, compare_fn=None):
        self._compare_fn = compare_fn or _default_compare_fn
        self._best_eval_result = self._get_best_eval_result(event_file_pattern)

    def update(self, checkpoint_path, eval_result):
        """Both if the result is the best so far, else ``("", None)``; ValueError if one is missing."""
        if not checkpoint_path:
            raise ValueError("Checkpoint path is empty.")
        if eval_result is None:
            raise ValueError(f"{checkpoint_path} has empty evaluation results.")
        if self._best_eval_result is None or self._compare_fn(self._best_eval_result, eval_result):
            self._best_eval_result = eval_result
            return checkpoint_path, eval_result
        return "", None

    def _get_best_eval_result(self, event_files):
        best = None
        for event_file in tf.gfile.Glob(event_files) if event_files else ():
            for event in tf.train.summary_iterator(event_file):
                if event.HasField("summary"):
                    values = [each for each in event.summary.value if each.HasField("simple_value")]
                    result = {each.tag: each.simple_value for each in values}
                    if best is None or self._compare_fn(best, result):
                        best = result
        return best


def make_best_model_export_strategy(
    serving_input_fn,
    exports_to_keep=1,
    model_dir=None,
    event_file_pattern=None,
    compare_fn=None,
    default_output_alternative_key=None,
    strip_default_attrs=None,
):
    """An `ExportStrategy` that exports a model only if its evaluation is the best so far (`BestModelSelector`)."""
    strategy = make_export_strategy(
        serving_input_fn,
        exports_to_keep=exports_to_keep,
        default_output_alternative_key=default_output_alternative_key,
        strip_default_attrs=strip_default_attrs,
    )
    pattern = os.path.join(model_dir, event_file_pattern) if model_dir and event_file_pattern else None
    selector = BestModelSelector(pattern, compare_fn)

    def export_fn(estimator, export_dir_base, checkpoint_path, eval_result=None):
        checkpoint_path = checkpoint_path or tf.train.latest_checkpoint(estimator.model_dir)
        path, result = selector.update(checkpoint_path, eval_result)
        if not path or result is None:
            return ""
        return strategy.export(estimator, os.path.join(export_dir_base, os.path.basename(path)), path, result)

    return ExportStrategy("best_model", export_fn)


def extend_export_strategy(base_export_strategy, post_export_fn, post_export_name=None):
    """An `ExportStrategy` that hands the export on to ``post_export_fn(export, folder)``, which makes another there."""

    def folder(base, name):
        path = os.path.join(base, f"temp-{name}-export-{int(time.time())}")
        if tf.gfile.Exists(path):
            raise RuntimeError(f"Failed to obtain {name} export directory")
        tf.gfile.MakeDirs(path)
        return path

    def export_fn(estimator, export_dir_base, checkpoint_path=None):
        base = folder(export_dir_base, "base")
        exported = base_export_strategy.export(estimator, base, checkpoint_path)
        post = folder(export_dir_base, "post")
        made = post_export_fn(exported, post)
        if not made.startswith(post):
            raise ValueError(f"post_export_fn must return a sub-directory of {post}")
        final = os.path.join(export_dir_base, os.path.relpath(made, post))
        if tf.gfile.Exists(final):
            raise RuntimeError("Failed to obtain final export directory")
        tf.gfile.Rename(made, final)
        tf.gfile.DeleteRecursively(base)
        tf.gfile.DeleteRecursively(post)
        return final

    return ExportStrategy(post_export_name or base_export_strategy.name, export_fn)
