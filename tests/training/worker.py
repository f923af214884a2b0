"""One of the worker processes of test_workers.py: ``python -m tests.training.worker FOLDER SERVICE [CASE ...]``.

Writes what it found to FOLDER/worker-N.pickle: {case: result}. Cases are those of cases.py and the functions below.
"""

import faulthandler
import os
import pickle
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["KERAS_BACKEND"] = "tensorflow"

from tf2notes import quiet


def counted(data, shard, service=None, steps=None, epochs=2):
    """(`misread` of every epoch, rows this worker read of the last one)."""

    def case(strategy, folder, address):
        from tests.training import counting
        from tf2notes import training

        with strategy.scope():
            model = counting.model()
        settings = training.Settings(shard=shard, data_service=address if service else None)
        given = getattr(counting, data)(*([folder] if data == "files" else []))
        given = given.repeat() if steps else given
        history = training.fit(model, given, epochs=epochs, steps_per_epoch=steps, settings=settings).history
        return history["misread"]

    return case


def without_seed(strategy, folder, address):
    """The error where workers would see the data in different orders."""
    from tests.training import counting, models
    from tf2notes import training

    with strategy.scope():
        model = models.dense()
    try:
        training.fit(model, models.batches().unbatch().shuffle(counting.RECORDS).batch(8))
    except ValueError as error:
        return str(error)
    return None


def going_on(shard):
    """(`misread` of every epoch, weights) undisturbed, and of a run that crashed inside of the first epoch."""

    def case(strategy, folder, address):
        import keras

        from tests.training import counting
        from tf2notes import training

        class Crash(keras.callbacks.Callback):
            def on_train_batch_end(self, batch, logs=None):
                if batch == 1:
                    raise ConnectionError

        def run(place, callback):
            keras.utils.set_random_seed(0)
            with strategy.scope():
                model = counting.model()
            settings = training.Settings(folder=place, shard=shard, save_steps=1)
            data = counting.files(folder)
            history = training.fit(model, data, epochs=2, callbacks=[callback], settings=settings).history
            return history["misread"], model.get_weights()

        each_batch = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: None)
        expected = run(folder / f"whole-{shard}", each_batch)
        try:
            run(folder / f"crashed-{shard}", Crash())
        except ConnectionError:
            return expected, run(folder / f"crashed-{shard}", each_batch)
        return None

    return case


OTHERS = {
    "files": counted("files", "file"),
    "files, by data": counted("files", "data"),
    "arrays": counted("arrays", "auto"),
    "not shared": counted("arrays", "off"),
    "service": counted("files", "data", service=True),
    "service, by file": counted("files", "file", service=True),
    "without seed": without_seed,
    "going on, by file": going_on("file"),
}


def main(folder, address, *names):
    quiet.import_tensorflow()
    from tests.training import cases
    from tf2notes import strategies
    from tf2notes.training.feed import place

    strategy = strategies.make("multiworker")
    found = {}
    for name in names:
        print(name, flush=True)
        if name in OTHERS:
            found[name] = OTHERS[name](strategy, folder, address)
        else:
            found[name] = cases.trained(strategy, name)
    _, worker = place(strategy)
    (folder / f"worker-{worker}.pickle").write_bytes(pickle.dumps(found))
    return 0


if __name__ == "__main__":
    from tf2notes import strategies

    faulthandler.dump_traceback_later(float(os.environ.get("HANGS_AFTER", "500")), exit=True)
    strategies.leave(lambda: main(Path(sys.argv[1]), *sys.argv[2:]))
