"""What a pipeline does with bad data: an error that names the place, or a report of what was skipped.

Every reader here takes ``on_error`` and ``report``. With ``on_error="raise"`` iterating stops with
``tf.errors.InvalidArgumentError`` whose message is that of a `BadData`, after all good data before the place. With
``on_error="skip"`` it goes on, and each skipped place is in the `Report` (and, the first ones, in the log).
"""

import logging
import threading
from dataclasses import dataclass

LOG = logging.getLogger("tf2notes.pipelines")
LOGGED = 20
MODES = ("raise", "skip")


class BadData(ValueError):
    """Damaged or unexpected data: the file, the place in it, what was found and what was expected."""

    def __init__(self, path, place, reason):
        self.path, self.place, self.reason = str(path), place, reason
        super().__init__(f"{path}, {place}: {reason}" if place else f"{path}: {reason}")


@dataclass(frozen=True)
class Skip:
    """One place that was skipped."""

    path: str
    place: str
    reason: str


class Report:
    """The places that pipelines with ``on_error="skip"`` left out; a place read again in another epoch counts once."""

    def __init__(self):
        self._skips = {}
        self._lock = threading.Lock()

    def add(self, path, place, reason):
        """Notes one place; returns whether it is new."""
        with self._lock:
            new = (path, place) not in self._skips
            if new:
                self._skips[path, place] = Skip(str(path), place, reason)
            count = len(self._skips)
        if new and count <= LOGGED:
            LOG.warning("skipped %s, %s: %s", path, place or "the whole file", reason)
            if count == LOGGED:
                LOG.warning("more skipped places are only in the report")
        return new

    @property
    def skips(self):
        """All places, in the order in which they were met."""
        with self._lock:
            return tuple(self._skips.values())

    def __len__(self):
        return len(self._skips)

    def __str__(self):
        skips = self.skips
        if not skips:
            return "nothing skipped"
        files = len({skip.path for skip in skips})
        lines = [f"skipped {len(skips)} place{'s'[: len(skips) != 1]} in {files} file{'s'[: files != 1]}"]
        return "\n".join(lines + [f"  {s.path}, {s.place or 'the whole file'}: {s.reason}" for s in skips])


def check_mode(on_error, report):
    """The report to write to: the one given, a new one for "skip", None for "raise".

    Raises:
        ValueError: on_error is neither "raise" nor "skip", or a report is given that nothing would be written to.
    """
    if on_error not in MODES:
        raise ValueError(f"on_error={on_error!r}: expected 'raise' or 'skip'")
    if on_error == "raise" and report is not None:
        raise ValueError("report: only on_error='skip' writes one; leave it out or pass on_error='skip'")
    return (Report() if report is None else report) if on_error == "skip" else None


def settle(bad, report):
    """What is to be raised for a `BadData`: its message, or "" after noting it in the report."""
    if report is None:
        return str(bad)
    report.add(bad.path, bad.place, bad.reason)
    return ""
