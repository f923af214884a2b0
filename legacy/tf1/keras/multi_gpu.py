"""One model on several GPUs of one machine, as TF1's Keras did it."""

import tensorflow.compat.v1 as tf
import tf_keras.api._v1.keras as keras


def multi_gpu_model(model, gpus, cpu_merge=True, cpu_relocation=False):
    """Replaces: ``tf.keras.utils.multi_gpu_model``: each GPU computes its part of the batch with the same weights.

    Raises:
        ValueError: fewer than two GPUs are asked for, or the machine lacks one of them.
    """
    ids = list(gpus) if isinstance(gpus, (list, tuple)) else list(range(gpus))
    if len(ids) <= 1:
        raise ValueError(
            f"For multi-gpu usage to be effective, call `multi_gpu_model` with `gpus >= 2`. Received: {gpus}"
        )
    devices = ["/cpu:0", *(f"/gpu:{i}" for i in ids)]
    present = _devices()
    for device in devices:
        if device not in present:
            raise ValueError(
                f"To call `multi_gpu_model` with `gpus={gpus}`, we expect the following devices to be available: "
                f"{devices}. However this machine only has: {present}. Try reducing `gpus`."
            )
    if cpu_relocation:
        with tf.device("/cpu:0"):
            model = keras.models.clone_model(model)
    outputs = [[] for _ in model.outputs]
    for part, gpu in enumerate(ids):
        with tf.device(f"/gpu:{gpu}"), tf.name_scope(f"replica_{gpu}"):
            slices = [_part(x, part, len(ids)) for x in model.inputs]
            made = model(slices[0] if len(slices) == 1 else slices)
            for collected, output in zip(outputs, made if isinstance(made, list) else [made], strict=True):
                collected.append(output)
    with tf.device("/cpu:0" if cpu_merge else f"/gpu:{ids[0]}"):
        names = model.output_names
        merged = [keras.layers.concatenate(o, axis=0, name=n) for o, n in zip(outputs, names, strict=True)]
    return keras.models.Model(model.inputs, merged)


def _part(x, part, parts):
    def take(data):
        size = tf.shape(data)[0] // parts
        last = part == parts - 1
        return data[part * size :] if last else data[part * size : (part + 1) * size]

    return keras.layers.Lambda(take, output_shape=x.shape.as_list()[1:])(x)


def _devices():
    found = (device.name.lower().replace("device:", "") for device in tf.config.list_logical_devices())
    return [f"/{':'.join(name.rsplit('/', 1)[-1].split(':')[-2:])}" for name in found]
