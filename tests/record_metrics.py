"""Records how well the originals learn under TensorFlow 1.15, for the modern versions to do no worse.

    oracle/bin/python tests/record_metrics.py [--seeds 5] [softmax_mnist ...]

(The oracle is made as `tests/record.py` says.) Each original is trained with three or more seeds on the data that come
with the project, as its own `main` does, for as many steps as the modern version's tests take. What is measured goes
to ``tests/goldens/metrics/<stem>.json``: {"steps": n, metric: [a value for each seed]}. Runs under Python 3.7.
"""

import argparse
import importlib
import importlib.util
import itertools
import json
import os
import random as python_random
import sys
import tempfile
import types

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HERE = os.path.dirname(os.path.abspath(__file__))
GOLDENS = os.path.join(HERE, "goldens", "metrics")
PIPELINES = os.path.join(HERE, "..", "pipelines")
SAMPLE = os.path.join(PIPELINES, "data", "mnist_sample.npz")


class Digits:
    """The sample, with `next_batch` as TF1's tutorial module has it."""

    def __init__(self, seed):
        sample = np.load(SAMPLE)
        self.x, self.y = np.float32(sample["train_images"]) / 255, np.int32(sample["train_labels"])
        self.test_x, self.test_y = np.float32(sample["test_images"]) / 255, np.int32(sample["test_labels"])
        self.random, self.order = np.random.RandomState(seed), np.zeros(0, int)

    def next_batch(self, count):
        if len(self.order) < count:
            self.order = np.concatenate([self.order, self.random.permutation(len(self.x))])
        chosen, self.order = self.order[:count], self.order[count:]
        return self.x[chosen], self.y[chosen]


def one_hot(labels):
    return np.eye(10, dtype=np.float32)[labels]


def flat(images):
    return images.reshape(len(images), 784)


def linear_regression(tf, module, seed, steps):
    random = np.random.RandomState(seed)
    x = np.float32(random.rand(2, 100))
    t = module.build(x, np.dot([0.1, 0.2], x) + 0.3)
    with session(tf, seed) as sess:
        for _ in range(steps):
            sess.run(t["train"])
        return {"loss": sess.run(t["loss"])}


def softmax_mnist(tf, module, seed, steps):
    digits, t = Digits(seed), module.build()
    with session(tf, seed) as sess:
        for _ in range(steps):
            x, y = digits.next_batch(100)
            sess.run(t["train_step"], {t["x"]: flat(x), t["y_actual"]: one_hot(y)})
        test = {t["x"]: flat(digits.test_x), t["y_actual"]: one_hot(digits.test_y)}
        return {"accuracy": sess.run(t["accuracy"], test)}


def mlp_regularized(tf, module, seed, steps):
    random, t = np.random.RandomState(seed), module.build()
    x, y = module.get_data(1000, seed)
    test_x, test_y = module.get_data(1000, seed + 1)
    with session(tf, seed) as sess:
        for _ in range(steps):
            chosen = random.randint(1000, size=8)
            sess.run(t["train_op"], {t["x"]: x[chosen], t["y_"]: y[chosen]})
        return {"mse": sess.run(t["ses_loss"], {t["x"]: test_x, t["y_"]: test_y})}


def lstm_mnist(tf, module, seed, steps):
    digits, t = Digits(seed), module.build()
    with session(tf, seed) as sess:
        for _ in range(steps):
            x, y = digits.next_batch(128)
            sess.run(t["train_op"], {t["x"]: x, t["y"]: one_hot(y)})
        return {"accuracy": accuracy(digits, lambda x: sess.run(t["pred"], {t["x"]: x}))}


def bilstm_mnist(tf, module, seed, steps):
    digits, t = Digits(seed), module.build()
    with session(tf, seed) as sess:
        for _ in range(steps):
            x, y = digits.next_batch(128)
            sess.run(t["train_op"], {t["seq"]: x, t["seq_length"]: module.lengths(x), t["y"]: y})

        def logits(x):
            return sess.run(t["logits"], {t["seq"]: x, t["seq_length"]: module.lengths(x)})

        return {"accuracy": accuracy(digits, logits)}


def echo_rnn(tf, module, seed, steps):
    """`steps` are epochs; measured on a fresh series."""
    np.random.seed(seed)
    t = module.build()

    def run(sess, fetches, length):
        x, y = module.generateData()
        state, found = np.zeros((5, 4)), []
        for start in range(0, length, 15):
            window = slice(start, start + 15)
            feed = {
                t["batchX_placeholder"]: x[:, window],
                t["batchY_placeholder"]: y[:, window],
                t["init_state"]: state,
            }
            value, state = sess.run([fetches, t["current_state"]], feed)
            found.append((value, y[:, window]))
        return found

    with session(tf, seed) as sess:
        for _ in range(steps):
            run(sess, t["train_step"], 9990)
        tested = run(sess, t["predictions"], 990)
        return {"accuracy": np.mean([np.argmax(p, -1) == y for p, y in tested])}


def lstm_sine(tf, module, seed, steps):
    model = module.LSTMRNN(module.TIME_STEPS, 1, 1, module.CELL_SIZE, module.BATCH_SIZE)
    module.BATCH_START = 0
    with session(tf, seed) as sess:
        feed, costs = {}, []
        for step in range(steps + 20):
            seq, res, _ = module.get_batch()
            feed.update({model.xs: seq, model.ys: res})
            train = [model.train_op] if step < steps else []
            _, cost, state = sess.run([train, model.cost, model.cell_final_state], feed)
            feed[model.cell_init_state] = state
            costs.append(cost)
        return {"mse": np.mean(costs[steps:]) / module.TIME_STEPS}


def ema_mnist(tf, module, seed, steps):
    digits, t = Digits(seed), module.build()
    with session(tf, seed) as sess:
        for _ in range(steps):
            x, y = digits.next_batch(100)
            sess.run(t["training_op"], {t["x"]: flat(x), t["y_actual"]: one_hot(y)})
        test = {t["x"]: flat(digits.test_x), t["y_actual"]: one_hot(digits.test_y)}
        raw = sess.run(t["accuracy"], test)
        for variable, average in zip(t["variables"], sess.run(t["averages"])):  # noqa: B905
            variable.load(average, sess)
        return {"accuracy": raw, "averaged_accuracy": sess.run(t["accuracy"], test)}


def towers_mnist(tf, module, seed, steps):
    digits, t = Digits(seed), module.build()
    with session(tf, seed) as sess:
        for _ in range(steps):
            feed = {}
            for tower in range(2):
                x, y = digits.next_batch(50)
                feed.update({t[f"x{tower}"]: flat(x), t[f"y{tower}"]: y})
            sess.run(t["train_op"], feed)
        halves = {t["x0"]: flat(digits.test_x[:500]), t["y0"]: digits.test_y[:500]}
        halves.update({t["x1"]: flat(digits.test_x[500:]), t["y1"]: digits.test_y[500:]})
        return {"accuracy": sess.run(t["accuracy"], halves)}


def deconv_images(tf, module, seed, steps):
    digits, t = Digits(seed), module.build(channels=1)
    with session(tf, seed) as sess:
        for _ in range(steps):
            x, _ = digits.next_batch(50)
            sess.run(t["train_op"], {t["inputs"]: x[..., None]})
        return {"mse": sess.run(t["loss"], {t["inputs"]: digits.test_x[..., None]}) * 2 / 784}


def pipeline(tf, module, seed, steps):
    """`steps` are epochs; measured over both files, as often as they were read, fed past the queues."""
    t = module.build(module.write_files(tempfile.mkdtemp()), num_epochs=steps)
    seen = []
    with session(tf, seed) as sess:
        sess.run(tf.local_variables_initializer())
        coord = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess=sess, coord=coord)
        try:
            while True:
                seen.append(sess.run([t["train_op"], t["example_batch"], t["label_batch"]])[1:])
        except tf.errors.OutOfRangeError:
            coord.request_stop()
        coord.join(threads)
        feeds = [{t["example_batch"]: rows, t["label_batch"]: labels} for rows, labels in seen]
        return {"accuracy": np.mean([sess.run(t["accuracy"], feed) for feed in feeds])}


def gan_mnist(tf, module, seed, steps):
    digits, t = Digits(seed), module.build()
    random = np.random.RandomState(seed)
    with session(tf, seed) as sess:
        for _ in range(steps):
            x, _ = digits.next_batch(64)
            feed = {t["x"]: flat(x), t["z"]: random.normal(size=[64, 64])}
            sess.run(t["train_d"], feed)
            sess.run(t["train_g"], feed)
        made = sess.run(t["fake"], {t["z"]: random.normal(size=[1000, 64])})
    return {"frechet_distance": frechet_distance(made, flat(digits.test_x))}


def frechet_distance(images, others):
    """As tf2notes/examples/gan_mnist.py measures it."""
    _, _, axes = np.linalg.svd(others - others.mean(0), full_matrices=False)
    a, b = np.float64(images) @ axes[:32].T, np.float64(others) @ axes[:32].T
    ca, cb = np.cov(a.T), np.cov(b.T)
    shared = np.sqrt(np.linalg.eigvals(ca @ cb).real.clip(0)).sum()
    return ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(ca) + np.trace(cb) - 2 * shared


def ptb_lm(tf, module, seed, steps):
    """The first `steps` batches; then every text is read in one row, as the modern version reads it."""
    corpus = pipeline_module("corpus")
    data = corpus.load("builtin", 10000)
    config, eval_config = module.SmallConfig(), module.SmallConfig()
    config.vocab_size = eval_config.vocab_size = len(data.vocabulary)
    eval_config.batch_size, eval_config.num_steps = 1, 100
    m, _, mtest = module.build_towers(config, eval_config, data.train, data.valid, data.test)
    with session(tf, seed) as sess:

        def run_epoch(model, ids, train_op=None, steps=None):
            state, cost, count = sess.run(model.initial_state), 0.0, 0
            batches = corpus.batches(ids, model.input.batch_size, model.input.num_steps)
            for x, y in itertools.islice(batches, steps):
                feed = {model.input.input_data: x, model.input.targets: y, model.initial_state: state}
                fetches = [model.cost, model.final_state] + ([train_op] if train_op is not None else [])
                found = sess.run(fetches, feed)
                state, cost, count = found[1], cost + found[0], count + model.input.num_steps
            return np.exp(cost / count)

        m.assign_lr(sess, config.learning_rate)
        run_epoch(m, data.train, m.train_op, steps)
        return {"valid_perplexity": run_epoch(mtest, data.valid), "test_perplexity": run_epoch(mtest, data.test)}


def word_vectors(tf, module, seed, steps):
    """The average loss of the last 2,000 steps, as the originals print it, and that of the validation text."""
    data = pipeline_module("corpus").load("builtin", 50000)
    python_random.seed(seed)
    skipgram = module.__name__ == "skipgram_words"
    shape = (128, 2, 1) if skipgram else (128, 1)
    t = module.build(128, len(data.vocabulary))

    def losses(ids, steps, fetches):
        batches = module.Batches(ids.tolist())
        for _ in range(steps):
            inputs, labels = batches.generate_batch(*shape)
            feed = {t["train_inputs"]: inputs, t["train_labels"]: labels}
            yield sess.run([t["loss"], *fetches], feed)[0]

    with session(tf, seed) as sess:
        train = list(losses(data.train, steps, [t["optimizer"]]))
        valid = list(losses(data.valid, len(data.valid) * (1 + skipgram) // 128, []))
        return {"loss": np.mean(train[-2000:]), "valid_loss": np.mean(valid)}


def split_words(count, seed, **options):
    """(known, unseen) as words.split draws them."""
    words = pipeline_module("words").load("builtin", **options)
    unseen = set(np.random.RandomState(seed).permutation(len(words))[:count])
    return [w for i, w in enumerate(words) if i not in unseen], [w for i, w in enumerate(words) if i in unseen]


def share_sorted(asked, answers):
    return np.mean([answer == "".join(sorted(word)) for word, answer in zip(asked, answers)])  # noqa: B905


def seq2seq_letters(tf, module, seed, steps):
    """`steps` are epochs. The words come in one shuffled order, as in the original."""

    def pairs(words):
        sources = [module.source_to_seq(word, 0) for word in words]
        return [[*module.source_to_seq(sorted(word), 0), module.EOS] for word in words], sources

    known, unseen = split_words(128, seed)
    python_random.Random(seed).shuffle(known)
    targets, sources = pairs(known)
    t = module.build()
    with session(tf, seed) as sess:
        for _ in range(steps):
            for batch in module.get_batches(targets, sources, 128):
                sess.run(t["train_op"], module.feed_of(t, batch))
        right = share_sorted(unseen, [module.predict(sess, t, word) for word in unseen])
        (batch,) = module.get_batches(*pairs(unseen), 128)
        return {"loss": sess.run(t["cost"], module.feed_of(t, batch)), "exact": right}


def attention_letters(tf, module, seed, steps):
    """With the original's default of 16 samples a step."""
    known, unseen = split_words(256, seed, max_length=8)
    random = python_random.Random(seed)
    by_bucket = [[word for word in known if module.bucket_of(word) == i] for i in range(len(module.BUCKETS))]
    t = module.build(num_samples=16)
    model = t["model"]
    with session(tf, seed) as sess:
        for _ in range(steps):
            i = module.bucket_of(random.choice(known))
            batch = [random.choice(by_bucket[i]) for _ in range(128)]
            sess.run(model.updates[i], model.feed(*module.arrays(batch, module.BUCKETS[i])))
        return {"exact": share_sorted(unseen, module.predict(sess, t["decoder"], unseen))}


# The measuring function of each original, and for how many steps it trains.
STEMS = {
    "linear_regression": (linear_regression, 201),
    "softmax_mnist": (softmax_mnist, 1000),
    "mlp_regularized": (mlp_regularized, 5000),
    "lstm_mnist": (lstm_mnist, 300),
    "echo_rnn": (echo_rnn, 5),
    "lstm_sine": (lstm_sine, 200),
    "bilstm_mnist": (bilstm_mnist, 300),
    "stacked_bilstm_mnist": (bilstm_mnist, 250),
    "ema_mnist": (ema_mnist, 1000),
    "towers_mnist": (towers_mnist, 1000),
    "deconv_images": (deconv_images, 1000),
    "gan_mnist": (gan_mnist, 3000),
    "csv_pipeline": (pipeline, 10),
    "tfrecord_pipeline": (pipeline, 20),
    "ptb_lm": (ptb_lm, 100),
    "skipgram_words": (word_vectors, 4000),
    "cbow_words": (word_vectors, 4000),
    "seq2seq_letters": (seq2seq_letters, 20),
    "attention_letters": (attention_letters, 800),
}


def accuracy(digits, logits):
    """Of the 1,000 test digits, in batches of the 128 that the graph was built for; the last ones overlap."""
    starts = [*range(0, 872, 128), 872]
    found = np.zeros(1000)
    for start in starts:
        batch = slice(start, start + 128)
        found[batch] = np.argmax(logits(digits.test_x[batch]), -1) == digits.test_y[batch]
    return np.mean(found)


def session(tf, seed):
    sess = tf.Session(config=tf.ConfigProto(allow_soft_placement=True))
    with sess.graph.as_default():
        sess.run(tf.global_variables_initializer())
    return sess


def pipeline_module(name):
    """A module of ``pipelines``, which does not need the package to be installed."""
    package = sys.modules.setdefault("tf2notes.pipelines", types.ModuleType("tf2notes.pipelines"))
    package.__path__ = [PIPELINES]
    sys.modules.setdefault("tf2notes", types.ModuleType("tf2notes")).pipelines = package
    return importlib.import_module("tf2notes.pipelines." + name)


def main(stems, seeds, steps=None):
    import tensorflow as tf

    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    if not os.path.isdir(GOLDENS):
        os.makedirs(GOLDENS)
    for stem in stems or sorted(STEMS):
        measure, usual = STEMS[stem]
        path = os.path.join(HERE, "..", "legacy", "examples", stem + ".py")
        spec = importlib.util.spec_from_file_location(stem, path)
        found = {"steps": steps or usual}
        for seed in range(seeds):
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            with tf.Graph().as_default():
                tf.set_random_seed(seed)
                for name, value in measure(tf, module, seed, found["steps"]).items():
                    found.setdefault(name, []).append(float(f"{value:.6g}"))
        print(stem, json.dumps(found), flush=True)
        if steps is None:
            with open(os.path.join(GOLDENS, stem + ".json"), "w") as file:
                file.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("stems", nargs="*", help="originals to measure; all of them if none is named")
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds, from 0 on")
    parser.add_argument("--steps", type=int, help="other than usual, to look at: nothing is written")
    options = parser.parse_args()
    main(options.stems, options.seeds, options.steps)
