"""Timing that all sides share; also for Python 3.7."""

import json
import resource
import sys
import time


def serve(run, seconds):
    """Answer each line on stdin with {"ms": milliseconds a step of ``run(steps)``, "mb": peak memory so far}.

    The first calls, before a line is read, warm up and find out how many steps fill the time.
    """
    answers = sys.stdout
    sys.stdout = sys.stderr
    run(3)
    steps, took = 5, 0.0
    while took < seconds / 2 and steps < 1000000:
        begin = time.perf_counter()
        run(steps)
        took = time.perf_counter() - begin
        steps = min(steps * 4, max(int(steps * seconds / took), 3))
    for _ in iter(sys.stdin.readline, ""):
        begin = time.perf_counter()
        run(steps)
        milliseconds = (time.perf_counter() - begin) / steps * 1000
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        answers.write(json.dumps({"ms": milliseconds, "mb": memory}) + "\n")
        answers.flush()
