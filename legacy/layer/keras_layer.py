"""`TF1Layer`: TF1 code as a layer of Keras 3."""

import keras
import tensorflow.compat.v1 as tf
from tf2notes.legacy.layer import checkpoints, metagraph, naming, tracing
from tf2notes.legacy.layer.calling import function_of, replica_variable
from tf2notes.legacy.layer.program import nearest
from tf2notes.legacy.layer.signatures import asks_for_several, specs_of_shapes, training_argument_of, weight_name

_LOSSES = (tf.GraphKeys.REGULARIZATION_LOSSES,)
_UPDATES = (tf.GraphKeys.UPDATE_OPS,)


@keras.saving.register_keras_serializable(package="tf2notes")
class TF1Layer(keras.layers.Layer):
    """A `keras.Layer` made of a TF1 function, unchanged.

    The function runs in a graph of its own, as in TF1: ``get_variable``, variable scopes with reuse, ``tf.Variable``,
    ``tf.layers``, ``tf.contrib.layers``, ``slim`` and ``rnn`` work inside. Its variables are created once, with the
    values of TF1's initializers, and are weights of the layer under TF1's names (`tf1_variables`); losses of
    regularizers are added to the model's; update operations (moving averages) run where ``training`` is true. All that
    the outputs do not need is left out, an optimizer in the function for one.

    Args:
        build_fn: the TF1 function. Called with the layer's inputs in their structure (a tensor, a list or a dict of
            them; one by one if it asks for more than one argument), and with the training flag if it has an argument
            ``training`` or ``is_training``; returns a tensor or a list, tuple or dict of them. To be saved in a
            ``.keras`` file it is a `def` at the top of a module.
        arguments: further arguments of `build_fn` by name, plain numbers, strings, lists and dicts.
        training_argument: name of the argument for the training flag, where it has another name.
        seed: graph-level seed, as of ``tf.set_random_seed``. Where it is None, operations with seeds of their own draw
            what they drew in TF1, and those without draw theirs from Python's generator, which
            ``keras.utils.set_random_seed`` seeds.
        loss_collections: graph collections whose losses are added to the model's.
        update_collections: graph collections whose operations run where ``training`` is true.
        **kwargs: ``name``, ``trainable``, ``dtype`` as for every layer. Variables have the dtypes that TF1 gave them.

    Raises:
        ValueError: what the outputs need cannot be inside a layer: placeholders, queues, iterators, lookup tables.
        RuntimeError: `build_fn` runs a session.

    Source: ``tf.compat.v1.keras.utils.track_tf1_style_variables``, which Keras 3 does not have.
    """

    def __init__(
        self,
        build_fn,
        arguments=None,
        training_argument=None,
        seed=None,
        loss_collections=_LOSSES,
        update_collections=_UPDATES,
        **kwargs,
    ):
        source = kwargs.pop("_source", None)
        super().__init__(**{"autocast": source is None, **kwargs})  # what placeholders take, they say themselves
        self.supports_jit = False  # TF1 code may hold what XLA does not compile
        if source is None and not callable(build_fn):
            raise TypeError(f"build_fn is {build_fn!r}, expected a function")
        self._function = build_fn
        self._arguments = dict(arguments or {})
        self._source = source
        self._seed = seed
        self._collections = (tuple(loss_collections), tuple(update_collections))
        self._training_argument = training_argument
        if source is None or "meta" not in source:
            self._training_argument = training_argument_of(build_fn, training_argument, self._arguments)
            naming.remember(build_fn)
        self._programs, self._calls = {}, {}
        self._signature = None
        self._by_name = {}

    @classmethod
    def from_graph(cls, build_fn, inputs, outputs, feeds=None, training_feeds=None, **kwargs):
        """A layer of a TF1 function that makes its own placeholders: a whole program's ``build()``.

        Args:
            build_fn: called without inputs. What it returns may be a dict of tensors by name.
            inputs: the placeholders that the layer's inputs feed: a name in that dict or in the graph, or a list or
                a dict of names; the layer takes inputs in the same structure.
            outputs: the tensors that the layer returns, likewise.
            feeds: {name: number} for the other placeholders (``{"keep_prob": 1.0}``).
            training_feeds: those that get another number while training (``{"keep_prob": 0.5}``).
            **kwargs: as for `TF1Layer`.
        """
        source = {"inputs": inputs, "outputs": outputs, "feeds": feeds or {}, "training_feeds": training_feeds or {}}
        return cls(build_fn, _source=source, **kwargs)

    @classmethod
    def from_meta_graph(cls, path, inputs, outputs, feeds=None, training_feeds=None, checkpoint=None, **kwargs):
        """A layer of a graph that a TF1 ``Saver`` wrote, with its weights.

        Args:
            path: the ``.meta`` file, or the checkpoint beside which it lies.
            inputs: names of the tensors that the layer's inputs feed: one, a list or a dict of them.
            outputs: names of the tensors that the layer returns, likewise.
            feeds: {name: number} for the other placeholders.
            training_feeds: those that get another number while training.
            checkpoint: the weights; by default those beside the meta graph; False for none (zeros).
            **kwargs: as for `TF1Layer`, without `arguments`, `seed` and `training_argument`.
        """
        meta, beside = metagraph.read(path)
        source = {"inputs": inputs, "outputs": outputs, "feeds": feeds or {}, "training_feeds": training_feeds or {}}
        layer = cls(None, _source={**source, "meta": meta}, **kwargs)
        fed = [*tf.nest.flatten(inputs), *layer._source["feeds"], *layer._source["training_feeds"]]
        layer._source["meta"] = metagraph.trimmed(meta, outputs, fed, *layer._collections)
        layer.build()
        if checkpoint is not False:
            layer.load_tf1(checkpoint or beside)
        return layer

    # Building

    def __call__(self, *args, **kwargs):
        if len(args) > 1 and not isinstance(args[1], bool | None):
            raise ValueError(f"{self.name}: called with {len(args)} arguments. Several inputs go into a list or a dict")
        if not self.built and self._source is None:
            inputs = args[0] if args else kwargs.get("inputs")
            self._signature = tf.nest.map_structure(self._input_spec_of, inputs)
        return super().__call__(*args, **kwargs)

    def _input_spec_of(self, x):
        dtype = tf.as_dtype(keras.backend.standardize_dtype(x.dtype))
        return tf.TensorSpec(x.shape, self.input_dtype if self.autocast and dtype.is_floating else dtype)

    @property
    def input_dtype(self):
        """Floating inputs become what variables are, also under a policy of mixed precision: TF1 code does not cast."""
        return self.variable_dtype

    def build(self, input_shape=None):
        """Run the TF1 function and create its variables. Shapes alone mean inputs of the layer's dtype."""
        if self._source is None and self._signature is None:
            self._signature = specs_of_shapes(input_shape, self.input_dtype)
        programs = [self._program(training, self._signature) for training in self._modes()]
        variables = {name: v for program in reversed(programs) for name, v in program.variables.items()}
        values = {}
        for program in programs:
            values.update(self._initial(program, [name for name in program.variables if name not in values]))
        for name, variable in variables.items():
            self._by_name[name] = self._create(variable, values[name])
        self.built = True

    def _modes(self):
        """Training last: its variables' order is that of TF1's training graph. One mode if they do not differ."""
        differ = self._training_argument or (self._source or {}).get("training_feeds")
        return (False, True) if differ else (False,)

    def _run(self, inputs, arguments):
        """The function on its inputs: one argument, or one each where it asks for several."""
        if isinstance(inputs, list | tuple | dict) and asks_for_several(self._function, arguments):
            if isinstance(inputs, dict):
                return self._function(**inputs, **arguments)
            return self._function(*inputs, **arguments)
        return self._function(inputs, **arguments)

    def _initial(self, program, names):
        if self._source and "meta" in self._source:
            return metagraph.zeros(program, names)
        return tracing.initial_values(program, names)

    def _create(self, variable, value):
        floating = tf.as_dtype(variable.dtype).is_floating
        alone = variable.trainable
        with keras.name_scope(self.name, caller=self):
            weight = keras.Variable(
                lambda shape, dtype: tf.constant(value, dtype, shape),
                shape=variable.shape,
                dtype=variable.dtype,
                trainable=variable.trainable,
                autocast=False,
                name=weight_name(variable.name),
                aggregation="none" if alone else "mean" if floating else "only_first_replica",
                synchronization="auto" if alone or not floating else "on_read",
            )
        weight.regularizer = weight.constraint = None
        weight.overwrite_with_gradient = False
        self._track_variable(weight)
        return weight

    def _program(self, training, signature):
        training = bool(training) and len(self._modes()) > 1
        key = (training, repr(signature))
        if key not in self._programs:
            with tf.init_scope():
                program = self._trace(training, signature)
            unknown = [name for name in program.variables if self.built and name not in self._by_name]
            if unknown:
                raise ValueError(
                    f"{self.name}: the TF1 code made other variables for these inputs ({', '.join(unknown)}) than when "
                    f"the layer was built.{nearest(unknown[0], self._by_name)}"
                )
            self._programs[key] = program
        return self._programs[key]

    def _trace(self, training, signature):
        source, collections = self._source, self._collections
        flag = {self._training_argument: training} if self._training_argument else {}
        if source is None:
            return tracing.trace_function(
                lambda x: self._run(x, {**self._arguments, **flag}), signature, self._seed, *collections
            )
        feeds = {**source["feeds"], **(source["training_feeds"] if training else {})}
        if "meta" in source:
            return metagraph.program_of(source["meta"], source["inputs"], source["outputs"], feeds, *collections)
        return tracing.trace_graph(
            lambda: self._function(**self._arguments, **flag),
            source["inputs"],
            source["outputs"],
            feeds,
            self._seed,
            *collections,
        )

    # Calling

    def call(self, inputs, training=None):
        if training is not None and not isinstance(training, bool | int):
            raise ValueError(f"{self.name}: training is {training!r}; TF1 code needs True or False when it is built")
        training = bool(training)
        program = self._program(training, self._specialized(inputs, training))
        flat = self._matched(inputs, program)
        tensors = {name: replica_variable(self._by_name[name].value) for name in program.variables}
        if any(x is None for x in tensors.values()):  # Keras asks for shapes before the variables hold anything
            fetched = [tf.placeholder(spec.dtype, spec.shape) for spec in program.output_specs]
            return tf.nest.pack_sequence_as(program.outputs, fetched)
        key = (id(program), training, *(id(x) for x in tensors.values()))
        if key not in self._calls:
            self._calls[key] = function_of(program, tensors, training)
        outputs, losses = self._calls[key](flat)
        for loss in losses:
            self.add_loss(loss)
        return tf.nest.pack_sequence_as(program.outputs, list(outputs))

    def compute_output_spec(self, *args, **kwargs):
        return keras.Operation.compute_output_spec(self, *args, **kwargs)  # by calling it: dtypes are TF1's

    def compute_output_shape(self, input_shape):
        """Shapes of the outputs, in their structure, for inputs of these shapes."""
        if self._source and "meta" in self._source:
            raise NotImplementedError(f"{self.name} comes from a meta graph: call it to see the shapes of its outputs")
        signature = None
        if self._source is None:
            signature = specs_of_shapes(input_shape, self.input_dtype)
            if self._signature is not None:
                known = [spec.dtype for spec in tf.nest.flatten(self._signature)]
                specs = zip(tf.nest.flatten(signature), known, strict=True)
                signature = tf.nest.pack_sequence_as(signature, [tf.TensorSpec(s.shape, dtype) for s, dtype in specs])
        program = self._program(False, signature)
        shapes = [tuple(spec.shape.as_list()) for spec in program.output_specs]
        return keras.tree.pack_sequence_as(program.outputs, shapes)

    def _specialized(self, inputs, training):
        """The signature to trace for: these shapes, or any batch once there was another one."""
        if self._source is not None:
            return None
        exact = tf.nest.map_structure(self._input_spec_of, inputs)
        if self._used_with(training, exact) or not self._programs:
            return exact
        return self._any_batch(training, exact)

    def _used_with(self, training, signature):
        return (training and len(self._modes()) > 1, repr(signature)) in self._programs

    def _any_batch(self, training, exact):
        relaxed = tf.nest.map_structure(
            lambda s: tf.TensorSpec([None, *s.shape[1:]], s.dtype) if s.shape.rank else s, exact
        )
        try:
            self._program(training, relaxed)
        except (ValueError, TypeError):
            return exact  # the TF1 code needs to know the size of the batch
        return relaxed

    def _matched(self, inputs, program):
        flat = tf.nest.flatten(inputs)
        if len(flat) != len(program.inputs):
            raise ValueError(
                f"{self.name}: called with {len(flat)} tensors, expected {len(program.inputs)}: {program.inputs}"
            )
        if self._source is not None:
            tf.nest.assert_same_structure(self._source["inputs"], inputs)
        tensors = []
        for value, spec in zip(flat, program.input_specs, strict=True):
            value = tf.convert_to_tensor(value)
            if value.dtype != spec.dtype:
                value = tf.cast(value, spec.dtype)
            tensors.append(tf.ensure_shape(value, spec.shape))
        return tensors

    # TF1's side

    @property
    def tf1_variables(self):
        """{TF1 name: keras.Variable}, names as in a checkpoint (without ``:0``)."""
        return dict(self._by_name)

    def load_tf1(self, path, names=None):
        """Load the variables from a TF1 checkpoint by name; all of them or none.

        Args:
            path: the checkpoint's prefix, or a folder with a ``checkpoint`` file.
            names: {name in the layer: name in the checkpoint} for those that differ, or a function of the name.

        Raises:
            ValueError: variables are missing from the checkpoint or have another shape there; lists every one.
        """
        checkpoints.load(path, self._by_name, self._variable_specs(), names)

    def save_tf1(self, path):
        """Write the variables as a TF1 checkpoint, which TF 1.15's Saver restores; returns the prefix."""
        return checkpoints.save(path, self._by_name, self._variable_specs())

    def _variable_specs(self):
        if not self.built:
            raise ValueError(f"{self.name} has no variables yet: call it once, or build it")
        return {name: v for program in self._programs.values() for name, v in program.variables.items()}

    # Saving

    def get_config(self):
        losses, updates = self._collections
        source = dict(self._source) if self._source else None
        if source and "meta" in source:
            source["meta"] = metagraph.encode(source["meta"])
        return {
            **super().get_config(),
            "build_fn": naming.describe(self._function) if self._function else None,
            "arguments": self._arguments,
            "training_argument": self._training_argument,
            "seed": self._seed,
            "loss_collections": list(losses),
            "update_collections": list(updates),
            "source": source,
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        source = config.pop("source", None)
        if source and "meta" in source:
            source = {**source, "meta": metagraph.decode(source["meta"])}
        build_fn = config.pop("build_fn")
        if isinstance(build_fn, dict):
            build_fn = naming.find(build_fn, custom_objects)
        return cls(build_fn, _source=source, **config)

    def get_build_config(self):
        if self._signature is None:
            return {}
        flat = tf.nest.flatten(self._signature)
        return {
            "structure": tf.nest.pack_sequence_as(self._signature, list(range(len(flat)))),
            "inputs": [[s.shape.as_list(), s.dtype.name] for s in flat],
        }

    def build_from_config(self, config):
        if config:
            specs = [tf.TensorSpec(shape, dtype) for shape, dtype in config["inputs"]]
            self._signature = tf.nest.map_structure(lambda i: specs[i], config["structure"])
        if not self.built:
            self.build()

    def save_own_variables(self, store):
        for name, weight in self._by_name.items():
            store[weight_name(name)] = weight.numpy()

    def load_own_variables(self, store):
        wrong = [f"missing {name}" for name in self._by_name if weight_name(name) not in store]
        wrong += [f"unexpected {name}" for name in store.keys() if name not in map(weight_name, self._by_name)]  # noqa: SIM118
        if wrong:
            raise ValueError(f"the file does not have the weights of layer {self.name}: {'; '.join(wrong)}")
        for name, weight in self._by_name.items():
            weight.assign(store[weight_name(name)])
