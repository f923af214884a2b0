"""Timing that all sides share; also for Python 3.7."""

import json
import resource
import sys
import time


def serve(run, seconds):
    """Answer each line on stdin with the time of ``run(steps)``; what comes before the first warms up."""
    answer = answers()
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
        answer((time.perf_counter() - begin) / steps)


def answers():
    """A function that writes {"ms": milliseconds of the seconds given, "mb": peak memory so far} to stdout."""
    stdout, sys.stdout = sys.stdout, sys.stderr

    def answer(seconds):
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        stdout.write(json.dumps({"ms": seconds * 1000, "mb": memory}) + "\n")
        stdout.flush()

    return answer
