"""Which exports to keep. Replaces: ``tf.contrib.learn.utils.gc``

A filter is a function of a list of `Path`s that gives some of them, sorted.
"""

import collections
import heapq
import os

import tensorflow.compat.v1 as tf

__all__ = [
    "Path",
    "get_paths",
    "largest_export_versions",
    "mod_export_version",
    "negation",
    "one_of_every_n_export_versions",
    "union",
]

Path = collections.namedtuple("Path", "path export_version")


def largest_export_versions(n):
    """Keeps the `n` largest versions."""

    def keep(paths):
        versions = [(path.export_version, at) for at, path in enumerate(paths) if path.export_version is not None]
        return sorted(paths[at] for _, at in heapq.nlargest(n, versions))

    return keep


def one_of_every_n_export_versions(n):
    """Keeps the largest version of each interval 1 to n, n + 1 to 2 n, ..."""

    def keep(paths):
        largest = {}
        for path in paths:
            if path.export_version is not None:
                interval = (path.export_version - 1) // n if path.export_version else 0
                if interval not in largest or largest[interval].export_version < path.export_version:
                    largest[interval] = path
        return sorted(largest.values())

    return keep


def mod_export_version(n):
    """Keeps the versions that `n` divides."""
    return lambda paths: sorted(path for path in paths if path.export_version % n == 0)


def union(lf, rf):
    """Keeps what one of the filters keeps."""
    return lambda paths: sorted(set(lf(paths)) | set(rf(paths)))


def negation(f):
    """Keeps what the filter does not."""
    return lambda paths: sorted(set(paths) - set(f(paths)))


def get_paths(base_dir, parser):
    """What `parser` makes of the entries of a folder, each a `Path` without version; without those it makes None of."""
    base_dir = tf.compat.as_str_any(base_dir)
    entries = [
        os.path.join(base_dir, tf.compat.as_str_any(name).rstrip("/")) for name in tf.gfile.ListDirectory(base_dir)
    ]
    return sorted(filter(None, (parser(Path(entry, None)) for entry in entries)))
