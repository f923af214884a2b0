"""What all sides share, also for Python 3.7: one process that has imported its library forks one for each example.

The parent and its child speak JSON, a line a message, on what was standard output: {"pid": ...} when a child begins,
{"ready": true} once it has traced, compiled and warmed up, {"ms": ..., "mb": ...} for every line "go" that it reads,
{"ended": exit status} when it is gone.
"""

import json
import os
import resource
import sys
import time
import traceback

PROTOCOL = os.dup(1)
os.dup2(2, 1)  # whatever else is printed is no message


def say(**message):
    os.write(PROTOCOL, (json.dumps(message) + "\n").encode())


def nursery(work):
    """For each request on stdin, a child that does ``work(**request)``; its stderr goes to request["errors"]."""
    stdin = os.fdopen(0, "rb", 0)  # not buffered: what follows the request is for the child
    for line in iter(stdin.readline, b""):
        request = json.loads(line.decode())
        errors = request.pop("errors")
        child = os.fork()
        if not child:
            os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            status = 1
            try:
                work(**request)
                status = 0
            except BaseException:
                traceback.print_exc()
            sys.stderr.flush()
            os._exit(status)
        say(pid=child)
        say(ended=os.waitpid(child, 0)[1])


def serve(run, steps):
    """Warm up, then answer each line on stdin with the time of ``run(steps)``."""
    run(3)
    run(min(steps, 200))
    say(ready=True)
    while sys.stdin.readline() == "go\n":
        begin = time.perf_counter()
        run(steps)
        answer((time.perf_counter() - begin) / steps)


def answer(seconds, **more):
    """Tell milliseconds a step, and the peak memory of the process so far in MB."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(ms=seconds * 1000, mb=memory, **more)
