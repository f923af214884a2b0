"""Errors of living functions in TF1's words: its unit tests and programs match them by regular expressions."""

import functools
import re


def in_tf1_words(function, *rules):
    """`function`, whose ValueErrors and TypeErrors are worded as TF1 worded them.

    Args:
        function: a living function.
        *rules: pairs of a regular expression, matched at the message's start, and what TF1 said instead; `\\1` and its
            kin stand for the expression's groups.
    """
    compiled = [(re.compile(pattern, re.DOTALL), words) for pattern, words in rules]

    @functools.wraps(function)
    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except (TypeError, ValueError) as error:
            words = reworded(error, compiled)
            if words is None:
                raise
            raise type(error)(words) from error

    return call


def reworded(error, rules):
    """What TF1 said instead of `error`, an exception whose only argument is its message, or None."""
    if len(error.args) != 1 or not isinstance(error.args[0], str):
        return None
    for pattern, words in rules:
        match = pattern.match(error.args[0])
        if match:
            return match.expand(words)
    return None
