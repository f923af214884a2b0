"""``tf.contrib.training``: HParams, parse_values, and what needs no session."""

import numpy as np
import tensorflow as tf

training = tf.contrib.training
HParams = training.HParams


def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)[:60]
    return "none"


def kind(f, *args, **kwargs):
    return error(f, *args, **kwargs).split(":")[0]


def show(hparams):
    return repr(hparams)


def case_values():
    hp = HParams(aaa=1, b=2.0, c_c="relu6", d=[1, 2], e=True, f=None, g=["x", "y"])
    result = {"start": show(hp), "str": str(HParams(a=1)), "contains": "aaa" in hp, "lacks": "zzz" in hp}
    hp.parse("aaa=5,b=3,c_c=a b,d=[7, 8 9],e=false,g=[z]")
    result["parsed"] = show(hp)
    hp.parse("b= -1e-3 , aaa = -7")
    result["parsed2"] = show(hp)
    hp.set_hparam("b", 7)
    hp.override_from_dict({"aaa": 9, "d": [4]})
    hp.parse_json('{"e": true, "c_c": "json"}')
    result["overridden"] = show(hp)
    result["json"] = HParams(a=1, b=[2.5], c="x", d=True).to_json(sort_keys=True)
    hp.add_hparam("new", "n")
    hp.del_hparam("aaa")
    result["names"] = sorted(hp.values())
    result["get"] = [str(hp.get("b")), str(hp.get("none", 5)), str(hp.get("d", [1])), str(hp.get("f"))]
    result["types"] = [type(v).__name__ for _, v in sorted(hp.values().items())]
    hp2 = HParams(model_structure="m")
    result["structure"] = hp2.get_model_structure()
    return result


def case_value_errors():
    hp = HParams(a=1, b=2.0, c="s", d=[1, 2], e=True)
    return {
        "int_float": error(hp.set_hparam, "a", 1.5),
        "int_string": kind(hp.set_hparam, "a", "1"),
        "int_bool": kind(hp.set_hparam, "a", True),
        "bool_int": kind(hp.set_hparam, "e", 1),
        "string_int": kind(hp.set_hparam, "c", 1),
        "list_one": error(hp.set_hparam, "d", 1),
        "one_list": error(hp.set_hparam, "a", [1]),
        "unknown": kind(hp.set_hparam, "z", 1),
        "parse_unknown": error(hp.parse, "z=1"),
        "parse_int": error(hp.parse, "a=1.5"),
        "parse_twice": error(hp.parse, "a=1,a=2"),
        "parse_bool": error(hp.parse, "e=maybe"),
        "malformed": error(hp.parse, "a"),
        "malformed2": error(hp.parse, "a=[1"),
        "malformed3": error(hp.parse, "a=1;b=2"),
        "list_to_int": error(hp.parse, "a=[1]"),
        "int_to_list": error(hp.parse, "d=1"),
        "reserved": error(HParams, parse=1),
        "again": error(hp.add_hparam, "a", 1),
        "empty": error(HParams, x=[]),
        "get_type": error(hp.get, "a", 1.5),
        "get_list": error(hp.get, "a", [1]),
        "after": show(hp),
    }


def case_parse_values():
    types = {"a": int, "b": float, "c": str, "d": bool, "e.f": int}
    parse = training.parse_values
    texts = [
        "a=1,b=2.5,c=x,d=True",
        "a[0]=1,a[3]=2",
        "c=",
        "c=[]",
        "d=1,e.f=3",
        "a=[1,2,3],b=4",
        "c=x:y/z",
        "",
        "a[ 1 ] = 2",
        "a[1]=2,a[1]=3",
        "a[1]=2,a=3",
        "a=3,a[1]=2",
        "a[1]=[2]",
        "x=1",
        "a==1",
        "c=a=b",
    ]
    result = {}
    for i, text in enumerate(texts):
        try:
            result["%02d" % i] = str(sorted(parse(text, types).items()))
        except Exception as e:
            result["%02d" % i] = type(e).__name__ + ": " + str(e)
    result["ignored"] = str(parse("x=1,a=2", types, ignore_unknown=True))
    return result


def case_proto():
    hp = HParams(a=1, b=2.5, c="s", d=[1, 2], e=True, f=["x", "y"], g=[0.5], h=[True, False])
    proto = hp.to_proto()
    back = HParams.from_proto(proto)
    same = HParams(hparam_def=type(proto).FromString(proto.SerializeToString()))
    return {
        "back": show(back),
        "same": show(same),
        "size": len(proto.SerializeToString()),
        "kinds": [k + proto.hparam[k].WhichOneof("kind") for k in sorted(proto.hparam)],
        "both": error(HParams, hparam_def=proto, a=1),
        "type": kind(HParams(z=None).to_proto),
    }


def case_device_strategies():
    greedy = training.GreedyLoadBalancingStrategy(3, training.byte_size_load_fn)
    randomly = training.RandomStrategy(3, seed=1)
    variables = [tf.get_variable("v%d" % i, shape, use_resource=False) for i, shape in enumerate([[9], [2], [3], [1]])]

    def unknown():
        return training.byte_size_load_fn(tf.placeholder(tf.float32).op)

    setter = tf.train.replica_device_setter(
        ps_tasks=2, ps_strategy=training.GreedyLoadBalancingStrategy(2, training.byte_size_load_fn)
    )
    with tf.device(setter):
        devices = [
            tf.get_variable("w%d" % i, shape, use_resource=False).device for i, shape in enumerate([[9], [2], [3]])
        ]
    return {
        "greedy": [int(greedy(v.op)) for v in variables],
        "random": [int(randomly(v.op)) for v in variables],
        "devices": devices,
        "sizes": [training.byte_size_load_fn(v.op) for v in variables],
        "unknown": kind(unknown),
    }


def case_gradients():
    v = tf.get_variable("v", initializer=np.float32([3, 4]))
    w = tf.get_variable("w", initializer=np.float32([[3, 4], [1, 0]]))
    pairs = [
        (tf.constant([3.0, 4.0]), v),
        (tf.IndexedSlices(tf.constant([[6.0, 8.0]]), tf.constant([1]), tf.constant([2, 2])), w),
        (None, w),
    ]
    clipped = training.clip_gradient_norms(pairs, 1.0)
    clipped2 = training.clip_gradient_norms_fn(2.0)(pairs[:1])
    multiplied = training.multiply_gradients(pairs[:2], {"v": 2.0, "w": 0.5})
    summaries = training.add_gradients_summaries(pairs)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        result = sess.run(
            {
                "clipped": clipped[0][0],
                "clipped_rows": clipped[1][0].values,
                "clipped2": clipped2[0][0],
                "multiplied": multiplied[0][0],
                "multiplied_rows": multiplied[1][0].values,
            }
        )
    result["summaries"] = [s.op.name for s in summaries]
    result["none"] = str(clipped[2][0])
    result["errors"] = [
        error(training.multiply_gradients, tuple(pairs), {"v": 1.0}),
        error(training.multiply_gradients, pairs, {}),
        error(training.multiply_gradients, pairs, ["v"]),
        error(training.multiply_gradients, [(None, v)], {"v": 1.0}),
    ]
    return result


def case_create_train_op():
    v = tf.get_variable("v", initializer=np.float32([1, 2]))
    other = tf.get_variable("other", initializer=np.float32(5), trainable=False)
    tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, tf.assign_add(other, 1.0))
    loss = tf.reduce_sum(tf.square(v)) * other
    train_op = training.create_train_op(
        loss,
        tf.train.GradientDescentOptimizer(0.01),
        transform_grads_fn=training.clip_gradient_norms_fn(10.0),
        summarize_gradients=True,
    )
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        losses = [sess.run(train_op) for _ in range(3)]
        result = {"v": sess.run(v), "other": sess.run(other), "step": sess.run(tf.train.get_global_step())}
    result["losses_differ"] = len(set(losses))
    result["collection"] = [t.name.split("/")[0] for t in tf.get_collection(tf.GraphKeys.TRAIN_OP)]
    result["summaries"] = [t.op.name for t in tf.get_collection(tf.GraphKeys.SUMMARIES)]
    result["nothing"] = kind(training.create_train_op, loss, None, variables_to_train=[])
    result["logdir"] = error(training.train, train_op, None)
    result["logdir2"] = error(training.train, train_op, None, save_summaries_steps=None)
    return result
