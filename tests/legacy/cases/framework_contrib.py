"""tf.contrib.framework: variables, checkpoints, shapes, graph surgery."""

import numpy as np
import tensorflow as tf
import tensorflow.contrib.framework as framework


def numbers(*shape):
    return np.random.RandomState(7).uniform(-1, 1, shape).astype(np.float32)


def fixed(seed=3, scale=0.5):
    def initializer(shape, dtype=None, partition_info=None):
        return tf.constant(np.random.RandomState(seed).uniform(-scale, scale, [int(s) for s in shape]), dtype)

    return initializer


def run(fetches, feed=None):
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        return sess.run(fetches, feed)


def error(function):
    try:
        function()
    except Exception as e:
        return type(e).__name__
    return "none"


def case_global_step():
    missing = str(framework.get_global_step())
    step = framework.create_global_step()
    return {
        "missing": missing,
        "names": [v.name for v in tf.get_collection(tf.GraphKeys.GLOBAL_STEP)],
        "same": [framework.get_or_create_global_step() is step, framework.get_global_step() is step],
        "is_tf_train": tf.train.get_global_step() is step,
        "again": error(framework.create_global_step),
        "asserted": error(lambda: framework.assert_global_step(tf.constant([1]))),
        "assert_or_get": framework.assert_or_get_global_step().name,
        "dtype": step.dtype.base_dtype.name,
    }


def case_variables():
    with tf.variable_scope("a"):
        one = framework.variable("one", [2], initializer=fixed(), collections=["mine"])
        two = framework.model_variable("two", [2], initializer=fixed())
        three = framework.global_variable(3.0, name="three")
        framework.local_variable(4.0, name="four")
    with framework.arg_scope([framework.variable], device="/cpu:0"), tf.variable_scope("b"):
        five = framework.variable("five", [])
    return {
        "all": [v.name for v in framework.get_variables()],
        "scope": [v.name for v in framework.get_variables("a")],
        "suffix": [v.name for v in framework.get_variables(suffix="two")],
        "trainable": [v.name for v in framework.get_trainable_variables()],
        "model": [v.name for v in framework.get_model_variables("a")],
        "local": [v.name for v in framework.get_local_variables()],
        "mine": [v.name for v in tf.get_collection("mine")],
        "device": five.device,
        "names": [framework.get_variable_full_name(v) for v in (one, two, three)],
    }


def case_variable_device_chooser():
    chooser = framework.VariableDeviceChooser(num_tasks=2)
    with tf.device(chooser):
        devices = [framework.variable("v%d" % i, [2]).device for i in range(3)]
    gpu = framework.VariableDeviceChooser(device_type="GPU", device_index=1)
    return {"devices": devices, "gpu": gpu(tf.constant(1).op)}


def case_checkpoint():
    import tempfile

    folder = tempfile.mkdtemp()
    with tf.Graph().as_default():
        with tf.variable_scope("old"):
            tf.get_variable("a", initializer=np.float32([1, 2]))
            tf.get_variable("b", initializer=np.float32([[3, 4], [5, 6]]))
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            path = tf.train.Saver().save(sess, folder + "/model")
    a = tf.get_variable("new/a", [2])
    b = tf.get_variable("new/b", [2, 2])
    c = tf.get_variable("c", [2])
    d = tf.get_variable("d", [4])
    framework.init_from_checkpoint(folder, {"old/": "new/"})
    assign, feed = framework.assign_from_checkpoint(path, {"old/a": c})
    load = framework.assign_from_checkpoint_fn(path, {"old/b": d, "x": c}, True, reshape_variables=True)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(assign, feed)
        load(sess)
        values = sess.run([a, b, c, d])
    return {
        "a": values[0],
        "b": values[1],
        "c": values[2],
        "d": values[3],
        "list": [name + str(shape) for name, shape in framework.list_variables(folder)],
        "load": framework.load_variable(path, "old/a"),
        "colon": framework.load_variable(folder, "old/b:0"),
        "has": framework.load_checkpoint(folder).has_tensor("old/a"),
        "missing": error(lambda: framework.assign_from_checkpoint(path, {"x": c})),
        "shape": error(lambda: framework.assign_from_checkpoint(path, {"old/b": c})),
        "nothing": error(lambda: framework.load_checkpoint(tempfile.mkdtemp())),
        "map": error(lambda: framework.init_from_checkpoint(folder, {"old/x": "new/a"})),
    }


def case_shapes():
    x = tf.constant(numbers(2, 3))
    open_ = tf.placeholder(tf.float32, [None, 3])
    checked = framework.with_shape([2, 3], open_)
    same = framework.with_same_shape(x, open_)
    predictions, labels = framework.remove_squeezable_dimensions(tf.zeros([3, 1]), tf.zeros([3]))
    return {
        "identical": framework.with_shape([2, 3], x) is x,
        "wrong": error(lambda: framework.with_shape([3, 3], x)),
        "static": [str(t.shape.as_list()) for t in (checked, same, predictions, labels)],
        "value": run(checked, {open_: numbers(2, 3)}),
        "at_run": error(lambda: run(checked, {open_: numbers(3, 3)})),
        "sparse": error(lambda: framework.with_shape([1], tf.SparseTensor([[0]], [1], [1]))),
        "scalar_int": [error(lambda: framework.assert_scalar_int(t)) for t in (tf.constant(1), tf.constant(1.0), [1])],
        "sum": run(framework.reduce_sum_n([x, 2 * x])),
        "no_sum": error(lambda: framework.reduce_sum_n([])),
        "is_tensor": [framework.is_tensor(x), framework.is_tensor(1)],
        "dtype": framework.assert_same_float_dtype([x, x]).name,
        "dtypes": error(lambda: framework.assert_same_float_dtype([x, tf.constant(1)])),
    }


def case_names_and_graphs():
    with tf.name_scope("a"), tf.name_scope("b"):
        scope = framework.get_name_scope()
    p = tf.placeholder(tf.float32, [], name="p")
    return {
        "scope": scope,
        "prepend": framework.prepend_name_scope("x/y", "s"),
        "strip": framework.strip_name_scope("s/x/y", "s"),
        "placeholders": [t.name for t in framework.get_placeholders(tf.get_default_graph())],
        "graph": framework.get_graph_from_inputs([p]) is tf.get_default_graph(),
        "not_a_graph": error(lambda: framework.get_placeholders(3)),
    }


def case_fuse_op():
    graph = tf.GraphDef()
    for name, inputs in [("A", []), ("B", ["A"]), ("C", ["B"]), ("D", ["C"]), ("E", ["D"]), ("F", ["A", "E"])]:
        node = graph.node.add(name=name, op=name + "Op")
        node.input.extend(inputs)
    fused = framework.fuse_op(graph, ["B"], ["D"], [1], True, "fused", "FusedOp")
    return {
        "nodes": [n.name + ":" + n.op + ":" + ",".join(n.input) for n in fused.node],
        "type": error(lambda: framework.fuse_op(3, [], [], [], True, "a", "b")),
        "list": error(lambda: framework.fuse_op(graph, "A", [], [], True, "a", "b")),
    }


def case_py_func():
    x = tf.constant(numbers(3))
    y = framework.py_func(
        lambda a, b: {"sum": a + b, "twice": 2 * a},
        [x],
        {"b": x},
        output_types={"sum": tf.float32, "twice": tf.float32},
        output_shapes={"sum": [3], "twice": [None]},
    )
    a, b = run([y["sum"], y["twice"]])
    return {
        "sum": a,
        "twice": b,
        "shapes": [str(y["sum"].shape.as_list()), str(y["twice"].shape.as_list())],
        "args": error(lambda: framework.py_func(len, x, None, tf.float32)),
        "kwargs": error(lambda: framework.py_func(len, [x], 3, tf.float32)),
    }


def case_zero_initializer():
    v = tf.get_variable("v", [2, 2])
    op = framework.zero_initializer(v)
    with tf.Session() as sess:
        sess.run(op)
        value = sess.run(v)
        return {"v": value, "again": error(lambda: sess.run(op))}


def case_smart_cond_sort():
    x = tf.constant([3.0, 1.0, 2.0])
    return {
        "cond": run(framework.smart_cond(True, lambda: tf.constant(1), lambda: tf.constant(2))),
        "constant": [str(framework.smart_constant_value(v)) for v in (True, tf.placeholder(tf.bool), 0)],
        "case": run(framework.smart_case([(False, lambda: tf.constant(1)), (True, lambda: tf.constant(2))])),
        "sort": run(framework.sort(x)),
        "down": run(framework.sort(x, direction="DESCENDING")),
        "argsort": run(framework.argsort(x)),
        "nest": framework.nest.flatten([1, (2, [3])]),
    }
