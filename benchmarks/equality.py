"""How far apart one device, two logical devices and two worker processes are after the same training.

    python benchmarks/equality.py

For each case of tests/training/cases.py (two epochs of 37 rows in batches of 8, the last of 5): the largest relative
difference of any loss or metric of training and validation, and the largest absolute one of any weight, variable of the
optimizer or average, both from one device with the whole batch. Takes three minutes on two cores.
"""

import os
import pickle
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main():
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    from tf2notes import quiet, strategies

    quiet.import_tensorflow()
    mirrored = strategies.make("mirrored", 2)
    import tensorflow as tf

    from tests.training import cases

    tf.get_logger().setLevel("ERROR")
    workers = on_workers(list(cases.CASES))
    print("| case | 2 devices: history | variables | 2 workers: history | variables |\n|---|---:|---:|---:|---:|")
    for case in cases.CASES:
        expected = cases.on_one_device(case)
        found = [cases.trained(mirrored, case), *(worker[case] for worker in workers)]
        two, first, second = (cases.distance(one, expected) for one in found)
        history, variables = max(first[0], second[0]), max(first[1], second[1])
        print(f"| {case} | {two[0]:.0e} | {two[1]:.0e} | {history:.0e} | {variables:.0e} |")
    return 0


def on_workers(names):
    """[what worker 0 has found, what worker 1 has]."""
    from tf2notes import launch

    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.training.worker", folder, "no service", *names]
        os.chdir(ROOT)
        lines = []
        code, _ = launch.supervise(command, 2, grace=20, limit=900, logs=lambda i, line: lines.append(line))
        if code:
            raise RuntimeError("".join(lines)[-3000:])
        return [pickle.loads((Path(folder) / f"worker-{i}.pickle").read_bytes()) for i in range(2)]


if __name__ == "__main__":
    sys.exit(main())
