"""Bijectors of ``tf.contrib.distributions.bijectors`` that work element by element."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import util
from tensorflow.python.ops.distributions.bijector import Bijector


class _Elementwise(Bijector):
    def __init__(self, validate_args=False, name=None, graph_parents=(), is_constant_jacobian=False):
        super().__init__(
            forward_min_event_ndims=0,
            graph_parents=list(graph_parents),
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name,
        )


class Identity(_Elementwise):
    """y = x. Replaces: tf.contrib.distributions.bijectors.Identity"""

    def __init__(self, validate_args=False, name="identity"):
        super().__init__(validate_args, name, is_constant_jacobian=True)

    def _forward(self, x):
        return x

    def _inverse(self, y):
        return y

    def _inverse_log_det_jacobian(self, y):
        return tf.constant(0.0, dtype=y.dtype)

    def _forward_log_det_jacobian(self, x):
        return tf.constant(0.0, dtype=x.dtype)


class PowerTransform(_Elementwise):
    """y = (1 + x c)^(1/c), and e^x for c = 0. Replaces: tf.contrib.distributions.bijectors.PowerTransform"""

    def __init__(self, power=0.0, validate_args=False, name="power_transform"):
        with tf.name_scope(name, values=[power]):
            power = tf.get_static_value(tf.convert_to_tensor(power, name="power"))
        if power is None or power < 0:
            raise ValueError("`power` must be a non-negative TF constant.")
        self._power = power
        super().__init__(validate_args, name)

    @property
    def power(self):
        """The c: 1 is a shift, 0 the exponential."""
        return self._power

    def _forward(self, x):
        if self.power == 0.0:
            return tf.exp(x)
        return tf.exp(tf.log1p(x * self.power) / self.power)

    def _inverse(self, y):
        if self.power == 0.0:
            return tf.log(y)
        return tf.math.expm1(tf.log(y) * self.power) / self.power

    def _inverse_log_det_jacobian(self, y):
        return (self.power - 1.0) * tf.log(y)

    def _forward_log_det_jacobian(self, x):
        if self.power == 0.0:
            return x
        return (1.0 / self.power - 1.0) * tf.log1p(x * self.power)


class Exp(PowerTransform):
    """y = e^x. Replaces: tf.contrib.distributions.bijectors.Exp"""

    def __init__(self, validate_args=False, name="exp"):
        super().__init__(validate_args=validate_args, name=name)


class AffineScalar(_Elementwise):
    """y = scale x + shift. Replaces: tf.contrib.distributions.bijectors.AffineScalar"""

    def __init__(self, shift=None, scale=None, validate_args=False, name="affine_scalar"):
        with tf.name_scope(name, values=[scale, shift]):
            self._shift = None if shift is None else tf.convert_to_tensor(shift, name="shift")
            self._scale = None if scale is None else tf.convert_to_tensor(scale, name="scale")
            if validate_args and scale is not None:
                with tf.control_dependencies([tf.assert_none_equal(self._scale, tf.zeros([], self._scale.dtype))]):
                    self._scale = tf.identity(self._scale)
        super().__init__(validate_args, name, is_constant_jacobian=True)

    shift = property(lambda self: self._shift, doc="What is added.")
    scale = property(lambda self: self._scale, doc="What is multiplied with.")

    def _forward(self, x):
        y = tf.identity(x) if self.scale is None else self.scale * x
        return y if self.shift is None else y + self.shift

    def _inverse(self, y):
        x = tf.identity(y) if self.shift is None else y - self.shift
        return x if self.scale is None else x / self.scale

    def _forward_log_det_jacobian(self, x):
        return tf.constant(0.0, dtype=x.dtype) if self.scale is None else tf.log(tf.abs(self.scale))

    def _inverse_log_det_jacobian(self, y):
        return -self._forward_log_det_jacobian(y)


class Sigmoid(_Elementwise):
    """y = 1 / (1 + e^-x). Replaces: tf.contrib.distributions.bijectors.Sigmoid"""

    def __init__(self, validate_args=False, name="sigmoid"):
        super().__init__(validate_args, name)

    def _forward(self, x):
        return tf.sigmoid(x)

    def _inverse(self, y):
        return tf.log(y) - tf.log1p(-y)

    def _inverse_log_det_jacobian(self, y):
        return -tf.log(y) - tf.log1p(-y)

    def _forward_log_det_jacobian(self, x):
        return -tf.nn.softplus(-x) - tf.nn.softplus(x)


class Softplus(_Elementwise):
    """y = s log(1 + e^(x/s)), s the hinge softness. Replaces: tf.contrib.distributions.bijectors.Softplus"""

    def __init__(self, hinge_softness=None, validate_args=False, name="softplus"):
        self._softness = 1.0
        if hinge_softness is not None:
            self._softness = tf.convert_to_tensor(hinge_softness, name="hinge_softness")
            if validate_args:
                zero = tf.zeros([], self._softness.dtype)
                checks = [tf.assert_none_equal(self._softness, zero, message="hinge_softness must be non-zero")]
                with tf.control_dependencies(checks):
                    self._softness = tf.identity(self._softness)
        super().__init__(validate_args, name)

    hinge_softness = property(lambda self: self._softness, doc="The s.")

    def _forward(self, x):
        return self._softness * tf.nn.softplus(x / self._softness)

    def _inverse(self, y):
        return self._softness * util.softplus_inverse(y / self._softness)

    def _inverse_log_det_jacobian(self, y):
        return -tf.log(-tf.math.expm1(-y / self._softness))

    def _forward_log_det_jacobian(self, x):
        return -tf.nn.softplus(-x / self._softness)


class Softsign(_Elementwise):
    """y = x / (1 + |x|). Replaces: tf.contrib.distributions.bijectors.Softsign"""

    def __init__(self, validate_args=False, name="softsign"):
        super().__init__(validate_args, name)

    def _forward(self, x):
        return x / (1.0 + tf.abs(x))

    def _inverse(self, y):
        return y / (1.0 - tf.abs(y))

    def _forward_log_det_jacobian(self, x):
        return -2.0 * tf.log1p(tf.abs(x))

    def _inverse_log_det_jacobian(self, y):
        return -2.0 * tf.log1p(-tf.abs(y))


class Square(_Elementwise):
    """y = x² for x >= 0. Replaces: tf.contrib.distributions.bijectors.Square"""

    def __init__(self, validate_args=False, name="square"):
        super().__init__(validate_args, name)

    def _checked(self, value):
        if not self.validate_args:
            return value
        with tf.control_dependencies([tf.assert_non_negative(value)]):
            return tf.identity(value)

    def _forward(self, x):
        return tf.square(self._checked(x))

    def _inverse(self, y):
        return tf.sqrt(self._checked(y))

    def _forward_log_det_jacobian(self, x):
        return np.log(2.0) + tf.log(self._checked(x))


class AbsoluteValue(_Elementwise):
    """y = |x|: two values of x for one of y. Replaces: tf.contrib.distributions.bijectors.AbsoluteValue"""

    def __init__(self, validate_args=False, name="absolute_value"):
        super().__init__(validate_args, name)

    def _forward(self, x):
        return tf.abs(x)

    def _inverse(self, y):
        return -y, y

    def _inverse_log_det_jacobian(self, y):
        zero = tf.zeros([], dtype=y.dtype)
        return zero, zero

    @property
    def _is_injective(self):
        return False


class Gumbel(_Elementwise):
    """y = exp(-exp(-(x - loc)/scale)). Replaces: tf.contrib.distributions.bijectors.Gumbel"""

    def __init__(self, loc=0.0, scale=1.0, validate_args=False, name="gumbel"):
        self._loc = tf.convert_to_tensor(loc, name="loc")
        self._scale = tf.convert_to_tensor(scale, name="scale")
        super().__init__(validate_args, name)

    loc = property(lambda self: self._loc)
    scale = property(lambda self: self._scale)

    def _forward(self, x):
        return tf.exp(-tf.exp(-(x - self.loc) / self.scale))

    def _inverse(self, y):
        return self.loc - self.scale * tf.log(-tf.log(y))

    def _inverse_log_det_jacobian(self, y):
        return tf.log(self.scale / (-tf.log(y) * y))

    def _forward_log_det_jacobian(self, x):
        z = (x - self.loc) / self.scale
        return -z - tf.exp(-z) - tf.log(self.scale)


class Weibull(_Elementwise):
    """y = 1 - exp(-(x/scale)^concentration). Replaces: tf.contrib.distributions' bijectors.Weibull"""

    def __init__(self, scale=1.0, concentration=1.0, validate_args=False, name="weibull"):
        self._scale = tf.convert_to_tensor(scale, name="scale")
        self._concentration = tf.convert_to_tensor(concentration, name="concentration")
        super().__init__(validate_args, name)

    scale = property(lambda self: self._scale)
    concentration = property(lambda self: self._concentration)

    def _forward(self, x):
        return -tf.math.expm1(-((x / self.scale) ** self.concentration))

    def _inverse(self, y):
        return self.scale * (-tf.log1p(-y)) ** (1 / self.concentration)

    def _inverse_log_det_jacobian(self, y):
        c = self.concentration
        return -tf.log1p(-y) + (1 / c - 1) * tf.log(-tf.log1p(-y)) + tf.log(self.scale / c)

    def _forward_log_det_jacobian(self, x):
        c, ratio = self.concentration, x / self.scale
        return -(ratio**c) + (c - 1) * tf.log(x) + tf.log(c) + -c * tf.log(self.scale)


class Kumaraswamy(_Elementwise):
    """y = (1 - (1 - x)^(1/b))^(1/a). Replaces: tf.contrib.distributions.bijectors.Kumaraswamy"""

    def __init__(self, concentration1=None, concentration0=None, validate_args=False, name="kumaraswamy"):
        self._a = tf.convert_to_tensor(concentration1, name="concentration1")
        self._b = tf.convert_to_tensor(concentration0, name="concentration0")
        super().__init__(validate_args, name)

    concentration1 = property(lambda self: self._a)
    concentration0 = property(lambda self: self._b)

    def _forward(self, x):
        return tf.exp(tf.log1p(-tf.exp(tf.log1p(-x) / self._b)) / self._a)

    def _inverse(self, y):
        return tf.exp(tf.log1p(-((1 - y**self._a) ** self._b)))

    def _inverse_log_det_jacobian(self, y):
        a, b = self._a, self._b
        return tf.log(a) + tf.log(b) + (a - 1) * tf.log(y) + (b - 1) * tf.log1p(-(y**a))


class SinhArcsinh(_Elementwise):
    """y = sinh((arcsinh(x) + skewness) tailweight). Replaces: tf.contrib.distributions.bijectors.SinhArcsinh"""

    def __init__(self, skewness=None, tailweight=None, validate_args=False, name="SinhArcsinh"):
        self._tailweight = tf.convert_to_tensor(1.0 if tailweight is None else tailweight, name="tailweight")
        skewness = 0.0 if skewness is None else skewness
        self._skewness = tf.convert_to_tensor(skewness, dtype=self._tailweight.dtype, name="skewness")
        super().__init__(validate_args, name)

    skewness = property(lambda self: self._skewness)
    tailweight = property(lambda self: self._tailweight)

    def _forward(self, x):
        return tf.sinh((tf.asinh(x) + self.skewness) * self.tailweight)

    def _inverse(self, y):
        return tf.sinh(tf.asinh(y) / self.tailweight - self.skewness)

    def _inverse_log_det_jacobian(self, y):
        inner = tf.asinh(y) / self.tailweight - self.skewness
        return tf.log(tf.cosh(inner)) - tf.log(self.tailweight) - 0.5 * tf.log1p(y**2)

    def _forward_log_det_jacobian(self, x):
        inner = (tf.asinh(x) + self.skewness) * self.tailweight
        return tf.log(tf.cosh(inner)) + tf.log(self.tailweight) - 0.5 * tf.log1p(x**2)
