"""Checkpoints on disk: each a folder that is there complete or not at all, with the checksum of every file in it.

checkpoints/step-000001200/{variables.index, variables.data-..., state.json, arrays.npz, checksums.json}
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

CHECKSUMS = "checksums.json"
NAME = re.compile(r"step-(\d+)$")


class DamagedCheckpointsError(ValueError):
    """There are checkpoints, and none of them is whole."""


class Store:
    """The checkpoints of one run.

    Args:
        folder: is made if it is not there.
        keep: how many are kept.

    Raises:
        OSError: nothing can be written there; found out now, not after an hour of training.
    """

    def __init__(self, folder, keep=2):
        self.folder, self.keep = Path(folder), keep
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            probe = self.folder / f".probe-{os.getpid()}"
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
        except OSError as error:
            raise OSError(
                error.errno, f"checkpoints cannot be written there ({error.strerror}); nothing was trained", str(folder)
            ) from error
        for left in self.folder.glob(".draft-*"):  # of a process that was killed while it wrote
            shutil.rmtree(left, ignore_errors=True)

    def steps(self):
        """The steps of all checkpoints, good or not, newest first."""
        found = (NAME.fullmatch(path.name) for path in self.folder.iterdir())
        return sorted((int(match[1]) for match in found if match), reverse=True)

    def path(self, step):
        """The folder of one checkpoint."""
        return self.folder / f"step-{step:09d}"

    def of_worker(self, worker):
        """Where another worker than the chief writes: it has its own place in the data."""
        return Store(self.folder / f"worker-{worker}", self.keep) if worker else self

    def newest_good(self, say=None):
        """The newest checkpoint whose checksums hold: (step, folder), or None if there is no checkpoint at all.

        Raises:
            DamagedCheckpointsError: none is good; to train anew over them would throw the run away.
        """
        say = say or (lambda text: print(text, file=sys.stderr))
        faults = []
        for step in self.steps():
            fault = damage(self.path(step))
            if fault is None:
                if faults:
                    say(f"the checkpoint of step {step} is used instead")
                return step, self.path(step)
            faults.append(f"{self.path(step)}: {fault}")
            say(f"a damaged checkpoint is passed over: {faults[-1]}")
        if faults:
            raise DamagedCheckpointsError(
                "no checkpoint is whole: " + "; ".join(faults) + ". Bring one back, or start a new run elsewhere"
            )
        return None

    def write(self, step, fill):
        """Make the checkpoint of `step`: ``fill(folder)`` writes its files; then older ones than `keep` go.

        Raises:
            OSError: the disk is full or the folder cannot be written any more. The older checkpoints are still there.
        """
        draft = self.folder / f".draft-{step}-{os.getpid()}"
        try:
            draft.mkdir()
            fill(draft)
            sums = {path.name: _checksum(path) for path in sorted(draft.iterdir())}
            (draft / CHECKSUMS).write_text(json.dumps(sums, indent=1), encoding="utf-8")
            for path in draft.iterdir():
                _sync(path)
            fault = damage(draft)
            if fault:
                raise OSError(f"read back, {fault}")
            with contextlib.suppress(FileNotFoundError):
                shutil.rmtree(self.path(step))
            draft.rename(self.path(step))
            _sync(self.folder)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            last = next((s for s in self.steps() if damage(self.path(s)) is None), None)
            held = "there is none before it" if last is None else f"the last one is of step {last}"
            raise OSError(
                error.errno,
                f"the checkpoint of step {step} could not be written ({error.strerror or error}); {held}. "
                "Make room or choose another folder, and go on with --resume",
                str(self.folder),
            ) from error
        for old in self.steps()[self.keep :]:
            shutil.rmtree(self.path(old))


def damage(folder):
    """What is wrong with a checkpoint's folder, or None."""
    try:
        sums = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return f"{CHECKSUMS} is missing"
    except (ValueError, OSError) as error:
        return f"{CHECKSUMS} cannot be read ({error})"
    if not isinstance(sums, dict) or not sums:
        return f"{CHECKSUMS} names no files"
    for name, expected in sums.items():
        try:
            found = _checksum(folder / name)
        except OSError as error:
            return f"{name}: {error.strerror}"
        if found != expected:
            return f"{name} has changed since it was written"
    return None


def _checksum(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else _digest(file)


def _digest(file):
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _sync(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
