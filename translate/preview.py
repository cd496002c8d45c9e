"""What an edit of the glossary would change: the sentences that it touches, with their English before and after."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from glossary.matcher import Glossary
from glossary.term import Match
from translate.document import Bead, Document
from translate.engines.remembered import Remembered
from translate.settings import Spelling
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

    `touched` holds the first of these sentences, `examples` those of them that were translated so far.
    """

    read: int = 0
    documents: int = 0
    sentences: int = 0
    touched: tuple[Touched, ...] = ()
    examples: tuple[Example, ...] = ()


def preview(translator: Translator, after: Glossary, documents: Iterable[Document], *, most: int = MOST) -> Preview:
    """What the texts would be with the glossary `after` in place of the translator's own."""
    found = count(translator.glossary, after, documents, spelling=translator.spelling, most=most)
    return list(translated(found, translator, after))[-1]


def count(
    before: Glossary,
    after: Glossary,
    documents: Iterable[Document],
    *,
    spelling: Spelling = "day",
    most: int = MOST,
) -> Preview:
    """What the edit touches; no engine is asked, and of an archive no more than the first sentences are kept."""
    found = Preview()
    for document in documents:
        touched = tuple(touches(before, after, document, spelling))
        found = replace(
            found,
            read=found.read + 1,
            documents=found.documents + bool(touched),
            sentences=found.sentences + len(touched),
            touched=found.touched + touched[: most - len(found.touched)],
        )
    return found


def translated(found: Preview, translator: Translator, after: Glossary) -> Iterator[Preview]:
    """The same with its examples, first none and then one more each time; `translator` has the glossary as it is."""
    yield found
    for example in _examples(found.touched, translator, after):
        found = replace(found, examples=(*found.examples, example))
        yield found


def touches(before: Glossary, after: Glossary, document: Document, spelling: Spelling = "day") -> Iterator[Touched]:
    """The sentences in which the two glossaries find other terms."""
    # Few entries differ, so that most sentences are passed over without looking for all the others.
    edited = Glossary(set(before.terms) ^ set(after.terms))
    day = document.date if spelling == "day" else None
    for index, segment in enumerate(document.segments):
        if not edited.find(segment.text, day):
            continue
        old = tuple(before.find(segment.text, day))
        new = tuple(after.find(segment.text, day))
        if old != new:
            yield Touched(document, index, old, new)


def _examples(touched: Iterable[Touched], translator: Translator, after: Glossary) -> Iterator[Example]:
    # with and without the edit the engine reads the same sentences: it is asked once
    engine = translator.engine
    old = replace(translator, engine=engine if isinstance(engine, Remembered) else Remembered(engine))
    new = replace(old, glossary=after)
    for _, group in groupby(touched, key=lambda one: id(one.document)):
        several = list(group)
        document = several[0].document
        part = replace(document, segments=tuple(document.segments[one.index] for one in several))
        for one, was, becomes in zip(several, old.stream([part]), new.stream([part]), strict=True):
            yield Example(one, was.bead, becomes.bead)
