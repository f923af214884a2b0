"""Run an example: ``python -m tf2notes.run cnn_mnist``.

    python -m tf2notes.run --list                 every example, with one line each
    python -m tf2notes.run --where NAME           the files that belong to it
    python -m tf2notes.run NAME [its options]     train the modern version, or print a topic's results
    python -m tf2notes.run NAME --help            its options
    python -m tf2notes.run NAME --legacy [...]    the TF1 original, through the TF1 surface

    python -m tf2notes.run NAME --resume          go on with the newest run of NAME that did not end

A training run leaves a folder under ``runs/``: the model, its history and configuration, TensorBoard events, a picture.
"""

import contextlib
import dataclasses
import os
import sys
from pathlib import Path
from typing import Annotated

from tf2notes import catalog

RUNNER = {  # options of every training example: (type, default, what it says in the help)
    "out": (Path, Path("runs"), "folder in which each run makes a folder of its own"),
    "folder": (Path | None, None, "this run's own folder; if a run has left checkpoints there, it goes on"),
    "resume": (bool, False, "go on with the newest run in --out that did not end"),
    "strategy": (str, "none", "none, mirrored, or multiworker (from TF_CONFIG, Slurm or Kubernetes)"),
    "devices": (int | None, None, "of --strategy mirrored; logical CPUs where there are fewer GPUs"),
    "save_seconds": (float, 60.0, "at most so much training is lost when the process is killed"),
    "on_nan": (str, "stop", "stop or skip where the loss or a gradient is NaN or infinite"),
    "shard": (str, "auto", "how workers share the data: data, file, off, or auto"),
    "precision": (str, "float32", "float32 or bfloat16, which needs a GPU or a CPU with instructions for it"),
    "threads_per_op": (int | None, None, "threads that share one operation; by default what measured best for NAME"),
    "data_service": (str | None, None, "a tf.data service that prepares the data: grpc://host:port"),
}


def main(arguments=None):
    """Entry point; returns the process's exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    if arguments[0] == "--list":
        return list_examples()
    if arguments[0] == "--where":
        return _with_name(arguments[1:], "--where NAME", where)
    if arguments[0].startswith("-"):
        return _fail(f"unknown option {arguments[0]}: expected --list, --where NAME, --help or the name of an example")
    return _with_name(arguments, "NAME", run)


def list_examples():
    """Print every example's name and first sentence."""
    names = catalog.names()
    width = max(map(len, names), default=0)
    for name in names:
        print(f"{name:{width}}  {'trains' if catalog.trains(name) else 'topic '}  {catalog.title(name)}")
    return 0


def where(name, _arguments):
    """Print the paths of the files that belong to an example."""
    for what, path in catalog.paths(name).items():
        print(f"{what:16}  {path}")
    return 0


def run(name, arguments):
    """Run one example with its own options."""
    if "--legacy" in arguments:
        arguments.remove("--legacy")
        original = catalog.paths(name)["original"]
        os.execv(sys.executable, [sys.executable, "-m", "tf2notes.legacy", str(original), *arguments])
    if not catalog.trains(name):
        return show_results(name, arguments)
    options = parse_options(name, arguments)
    own = {field.name for field in dataclasses.fields(catalog.config_class(name))}
    runner = {key: options[key] if key in own else options.pop(key) for key in RUNNER}
    return train(name, options, runner)


def parse_options(name, arguments):
    """The fields of an example's ``Config``, and those of `RUNNER`, from the command line: {field: value}."""
    import tyro

    comments = catalog.comments(name)
    fields = [
        (field.name, Annotated[field.type, tyro.conf.arg(help=comments[field.name])], field)
        for field in dataclasses.fields(catalog.config_class(name))
    ]
    own = {field.name for field in dataclasses.fields(catalog.config_class(name))}
    runner = [
        (key, Annotated[kind, tyro.conf.arg(help=text)], dataclasses.field(default=default))
        for key, (kind, default, text) in RUNNER.items()
        if key not in own
    ]
    description = f"{catalog.title(name)}."
    made = dataclasses.make_dataclass("Options", [(n, t, _same_default(f)) for n, t, f in fields] + runner, frozen=True)
    options = tyro.cli(made, prog=f"tf2notes.run {name}", description=description, args=arguments)
    return {field.name: getattr(options, field.name) for field in dataclasses.fields(options)}


def train(name, options, runner):
    """Train an example in a run folder of its own; Ctrl-C stops it and keeps what was learned."""
    from tf2notes import precision, quiet, strategies

    try:
        strategies.check(runner["strategy"], runner["devices"])
        precision.check(runner["precision"])
        asked = [
            key
            for key, (_, default, _) in RUNNER.items()
            if key not in ("out", "precision", "threads_per_op", *options) and runner[key] != default
        ]
        if asked and not catalog.uses_training_fit(name):
            raise ValueError(
                f"{name} does not train by training.fit: --{asked[0].replace('_', '-')} does not apply to it"
            )
        if runner["resume"] and runner["folder"]:
            raise ValueError("--resume takes the newest run; --folder goes on by itself: give one of them")
        if runner["strategy"] == "multiworker" and not (runner["folder"] or runner["resume"]):
            raise ValueError("--strategy multiworker: give --folder, the same for all workers, where all can write")
    except ValueError as error:
        return _fail(str(error))
    quiet.import_tensorflow()
    import keras
    from rich.console import Console

    from tf2notes import memory, progress, run_folder, threads, training
    from tf2notes.training.feed import place
    from tf2notes.training.workers import missing_others

    console = Console(stderr=True)
    module = catalog.load_example(name)
    try:
        config = module.Config(**options)
        threads.use(runner["threads_per_op"], module)
        memory.keep()
        strategy = strategies.make(runner["strategy"], runner["devices"])
        workers, worker = place(strategy)
        new = not runner["resume"] and runner["folder"] is None
        found = run_folder.unfinished(runner["out"], name) if runner["resume"] else runner["folder"]
        folder = run_folder.make(runner["out"], name) if new else run_folder.go_on(found, dataclasses.asdict(config))
        settings = training.Settings(
            folder, **{key: runner[key] for key in ("save_seconds", "on_nan", "shard", "data_service")}
        )
        if run_folder.ended(folder):
            run_folder.remove_checkpoints(folder)
            print(f"this run has ended already; its metrics are in {folder / run_folder.METRICS}")
            return 0
        if worker:
            folder = folder / f"worker-{worker}"
            folder.mkdir(exist_ok=True)
        keeper = run_folder.RunFolder(folder, dataclasses.asdict(config))
    except (OSError, ValueError) as error:
        return _fail(str(error))
    bar = progress.ProgressBar(Console(stderr=True, quiet=worker > 0))
    callbacks = [bar, keeper, keras.callbacks.TensorBoard(folder / "events", write_graph=False)]
    try:
        scope = strategy.scope() if runner["strategy"] != "none" else contextlib.nullcontext()
        with missing_others(workers), training.using(settings), precision.using(runner["precision"]), scope:
            metrics = module.train(config, callbacks=callbacks, folder=folder)
    except (training.Preempted, training.NonFiniteError, training.WorkerLostError) as error:
        bar.bar.stop()
        console.print(str(error), highlight=False, soft_wrap=True, markup=False)
        return getattr(error, "code", 1)
    except KeyboardInterrupt:
        bar.bar.stop()
        kept = keeper.save()
        console.print(
            f"stopped after {keeper.steps} steps; " + (f"the model is in {kept}" if kept else "nothing to keep yet")
        )
        if any(folder.glob("checkpoints/step-*")):
            console.print("--resume goes on")
        return 130
    except (LookupError, NotImplementedError, OSError, ValueError) as error:
        bar.bar.stop()
        if not keeper.steps and new and not worker:
            run_folder.remove_if_unused(folder)
        if not keeper.steps or isinstance(error, OSError):
            return _fail(str(error))
        raise
    try:
        keeper.save()
        run_folder.end(folder, {key: float(value) for key, value in metrics.items()})
    except OSError as error:
        return _fail(str(error))
    if worker:
        return 0
    for key, value in metrics.items():
        print(f"{key.replace('_', ' ')}: {float(value):.4g}")
    print(f"run folder: {folder}")
    return 0


def show_results(name, arguments):
    """Print what a topic's ``results()`` returns; a topic with a picture draws it into a run folder."""
    if arguments and arguments != ["--help"]:
        return _fail(f"{name} takes no options, got {' '.join(arguments)}")
    print(catalog.title(name) + ".")
    if arguments:
        print("It takes no options: it computes some values and prints them.")
        return 0
    from tf2notes import quiet

    quiet.import_tensorflow()
    import numpy as np

    module = catalog.load_example(name)
    for key, value in module.results().items():
        text = np.array2string(np.asarray(value), precision=6, suppress_small=True, threshold=60, prefix="  ")
        print(f"{key}:{' ' if chr(10) not in text else chr(10) + '  '}{text}")
    if hasattr(module, "draw"):
        from tf2notes import run_folder

        print(f"picture: {module.draw(run_folder.make('runs', name))}")
    return 0


def _same_default(field):
    if field.default_factory is not dataclasses.MISSING:
        return dataclasses.field(default_factory=field.default_factory)
    return dataclasses.field(default=field.default)


def _with_name(arguments, usage, action):
    if not arguments:
        return _fail(f"expected {usage}")
    try:
        catalog.check_name(arguments[0])
    except LookupError as error:
        return _fail(error.args[0])
    return action(arguments[0], arguments[1:])


def _fail(message):
    print(f"tf2notes: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    from tf2notes import strategies

    strategies.leave(main)
