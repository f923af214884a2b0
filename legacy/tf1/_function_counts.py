"""How many ops TF1's less frequent functions made, where today's make another number (see `_op_counts`).

Resource variables read by rows, images, signals, segments, readers and stateless random numbers. Each number is what
TensorFlow 1.15.5 was seen to build.
"""

import tensorflow.compat.v1 as _v1
from tf2notes.legacy.tf1 import _op_counts


def install():
    """Count for every function and method below."""
    for function, difference in (*_of_arrays(), *_of_images(), *_of_signals(), *_of_random_numbers()):
        _op_counts.rebind(function, _op_counts._differs(function, difference))
    _install_methods()
    _install_swish()


def _of_arrays():
    from tensorflow.python.ops import (
        array_ops,
        bincount_ops,
        check_ops,
        histogram_ops,
        math_ops,
        nn_impl,
        parsing_ops,
        sparse_ops,
    )

    def weighted(arr, weights=None, *args, **kwargs):
        return 0 if weights is None else -2

    def permuted(a, perm=None, *args, **kwargs):
        return int(perm is None and isinstance(a, _v1.Tensor) and a.shape.rank is None)

    def repeated(input, repeats, axis=None, name=None):
        return -7 if _rank(repeats) == 0 else -6

    def batched(params, indices, name=None, batch_dims=0, *args, **kwargs):
        return -1 if batch_dims else 0

    def counted(x, axes, *args, **kwargs):
        return 0 if not isinstance(x, _v1.Tensor) or x.shape.is_fully_defined() else -1

    return (
        (bincount_ops.bincount_v1, weighted),
        (array_ops.transpose, permuted),
        (array_ops.repeat, repeated),
        (array_ops.gather_nd, batched),
        (histogram_ops.histogram_fixed_width_bins, -6),
        (check_ops.is_non_decreasing, 2),
        (check_ops.is_strictly_increasing, 2),
        (math_ops.unsorted_segment_mean, -13),
        (math_ops.unsorted_segment_sqrt_n, -13),
        (sparse_ops.sparse_cross, -1),
        (nn_impl.sufficient_statistics, counted),
        (parsing_ops.parse_sequence_example, -7),
    )


def _rank(value):
    if isinstance(value, _v1.Tensor):
        return value.shape.rank
    return 1 if isinstance(value, (list, tuple)) else getattr(value, "ndim", 0)


def _of_images():
    from tensorflow.python.ops import image_ops_impl

    def keeping_ratio(images, size, method=None, align_corners=False, preserve_aspect_ratio=False, name=None):
        return -6 if preserve_aspect_ratio else 0

    def flipped(image, *args, **kwargs):
        return -16 if isinstance(image, _v1.Tensor) and image.shape.rank is None else 0

    return (
        (image_ops_impl.adjust_jpeg_quality, -4),
        (image_ops_impl.resize_images, keeping_ratio),
        (image_ops_impl._flip, flipped),
        (_v1.image.non_max_suppression_padded, -8),
    )


def _of_signals():
    from tensorflow.python.ops.signal import fft_ops, mel_ops, reconstruction_ops, shape_ops, window_ops

    def static(signal):
        return isinstance(signal, _v1.Tensor) and signal.shape.is_fully_defined()

    def windowed(name, default_name, window_length, *args, **kwargs):
        return -5 if _v1.get_static_value(window_length) is None else 0

    return (
        (shape_ops.frame, lambda signal, *args, **kwargs: 8 if static(signal) else -3),
        (reconstruction_ops.overlap_and_add, lambda signal, *args, **kwargs: 43 if static(signal) else -1),
        (fft_ops.rfft, -1),
        (fft_ops.irfft, -1),
        (mel_ops.linear_to_mel_weight_matrix, -135),
        (window_ops._raised_cosine_window, windowed),
    )


def _of_random_numbers():
    from tensorflow.python.ops import stateless_random_ops as stateless

    functions = (
        stateless.stateless_random_uniform,
        stateless.stateless_random_normal,
        stateless.stateless_truncated_normal,
    )
    return [(function, -2) for function in functions]


def _install_methods():
    from tensorflow.python.data.ops import dataset_ops, readers
    from tensorflow.python.ops import resource_variable_ops, tensor_array_ops
    from tensorflow.python.training import saver, sync_replicas_optimizer

    def parallel(dataset, map_func, cycle_length=None, block_length=None, num_parallel_calls=None, *args, **kwargs):
        return 0 if num_parallel_calls is None else -2

    for kind, name, difference in (
        (resource_variable_ops.BaseResourceVariable, "sparse_read", 1),
        (tensor_array_ops._GraphTensorArray, "concat", None),
        (readers.ParallelInterleaveDataset, "__init__", 1),
        (dataset_ops.DatasetV1, "interleave", parallel),
        (saver.BaseSaverBuilder, "_AddShardedSaveOpsForV2", -3),
        (sync_replicas_optimizer.SyncReplicasOptimizer, "apply_gradients", 1),
    ):
        living = getattr(kind, name)
        changed = _op_counts._builds(living, 1) if difference is None else _op_counts._differs(living, difference)
        setattr(kind, name, changed)


def _install_swish():
    """Later versions multiply by a number beside, in the function and in its gradient."""
    from tensorflow.python.ops import nn_impl

    living = nn_impl.swish

    def swish(features, beta=1.0):
        if _v1.executing_eagerly() or beta != 1.0:
            return living(features, beta)
        return _swish(features)

    swish.__doc__ = living.__doc__
    _op_counts.rebind(living, swish)


@_v1.custom_gradient
def _swish(features):
    features = _v1.convert_to_tensor(features, name="features")

    def gradient(upstream):
        with _v1.control_dependencies([upstream]):
            gate = _v1.sigmoid(features)
        return upstream * (gate * (1.0 + features * (1.0 - gate)))

    return features * _v1.sigmoid(features), gradient
