"""What `python -m tf2notes.legacy` adds to a TensorFlow 1 program that compat.v1 can run.

    python benchmarks/runner.py [--repeats 5]

The same programs run as whole processes, in turns: by compat.v1 (`import tensorflow.compat.v1 as tf`, then
`tf.disable_v2_behavior()`) and unchanged by the runner. `whole` is the process by the clock, imports included; `build`
and `train` are its graph and its session calls. Medians, seconds; two threads.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BY_HAND = "import tensorflow.compat.v1 as tf; tf.disable_v2_behavior()\n"
UNCHANGED = "import tensorflow as tf\n"
START = """
import json, time
import numpy as np
begun = time.perf_counter()
tf.set_random_seed(1)
rs = np.random.RandomState(0)
"""
END = """
built = time.perf_counter()
config = tf.ConfigProto(intra_op_parallelism_threads=2, inter_op_parallelism_threads=2)
with tf.Session(config=config) as session:
    session.run(tf.global_variables_initializer())
    for _ in range(STEPS):
        session.run([train, loss], feed)
print(json.dumps({"build": built - begun, "train": time.perf_counter() - built}))
"""
PROGRAMS = {
    "linear regression, 60,000 steps": """
STEPS = 60000
x, y = tf.placeholder(tf.float32), tf.placeholder(tf.float32)
w, b = tf.Variable(0.3), tf.Variable(-0.3)
loss = tf.reduce_sum(tf.square(w * x + b - y))
train = tf.train.GradientDescentOptimizer(0.001).minimize(loss)
feed = {x: [1., 2., 3., 4.], y: [0., -1., -2., -3.]}
""",
    "dense network, 5,000 steps": """
STEPS = 5000
x, y = tf.placeholder(tf.float32, [None, 784]), tf.placeholder(tf.int64, [None])
h = x
for units in (256, 256, 10):
    w = tf.Variable(tf.truncated_normal([int(h.shape[1]), units], stddev=0.1))
    logits = tf.matmul(h, w) + tf.Variable(tf.zeros([units]))
    h = tf.nn.dropout(tf.nn.relu(logits), keep_prob=0.9)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=y))
train = tf.train.AdamOptimizer(1e-3).minimize(loss)
feed = {x: rs.rand(128, 784), y: rs.randint(0, 10, 128)}
""",
    "LSTM of 200 steps written out, 150 steps": """
STEPS = 150
x = tf.placeholder(tf.float32, [16, 200, 8])
w, b = tf.get_variable("w", [40, 128]), tf.get_variable("b", [128])
c = h = tf.zeros([16, 32])
for now in tf.unstack(x, axis=1):
    i, j, f, o = tf.split(tf.matmul(tf.concat([now, h], 1), w) + b, 4, 1)
    c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(j)
    h = tf.sigmoid(o) * tf.tanh(c)
loss = tf.reduce_mean(tf.square(h))
train = tf.train.MomentumOptimizer(0.1, 0.9).minimize(loss)
feed = {x: rs.rand(16, 200, 8)}
""",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    print("| program | by | whole | build | train |\n|---|---|--:|--:|--:|")
    for name, body in PROGRAMS.items():
        by_hand, runner = compare(body, repeats)
        for label, by, found in ((name, "compat.v1", by_hand), ("", "tf2notes.legacy", runner)):
            print(f"| {label} | {by} | " + " | ".join(f"{found[key]:.2f}" for key in by_hand) + " |")
        more = [f"{100 * (runner[key] / by_hand[key] - 1):+.1f} %" for key in by_hand]
        print("| | more | " + " | ".join(more) + " |", flush=True)


def compare(body, repeats):
    """The medians of both sides, which take turns."""
    with tempfile.TemporaryDirectory() as folder:
        commands = []
        for name, imports, options in (("by_hand", BY_HAND, []), ("unchanged", UNCHANGED, ["-m", "tf2notes.legacy"])):
            path = Path(folder, f"{name}.py")
            path.write_text(imports + START + body + END)
            commands.append([sys.executable, *options, str(path)])
        turns = [[took(command, folder) for command in commands] for _ in range(repeats)]
    return [{key: statistics.median(run[key] for run in runs) for key in runs[0]} for runs in zip(*turns, strict=True)]


def took(command, folder):
    start = time.perf_counter()
    env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return {"whole": time.perf_counter() - start, **json.loads(done.stdout)}


if __name__ == "__main__":
    main()
