"""``tf.estimator.BoostedTrees*`` cannot run: TensorFlow 2.21 still has their ops' names, but no kernels for them."""

_WHY = (
    "the kernels of boosted trees (BoostedTreesEnsembleResourceHandleOp, ...) are gone from TensorFlow; "
    "use tensorflow_decision_forests.keras.GradientBoostedTreesModel, or scikit-learn"
)


def gone(name):
    """A class of that name that raises NotImplementedError when it is made."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError(f"tf.estimator.{name}: {_WHY}")

    return type(name, (), {"__doc__": f"Replaces: tf.estimator.{name}. Differs: raises; {_WHY}.", "__init__": __init__})


BoostedTreesClassifier, BoostedTreesEstimator, BoostedTreesRegressor = (
    gone(f"BoostedTrees{kind}") for kind in ("Classifier", "Estimator", "Regressor")
)
boosted_trees_classifier_train_in_memory = gone("boosted_trees_classifier_train_in_memory")
boosted_trees_regressor_train_in_memory = gone("boosted_trees_regressor_train_in_memory")
