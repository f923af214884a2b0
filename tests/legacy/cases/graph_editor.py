"""``tf.contrib.graph_editor``: selections, views, rerouting, copies, ``graph_replace`` through loops."""

import numpy as np
import tensorflow as tf

ge = tf.contrib.graph_editor


def error(make):
    try:
        make()
    except Exception as e:
        return type(e).__name__ + ": " + str(e).split("<")[0]
    return "none"


def names(tops):
    return [top.name for top in tops]


def diamond():
    a = tf.constant([1.0, 1.0], shape=[2], name="a")
    with tf.name_scope("foo"):
        b = tf.constant([2.0, 2.0], shape=[2], name="b")
        c = tf.add_n([a, b], name="c")
        d = tf.constant([3.0, 3.0], shape=[2], name="d")
        with tf.name_scope("bar"):
            e = tf.add_n([c, d], name="e")
            f = tf.add_n([c, d], name="f")
            g = tf.add_n([c, a], name="g")
            with tf.control_dependencies([c.op]):
                h = tf.add_n([f, g], name="h")
    return a, b, c, d, e, f, g, h


def case_select():
    a, b, c, d, e, f, g, h = diamond()
    graph = tf.get_default_graph()
    control = ge.ControlOutputs(graph)
    result = {
        "ops": names(ge.select_ops("^foo/", graph=graph)),
        "ops_filter": names(ge.select_ops("^foo/", graph=graph, positive_filter=lambda op: op.name[-1] in "ceg")),
        "ops_restricted": names(ge.select_ops("(?#ops)e", "foo", graph=graph, restrict_ops_regex=True)),
        "ts": names(ge.select_ts("(?#ts)foo/bar", a, graph=graph)),
        "both": names(ge.select_ops_and_ts("^foo/bar/", "(?#ts)^foo/b:", graph=graph)[1]),
        "scope": names(ge.get_name_scope_ops(graph, "foo/bar/")),
        "filter_ts": names(ge.filter_ts_from_regex(graph, r"/f|^a")),
        "ios": sorted(names(ge.get_ops_ios(c.op, control_inputs=True, control_outputs=control))),
        "boundary": [str(names(each)) for each in ge.compute_boundary_ts([c.op, f.op, g.op])],
        "within": names(ge.get_within_boundary_ops(graph, [f.op], [c.op], inclusive=False)),
        "within_inclusive": names(ge.get_within_boundary_ops(graph, [f.op], [c.op, h.op])),
        "forward": sorted(names(ge.get_forward_walk_ops(c.op))),
        "forward_ts": sorted(names(ge.get_forward_walk_ops([a], stop_at_ts=[c]))),
        "backward": sorted(names(ge.get_backward_walk_ops(h.op, inclusive=False))),
        "backward_within": sorted(names(ge.get_backward_walk_ops([h], within_ops_fn=lambda op: op is not c.op))),
        "between": sorted(names(ge.get_walks_intersection_ops([c.op], [g.op]))),
        "between_control": sorted(names(ge.get_walks_intersection_ops([c.op], [h.op], control_ios=control))),
        "union": sorted(names(ge.get_walks_union_ops([f.op], [g.op]))),
        "generating": names(ge.get_generating_ops([c, g])),
        "consuming": names(ge.get_consuming_ops([c, d])),
        "tensors": names(ge.get_tensors(graph)),
        "control": names(control.get(c.op)) + names(control.get_all()),
        "placeholder": [ge.placeholder_name(), ge.placeholder_name(c), ge.placeholder_name(c, scope="x", prefix="p")],
    }
    with tf.Graph().as_default():
        other = tf.constant(1.0)
    result["errors"] = [
        error(lambda: ge.select_ops("foo")),
        error(lambda: ge.select_ops("foo", graph=graph, wrong=1)),
        error(lambda: ge.make_list_of_op([c])).split("(")[0],
        error(lambda: ge.make_list_of_t(graph, allow_graph=False)),
        error(lambda: ge.make_list_of_op([a.op, other.op])).split("Operation")[0],
        error(lambda: ge.get_within_boundary_ops(graph, [f.op], [f.op])),
        error(lambda: ge.check_cios(control_outputs=control, control_ios=control)),
        error(lambda: ge.make_regex(3)),
    ]
    return result


def case_views():
    a, b, c, d, e, f, g, h = diamond()
    graph = tf.get_default_graph()
    sgv = ge.sgv([c.op, e.op, f.op])
    result = {
        "inputs": names(sgv.inputs),
        "outputs": names(sgv.outputs),
        "swapped": names(sgv.remap_inputs([1, 0]).inputs),
        "chosen": names(sgv.remap_outputs([2, 2]).outputs) + names(sgv.remap([b], [c]).inputs),
        "unique": names(sgv.remap_outputs([2, 2, 0]).remap_outputs_make_unique().outputs),
        "consumers": names(sgv.remap_outputs_to_consumers().outputs) + names(sgv.consumers()),
        "default": names(sgv.remap([0], [0]).remap_default().inputs),
        "unused": names(sgv.remap([0, 1, 2], [0]).remove_unused_ops().ops),
        "through": names(ge.SubGraphView([c.op], [d]).passthroughs) + names(ge.SubGraphView([c.op], [d]).inputs),
        "connected": names(ge.SubGraphView([c.op], [d]).connected_outputs),
        "scope": names(ge.sgv_scope("foo/bar", graph=graph).inputs),
        "find": sgv.find_op_by_name("foo/c").name,
        "index": [sgv.input_index(b), sgv.output_index(c)],
        "empty": str(ge.SubGraphView()),
        "str": str(sgv).split("\n")[1:],
    }
    result["errors"] = [
        error(lambda: sgv.remap_inputs([0, 0])),
        error(lambda: sgv.remap_outputs([5])),
        error(lambda: sgv.find_op_by_name("x")),
        error(lambda: ge.sgv(sgv, graph=tf.Graph())),
    ]
    return result


def case_rerouting():
    a0, b0 = tf.constant(1.0, name="a0"), tf.constant(2.0, name="b0")
    c0 = tf.add_n([a0, b0], name="c0")
    a1, b1 = tf.constant(3.0, name="a1"), tf.constant(4.0, name="b1")
    c1 = tf.add_n([a1, b1], name="c1")
    d0, d1 = tf.identity(c0, name="d0"), tf.identity(c1, name="d1")
    result = {}
    result["swap"] = ge.swap_ts([a0], [a1])
    result["swapped"] = names(c0.op.inputs) + names(c1.op.inputs)
    result["reroute"] = ge.reroute_ts([b0], [b1], can_modify=c1.op)
    result["rerouted"] = names(c0.op.inputs) + names(c1.op.inputs)
    result["none"] = ge.reroute_ts([b1], [b0], cannot_modify=[c0.op, c1.op])
    ge.swap_outputs(ge.sgv(c0.op), ge.sgv(c1.op))
    result["outputs"] = names(d0.op.inputs) + names(d1.op.inputs)
    ge.reroute_inputs(ge.sgv(c0.op), ge.sgv(c1.op))
    result["inputs"] = names(c0.op.inputs) + names(c1.op.inputs)
    ge.swap_ios(ge.sgv(d0.op), ge.sgv(d1.op))
    result["ios"] = names(d0.op.inputs) + names(d1.op.inputs)
    ge.add_control_inputs(d0.op, [c0.op, b1.op])
    result["waits"] = sorted(names(d0.op.control_inputs))
    ge.remove_control_inputs(d0.op, c0.op)
    result["waits_less"] = names(d0.op.control_inputs)
    result["errors"] = [
        error(lambda: ge.add_control_inputs(d0.op, b1.op)),
        error(lambda: ge.remove_control_inputs(d0.op, c0.op)),
        error(lambda: ge.swap_ts([a0], [a1, b1])),
        error(lambda: ge.swap_ts([a0], [tf.constant([1.0])])),
        error(lambda: ge.swap_ts([a0], [tf.constant(1)])).split(":")[0],
    ]
    with tf.Session() as sess:
        result["values"] = sess.run([c0, c1, d0, d1])
    return result


def case_edits():
    a, b, c, d, e, f, g, h = diamond()
    out = tf.identity(h, name="out")
    sgv, inputs, outputs = ge.detach(ge.sgv([f.op, g.op]), control_inputs=True)
    result = {"detached": names(inputs) + names(outputs) + names(f.op.inputs) + names(h.op.inputs)}
    first, second = ge.sgv(tf.square(tf.constant([2.0, 3.0]), name="first").op), ge.sgv(e.op)
    ge.connect(first, second.remap_inputs([0]))
    result["connected"] = names(e.op.inputs)
    x = tf.constant([1.0, 2.0], name="x")
    middle = tf.negative(x, name="middle")
    last = tf.identity(middle, name="last")
    _, detached = ge.bypass(ge.sgv(middle.op))
    result["bypassed"] = names(detached) + names(last.op.inputs) + names(middle.op.inputs)
    control = ge.ControlOutputs(tf.get_default_graph())
    ge.detach_control_outputs(ge.sgv(c.op), control)
    result["control"] = names(h.op.control_inputs) + [out.op.inputs[0].name]
    with tf.Session() as sess:
        result["e"], result["last"] = sess.run([e, last])
    return result


def case_copies():
    a, b, c, d, e, f, g, h = diamond()
    tf.add_to_collection("mine", c)
    tf.add_to_collection(tf.GraphKeys.LOSSES, h)
    copied, info = ge.copy(ge.sgv([c.op, f.op, g.op, h.op]), dst_scope="copy")
    result = {
        "ops": sorted(names(copied.ops)),
        "inputs": names(copied.inputs),
        "outputs": names(copied.outputs),
        "mine": names(tf.get_collection("copy/mine")),
        "losses": names(tf.get_collection(tf.GraphKeys.LOSSES)),
        "of": [info.transformed(c).name, info.original(info.transformed(c)).name, str(info.transformed(a))],
        "control": names(info.transformed(h.op).control_inputs),
    }
    again, _ = ge.copy(ge.sgv([c.op]), dst_scope="copy")
    same, _ = ge.copy(ge.sgv([c.op]), dst_scope="copy", reuse_dst_scope=True)
    result["again"] = names(again.ops) + names(same.ops)
    result["relative"] = names(ge.copy(ge.sgv([f.op]), dst_scope="up", src_scope="foo/bar")[0].ops)
    replaced, info = ge.copy_with_input_replacements(ge.sgv([c.op, f.op]), {b: d * 2.0}, dst_scope="other")
    other = tf.Graph()
    elsewhere, far = ge.copy(ge.sgv("^foo/", graph=tf.get_default_graph()), other, "far")
    result["far"] = names(elsewhere.outputs) + names(op for op in other.get_operations())
    result["errors"] = [
        error(lambda: ge.copy(ge.sgv([c.op]), src_scope="bar")),
        error(lambda: ge.copy(ge.sgv([c.op]), dst_graph=3)),
    ]
    with tf.Session() as sess:
        result["f"] = sess.run(info.transformed(f))
    with tf.Session(graph=other) as sess:
        given = [op.outputs[0] for op in other.get_operations() if op.type == "Placeholder"]
        result["h"] = sess.run(far.transformed(h), {each: np.float32([5.0, 6.0]) for each in given})
    return result


def case_transformer():
    a, b, c, d, e, f, g, h = diamond()

    def negated(info, op, new_inputs):
        made, outputs = ge.copy_op_handler(info, op, new_inputs, copy_shape=True)
        with info.graph_.as_default():
            return made, [tf.negative(t, name="negated") for t in outputs] if op.type == "AddN" else outputs

    transformer = ge.Transformer()
    transformer.transform_op_handler = negated
    transformer.transform_external_input_handler = ge.keep_t_if_possible_handler
    _, info = transformer(ge.sgv([c.op, f.op]), tf.get_default_graph(), "new")
    with tf.Session() as sess:
        return {"f": sess.run(info.transformed(f)), "ops": [op.name for op in tf.get_default_graph().get_operations()]}


def case_graph_replace():
    x = tf.constant(2.0, name="x")
    w = tf.Variable(3.0, name="w")
    y = tf.square(x * w, name="y")
    z = tf.exp(-y, name="z")
    gradient = tf.gradients(y, w)[0]
    moved = w - 0.1 * gradient
    read = y.op.inputs[0].op.inputs[1]
    after = ge.graph_replace({"y": y, "both": [z, (x, y)]}, {read: moved})
    constant = ge.graph_replace(z, {y: tf.constant(1.0)}, dst_scope="given")
    result = {"names": [after["y"].name, after["both"][0].name, after["both"][1][0].name, constant.name]}
    result["types"] = [type(after["both"]).__name__, type(after["both"][1]).__name__]
    result["unconnected"] = error(lambda: ge.graph_replace(y, {z: x}))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        result["before"], result["after"] = sess.run([[y, z], [after["y"], after["both"][0]]])
        result["constant"] = sess.run(constant)
    return result


def case_unrolled():
    """A step of an optimizer inside the graph, as in unrolled generative adversarial networks."""
    with tf.variable_scope("d"):
        v = tf.get_variable("v", initializer=np.float32([1.0, -2.0]))
    value = tf.identity(v, name="value")
    loss = tf.reduce_sum(tf.square(value - 3.0))
    step = tf.gradients(loss, value)[0]
    unrolled = loss
    update = {value: value - 0.1 * step}
    current = update
    for _ in range(2):
        current = {value: ge.graph_replace(current[value], update)}
    unrolled = ge.graph_replace(loss, current)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return {"losses": sess.run([loss, unrolled]), "gradient": sess.run(tf.gradients(unrolled, v)[0])}


def case_loops():
    x = tf.constant(1.0, name="x")
    y = tf.constant(2.0, name="y")
    _, total = tf.while_loop(lambda i, s: i < 4, lambda i, s: (i + 1, s * 2.0 + y), [0, x], name="loop")
    both = tf.cond(total > 30.0, lambda: total + y, lambda: total - y)
    replaced = ge.graph_replace(both, {x: tf.constant(10.0), y: tf.constant(-1.0)})
    with tf.Session() as sess:
        return {"before": sess.run(both), "after": sess.run(replaced)}
