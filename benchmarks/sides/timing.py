"""Timing that all sides share; also for Python 3.7."""

# ruff: noqa: UP022, UP031

import json
import resource
import time


def report(run, seconds, **more):
    """Print {"ms", "mb", ...} of ``run(steps)``, which trains so many steps; the first calls warm up."""
    run(3)
    steps = 5
    while True:  # find out how many steps fill the time
        begin = time.perf_counter()
        run(steps)
        took = time.perf_counter() - begin
        if took > seconds / 8 or steps > 1e6:
            break
        steps *= 4
    steps = max(int(steps * seconds / took), 3)
    begin = time.perf_counter()
    run(steps)
    more["ms"] = (time.perf_counter() - begin) / steps * 1000
    more["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("\n" + json.dumps(more))
