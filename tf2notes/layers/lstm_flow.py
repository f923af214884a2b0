"""What flows through an LSTM's cell: its gates as numbers, and as a drawing."""

from keras import ops

# Where the parts of the drawing stand: name -> (x, y, sign in the box).
BOXES = {
    "forget": (2.0, 2.0, "$\\sigma$"),
    "input": (3.4, 2.0, "$\\sigma$"),
    "candidate": (4.8, 2.0, "tanh"),
    "output": (6.2, 2.0, "$\\sigma$"),
}
CIRCLES = {
    "keep": (2.0, 5.4, "$\\times$"),
    "write": (4.1, 4.1, "$\\times$"),
    "add": (4.1, 5.4, "+"),
    "read": (7.4, 3.9, "$\\times$"),
}
SQUASH = (7.4, 4.55, "tanh")
WIDTH, HEIGHT = 0.62, 0.27  # of a number
SHOWN = 6  # a longer state or input is drawn by its first numbers
COLORS = {"box": "#f4d58d", "circle": "#f2b5a7", "line": "#333333"}


def gates(cell, x, h, c):
    """The values inside of a `keras.layers.LSTMCell` for one step.

    Args:
        cell: a built LSTMCell with its default activations.
        x: float [batch, inputs].
        h, c: the state before, float [batch, units].

    Returns:
        {"forget", "input", "candidate", "output", "new c", "new h"}: float [batch, units] each; the last two are what
        the cell returns.
    """
    z = ops.matmul(x, cell.kernel) + ops.matmul(h, cell.recurrent_kernel) + cell.bias
    i, f, j, o = ops.split(z, 4, axis=1)
    found = {"forget": ops.sigmoid(f), "input": ops.sigmoid(i), "candidate": ops.tanh(j), "output": ops.sigmoid(o)}
    found["new c"] = found["forget"] * c + found["input"] * found["candidate"]
    found["new h"] = found["output"] * ops.tanh(found["new c"])
    return found


def draw(cell, x, h, c, path):
    """Draw one step of a running `LSTMCell` into a PNG: every line carries the units' values of one example.

    Red is negative, blue is positive, and the numbers are what the cell computed: its memory c runs along the top, is
    multiplied by the forget gate and gains input times candidate; the output h is the squashed memory behind the
    output gate.

    Args:
        cell, x, h, c: as for `gates`, with a batch of one.
        path: of the picture.
    """
    from matplotlib.figure import Figure

    values = {name: ops.convert_to_numpy(value)[0] for name, value in gates(cell, x, h, c).items()}
    figure = Figure(figsize=(11, 8), layout="constrained")
    axes = figure.add_subplot(xlim=(-1.2, 10.2), ylim=(-1.7, 6.6))
    axes.set_axis_off()
    axes.set_title("One step of an LSTM's cell", loc="left")
    axes.add_patch(_rectangle((0.8, 0.5), 7.6, 5.6, "#eef3ee", zorder=0))
    _draw_lines(axes)
    for name, (left, bottom, sign) in BOXES.items():
        _box(axes, left, bottom, sign)
        _strip(axes, left, bottom + 0.35 + HEIGHT * min(len(values[name]), SHOWN) / 2, values[name])
        axes.text(left + 0.12, bottom - 0.5, name, ha="left", va="center", fontsize=9)
    _box(axes, *SQUASH)
    for left, bottom, sign in CIRCLES.values():
        axes.add_patch(_circle((left, bottom)))
        axes.text(left, bottom, sign, ha="center", va="center", fontsize=14)
    for place, value, label in (
        ((-0.2, 5.4), ops.convert_to_numpy(c)[0], "c before"),
        ((-0.2, 1.0), ops.convert_to_numpy(h)[0], "h before"),
        ((1.3, -0.32 - HEIGHT * min(x.shape[1], SHOWN) / 2), ops.convert_to_numpy(x)[0], "x"),
        ((9.5, 5.4), values["new c"], "c"),
        ((9.5, 1.0), values["new h"], "h"),
    ):
        _strip(axes, *place, value, label)
    figure.savefig(path, dpi=110)


def _draw_lines(axes):
    """The wires between the parts."""
    wires = [
        [(0.4, 5.4), (8.9, 5.4)],  # the memory
        [(0.4, 1.0), (6.2, 1.0)],  # h and x along the bottom
        [(1.3, 0.12), (1.3, 1.0)],
        [(2.0, 2.0), (2.0, 5.4)],
        [(3.4, 2.0), (3.4, 4.1), (4.1, 4.1), (4.1, 5.4)],
        [(4.8, 2.0), (4.8, 4.1), (4.1, 4.1)],
        [(6.2, 2.0), (6.2, 3.9), (7.4, 3.9)],
        [(7.4, 5.4), (7.4, 1.0), (8.9, 1.0)],
    ]
    wires += [[(left, 1.0), (left, 2.0)] for left, _, _ in BOXES.values()]
    for wire in wires:
        xs, ys = zip(*wire, strict=True)
        axes.plot(xs, ys, color=COLORS["line"], linewidth=1.6, zorder=1, solid_capstyle="round")


def _box(axes, left, bottom, sign):
    axes.add_patch(_rectangle((left - 0.45, bottom - 0.25), 0.9, 0.5, COLORS["box"]))
    axes.text(left, bottom, sign, ha="center", va="center", fontsize=12, zorder=4)


def _strip(axes, left, center, values, label=""):
    """A column of coloured cells, one for each unit, and its label above."""
    values = [float(value) for value in values[:SHOWN]]
    top = center + HEIGHT * len(values) / 2
    for i, value in enumerate(values):
        strength = min(abs(value), 1.0)
        color = (1 - strength, 1 - strength, 1) if value >= 0 else (1, 1 - strength, 1 - strength)
        bottom = top - (i + 1) * HEIGHT
        axes.add_patch(_rectangle((left - WIDTH / 2, bottom), WIDTH, HEIGHT, color))
        ink = "white" if strength > 0.6 else "black"
        axes.text(left, bottom + HEIGHT / 2, f"{value:.2f}", ha="center", va="center", fontsize=8, color=ink, zorder=5)
    axes.text(left, top + 0.08, label, ha="center", va="bottom", fontsize=10, zorder=5)


def _rectangle(place, width, height, color, zorder=3):
    from matplotlib.patches import Rectangle

    return Rectangle(place, width, height, facecolor=color, edgecolor=COLORS["line"], linewidth=0.8, zorder=zorder)


def _circle(place):
    from matplotlib.patches import Circle

    return Circle(place, 0.22, facecolor=COLORS["circle"], edgecolor=COLORS["line"], linewidth=0.8, zorder=3)
