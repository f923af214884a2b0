"""What a TF1 original computes from given weights on given batches, as a flat dict of arrays.

One piece of code makes the recording on both sides of ten years: this file is also a script for Python 3.7 and
TensorFlow 1.15, so it imports nothing of ours and keeps to what both understand.

    python3.7 record.py request.npz recording.npz

The keys of a recording are ``rung/name``, with TF1's names:

* ``variables/<variable>``: its shape.
* ``forward/<output>``, ``loss/<loss>``, ``gradients/<variable>``: on the first batch, from the given weights.
* ``first_step/<variable>``: how far one step moves it, ``(after - before) / learning_rate``.
* ``trajectory/<loss>``: the losses of all batches, each before its own update.
* ``metric/<name>``: on the first batch, after all steps.
"""

import contextlib
import importlib.util
import json
import os
import sys

import numpy as np

# From the bottom of the ladder to its top.
RUNGS = ("variables", "forward", "loss", "gradients", "first_step", "trajectory", "metric")


def start_weights(shapes, seed, scale=1.0):
    """The same numbers everywhere: {name: float32 array}, drawn variable by variable in the order of the names.

    Matrices and kernels are normal with deviation `scale` / sqrt(fan in), vectors with 0.1 `scale`; a vector named
    gamma is around one.
    """
    values = {}
    for name in sorted(shapes):
        shape = tuple(int(n) for n in shapes[name])
        normal = np.random.RandomState((seed + sum(map(ord, name))) % 2**31).standard_normal(shape)
        fan_in = float(np.prod(shape[:-1])) if len(shape) > 1 else 100.0
        values[name] = np.asarray(scale * normal / np.sqrt(max(fan_in, 1.0)), np.float32)
        if "gamma" in name:
            values[name] += np.float32(1)
    return values


def record(tf, build, spec, batches, weights=None):
    """Build the graph and climb from the variables to the metric.

    Args:
        tf: the TF1 module: TensorFlow 1.15, or its surface.
        build: returns the graph's tensors by name; called inside a fresh graph.
        spec: {"outputs": [names], "loss": name, "train": name or [names], "learning_rate": float, "metrics": [names],
            "carry": {placeholder: tensor fed back into it}, "prepare": [operations run after a reset],
            "extra_variables": [names of non-trainable ones to set],
            "random": True to draw random tensors once a step, whoever asks for them, or the draws of each step,
            "seed": int, "scale": float, "start": {variable: array} instead of drawn weights}. Without a loss the
            climb ends at the forward rung, without a training operation at the gradients.
        batches: dicts of name -> array; each name is one of the graph's tensors.
        weights: {variable: array}; drawn from the seed where it is None.

    Returns:
        (recording, weights)
    """
    with tf.Graph().as_default() as graph:
        tensors = build()
        shapes = {v.name: v.shape.as_list() for v in _variables(tf, spec)}
        if weights is None:
            weights = start_weights(shapes, spec["seed"], spec["scale"])
            weights.update({k: np.asarray(v, np.float32) for k, v in spec.get("start", {}).items()})
        recording = {"variables/" + name: np.array(shape, np.int64) for name, shape in shapes.items()}
        # an original may name GPUs that are not there
        config = tf.ConfigProto(allow_soft_placement=True)
        with tf.Session(graph=graph, config=config) as sess:
            recorder = _Recorder(tf, sess, tensors, spec, weights)
            recording.update(recorder.forward(batches[0]))
            if recorder.train:
                recording.update(recorder.first_step(batches[0]))
                recording.update(recorder.trajectory(batches))
            recording.update(recorder.draws())
    return recording, weights


def _variables(tf, spec):
    """The trainable variables, and those that the spec names besides."""
    extra = spec.get("extra_variables", [])
    return tf.trainable_variables() + [v for v in tf.global_variables() if v.name in extra]


class _Recorder:
    """A session with the graph, reset to the given weights before each rung."""

    def __init__(self, tf, sess, tensors, spec, weights):
        self.sess, self.tensors, self.spec, self.weights = sess, tensors, spec, weights
        self.variables = _variables(tf, spec)
        self.loss = tensors[spec["loss"]] if spec.get("loss") else None
        self.gradients = spec.get("gradients") or _gradients(tf, self.loss)
        self.init = [tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()]
        train = spec.get("train") or []
        self.train = [tensors[name] for name in (train if isinstance(train, (list, tuple)) else [train])]
        self.drawn = list(spec["random"]) if isinstance(spec.get("random"), (list, tuple)) else []
        asked = [tensors[name] for name in spec.get("outputs", [])] + [self.loss] * (self.loss is not None)
        self.random = random_tensors(tf, asked) if spec.get("random") else {}
        for drawn in self.drawn:
            if set(drawn) != set(self.random):
                raise ValueError("random: draws for %s, the graph has %s" % (sorted(drawn), sorted(self.random)))

    def reset(self, batch):
        self.sess.run(self.init)
        for variable in self.variables:
            variable.load(self.weights[variable.name], self.sess)
        self.carried = {}
        for name in self.spec.get("prepare", []):
            self.sess.run(self.tensors[name], self.feed(batch))

    def feed(self, batch, step=0):
        feed = {self.tensors[name]: value for name, value in batch.items()}
        feed.update(self.carried)
        if self.random:
            if step == len(self.drawn):
                self.drawn.append(self.sess.run(self.random, feed))
            feed.update({self.random[name]: value for name, value in self.drawn[step].items()})
        return feed

    def draws(self):
        """The random numbers of each step: "random/<step>/<tensor>"."""
        return {"random/%d/%s" % (i, name): v for i, drawn in enumerate(self.drawn) for name, v in drawn.items()}

    def forward(self, batch):
        self.reset(batch)
        fetches = {"forward": {name: self.tensors[name] for name in self.spec["outputs"]}}
        if self.loss is not None:
            fetches.update(loss={self.spec["loss"]: self.loss}, gradients=self.gradients)
        found = self.sess.run(fetches, self.feed(batch))
        return {rung + "/" + name: value for rung in found for name, value in found[rung].items()}

    def first_step(self, batch):
        self.reset(batch)
        self.step(batch)
        after = self.sess.run({v.name: v for v in self.variables})
        rate = self.spec["learning_rate"]
        return {"first_step/" + name: (np.float64(value) - self.weights[name]) / rate for name, value in after.items()}

    def step(self, batch, index=0):
        """One update; returns the loss before it. Two calls of run: a fetch may see a variable before or after."""
        feed = self.feed(batch, index)
        carry = {place: self.tensors[name] for place, name in self.spec.get("carry", {}).items()}
        loss, carried = self.sess.run([self.loss, carry], feed)
        for operation in self.train:
            self.sess.run(operation, feed)
        self.carried = {self.tensors[place]: value for place, value in carried.items()}
        return loss

    def trajectory(self, batches):
        self.reset(batches[0])
        losses = np.array([self.step(batch, i) for i, batch in enumerate(batches)])
        recording = {"trajectory/" + self.spec["loss"]: losses}
        self.carried = {}
        for name in self.spec["metrics"]:
            recording["metric/" + name] = self.sess.run(self.tensors[name], self.feed(batches[0]))
        return recording


def _gradients(tf, loss):
    """{variable: gradient of the loss}, as dense tensors."""
    trainable = tf.trainable_variables()
    found = tf.gradients(loss, trainable) if loss is not None and trainable else []
    return {v.name: tf.convert_to_tensor(g) for v, g in zip(trainable, found) if g is not None}


# Operations that draw numbers, by type.
RANDOM = ("RandomUniform", "RandomStandardNormal", "TruncatedNormal", "RandomUniformInt", "RandomGamma", "Multinomial")


def random_tensors(tf, asked):
    """The random tensors that the asked ones depend on, in the order in which the graph made them: {name: tensor}.

    Raises:
        NotImplementedError: one of them is drawn inside a loop, where it can be neither fetched nor fed.
    """
    seen, waiting = set(), [tensor.op for tensor in asked]
    while waiting:
        operation = waiting.pop()
        if operation.name not in seen:
            seen.add(operation.name)
            waiting += [tensor.op for tensor in operation.inputs] + list(operation.control_inputs)
    found = {}
    for operation in tf.get_default_graph().get_operations():
        if operation.name in seen and operation.type in RANDOM:
            if operation._get_control_flow_context() is not None:
                raise NotImplementedError(
                    "random: %s is drawn inside a loop or a condition, where its numbers can be neither read nor set; "
                    "unroll the loop (tf.nn.static_rnn) or leave the dropout out" % operation.name
                )
            found[operation.outputs[0].name] = operation.outputs[0]
    return found


@contextlib.contextmanager
def _defaults_of_tf1(tf):
    """A graph with reference variables and TF1's own control flow, which has to go with them.

    To feed a variable, and to fetch one while it is assigned, means something else where variables are resources.
    """
    was_enabled = tf.control_flow_v2_enabled()
    tf.disable_control_flow_v2()
    try:
        with tf.Graph().as_default():
            tf.get_variable_scope().set_use_resource(False)
            yield
    finally:
        if was_enabled:
            tf.enable_control_flow_v2()


def results(tf, module):
    """The named arrays of a topic without training: its ``results()`` in a fresh graph under TF1's defaults."""
    with _defaults_of_tf1(tf.compat.v1):
        return {"results/" + name: np.asarray(value) for name, value in module.results().items()}


def load_source(path):
    """Execute a TF1 file under whatever ``tensorflow`` is installed, and return it as a module."""
    spec = importlib.util.spec_from_file_location(os.path.splitext(os.path.basename(path))[0], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(request_path, recording_path):
    """Answer a request: {"request": json, "batch/<index>/<name>": array, "start/<variable>": array}."""
    import tensorflow as tf

    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    request = np.load(request_path, allow_pickle=False)
    spec = json.loads(str(request["request"]))
    module = load_source(spec["path"])
    if "loss" not in spec:
        recording = results(tf, module)
    else:
        batches = [{} for _ in range(spec["batches"])]
        spec["start"] = {}
        for key in request.files:
            kind, _, name = key.partition("/")
            if kind == "batch":
                index, _, name = name.partition("/")
                batches[int(index)][name] = request[key]
            elif kind == "start":
                spec["start"][name] = request[key]
        recording, _ = record(tf, lambda: getattr(module, spec["build"])(**spec["kwargs"]), spec, batches)
    np.savez(recording_path, **recording)


if __name__ == "__main__":
    main(*sys.argv[1:])
