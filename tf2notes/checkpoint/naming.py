"""How TF1 named the variables of its layers, through all its versions."""

import re

WEIGHT, BIAS = r"weights?|kernel|matrix", r"bias(?:es)?"
# What stands at the end of a name, and which weight of a Keras layer it is.
LEAVES = {
    "kernel": "kernel",
    "weights": "kernel",
    "weight": "kernel",
    "matrix": "kernel",
    "w": "kernel",
    "depthwise_kernel": "depthwise_kernel",
    "depthwise_weights": "depthwise_kernel",
    "pointwise_kernel": "pointwise_kernel",
    "pointwise_weights": "pointwise_kernel",
    "bias": "bias",
    "biases": "bias",
    "b": "bias",
    "gamma": "gamma",
    "beta": "beta",
    "moving_mean": "moving_mean",
    "moving_variance": "moving_variance",
    "embeddings": "embeddings",
    "embedding": "embeddings",
}
# Recurrent cells: role -> names below the cell's scope, the newest first. Optional roles have a "?".
LSTM = {
    "kernel": ("kernel", "weights", "Linear/Matrix", "W_0"),
    "bias": ("bias", "biases", "Linear/Bias", "B"),
    "w_i_diag?": ("w_i_diag", "W_I_diag"),
    "w_f_diag?": ("w_f_diag", "W_F_diag"),
    "w_o_diag?": ("w_o_diag", "W_O_diag"),
    "projection?": ("projection/kernel", "projection/weights", "W_P_0"),
}
GRU = {
    "gates_kernel": ("gates/kernel", "gates/weights", "Gates/Linear/Matrix", "w_ru"),
    "gates_bias": ("gates/bias", "gates/biases", "Gates/Linear/Bias", "b_ru"),
    "candidate_kernel": ("candidate/kernel", "candidate/weights", "Candidate/Linear/Matrix", "w_c"),
    "candidate_bias": ("candidate/bias", "candidate/biases", "Candidate/Linear/Bias", "b_c"),
}
CUDNN_GRU = {
    "gates_kernel": ("gates/kernel",),
    "gates_bias": ("gates/bias",),
    "input_kernel": ("candidate/input_projection/kernel",),
    "input_bias": ("candidate/input_projection/bias",),
    "hidden_kernel": ("candidate/hidden_projection/kernel",),
    "hidden_bias": ("candidate/hidden_projection/bias",),
}
RNN = {
    "kernel": ("kernel", "weights", "Linear/Matrix"),
    "bias": ("bias", "biases", "Linear/Bias"),
}


def cells(scheme, names):
    """The recurrent cells among `names`: {scope: {role: name}}; a scope counts if it has every role that must be."""
    required = [role for role in scheme if not role.endswith("?")]
    found = {}
    for ending in scheme[required[0]]:
        for name in names:
            if name == ending or name.endswith(f"/{ending}"):
                scope = name[: -len(ending)]
                roles = {
                    r.rstrip("?"): next((scope + e for e in scheme[r] if scope + e in names), None) for r in scheme
                }
                if all(roles[role] for role in required):
                    found.setdefault(scope.rstrip("/"), {role: n for role, n in roles.items() if n})
    return found


def groups(names):
    """Variables that belong together by their names: {label: {role: name}}.

    ``conv1/weights`` and ``conv1/biases`` do, so do ``W_conv1`` and ``b_conv1``, or ``softmax_w`` and ``softmax_b``;
    an embedding is alone, whatever stands beside it.
    """
    found = {}
    for name in names:
        scope, _, leaf = name.rpartition("/")
        stem, role = leaf_role(leaf)
        if role:
            label = "/".join(part for part in (scope, stem) if part) if role != "embeddings" else name
            found.setdefault(label, {}).setdefault(role, name)
    return found


def leaf_role(leaf):
    """The last part of a name as (what it belongs to, which weight): "softmax_w" -> ("softmax", "kernel")."""
    if leaf.lower() in LEAVES:
        return "", LEAVES[leaf.lower()]
    for role, long, short in (("kernel", WEIGHT, "w"), ("bias", BIAS, "b")):
        for pattern in (
            rf"(?P<stem>.+?)_?(?:{long})",
            rf"(?:{long})_?(?P<stem>.+)",
            rf"(?P<stem>.+)_{short}",
            rf"{short}(?P<stem>_.+|\d+)",
        ):
            if match := re.fullmatch(pattern, leaf, re.IGNORECASE):
                return match["stem"].strip("_"), role
    return "", None


def family(label):
    """A label without the numbers that end its parts, and those numbers: "a/cell_1/b" -> ("a/cell/b", (0, 1, 0))."""
    parts = [re.fullmatch(r"(.*?)_?(\d*)", part) for part in label.split("/")]
    return "/".join(part[1] for part in parts), tuple(int(part[2] or 0) for part in parts)


def in_order(labels):
    """The labels in TF1's order if they differ by the numbers at their ends alone, else None."""
    found = {label: family(label) for label in labels}
    if len({name for name, _ in found.values()}) > 1 or len({n for _, n in found.values()}) < len(found):
        return None
    return sorted(labels, key=lambda label: found[label][1])


def direction(label):
    """ "fw", "bw" or None: which half of a bidirectional layer a scope belongs to."""
    parts = [part.lower() for part in label.split("/")]
    return next((way for way in ("fw", "bw") if way in parts), None)


def direction_of_layer(name):
    """The same of a layer outside of `Bidirectional` whose name says it: "forward0", "bw_lstm"; else None."""
    said = re.match(r"(forward|fw)|(?:backward|bw)", name.lower())
    return said and ("fw" if said[1] else "bw")
