"""Replaces: ``tf.contrib.summary``: summaries that are written where they are made, in eager mode or by ops."""

from tensorflow.python.ops import summary_ops_v2 as _living
from tensorflow.python.ops.summary_ops_v2 import (
    all_v2_summary_ops as all_summary_ops,
)
from tensorflow.python.ops.summary_ops_v2 import (
    always_record_summaries,
    audio,
    flush,
    generic,
    graph,
    histogram,
    image,
    import_event,
    initialize,
    never_record_summaries,
    record_summaries_every_n_global_steps,
    scalar,
    should_record_summaries,
    summary_writer_initializer_op,
)

__all__ = [
    "SummaryWriter",
    "all_summary_ops",
    "always_record_summaries",
    "audio",
    "create_file_writer",
    "create_summary_file_writer",
    "eval_dir",
    "flush",
    "generic",
    "graph",
    "histogram",
    "image",
    "import_event",
    "initialize",
    "never_record_summaries",
    "record_summaries_every_n_global_steps",
    "scalar",
    "should_record_summaries",
    "summary_writer_initializer_op",
]

SummaryWriter = _living.SummaryWriter
create_file_writer = create_summary_file_writer = _living.create_file_writer


def eval_dir(model_dir, name=None):
    """Replaces: ``eval_dir``: where the summaries of an evaluation of that name go."""
    return f"{model_dir}/{'eval' if not name else 'eval_' + name}"
