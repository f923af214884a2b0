"""``tf.contrib.image``, and ``tf.contrib.resampler``."""

import numpy as np
import tensorflow as tf

image = tf.contrib.image
TOLERANCE = {"case_warps": (1e-3, "the linear system of a spline through near points multiplies rounding")}


def normal(*shape, **kwargs):
    return np.random.RandomState(kwargs.get("seed", 0)).randn(*shape).astype(np.float32)


def run(fetches):
    with tf.Session() as sess:
        return sess.run(fetches)


def case_rotate():
    result = {}
    for dtype in (np.uint8, np.int32, np.float32, np.float64):
        x = np.arange(20).reshape(4, 5).astype(dtype)
        for angle in (0.0, np.pi / 4, np.pi / 2):
            result["%s_%.1f" % (np.dtype(dtype).name, angle)] = image.rotate(tf.constant(x), angle)
    batch = tf.constant(normal(2, 4, 4, 3))
    result["batch"] = image.rotate(batch, [0.3, -0.7], interpolation="BILINEAR")
    result["gradient"] = tf.gradients(result["batch"] * batch, batch)[0]
    static = [str(result["batch"].get_shape().as_list()), str(image.rotate(batch[0], 0.1).get_shape().as_list())]
    return dict(run(result), static=static)


def case_translate_and_transform():
    x = tf.constant(normal(2, 4, 5, 1))
    first, second = [1.0, 0.1, 2.0, 0.0, 1.2, -1.0, 0.01, 0.0], [0.9, 0, 0, 0.2, 1, 0.5, 0, 0.02]
    fetches = {
        "translate": image.translate(x, [1, -2]),
        "translate_each": image.translate(x, [[1.5, 0.5], [0, 1]], interpolation="BILINEAR"),
        "transform": image.transform(x, first),
        "shape": image.transform(x[0], first, interpolation="bilinear", output_shape=[3, 7]),
        "composed": image.compose_transforms(first, second, [first]),
        "matrices": image.flat_transforms_to_matrices([first, second]),
        "flat": image.matrices_to_flat_transforms(tf.constant(normal(2, 3, 3))),
        "angles": image.angles_to_projective_transforms([0.1, 0.2], tf.constant([4.0]), tf.constant([5.0])),
        "translations": image.translations_to_projective_transforms([1.0, 2.0]),
    }
    return run(fetches)


def case_warps():
    x = tf.constant(normal(2, 4, 5, 2))
    flow = tf.constant(normal(2, 4, 5, 2, seed=1))
    points, values = tf.constant(normal(2, 6, 2, seed=2)), tf.constant(normal(2, 6, 3, seed=3))
    query = tf.constant(normal(2, 4, 2, seed=4))
    dense = image.dense_image_warp(x, flow)
    fetches = {"dense": dense, "dense_gradient": tf.gradients(dense, flow)[0]}
    for order in (1, 2, 3, 4, 6):
        fetches["spline_%d" % order] = image.interpolate_spline(points, values, query, order, 0.01 * order)
    source = tf.constant([[[0.0, 0.0], [2.0, 3.0], [1.0, 1.0]]] * 2)
    for boundary in (0, 1, 3):
        warped, flows = image.sparse_image_warp(
            x, source, source + 0.4, num_boundary_points=boundary, regularization_weight=0.1
        )
        fetches["warped_%d" % boundary], fetches["flows_%d" % boundary] = warped, flows
    return run(fetches)


def case_connected_components():
    x = np.array([[1, 1, 0, 2], [0, 1, 2, 2], [1, 0, 2, 1], [1, 1, 1, 1]])
    fetches = {
        "one": image.connected_components(tf.constant(x)),
        "bool": image.connected_components(tf.constant(x == 2)),
        "string": image.connected_components(tf.constant(np.where(x == 0, "", np.where(x == 1, "a", "b")))),
        "batch": image.connected_components(tf.constant(np.stack([x, 2 - x]))),
        "zeros": image.connected_components(tf.zeros([2, 2])),
    }
    return run(fetches)


def case_bipartite_match():
    d = np.random.RandomState(0).rand(4, 3).astype(np.float32)
    result = {}
    for valid, top in ((4, -1), (2, -1), (4, 2)):
        rows, columns = image.bipartite_match(tf.constant(d), tf.constant([float(valid)]), top_k=top)
        result["rows_%d_%d" % (valid, top)], result["columns_%d_%d" % (valid, top)] = rows, columns
    return run(result)


def case_hsv_in_yiq():
    from tensorflow.contrib.image.python.ops import distort_image_ops

    x = tf.constant(np.random.RandomState(0).rand(2, 3, 3).astype(np.float32))
    fetches = {
        "all": distort_image_ops.adjust_hsv_in_yiq(x, 0.4, 1.3, 0.8),
        "uint8": distort_image_ops.adjust_hsv_in_yiq(tf.cast(x * 255, tf.uint8), 0.4, 1.1, 0.9),
        "random": distort_image_ops.random_hsv_in_yiq(x, 0.5, 0.5, 1.5, 0.8, 1.2, seed=3),
    }
    return run(fetches)


def case_resampler():
    data = tf.constant(normal(2, 3, 4, 2))
    warp = tf.constant(normal(2, 5, 2, seed=1) * 2 + 1)
    out = tf.contrib.resampler.resampler(data, warp)
    grads = tf.gradients(out * out, [data, warp])
    return dict(
        run({"out": out, "data": grads[0], "warp": grads[1]}),
        static=str(out.get_shape().as_list()),
    )


def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__
    return "none"


def case_errors():
    x = tf.zeros([4, 4])
    return {
        "dtype": error(image.rotate, tf.constant("a"), 0.1),
        "rank": error(image.rotate, tf.zeros([2]), 0.1),
        "rank_unknown": error(image.rotate, tf.placeholder(tf.float32), 0.1),
        "angles": error(image.rotate, x, [[0.1]]),
        "translations": error(image.translate, x, 1.0),
        "transforms": error(image.transform, x, [[[1.0] * 8]]),
        "output_shape": error(image.transform, x, [1.0] * 8, output_shape=[1, 2, 3]),
        "flat": error(image.flat_transforms_to_matrices, 1.0),
        "matrices": error(image.matrices_to_flat_transforms, [1.0]),
        "components": error(image.connected_components, tf.zeros([1])),
        "compose": error(image.compose_transforms),
    }
