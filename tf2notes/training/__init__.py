"""Training loops: `fit` on one device, on several, and over several machines; exact resuming.

Importing this imports no TensorFlow; its parts do when they are first asked for.
"""

import importlib

from tf2notes.training.division import rounds

PARTS = {
    "Settings": "settings",
    "using": "settings",
    "evaluate": "loop",
    "fit": "loop",
    "fit_resident": "resident",
    "WorkerLostError": "workers",
    "NonFiniteError": "nonfinite",
    "Preempted": "signals",
    "DamagedCheckpointsError": "store",
}
__all__ = ["rounds", *PARTS]


def __getattr__(name):
    if name not in PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{PARTS[name]}"), name)
