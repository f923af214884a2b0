"""How many ops TF1's graph would hold: today's graph, and what today's TensorFlow leaves out or adds.

A graph-level seed gives each random op a seed of its own from that number (`_seeds`). Where later versions build the
same thing with more or fewer ops, the difference is noted here, function by function; nothing is added to the graph.
Each number is what TensorFlow 1.15.5 was seen to build, and stands in a recorded case.
"""

import contextlib
import functools
import importlib
import sys
import weakref

import numpy as np
import tensorflow.compat.v1 as _v1

_extra = weakref.WeakKeyDictionary()


def count(graph):
    """The number of ops that TF1 would have in place of `graph`'s."""
    return graph.num_operations() + difference(graph)


def difference(graph):
    """How many ops more TF1 would have made for `graph` than today's TensorFlow did."""
    return _extra.get(graph, 0)


def add(difference):
    """Note that TF1 made so many ops more than were made just now (fewer, if negative)."""
    if difference and not _v1.executing_eagerly():
        graph = _v1.get_default_graph()
        _extra[graph] = _extra.get(graph, 0) + difference


@contextlib.contextmanager
def as_one():
    """What is built inside was one op in TF1."""
    before = 0 if _v1.executing_eagerly() else _v1.get_default_graph().num_operations()
    yield
    if not _v1.executing_eagerly():
        add(1 - (_v1.get_default_graph().num_operations() - before))


def install():
    """Count for every function below, in a process of a TF1 program's own; a second call does nothing."""
    if not _installed:
        _installed.append(True)
        _install_functions()
        _install_methods()
        for part in ("_function_counts", "_gradient_counts", "_meta_graph_counts"):
            importlib.import_module(f"tf2notes.legacy.tf1.{part}").install()


_installed = []


def _differs(function, difference):
    """`function`, noting a difference: a number, or a function of the call's arguments."""

    @functools.wraps(function)
    def counted(*args, **kwargs):
        if _v1.executing_eagerly():
            return function(*args, **kwargs)
        result = function(*args, **kwargs)
        add(difference(*args, **kwargs) if callable(difference) else difference)
        return result

    return counted


def _builds(function, expected):
    """`function`, of which TF1 made `expected` ops, however many are made today."""

    @functools.wraps(function)
    def counted(*args, **kwargs):
        if _v1.executing_eagerly():
            return function(*args, **kwargs)
        graph = _v1.get_default_graph()
        before = graph.num_operations()
        result = function(*args, **kwargs)
        add(expected - (graph.num_operations() - before))
        return result

    return counted


_PUBLIC = ("nn", "math", "image", "linalg", "io", "random", "signal", "sparse", "debugging")


def rebind(old, new):
    """Put `new` where TensorFlow's modules hold the function `old`: its own file, and the public names."""
    import tensorflow.compat.v2 as v2
    from tensorflow.python.ops import image_ops, standard_ops

    public = [_v1, v2, sys.modules["tensorflow"], standard_ops, image_ops, _v1.metrics]
    for parent in (_v1, v2):
        public += [getattr(parent, part) for part in _PUBLIC]
    for module in [sys.modules[old.__module__], *public]:
        for held, value in list(vars(module).items()):
            if value is old:
                setattr(module, held, new)


def _install_functions():
    from tensorflow.python.ops import (
        array_ops,
        clip_ops,
        confusion_matrix,
        embedding_ops,
        image_ops_impl,
        math_ops,
        metrics_impl,
        nn_impl,
        parsing_ops,
        random_ops,
    )
    from tf2notes.legacy.tf1 import _einsum, _parsing, _random_ops, _tensordot

    math_ops._ReductionDims = _reduction_dims
    array_ops._constant_if_small = _differs_before(array_ops._constant_if_small, _product_of_sizes)
    for function, difference in (
        (array_ops.split, _split),
        (array_ops.one_hot, _one_hot),
        (array_ops.sparse_placeholder, _sparse_placeholder),
        (array_ops.matrix_diag, -4),
        (array_ops.matrix_diag_part, -2),
        (array_ops.matrix_set_diag, -1),
        (clip_ops.clip_by_global_norm, 1),
        (image_ops_impl.per_image_standardization, 1),
        (image_ops_impl.crop_to_bounding_box, _crop),
        (image_ops_impl.central_crop, _central_crop),
        (image_ops_impl.decode_image, _decode),
        (math_ops.saturate_cast, _saturate),
        (nn_impl.weighted_moments, 1),
        (metrics_impl.mean_iou, 3),
        (random_ops.random_gamma, -2),
        (confusion_matrix.confusion_matrix_v1, lambda *args, **kwargs: 3 - int(_classes(*args, **kwargs) is not None)),
        (parsing_ops.parse_single_example, lambda serialized, *args, **kwargs: -4 - _asks_for_scalar(serialized)),
        (parsing_ops.parse_single_sequence_example, _parse_sequence),
        (
            array_ops.reshape,
            lambda tensor, shape, *args, **kwargs: -int(isinstance(shape, (list, tuple)) and not shape),
        ),
    ):
        rebind(function, _differs(function, difference))
    image_ops_impl._CheckAtLeast3DImage = _whole_image(image_ops_impl._CheckAtLeast3DImage)
    rebind(_v1.parse_example, _parsing.parse_example)
    rebind(_v1.tensordot, _tensordot.tensordot)
    rebind(_v1.einsum, _einsum.einsum)
    rebind(embedding_ops.embedding_lookup_sparse, _sparse_lookup(embedding_ops.embedding_lookup_sparse))
    random_ops.random_uniform = _random_ops.random_uniform
    _install_dropout()


def install_feature_layers():
    """Layers of feature columns ask today whether they train, with two ops that TF1 did without; no column heeds it."""
    from tf2notes.legacy.tf1._unconverted import unconverted
    from tf_keras.src.feature_column.dense_features import DenseFeatures

    living = DenseFeatures.call

    def call(self, features, cols_to_output_tensors=None, training=None):
        training = False if training is None and not _v1.executing_eagerly() else training
        return living(self, features, cols_to_output_tensors=cols_to_output_tensors, training=training)

    DenseFeatures.call = unconverted(call)


def _install_dropout():
    from tensorflow.python.ops import nn_ops
    from tf2notes.legacy.tf1 import _random_ops

    living = nn_ops.dropout_v2

    @functools.wraps(living)
    def dropout(x, rate, noise_shape=None, seed=None, name=None):
        if _v1.executing_eagerly():
            return living(x, rate, noise_shape=noise_shape, seed=seed, name=name)
        return _random_ops.dropout(x, noise_shape=noise_shape, seed=seed, name=name, rate=rate)

    rebind(living, dropout)


def _install_methods():
    from tensorflow.python.data.ops import dataset_ops
    from tensorflow.python.keras.optimizer_v2 import learning_rate_schedule
    from tensorflow.python.ops import tensor_array_ops, variable_scope
    from tensorflow.python.training.ftrl import FtrlOptimizer
    from tf_keras.src.layers.rnn import legacy_cell_wrappers

    arrays = tensor_array_ops._GraphTensorArray
    arrays.size = _builds(arrays.size, 1)
    datasets = dataset_ops.DatasetV1
    datasets._make_initializable_iterator = _differs(datasets._make_initializable_iterator, 3)
    _v1.Tensor.__getitem__ = _differs(_v1.Tensor.__getitem__, _slices)
    polynomial = learning_rate_schedule.PolynomialDecay
    polynomial.__call__ = _differs(polynomial.__call__, _least_step)
    wrapper = legacy_cell_wrappers.DropoutWrapper
    wrapper.__init__ = _scaled_noise(wrapper.__init__)
    FtrlOptimizer._create_slots = _differs(FtrlOptimizer._create_slots, lambda self, variables: -2 * len(variables))
    FtrlOptimizer._prepare = _ftrl_numbers(FtrlOptimizer._prepare)
    store = variable_scope._VariableStore
    store._get_single_variable = _regularized_once(store._get_single_variable)


def _reduction_dims(x, axis):
    """All axes of `x`: one constant wherever TF1 knew the rank, which it did for tensors, but not for variables."""
    if axis is not None:
        return axis
    tensors = (_v1.Tensor, _v1.SparseTensor, _v1.IndexedSlices)
    rank = None
    if isinstance(x, _v1.IndexedSlices):
        rank = None if x.dense_shape is None else _v1.TensorShape(x.shape).rank
    elif isinstance(x, tensors) or (_v1.executing_eagerly() and hasattr(x, "shape")):
        rank = x.shape.rank
    if rank is not None:
        return _v1.constant(np.arange(rank, dtype=np.int32))
    return _v1.range(0, _v1.rank(x))


def _differs_before(function, difference):
    @functools.wraps(function)
    def counted(*args, **kwargs):
        add(difference(*args, **kwargs))
        return function(*args, **kwargs)

    return counted


def _crop(image, offset_height, offset_width, target_height, target_width):
    return -8 if isinstance(target_height, _v1.Tensor) or isinstance(target_width, _v1.Tensor) else -12


def _central_crop(image, *args, **kwargs):
    shape = image.shape.as_list() if isinstance(image, _v1.Tensor) else np.shape(image)
    return -sum(size is None for size in shape[-3:-1])


def _whole_image(living):
    """TF1 asserted that all sizes of an image are positive, if one was unknown; today those of one image alone."""

    @functools.wraps(living)
    def check(image, require_static=True):
        shape = image.shape
        if _v1.executing_eagerly() or shape.rank is None or shape.rank < 3 or shape.is_fully_defined():
            return living(image, require_static)
        if require_static:
            raise ValueError("'image' must be fully defined.")
        if 0 in shape.as_list():
            raise ValueError(f"all dims of 'image.shape' must be > 0: {shape}")
        words = "'image' must be at least three-dimensional."
        return [
            _v1.assert_positive(_v1.shape(image), ["all dims of 'image.shape' must be > 0."]),
            _v1.assert_greater_equal(_v1.rank(image), 3, message=words),
        ]

    return check


def _saturate(value, dtype, *args, **kwargs):
    """TF1 took the smaller and the larger one by one; today one op clips, on whichever side it needs."""
    held, wanted = _v1.as_dtype(getattr(value, "dtype", _v1.float32)).base_dtype, _v1.as_dtype(dtype).base_dtype
    return 2 * (held.min < wanted.min) + 2 * (held.max > wanted.max) - 3


def _decode(contents, channels=None, dtype=_v1.uint8, *args, **kwargs):
    return 75 if dtype == _v1.uint8 else 83


def _reshape(tensor, shape, *args, **kwargs):
    """Later versions put an empty list there twice."""
    return -int(isinstance(shape, (list, tuple)) and not shape)


def _asks_for_scalar(serialized):
    """Later versions assert that what is parsed alone is a scalar, in seven ops where the rank is not known."""
    return 7 if isinstance(serialized, _v1.Tensor) and serialized.shape.rank is None else 0


def _parse_sequence(serialized, context_features=None, sequence_features=None, *args, **kwargs):
    """TF1 put each key into a constant of its own."""
    keys = 0
    for features in (context_features, sequence_features):
        for feature in (features or {}).values():
            if isinstance(feature, _v1.io.SparseFeature):
                index = feature.index_key
                keys += 1 + (len(index) if isinstance(index, (list, tuple)) else 1)
            else:
                keys += 1
    return keys - 6 - _asks_for_scalar(serialized)


def _classes(labels, predictions, num_classes=None, *args, **kwargs):
    return num_classes


def _product_of_sizes(value, shape, *args, **kwargs):
    """TF1 multiplied the sizes to see whether a constant would be small, tensors among them too."""
    sizes = list(shape) if isinstance(shape, (list, tuple)) else []
    if not any(isinstance(size, _v1.Tensor) for size in sizes):
        return 0
    ops, is_tensor = 2, isinstance(sizes[0], _v1.Tensor)
    for size in sizes[1:]:
        both = is_tensor and isinstance(size, _v1.Tensor)
        is_tensor = is_tensor or isinstance(size, _v1.Tensor)
        ops += 0 if not is_tensor else 1 if both else 2
    return ops


def _split(value, num_or_size_splits, *args, **kwargs):
    return int(isinstance(num_or_size_splits, (int, np.integer, _v1.Dimension)))


def _sparse_placeholder(dtype, shape=None, name=None):
    return 0 if shape is None else -1


def _one_hot(indices, depth, on_value=None, off_value=None, *args, **kwargs):
    return sum(value is not None and not isinstance(value, _v1.Tensor) for value in (on_value, off_value))


def _sparse_lookup(living):
    """Today's looks rows up without making the ids unique first, unless weighted or from a resource."""

    @functools.wraps(living)
    def lookup(params, sp_ids, sp_weights, *args, **kwargs):
        if _v1.executing_eagerly():
            return living(params, sp_ids, sp_weights, *args, **kwargs)
        graph = _v1.get_default_graph()
        before = graph.num_operations()
        result = living(params, sp_ids, sp_weights, *args, **kwargs)
        is_unique = any(op.type == "Unique" for op in graph.get_operations()[before:])
        add(5 if not is_unique else int(sp_weights is None))
        return result

    return lookup


def _least_step(decay, step):
    """TF1 compared the step with the number as it was given, in a constant of its own; a cycle it found in a branch."""
    return 5 if decay.cycle else int(not isinstance(decay.decay_steps, _v1.Tensor))


def _scaled_noise(living):
    """The masks of variational dropout were scaled in five ops to where they were already."""

    @functools.wraps(living)
    def init(self, *args, **kwargs):
        graph = _v1.get_default_graph()
        before = graph.num_operations()
        living(self, *args, **kwargs)
        if graph.num_operations() > before:
            add(5 * sum(op.type == "RandomUniform" for op in graph.get_operations()[before:]))

    return init


def _ftrl_numbers(living):
    """TF1 made constants of Ftrl's five numbers; today beta, which it did not know, is computed in beside them."""

    @functools.wraps(living)
    def prepare(self):
        names = ("learning_rate", "learning_rate_power", "l1_regularization_strength", "l2_regularization_strength")
        held = [getattr(self, f"_{name}") for name in (*names, "l2_shrinkage_regularization_strength")]
        return _builds(living, sum(not isinstance(value, _v1.Tensor) for value in held))(self)

    return prepare


def _slices(tensor, spec, *args, **kwargs):
    """Beside a tensor's bound, today's other bounds and steps of a slice are tensors too, stacked one by one."""
    specs = list(spec) if isinstance(spec, (list, tuple)) else [spec]
    made = dict.fromkeys(("start", "stop", "step"), False)
    for each in specs:
        if isinstance(each, slice):
            bounds = {name: getattr(each, name) for name in made}
            if any(isinstance(bound, _v1.Tensor) for bound in bounds.values()):
                for name, bound in bounds.items():
                    made[name] = made[name] or bound is None
    if not any(made.values()):
        return 0
    difference = 0
    for name in made:
        held = [getattr(each, name) if isinstance(each, slice) else each for each in specs]
        given = any(isinstance(each, _v1.Tensor) for each in held) and not (
            name == "step" and not any(isinstance(each, slice) and isinstance(each.step, _v1.Tensor) for each in specs)
        )
        difference -= len(specs) if made[name] and not given else 0
    return difference


def _regularized_once(living):
    """Later versions call a variable's regularizer twice and keep a stand-in of the loss; TF1 kept the loss itself."""

    @functools.wraps(living)
    def get(self, name, *args, regularizer=None, **kwargs):
        if not regularizer or _v1.executing_eagerly():
            return living(self, name, *args, regularizer=regularizer, **kwargs)
        is_new = name not in self._vars
        variable = living(self, name, *args, **kwargs)
        if is_new:
            with _v1.colocate_with(variable), _v1.name_scope(name + "/Regularizer/"), _v1.init_scope():
                loss = regularizer(variable)
            if loss is not None:
                _v1.add_to_collection(_v1.GraphKeys.REGULARIZATION_LOSSES, loss)
        return variable

    return get
