"""The recurrence: a loop over the steps, and the gradient that its user may give for one step."""

import tensorflow.compat.v1 as tf

__all__ = ["Recurrent"]


def Recurrent(
    theta,
    state0,
    inputs,
    cell_fn,
    cell_grad=None,
    extras=None,
    max_input_length=None,
    use_tpu=False,
    aligned_end=False,
):
    """Compute ``state, extras = cell_fn(theta, state, inputs[t])`` for one t after the other.

    Args:
        theta: structure of tensors: the weights.
        state0: structure of tensors: the first state.
        inputs: structure of tensors, `[time, ...]`.
        cell_fn: see above.
        cell_grad: None, or `f(theta, state0, inputs, extras, dstate1) -> (dtheta, dstate0, dinputs)`.
        extras: None, or an example of what `cell_fn` gives for `cell_grad` beside the state.
        max_input_length: None, or an int scalar: steps after it are not taken.
        use_tpu: True is refused.
        aligned_end: the steps taken are the last `max_input_length`, instead of the first.

    Returns:
        `(states of all steps, [time, ...] and zero where none was taken; the last state)`.

    Replaces: tf.contrib.recurrent.Recurrent
    Differs: the steps are a `tf.while_loop`, not functions of TF1's runtime; `cell_fn` may use tensors from outside.
        With `aligned_end` the gradient of the first step taken is that at `state0`; 1.15 took zeros there.
    """
    if use_tpu:
        raise NotImplementedError("use_tpu=True: TF1's TPU compilation is no more; leave it False")
    step = _step_function(cell_fn, cell_grad, theta, state0, inputs)
    length = tf.shape(tf.nest.flatten(inputs)[0])[0]
    taken = length if max_input_length is None else tf.cast(max_input_length, tf.int32)
    start, end = (length - taken, length) if aligned_end else (0, taken)
    states = [
        tf.TensorArray(state.dtype, size=length, element_shape=state.shape, clear_after_read=False)
        for state in tf.nest.flatten(state0)
    ]

    sources = [  # read step by step: their gradients are dense
        tf.TensorArray(x.dtype, size=length, element_shape=x.shape[1:]).unstack(x)
        for x in (tf.convert_to_tensor(x) for x in tf.nest.flatten(inputs))
    ]

    def body(t, state, arrays):
        new = step(state, tf.nest.pack_sequence_as(inputs, [source.read(t) for source in sources]))
        for before, after in zip(state, new, strict=True):
            after.set_shape(before.shape)
        return t + 1, new, [array.write(t, value) for array, value in zip(arrays, new, strict=True)]

    # What no step writes is read as zeros; TF1's accumulators were that from the beginning.
    first = [tf.convert_to_tensor(state) for state in tf.nest.flatten(state0)]
    _, last, states = tf.while_loop(
        lambda t, *_: t < end, body, (tf.convert_to_tensor(start), first, states), parallel_iterations=1
    )
    stacked = [_with_zeros(array, state, start, end, length) for array, state in zip(states, first, strict=True)]
    return tf.nest.pack_sequence_as(state0, stacked), tf.nest.pack_sequence_as(state0, last)


def _with_zeros(array, like, start, end, length):
    """`[length, ...]`: what was written between `start` and `end`."""
    written = array.gather(tf.range(start, end))
    before = tf.zeros(tf.concat([[start], tf.shape(like)], 0), like.dtype)
    after = tf.zeros(tf.concat([[length - end], tf.shape(like)], 0), like.dtype)
    stacked = tf.concat([before, written, after], 0)
    stacked.set_shape(tf.TensorShape([None]).concatenate(like.shape))
    return stacked


def _step_function(cell_fn, cell_grad, theta, state0, inputs):
    """`f(flat state, inputs of a step) -> flat next state`, with the gradient that `cell_grad` says."""
    if cell_grad is None:
        return lambda state, now: tf.nest.flatten(cell_fn(theta, tf.nest.pack_sequence_as(state0, state), now)[0])
    template = [theta, state0, inputs]

    @tf.custom_gradient
    def flat_step(*flat):
        parts = tf.nest.pack_sequence_as(template, flat)
        state1, extras = cell_fn(*parts)

        def gradient(*dstate1):
            given = cell_grad(*parts, extras, tf.nest.pack_sequence_as(state0, dstate1))
            # None, which nest takes for a leaf, is a gradient of zeros.
            pairs = zip(flat, tf.nest.flatten(list(given)), strict=True)
            return [tf.zeros_like(x) if dx is None else dx for x, dx in pairs]

        return tf.nest.flatten(state1), gradient

    weights = [tf.convert_to_tensor(weight) for weight in tf.nest.flatten(theta)]
    return lambda state, now: list(flat_step(*weights, *state, *tf.nest.flatten(now)))
