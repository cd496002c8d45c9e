"""The whole way of a document: segments, terms, engine, flags, rows. Every caller goes through `stream`."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from glossary.kazakh import readable
from glossary.matcher import Glossary
from translate import __version__, terminology
from translate.dateline import Rendering, render
from translate.document import Bead, Bitext, Document, Flag, Segment
from translate.engines import Decoding, Engine, Hypothesis
from translate.language import Language, language
from translate.segment import pieces

# Rows appear from the first sentence on, and windows then double up to `Translator.window`, so that a page is never
# frozen and an archive still fills its batches. The sizes depend on the place in the stream alone, never on the clock:
# the same input makes the same batches.
FIRST_WINDOW, LAST_WINDOW = 1, 64

_UNREAD: dict[Language, str] = {
    "und_Latn": "no Cyrillic in this sentence, so it is copied as it stands",
    "und": "neither Kazakh nor Russian, so it is copied as it stands",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A bead as it becomes ready: `index` in its document, `document` among those given, both from 0."""

    document: int
    index: int
    bead: Bead


@dataclass(frozen=True, slots=True)
class _Task:
    """A segment on its way: what the engine is to read of it, in as many sequences as the model needs."""

    document: int
    index: int
    source: Document
    segment: Segment
    language: Language
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Translator:
    """An engine, a glossary and how to decode: all that decides what English a Kazakh sentence gets.

    `model` is the name that the signature shows; `draft` marks every row that the engine makes. `window` is the most
    sentences of one engine call: rows of one call appear together, and it can't be stopped half-way.
    """

    engine: Engine
    glossary: Glossary
    model: str
    decoding: Decoding = Decoding()
    draft: bool = False
    window: int = LAST_WINDOW

    @property
    def signature(self) -> str:
        """What made a result, as in `model:compact|engine:ct2-int8-beam4|glossary:5cbdd5ba|audarma:0.1.0`."""
        engine = "-".join((self.engine.name, *_settings(self.decoding)))
        return f"model:{self.model}|engine:{engine}|glossary:{self.glossary.fingerprint}|audarma:{__version__}"

    def translate(self, document: Document) -> Bitext:
        """The document with an English bead for each of its segments."""
        return Bitext(document, tuple(row.bead for row in self.stream([document])), self.signature)

    def stream(self, documents: Iterable[Document]) -> Iterator[Row]:
        """Rows in the order of documents and segments, as they are ready; sentences of many documents share a batch."""
        tasks = self._tasks(documents)
        size = FIRST_WINDOW
        while batch := list(islice(tasks, size)):
            yield from self._rows(batch)
            size = min(2 * size, self.window)

    def _tasks(self, documents: Iterable[Document]) -> Iterator[_Task]:
        for number, document in enumerate(documents):
            for index, segment in enumerate(document.segments):
                spoken = language(segment.text[segment.head :])
                sentences = self._sentences(segment) if spoken in ("kaz_Cyrl", "rus_Cyrl") else ()
                yield _Task(number, index, document, segment, spoken, sentences)

    def _sentences(self, segment: Segment) -> tuple[str, ...]:
        text = readable(segment.text[segment.head :])
        return tuple(text[start:end] for start, end in pieces(text, self._fits))

    def _fits(self, text: str) -> bool:
        return self.engine.lengths([text])[0] <= self.engine.longest

    def _rows(self, tasks: list[_Task]) -> Iterator[Row]:
        """One engine call for each language in the window; then the rows, in order."""
        answers: dict[tuple[int, int, int], Hypothesis] = {}
        for spoken in dict.fromkeys(task.language for task in tasks if task.sentences):
            asked = [(task, n) for task in tasks if task.language == spoken for n in range(len(task.sentences))]
            decoding = replace(self.decoding, source=spoken)
            heard = self.engine.translate([task.sentences[n] for task, n in asked], decoding)
            answers |= {(task.document, task.index, n): best for (task, n), best in zip(asked, heard, strict=True)}
        for task in tasks:
            best = [answers[task.document, task.index, n] for n in range(len(task.sentences))]
            yield Row(task.document, task.index, self._bead(task, best))

    def _bead(self, task: _Task, hypotheses: list[Hypothesis]) -> Bead:
        segment, head = task.segment, task.segment.head
        dateline = render(segment.text[:head], self.glossary, task.source.date) if head else Rendering("")
        if not hypotheses:
            target = dateline.text + segment.text[head:]
            return Bead(segment, target, "copied", flags=_guessed(dateline) + _unread(task.language, segment))
        matches = self.glossary.find(segment.text, task.source.date)
        english = dateline.text + " ".join(hypothesis.text for hypothesis in hypotheses)
        target, uses = terminology.apply(english, matches)
        # a dateline is rendered by its own rules, which may know better than the glossary: Қазан is Kazan there
        terms = tuple(use for use in uses if use.start >= head or use.status != "not_applied")
        return Bead(segment, target, "engine", terms, _guessed(dateline) + self._flags(target, hypotheses))

    def _flags(self, target: str, hypotheses: list[Hypothesis]) -> tuple[Flag, ...]:
        flags = []
        if self.draft:
            flags.append(Flag("draft", f"a draft by {self.model}, which invents: check it", "target", 0, len(target)))
        if any(hypothesis.truncated for hypothesis in hypotheses):
            flags.append(Flag("truncated", "the model stopped before its end: compare", "target", 0, len(target)))
        return tuple(flags)


def _guessed(dateline: Rendering) -> tuple[Flag, ...]:
    reason = "no English is known for {} in the dateline: it is spelled by sound"
    return tuple(
        Flag("dateline", reason.format(guess.surface), "target", guess.start, guess.end) for guess in dateline.guesses
    )


def _unread(spoken: Language, segment: Segment) -> tuple[Flag, ...]:
    reason = _UNREAD.get(spoken)
    return (Flag("language", reason, "source", segment.head, len(segment.text)),) if reason else ()


def _settings(decoding: Decoding) -> Iterator[str]:
    """The decoding settings that change the English, shortest form first; the language is the sentence's own."""
    default = Decoding()
    yield f"beam{decoding.beam}"
    if decoding.no_repeat_ngram != default.no_repeat_ngram:
        yield f"ngram{decoding.no_repeat_ngram}"
    if decoding.repetition_penalty != default.repetition_penalty:
        yield f"repetition{decoding.repetition_penalty:g}"
    if decoding.length_penalty != default.length_penalty:
        yield f"length{decoding.length_penalty:g}"
    if decoding.suppress:
        yield f"suppress{hashlib.sha256(repr(decoding.suppress).encode()).hexdigest()[:6]}"
