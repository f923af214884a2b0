"""What goes wrong with checkpoints, by name."""


class CheckpointError(ValueError):
    """A checkpoint file that cannot be trusted or understood; the message begins with the file's name."""


class Damaged(Exception):
    """Bytes that are not what they should be; the reader that knows the file's name makes a `CheckpointError` of it."""


class MismatchError(ValueError):
    """A checkpoint that does not fit the model: every variable that is missing, unexpected, misshapen or ambiguous.

    Attributes:
        problems: one line of text for each.
    """

    def __init__(self, summary, problems):
        self.problems = list(problems)
        super().__init__("\n".join([summary, *(f"  {problem}" for problem in self.problems)]))
