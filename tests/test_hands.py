"""Windows in hand at once: the same rows, the same windows and no sentence twice, whoever makes them and when."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.matcher import Glossary
from glossary.term import Term
from translate.consistency import Renderings
from translate.document import Bead, Document
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.hands import Threads
from translate.memory import Memory
from translate.rows import Place, Row
from translate.task import Task
from translate.translator import Translator

TERMS = (Term("Семей", "Semey", kind="place"),)


def documents() -> Iterator[Document]:
    """Sentences that stand in one window, in neighbours and far apart."""
    for n in range(40):
        yield newswire.parse(f"Құжат {n} Семейге келді.\nҚұжат {n // 3} кетті.\nОл ертең келеді.")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(tmp_path / "memory.db") as opened:
        yield opened


def translator(engine: FakeEngine, memory: Memory | None = None) -> Translator:
    return Translator(engine, Glossary(TERMS), "fake", window=8, memory=memory)


class Backwards:
    """Hands that make the last window first, and tell which they had in hand at once."""

    most = 3

    def __init__(self, maker: Translator) -> None:
        self._maker = maker
        self._waiting: list[tuple[Sequence[Task], list[Bead]]] = []
        self.windows: list[int] = []
        self.in_hand = 0

    def begin(self, tasks: Sequence[Task]) -> Callable[[], list[Bead]]:
        made: list[Bead] = []
        self._waiting.append((tasks, made))
        self.windows.append(len(tasks))
        self.in_hand = max(self.in_hand, len(self._waiting))

        def wait() -> list[Bead]:
            while self._waiting:
                asked, beads = self._waiting.pop()
                beads += self._maker.beads(asked)
            return made

        return wait


def calls(engine: FakeEngine) -> list[tuple[str, ...]]:
    """The windows as the engine got them, terms that were asked about again left out."""
    return [call.sentences for call in engine.history if not call.decoding.alternatives]


@pytest.mark.parametrize("remembering", [False, True])
def test_windows_in_hand_at_once_are_those_of_one_after_another(memory: Memory, remembering: bool) -> None:
    one, other = FakeEngine(), FakeEngine()
    with Memory.open(memory.path.with_name("other.db")) as second:
        first = translator(one, memory if remembering else None)
        plain = translator(other, second if remembering else None)
        hands = Backwards(plain)
        rows = list(replace(plain, hands=hands).stream(documents()))
        assert rows == list(first.stream(documents()))
        assert hands.in_hand == 3
        assert sorted(calls(other)) == sorted(calls(one))
        assert hands.windows == [len(window) for window in calls(one)]


def test_a_sentence_in_two_windows_in_hand_is_asked_once(memory: Memory) -> None:
    engine = FakeEngine()
    plain = translator(engine, memory)
    rows = list(replace(plain, hands=Backwards(plain)).stream(documents()))
    asked = [sentence for window in calls(engine) for sentence in window]
    assert len(asked) == len(set(asked)) < len(rows)
    assert memory.count() == len(asked)


def test_who_breaks_off_keeps_what_is_in_hand(memory: Memory) -> None:
    engine = FakeEngine()
    with Threads(translator(engine, memory)) as threads:
        stream = replace(translator(engine, memory), hands=threads).stream(documents(), 8)
        with closing(stream) as rows:
            first: Row = next(rows)
        assert first.index == 0
    assert memory.count() == sum(map(len, calls(engine))) > 8


def test_two_threads_are_at_work_at_once() -> None:
    met = threading.Barrier(2, timeout=30)
    there = list[str]()

    def answer(sentence: str) -> str:
        if not there:
            met.wait()
            there.append(sentence)
        return "English"

    engine = FakeEngine(answer)
    with Threads(translator(engine)) as threads:
        made = replace(translator(engine), hands=threads, window=1)
        assert len(list(made.stream(documents()))) == 120


def test_an_engine_that_fails_in_a_thread_says_so_where_the_rows_are_read(memory: Memory) -> None:
    def answer(sentence: str) -> str:
        if "7" in sentence:
            raise MemoryError
        return "English"

    engine = FakeEngine(answer)
    with Threads(translator(engine, memory)) as threads:
        stream = replace(translator(engine, memory), hands=threads).stream(documents())
        with pytest.raises(Exception, match="not enough memory"):
            list(stream)
    assert memory.count() > 0


@pytest.mark.parametrize("handed", [False, True])
def test_segments_that_are_taken_from_many_documents_are_those_of_each_alone(handed: bool, memory: Memory) -> None:
    several = [newswire.parse(f"Құжат {n} келді. Ол {n} рет кетті.\nСемейге {n} келді.") for n in range(7)]
    names = [Renderings() for _ in several]
    places = [Place(n, one, index, names[n]) for index in range(3) for n, one in enumerate(several)]
    made = translator(FakeEngine(), memory)
    rows = list(replace(made, hands=Backwards(made) if handed else None).take(places))
    assert [(row.document, row.index) for row in rows] == [(place.number, place.index) for place in places]
    alone = [list(translator(FakeEngine()).stream([one])) for one in several]
    assert [row.bead for row in rows] == [again.bead for index in range(3) for again in (one[index] for one in alone)]
