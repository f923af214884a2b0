"""The steps of stochastic dual coordinate ascent, by TensorFlow's op. Replaces: ``SdcaModel``"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import lookup

__all__ = ["SdcaModel", "SparseFeatureColumn"]

_LOSSES = ("logistic_loss", "squared_loss", "hinge_loss", "smooth_hinge_loss", "poisson_loss")
_WEIGHTS = ("sparse_features_weights", "dense_features_weights")


class SparseFeatureColumn:
    """Which features which examples have: vectors of the same length.

    Args:
        example_indices: the examples.
        feature_indices: the features.
        feature_values: their values, or None for ones.
    """

    def __init__(self, example_indices, feature_indices, feature_values):
        with tf.name_scope(None, "SparseFeatureColumn", [example_indices, feature_indices]):
            self._example_indices = tf.convert_to_tensor(example_indices, name="example_indices", dtype=tf.int64)
            self._feature_indices = tf.convert_to_tensor(feature_indices, name="feature_indices", dtype=tf.int64)
        self._feature_values = None
        if feature_values is not None:
            with tf.name_scope(None, "SparseFeatureColumn", [feature_values]):
                self._feature_values = tf.convert_to_tensor(feature_values, name="feature_values", dtype=tf.float32)

    example_indices = property(lambda self: self._example_indices, doc="The examples.")
    feature_indices = property(lambda self: self._feature_indices, doc="The features.")
    feature_values = property(lambda self: self._feature_values, doc="The values, or None.")


def _need(keys, given):
    for key in keys:
        if given[key] is None:
            raise ValueError(f"{key} must be specified.")
        if key.startswith(("sparse_features", "dense_features")) and not isinstance(given[key], list):
            raise ValueError(f"{key} must be a list.")


class SdcaModel:
    """A linear model and its dual, one number for each example.

    Args:
        examples: a dict of example_labels, example_weights, example_ids (strings), sparse_features (a list of
            `SparseFeatureColumn`) and dense_features (a list of matrices).
        variables: a dict of sparse_features_weights and dense_features_weights, lists of variables.
        options: a dict of loss_type, symmetric_l1_regularization and symmetric_l2_regularization, maybe adaptive and
            num_loss_partitions.

    Raises:
        ValueError: something is missing, not a list, another loss, or a negative regularization.
        NotImplementedError: partitioned variables, or several shards of the table.

    Replaces: tf.contrib.linear_optimizer.SdcaModel
    """

    def __init__(self, examples, variables, options):
        if not examples or not variables or not options:
            raise ValueError("examples, variables and options must all be specified.")
        if options["loss_type"] not in _LOSSES:
            raise ValueError("Unsupported loss_type: ", options["loss_type"])
        _need(("example_labels", "example_weights", "example_ids", "sparse_features", "dense_features"), examples)
        _need(_WEIGHTS, variables)
        _need(("loss_type", "symmetric_l2_regularization", "symmetric_l1_regularization"), options)
        for name in ("symmetric_l1_regularization", "symmetric_l2_regularization"):
            if options[name] < 0.0:
                raise ValueError(f"{name} should be non-negative. Found ({options[name]:f})")
        if (options.get("num_table_shards") or 1) > 1:
            raise NotImplementedError(f"SdcaModel: num_table_shards={options['num_table_shards']}; use 1")
        self._examples, self._variables, self._options = examples, variables, options
        self._slots = {name: [_unshrunk(v) for v in variables[name]] for name in _WEIGHTS}
        self._hashtable = lookup.MutableDenseHashTable(
            key_dtype=tf.int64,
            value_dtype=tf.float32,
            default_value=[0.0, 0.0, 0.0, 0.0],
            empty_key=[0, 0],
            deleted_key=[1, 1],
            name="ShardedMutableHashTable-1-of-1",
        )
        tf.summary.scalar("approximate_duality_gap", self.approximate_duality_gap())
        tf.summary.scalar("examples_seen", self._hashtable.size())

    @property
    def _l1(self):
        return self._options["symmetric_l1_regularization"]

    @property
    def _l2(self):
        return max(self._options["symmetric_l2_regularization"], 1.0)

    def _weights(self):
        return [v for name in _WEIGHTS for v in self._variables[name]]

    def _l1_loss(self):
        with tf.name_scope("sdca/l1_loss"):
            return self._l1 * tf.add_n([tf.reduce_sum(tf.abs(tf.cast(v, tf.float64))) for v in self._weights()])

    def _l2_loss(self, l2):
        with tf.name_scope("sdca/l2_loss"):
            return l2 * tf.add_n([tf.reduce_sum(tf.square(tf.cast(v, tf.float64))) for v in self._weights()]) / 2.0

    def _linear_predictions(self, examples):
        with tf.name_scope("sdca/prediction"):
            sparse, dense = 0.0, 0.0
            for column, weights in zip(
                examples["sparse_features"], self._variables["sparse_features_weights"], strict=True
            ):
                terms = tf.gather(weights, column.feature_indices) * column.feature_values
                sparse += tf.segment_sum(terms, column.example_indices)
            for values, weights in zip(
                examples["dense_features"], self._variables["dense_features_weights"], strict=True
            ):
                dense += tf.matmul(tf.convert_to_tensor(values), tf.expand_dims(weights, -1))
        return tf.reshape(dense, [-1]) + sparse

    def predictions(self, examples):
        """What the model gives: probabilities of a logistic, means of a Poisson loss."""
        _need(("example_weights", "sparse_features", "dense_features"), examples)
        result = self._linear_predictions(examples)
        if self._options["loss_type"] == "logistic_loss":
            with tf.name_scope("sdca/logistic_prediction"):
                return tf.sigmoid(result)
        if self._options["loss_type"] == "poisson_loss":
            with tf.name_scope("sdca/poisson_prediction"):
                return tf.exp(result)
        return result

    def minimize(self, global_step=None, name=None):
        """An op that improves the dual of each example once."""
        with tf.name_scope(name, "sdca/minimize"):
            columns = self._examples["sparse_features"]
            keys = tf.raw_ops.SdcaFprint(input=tf.convert_to_tensor(self._examples["example_ids"]))
            used = [tf.cast(tf.unique(tf.cast(each.feature_indices, tf.int32))[0], tf.int64) for each in columns]
            sparse_slots = self._slots["sparse_features_weights"]
            dense_slots = self._slots["dense_features_weights"]
            duals, sparse_deltas, dense_deltas = tf.raw_ops.SdcaOptimizerV2(
                sparse_example_indices=[each.example_indices for each in columns],
                sparse_feature_indices=[each.feature_indices for each in columns],
                sparse_feature_values=[each.feature_values for each in columns if each.feature_values is not None],
                dense_features=[tf.convert_to_tensor(each) for each in self._examples["dense_features"]],
                example_weights=tf.convert_to_tensor(self._examples["example_weights"]),
                example_labels=tf.convert_to_tensor(self._examples["example_labels"]),
                sparse_indices=used,
                sparse_weights=[tf.gather(slot, at) for slot, at in zip(sparse_slots, used, strict=True)],
                dense_weights=[tf.convert_to_tensor(slot) for slot in dense_slots],
                example_state_data=self._hashtable.lookup(keys),
                loss_type=self._options["loss_type"],
                l1=self._l1,
                l2=self._l2,
                num_loss_partitions=self._options.get("num_loss_partitions", 1),
                num_inner_iterations=1,
                adaptive=self._options.get("adaptive", True),
            )
            with tf.control_dependencies([duals]):
                updates = [self._hashtable.insert(keys, duals)]
                for slot, at, delta in zip(sparse_slots, used, sparse_deltas, strict=True):
                    updates.append(tf.scatter_add(slot, at, delta))
                updates += [tf.assign_add(slot, d) for slot, d in zip(dense_slots, dense_deltas, strict=True)]
            if global_step is None:
                return tf.group(*updates)
            with tf.control_dependencies(updates):
                return tf.assign_add(global_step, 1, name=name).op

    def update_weights(self, train_op):
        """An op that, after `train_op`, gives the variables the new weights, shrunk by the l1 regularization."""
        with tf.control_dependencies([train_op]):
            updates = []
            for name in _WEIGHTS:
                for v, slot in zip(self._variables[name], self._slots[name], strict=True):
                    new = tf.identity(slot)
                    updates.append(v.assign(tf.sign(new) * tf.maximum(tf.abs(new) - self._l1 / self._l2, 0.0)))
            return tf.group(*updates)

    def approximate_duality_gap(self):
        """How far primal and dual losses of the examples seen are apart, for each unit of weight."""
        with tf.name_scope("sdca/approximate_duality_gap"):
            _, values = self._hashtable.export()
            sums = tf.reduce_sum(tf.cast(values, tf.float64), 0)
            return (sums[1] + sums[2] + self._l1_loss() + 2.0 * self._l2_loss(self._l2)) / sums[3]

    def unregularized_loss(self, examples):
        """The weighted mean of the examples' losses."""
        _need(("example_labels", "example_weights", "sparse_features", "dense_features"), examples)
        with tf.name_scope("sdca/unregularized_loss"):
            predictions = tf.cast(self._linear_predictions(examples), tf.float64)
            labels = tf.cast(tf.convert_to_tensor(examples["example_labels"]), tf.float64)
            weights = tf.cast(tf.convert_to_tensor(examples["example_weights"]), tf.float64)
            kind = self._options["loss_type"]
            if kind == "logistic_loss":
                losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=predictions)
            elif kind == "poisson_loss":
                losses = tf.nn.log_poisson_loss(targets=labels, log_input=predictions)
            elif kind in ("hinge_loss", "smooth_hinge_loss"):
                losses = tf.nn.relu(1 - (2 * labels - 1) * predictions)
            else:
                losses = tf.square(labels - predictions) / 2.0
            return tf.reduce_sum(losses * weights) / tf.reduce_sum(weights)

    def regularized_loss(self, examples):
        """`unregularized_loss` with the regularization."""
        _need(("example_labels", "example_weights", "sparse_features", "dense_features"), examples)
        with tf.name_scope("sdca/regularized_loss"):
            weights = tf.cast(tf.convert_to_tensor(examples["example_weights"]), tf.float64)
            penalty = self._l1_loss() + self._l2_loss(self._options["symmetric_l2_regularization"])
            return penalty / tf.reduce_sum(weights) + self.unregularized_loss(examples)


def _unshrunk(variable):
    """The variable of the weights before they are shrunk."""
    if isinstance(variable, (list, tuple)) or type(variable).__name__ == "PartitionedVariable":
        raise NotImplementedError("SdcaModel: partitioned variables; build them without a partitioner")
    with tf.device(variable.device):
        start = tf.zeros_like(variable.initialized_value(), tf.float32)
        return tf.Variable(start, name=variable.op.name + "_unshrinked/SDCAOptimizer")
