"""Where the files of TF1's ``tensorflow.python.keras`` are in tf_keras: those that are no longer of the same name."""

_RNN = (
    *("rnn.base_rnn", "rnn.lstm_v1", "rnn.gru_v1", "rnn.lstm", "rnn.gru", "rnn.simple_rnn", "rnn.stacked_rnn_cells"),
    *("rnn.abstract_rnn_cell", "rnn.dropout_rnn_cell_mixin", "rnn.rnn_utils", "rnn.gru_lstm_utils"),
)
_OURS = "tf2notes.legacy.tf1.keras._private"
_V2 = ("adadelta", "adagrad", "adam", "adamax", "ftrl", "gradient_descent", "nadam", "optimizer_v2", "rmsprop")
_SAVED_MODEL = ("constants", "load", "save", "serialized_attributes", "utils")

# path below python.keras -> paths below tf_keras.src (or a module of ours), the first that has a name giving it
KERAS_FILES = {
    "model_subclassing_test_util": (
        "tests.model_subclassing_test_util",
        "tf2notes.legacy.tf1.keras._unit_test_models",
    ),
    "models": ("models", "models.cloning"),
    "testing_utils": ("testing_infra.test_utils", _OURS),
    "keras_parameterized": ("tf2notes.legacy.tf1.keras._modes", "testing_infra.test_combinations"),
    "engine.network": ("engine.functional", "engine.functional_utils", _OURS),
    "engine.base_layer": ("engine.base_layer", _OURS),
    "engine.base_layer_utils": ("engine.base_layer_utils", _OURS),
    "metrics": ("metrics", "metrics.confusion_metrics"),
    "utils.conv_utils": ("utils.conv_utils", _OURS),
    "utils.generic_utils": ("utils.generic_utils", _OURS),
    "utils.layer_utils": ("utils.layer_utils", _OURS),
    "utils.tf_utils": ("utils.tf_utils", _OURS),
    "engine.training": ("engine.training", "engine.training_v1"),
    "engine.training_arrays": ("engine.training_arrays_v1",),
    "engine.training_distributed": ("engine.training_distributed_v1",),
    "engine.training_eager": ("engine.training_eager_v1",),
    "engine.training_generator": ("engine.training_generator_v1",),
    "engine.training_utils": ("engine.training_utils_v1", "engine.training_utils", _OURS),
    "engine.training_v2": ("engine.training_v1",),
    "layers.advanced_activations": ("layers.activation",),
    "layers.convolutional": (
        *("layers.convolutional", "layers.reshaping", "layers.convolutional.base_conv"),
        *("layers.convolutional.base_separable_conv", _OURS),
    ),
    "layers.convolutional_recurrent": ("layers.rnn.conv_lstm2d", "layers.rnn.base_conv_lstm", _OURS),
    "layers.core": ("layers.core", "layers.regularization", "layers.reshaping"),
    "layers.cudnn_recurrent": ("layers.rnn.cudnn_lstm", "layers.rnn.cudnn_gru", "layers.rnn.base_cudnn_rnn"),
    "layers.dense_attention": ("layers.attention", "layers.attention.base_dense_attention"),
    "layers.local": ("layers.locally_connected", "layers.locally_connected.locally_connected_utils"),
    "layers.merge": ("layers.merging", "layers.merging.base_merge"),
    "layers.normalization": ("layers.normalization.batch_normalization_v1", "layers.normalization.batch_normalization"),
    "layers.pooling": tuple(
        f"layers.pooling.base_{kind}{rank}d" for kind in ("pooling", "global_pooling") for rank in (1, 2, 3)
    ),
    "layers.normalization_v2": ("layers.normalization.batch_normalization",),
    "layers.recurrent": (*(f"layers.{name}" for name in _RNN), _OURS),
    "layers.recurrent_v2": tuple(f"layers.rnn.{name}" for name in ("lstm", "gru", "gru_lstm_utils")),
    "layers.rnn_cell_wrapper_v2": ("layers.rnn.cell_wrappers", _OURS),
    "layers.wrappers": ("layers.rnn.base_wrapper", "layers.rnn.bidirectional", "layers.rnn.time_distributed"),
    "mixed_precision.experimental.loss_scale_optimizer": ("mixed_precision.loss_scale_optimizer",),
    "mixed_precision.experimental.policy": ("mixed_precision.policy",),
    "mixed_precision.experimental.test_util": ("mixed_precision.test_util",),
    "mixed_precision.experimental.autocast_variable": ("mixed_precision.autocast_variable",),
    "optimizers": ("optimizers.optimizer_v1", "optimizers"),
    "optimizer_v2.learning_rate_schedule": ("optimizers.schedules.learning_rate_schedule",),
    **{f"optimizer_v2.{name}": (f"optimizers.legacy.{name}", _OURS) for name in _V2},
    "premade.linear": ("premade_models.linear",),
    "premade.wide_deep": ("premade_models.wide_deep",),
    "saving.saved_model": ("saving.legacy.saved_model",),
    **{f"saving.saved_model.{name}": (f"saving.legacy.saved_model.{name}",) for name in _SAVED_MODEL},
    "saving.hdf5_format": ("saving.legacy.hdf5_format",),
    "saving.model_config": ("saving.legacy.model_config",),
    "saving.save": ("saving.legacy.save",),
    "saving.saving_utils": ("saving.legacy.saving_utils",),
}
