"""The whole way of a document: segments, terms, engine, flags, rows. Every caller goes through `stream`."""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat

from glossary.kazakh import readable
from glossary.matcher import Glossary
from translate import __version__
from translate.capitals import shouted
from translate.document import Bead, Bitext, Document, Segment
from translate.engines import Decoding, Engine
from translate.flow import Flow, Means, Sought
from translate.hands import Hands
from translate.headline import Reading, read
from translate.language import KAZAKH, KAZAKHS, READS, language
from translate.latin import respelled
from translate.making import Making
from translate.recall import OUTPUT, Memory, again, amended, content, evidence, key
from translate.rows import Place, Row, places
from translate.settings import Spelling
from translate.task import Task

# Rows appear from the first sentence on, and windows then double up to `Translator.window`, so that a page is never
# frozen and an archive still fills its batches. The sizes depend on the place in the stream alone, never on the clock:
# the same input makes the same batches.
FIRST_WINDOW, LAST_WINDOW = 1, 64


@dataclass(frozen=True)
class Translator:
    """An engine, a glossary and how to decode: all that decides what English a Kazakh sentence gets.

    `model` is the name that the signature shows; `draft` marks every row that the engine makes. `window` is the most
    sentences of one engine call: rows of one call appear together, and it can't be stopped half-way. `spelling` says
    which names hold: those of the article's day, or today's. `headlines` lets a text be read as `headline` says.
    What `memory` knows is not asked again, and what is new is kept there before its row is given out. `hands` make the
    beads, so many windows at a time; with none, this translator makes one window after another. `reads` are the
    languages that the model knows. `tally` is told of every bead as its row is given out.
    """

    engine: Engine
    glossary: Glossary
    model: str
    decoding: Decoding = Decoding()
    draft: bool = False
    window: int = LAST_WINDOW
    spelling: Spelling = "day"
    headlines: bool = True
    memory: Memory | None = None
    hands: Hands | None = None
    reads: frozenset[str] = READS
    tally: Callable[[Bead], None] | None = field(default=None, compare=False, repr=False)

    @property
    def signature(self) -> str:
        """What made a result, as in `model:nllb-600m|engine:ct2-int8-beam4|glossary:5cbdd5ba|audarma:0.1.0`.

        A weak model's ends in `|draft`: English that is cut loose from its rows still says what it is.
        """
        engine = "-".join((self.engine.name, *_settings(self.decoding), *(["headlines"] if self.headlines else [])))
        today = "|spelling:today" if self.spelling == "today" else ""
        made = f"model:{self.model}|engine:{engine}|glossary:{self.glossary.fingerprint}{today}|audarma:{__version__}"
        return made + "|draft" if self.draft else made

    def translate(self, document: Document) -> Bitext:
        """The document with an English bead for each of its segments."""
        return Bitext(document, tuple(row.bead for row in self.stream([document])), self.signature)

    def stream(
        self, documents: Iterable[Document], first: int = FIRST_WINDOW, ahead: int = 1
    ) -> Generator[Row, None, None]:
        """Rows in the order of documents and segments, as they are ready; sentences of many documents share a batch.

        `first` is the size of the first window: more than one where nobody watches the rows appear. There, too, the
        sentences of a window may be chosen from so many windows' worth `ahead`, so that they share batches.
        """
        return Flow(self._means(), places(documents), _sizes(first, self.window), ahead).rows()

    def take(self, places: Iterable[Place]) -> Generator[Row, None, None]:
        """The rows of these segments alone, of as many documents as they are, and in this order.

        It is for whoever shares an engine among documents that are still in work, where a stream would hold it to the
        last document's end; of each document the segments are taken in order.
        """
        return Flow(self._means(), iter(places), repeat(self.window), 1).rows()

    def beads(self, tasks: Sequence[Task]) -> list[Bead]:
        """One engine call for each language of the tasks, a few more where terms are missing; the beads, in order."""
        return Making(self.engine, self.glossary, self.model, self.decoding, self.draft).beads(tasks)

    def _means(self) -> Means:
        begin, most = (self.hands.begin, self.hands.most) if self.hands else (self._later, 1)
        tell = self.tally or (lambda bead: None)
        return Means(self._sought, self.engine.lengths, begin, most, self._keep, tell)

    def _later(self, tasks: Sequence[Task]) -> Callable[[], list[Bead]]:
        return lambda: self.beads(tasks)

    def _keep(self, made: Mapping[str, tuple[Task, Bead]]) -> None:
        if self.memory:
            self.memory.store((its, task.segment.text, content(bead)) for its, (task, bead) in made.items())

    def _sought(self, places: Sequence[Place]) -> list[Sought]:
        """The task of each, with its key, and with its bead where a person wrote it or the memory holds it."""
        tasks = list(map(self._task, places))
        renderings = [place.renderings for place in places]
        if not self.memory:
            keys = [f"{task.document} {task.index}" for task in tasks]
            return [Sought(task, its, None, names) for task, its, names in zip(tasks, keys, renderings, strict=True)]
        keys = [self._key(task) for task in tasks]
        corrected = self.memory.corrected([task.segment.text for task in tasks])
        stored = self.memory.many(keys)
        found = []
        for task, its, names in zip(tasks, keys, renderings, strict=True):
            bead = again(task.segment, stored[its]) if its in stored else None
            if correction := corrected.get(task.segment.text):
                bead = amended(task.segment, task.typed, correction)
            found.append(Sought(task, its, bead, names))
        return found

    def _key(self, task: Task) -> str:
        """By what a task's row is remembered."""
        made = (self.model, self.engine.name, *_settings(self.decoding), f"{self.headlines}", f"{self.draft}")
        split = ["whole"] if task.whole else []
        return key(str(OUTPUT), *made, task.language, *split, *evidence(task.segment, task.matches))

    def _task(self, place: Place) -> Task:
        document, segment = place.document, place.document.segments[place.index]
        day, spoken = self._day(document), language(segment.text[segment.head :])
        task = Task(place.number, place.index, segment, segment, spoken, day, whole=document.whole)
        if spoken not in (*KAZAKHS, "rus_Cyrl"):
            return task
        made = respelled(segment.text, spoken, segment.head)
        seen = replace(segment, text=made.text) if made else segment
        matches = tuple(self.glossary.find(seen.text, day))
        code = spoken if spoken in self.reads else KAZAKH
        return replace(task, read=seen, code=code, matches=matches, reading=self._reading(seen, day), respelled=made)

    def _day(self, document: Document) -> date | None:
        """The day whose names hold; None is today."""
        return document.date if self.spelling == "day" else None

    def _reading(self, segment: Segment, day: date | None) -> Reading:
        text = readable(segment.text[segment.head :])
        if not self.headlines:
            return Reading(text)
        return read(text, self.glossary.find(text, day) if shouted(text) else ())


def _sizes(first: int, most: int) -> Iterator[int]:
    """The sizes of the windows of a stream: doubled from the first one up to the most."""
    size = min(first, most)
    while True:
        yield size
        size = min(2 * size, most)


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
    if decoding.longest:
        yield f"longest{decoding.longest}"
    if decoding.ladder:
        yield "ladder"
    if decoding.suppress:
        yield f"suppress{hashlib.sha256(repr(decoding.suppress).encode()).hexdigest()[:6]}"
