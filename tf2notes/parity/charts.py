"""Small SVG charts for the page: curves laid over each other, and distributions."""

import numpy as np

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 240, 64, 28
DASHES = {
    "TF 1.15": "",
    "legacy": "7 5",
    "modern": "2 4",
}  # the curves lie on top of each other
LOWEST = -16  # power of ten at the left end of a distribution


def lines(curves):
    """{side: numbers} as curves over the steps."""
    values = np.concatenate([v[np.isfinite(v)] for v in curves.values()])
    if not values.size:
        return "<p>No finite loss.</p>"
    low, high = float(values.min()), float(values.max())
    span = (high - low) or abs(high) or 1.0
    steps = max(len(v) for v in curves.values())

    def place(step, value):
        x = LEFT + (WIDTH - LEFT - 12) * step / max(steps - 1, 1)
        return f"{x:.1f},{12 + (HEIGHT - BOTTOM - 12) * (1 - (value - low) / span):.1f}"

    drawn = []
    for side, numbers in curves.items():
        points = " ".join(place(i, v) for i, v in enumerate(numbers) if np.isfinite(v))
        css = side.replace(" ", "").replace(".", "")
        drawn.append(f'<polyline class="curve {css}" points="{points}" stroke-dasharray="{DASHES.get(side, "")}"/>')
    ticks = "".join(
        f'<text x="{LEFT - 8}" y="{12 + (HEIGHT - BOTTOM - 12) * (1 - share) + 4:.0f}" text-anchor="end">'
        f"{low + share * span:.4g}</text>"
        for share in (0, 0.5, 1)
    )
    ticks += f'<text x="{LEFT}" y="{HEIGHT - 6}">step 0</text>'
    ticks += f'<text x="{WIDTH - 12}" y="{HEIGHT - 6}" text-anchor="end">step {steps - 1}</text>'
    key = "".join(f"<span>{_swatch(side)} {side}</span>" for side in curves)
    ends = "; ".join(f"{side} from {v[0]:.4g} to {v[-1]:.4g}" for side, v in curves.items())
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="losses: {ends}">'
        f'<path class="axis" d="M{LEFT} 8V{HEIGHT - BOTTOM}H{WIDTH - 8}"/>{ticks}{"".join(drawn)}</svg>'
        f'<p class="key">{key}</p>'
    )


def _swatch(side):
    css, dash = side.replace(" ", "").replace(".", ""), DASHES.get(side, "")
    line = f'<line x1="0" y1="4" x2="40" y2="4" class="curve {css}" stroke-dasharray="{dash}"/>'
    return f'<svg viewBox="0 0 40 8" width="40" height="8" aria-hidden="true">{line}</svg>'


def histogram(ours, theirs):
    """How many numbers of two arrays differ by which power of ten, as a share of the largest."""
    ours, theirs = np.float64(ours).ravel(), np.float64(theirs).ravel()
    scale = np.max(np.abs(theirs[np.isfinite(theirs)]), initial=0.0) or 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.abs(ours - theirs) / scale
        powers = np.where(off > 0, np.floor(np.log10(off)), LOWEST - 1)
    powers = np.clip(np.nan_to_num(powers, nan=1, posinf=1), LOWEST - 1, 1).astype(int)
    counts = np.bincount(powers - (LOWEST - 1), minlength=3 - LOWEST)
    top, width = counts.max(), 12
    bars = "".join(
        f'<rect x="{i * width + (6 if i else 0)}" width="{width - 2}" y="{44 - 40 * c / top:.1f}" '
        f'height="{40 * c / top:.1f}">'
        f"<title>{c} numbers {'equal' if i == 0 else f'off by about 1e{LOWEST - 1 + i}'}</title></rect>"
        for i, c in enumerate(counts)
        if c
    )
    total = len(counts) * width + 8
    worst = float(np.nan_to_num(off, nan=np.inf).max())
    label = f"{counts[0]} of {len(ours)} equal, worst {worst:.1e}"
    return (
        f'<svg class="bars" viewBox="0 0 {total} 60" role="img" aria-label="{label}">'
        f'<path class="axis" d="M{width + 2} 2V46M0 46H{total}"/>{bars}'
        f'<text x="0" y="58">0</text><text x="{width + 8}" y="58">1e-16</text>'
        f'<text x="{9 * width + 6}" y="58" text-anchor="middle">1e-8</text>'
        f'<text x="{total}" y="58" text-anchor="end">1</text></svg><small>{label}</small>'
    )
