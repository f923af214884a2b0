"""How long a training step takes: every training example, against TensorFlow 1.15, its original, Keras and PyTorch.

    python benchmarks/examples.py --tf1-python oracle/bin/python --torch-python torch/bin/python

All contenders train the same model on the same batches, those of the example's parity pair at the notes' sizes, in
float32. Each has a process of its own; when all have traced, compiled and warmed up, they take turns, `--repeats`
times, one computing while the others wait. The table has medians of milliseconds a step:

    tf1        the original under TensorFlow 1.15, a feed and a session call each step
    original   the same file on today's TensorFlow, through tf2notes.legacy
    keras      the modern model, compiled with Keras' defaults (XLA where Keras chooses it), `model.fit`
    fit        the modern model as the example compiles it, `model.fit`, 100 steps an execution
    loop       what `python -m tf2notes.run` takes: `tf2notes.training.fit`, or `fit_resident`
    bfloat16   the same in mixed_bfloat16
    torch      PyTorch, eager; torch.compile in a column of its own

A contender that fails has its reason below the table; one that was not given has a dash. The table is written to
benchmarks/results/examples.md, all repeats to examples.json.
"""

import argparse
import contextlib
import json
import os
import platform
import re
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tables import report

HERE = Path(__file__).resolve().parent
SIDES = ["tf1", "original", "keras", "fit", "loop", "bfloat16", "torch", "torch.compile"]
TORCH = ["cnn_mnist", "lstm_mnist", "ptb_lm", "seq2seq_letters"]
STEPS = {  # in a turn: a few tenths of a second
    "attention_letters": 10,
    "cbow_words": 100,
    "cnn_mnist": 8,
    "bilstm_mnist": 20,
    "csv_pipeline": 1000,
    "deconv_images": 100,
    "echo_rnn": 400,
    "ema_mnist": 400,
    "gan_mnist": 60,
    "linear_regression": 2000,
    "lstm_mnist": 8,
    "lstm_sine": 200,
    "mlp_regularized": 1000,
    "ptb_lm": 4,
    "seq2seq_letters": 10,
    "skipgram_words": 400,
    "softmax_mnist": 600,
    "stacked_bilstm_mnist": 10,
    "tfrecord_pipeline": 1000,
    "towers_mnist": 200,
}
STARTS = {  # whole processes, seconds
    "import tensorflow": ["-c", "import tensorflow"],
    "legacy, a script that only imports tensorflow": ["-m", "tf2notes.legacy", "SCRIPT"],
    "run --list": ["-m", "tf2notes.run", "--list"],
    "run --help": ["-m", "tf2notes.run", "--help"],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="examples (default: all that train)")
    parser.add_argument("--tf1-python", help="a Python with TensorFlow 1.15")
    parser.add_argument("--torch-python", help="a Python with PyTorch")
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=SIDES, help="columns to measure")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--minutes", type=float, default=19.0, help="after which the rest of the table stays empty")
    parser.add_argument("--warm-up", type=float, default=75.0, help="seconds that a contender may take to get ready")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "examples.json")
    args = parser.parse_args()
    begin = time.monotonic()
    args.ends = begin + 60 * args.minutes
    pairs = HERE.parent / "tf2notes" / "pairs"
    names = args.names or sorted(path.stem for path in pairs.glob("[a-z]*.py"))
    results = {"environment": environment(args), "starts": starts(args.repeats), "examples": {}}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    nurseries = Nurseries(args)
    try:
        for name in names:
            results["examples"][name] = measure(name, nurseries, args)
            results["environment"].update(load_after=os.getloadavg(), minutes=(time.monotonic() - begin) / 60)
            args.out.write_text(json.dumps(results, indent=1))
            print(name, {k: v.get("ms", v.get("error")) for k, v in results["examples"][name].items()}, flush=True)
    finally:
        nurseries.end()
    args.out.with_suffix(".md").write_text(report(results, SIDES))
    print("\n" + report(results, SIDES))


def environment(args):
    cpu = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "cpu": cpu[0].partition(": ")[2] if cpu else platform.processor(),
        "cores": os.cpu_count(),
        "threads": args.threads,
        "repeats": args.repeats,
        "date": time.strftime("%Y-%m-%d"),
        "load_before": os.getloadavg(),
        "platform": platform.platform(),
    }


def starts(repeats):
    """Seconds that whole processes take, medians; they take turns too."""
    took = {name: [] for name in STARTS}
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "script.py")
        script.write_text("import tensorflow as tf\n")
        for _ in range(repeats):
            for name, command in STARTS.items():
                begin = time.perf_counter()
                command = [sys.executable, *(str(script) if part == "SCRIPT" else part for part in command)]
                subprocess.run(command, capture_output=True, cwd=folder, check=False)
                took[name].append(time.perf_counter() - begin)
    return {name: {"s": statistics.median(times), "all": times} for name, times in took.items()}


class Nurseries:
    """The process of each side that has imported its library and forks one for each example."""

    def __init__(self, args):
        here = HERE / "sides"
        keras = [sys.executable, str(here / "keras_side.py")]
        commands = dict.fromkeys(["prepare", *args.sides], keras)
        commands["tf1"] = [args.tf1_python, str(here / "tf1_side.py")]
        commands["torch"] = commands["torch.compile"] = [args.torch_python, str(here / "torch_side.py")]
        self.processes = {
            side: subprocess.Popen(
                commands[side],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=environ(args),
                cwd="/",
            )
            for side in ["prepare", *args.sides]
            if commands[side][0]
        }

    def end(self):
        for process in self.processes.values():
            process.kill()
            process.wait()


class Contender:
    """A side at work on one example: its messages, and why it ended."""

    def __init__(self, process, side, name, folder):
        self.process, self.errors, self.pid, self.ended = process, Path(folder, f"{side}.err"), None, None
        self.buffer = b""
        request = {"side": side, "name": name, "folder": folder, "steps": STEPS.get(name, 100)}
        self.send(json.dumps({**request, "errors": str(self.errors)}))
        self.pid = (self.message(time.monotonic() + 60) or {}).get("pid")

    def send(self, line):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(line.encode() + b"\n")

    def message(self, until):
        """The next message; None if the contender has ended or did not answer in time, which ends it."""
        while b"\n" not in self.buffer:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, until - time.monotonic()))
            part = os.read(self.process.stdout.fileno(), 65536) if ready else None
            if part is None and self.pid:
                self.ended = "took too long"
                os.kill(self.pid, signal.SIGKILL)
                until = time.monotonic() + 10
                self.pid = None
            elif not part:
                self.ended = self.ended or "its process ended"
                return None
            else:
                self.buffer += part
        line, _, self.buffer = self.buffer.partition(b"\n")
        found = json.loads(line)
        if "ended" in found:
            self.ended = self.ended or self.last_words(found["ended"])
            return None
        return found if not self.ended else self.message(until)

    def last_words(self, status):
        lines = self.errors.read_text(errors="replace").strip().splitlines() if self.errors.exists() else []
        said = (
            [line for line in lines if re.search(r"(Error|Exception): |unsupported operations", line)] or lines or [""]
        )
        return f"{said[-1][:200]} (exit status {status})"

    def finish(self):
        """Let the child go; the nursery says so."""
        if not self.ended:
            self.send("end")
            while self.message(time.monotonic() + 10) is not None:
                pass


def measure(name, nurseries, args):
    """Of each side: {"ms": median, "all": of every repeat, "mb": peak memory, "loss"} or {"error": its last words}."""
    if time.monotonic() > args.ends:
        return {side: {"error": "no time was left"} for side in args.sides}
    with tempfile.TemporaryDirectory() as folder:
        preparation = Contender(nurseries.processes["prepare"], "prepare", name, folder)
        preparation.message(time.monotonic() + args.warm_up)
        if not Path(folder, "batches.npz").exists():
            return {side: {"error": preparation.ended or "not prepared"} for side in args.sides}
        entered = [
            side
            for side in args.sides
            if side in nurseries.processes and (name in TORCH or not side.startswith("torch"))
        ]
        contenders = {side: Contender(nurseries.processes[side], side, name, folder) for side in entered}
        until, answers = time.monotonic() + args.warm_up, {side: [] for side in entered}
        for contender in contenders.values():
            contender.message(until)  # ready
        for turn in range(args.repeats + 1):
            for side, contender in contenders.items():
                if contender.ended or (turn > 1 and time.monotonic() > args.ends):
                    continue
                contender.send("go")
                answer = contender.message(time.monotonic() + 60)
                answers[side] += [answer] if answer and turn else []
        ended = {side: contender.ended for side, contender in contenders.items()}
        for contender in contenders.values():
            contender.finish()
        return {side: summary(answers[side], ended[side]) for side in entered}


def environ(args):
    threads = dict.fromkeys(["OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"], str(args.threads))
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **threads, **quiet, "OMP_WAIT_POLICY": "passive", "TORCHINDUCTOR_COMPILE_THREADS": "1"}


def summary(answers, ended):
    if not answers or ended:
        return {"error": ended or "no answer"}
    times = [answer["ms"] for answer in answers]
    last = {key: answers[-1][key] for key in ("mb", "loss", "trained") if key in answers[-1]}
    return {"ms": statistics.median(times), "all": times, **last}


if __name__ == "__main__":
    main()
