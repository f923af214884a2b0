"""Records what TensorFlow 1.15 computes for the originals of ``legacy/examples``, into ``tests/goldens``.

    python3.7 -m venv oracle
    oracle/bin/pip install tensorflow==1.15.5 'protobuf<3.21' 'numpy<1.19'
    python tests/record.py --oracle oracle/bin/python [cnn_mnist ...]

Runs under the project's own Python: it asks a topic's pair for weights and batches, and hands them with the original to
``legacy/record.py`` under TensorFlow 1.15. The tests need the recordings alone.
"""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
GOLDENS = ROOT / "tests" / "goldens"


def make_request(stem, path):
    """Write the request for an original: with batches if it trains (it has a pair), else for its ``results()``."""
    from tf2notes import catalog, parity

    spec, arrays = {"path": str(ROOT / "legacy" / "examples" / f"{stem}.py")}, {}
    if catalog.has_pair(stem):
        pair = catalog.load_pair(stem)
        batches = list(pair.batches(pair.steps))
        spec.update(parity.recording.spec_of(pair), batches=len(batches))
        arrays = {f"batch/{i}/{name}": value for i, batch in enumerate(batches) for name, value in batch.items()}
        arrays.update({f"start/{name}": value for name, value in pair.start.items()})
    np.savez(path, request=np.array(json.dumps(spec)), **arrays)


def record(stem, oracle):
    """Record one original and write ``tests/goldens/<stem>.npz``; returns the file's path."""
    from tf2notes.parity import load_recording, sampled

    target = GOLDENS / f"{stem}.npz"
    with tempfile.TemporaryDirectory() as folder:
        request, answer = Path(folder, "request.npz"), Path(folder, "recording.npz")
        make_request(stem, request)
        script = [oracle, str(ROOT / "legacy" / "record.py"), str(request), str(answer)]
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
        for name in ("PYTHONPATH", "TF2_BEHAVIOR"):  # importing TensorFlow 2 sets the latter, and 1.15 would obey it
            environment.pop(name, None)
        run = subprocess.run(script, env=environment, cwd=folder, capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(f"{stem} failed on TensorFlow 1.15:\n{run.stderr[-4000:]}")
        np.savez_compressed(target, **sampled(load_recording(answer)))
    return target


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("stems", nargs="*", help="originals to record; all of them if none is named")
    parser.add_argument("--oracle", required=True, help="a python with TensorFlow 1.15")
    options = parser.parse_args()
    from tf2notes import catalog

    for stem in options.stems or catalog.names():
        target = record(stem, options.oracle)
        print(f"{target.relative_to(ROOT)}: {len(load(target))} arrays, {target.stat().st_size:,} bytes", flush=True)


def load(path):
    with np.load(path) as file:
        return file.files


if __name__ == "__main__":
    main()
