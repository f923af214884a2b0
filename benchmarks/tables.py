"""The results of benchmarks/examples.py as Markdown."""

import math
import statistics

OURS, PEERS = ("fit", "loop"), ("tf1", "original", "keras", "torch", "torch.compile")
GOALS = {"tf1": (1.0, 1.5), "original": (1.0, 1.5), "keras": (1.0, 1.5), "torch": (1.0, None)}


def report(results, sides):
    """All tables, and what failed."""
    examples, about = results["examples"], results["environment"]
    load = f"{about['load_before'][0]:.1f} before and {about.get('load_after', [0])[0]:.1f} after"
    intro = f"{about['date']}, {about['cpu']}, {about['cores']} cores, {about['threads']} threads, load {load}; medians"
    intro += f" of {about['repeats']} turns, {about.get('minutes', 0):.0f} minutes in all. Milliseconds a step:"
    parts = [intro, table(examples, sides, "ms"), "Goals:\n", goals(examples)]
    parts += ["bfloat16 against float32, `loop` in both:\n", halves(examples)]
    parts += ["Peak memory, MB, imports included:\n", table(examples, sides, "mb")]
    parts += ["Whole processes, seconds:\n", starts(results["starts"])]
    failed = [f"- {n}, {s}: {v['error']}" for n, found in examples.items() for s, v in found.items() if "error" in v]
    return "\n".join(parts + (["Failed:\n", *failed] if failed else [])) + "\n"


def table(examples, sides, key):
    lines = ["", "| example | " + " | ".join(sides) + " |", "|---" + "|--:" * len(sides) + "|"]
    for name, found in examples.items():
        lines.append(f"| {name} | " + " | ".join(cell(found.get(side), key) for side in sides) + " |")
    return "\n".join(lines) + "\n"


def cell(entry, key):
    if entry is None:
        return "-"
    return "fails" if "error" in entry else number(entry[key])


def number(value):
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def goals(examples):
    """How many times faster ours is than each peer: the worst example, the geometric mean, and what was wanted."""
    lines = ["| ours | against | worst | mean | examples | goal | slower in |", "|---|---|--:|--:|--:|---|---|"]
    for ours in OURS:
        for peer in PEERS:
            times = ratios(examples, peer, ours)
            if not times:
                continue
            worst, mean = min(times, key=times.get), geometric(times.values())
            goal_worst, goal_mean = GOALS.get(peer, (None, None))
            met = (goal_worst is None or times[worst] >= goal_worst) and (goal_mean is None or mean >= goal_mean)
            goal = "-" if peer not in GOALS else f"{goal_worst}, {goal_mean or '-'}: {'met' if met else 'missed'}"
            slower = ", ".join(f"{n} {t:.2f}" for n, t in sorted(times.items(), key=lambda i: i[1]) if t < 1)
            first = f"| {ours} | {peer} | {times[worst]:.2f} ({worst}) | {mean:.2f} | {len(times)}"
            lines.append(f"{first} | {goal} | {slower or '-'} |")
    return "\n".join(lines) + "\n"


def ratios(examples, peer, ours):
    found = {
        n: (f[peer]["ms"], f[ours]["ms"])
        for n, f in examples.items()
        if "ms" in f.get(peer, {}) and "ms" in f.get(ours, {})
    }
    return {name: theirs / mine for name, (theirs, mine) in found.items()}


def geometric(values):
    return math.exp(statistics.mean(map(math.log, values)))


def halves(examples):
    lines = ["| example | times as fast | loss, float32 | loss, bfloat16 | after steps |", "|---|--:|--:|--:|--:|"]
    for name, ratio in ratios(examples, "loop", "bfloat16").items():
        full, half = (examples[name][side] for side in ("loop", "bfloat16"))
        losses = f"{full.get('loss', math.nan):.4g} | {half.get('loss', math.nan):.4g}"
        lines.append(f"| {name} | {ratio:.2f} | {losses} | {full.get('trained', '-')} |")
    return "\n".join(lines) + "\n"


def starts(found):
    lines = ["| process | s |", "|---|--:|"]
    return "\n".join(lines + [f"| `{name}` | {entry['s']:.2f} |" for name, entry in found.items()]) + "\n"
