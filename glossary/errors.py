"""What can go wrong with a glossary, said so that an editor can mend it."""

from collections.abc import Sequence


class GlossaryError(Exception):
    """A glossary that can't be read, or a change that can't be made: what is wrong, where, and what to do.

    The message is one line, and of very many problems names the first; `problems` are all, each alone.
    """

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        """Without `problems` the message is the one there is."""
        super().__init__(message)
        self.problems = tuple(problems) or (message,)
