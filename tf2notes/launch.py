"""Start and watch several local workers: ``python -m tf2notes.launch --workers 2 NAME [options of run]``.

Each worker is ``python -m tf2notes.run NAME --strategy multiworker ...`` with a ``TF_CONFIG`` of its own. If one dies,
the others are ended, that is said, and all start again from the last checkpoint, ``--restarts`` times.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time

GRACE_SECONDS = 20.0  # TensorFlow tells the other workers by itself, mostly within seconds


def main(arguments=None):
    """Entry point; returns the exit code: 0, or that of the worker that failed first."""
    parser = argparse.ArgumentParser(prog="tf2notes.launch", description=__doc__.partition("\n")[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--restarts", type=int, default=1, help="how often all start again after one has died")
    parser.add_argument("name", help="an example")
    options, rest = parser.parse_known_args(arguments)
    if options.workers < 1:
        parser.error(f"--workers {options.workers}: expected at least 1")
    command = [sys.executable, "-m", "tf2notes.run", options.name, "--strategy", "multiworker", *rest]
    if not any(argument.partition("=")[0] == "--folder" for argument in rest):
        stamp = time.strftime("%Y%m%d-%H%M%S")
        command += ["--folder", os.path.join("runs", f"{options.name}-{stamp}-{os.getpid()}")]
    for attempt in range(options.restarts + 1):
        code = supervise(command, options.workers)
        if code in (0, 2, 130, 143) or attempt == options.restarts:
            return code
        say(f"starting again from the last checkpoint ({attempt + 1} of {options.restarts})")
    return code


def supervise(command, workers, grace=GRACE_SECONDS):
    """Run the command once for each worker until all have ended; returns 0, or the first failure's exit code."""
    addresses = [f"127.0.0.1:{port}" for port in free_ports(workers)]
    processes = [subprocess.Popen(command, env=environment(addresses, index)) for index in range(workers)]
    say(
        f"{workers} workers: " + ", ".join(f"process {p.pid} at {a}" for p, a in zip(processes, addresses, strict=True))
    )
    asked = []
    before = {
        number: signal.signal(number, lambda number, _: asked.append(number))
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        return _watch(processes, asked, grace)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for process in processes:
            if process.poll() is None:
                process.kill()
                process.wait()


def _watch(processes, asked, grace):
    failed = deadline = None
    passed_on = 0
    while any(process.poll() is None for process in processes):
        time.sleep(0.1)
        for number in asked[passed_on:]:  # each worker saves, all at the same step
            for process in processes:
                if process.poll() is None:
                    process.send_signal(number)
        passed_on = len(asked)
        if failed is None:
            failed = next((i for i, p in enumerate(processes) if p.poll() not in (None, 0)), None)
            if failed is not None:
                deadline = time.monotonic() + grace
                say(f"worker {failed} {_how(processes[failed].returncode)}; the others are ended, too")
        elif time.monotonic() > deadline:
            for index, process in enumerate(processes):
                if process.poll() is None:
                    say(f"worker {index} has not noticed within {grace:g} s and is killed")
                    process.kill()
    if failed is None:
        failed = next((i for i, p in enumerate(processes) if p.returncode != 0), None)
    if failed is None:
        return 0
    code = processes[failed].returncode
    return code if code > 0 else 128 - code


def environment(addresses, index):
    """A worker's environment; its share of the cores, where nothing else was asked for."""
    cluster = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
    threads = str(max(1, (os.cpu_count() or 1) // len(addresses)))
    found = {**os.environ, "TF_CONFIG": json.dumps(cluster)}
    found.setdefault("TF_NUM_INTRAOP_THREADS", threads)
    return found


def free_ports(count):
    """So many ports that are free now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def say(text):
    """One line on standard error."""
    print(f"tf2notes.launch: {text}", file=sys.stderr, flush=True)


def _how(code):
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


if __name__ == "__main__":
    sys.exit(main())
