"""cuDNN's layers without cuDNN: the same parameters, the same results, on any device."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.cudnn_rnn import canonical, converters
from tf2notes.legacy.tf1.contrib.cudnn_rnn.forward import forward
from tf2notes.legacy.tf1.layers.base import InputSpec, Layer

__all__ = ["CudnnGRU", "CudnnLSTM", "CudnnRNNRelu", "CudnnRNNTanh"]


class _CudnnRNN(Layer):
    """What the four layers share.

    Differs: computed by ordinary ops, on the CPU too, where TF1 needed a GPU; the dropout between layers draws other
        masks than cuDNN did; the layout within the one variable `opaque_kernel` is ours, while checkpoints hold the
        portable form, as TF1's did; object-based checkpoints hold only the variable. `input_mode` "skip_input"
        (and "auto_select" where it means that) raises NotImplementedError.

    Raises:
        ValueError: a direction, an input mode or a dtype that cuDNN does not know; inputs that are not 3-D.
    """

    _rnn_mode = None
    _saveable_cls = None

    def __init__(
        self,
        num_layers,
        num_units,
        input_mode=canonical.CUDNN_INPUT_LINEAR_MODE,
        direction=canonical.CUDNN_RNN_UNIDIRECTION,
        dropout=0.0,
        seed=None,
        dtype=tf.float32,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
    ):
        super().__init__(dtype=dtype, name=name)
        canonical.check_direction(direction)
        canonical.check_input_mode(input_mode)
        if dtype not in (tf.float16, tf.float32, tf.float64):
            raise ValueError(f"Only support float16, float32, float64, provided {dtype}")
        if input_mode == canonical.CUDNN_INPUT_SKIP_MODE:
            raise NotImplementedError('input_mode="skip_input" needs cuDNN; use "linear_input"')
        self._plain_dtype = dtype
        self._num_layers = num_layers
        self._num_units = num_units
        self._input_mode = input_mode
        self._direction = direction
        self._dropout = dropout
        self._seed = seed
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer
        self._input_size = None
        self._saveable = None

    @property
    def num_layers(self):
        return self._num_layers

    @property
    def num_units(self):
        return self._num_units

    @property
    def input_mode(self):
        return self._input_mode

    @property
    def input_size(self):
        if not self._input_size:
            raise ValueError("'input_size' is unknown since layer has not been built.")
        return self._input_size

    @property
    def rnn_mode(self):
        return self._rnn_mode

    @property
    def direction(self):
        return self._direction

    @property
    def num_dirs(self):
        return 1 if self._direction == canonical.CUDNN_RNN_UNIDIRECTION else 2

    @property
    def saveable(self):
        return self._saveable

    @property
    def _layout(self):
        return canonical.Layout(
            self._rnn_mode, self._num_layers, self._num_units, self._input_size, direction=self._direction
        )

    @property
    def canonical_weight_shapes(self):
        """The shapes of cuDNN's matrices; RuntimeError before the input's depth is known."""
        if not self._input_size:
            raise RuntimeError(f"{type(self).__name__}.canonical_weight_shapes invoked before input shape is known")
        return self._layout.weight_shapes()

    @property
    def canonical_bias_shapes(self):
        """The shapes of cuDNN's biases."""
        return self._layout.bias_shapes()

    def build(self, input_shape):
        if self.built:
            return
        shape = tf.TensorShape(input_shape)
        if shape.ndims != 3:
            raise ValueError(f"Expecting input_shape with 3 dims, got {shape.ndims}")
        self._input_size = shape.as_list()[-1]
        if self._input_size is None:
            raise ValueError("The last dimension of the inputs to `CudnnRNN` should be defined. Found `None`.")
        if self._input_mode == canonical.CUDNN_INPUT_AUTO_MODE and self._input_size == self._num_units:
            raise NotImplementedError(
                'input_mode="auto_select" means "skip_input" for inputs of num_units, which needs cuDNN; '
                'use "linear_input"'
            )
        self.input_spec = InputSpec(ndim=3, axes={-1: self._input_size})
        self._set_scope(None)
        with tf.variable_scope(self._scope, reuse=self.built):
            self.kernel = tf.get_variable("opaque_kernel", initializer=self._first_parameters())
        self._trainable_weights.append(self.kernel)
        if tf.get_variable_scope().reuse is not True:
            self._create_saveable()
        self.built = True

    def _first_parameters(self):
        dtype = self._plain_dtype
        kernel = self._kernel_initializer or tf.glorot_uniform_initializer(seed=self._seed, dtype=dtype)
        bias = self._bias_initializer or tf.zeros_initializer(dtype=dtype)
        weights = [kernel(shape, dtype=dtype) for shape in self.canonical_weight_shapes]
        return self._layout.to_opaque(weights, [bias(shape, dtype=dtype) for shape in self.canonical_bias_shapes])

    def _create_saveable(self):
        if self._saveable is not None:
            raise RuntimeError("Cudnn saveable already created.")
        self._saveable = self._saveable_cls(
            opaque_params=self.kernel,
            num_layers=self.num_layers,
            num_units=self.num_units,
            input_size=self.input_size,
            input_mode=self.input_mode,
            direction=self.direction,
            scope=tf.get_variable_scope(),
            name=f"{self.kernel.op.name}_saveable",
        )
        tf.add_to_collection(tf.GraphKeys.SAVEABLE_OBJECTS, self._saveable)

    def call(self, inputs, initial_state=None, sequence_lengths=None, time_major=True, training=True):
        """Runs over [time, batch, depth], or [batch, time, depth] where not `time_major`.

        Returns:
            (outputs, states): states are (h, c) of an LSTM, else (h,), each [layers * directions, batch, units], or
            batch first where not `time_major`.
        """
        if initial_state is not None and not isinstance(initial_state, tuple):
            raise TypeError(f"Invalid initial_state type: {initial_state}, expecting tuple.")
        inputs = tf.convert_to_tensor(inputs, dtype=self.dtype)
        swap = (lambda t: t) if time_major else (lambda t: tf.transpose(t, [1, 0, 2]))
        inputs = swap(inputs)
        if initial_state is None:
            initial_state = self._zero_state(tf.shape(inputs)[1])
        else:
            initial_state = tuple(swap(tf.convert_to_tensor(s, dtype=self.dtype)) for s in initial_state)
        weights, biases = self._layout.from_opaque(self.kernel)
        outputs, states = forward(
            self._layout,
            inputs,
            initial_state,
            weights,
            biases,
            lengths=sequence_lengths,
            training=training,
            dropout=self._dropout,
            seed=self._seed,
        )
        return swap(outputs), tuple(swap(s) for s in states)

    def state_shape(self, batch_size):
        """The shapes of the states, one for each."""
        return ([self.num_layers * self.num_dirs, batch_size, self.num_units],)

    def _zero_state(self, batch_size):
        return tuple(tf.zeros(shape, dtype=self.dtype) for shape in self.state_shape(batch_size))


class CudnnLSTM(_CudnnRNN):
    __doc__ = f"Replaces: tf.contrib.cudnn_rnn.CudnnLSTM\n\n{_CudnnRNN.__doc__}"
    _rnn_mode = canonical.CUDNN_LSTM
    _num_params_per_layer = canonical.CUDNN_LSTM_PARAMS_PER_LAYER
    _saveable_cls = converters.CudnnLSTMSaveable

    def state_shape(self, batch_size):
        return super().state_shape(batch_size) * 2


class CudnnGRU(_CudnnRNN):
    __doc__ = f"Replaces: tf.contrib.cudnn_rnn.CudnnGRU\n\n{_CudnnRNN.__doc__}"
    _rnn_mode = canonical.CUDNN_GRU
    _num_params_per_layer = canonical.CUDNN_GRU_PARAMS_PER_LAYER
    _saveable_cls = converters.CudnnGRUSaveable


class CudnnRNNTanh(_CudnnRNN):
    __doc__ = f"Replaces: tf.contrib.cudnn_rnn.CudnnRNNTanh\n\n{_CudnnRNN.__doc__}"
    _rnn_mode = canonical.CUDNN_RNN_TANH
    _num_params_per_layer = canonical.CUDNN_RNN_TANH_PARAMS_PER_LAYER
    _saveable_cls = converters.CudnnRNNTanhSaveable


class CudnnRNNRelu(_CudnnRNN):
    __doc__ = f"Replaces: tf.contrib.cudnn_rnn.CudnnRNNRelu\n\n{_CudnnRNN.__doc__}"
    _rnn_mode = canonical.CUDNN_RNN_RELU
    _num_params_per_layer = canonical.CUDNN_RNN_RELU_PARAMS_PER_LAYER
    _saveable_cls = converters.CudnnRNNReluSaveable
