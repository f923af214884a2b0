"""``tf.autograph.experimental.set_loop_options`` in TF1's order, in the runner's process.

AutoGraph never calls it: it finds the very function in a loop's source, and maps the arguments of the call there by
its signature. So another function has to stand in AutoGraph's own module.
"""

from tensorflow.python.autograph.lang import directives
from tf2notes.legacy.tf1._words import replace_everywhere

_UNSAID = directives.UNSPECIFIED


def set_loop_options(parallel_iterations=_UNSAID, back_prop=_UNSAID, swap_memory=_UNSAID, maximum_iterations=_UNSAID):
    """Replaces: ``tf.autograph.experimental.set_loop_options``: what the enclosing loop's `tf.while_loop` takes."""


def install():
    """Put it where AutoGraph and the public name look."""
    replace_everywhere({directives.set_loop_options: set_loop_options})
