"""A report as one page of HTML that needs nothing else: no network, no other file."""

import html
import json
from pathlib import Path

import numpy as np
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer, TextLexer

from tf2notes.parity import charts
from tf2notes.parity.report import COLUMNS
from tf2notes.parity.style import CSS, SCRIPT

SIDES = {"TF 1.15": "TensorFlow 1.15, recorded", "legacy": "the original, today", "modern": "Keras 3"}
ARRAYS_SHOWN = 60  # distributions on one page


def save_pages(reports, folder):
    """Write a page and a JSON file for each report, and an index; returns the index's path."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for report in reports:
        report.save_html(folder / f"{report.name}.html")
        report.save_json(folder / f"{report.name}.json")
    index = folder / "index.html"
    index.write_text(overview(reports), encoding="utf-8")
    return index


def page(report):
    """One report as a page."""
    parts = [
        ("rungs", "Rungs", _rungs(report)),
        ("diagnosis", "Where they part", _diagnosis(report)),
        ("losses", "Losses", _losses(report)),
        ("differences", "Differences, array by array", _differences(report)),
        ("weights", "Weight map", _weights(report)),
        ("sources", "Sources", _sources(report)),
        ("environment", "Environment", _environment(report)),
    ]
    parts = [part for part in parts if part[2]]
    links = "".join(f'<a href="#{key}">{title}</a>' for key, title, _ in parts)
    verdict = _verdict(report.passed)
    sections = "".join(f'<section id="{key}"><h2>{title}</h2>{body}</section>' for key, title, body in parts)
    return _document(report.name, f"<h1>{_text(report.name)} {verdict}</h1><nav>{links}</nav>", sections)


def overview(reports):
    """The index of several reports."""
    rows = []
    for report in reports:
        rungs = report.rungs()
        marks = " ".join(
            f'<span class="mark">{_mark(all(r.passed for r in by.values()))}&nbsp;{name.replace("_", " ")}</span>'
            for name, by in rungs.items()
        )
        cause = _text(", ".join(report.causes))
        rows.append(
            f'<tr><th scope="row"><a href="{_text(report.name)}.html">{_text(report.name)}</a></th>'
            f'<td>{_verdict(report.passed)}</td><td class="marks">{marks}</td><td>{cause}</td></tr>'
        )
    good = sum(report.passed for report in reports)
    head = "".join(f'<th scope="col">{title}</th>' for title in ("pair", "verdict", "rungs", "cause"))
    body = _scrolled(f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>", "all pairs")
    return _document("parity", f"<h1>Parity: {good} of {len(reports)} agree</h1>", f"<section>{body}</section>")


def _document(title, header, body):
    light = HtmlFormatter(style="default", cssclass="hl").get_style_defs(".hl")
    dark = HtmlFormatter(style="github-dark", cssclass="hl")
    css = CSS + light + dark.get_style_defs(":root[data-theme=dark] .hl")
    css += "@media (prefers-color-scheme: dark) {" + dark.get_style_defs(":root:not([data-theme=light]) .hl") + "}"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(title)} · parity</title><style>{css}</style></head><body>"
        '<a class="skip" href="#main">Skip to the report</a>'
        f'<header>{header}<button type="button" id="theme">Dark theme</button></header>'
        f'<main id="main">{body}</main><script>{SCRIPT}</script></body></html>\n'
    )


def _text(text):
    return html.escape(str(text))


def _count(number, what):
    return f"{number} {what}{'s' if number != 1 else ''}"


def _mark(passed):
    return '<span class="yes">✓</span>' if passed else '<span class="no">✗</span>'


def _verdict(passed):
    return f'<span class="verdict {"yes" if passed else "no"}">{"agrees" if passed else "differs"}</span>'


def _scrolled(body, label):
    """Something wide that scrolls by itself, also from the keyboard."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{_text(label)}">{body}</div>'


def _table(head, rows, label):
    heads = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in head)
    lines = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>" for row in rows
    )
    return _scrolled(f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>", label)


def _rungs(report):
    columns = [key for key in COLUMNS if key in report.comparisons] or list(report.comparisons)
    rows, notes = [], []
    for name, by_title in report.rungs().items():
        some = next(iter(by_title.values()))
        values = [_value(report.recordings.get(side, {}), name) for side in SIDES if side in report.recordings]
        cells = [f"{by_title[k].worst:.1e} {_mark(by_title[k].passed)}" if k in by_title else "·" for k in columns]
        passed = all(rung.passed for rung in by_title.values())
        rows.append([name.replace("_", " "), _verdict(passed), some.compared, *values, *cells, f"{some.rtol:.0e}"])
        if some.reason:
            notes.append(f"<p>{name.replace('_', ' ')} is allowed {some.rtol:.0e}: {_text(some.reason)}.</p>")
    sides = [side for side in SIDES if side in report.recordings]
    head = ["rung", "verdict", "arrays", *sides, *(COLUMNS.get(key, key) for key in columns), "allowed"]
    lead = "<p>Largest differences as shares of each array's largest number; under each side what it computed.</p>"
    return lead + _table(head, rows, "rungs") + "".join(notes)


def _value(recording, rung):
    """What a side computed on a rung, in a few characters."""
    arrays = {k: np.asarray(v) for k, v in recording.items() if k.partition("/")[0] == rung and "#" not in k}
    if not arrays:
        return "·"
    if rung == "variables":
        return _count(len(arrays), "variable")
    arrays = {key: a for key, a in arrays.items() if a.dtype.kind in "fiub" and a.size}
    numbers = list(arrays.values())
    if rung == "trajectory" and numbers:
        losses = numbers[0].ravel()
        return f"{losses[0]:.5g} → {losses[-1]:.5g}"
    if len(numbers) == 1 and numbers[0].size == 1:
        return f"{float(numbers[0].ravel()[0]):.7g}"
    whole = {key: recording.get(f"{key}#norm", np.linalg.norm(np.float64(a).ravel())) for key, a in arrays.items()}
    norm = np.sqrt(sum(float(part) ** 2 for part in whole.values()))
    return f"norm {norm:.5g}" if numbers else "·"


def _diagnosis(report):
    if not report.first_failure:
        return ""
    title, rung = report.first_failure
    found = "".join(f"<dt>{_text(f.cause)}</dt><dd>{_text(f.text)}</dd>" for f in report.diagnosis)
    wrong = "".join(f"<li><b>{_text(m.name)}</b>: {_text(m.message)}</li>" for m in rung.mismatches)
    return (
        f'<p class="no">First to fail: {rung.name.replace("_", " ")}, {_text(COLUMNS.get(title, title))}.</p>'
        f"<dl>{found}</dl><details open><summary>{_count(len(rung.mismatches), 'difference')}</summary>"
        f"<ul>{wrong}</ul></details>"
    )


def _losses(report):
    curves = {}
    for side in SIDES:
        for key, value in report.recordings.get(side, {}).items():
            if key.startswith("trajectory/") and "#" not in key and np.size(value) > 1:
                curves.setdefault(key.partition("/")[2], {})[side] = np.ravel(np.float64(value))
    return "".join(
        f"<h3>{_text(name)}</h3>{_scrolled(charts.lines(sides), f'losses: {name}')}" for name, sides in curves.items()
    )


def _differences(report):
    expected = report.recordings.get("legacy", report.recordings.get("TF 1.15", {}))
    got = report.recordings.get("modern", {})
    groups, shown = {}, 0
    for key, value in expected.items():
        rung, _, name = key.partition("/")
        if rung in ("variables", "random") or "#" in key or key not in got or shown >= ARRAYS_SHOWN:
            continue
        theirs, ours = np.asarray(value), np.asarray(got[key])
        if theirs.shape != ours.shape or theirs.dtype.kind not in "fiu" or not theirs.size:
            continue
        groups.setdefault(rung, []).append(f"<li><span>{_text(name)}</span>{charts.histogram(ours, theirs)}</li>")
        shown += 1
    if not groups:
        return ""
    lead = (
        "<p>How many numbers of an array are off by how much, as shares of the array's largest number: "
        "left of the line those that are equal, then powers of ten.</p>"
    )
    failed = report.first_failure[1].name if report.first_failure else "forward"
    return lead + "".join(
        f"<details{' open' if rung == failed else ''}>"
        f"<summary>{rung.replace('_', ' ')}: {_count(len(items), 'array')}</summary>"
        f'<ul class="plots">{"".join(items)}</ul></details>'
        for rung, items in groups.items()
    )


def _weights(report):
    rows = [[_text(path), _text(source)] for path, source in report.about.get("weights", [])]
    return _table(["Keras", "from TF1"], rows, "weight map") if rows else ""


def _sources(report):
    sources = {side: text for side, text in report.about.get("sources", {}).items() if text}
    if not sources:
        return ""
    blocks = []
    for side, text in sources.items():
        lexer = TextLexer() if "┏" in text or "━" in text else PythonLexer()
        code = highlight(text, lexer, HtmlFormatter(cssclass="hl"))
        blocks.append(f"<div><h3>{_text(SIDES.get(side, side))}</h3>{_scrolled(code, f'source of {side}')}</div>")
    return f'<div class="sides">{"".join(blocks)}</div>'


def _environment(report):
    rows = "".join(f"<dt>{_text(k)}</dt><dd>{_text(v)}</dd>" for k, v in report.about.get("environment", {}).items())
    raw = _text(json.dumps(report.to_json()["rungs"], indent=1))
    raw = _scrolled(f"<pre>{raw}</pre>", "JSON")
    return f'<dl class="pairs">{rows}</dl><details><summary>the rungs as JSON</summary>{raw}</details>' if rows else ""
