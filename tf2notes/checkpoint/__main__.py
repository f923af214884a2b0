"""TF1 checkpoints into Keras 3 models, and back.

    python -m tf2notes.checkpoint inspect CHECKPOINT                      what it holds
    python -m tf2notes.checkpoint convert CHECKPOINT --model my_module:build --out model.keras
    python -m tf2notes.checkpoint convert CHECKPOINT --model my_module:build      the proposed map, nothing written
    python -m tf2notes.checkpoint verify CHECKPOINT                       every number is read, every checksum checked
    python -m tf2notes.checkpoint verify CHECKPOINT --model model.keras   and compared with the model's
    python -m tf2notes.checkpoint back model.keras --like CHECKPOINT --out out/model.ckpt-2000

CHECKPOINT is a prefix such as model.ckpt-1000 or one of its files, the folder of a run (its latest is taken), a file of
the old format V1, a frozen graph (.pb) or the folder of a SavedModel. --model is module:function, file.py:function or
a .keras file.
"""

import argparse
import sys
from pathlib import Path

from tf2notes.checkpoint.errors import CheckpointError, MismatchError
from tf2notes.checkpoint.reading import read
from tf2notes.checkpoint.table import show


def main(arguments=None):
    """Entry point; returns the process's exit code: 0, 1 where `verify` finds a difference, 2 for errors."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return COMMANDS[options.command](options)
    except (CheckpointError, MismatchError, FileNotFoundError, LookupError, ValueError) as error:
        if type(error) in (KeyError, IndexError):
            raise  # a fault of ours, or of the function that builds the model
        print(f"tf2notes: {error}", file=sys.stderr)
        return 2


def parse(arguments):
    """The command line."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m tf2notes.checkpoint", description=__doc__, formatter_class=formatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    inspect = commands.add_parser("inspect", help="list the variables")
    inspect.add_argument("checkpoint")
    convert = commands.add_parser("convert", help="load it into a Keras model and save that")
    convert.add_argument("checkpoint")
    convert.add_argument("--out", type=Path, help="a .keras or .weights.h5 file; without it the map is printed only")
    convert.add_argument("--save-map", type=Path, metavar="FILE", help="write the map as JSON, to be edited for --map")
    convert.add_argument("--optimizer", action="store_true", help="also the state of the optimizer")
    convert.add_argument("--iterations", type=int, help="the optimizer's steps, where the checkpoint does not say")
    verify = commands.add_parser("verify", help="check all checksums, compare with a Keras model")
    verify.add_argument("checkpoint")
    verify.add_argument("--weights", type=Path, help="a .weights.h5 file for the model")
    verify.add_argument("--tolerance", type=float, default=0.0, help="the greatest difference allowed (default: 0)")
    back = commands.add_parser("back", help="write a Keras model's weights as a TF1 checkpoint")
    back.add_argument("model", help="module:function, file.py:function or a .keras file")
    back.add_argument("--weights", type=Path, help="a .weights.h5 file for the model")
    back.add_argument("--like", required=True, metavar="CHECKPOINT", help="a checkpoint of the TF1 program")
    back.add_argument("--out", required=True, type=Path, metavar="PREFIX", help="such as out/model.ckpt-2000")
    back.add_argument("--optimizer", action="store_true", help="also the state of the optimizer")
    for command in (convert, verify):
        which = command.add_mutually_exclusive_group(required=command is convert)
        which.add_argument("--model", help="module:function, file.py:function or a .keras file")
        which.add_argument("--example", metavar="NAME", help="one of tf2notes' examples")
        command.add_argument(
            "--ema",
            nargs="?",
            const=True,
            default=False,
            metavar="NAME",
            help="take the moving averages of the weights",
        )
    for command in (convert, verify, back):
        command.add_argument("--map", help="JSON: {layer: TF1 scope} or what --save-map wrote; or module:function")
        command.add_argument(
            "--forget-bias",
            type=float,
            help="of the TF1 LSTM cells (default: what the .meta file beside it says, else 1)",
        )
        command.add_argument("--scope", help="use the variables below this TF1 scope only")
        command.add_argument(
            "--ignore", action="append", default=[], metavar="REGEX", help="variables that the model does not need"
        )
    return parser.parse_args(arguments)


def inspect(options):
    """Print the table."""
    print(show(read(options.checkpoint)))
    return 0


def convert(options):
    """Load and save; prints the map."""
    checkpoint = read(options.checkpoint)
    _import_quietly()
    from tf2notes.checkpoint import builders, loading, outputs

    if options.out:
        outputs.check_output(options.out)
        if options.optimizer and not options.out.name.endswith(".keras"):
            raise ValueError(
                f"--out {options.out}: a .weights.h5 brings no optimizer back; use a .keras file for --optimizer"
            )
    model = builders.build(options.model, options.example)
    naming = _naming(options)
    if options.save_map and callable(naming["map"]):
        raise ValueError("--save-map: the map is a function, of the example or of your own; there is nothing to write")
    found = loading.load(
        model,
        checkpoint,
        optimizer=options.optimizer,
        ema=options.ema,
        iterations=options.iterations,
        **naming,
    )
    print(found)
    if options.optimizer:
        print(f"optimizer: {type(model.optimizer).__name__} after {int(model.optimizer.iterations.numpy())} steps")
    if options.save_map:
        options.save_map.write_text(found.to_json() + "\n", encoding="utf-8")
        print(f"map: {options.save_map}")
    if options.out:
        outputs.save(model, options.out)
        print(f"wrote {options.out}")
    else:
        print("nothing written: add --out model.keras")
    return 0


def verify(options):
    """Read everything; compare with a model if there is one."""
    checkpoint = read(options.checkpoint)
    for name in checkpoint:
        checkpoint[name]
    print(f"{checkpoint.path}: {checkpoint.kind}, {len(checkpoint)} variables, all readable")
    if not (options.model or options.example):
        return 0
    _import_quietly()
    from tf2notes.checkpoint import builders, outputs

    model = _with_weights(builders.build(options.model, options.example), options.weights)
    worst, _ = outputs.differences(model, checkpoint, ema=options.ema, **_naming(options))
    wrong = {path: value for path, value in worst.items() if not value <= options.tolerance}
    for path, value in wrong.items():
        print(f"differs: {path} by up to {value:.3g}")
    print(
        f"{len(worst) - len(wrong)} of {len(worst)} weights are equal"
        + (" (within tolerance)" * bool(options.tolerance))
    )
    return 1 if wrong else 0


def back(options):
    """Write a TF1 checkpoint."""
    like = read(options.like)
    _import_quietly()
    from tf2notes.checkpoint import builders, outputs

    model = _with_weights(builders.build(options.model), options.weights)
    copied = outputs.back(model, options.out, like, optimizer=options.optimizer, **_naming(options))
    if copied:
        print(f"copied from {like.path}: {', '.join(copied)}")
    print(f"wrote {options.out}")
    return 0


def _with_weights(model, path):
    if path is not None:
        if not path.is_file():
            raise FileNotFoundError(f"--weights {path}: there is no such file")
        model.load_weights(path)
    return model


def _naming(options):
    """What `propose` is told; an example brings its own map, ``--map module:function`` is a function."""
    from tf2notes.checkpoint import builders

    found = options.map
    if found is not None and (":" in found and not Path(found).is_file()):
        found = builders.named(found, "--map")
    elif found is not None and not Path(found).is_file():
        raise FileNotFoundError(f"--map {found}: there is no such file")
    elif found is None and getattr(options, "example", None):
        from tf2notes import catalog

        found = catalog.load_pair(options.example).weights_from_legacy
    return {
        "map": found,
        "forget_bias": options.forget_bias,
        "scope": options.scope,
        "ignore": options.ignore,
    }


def _import_quietly():
    from tf2notes import quiet

    quiet.import_tensorflow()


COMMANDS = {"inspect": inspect, "convert": convert, "verify": verify, "back": back}

if __name__ == "__main__":
    sys.exit(main())
