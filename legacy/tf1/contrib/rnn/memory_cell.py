"""The neural Turing machine: a controller with heads that read and write a memory."""

import collections
import math

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.nn.rnn_cell import LayerRNNCell, assert_like_rnncell
from tf_keras.src import initializers

__all__ = ["NTMCell", "NTMControllerState"]

NTMControllerState = collections.namedtuple(
    "NTMControllerState", ("controller_state", "read_vector_list", "w_list", "M", "time")
)


class NTMCell(LayerRNNCell):
    """Neural Turing machine (Graves et al., arXiv:1410.5401; Collier and Beel, arXiv:1807.08518).

    Replaces: tensorflow.contrib.rnn.python.ops.rnn_cell.NTMCell

    Raises:
        TypeError: `controller` is no cell.
    """

    def __init__(
        self,
        controller,
        memory_size,
        memory_vector_dim,
        read_head_num,
        write_head_num,
        shift_range=1,
        output_dim=None,
        clip_value=20,
        dtype=tf.float32,
        name=None,
    ):
        super().__init__(dtype=dtype, name=name)
        assert_like_rnncell("NTM RNN controller cell", controller)
        self.controller = controller
        self.memory_size = memory_size
        self.memory_vector_dim = memory_vector_dim
        self.read_head_num = read_head_num
        self.write_head_num = write_head_num
        self.clip_value = clip_value
        self.output_dim = output_dim
        self.shift_range = shift_range
        self.num_parameters_per_head = memory_vector_dim + 2 * shift_range + 4
        self.num_heads = read_head_num + write_head_num
        self.total_parameter_num = (
            self.num_parameters_per_head * self.num_heads + 2 * memory_vector_dim * write_head_num
        )

    @property
    def state_size(self):
        return NTMControllerState(
            controller_state=self.controller.state_size,
            read_vector_list=[self.memory_vector_dim] * self.read_head_num,
            w_list=[self.memory_size] * self.num_heads,
            M=tf.TensorShape([self.memory_size * self.memory_vector_dim]),
            time=tf.TensorShape([]),
        )

    @property
    def output_size(self):
        return self.output_dim

    def build(self, inputs_shape):
        if self.output_dim is None:
            self.output_dim = tf.TensorShape(inputs_shape).as_list()[1]
            if self.output_dim is None:
                raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {inputs_shape}")
        size = self.controller.output_size
        self._params_kernel, self._params_bias = self._add_linear("parameters", size, self.total_parameter_num)
        size += self.memory_vector_dim * self.read_head_num
        self._output_kernel, self._output_bias = self._add_linear("output", size, self.output_dim)
        self._init_read_vectors = [
            self._add_row(f"initial_read_vector_{i}", self.memory_vector_dim) for i in range(self.read_head_num)
        ]
        self._init_address_weights = [
            self._add_row(f"initial_address_weights_{i}", self.memory_size) for i in range(self.num_heads)
        ]
        self._M = self.add_weight(
            "memory", shape=[self.memory_size, self.memory_vector_dim], initializer=tf.constant_initializer(1e-6)
        )
        self.built = True

    def _add_linear(self, name, rows, columns):
        normal = tf.truncated_normal_initializer(stddev=1.0 / math.sqrt(rows))
        return (
            self.add_weight(f"{name}_kernel", shape=[rows, columns], initializer=normal),
            self.add_weight(f"{name}_bias", shape=[columns], initializer=tf.zeros_initializer()),
        )

    def _add_row(self, name, columns):
        return self.add_weight(name, shape=[1, columns], initializer=initializers.get("glorot_uniform"))

    def call(self, x, prev_state):
        batch = tf.dimension_value(x.shape[0]) or tf.shape(x)[0]
        read_vectors, prev_w, memory = self._previous(prev_state, batch)
        output, controller_state = self.controller(tf.concat([x, *read_vectors], axis=1), prev_state.controller_state)
        parameters = self._clipped(tf.nn.bias_add(tf.matmul(output, self._params_kernel), self._params_bias))
        boundary = self.num_parameters_per_head * self.num_heads
        heads = tf.split(parameters[:, :boundary], self.num_heads, axis=1)
        erase_add = tf.split(parameters[:, boundary:], 2 * self.write_head_num, axis=1)

        w_list = [self._address(head, memory, w) for head, w in zip(heads, prev_w, strict=True)]
        read_vectors = [tf.reduce_sum(tf.expand_dims(w, axis=2) * memory, axis=1) for w in w_list[: self.read_head_num]]
        for i, w in enumerate(w_list[self.read_head_num :]):
            w = tf.expand_dims(w, axis=2)
            erase = tf.expand_dims(tf.sigmoid(erase_add[2 * i]), axis=1)
            add = tf.expand_dims(tf.tanh(erase_add[2 * i + 1]), axis=1)
            memory = memory * (1.0 - tf.matmul(w, erase)) + tf.matmul(w, add)
        output = tf.matmul(tf.concat([output, *read_vectors], axis=1), self._output_kernel)
        output = self._clipped(tf.nn.bias_add(output, self._output_bias))
        return output, NTMControllerState(
            controller_state=controller_state,
            read_vector_list=read_vectors,
            w_list=w_list,
            M=memory,
            time=prev_state.time + 1,
        )

    def _previous(self, state, batch):
        """(read vectors, head weights, memory) of the step before; the learned first ones at time 0."""
        first = tf.equal(state.time, 0)

        def of_batch(row):
            return tf.tile(tf.expand_dims(row, 0), tf.stack([batch] + [1] * row.shape.ndims))

        def either(initial, previous):
            return tf.cond(first, lambda: of_batch(initial), lambda: previous)

        reads = [
            either(tf.tanh(tf.squeeze(row, 0)), previous)
            for row, previous in zip(self._init_read_vectors, state.read_vector_list, strict=True)
        ]
        weights = [
            either(tf.nn.softmax(tf.squeeze(row, 0)), previous)
            for row, previous in zip(self._init_address_weights, state.w_list, strict=True)
        ]
        return reads, weights, either(tf.convert_to_tensor(self._M), state.M)

    def _clipped(self, x):
        return tf.clip_by_value(x, -self.clip_value, self.clip_value)

    def _address(self, head, memory, prev_w):
        """A head's weights over the memory from its parameters: key, strength, gate, shift, sharpening."""
        d = self.memory_vector_dim
        return self._addressing(
            tf.tanh(head[:, :d]),
            tf.nn.softplus(head[:, d]),
            tf.sigmoid(head[:, d + 1]),
            tf.nn.softmax(head[:, d + 2 : d + 2 + self.shift_range * 2 + 1]),
            tf.nn.softplus(head[:, -1]) + 1,
            memory,
            prev_w,
        )

    def _addressing(self, k, beta, g, s, gamma, prev_M, prev_w):
        k = tf.expand_dims(k, axis=2)
        k_norm = tf.sqrt(tf.reduce_sum(tf.square(k), axis=1, keepdims=True))
        m_norm = tf.sqrt(tf.reduce_sum(tf.square(prev_M), axis=2, keepdims=True))
        similarity = tf.squeeze(tf.matmul(prev_M, k) / (m_norm * k_norm + 1e-8), axis=2)
        content = tf.exp(tf.expand_dims(beta, axis=1) * similarity)
        content = content / tf.reduce_sum(content, axis=1, keepdims=True)
        g = tf.expand_dims(g, axis=1)
        gated = g * content + (1 - g) * prev_w

        n, r = self.memory_size, self.shift_range
        batch = tf.dimension_value(s.shape[0]) or tf.shape(s)[0]
        s = tf.concat([s[:, : r + 1], tf.zeros([batch, n - (2 * r + 1)]), s[:, -r:]], axis=1)
        twice = tf.tile(tf.reverse(s, axis=[1]), [1, 2])
        circulant = tf.stack([twice[:, n - i - 1 : 2 * n - i - 1] for i in range(n)], axis=1)
        shifted = tf.reduce_sum(tf.expand_dims(gated, axis=1) * circulant, axis=2)
        sharpened = tf.pow(shifted, tf.expand_dims(gamma, axis=1))
        return sharpened / tf.reduce_sum(sharpened, axis=1, keepdims=True)

    def zero_state(self, batch_size, dtype):
        return NTMControllerState(
            controller_state=self.controller.zero_state(batch_size, dtype),
            read_vector_list=[tf.zeros([batch_size, self.memory_vector_dim]) for _ in range(self.read_head_num)],
            w_list=[tf.zeros([batch_size, self.memory_size]) for _ in range(self.num_heads)],
            M=tf.zeros([batch_size, self.memory_size, self.memory_vector_dim]),
            time=0,
        )
