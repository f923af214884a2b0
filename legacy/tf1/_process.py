"""Whose process this is: under ``python -m tf2notes.legacy`` it belongs to the TF1 program alone."""

is_programs_own = False
