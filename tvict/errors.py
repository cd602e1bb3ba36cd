"""What can go wrong outside the text: each error is one line that says what to do. Odd text is never an error but a row
with a flag.
"""


class ReadError(ValueError):
    """A file that cannot be read, or that is not what its metadata say."""


class SaveError(OSError):
    """A folder that cannot be written; what was there is whole."""


class LoadError(ValueError):
    """A folder that does not hold the tables of a saved report."""


class UnknownFigure(KeyError):
    """An id that is no figure of the report."""

    def __str__(self) -> str:
        return str(self.args[0])


def one_line(error: object) -> str:
    """Return what an error says, in one line."""
    return " ".join(str(error).split())
