"""Memory that a training loop has freed is kept for the next step.

glibc gives large buffers back to the system, and a step of training frees as much as it allocates: each buffer then
comes back zeroed, page by page. A session of TF1 frees less at a time and does not pay for it.
"""

import ctypes
import os

TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD = -1, -2, -3  # mallopt(3)
SETTINGS = {MMAP_THRESHOLD: 1 << 30, TRIM_THRESHOLD: 2**31 - 1, TOP_PAD: 64 << 20}  # bytes


def keep():
    """Ask glibc not to give freed memory back to the system; returns whether it was asked.

    It is not asked where the user's environment has a wish of its own (``MALLOC_...`` or ``GLIBC_TUNABLES``), nor where
    the C library is another one. What the process holds then stays at its peak.
    """
    if "GLIBC_TUNABLES" in os.environ or any(name.startswith("MALLOC_") for name in os.environ):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    return mallopt is not None and all(mallopt(name, value) == 1 for name, value in SETTINGS.items())
