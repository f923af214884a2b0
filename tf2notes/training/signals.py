"""SIGTERM, by which schedulers announce that a machine will be taken away, and Ctrl-C: save first, then end."""

import contextlib
import os
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
def watching(interrupts=False):
    """Gives a function that tells which signal has asked for the end since, or None.

    SIGTERM may come several times, as some schedulers send it; only the first counts. What came too late for the block
    to see is raised after it. Elsewhere than in the main thread nothing is seen.

    Args:
        interrupts: whether the first Ctrl-C, too, asks only. The next one, or one after SIGTERM, ends at once.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    came = []

    def ask(number, frame):
        if number == signal.SIGINT and came:
            raise KeyboardInterrupt
        if not came:
            hint = "; Ctrl-C ends at once" if interrupts else ""
            os.write(2, f"\n{signal.Signals(number).name}: training ends after this step{hint}\n".encode())
        came.append(number)

    watched = [signal.SIGTERM]
    if interrupts and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        watched.append(signal.SIGINT)
    before = {number: signal.signal(number, ask) for number in watched}
    try:
        yield lambda: came[0] if came else None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
    if came:
        raise ended(came[0], "training had just come to its end")


def ended(number, text):
    """The exception by which training ends after a signal; None is that of another worker."""
    if number == signal.SIGINT:
        return KeyboardInterrupt(text)
    return Preempted(f"asked to end by SIGTERM: {text}")
