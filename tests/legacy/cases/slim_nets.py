"""tf.contrib.slim's networks: variables, end points, and values with every weight drawn from one seed."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import slim
from tensorflow.contrib.slim.nets import resnet_v1, resnet_v2, vgg
from tensorflow.contrib.slim.python.slim.nets import inception, resnet_utils


def _variables():
    return ["{} {}".format(v.op.name, v.shape.as_list()) for v in tf.global_variables()]


def _value(tensor, x, size):
    draw = np.random.RandomState(0)
    with tf.Session() as sess:
        for variable in tf.global_variables():
            shape = variable.shape.as_list()
            fan_in = max(1, int(np.prod(shape[:-1])))
            weights = draw.normal(size=shape) / np.sqrt(fan_in) if len(shape) > 1 else 1 + 0.1 * draw.normal(size=shape)
            variable.load(np.abs(weights) if len(shape) == 1 else weights, sess)
        return sess.run(tensor, {x: draw.rand(*size)})


def _residual(net):
    x = tf.placeholder(tf.float32, [2, 9, 9, 3])
    unit = {"depth": 8, "depth_bottleneck": 2, "stride": 1}
    with slim.arg_scope(resnet_utils.resnet_arg_scope(weight_decay=0.01)):
        blocks = [resnet_utils.Block("block1", net.bottleneck, [dict(unit, stride=2), unit])]
        output, ends = (net.resnet_v1 if net is resnet_v1 else net.resnet_v2)(x, blocks, 4, is_training=False)
    return {
        "variables": _variables(),
        "ends": sorted(ends),
        "updates": len(tf.get_collection(tf.GraphKeys.UPDATE_OPS)),
        "regularizers": len(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)),
        "output": _value(output, x, [2, 9, 9, 3]),
    }


def case_resnet_v1():
    """One block, 2 units."""
    return _residual(resnet_v1)


def case_resnet_v2():
    """One block, 2 units."""
    return _residual(resnet_v2)


def case_inception_v1():
    """Up to its first mixed layer."""
    x = tf.placeholder(tf.float32, [1, 32, 32, 3])
    with slim.arg_scope(inception.inception_v1_arg_scope()):
        net, ends = inception.inception_v1_base(x, final_endpoint="Mixed_3b")
    output = tf.reduce_mean(net, [1, 2])
    return {"variables": _variables(), "ends": sorted(ends), "output": _value(output, x, [1, 32, 32, 3])}


def case_vgg():
    """Shapes and names only: its dense layers are large."""
    x = tf.placeholder(tf.float32, [1, 224, 224, 3])
    with slim.arg_scope(vgg.vgg_arg_scope()):
        net, ends = vgg.vgg_16(x, num_classes=5, is_training=True)
    return {"variables": _variables(), "ends": sorted(ends), "shape": net.shape.as_list()}
