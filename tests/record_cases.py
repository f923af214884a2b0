"""Records what TensorFlow 1.15 computes for the files of ``tests/legacy/cases``.

    python3.7 -m venv oracle
    oracle/bin/pip install tensorflow==1.15.5 'protobuf<3.21' 'numpy<1.19'
    oracle/bin/python tests/record_cases.py [tests/legacy/cases/contrib_rnn.py ...]

A case file is a genuine TF1 program: ``import tensorflow as tf`` and functions ``case_<what>()`` without arguments,
each run in a graph of its own, that return a dict of name -> array, number, string or list of them. The recording is
``tests/goldens/legacy/<stem>.npz`` with the keys ``case_<what>/<name>``. Runs under Python 3.7 and imports
nothing of ours.
"""

import importlib.util
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "legacy", "cases")
GOLDENS = os.path.join(HERE, "goldens", "legacy")


def run_cases(module, tf, only=None):
    """Every ``case_*`` of a module (or just `only`) in a fresh graph; returns {"case/name": array}."""
    import numpy as np

    recorded = {}
    for case in sorted(name for name in vars(module) if name.startswith("case_") and name in (only or name)):
        np.random.seed(0)
        with tf.Graph().as_default():
            for name, value in getattr(module, case)().items():
                recorded[case + "/" + name] = np.asarray(value)
                if recorded[case + "/" + name].dtype == object:
                    raise TypeError("%s/%s is ragged or no array: %r" % (case, name, value))
    return recorded


def main(paths):
    import warnings

    warnings.filterwarnings("ignore")
    import numpy as np
    import tensorflow as tf

    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    for path in paths or sorted(os.path.join(CASES, f) for f in os.listdir(CASES) if f.endswith(".py")):
        stem = os.path.splitext(os.path.basename(path))[0]
        spec = importlib.util.spec_from_file_location(stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        recorded = run_cases(module, tf)
        if not os.path.isdir(GOLDENS):
            os.makedirs(GOLDENS)
        target = os.path.join(GOLDENS, stem + ".npz")
        np.savez_compressed(target, **recorded)
        print("%s: %d arrays, %d bytes" % (os.path.relpath(target), len(recorded), os.path.getsize(target)))


if __name__ == "__main__":
    main(sys.argv[1:])
