"""SIGTERM, by which schedulers announce that a machine will be taken away: save first, then end."""

import contextlib
import signal
import threading

EXIT_CODE = 128 + signal.SIGTERM


class Preempted(SystemExit):
    """Training was asked to end, by SIGTERM, and has been saved; the process ends with code 143."""

    def __init__(self, text):
        super().__init__(EXIT_CODE)
        self.text = text

    def __str__(self):
        return self.text


@contextlib.contextmanager
def watching():
    """Gives a function that tells whether SIGTERM has come since; elsewhere than in the main thread, never."""
    came = []
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = signal.signal(signal.SIGTERM, lambda *_: came.append(True))
    try:
        yield lambda: bool(came)
    finally:
        signal.signal(signal.SIGTERM, before if before is not None else signal.SIG_DFL)
