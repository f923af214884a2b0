"""Start and watch several workers on this machine: ``tf2notes launch --workers 2 NAME [options of run]``.

Each worker is ``python -m tf2notes.run NAME --strategy multiworker ...`` with a ``TF_CONFIG`` of its own. Worker 0
writes to the terminal as it would alone; what the others write is marked with their number. If one worker fails, the
others are ended, too, and that is said. If it was killed, all start again from the last checkpoint, --restarts times.
Ctrl-C saves and ends all workers, a second one ends them at once.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

GRACE_SECONDS = 30.0  # TensorFlow tells the other workers by itself, mostly within seconds
LOST = 75  # a worker's exit code where it ended because another one had gone


def main(arguments=None):
    """Entry point; returns the exit code: 0, or that of the worker that failed first."""
    parser = argparse.ArgumentParser(
        prog="tf2notes launch",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="All other options are those of tf2notes run NAME --help.",
        allow_abbrev=False,
    )
    parser.add_argument("--workers", type=int, default=2, help="how many; default 2")
    parser.add_argument("--restarts", type=int, default=1, help="after a worker was killed; default 1")
    parser.add_argument("--threads", type=int, help="of each worker; default: its share of the processors")
    parser.add_argument("name", metavar="NAME", help="an example that trains; tf2notes run --list shows them")
    options, rest = parser.parse_known_args(arguments)
    for name, least in (("workers", 1), ("restarts", 0), ("threads", 1)):
        value = getattr(options, name)
        if value is not None and value < least:
            parser.error(f"--{name} {value}: expected at least {least}")
    fault = _refused(options.name, rest)
    if fault:
        parser.error(fault)
    command = [sys.executable, "-m", "tf2notes.run", options.name, "--strategy", "multiworker", *rest]
    if not any(argument.partition("=")[0] in ("--folder", "--resume") for argument in rest):
        stamp = time.strftime("%Y%m%d-%H%M%S")
        command += ["--folder", os.path.join(_value(rest, "--out", "runs"), f"{options.name}-{stamp}-{os.getpid()}")]
    for attempt in range(options.restarts + 1):
        code, killed = supervise(command, options.workers, threads=options.threads)
        if not killed or attempt == options.restarts:
            return code
        say(f"starting again from the last checkpoint ({attempt + 1} of {options.restarts})")
    return code


def supervise(command, workers, grace=GRACE_SECONDS, threads=None, limit=None, logs=None):
    """Run a command once for each worker until all have ended.

    Args:
        grace: seconds for which the others may go on after one has failed, or after they were asked to end.
        threads: of each worker; None for its share of the processors.
        limit: seconds after which all are ended, whatever they do; None for no limit.
        logs: a function of (worker, line) for all that workers write, instead of the terminal.

    Returns:
        (0 or the exit code of the worker that failed first, whether starting again may help: a worker was killed, by
        nobody who asked this function to end, or it did not answer any more).
    """
    addresses = [f"127.0.0.1:{port}" for port in free_ports(workers)]
    processes, readers = [], []
    asked = []
    before = {
        number: signal.signal(number, lambda number, _: asked.append(number))
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        for index in range(workers):
            process = _start(command, environment(addresses, index, threads), own_output=index > 0 or logs is not None)
            processes.append(process)
            if process.stdout is not None:
                reader = threading.Thread(target=_pass_on, args=(process, index, logs or _marked), daemon=True)
                reader.start()
                readers.append(reader)
        pairs = zip(processes, addresses, strict=True)
        say(f"{workers} worker(s): " + ", ".join(f"process {p.pid} at {a}" for p, a in pairs))
        return _watch(processes, asked, grace, limit)
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        for reader in readers:
            reader.join(timeout=5)
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(command, env, own_output):
    """A session of its own: Ctrl-C reaches the workers by way of the launcher, once and in order."""
    kept = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
    return subprocess.Popen(command, env=env, start_new_session=True, **(kept if own_output else {}))


def _watch(processes, asked, grace, limit):
    failed = deadline = None
    passed_on, end = 0, time.monotonic() + (limit or float("inf"))
    while any(process.poll() is None for process in processes):
        time.sleep(0.1)
        if len(asked) > passed_on:
            if passed_on:
                say("asked again: all workers are killed")
                _each_running(processes, lambda p, _: p.kill())
            else:
                say(f"{signal.Signals(asked[0]).name}: all workers save and end")
                _each_running(processes, lambda p, _: p.terminate())
                deadline = time.monotonic() + grace
            passed_on = len(asked)
        if failed is None and not asked:
            failed = _say_first_failed(processes)
            deadline = deadline if failed is None else time.monotonic() + grace
        if time.monotonic() > min(end, deadline or float("inf")):
            _each_running(processes, lambda p, i: (say(f"worker {i} still runs and is killed"), p.kill()))
            for process in processes:
                process.wait()
    if asked:
        return 128 + asked[0], False
    failed = _say_first_failed(processes) if failed is None else failed
    if failed is None:
        return 0, False
    code = processes[failed].returncode
    killed = code == LOST or (code < 0 and code not in (-signal.SIGINT, -signal.SIGTERM))
    killed = killed and time.monotonic() <= end
    return (code if code > 0 else 128 - code), killed


def _first_failed(processes):
    """The worker whose failure is the cause: one that ended because another one had gone is not, and one that
    TensorFlow aborted is only where no other failed by itself.
    """
    failed = [i for i, p in enumerate(processes) if p.poll() not in (None, 0)]
    led = (LOST, -signal.SIGABRT)
    return min(failed, key=lambda i: (processes[i].returncode in led, i), default=None)


def _say_first_failed(processes):
    failed = _first_failed(processes)
    if failed is not None:
        running = any(process.poll() is None for process in processes)
        others = "; the others end, too" if running else ""
        say(f"worker {failed} {_how(processes[failed].returncode)}{others}")
    return failed


def _each_running(processes, do):
    for index, process in enumerate(processes):
        if process.poll() is None:
            do(process, index)


def environment(addresses, index, threads=None):
    """A worker's environment; its share of the cores, where nothing else was asked for."""
    cluster = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
    found = {**os.environ, "TF_CONFIG": json.dumps(cluster), "PYTHONUNBUFFERED": "1"}
    if threads or "TF_NUM_INTRAOP_THREADS" not in found:
        found["TF_NUM_INTRAOP_THREADS"] = str(threads or max(1, (os.cpu_count() or 1) // len(addresses)))
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
    print(f"tf2notes launch: {text}", file=sys.stderr, flush=True)


def _pass_on(process, index, write):
    with process.stdout:
        for line in process.stdout:
            write(index, line)


def _marked(index, line):
    print(f"[worker {index}] {line}", end="", file=sys.stderr, flush=True)


def _refused(name, rest):
    """What is wrong with the command before any process is started, or None."""
    from tf2notes import catalog

    try:
        catalog.check_name(name)
    except LookupError as error:
        return error.args[0]
    if not catalog.trains(name):
        return f"{name} is a topic that computes some values; there is nothing to train on several workers"
    if not catalog.uses_training_fit(name):
        return f"{name} trains by Keras' fit, which does not run on several workers"
    given = [argument.partition("=")[0] for argument in rest]
    if "--strategy" in given:
        return "--strategy: launch gives multiworker itself"
    return None


def _value(rest, option, default):
    for argument, following in zip(rest, [*rest[1:], default], strict=True):
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
        if argument == option:
            return following
    return default


def _how(code):
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return "lost another worker" if code == LOST else f"ended with code {code}"


if __name__ == "__main__":
    sys.exit(main())
