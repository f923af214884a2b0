"""ConfigProto: placement, how much of the GPU's memory, which devices, how many threads.

Notes: section 24.

Repaired: the lost line breaks; the two settings of CUDA_VISIBLE_DEVICES have an underscore in the notes' second
spelling too.
"""

from __future__ import print_function

import tensorflow as tf


def run_on_a_missing_gpu(config):
    """An addition that a device is asked for which no machine of ours has."""
    with tf.Graph().as_default():
        with tf.device("/device:GPU:99"):
            total = tf.constant(1.0) + 2.0
        with tf.Session(config=config) as sess:
            options = tf.RunOptions(output_partition_graphs=True)
            metadata = tf.RunMetadata()
            value = sess.run(total, options=options, run_metadata=metadata)
        devices = {node.device for graph in metadata.partition_graphs for node in graph.node}
        return value, sorted(device.rpartition("/device:")[2][:3] for device in devices if device)


def placement():
    strict = tf.ConfigProto(allow_soft_placement=False)
    soft = tf.ConfigProto(log_device_placement=False, allow_soft_placement=True)
    try:
        run_on_a_missing_gpu(strict)
        refused = False
    except tf.errors.InvalidArgumentError as error:
        refused = "GPU:99" in error.message
    value, devices = run_on_a_missing_gpu(soft)
    return {
        "without soft placement it is refused": refused,
        "with soft placement": value,
        "with soft placement it is somewhere else": bool(devices) and all(d in ("CPU", "GPU") for d in devices),
        "log_device_placement by default": tf.ConfigProto().log_device_placement,
    }


def gpu_memory():
    # a little at first, then more as it is needed; it is never given back
    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True
    # or a fixed share of each GPU
    gpu_options = tf.GPUOptions(per_process_gpu_memory_fraction=0.7)
    fraction = tf.ConfigProto(gpu_options=gpu_options)
    with tf.Session(config=config) as session:
        value = session.run(tf.constant(1.0))
    return {
        "allow_growth by default": tf.ConfigProto().gpu_options.allow_growth,
        "allow_growth": config.gpu_options.allow_growth,
        "memory of 10,000 MB at 0.7": round(10000 * fraction.gpu_options.per_process_gpu_memory_fraction, 3),
        "a session that grows": value,
    }


def devices_and_threads():
    # as CUDA_VISIBLE_DEVICES=0,1 python your.py does for the whole process
    visible = tf.ConfigProto(gpu_options=tf.GPUOptions(visible_device_list="0,1"))
    threads = tf.ConfigProto(intra_op_parallelism_threads=2, inter_op_parallelism_threads=1)
    return {
        "visible devices": [int(gpu) for gpu in visible.gpu_options.visible_device_list.split(",")],
        "threads": [threads.intra_op_parallelism_threads, threads.inter_op_parallelism_threads],
    }


def results():
    found = placement()
    found.update(gpu_memory())
    found.update(devices_and_threads())
    return found


def main(_):
    print(tf.ConfigProto(log_device_placement=True, allow_soft_placement=True))
    for name, value in sorted(results().items()):
        print(name + ":", value)


if __name__ == "__main__":
    tf.app.run()
