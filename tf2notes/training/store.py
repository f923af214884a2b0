"""Checkpoints on disk: each a folder that is there complete or not at all, with the checksum of every file in it.

checkpoints/step-000001200/{variables.index, variables.data-..., state.json, arrays.npz, checksums.json}

A checkpoint is written as ``.draft-...``, read back, and only then renamed; one that it takes the place of lies beside
it as ``.replaced-...`` for that moment. Whatever kills the process, the next `Store` finds everything or puts it back.
"""

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

CHECKSUMS = "checksums.json"
NAME = re.compile(r"step-(\d+)$")
BLOCK = 1 << 20


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
        self.found = self.folder.is_dir()
        self.reserve(4096)
        self._tidy()

    def reserve(self, size):
        """Make sure that a checkpoint of so many bytes can be written.

        Raises:
            OSError: it cannot: no such place, no right to write, no room.
        """
        probe = self.folder / f".probe-{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                _allocate(probe, size)
            finally:
                probe.unlink(missing_ok=True)
        except OSError as error:
            needed = f" {size / 1e6:.1f} MB" if size > BLOCK else ""
            raise OSError(
                error.errno,
                f"checkpoints{f' of{needed}' if needed else ''} cannot be written there ({error.strerror}); "
                "nothing was trained",
                str(self.folder),
            ) from error

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
        if self.found:
            say(f"{self.folder} holds no checkpoint: training starts from the beginning")
        return None

    def write(self, step, fill):
        """Make the checkpoint of `step`: ``fill(folder)`` writes its files; then older ones than `keep` go.

        Those of later steps go, too: they were damaged, or this one would not have been gone on from.

        Raises:
            OSError: the disk is full or the folder cannot be written any more. The older checkpoints are still there.
        """
        draft = self.folder / f".draft-{step}-{os.getpid()}"
        try:
            draft.mkdir()
            fill(draft)
            _seal(draft)
            self._put(draft, step)
        except OSError as error:
            with contextlib.suppress(OSError):
                self._tidy()
            raise OSError(
                error.errno or errno.EIO,
                f"the checkpoint of step {step} could not be written ({error.strerror or error}); {self._held()}. "
                "Make room, and go on in the same run folder (--resume or --folder)",
                str(self.folder),
            ) from error
        finally:
            _remove(draft)
        steps = self.steps()
        for old in [s for s in steps if s > step] + [s for s in steps if s <= step][self.keep :]:
            _remove(self.path(old))

    def _put(self, draft, step):
        """Rename a draft to what it is, over an older checkpoint of the same step if there is one."""
        replaced = self.folder / f".replaced-{step}"
        if self.path(step).exists():
            self.path(step).rename(replaced)
        draft.rename(self.path(step))
        _sync(self.folder)
        _remove(replaced)

    def _tidy(self):
        """Clear away what a process has left that was killed while it wrote."""
        for draft in self.folder.glob(".draft-*"):
            _remove(draft)
        for replaced in self.folder.glob(".replaced-*"):
            place = self.path(int(replaced.name.rpartition("-")[2]))
            if place.exists():
                _remove(replaced)
            else:
                replaced.rename(place)

    def _held(self):
        with contextlib.suppress(OSError):
            last = next((step for step in self.steps() if damage(self.path(step)) is None), None)
            return "there is none before it" if last is None else f"the last one is of step {last}"
        return "those before it cannot be read now"


def damage(folder):
    """What is wrong with a checkpoint's folder, or None."""
    try:
        sums = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
        names = {path.name for path in folder.iterdir()} - {CHECKSUMS}
    except FileNotFoundError:
        return f"{CHECKSUMS} is missing"
    except (ValueError, OSError) as error:
        return f"{CHECKSUMS} cannot be read ({error})"
    if not isinstance(sums, dict) or not sums:
        return f"{CHECKSUMS} names no files"
    for name in sorted(names ^ sums.keys()):
        return f"{name} is {'missing' if name in sums else f'not in {CHECKSUMS}'}"
    for name, expected in sums.items():
        try:
            found = _checksum(folder / name)
        except OSError as error:
            return f"{name}: {error.strerror}"
        if found != expected:
            return f"{name} has changed since it was written"
    return None


def _seal(draft):
    """Add the checksums, see that all is on the disk, and read it back."""
    sums = {path.name: _checksum(path) for path in sorted(draft.iterdir())}
    (draft / CHECKSUMS).write_text(json.dumps(sums, indent=1), encoding="utf-8")
    for path in [*draft.iterdir(), draft]:
        _sync(path)
    fault = damage(draft)
    if fault:
        raise OSError(errno.EIO, f"read back, {fault}")


def _checksum(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _allocate(path, size):
    """A file for which the room is really taken."""
    with open(path, "wb") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, size)
        except (AttributeError, OSError) as error:
            if getattr(error, "errno", errno.ENOTSUP) not in (errno.ENOTSUP, errno.EINVAL, errno.ENOSYS):
                raise
            for start in range(0, size, BLOCK):
                file.write(bytes(min(BLOCK, size - start)))


def _remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def _sync(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
