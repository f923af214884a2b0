"""Replaces: tensorflow.python.layers.utils, which lives on."""

from tensorflow.python.layers.utils import (
    constant_value,
    conv_input_length,
    conv_output_length,
    convert_data_format,
    deconv_output_length,
    normalize_data_format,
    normalize_padding,
    normalize_tuple,
    smart_cond,
)

__all__ = [
    "constant_value",
    "conv_input_length",
    "conv_output_length",
    "convert_data_format",
    "deconv_output_length",
    "normalize_data_format",
    "normalize_padding",
    "normalize_tuple",
    "smart_cond",
]
