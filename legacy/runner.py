"""The process of a TF1 program: what ``python`` does with a script, with ``tensorflow`` bound to the TF1 surface."""

import builtins
import importlib.machinery
import importlib.util
import logging
import os
import sys
import types

from tf2notes.legacy import era
from tf2notes.legacy.imports import bind_process

USAGE = """usage: python -m tf2notes.legacy [--python2] script.py [its arguments]
       python -m tf2notes.legacy [--python2] -m package.module [its arguments]"""


def main(arguments):
    """Run the program that the command line names; ends as the program ends."""
    python2 = arguments[:1] == ["--python2"]
    program = arguments[python2:]
    if not program or program[0] in ("-h", "--help") or program == ["-m"]:
        print(USAGE, file=sys.stdout if program else sys.stderr)
        sys.exit(0 if program and program != ["-m"] else 2)
    if program[0].startswith("-") and program[0] != "-m":
        sys.exit(f"{USAGE}\ntf2notes.legacy: unknown option {program[0]}; the program's own follow its name")
    as_module = program[0] == "-m"
    if not as_module and not os.path.isfile(program[0]):
        sys.exit(f"tf2notes.legacy: can't open file {os.path.abspath(program[0])!r}: no such file")
    folder = os.getcwd() if as_module else os.path.dirname(os.path.realpath(program[0]))
    _as_tf1()
    sys.path[0] = folder
    era.restore(bind_process(folder))
    if python2:
        from tf2notes.legacy import python2

        python2.install(folder)
    sys.argv = program[1:] if as_module else program
    try:
        code, module = _find_module(program[1]) if as_module else _find_script(program[0], python2)
        sys.modules["__main__"] = module
        exec(code, module.__dict__)
    except SystemExit:
        raise
    except BaseException:
        _hide_our_frames()
        raise


def _as_tf1():
    """What TensorFlow 1 is by default: graphs, reference variables, Dimension objects, its own control flow."""
    import tensorflow.compat.v1 as tf
    from tf2notes.legacy.tf1 import (
        _feature_columns,
        _function_calls,
        _graph_parts,
        _loop_options,
        _loop_order,
        _process,
        _repairs,
        _signatures,
        _tensor_class,
        _words,
    )
    from tf2notes.legacy.tf1._seeds import count_ops_in_every_graph

    logger = logging.getLogger("tensorflow")
    level = (
        logger.level
    )  # its own: unset, so that absl's flags decide, as they do where ``tf.app.run`` starts a program
    logger.setLevel(logging.ERROR)  # it warns of what the program never asked for
    tf.disable_v2_behavior()
    logger.setLevel(level)
    _process.is_programs_own = True
    count_ops_in_every_graph()
    _loop_options.install()
    _loop_order.install()
    _repairs.install()
    _feature_columns.install()
    _function_calls.install()
    _words.install()
    _tensor_class.install()
    _graph_parts.install()
    _signatures.install()


def _find_script(path, python2):
    module = types.ModuleType("__main__")
    module.__file__ = os.path.abspath(path)
    module.__builtins__ = builtins
    module.__loader__ = importlib.machinery.SourceFileLoader("__main__", module.__file__)
    with open(path, "rb") as file:
        source = file.read()
    if python2:
        return python2.compile_source(source, module.__file__), module
    return compile(source, module.__file__, "exec", dont_inherit=True), module


def _find_module(name):
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        spec = importlib.util.find_spec(f"{name}.__main__")
    if spec is None or spec.loader is None:
        sys.exit(f"{sys.executable}: No module named {name}")
    module = types.ModuleType("__main__")
    module.__file__ = sys.argv[0] = spec.origin
    module.__builtins__ = builtins
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    return spec.loader.get_code(spec.name), module


def _hide_our_frames():
    """Let the uncaught exception print as if ``python`` had run the program."""
    show = sys.excepthook

    def show_program_only(kind, error, traceback):
        _strip_chain(error)
        show(kind, error, error.__traceback__)

    sys.excepthook = show_program_only


def _strip_chain(error):
    seen = set()
    queue = [error]
    while queue:
        error = queue.pop()
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        error.__traceback__ = _strip(error.__traceback__)
        queue += [error.__cause__, error.__context__, *getattr(error, "exceptions", ())]


def _strip(traceback):
    frames = []
    while traceback:
        frames.append(traceback)
        traceback = traceback.tb_next
    frames = [frame for frame in frames if not _is_ours(frame.tb_frame.f_code.co_filename)]
    if not frames:  # a program that cannot be compiled
        return None
    for frame, following in zip(frames, [*frames[1:], None], strict=True):
        frame.tb_next = following
    return frames[0]


_FOLDER = os.path.dirname(os.path.abspath(__file__))
_OURS = {
    os.path.join(_FOLDER, f"{stem}.py") for stem in ("__main__", "runner", "imports", "resolve", "addons", "python2")
}
_OURS |= {"<frozen runpy>", "<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>"}


def _is_ours(filename):
    return filename in _OURS
