"""TF1 functions at the top of a module, as `.keras` files name them."""

from tf2notes.legacy import tf1 as tf

from tf2notes import legacy


def dense(x, units=3):
    """Variables by both ways of making them, one of them not trained."""
    with tf.variable_scope("dense"):
        w = tf.get_variable(
            "w", [4, units], initializer=tf.random_normal_initializer(seed=1), regularizer=tf.nn.l2_loss
        )
        tf.get_variable_scope().reuse_variables()
        again = tf.get_variable("w")
    b = tf.Variable(tf.fill([units], 0.5))
    scale = tf.Variable(2.0, trainable=False, name="scale")
    return scale * (tf.matmul(x, w) + tf.matmul(x, again)) / 2.0 + b


def normalized(x, training):
    """Batch normalization; the moving averages are update operations."""
    x = tf.layers.batch_normalization(x, training=training, momentum=0.5, name="norm")
    return tf.layers.dense(x, 2, kernel_initializer=tf.glorot_uniform_initializer(seed=2), name="out")


def structured(inputs):
    """A dict in, a dict out."""
    a, (b, c) = inputs["a"], inputs["rest"]
    return {"sum": tf.cast(a, tf.float32) + b, "both": [b, b * c]}


def recurrent(x):
    """A loop inside."""
    cell = tf.contrib.rnn.GRUCell(3, kernel_initializer=tf.glorot_uniform_initializer(seed=3))
    return tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)[0]


def partitioned(x):
    """One variable in two parts."""
    w = tf.get_variable("w", [4, 2], partitioner=tf.fixed_size_partitioner(2), initializer=tf.ones_initializer())
    return tf.matmul(x, tf.convert_to_tensor(w))


@legacy.tf1_layer(name="made")
def decorated(x):
    """A factory of layers."""
    return x * tf.get_variable("factor", [], initializer=tf.constant_initializer(3.0))


def counting(x, is_training=False):
    """An integer that counts training steps."""
    steps = tf.Variable(0, trainable=False, name="steps")
    if is_training:
        tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, tf.assign_add(steps, 1))
    return x + tf.cast(steps, tf.float32)


def several(a, b, scale=1.0, training=False):
    """Inputs one by one."""
    return scale * a - b + (100.0 if training else 0.0)


def dropped(x, training):
    """Dropout with a seed of its own."""
    return tf.layers.dropout(x, 0.5, training=training, seed=7)
