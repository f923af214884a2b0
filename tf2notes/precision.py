"""``--precision bfloat16``: a model's matrix products and convolutions in half the bits, its weights in float32."""

import contextlib
from pathlib import Path

NAMES = ("float32", "bfloat16")
FLAGS = ("avx512_bf16", "amx_bf16", "bf16")  # as Linux names them; the last one is ARM's


def check(name):
    """Raise ValueError unless this is a precision that the machine computes fast.

    bfloat16 needs a GPU, or a CPU with instructions for it; without them every product is converted to float32 and
    back, and takes longer than in float32.
    """
    if name not in NAMES:
        raise ValueError(f"precision={name!r}: expected one of {', '.join(NAMES)}")
    if name == "bfloat16" and not flags() and not _has_gpu():
        raise ValueError(
            "precision='bfloat16': this CPU has no instructions for it (looked for "
            f"{', '.join(FLAGS)} among the flags in /proc/cpuinfo) and there is no GPU; use float32"
        )


def flags(cpuinfo="/proc/cpuinfo"):
    """Those of `FLAGS` that the CPU has; none where the system does not say."""
    try:
        lines = Path(cpuinfo).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    words = {word for line in lines if line.lower().startswith(("flags", "features")) for word in line.split()}
    return [flag for flag in FLAGS if flag in words]


@contextlib.contextmanager
def using(name):
    """Models built inside the block compute in this precision (Keras' policy ``mixed_bfloat16`` for bfloat16).

    Weights, their updates and the loss stay in float32.
    """
    import keras

    before = keras.config.dtype_policy()
    if name == "bfloat16":
        keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def _has_gpu():
    return Path("/dev/nvidia0").exists() or Path("/dev/kfd").exists()
