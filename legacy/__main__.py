"""Runs a TensorFlow 1 program as it is.

python -m tf2notes.legacy script.py [its arguments]
python -m tf2notes.legacy -m package.module [its arguments]

--python2   the program is written for Python 2: convert its files in memory
"""

import sys

from tf2notes.legacy.runner import main

if __name__ == "__main__":
    main(sys.argv[1:])
