"""How long a training step takes: every training example, against TensorFlow 1.15, its original, Keras and PyTorch.

    python benchmarks/examples.py --tf1-python oracle/bin/python --torch-python torch/bin/python

All contenders train the same model on the same batches, those of the example's parity pair at the notes' sizes, in
float32. Each has a process of its own; when all have traced, compiled and warmed up, they take turns, `--repeats`
times, one computing while the others wait. The table has medians of milliseconds a step:

    TF 1.15    the original under TensorFlow 1.15, a feed and a session call each step
    original   the same file on today's TensorFlow, through tf2notes.legacy
    Keras      the modern model, compiled with Keras' defaults (XLA where Keras chooses it), `model.fit`
    fit        the modern model as the example compiles it, `model.fit`
    loop       the same, `tf2notes.training.fit`
    bfloat16   the same in mixed_bfloat16
    torch      PyTorch, eager; torch.compile in a column of its own

Columns of contenders that were not given stay empty. Results are kept in benchmarks/results/examples.json.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIDES = ["tf1", "original", "keras", "fit", "loop", "bfloat16", "torch", "torch.compile"]
TORCH = ["cnn_mnist", "lstm_mnist", "ptb_lm", "seq2seq_letters"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="examples (default: all that train)")
    parser.add_argument("--tf1-python", help="a Python with TensorFlow 1.15")
    parser.add_argument("--torch-python", help="a Python with PyTorch")
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=SIDES, help="columns to measure")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="of one turn")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--out", type=Path, default=HERE / "results" / "examples.json")
    args = parser.parse_args()
    begin = time.perf_counter()
    pairs = HERE.parent / "tf2notes" / "pairs"
    names = args.names or sorted(path.stem for path in pairs.glob("[a-z]*.py"))
    results = {"environment": environment(args), "examples": {}}
    print(table_head(args.sides))
    for name in names:
        results["examples"][name] = measure(name, args)
        print(table_row(name, results["examples"][name], args.sides), flush=True)
    print(*ratios(results["examples"]), sep="\n")
    results["environment"]["load_after"] = os.getloadavg()
    results["environment"]["minutes"] = (time.perf_counter() - begin) / 60
    args.out.parent.mkdir(exist_ok=True)
    args.out.write_text(json.dumps(results, indent=1))
    print(f"{results['environment']['minutes']:.1f} minutes, load {os.getloadavg()[0]:.1f}; kept in {args.out}")


def environment(args):
    cpu = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "cpu": cpu[0].partition(": ")[2] if cpu else platform.processor(),
        "cores": os.cpu_count(),
        "threads": args.threads,
        "repeats": args.repeats,
        "load_before": os.getloadavg(),
        "platform": platform.platform(),
    }


def measure(name, args):
    """Of each side: {"ms": median, "all": of every repeat, "mb": peak memory} or {"error": its last words}."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, str(HERE / "sides" / "keras_side.py"), "prepare", name, folder],
            check=True,
            env=environ(args),
            cwd="/",
            capture_output=True,
        )
        sides = {side: start(side, name, folder, args) for side in args.sides}
        answers = {side: [] for side, process in sides.items() if process}
        try:
            for turn in range(args.repeats + 1):
                for side in answers:
                    answer = ask(sides[side])
                    answers[side] += [answer] if turn and answer else []
        finally:
            for process in filter(None, sides.values()):
                process.kill()
                process.wait()
        return {side: summary(found, Path(folder, f"{side}.err")) for side, found in answers.items()}


def start(side, name, folder, args):
    """The side's process, or None where it has no Python."""
    here, rest = HERE / "sides", [folder, str(args.seconds)]
    if side == "tf1":
        command = [args.tf1_python, str(here / "tf1_side.py"), *rest]
    elif side.startswith("torch"):
        command = [args.torch_python if name in TORCH else None, str(here / "torch_side.py"), side, name, *rest]
    else:
        command = [sys.executable, str(here / "keras_side.py"), side, name, *rest]
    if not command[0]:
        return None
    with open(Path(folder, f"{side}.err"), "w") as errors:
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=environ(args), cwd="/"
        )


def environ(args):
    threads = dict.fromkeys(["OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"], str(args.threads))
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **threads, **quiet, "OMP_WAIT_POLICY": "passive"}


def ask(process):
    """One round: the answer, or None where the process has ended."""
    try:
        process.stdin.write("go\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline() or "null")
    except BrokenPipeError:
        return None


def summary(answers, errors):
    if not answers:
        return {"error": (errors.read_text().strip().splitlines() or ["no message"])[-1][:300]}
    times = [answer["ms"] for answer in answers]
    return {"ms": statistics.median(times), "all": times, "mb": answers[-1]["mb"]}


def table_head(sides):
    return "| example | " + " | ".join(sides) + " |\n|---" + "|--:" * len(sides) + "|"


def table_row(name, found, sides):
    cells = [
        "-" if side not in found else "fails" if "error" in found[side] else milliseconds(found[side]) for side in sides
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def milliseconds(entry):
    return f"{entry['ms']:.3g}" if entry["ms"] < 100 else f"{entry['ms']:.0f}"


def ratios(examples):
    """How many times faster ours is than each peer: the worst example and the geometric mean."""
    for ours in ("fit", "loop"):
        for peer in ("tf1", "original", "keras", "torch", "torch.compile"):
            pairs = {n: (f[peer].get("ms"), f[ours].get("ms")) for n, f in examples.items() if peer in f and ours in f}
            times = {name: theirs / mine for name, (theirs, mine) in pairs.items() if theirs and mine}
            if times:
                worst = min(times, key=times.get)
                mean = math.exp(statistics.mean(map(math.log, times.values())))
                found = f"worst {times[worst]:.2f} ({worst}), geometric mean {mean:.2f}, of {len(times)}"
                yield f"{ours} against {peer}: {found}"


if __name__ == "__main__":
    main()
