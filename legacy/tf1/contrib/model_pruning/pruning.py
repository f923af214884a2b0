"""The schedule of pruning: how sparse to be at which step, and the masks that make it so (arXiv 1710.01878)."""

import re

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.model_pruning import core_layers as core
from tf2notes.legacy.tf1.contrib.model_pruning import pruning_utils
from tf2notes.legacy.tf1.contrib.training.hparam import HParams

__all__ = [
    "Pruning",
    "apply_mask",
    "get_masked_weights",
    "get_masks",
    "get_pruning_hparams",
    "get_thresholds",
    "get_weight_sparsity",
    "get_weights",
]


def apply_mask(x, scope=""):
    """`x` times a variable "mask" of its own in `scope`; `Pruning` knows it then.

    Replaces: tf.contrib.model_pruning.apply_mask
    """
    mask = pruning_utils.weight_mask_variable(x, scope)
    threshold = pruning_utils.weight_threshold_variable(x, scope)
    masked = tf.multiply(mask, x, core.MASKED_WEIGHT_NAME)
    if not any(known is mask for known in get_masks()):
        core.collect(x, mask, threshold, masked)
    return masked


def get_masked_weights():
    """All masked weights of the graph. Replaces: tf.contrib.model_pruning.get_masked_weights"""
    return tf.get_collection(core.MASKED_WEIGHT_COLLECTION)


def get_masks():
    """All masks of the graph. Replaces: tf.contrib.model_pruning.get_masks"""
    return tf.get_collection(core.MASK_COLLECTION)


def get_thresholds():
    """All thresholds of the graph. Replaces: tf.contrib.model_pruning.get_thresholds"""
    return tf.get_collection(core.THRESHOLD_COLLECTION)


def get_weights():
    """All weights that are masked. Replaces: tf.contrib.model_pruning.get_weights"""
    return tf.get_collection(core.WEIGHT_COLLECTION)


def get_weight_sparsity():
    """The fraction of zeros of each mask. Replaces: tf.contrib.model_pruning.get_weight_sparsity"""
    return [tf.nn.zero_fraction(mask) for mask in get_masks()]


def get_pruning_hparams():
    """TF1's settings: half of the weights pruned at step 100, checked every 10 steps.

    Replaces: tf.contrib.model_pruning.get_pruning_hparams
    """
    return HParams(
        name="model_pruning",
        begin_pruning_step=0,
        end_pruning_step=-1,
        weight_sparsity_map=[""],
        block_dims_map=[""],
        threshold_decay=0.0,
        pruning_frequency=10,
        nbins=256,
        block_height=1,
        block_width=1,
        block_pooling_function="AVG",
        initial_sparsity=0.0,
        target_sparsity=0.5,
        sparsity_function_begin_step=0,
        sparsity_function_end_step=100,
        sparsity_function_exponent=3.0,
        use_tpu=False,
    )


class Pruning:
    """Updates the masks of the graph.

    Args:
        spec: HParams as `get_pruning_hparams` returns them, those themselves if None.
        global_step: the graph's if None.
        sparsity: a tensor instead of what `spec` says: from the initial to the target sparsity, by a power of the time
            left.

    Raises:
        ValueError: the spec contradicts itself.

    Replaces: tf.contrib.model_pruning.Pruning
    """

    def __init__(self, spec=None, global_step=None, sparsity=None):
        self._spec = spec if spec else get_pruning_hparams()
        self._validate_spec()
        step = tf.train.get_global_step() if global_step is None else global_step
        self._global_step = tf.cast(step, tf.int32)
        self._sparsity = self._setup_sparsity() if sparsity is None else sparsity
        self._assign_ops = []
        self._last_update_step = self._setup_last_update_step()
        self._block_dims = [self._spec.block_height, self._spec.block_width]
        self._block_pooling_function = self._spec.block_pooling_function
        self._block_dims_map = self._get_block_dims_map()
        self._weight_sparsity_map = self._get_weight_sparsity_map()

    def _validate_spec(self):
        spec = self._spec
        if spec.begin_pruning_step < 0:
            raise ValueError("Illegal value for begin_pruning_step")
        if spec.begin_pruning_step >= spec.end_pruning_step != -1:
            raise ValueError(
                f"Pruning must begin before it can end. begin_step={spec.begin_pruning_step}, "
                f"end_step={spec.end_pruning_step}.Set end_pruning_step to -1 if pruning is required till trainingstops"
            )
        if spec.sparsity_function_begin_step < 0:
            raise ValueError("Illegal value for sparsity_function_begin_step")
        if spec.sparsity_function_begin_step >= spec.sparsity_function_end_step:
            raise ValueError("Sparsity function requires begin_step < end_step")
        for name in ("threshold_decay", "initial_sparsity", "target_sparsity"):
            if not 0.0 <= getattr(spec, name) < 1.0:
                raise ValueError(f"{name} must be in range [0,1)")

    def _setup_sparsity(self):
        spec = self._spec
        begin, end = spec.sparsity_function_begin_step, spec.sparsity_function_end_step
        with tf.name_scope(spec.name):
            done = tf.div(tf.cast(self._global_step - begin, tf.float32), end - begin)
            left = 1 - tf.minimum(1.0, tf.maximum(0.0, done))
            missing = tf.multiply(
                spec.initial_sparsity - spec.target_sparsity, tf.pow(left, spec.sparsity_function_exponent)
            )
            return tf.add(missing, spec.target_sparsity, name="sparsity")

    def _setup_last_update_step(self):
        with tf.variable_scope(self._spec.name, reuse=tf.AUTO_REUSE, use_resource=self._spec.use_tpu or None):
            return tf.get_variable(
                "last_mask_update_step", [], initializer=tf.zeros_initializer(), trainable=False, dtype=tf.int32
            )

    def _get_block_dims_map(self):
        found = {}
        for name, size in _pairs(self._spec.block_dims_map):
            sizes = size.split("x")
            if len(sizes) != 2:
                raise ValueError(f"Expected 2 values for block dim for {name}, got {sizes}")
            found[re.compile(name)] = [int(each) for each in sizes]
        return found

    def _get_weight_sparsity_map(self):
        found = {}
        for name, sparsity in _pairs(self._spec.weight_sparsity_map):
            if float(sparsity) >= 1.0:
                raise ValueError("Weight sparsity can not exceed 1.0")
            found[re.compile(name)] = float(sparsity)
        return found

    def _get_block_dims(self, weight_name):
        return list(_one_match(self._block_dims_map, weight_name, "block_dims_map", self._block_dims))

    def _get_sparsity(self, weight_name):
        """The sparsity of one weight: in proportion, where the spec names another target for it."""
        target = _one_match(self._weight_sparsity_map, weight_name, "weight_sparsity_map", None)
        if target is None:
            return self._sparsity
        return tf.multiply(self._sparsity, tf.div(target, self._spec.target_sparsity))

    def _update_mask(self, weights, threshold):
        """Returns `(threshold, mask)`: the threshold lets through the largest weights, as many as there may be."""
        if self._sparsity is None:
            raise ValueError("Sparsity variable undefined")
        sparsity, decay = self._get_sparsity(weights.op.name), self._spec.threshold_decay
        with tf.name_scope(f"{weights.op.name}_pruning_ops"):
            sizes = tf.abs(weights)
            count = tf.size(sizes)
            kept = tf.cast(tf.round(tf.cast(count, tf.float32) * (1 - sparsity)), tf.int32)
            ordered, _ = tf.nn.top_k(tf.reshape(sizes, [-1]), k=count)
            smoothed = tf.add_n([tf.gather(ordered, kept - 1) * (1 - decay), tf.multiply(threshold, decay)])
            return smoothed, tf.cast(sizes >= smoothed, tf.float32)

    def _maybe_update_block_mask(self, weights, threshold):
        """`_update_mask`, or for a matrix, if the spec has blocks, one decision for each block."""
        block = self._get_block_dims(weights.op.name)
        matrix = tf.squeeze(weights)
        if matrix.get_shape().ndims != 2 or block == [1, 1]:
            return self._update_mask(weights, threshold)
        sizes = matrix.get_shape().as_list()
        block = [size if each == -1 else each for each, size in zip(block, sizes, strict=True)]
        if self._block_pooling_function not in ["AVG", "MAX"]:
            raise ValueError(f"Unknown pooling function for block sparsity: {self._block_pooling_function}")
        with tf.name_scope(f"{weights.op.name}_pruning_ops"):
            options = {
                "window_shape": block,
                "pooling_type": self._block_pooling_function,
                "strides": block,
                "padding": "SAME",
                "name": f"{weights.op.name}_pooled",
            }
            if self._spec.use_tpu:
                pooled = pruning_utils.factorized_pool(tf.abs(matrix), **options)
            else:
                pooled = tf.nn.pool(tf.reshape(tf.abs(matrix), [1, *sizes, 1]), **options)
                pooled = tf.squeeze(pooled, axis=[0, 3])
            smoothed, mask = self._update_mask(pooled, threshold)
            mask = pruning_utils.expand_tensor(mask, block)[: sizes[0], : sizes[1]]
        return smoothed, tf.reshape(mask, tf.shape(weights))

    def _get_mask_assign_ops(self):
        if self._assign_ops:
            raise ValueError("Assign op list not empty. _get_mask_assign_ops() called twice?")
        masks, thresholds = get_masks(), get_thresholds()
        if len(masks) != len(thresholds):
            raise ValueError(f"Number of masks {len(masks)} and number of thresholds {len(thresholds)} mismatch")
        for mask, threshold, weight in zip(masks, thresholds, get_weights(), strict=False):
            in_parts = not isinstance(weight, (tf.Tensor, tf.Variable)) and hasattr(weight, "as_tensor")
            whole = weight.as_tensor() if in_parts else weight
            new_threshold, new_mask = self._maybe_update_block_mask(whole, threshold)
            assign = pruning_utils.partitioned_variable_assign if in_parts else pruning_utils.variable_assign
            self._assign_ops += [pruning_utils.variable_assign(threshold, new_threshold), assign(mask, new_mask)]

    def mask_update_op(self):
        """The operation that updates all thresholds and masks."""
        with tf.name_scope(self._spec.name):
            if not self._assign_ops:
                self._get_mask_assign_ops()
            noted = tf.assign(self._last_update_step, self._global_step, name="last_mask_update_step_assign")
            with tf.control_dependencies([noted]), tf.control_dependencies(self._assign_ops):
                tf.logging.info("Updating masks.")
                return tf.no_op("mask_update")

    def conditional_mask_update_op(self):
        """The operation that does so, if it is a step at which the spec prunes."""
        spec = self._spec
        with tf.name_scope(spec.name):
            begun = tf.greater_equal(self._global_step, spec.begin_pruning_step)
            not_ended = tf.logical_or(self._global_step <= spec.end_pruning_step, tf.less(spec.end_pruning_step, 0))
            is_due = tf.add(self._last_update_step, spec.pruning_frequency) <= self._global_step
            now = tf.logical_and(tf.logical_and(begun, not_ended), is_due)
        return tf.cond(now, self.mask_update_op, tf.no_op)

    def add_pruning_summaries(self):
        """Summaries of the sparsity aimed at, and of each mask's sparsity and threshold."""
        with tf.name_scope(f"{self._spec.name}_summaries"):
            tf.summary.scalar("sparsity", self._sparsity)
            tf.summary.scalar("last_mask_update_step", self._last_update_step)
            for mask, threshold in zip(get_masks(), get_thresholds(), strict=False):
                tf.summary.scalar(f"{mask.op.name}/sparsity", tf.nn.zero_fraction(mask))
                tf.summary.scalar(f"{threshold.op.name}/threshold", threshold)

    def print_hparams(self):
        """The spec in the log."""
        tf.logging.info(self._spec.to_json())


def _pairs(items):
    return [item.split(":") for item in items if item]


def _one_match(table, weight_name, what, default):
    found = [value for pattern, value in table.items() if pattern.search(weight_name)]
    if len(found) > 1:
        raise ValueError(f"Multiple matches in {what} for weight {weight_name}")
    return found[0] if found else default
