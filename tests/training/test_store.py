"""Checkpoints on disk: whole or not there, whatever is done to them and wherever the process ends."""

import errno
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tf2notes.training import store as stores
from tf2notes.training.store import DamagedCheckpointsError, Store

FILES = ("variables.index", "variables.data-00000-of-00001", "state.json")
PARTS = ("mkdir", "write_text", "rename", "unlink")  # of pathlib.Path


def content(step, name):
    return random.Random(f"{step} {name}").randbytes(300)


def fill(step):
    def write(folder):
        for name in FILES:
            (folder / name).write_bytes(content(step, name))

    return write


def whole(folder, step):
    return all((folder / name).read_bytes() == content(step, name) for name in FILES)


def written(place, *steps):
    store = Store(place)
    for step in steps:
        store.write(step, fill(step))
    return store


def truncated(path, chance):
    os.truncate(path, chance.randrange(path.stat().st_size))


def flipped(path, chance):
    found = bytearray(path.read_bytes())
    found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    path.write_bytes(found)


def scrambled(path, chance):
    path.write_bytes(chance.randbytes(path.stat().st_size))


def lengthened(path, chance):
    path.write_bytes(path.read_bytes() + chance.randbytes(1))


def emptied(path, _):
    path.write_bytes(b"")


def missing(path, _):
    path.unlink()


def a_folder(path, _):
    path.unlink()
    path.mkdir()


def another_json(path, chance):
    path.write_text(chance.choice(["{}", "[]", "null", "7", '"state.json"', '{"state.json": "00"}']))


HARMS = (truncated, flipped, scrambled, lengthened, emptied, missing, a_folder, another_json)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_no_damage_goes_unseen(harm, tmp_path):
    """Twelve times each, 96 in all: what is used is what was written, the newest that is; a fault is said."""
    for attempt in range(12):
        place = tmp_path / str(attempt)
        store = written(place, 1, 2)
        name = [*FILES, stores.CHECKSUMS][attempt % 4]
        harm(store.path(2) / name, random.Random(attempt))
        said = []
        step, folder = Store(place).newest_good(said.append)
        assert whole(folder, step)
        if step == 1:
            assert said[0].startswith(f"a damaged checkpoint is passed over: {store.path(2)}: ")
            assert said[1] == "the checkpoint of step 1 is used instead"
        else:  # a blank in the list of checksums
            assert (name, said) == (stores.CHECKSUMS, [])


def test_harm_to_folders(tmp_path):
    """A folder that is empty, is a file, or has a file too many is no checkpoint."""
    store = written(tmp_path, 1, 2, 3)
    assert store.steps() == [3, 2]
    (store.path(3) / "more").write_text("")
    shutil.rmtree(store.path(2))
    store.path(2).mkdir()
    store.path(1).write_text("a file")
    with pytest.raises(DamagedCheckpointsError, match=r"more is not in.*checksums\.json is missing.*cannot be read"):
        store.newest_good([].append)
    store.write(4, fill(4))
    assert store.steps() == [4, 3]


def test_nothing_good_is_removed_for_damaged_newer_ones(tmp_path):
    """After going on from an older checkpoint the damaged newer ones go, not those that are good."""
    store = Store(tmp_path, keep=1)
    store.write(10, fill(10))
    store.path(20).mkdir()
    store.write(15, fill(15))
    assert store.steps() == [15]
    assert store.newest_good()[0] == 15


def test_an_empty_place_is_said(tmp_path, capsys):
    """A folder that was there without a checkpoint in it: training starts anew, and not silently."""
    assert Store(tmp_path / "new").newest_good() is None
    assert capsys.readouterr().err == ""
    assert Store(tmp_path / "new").newest_good() is None
    assert "holds no checkpoint: training starts from the beginning" in capsys.readouterr().err


class Killed(BaseException):
    """The process has gone: nothing runs any more."""


def breaking(monkeypatch, at, error):
    """From operation number `at` on, raise: `Killed` for ever, an `OSError` once."""
    count = iter(range(1000))

    def wrapped(function):
        def call(*args, **kwargs):
            number = next(count)
            if number == at or (number > at and error is Killed):
                raise error
            return function(*args, **kwargs)

        return call

    for part in PARTS:
        monkeypatch.setattr(Path, part, wrapped(getattr(Path, part)))
    for part in ("_checksum", "_sync", *(["_remove"] if error is Killed else [])):  # it ignores errors
        monkeypatch.setattr(stores, part, wrapped(getattr(stores, part)))


@pytest.mark.parametrize("step", [3, 2], ids=["a new step", "the same step once more"])
def test_process_ends_anywhere(step, tmp_path):
    """Killed at each single operation of a write, the newest checkpoint is the old one or the new one, and whole."""
    found = set()
    for at in range(60):
        place = tmp_path / str(at)
        store = written(place, 1, 2)
        with pytest.MonkeyPatch.context() as patch:
            breaking(patch, at, Killed)
            try:
                store.write(step, fill(step))
                ended = True
            except Killed:
                ended = False
        newest, folder = Store(place).newest_good(pytest.fail)
        assert whole(folder, newest)
        assert not [path for path in place.iterdir() if path.name.startswith(".")]
        found.add(newest)
        if ended:
            break
    assert at > 15
    assert found == {2, step}


def test_disk_full_anywhere(tmp_path):
    """No room at any operation: said with what is left, which is whole; with room again the next write is fine."""
    failures = 0
    for at in range(60):
        place = tmp_path / str(at)
        store = written(place, 1, 2)
        with pytest.MonkeyPatch.context() as patch:
            breaking(patch, at, OSError(errno.ENOSPC, "No space left on device"))
            try:
                store.write(3, fill(3))
            except OSError as error:
                failures += 1
                assert "the checkpoint of step 3 could not be written (" in str(error)
                assert "No space left on device); the last one is of step" in str(error)
        assert whole(Store(place).newest_good(pytest.fail)[1], Store(place).newest_good()[0])
        store.write(4, fill(4))
        assert store.newest_good()[0] == 4
    assert failures > 10


def test_room_is_reserved_without_fallocate(tmp_path, monkeypatch):
    """Where a file system cannot reserve room, it is written to; nothing is left of it."""

    def unable(*_):
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(os, "posix_fallocate", unable)
    Store(tmp_path).reserve(stores.BLOCK + 5)
    assert list(tmp_path.iterdir()) == []


REAL = """
import sys
from pathlib import Path
from tf2notes.training.store import Store, damage
place = Path(sys.argv[1]) / "run"
"""
FULL = """
def fill(folder):
    (folder / "data").write_bytes(bytes(100_000))
store = Store(place)
store.reserve(300_000)
try:
    store.reserve(600_000)
except OSError as error:
    print(error)
store.write(1, fill), store.write(2, fill)
(place / "others").write_bytes(bytes(250_000))
try:
    store.write(3, fill)
except OSError as error:
    print(error)
print([damage(store.path(step)) for step in store.steps()], [p.name for p in place.glob(".*")])
(place / "others").unlink()
store.write(3, fill)
print(Store(place).newest_good()[0])
"""


def in_own_mount(options, code, folder):
    """What a process prints that has a file system of its own in the folder; skips where the kernel forbids it."""
    script = f'mount -t tmpfs -o {options} tmpfs "$1" || exit 99; exec "$2" -c "$3" "$1"'
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare")
    command = [unshare, "-Urm", "sh", "-c", script, "sh", str(folder), sys.executable, REAL + code]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode == 99 or "unshare" in ended.stderr:
        pytest.skip(f"no mounts here: {ended.stderr.strip()}")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.processes
def test_a_disk_that_is_really_full(tmp_path):
    """A file system of 512 KB: too little room is found at the start, or on saving with all that was saved kept."""
    said = in_own_mount("size=512k", FULL, tmp_path).splitlines()
    assert "cannot be written there (No space left on device); nothing was trained" in said[0]
    assert (
        "the checkpoint of step 3 could not be written (No space left on device); the last one is of step 2"
        in (said[1])
    )
    assert said[2:] == ["[None, None] []", "3"]


@pytest.mark.processes
def test_a_read_only_disk(tmp_path):
    """Found out before a step is taken."""
    code = "try:\n    Store(place)\nexcept OSError as error:\n    print(error)"
    assert "cannot be written there (Read-only file system); nothing was trained" in in_own_mount("ro", code, tmp_path)
