"""Bijectors of ``tf.contrib.distributions.bijectors`` made of matrices."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import util
from tensorflow.python.ops.distributions.bijector import Bijector
from tf2notes.legacy.tf1.contrib.distributions.bijectors._elementwise import AffineScalar, Softplus
from tf2notes.legacy.tf1.contrib.distributions.bijectors._structure import Chain

linalg = tf.linalg


class AffineLinearOperator(Bijector):
    """y = scale @ x + shift for a LinearOperator.

    Replaces: tf.contrib.distributions.bijectors.AffineLinearOperator
    """

    def __init__(self, shift=None, scale=None, validate_args=False, name="affine_linear_operator"):
        with tf.name_scope(name):
            if scale is not None:
                if not isinstance(scale, linalg.LinearOperator):
                    raise TypeError("scale is not an instance of tf.LinearOperator")
                if validate_args and not scale.is_non_singular:
                    raise ValueError("Scale matrix must be non-singular.")
            self._shift = None if shift is None else tf.convert_to_tensor(shift, name="shift")
        self._scale = scale
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=True,
            dtype=None if scale is None else scale.dtype,
            validate_args=validate_args,
            name=name,
        )

    shift = property(lambda self: self._shift, doc="What is added.")
    scale = property(lambda self: self._scale, doc="The linear operator.")

    def _forward(self, x):
        y = x if self.scale is None else self.scale.matvec(x)
        return y if self.shift is None else y + self.shift

    def _inverse(self, y):
        x = y if self.shift is None else y - self.shift
        return x if self.scale is None else self.scale.solvevec(x)

    def _forward_log_det_jacobian(self, x):
        return tf.constant(0.0, dtype=x.dtype) if self.scale is None else self.scale.log_abs_determinant()

    def _inverse_log_det_jacobian(self, y):
        return -self._forward_log_det_jacobian(y)


def linear_operator(identity, diag, tril, factor=None, perturb_diag=None, dtype=tf.float32, shape_hint=None):
    """identity * I + diag(diag) + tril + factor @ diag(perturb_diag) @ factor.T as a LinearOperator; None without all.

    Raises:
        ValueError: a perturbation has nothing to perturb whose size is known.
    """
    if tril is not None:
        matrix = linalg.band_part(tf.convert_to_tensor(tril, name="scale_tril"), -1, 0)
        for more in (diag, None if identity is None else tf.convert_to_tensor(identity)[..., tf.newaxis]):
            if more is not None:
                matrix = linalg.set_diag(matrix, linalg.diag_part(matrix) + more)
        operator = linalg.LinearOperatorLowerTriangular(matrix, is_non_singular=True)
    elif diag is not None:
        diag = tf.convert_to_tensor(diag, name="scale_diag")
        if identity is not None:
            diag += tf.convert_to_tensor(identity)[..., tf.newaxis]
        operator = linalg.LinearOperatorDiag(diag, is_non_singular=True, is_self_adjoint=True)
    elif identity is not None or factor is not None:
        if shape_hint is None and factor is not None:
            shape_hint = tf.convert_to_tensor(factor).shape[-2]
        if shape_hint is None:
            raise ValueError("Cannot determine the dimension of the event from `scale_identity_multiplier` alone.")
        multiplier = tf.convert_to_tensor(
            1.0 if identity is None else identity, dtype=None if identity is not None else dtype
        )
        operator = linalg.LinearOperatorScaledIdentity(
            num_rows=tf.compat.dimension_value(shape_hint), multiplier=multiplier, is_non_singular=True
        )
    else:
        return None
    if factor is None:
        return operator
    return linalg.LinearOperatorLowRankUpdate(
        operator,
        u=tf.convert_to_tensor(factor, name="scale_perturb_factor"),
        diag_update=perturb_diag,
        is_diag_update_positive=perturb_diag is None,
        is_non_singular=True,
        is_self_adjoint=True,
        is_positive_definite=True,
    )


class Affine(AffineLinearOperator):
    """y = scale @ x + shift, scale given by its parts. Replaces: tf.contrib.distributions.bijectors.Affine"""

    def __init__(
        self,
        shift=None,
        scale_identity_multiplier=None,
        scale_diag=None,
        scale_tril=None,
        scale_perturb_factor=None,
        scale_perturb_diag=None,
        validate_args=False,
        name="affine",
    ):
        if scale_perturb_diag is not None and scale_perturb_factor is None:
            raise ValueError("if scale_perturb_diag is specified, scale_perturb_factor must be specified")
        self._multiplier = None
        parts = (scale_diag, scale_tril, scale_perturb_factor)
        operator = None
        if any(part is not None for part in parts):
            operator = linear_operator(
                scale_identity_multiplier, scale_diag, scale_tril, scale_perturb_factor, scale_perturb_diag
            )
        elif scale_identity_multiplier is not None:
            self._multiplier = tf.convert_to_tensor(scale_identity_multiplier, name="scale_identity_multiplier")
        super().__init__(shift, operator, validate_args, name)

    def _forward(self, x):
        if self._multiplier is None:
            return super()._forward(x)
        y = x * self._multiplier[..., tf.newaxis]
        return y if self.shift is None else y + self.shift

    def _inverse(self, y):
        if self._multiplier is None:
            return super()._inverse(y)
        return (y if self.shift is None else y - self.shift) / self._multiplier[..., tf.newaxis]

    def _forward_log_det_jacobian(self, x):
        if self._multiplier is None:
            return super()._forward_log_det_jacobian(x)
        return tf.log(tf.abs(self._multiplier)) * tf.cast(tf.shape(x)[-1], x.dtype)


class FillTriangular(Bijector):
    """A vector of n(n+1)/2 as a triangular matrix. Replaces: tf.contrib.distributions.bijectors.FillTriangular"""

    def __init__(self, upper=False, validate_args=False, name="fill_triangular"):
        self._upper = upper
        super().__init__(
            forward_min_event_ndims=1,
            inverse_min_event_ndims=2,
            is_constant_jacobian=True,
            validate_args=validate_args,
            name=name,
        )

    def _forward(self, x):
        return util.fill_triangular(x, upper=self._upper)

    def _inverse(self, y):
        return util.fill_triangular_inverse(y, upper=self._upper)

    def _forward_log_det_jacobian(self, x):
        return tf.zeros_like(x[..., 0])

    def _inverse_log_det_jacobian(self, y):
        return tf.zeros_like(y[..., 0, 0])

    def _forward_event_shape(self, shape):
        (d,) = tf.TensorShape(shape).as_list()[-1:]
        n = None if d is None else int((np.sqrt(1 + 8 * d) - 1) / 2)
        if d is not None and n * (n + 1) // 2 != d:
            raise ValueError(f"Vector is not a triangular number of length: {d}.")
        return tf.TensorShape([n, n])

    def _forward_event_shape_tensor(self, shape):
        n = tf.cast((tf.sqrt(1.0 + 8.0 * tf.cast(shape[-1], tf.float32)) - 1) / 2 + 0.5, tf.int32)
        return tf.stack([n, n])

    def _inverse_event_shape(self, shape):
        n, m = tf.TensorShape(shape).as_list()[-2:]
        if n != m:
            raise ValueError(f"Matrix must be square. (saw [{n}, {m}])")
        return tf.TensorShape([None if n is None else n * (n + 1) // 2])

    def _inverse_event_shape_tensor(self, shape):
        return shape[-1:] * (shape[-1:] + 1) // 2


class TransformDiagonal(Bijector):
    """A bijector of vectors on the diagonal alone. Replaces: tf.contrib.distributions.bijectors.TransformDiagonal"""

    def __init__(self, diag_bijector, validate_args=False, name="transform_diagonal"):
        self._diag_bijector = diag_bijector
        super().__init__(forward_min_event_ndims=2, inverse_min_event_ndims=2, validate_args=validate_args, name=name)

    def _forward(self, x):
        return linalg.set_diag(x, self._diag_bijector.forward(linalg.diag_part(x)))

    def _inverse(self, y):
        return linalg.set_diag(y, self._diag_bijector.inverse(linalg.diag_part(y)))

    def _forward_log_det_jacobian(self, x):
        return self._diag_bijector.forward_log_det_jacobian(linalg.diag_part(x), event_ndims=1)

    def _inverse_log_det_jacobian(self, y):
        return self._diag_bijector.inverse_log_det_jacobian(linalg.diag_part(y), event_ndims=1)


class ScaleTriL(Chain):
    """A vector as a lower triangular matrix with positive diagonal.

    Replaces: tf.contrib.distributions.bijectors.ScaleTriL
    """

    def __init__(self, diag_bijector=None, diag_shift=1e-5, validate_args=False, name="scale_tril"):
        diag_bijector = diag_bijector or Softplus(validate_args=validate_args)
        if diag_shift is not None:
            diag_bijector = Chain([AffineScalar(shift=diag_shift), diag_bijector])
        super().__init__([TransformDiagonal(diag_bijector), FillTriangular()], validate_args=validate_args, name=name)


class CholeskyOuterProduct(Bijector):
    """y = x xᵀ, x lower triangular. Replaces: tf.contrib.distributions.bijectors.CholeskyOuterProduct"""

    def __init__(self, validate_args=False, name="cholesky_outer_product"):
        super().__init__(forward_min_event_ndims=2, validate_args=validate_args, name=name)

    def _forward(self, x):
        x = linalg.band_part(x, -1, 0)
        return tf.matmul(x, x, adjoint_b=True)

    def _inverse(self, y):
        return tf.cholesky(y)

    def _forward_log_det_jacobian(self, x):
        diag = linalg.diag_part(x)
        exponents = tf.range(tf.cast(tf.shape(diag)[-1], x.dtype), 0.0, -1.0, dtype=x.dtype)
        doubled = tf.cast(tf.shape(diag)[-1], x.dtype) * np.log(2.0)
        return doubled + tf.reduce_sum(exponents * tf.log(diag), axis=-1)

    def _inverse_log_det_jacobian(self, y):
        return -self._forward_log_det_jacobian(tf.cholesky(y))


class MatrixInverseTriL(Bijector):
    """The inverse of lower triangular matrices. Replaces: tf.contrib.distributions.bijectors.MatrixInverseTriL"""

    def __init__(self, validate_args=False, name="matrix_inverse_tril"):
        super().__init__(forward_min_event_ndims=2, validate_args=validate_args, name=name)

    def _forward(self, x):
        return linalg.triangular_solve(x, linalg.eye(tf.shape(x)[-1], batch_shape=tf.shape(x)[:-2], dtype=x.dtype))

    def _inverse(self, y):
        return self._forward(y)

    def _forward_log_det_jacobian(self, x):
        # TF1's value, right for any matrix; one that is triangular has n + 1 in the place of 2 n.
        n = tf.cast(tf.shape(x)[-1], x.dtype)
        return -2.0 * n * tf.reduce_sum(tf.log(tf.abs(linalg.diag_part(x))), axis=-1)

    def _inverse_log_det_jacobian(self, y):
        return self._forward_log_det_jacobian(y)
