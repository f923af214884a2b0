"""Training operations: gradients clipped, multiplied, summarized; the loop around a training operation."""

import tensorflow.compat.v1 as tf

__all__ = [
    "add_gradients_summaries",
    "clip_gradient_norms",
    "clip_gradient_norms_fn",
    "create_train_op",
    "multiply_gradients",
    "train",
]

_USE_GLOBAL_STEP = 0


def add_gradients_summaries(grads_and_vars):
    """A histogram and the norm of every gradient, as summaries; returns them.

    Replaces: tf.contrib.training.add_gradients_summaries
    """
    summaries = []
    for grad, var in grads_and_vars:
        if grad is None:
            tf.logging.info("Var %s has no gradient", var.op.name)
            continue
        values = grad.values if isinstance(grad, tf.IndexedSlices) else grad
        summaries.append(tf.summary.histogram(var.op.name + "_gradient", values))
        summaries.append(tf.summary.scalar(var.op.name + "_gradient_norm", tf.global_norm([values])))
    return summaries


def clip_gradient_norms(gradients_to_variables, max_norm):
    """Clip each gradient to `max_norm` by itself; returns the list of pairs.

    Replaces: tf.contrib.training.clip_gradient_norms
    """
    return [
        (None if grad is None else _on_values(lambda g: tf.clip_by_norm(g, max_norm), grad), var)
        for grad, var in gradients_to_variables
    ]


def clip_gradient_norms_fn(max_norm):
    """`clip_gradient_norms` as a `transform_grads_fn`. Replaces: tf.contrib.training.clip_gradient_norms_fn"""
    return lambda gradients_to_variables: clip_gradient_norms(gradients_to_variables, max_norm)


def multiply_gradients(grads_and_vars, gradient_multipliers):
    """Multiply gradients by numbers.

    Args:
        grads_and_vars: list of pairs.
        gradient_multipliers: dictionary of a variable, or its op's name, to a number or tensor.

    Raises:
        ValueError: no list, no or an empty dictionary, or a variable without a gradient.

    Replaces: tf.contrib.training.multiply_gradients
    """
    if not isinstance(grads_and_vars, list):
        raise ValueError("`grads_and_vars` must be a list.")
    if not gradient_multipliers:
        raise ValueError("`gradient_multipliers` is empty.")
    if not isinstance(gradient_multipliers, dict):
        raise ValueError("`gradient_multipliers` must be a dict.")
    # Variables cannot be hashed in a TF2 process: those among the keys come wrapped, or were wrapped by .ref().
    by_name = {_key_name(key): value for key, value in gradient_multipliers.items()}
    result = []
    for grad, var in grads_and_vars:
        if var.op.name in by_name:
            if grad is None:
                raise ValueError("Requested multiple of `None` gradient.")
            factor = tf.convert_to_tensor(by_name[var.op.name], dtype=grad.dtype)
            grad = _on_values(lambda g, factor=factor: g * factor, grad)
        result.append((grad, var))
    return result


def create_train_op(
    total_loss,
    optimizer,
    global_step=_USE_GLOBAL_STEP,
    update_ops=None,
    variables_to_train=None,
    transform_grads_fn=None,
    summarize_gradients=False,
    gate_gradients=tf.train.Optimizer.GATE_OP,
    aggregation_method=None,
    colocate_gradients_with_ops=False,
    check_numerics=True,
):
    """An operation that updates, minimizes, and gives the loss.

    Args:
        total_loss: scalar.
        optimizer: a tf.train.Optimizer.
        global_step: variable to count in; made if needed; None counts nothing.
        update_ops: to be run before the loss is; those of the collection UPDATE_OPS if None.
        variables_to_train: all trainable ones if None.
        transform_grads_fn: `f(list of (gradient, variable)) -> list` of the like.
        summarize_gradients: add summaries of the gradients.
        gate_gradients, aggregation_method, colocate_gradients_with_ops: of `compute_gradients`.
        check_numerics: fail where the loss is infinite or no number.

    Returns:
        The loss after the update, also added to the collection TRAIN_OP.

    Replaces: tf.contrib.training.create_train_op
    """
    if global_step is _USE_GLOBAL_STEP:
        global_step = tf.train.get_or_create_global_step()
    collected = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    update_ops = collected if update_ops is None else list(update_ops)
    if not {id(op) for op in collected} <= {id(op) for op in update_ops}:
        tf.logging.warning("update_ops in create_train_op does not contain all the update_ops in GraphKeys.UPDATE_OPS")
    if update_ops:
        with tf.control_dependencies(update_ops):
            barrier = tf.no_op(name="update_barrier")
        with tf.control_dependencies([barrier]):
            total_loss = tf.identity(total_loss)

    trainable = tf.trainable_variables()
    if variables_to_train is None:
        variables_to_train = trainable
    else:
        for variable in variables_to_train:
            assert variable.trainable or any(variable is v for v in trainable), f"{variable.name} is not trainable"
    assert variables_to_train, "there are no variables to train"

    grads = optimizer.compute_gradients(
        total_loss,
        variables_to_train,
        gate_gradients=gate_gradients,
        aggregation_method=aggregation_method,
        colocate_gradients_with_ops=colocate_gradients_with_ops,
    )
    if transform_grads_fn:
        grads = transform_grads_fn(grads)
    if summarize_gradients:
        with tf.name_scope("summarize_grads"):
            add_gradients_summaries(grads)
    updates = optimizer.apply_gradients(grads, global_step=global_step)
    with tf.name_scope("train_op"):
        if check_numerics:
            total_loss = tf.check_numerics(total_loss, "LossTensor is inf or nan")
        with tf.control_dependencies([updates]):
            train_op = tf.identity(total_loss)
    tf.add_to_collection(tf.GraphKeys.TRAIN_OP, train_op)
    return train_op


def train(
    train_op,
    logdir,
    master="",
    is_chief=True,
    scaffold=None,
    hooks=None,
    chief_only_hooks=None,
    save_checkpoint_secs=600,
    save_summaries_steps=100,
    config=None,
    max_wait_secs=7200,
    run_metadata=None,
):
    """Run `train_op` in a MonitoredTrainingSession until a hook stops it; returns the last value.

    Raises:
        ValueError: there is no `logdir` to save checkpoints or summaries in.

    Replaces: tf.contrib.training.train
    """
    if logdir is None and is_chief:
        if save_summaries_steps:
            raise ValueError("logdir cannot be None when save_summaries_steps is not None")
        if save_checkpoint_secs:
            raise ValueError("logdir cannot be None when save_checkpoint_secs is not None")
    with tf.train.MonitoredTrainingSession(
        master=master,
        is_chief=is_chief,
        checkpoint_dir=logdir,
        scaffold=scaffold,
        hooks=hooks,
        chief_only_hooks=chief_only_hooks,
        save_checkpoint_secs=save_checkpoint_secs,
        save_summaries_steps=save_summaries_steps,
        config=config,
        max_wait_secs=max_wait_secs,
    ) as session:
        loss = None
        while not session.should_stop():
            loss = session.run(train_op, run_metadata=run_metadata)
    return loss


def _on_values(function, grad):
    """`function` of a gradient, or of the rows of a sparse one."""
    if isinstance(grad, tf.IndexedSlices):
        return tf.IndexedSlices(function(grad.values), grad.indices, grad.dense_shape)
    return function(grad)


def _key_name(key):
    if isinstance(key, str):
        return key
    return key.deref().op.name if hasattr(key, "deref") else key.op.name
