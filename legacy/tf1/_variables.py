"""Resource variables as TF1 had them: ``isinstance(v, tf.Variable)``, and `v.initialized_value()`.

In TF1 both kinds of variables descended from ``tf.Variable``. Today's resource variables, which are what TF1 code gets
in a process with TF2's behaviour, do not descend from ``tf.compat.v1.Variable``, and lost a method with it. Both are
added to the living classes, once: there they were missing or raised NotImplementedError.
"""

import tensorflow.compat.v1 as _v1
from tensorflow.python.ops import resource_variable_ops, variables

_Resource = resource_variable_ops.BaseResourceVariable


def complete_resource_variables():
    """Make resource variables what TF1 code takes them for; a second call changes nothing."""
    _v1.Variable.register(_Resource)
    if _Resource.initialized_value is variables.Variable.initialized_value:
        _Resource.initialized_value = _v1.Variable.initialized_value
