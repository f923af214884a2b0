"""Images warped by a flow, given everywhere or at some points."""

import numpy as np
import tensorflow.compat.v1 as tf

__all__ = ["dense_image_warp", "interpolate_spline", "sparse_image_warp"]

_EPSILON = 1e-10


def dense_image_warp(image, flow, name="dense_image_warp"):
    """The pixel (i, j) of the output is `image` at ``(i, j) - flow[i, j]``, interpolated and clipped to the border.

    Args:
        image: float `[batch, height, width, channels]`, at least 2 x 2.
        flow: float `[batch, height, width, 2]`.
        name: of the name scope.

    Replaces: tf.contrib.image.dense_image_warp
    """
    with tf.name_scope(name):
        shape = tf.shape(image)
        batch, height, width = shape[0], shape[1], shape[2]
        columns, rows = tf.meshgrid(tf.range(width), tf.range(height))
        grid = tf.expand_dims(tf.cast(tf.stack([rows, columns], axis=2), flow.dtype), axis=0)
        points = tf.reshape(grid - flow, [batch, height * width, 2])
        return tf.reshape(_interpolate_bilinear(image, points), shape)


def _interpolate_bilinear(grid, query_points, name="interpolate_bilinear", indexing="ij"):
    """`grid` `[batch, height, width, channels]` at `[batch, points, 2]`: `[batch, points, channels]`.

    Points outside are moved to the border.
    """
    if indexing not in ("ij", "xy"):
        raise ValueError("Indexing mode must be 'ij' or 'xy'")
    with tf.name_scope(name):
        grid, points = tf.convert_to_tensor(grid), tf.convert_to_tensor(query_points)
        if len(grid.get_shape()) != 4:
            raise ValueError(f"Grid must be 4 dimensional. Received size: {grid.get_shape()}")
        if len(points.get_shape()) != 3:
            raise ValueError("Query points must be 3 dimensional.")
        shape = tf.shape(grid)
        checks = [
            tf.assert_equal(tf.shape(points)[2], 2, message="Query points must be size 2 in dim 2."),
            tf.assert_greater_equal(shape[1], 2, message="Grid height must be at least 2."),
            tf.assert_greater_equal(shape[2], 2, message="Grid width must be at least 2."),
        ]
        with tf.control_dependencies(checks):
            coordinates = tf.unstack(points, axis=2)
        if indexing == "xy":
            coordinates = coordinates[::-1]
        parts, lows = [], []
        for axis, coordinate in zip((1, 2), coordinates, strict=True):
            low = tf.clip_by_value(tf.floor(coordinate), 0, tf.cast(shape[axis] - 2, points.dtype))
            part = tf.clip_by_value(tf.cast(coordinate - low, grid.dtype), 0, 1)
            parts.append(tf.expand_dims(part, 2))
            lows.append(tf.cast(low, tf.int32))
        flat = tf.reshape(grid, [shape[0], shape[1] * shape[2], shape[3]])

        def at(row, column):
            return tf.gather(flat, row * shape[2] + column, batch_dims=1)

        top, left = lows
        upper = parts[1] * (at(top, left + 1) - at(top, left)) + at(top, left)
        lower = parts[1] * (at(top + 1, left + 1) - at(top + 1, left)) + at(top + 1, left)
        return parts[0] * (lower - upper) + upper


def interpolate_spline(
    train_points, train_values, query_points, order, regularization_weight=0.0, name="interpolate_spline"
):
    """A polyharmonic spline through `train_points`, read at `query_points`.

    Args:
        train_points: `[batch, n, d]`.
        train_values: `[batch, n, k]`.
        query_points: `[batch, m, d]`.
        order: 1 for ``r``, 2 for ``r² log r`` (thin plate), and so on.
        regularization_weight: smoothes the spline; 0 goes through all points.
        name: of the name scope.

    Returns:
        `[batch, m, k]`.

    Raises:
        ValueError: d or k is not known.

    Replaces: tf.contrib.image.interpolate_spline
    """
    with tf.name_scope(name):
        points, values = tf.convert_to_tensor(train_points), tf.convert_to_tensor(train_values)
        query_points = tf.convert_to_tensor(query_points)
        weights, linear = _solve(points, values, order, regularization_weight)
        radial = tf.matmul(_phi(_squared_distances(query_points, points), order), weights)
        return radial + tf.matmul(_with_ones(query_points), linear)


def _solve(points, values, order, regularization_weight):
    """The weights of the radial functions `[batch, n, k]`, and the linear part `[batch, d + 1, k]`."""
    d, k = tf.dimension_value(points.shape[-1]), tf.dimension_value(values.shape[-1])
    if d is None:
        raise ValueError("The dimensionality of the input points (d) must be statically-inferrable.")
    if k is None:
        raise ValueError("The dimensionality of the output values (k) must be statically-inferrable.")
    batch, n = tf.shape(points)[0], tf.shape(points)[1]
    radial = _phi(_squared_distances(points, points), order)
    if regularization_weight > 0:
        radial += regularization_weight * tf.expand_dims(tf.eye(n, dtype=points.dtype), 0)
    affine = _with_ones(points)
    left = tf.concat([radial, tf.transpose(affine, [0, 2, 1])], 1)
    right = tf.concat([affine, tf.zeros([batch, d + 1, d + 1], points.dtype)], 1)
    targets = tf.concat([values, tf.zeros([batch, d + 1, k], points.dtype)], 1)
    solution = tf.matrix_solve(tf.concat([left, right], 2), targets)
    return solution[:, :n], solution[:, n:]


def _with_ones(points):
    return tf.concat([points, tf.ones_like(points[..., :1])], 2)


def _squared_distances(x, y):
    """`[batch, m, n]` of `[batch, m, d]` and `[batch, n, d]`."""
    x_norms = tf.expand_dims(tf.reduce_sum(tf.square(x), 2), 2)
    y_norms = tf.expand_dims(tf.reduce_sum(tf.square(y), 2), 1)
    return x_norms - 2 * tf.matmul(x, y, adjoint_b=True) + y_norms


def _phi(r, order):
    """The radial function of the squared distance `r`."""
    safe = tf.maximum(r, _EPSILON)
    if order == 1:
        return tf.sqrt(safe)
    if order == 2:
        return 0.5 * r * tf.log(safe)
    if order == 4:
        return 0.5 * tf.square(r) * tf.log(safe)
    power = tf.pow(safe, 0.5 * order)
    return 0.5 * power * tf.log(safe) if order % 2 == 0 else power


def sparse_image_warp(
    image,
    source_control_point_locations,
    dest_control_point_locations,
    interpolation_order=2,
    regularization_weight=0.0,
    num_boundary_points=0,
    name="sparse_image_warp",
):
    """Warp so that the source points come to the destination points, by a spline in between.

    Args:
        image: float `[batch, height, width, channels]` of known shape.
        source_control_point_locations, dest_control_point_locations: `[batch, n, 2]`: rows, columns.
        interpolation_order, regularization_weight: of `interpolate_spline`.
        num_boundary_points: how many points of each edge stay where they are: 0 none, 1 the corners, ...
        name: of the name scope.

    Returns:
        `(warped image, flow [batch, height, width, 2])`.

    Replaces: tf.contrib.image.sparse_image_warp
    """
    image = tf.convert_to_tensor(image)
    source, target = (tf.convert_to_tensor(p) for p in (source_control_point_locations, dest_control_point_locations))
    flows = target - source
    with tf.name_scope(name):
        batch, height, width, _ = image.get_shape().as_list()
        grid = _repeated(_get_grid_locations(height, width).reshape(-1, 2), batch, image.dtype)
        if num_boundary_points > 0:
            edges = num_boundary_points - 1
            target, flows = _add_zero_flow_controls_at_boundary(target, flows, height, width, edges)
        flow = interpolate_spline(target, flows, grid, interpolation_order, regularization_weight)
        flow = tf.reshape(flow, [batch, height, width, 2])
        return dense_image_warp(image, flow), flow


def _get_grid_locations(image_height, image_width):
    """Row and column of every pixel: float array `[height, width, 2]`."""
    return np.stack(np.meshgrid(np.arange(image_height), np.arange(image_width), indexing="ij"), -1).astype(float)


def _get_boundary_locations(image_height, image_width, num_points_per_edge):
    """The corners and, evenly spaced, points on the four edges, row by row: float array `[points, 2]`."""
    rows = np.linspace(0, image_height - 1, num_points_per_edge + 2)
    columns = np.linspace(0, image_width - 1, num_points_per_edge + 2)
    rows, columns = np.meshgrid(rows, columns, indexing="ij")
    edge = (columns == 0) | (columns == image_width - 1) | (rows == 0) | (rows == image_height - 1)
    return np.stack([rows[edge], columns[edge]], axis=-1)


def _add_zero_flow_controls_at_boundary(
    control_point_locations, control_point_flows, image_height, image_width, boundary_points_per_edge
):
    """The control points and their flows with points on the boundary that stay where they are."""
    fixed = _get_boundary_locations(image_height, image_width, boundary_points_per_edge)
    batch = tf.dimension_value(control_point_locations.shape[0])
    fixed = _repeated(fixed, batch, control_point_locations.dtype)
    return tf.concat([control_point_locations, fixed], 1), tf.concat([control_point_flows, tf.zeros_like(fixed)], 1)


def _repeated(array, batch, dtype):
    return tf.constant(np.tile(array[None], [batch, 1, 1]), dtype=dtype)


_SPARSE_WARP = (_get_boundary_locations, _get_grid_locations, _add_zero_flow_controls_at_boundary)
# TF1 programs also import the files of these names: dense_image_warp.dense_image_warp is the function again.
for _function, _others in (
    (dense_image_warp, (dense_image_warp, _interpolate_bilinear)),
    (interpolate_spline, (interpolate_spline,)),
    (sparse_image_warp, (sparse_image_warp, *_SPARSE_WARP)),
):
    for _other in _others:
        setattr(_function, _other.__name__, _other)
