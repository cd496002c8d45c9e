"""A text with tags: each run between two breaks is a document, and every tag of it comes back.

A tag inside a sentence moves to that sentence's ends, for no one can say which English word it belongs to: an element
that begins and ends in the sentence wraps it, what closes an earlier one stands before it, what opens a later one or
stands alone after it. So tags that were nested well stay so.
"""

from collections.abc import Collection, Iterator, Sequence
from html import escape

from translate.document import Bead, Document
from translate.server.tags import Token, tokens
from translate.server.wording import Beads, Split, parsed

# A tag, and before which character of the run's text it stands.
_Placed = tuple[int, Token]


class Marked:
    """A text in HTML or XML."""

    def __init__(
        self,
        text: str,
        *,
        breaking: Collection[str] = (),
        inside: Collection[str] = (),
        sealed: Collection[str] = (),
        split: Split = "stops",
    ) -> None:
        """Names of tags that shall end sentences, stand inside them, or keep their content as it is.

        `split` says what else ends a sentence: a line break does in no HTML. Raises Refusal.
        """
        self._split = split
        self._parts: list[str | _Run] = []
        run: list[Token] = []
        for token in tokens(text, breaking=breaking, inside=inside, sealed=sealed):
            if token.kind == "break":
                self._finish(run)
                self._parts.append(token.raw)
                run = []
            else:
                run.append(token)
        self._finish(run)
        self.documents = tuple(part.document for part in self._parts if isinstance(part, _Run))

    def _finish(self, run: list[Token]) -> None:
        if run:
            self._parts.append(_Run(run, self._split))

    def english(self, beads: Beads) -> str:
        """The whole text with the English in it."""
        found = iter(beads)
        return "".join(part if isinstance(part, str) else part.english(next(found)) for part in self._parts)


class _Run:
    """Text and tags without a break between them."""

    def __init__(self, run: Sequence[Token], split: Split) -> None:
        self.tags: list[_Placed] = []
        text = ""
        for token in run:
            if token.kind == "text":
                text += token.raw
            else:
                self.tags.append((len(text), token))
        self._typed = text
        self.document: Document = parsed(text, split)

    def english(self, beads: Sequence[Bead]) -> str:
        tags, at, text = _Tags(self.tags), 0, self._typed
        made: list[str] = []
        for bead in beads:
            start, end = bead.segment.start, bead.segment.end
            made += tags.between(text, at, start)
            if not at < start and at:
                made.append(" ")
            before, after = tags.around(end)
            made += [before, escape(bead.target, quote=False), after]
            at = end
        made += tags.between(text, at, len(text))
        return "".join((*made, tags.rest()))


class _Tags:
    """The tags of a run, taken from left to right."""

    def __init__(self, tags: Sequence[_Placed]) -> None:
        self._tags, self._next = tags, 0

    def between(self, text: str, start: int, end: int) -> Iterator[str]:
        """What is no sentence, with the tags that stand in it or at its end."""
        while self._next < len(self._tags) and self._tags[self._next][0] <= end:
            place, token = self._tags[self._next]
            # what closes where the next sentence begins is seen before what opens there: both stand here
            yield escape(text[start:place], quote=False) + token.raw
            start, self._next = place, self._next + 1
        yield escape(text[start:end], quote=False)

    def around(self, end: int) -> tuple[str, str]:
        """The tags inside a sentence that ends there: those before its English and those after."""
        inside: list[Token] = []
        while self._next < len(self._tags) and self._tags[self._next][0] < end:
            inside.append(self._tags[self._next][1])
            self._next += 1
        return _sorted(inside)

    def rest(self) -> str:
        """Tags behind the last character."""
        left, self._next = self._tags[self._next :], len(self._tags)
        return "".join(token.raw for _, token in left)


def _sorted(inside: Sequence[Token]) -> tuple[str, str]:
    pairs, open_, lone, closes = [], list[Token](), list[Token](), list[Token]()
    for token in inside:
        if token.kind == "alone":
            lone.append(token)
        elif token.kind == "open":
            open_.append(token)
        elif open_ and open_[-1].name == token.name:
            pairs.append((open_.pop(), token))
        else:
            closes.append(token)
    before = [*(token.raw for token in closes), *(opening.raw for opening, _ in pairs)]
    after = [closing.raw for _, closing in reversed(pairs)]
    return "".join(before), "".join((*after, *(token.raw for token in (*lone, *open_))))
