"""Replaces: ``tf.contrib.training``: hyper-parameters, bucketing and sampling with queues, loops.

The modules have the names of TF1's private ones under ``tensorflow.contrib.training.python.training``.
"""

from tf2notes.legacy.tf1.contrib.training.bucket_ops import bucket, bucket_by_sequence_length
from tf2notes.legacy.tf1.contrib.training.device_setter import (
    GreedyLoadBalancingStrategy,
    RandomStrategy,
    byte_size_load_fn,
)
from tf2notes.legacy.tf1.contrib.training.evaluation import (
    StopAfterNEvalsHook,
    SummaryAtEndHook,
    checkpoints_iterator,
    evaluate_once,
    evaluate_repeatedly,
    get_or_create_eval_step,
    wait_for_new_checkpoint,
)
from tf2notes.legacy.tf1.contrib.training.failure_tolerator import FailureTolerator
from tf2notes.legacy.tf1.contrib.training.feeding_queue_runner import FeedingQueueRunner
from tf2notes.legacy.tf1.contrib.training.hparam import HParams, parse_values
from tf2notes.legacy.tf1.contrib.training.python_input import python_input
from tf2notes.legacy.tf1.contrib.training.resample import resample_at_rate, weighted_resample
from tf2notes.legacy.tf1.contrib.training.sampling_ops import rejection_sample, stratified_sample
from tf2notes.legacy.tf1.contrib.training.sequence_queueing_state_saver import (
    NextQueuedSequenceBatch,
    SequenceQueueingStateSaver,
    batch_sequences_with_states,
)
from tf2notes.legacy.tf1.contrib.training.training import (
    add_gradients_summaries,
    clip_gradient_norms,
    clip_gradient_norms_fn,
    create_train_op,
    multiply_gradients,
    train,
)
from tf2notes.legacy.tf1.contrib.training.tuner import Tuner

__all__ = [
    "FailureTolerator",
    "FeedingQueueRunner",
    "GreedyLoadBalancingStrategy",
    "HParams",
    "NextQueuedSequenceBatch",
    "RandomStrategy",
    "SequenceQueueingStateSaver",
    "StopAfterNEvalsHook",
    "SummaryAtEndHook",
    "Tuner",
    "add_gradients_summaries",
    "batch_sequences_with_states",
    "bucket",
    "bucket_by_sequence_length",
    "byte_size_load_fn",
    "checkpoints_iterator",
    "clip_gradient_norms",
    "clip_gradient_norms_fn",
    "create_train_op",
    "evaluate_once",
    "evaluate_repeatedly",
    "get_or_create_eval_step",
    "multiply_gradients",
    "parse_values",
    "python_input",
    "rejection_sample",
    "resample_at_rate",
    "stratified_sample",
    "train",
    "wait_for_new_checkpoint",
    "weighted_resample",
]
