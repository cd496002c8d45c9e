"""What an edit of the glossary would change: the sentences that it touches, with their English before and after."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from glossary.matcher import Glossary
from glossary.term import Match
from translate.document import Bead, Document
from translate.engines.remembered import Remembered
from translate.translator import Translator

# What a person reads before saving; the rest is counted.
MOST = 12


@dataclass(frozen=True, slots=True)
class Touched:
    """A sentence whose terms are other ones after the edit: segment number `index` of its document, both from 0."""

    document: Document
    index: int
    before: tuple[Match, ...]
    after: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A touched sentence, with its row as it is and as it would be."""

    touched: Touched
    before: Bead
    after: Bead

    @property
    def changed(self) -> bool:
        """Whether its English would be another."""
        return self.before.target != self.after.target


@dataclass(frozen=True, slots=True)
class Preview:
    """What an edit would change: in how many of the texts that were `read`, in how many sentences, and in which words.

    `examples` holds the first of these sentences that were translated; `expected` says how many there will be.
    """

    read: int = 0
    documents: int = 0
    sentences: int = 0
    expected: int = 0
    examples: tuple[Example, ...] = ()


def preview(translator: Translator, after: Glossary, documents: Iterable[Document], *, most: int = MOST) -> Preview:
    """What the texts would be with the glossary `after` in place of the translator's own."""
    return list(previews(translator, after, documents, most=most))[-1]


def previews(
    translator: Translator, after: Glossary, documents: Iterable[Document], *, most: int = MOST
) -> Iterator[Preview]:
    """The same as it comes to be known: first what is touched, for which no engine is asked, then row by row."""
    found = Preview()
    kept: list[Touched] = []
    for document in documents:
        touched = list(touches(translator.glossary, after, document))
        found = replace(
            found,
            read=found.read + 1,
            documents=found.documents + bool(touched),
            sentences=found.sentences + len(touched),
        )
        kept += touched[: most - len(kept)]
    found = replace(found, expected=len(kept))
    yield found
    for example in _examples(translator, after, kept):
        found = replace(found, examples=(*found.examples, example))
        yield found


def touches(before: Glossary, after: Glossary, document: Document) -> Iterator[Touched]:
    """The sentences in which the two glossaries find other terms."""
    # Few entries differ, so that most sentences are passed over without looking for all the others.
    edited = Glossary(set(before.terms) ^ set(after.terms))
    for index, segment in enumerate(document.segments):
        if not edited.find(segment.text, document.date):
            continue
        old = tuple(before.find(segment.text, document.date))
        new = tuple(after.find(segment.text, document.date))
        if old != new:
            yield Touched(document, index, old, new)


def _examples(translator: Translator, after: Glossary, kept: list[Touched]) -> Iterator[Example]:
    # with and without the edit the engine reads the same sentences: it is asked once
    old = replace(translator, engine=Remembered(translator.engine))
    new = replace(old, glossary=after)
    for _, touched in groupby(kept, key=lambda one: id(one.document)):
        several = list(touched)
        document = several[0].document
        part = replace(document, segments=tuple(document.segments[one.index] for one in several))
        for one, was, becomes in zip(several, old.stream([part]), new.stream([part]), strict=True):
            yield Example(one, was.bead, becomes.bead)
