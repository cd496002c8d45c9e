"""One segment on its way to its bead: all that decides its English, and no more, so that it can be made anywhere."""

from dataclasses import dataclass, replace
from datetime import date

from glossary.kazakh import readable
from glossary.term import Match
from translate.capitals import quiet
from translate.document import Segment
from translate.headline import UNREAD, Reading
from translate.language import Language
from translate.latin import Respelled, back


@dataclass(frozen=True, slots=True)
class Task:
    """`index` is the segment's in its document, `document` among those given, both from 0.

    `read` is the segment in Cyrillic, in whose characters matches, terms and flags count until its row is made; it is
    `respelled` where the file has Latin letters. `day` is the day whose names hold, None for today; `code` the language
    that the engine is told, and `reading` what it is to read of the segment, if anything. Where it is `whole`, the
    segment is one sentence, whatever stops it holds.
    """

    document: int
    index: int
    segment: Segment
    read: Segment
    language: Language
    day: date | None = None
    code: str = ""
    matches: tuple[Match, ...] = ()
    reading: Reading = UNREAD
    respelled: Respelled | None = None
    whole: bool = False

    @property
    def typed(self) -> tuple[Match, ...]:
        """The matches as they stand in the file's segment."""
        return back.matches(self.matches, self.respelled) if self.respelled else self.matches


def shares(task: Task, sentences: tuple[str, ...]) -> list[list[tuple[Match, Match]]]:
    """For each sequence the segment's matches that it holds, with the same where they stand in the sequence."""
    found: list[list[tuple[Match, Match]]] = [[] for _ in sentences]
    number, at = 0, 0
    alike = quiet if task.reading.shouted else str
    typed = [alike(sentence) for sentence in sentences]
    for match in task.matches:
        surface = alike(readable(match.surface))
        for n in range(number, len(found) if match.start >= task.read.head else 0):
            start = typed[n].find(surface, at if n == number else 0)
            if start >= 0:
                number, at = n, start + len(surface)
                read_as = sentences[n][start:at]
                found[n].append((match, replace(match, start=start, end=at, surface=read_as)))
                break
    return found
