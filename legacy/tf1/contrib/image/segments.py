"""Connected components of images, and greedy matching of rows and columns."""

import tensorflow.compat.v1 as tf

__all__ = ["bipartite_match", "connected_components"]


def connected_components(images):
    """Number the 4-connected regions of equal pixels that are not 0 (or False, or "").

    Args:
        images: `[height, width]` or `[batch, height, width]`.

    Returns:
        int32 of the same shape: 0 in the background, else 1, 2, ... in the order of first appearance, over the batch.

    Raises:
        TypeError: another rank.

    Replaces: tf.contrib.image.connected_components
    Differs: made of ops: as many steps as the longest way inside of a region.
    """
    with tf.name_scope("connected_components"):
        images = tf.convert_to_tensor(images, name="images")
        rank = len(images.get_shape())
        if rank not in (2, 3):
            raise TypeError(f"images should have rank 2 (HW) or 3 (NHW). Static shape is {images.get_shape()}")
        batch = tf.expand_dims(images, 0) if rank == 2 else images
        background = tf.equal(batch, tf.zeros_like(batch))
        shape = tf.shape(batch, out_type=tf.int64)
        count = tf.reduce_prod(shape)
        own = tf.reshape(tf.range(count), shape)
        links = [(axis, tf.equal(_part(batch, axis, 1, None), _part(batch, axis, 0, -1))) for axis in (1, 2)]

        # Every pixel takes the least number among itself and its equal neighbours, until nothing changes.
        def spread(labels, _):
            before = labels
            for axis, equal in links:
                ahead, behind = _part(labels, axis, 1, None), _part(labels, axis, 0, -1)
                least = tf.minimum(ahead, behind)
                ahead, behind = tf.where(equal, least, ahead), tf.where(equal, least, behind)
                labels = tf.minimum(
                    tf.concat([behind, _part(labels, axis, -1, None)], axis),
                    tf.concat([_part(labels, axis, 0, 1), ahead], axis),
                )
            labels.set_shape(before.get_shape())
            return labels, tf.reduce_any(tf.not_equal(labels, before))

        labels, _ = tf.while_loop(lambda _, changed: changed, spread, (own, tf.constant(True)), back_prop=False)
        # A region's label is its first pixel; counting the first pixels numbers the regions.
        first = tf.logical_and(tf.equal(labels, own), tf.logical_not(background))
        numbers = tf.cumsum(tf.reshape(tf.cast(first, tf.int32), [-1]))
        components = tf.where(background, tf.zeros_like(labels, dtype=tf.int32), tf.gather(numbers, labels))
        components.set_shape(batch.get_shape())
        return components[0] if rank == 2 else components


def bipartite_match(distance_mat, num_valid_rows, top_k=-1, name="bipartite_match"):
    """Match rows and columns greedily, the least distance first.

    Args:
        distance_mat: float32 `[rows, columns]`.
        num_valid_rows: float or int scalar or `[1]`: only so many rows take part.
        top_k: how many matches; as many as can be if negative.
        name: of the name scope.

    Returns:
        int32 `(column of each row, row of each column)`, -1 where there is none.

    Replaces: tf.contrib.image.bipartite_match
    """
    with tf.name_scope(name):
        distances = tf.convert_to_tensor(distance_mat, dtype=tf.float32)
        distances.get_shape().assert_has_rank(2)
        rows, columns = tf.shape(distances)[0], tf.shape(distances)[1]
        valid = tf.cast(tf.reshape(tf.convert_to_tensor(num_valid_rows), []), tf.int32)
        valid = tf.where(valid < 0, rows, tf.minimum(valid, rows))
        most = tf.minimum(valid, columns)
        matches = most if top_k < 0 else tf.minimum(most, top_k)

        def match_one(done, row_to_column, column_to_row):
            row_free = tf.logical_and(row_to_column < 0, tf.range(rows) < valid)
            free = tf.logical_and(tf.expand_dims(row_free, 1), tf.expand_dims(column_to_row < 0, 0))
            flat = tf.argmin(
                tf.reshape(tf.where(free, distances, tf.fill(tf.shape(distances), float("inf"))), [-1]),
                output_type=tf.int32,
            )
            row, column = flat // columns, flat % columns
            row_to_column = tf.where(tf.equal(tf.range(rows), row), tf.fill([rows], column), row_to_column)
            column_to_row = tf.where(tf.equal(tf.range(columns), column), tf.fill([columns], row), column_to_row)
            return done + 1, row_to_column, column_to_row

        _, row_to_column, column_to_row = tf.while_loop(
            lambda done, *_: done < matches,
            match_one,
            (tf.constant(0), tf.fill([rows], -1), tf.fill([columns], -1)),
            back_prop=False,
        )
        row_to_column.set_shape(distances.get_shape()[:1])
        column_to_row.set_shape(distances.get_shape()[1:])
        return row_to_column, column_to_row


def _part(images, axis, begin, end):
    """`images[..., begin:end, ...]` along `axis` 1 or 2."""
    return images[:, begin:end] if axis == 1 else images[:, :, begin:end]
