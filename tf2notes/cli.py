"""The ``tf2notes`` command: ``tf2notes run cnn_mnist`` is ``python -m tf2notes.run cnn_mnist``, and so on."""

import runpy
import sys
from importlib.util import find_spec

COMMANDS = {
    "run": "run an example, or list them",
    "launch": "run an example on several workers of this machine",
    "compare": "hold an original and its modern version against TensorFlow 1.15",
    "legacy": "run a TensorFlow 1 program as it is",
    "checkpoint": "list a TensorFlow 1 checkpoint, bring it into a Keras model, and back",
}


def main():
    """Entry point: ``tf2notes COMMAND ...`` is ``python -m tf2notes.COMMAND ...``."""
    command = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if command in ("-h", "--help"):
        print("usage: tf2notes COMMAND [...]\n")
        for name, what in COMMANDS.items():
            print(f"  {name:10}  {what}")
        print("\ntf2notes COMMAND --help says more; python -m tf2notes.COMMAND is the same.")
        return 0
    if command not in COMMANDS:
        print(f"tf2notes: unknown command {command!r}; expected one of {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    module = f"tf2notes.{command}"
    del sys.argv[1]
    if find_spec(module).submodule_search_locations:
        module += ".__main__"
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    return 0
