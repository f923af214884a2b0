"""Open a TF1 checkpoint, whatever its kind. Nothing here imports TensorFlow."""

import difflib
import re
from pathlib import Path

from tf2notes.checkpoint import formats, sstable
from tf2notes.checkpoint.errors import CheckpointError

PART = re.compile(r"\.(index|meta|data-\d{5}-of-\d{5}(\.tempstate\w*)?)$")


class Checkpoint:
    """The variables of a checkpoint by name; made by `read`.

    Attributes:
        path: of what was opened: a prefix, a file or a folder.
        kind: "V2 checkpoint", "V1 checkpoint", "frozen graph" or "SavedModel".
        variables: {name: `Stored`}: shape, dtype, parts; sorted by name.
    """

    def __init__(self, path, kind, variables):
        self.path, self.kind = str(path), kind
        self.variables = dict(sorted(variables.items()))

    def __contains__(self, name):
        return name in self.variables

    def __iter__(self):
        return iter(self.variables)

    def __len__(self):
        return len(self.variables)

    def __getitem__(self, name):
        """The array of a variable, its checksum verified; a `LookupError` with the nearest names if there is none."""
        if name not in self.variables:
            near = difflib.get_close_matches(name, self.variables, n=3, cutoff=0.4)
            hint = f"Did you mean {' or '.join(near)}?" if near else f"It has {len(self)} variables."
            raise LookupError(f"{self.path} has no variable {name!r}. {hint}")
        return self.variables[name].read()


def read(path):
    """Open a checkpoint written by a TF1 ``Saver``, or what was made of one.

    Args:
        path: a prefix such as ``model.ckpt-1000`` or one of its files, a V1 file, a folder with a ``checkpoint`` state
            file (its latest is taken) or that file, a frozen graph (``.pb``), or the folder of a SavedModel.

    Returns:
        A `Checkpoint`. Names and shapes have been read and verified; the numbers are read when they are asked for.

    Raises:
        FileNotFoundError: there is nothing there; the message names what is nearby.
        CheckpointError: a file is truncated, altered, or no checkpoint; the message begins with its name.
    """
    path = Path(path)
    if path.name == "saved_model.pb":
        path = path.parent
    if (path / "saved_model.pb").is_file():
        return Checkpoint(path, "SavedModel", formats.saved_model(path))
    if path.is_dir():
        path = _latest(path)
    elif path.name == "checkpoint" and path.is_file():
        path = _latest(path.parent)
    prefix = Path(PART.sub("", str(path)))
    if Path(f"{prefix}.index").is_file():
        return Checkpoint(prefix, "V2 checkpoint", formats.v2(prefix))
    shards = sorted(path.parent.glob(f"{path.name}-?????-of-?????")) if path.name else []
    if path.is_file() or shards:
        files = [path] if path.is_file() else shards
        with open(files[0], "rb") as file:
            file.seek(0, 2)
            size = file.tell()
            file.seek(max(0, size - sstable.FOOTER))
            tail = file.read()
        if path.suffix in (".pb", ".pbtxt") and not sstable.is_table(tail):
            if path.suffix == ".pbtxt":
                raise CheckpointError(f"{path}: a graph as text holds no weights to be read; freeze it to a .pb")
            return Checkpoint(path, "frozen graph", formats.frozen(path))
        return Checkpoint(path, "V1 checkpoint", _v1(path, files))
    raise FileNotFoundError(f"no checkpoint at {path}. {_nearby(path)}")


def _v1(path, files):
    match = re.search(r"-\d{5}-of-(\d{5})$", str(files[0]))
    if match and len(files) not in (1, int(match[1])):
        raise CheckpointError(f"{path}: {len(files)} of {int(match[1])} files are there")
    return formats.v1(path, files)


def _latest(folder):
    """The checkpoint that a folder's state file names; found again beside it if the folder was moved."""
    state = folder / "checkpoint"
    if not state.is_file():
        raise FileNotFoundError(
            f"{folder} holds neither a `checkpoint` state file nor a SavedModel. {_nearby(folder / 'x')}"
        )
    try:
        content = state.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CheckpointError(f"{state}: altered: it is not text") from None
    match = re.search(r'^\s*model_checkpoint_path\s*:\s*(["\'])(.+?)\1\s*$', content, re.MULTILINE)
    if not match:
        raise CheckpointError(f"{state}: truncated or altered: it names no model_checkpoint_path")
    named = Path(match[2].replace("\\\\", "/"))
    for path in (folder / named.name, folder / named):  # a folder that was copied is what was asked for
        if path.is_file() or Path(f"{path}.index").is_file() or list(path.parent.glob(f"{path.name}-?????-of-?????")):
            return path
    raise FileNotFoundError(f"{state} names {named}, which is not there. {_nearby(folder / named.name)}")


def _nearby(path):
    folder = path.parent
    if not folder.is_dir():
        return f"There is no folder {folder}."
    found = sorted({PART.sub("", p.name) for p in folder.iterdir() if PART.search(p.name)})
    found += sorted(p.name for p in folder.glob("*.pb"))
    if not found:
        return f"{folder} holds no checkpoint."
    near = difflib.get_close_matches(path.name, found, n=3, cutoff=0) or found
    return f"{folder} holds {', '.join(near[:5])}."
