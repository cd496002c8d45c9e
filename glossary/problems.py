"""What is wrong with a glossary file, line by line, and all of it told at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glossary.conflicts import contradictions
from glossary.errors import GlossaryError
from glossary.term import Term

# So many problems are told in one message; nobody mends more by reading them.
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a line, counted from 1."""

    line: int
    reason: str

    def __str__(self) -> str:
        """As it is told."""
        return f"line {self.line}: {self.reason}"


def complain(name: str, problems: Sequence[Problem]) -> None:
    """Raise GlossaryError with all problems, if there are any."""
    if problems:
        told = [str(problem) for problem in sorted(problems, key=lambda problem: problem.line)]
        more = len(told) - _MOST_TOLD
        message = f"{name}: {'; '.join(told[:_MOST_TOLD])}" + (f"; and {more:,} more" if more > 0 else "")
        raise GlossaryError(message, told)


def contradicting(places: Sequence[int], entries: Sequence[Term]) -> Iterator[Problem]:
    """Where an entry says for one source and day what another does not, with the line of each."""
    for one, other in contradictions(entries):
        first, second = entries[one], entries[other]
        yield Problem(
            places[other],
            f"{second.source} → {second.target}, but line {places[one]} says {first.target} for the same days; "
            f"remove one, or set valid_from and valid_to",
        )
