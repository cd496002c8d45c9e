"""Segments on their way: in order, each sent once, a bounded part of them in hand, and alike in length where asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.consistency import Renderings
from translate.document import Bead, Document, Segment
from translate.engines.batches import rung
from translate.flow import LONGEST_LINE, Flow, Means, Sought
from translate.headline import Reading
from translate.rows import Place, Row, places
from translate.task import Task


def documents(sentences: Sequence[str], each: int) -> list[Document]:
    """The sentences in documents of so many."""
    found = []
    for first in range(0, len(sentences), each):
        some = sentences[first : first + each]
        starts = [sum(len(one) + 1 for one in some[:n]) for n in range(len(some))]
        segments = [Segment(at, at + len(one), one, n) for n, (at, one) in enumerate(zip(starts, some, strict=True))]
        found.append(Document("\n".join(some), tuple(segments)))
    return found


def lengths(sentences: Sequence[str]) -> list[int]:
    return list(map(len, sentences))


class Books:
    """Says words backwards, with a book of what was begun and kept, which is known from then on."""

    def __init__(self, known: frozenset[str] = frozenset(), most: int = 1, deadly: str = "") -> None:
        self.known, self.most, self.deadly = known, most, deadly
        self.windows: list[list[str]] = []
        self.kept: list[str] = []
        self.most_in_hand = 0

    def look(self, found: Sequence[Place]) -> list[Sought]:
        sought = []
        for place in found:
            segment = place.document.segments[place.index]
            task = Task(place.number, place.index, segment, segment, "kaz_Cyrl", reading=Reading(segment.text))
            known = segment.text in self.known or segment.text in self.kept
            bead = Bead(segment, segment.text[::-1], "memory") if known else None
            sought.append(Sought(task, segment.text, bead, place.renderings))
        return sought

    def begin(self, tasks: Sequence[Task]) -> Callable[[], list[Bead]]:
        self.windows.append([task.segment.text for task in tasks])
        self.most_in_hand = max(self.most_in_hand, sum(map(len, self.windows)) - len(self.kept))

        def wait() -> list[Bead]:
            if self.deadly and any(self.deadly in task.segment.text for task in tasks):
                raise MemoryError("not enough memory")
            return [Bead(task.segment, task.segment.text[::-1], "engine") for task in tasks]

        return wait

    def keep(self, made: Mapping[str, tuple[Task, Bead]]) -> None:
        self.kept += made

    def flow(self, sentences: Sequence[str], each: int, sizes: Iterator[int], ahead: int) -> Iterator[Row]:
        means = Means(self.look, lengths, self.begin, self.most, self.keep)
        return Flow(means, places(documents(sentences, each)), sizes, ahead).rows()


def sizes(first: int, most: int) -> Iterator[int]:
    while True:
        yield first
        first = min(2 * first, most)


SENTENCES = st.lists(st.text("абв", min_size=1, max_size=12), max_size=120)


@given(
    sentences=SENTENCES,
    known=st.frozensets(st.text("абв", min_size=1, max_size=2)),
    each=st.integers(1, 9),
    first=st.integers(1, 4),
    size=st.integers(4, 16),
    ahead=st.integers(1, 6),
    most=st.integers(1, 4),
)
def test_all_come_out_in_order_and_none_is_sent_twice(
    sentences: list[str], known: frozenset[str], each: int, first: int, size: int, ahead: int, most: int
) -> None:
    books = Books(known, most)
    rows = list(books.flow(sentences, each, sizes(first, size), ahead))
    assert [row.bead.target for row in rows] == [one[::-1] for one in sentences]
    assert [(row.document, row.index) for row in rows] == [(n // each, n % each) for n in range(len(sentences))]
    sent = [one for window in books.windows for one in window]
    assert sorted(books.kept) == sorted(sent) == sorted(set(sentences) - known)
    assert books.most_in_hand <= most * size
    assert all(len(window) <= size for window in books.windows)


def test_what_stands_in_many_places_is_sent_once_while_its_row_is_awaited() -> None:
    books = Books(most=2)
    rows = list(books.flow(["аб", "вг", "аб", "аб", "де"] * 4, 3, sizes(16, 16), 1))
    assert len(rows) == 20
    assert books.windows == [["аб", "вг", "де"]]


@pytest.mark.parametrize("most", [1, 3])
def test_a_window_holds_what_has_waited_longest_and_what_may_share_its_batch(most: int) -> None:
    sentences = [f"{n:03}".ljust(7 * n % 60 + 4, "а") for n in range(600)]
    books = Books(most=most)
    assert [row.bead.segment.text for row in books.flow(sentences, 10, sizes(16, 16), 8)] == sentences
    waiting = list(sentences)
    for window in books.windows:
        assert waiting[0] in window
        alike = [one for one in waiting[:128] if rung(len(one)) == rung(len(waiting[0]))]
        # those that came first of its own rung, and all of them before any of another
        assert window[: min(16, len(alike))] == alike[:16]
        assert len(window) >= min(8, len(waiting))
        waiting = [one for one in waiting if one not in window]
    assert not waiting
    one_after_another = Books(most=most)
    list(one_after_another.flow(sentences, 10, sizes(16, 16), 1))
    assert one_after_another.windows == [sentences[at : at + 16] for at in range(0, 600, 16)]


def test_no_more_is_read_than_is_needed() -> None:
    read = 0

    def endless() -> Iterator[Document]:
        nonlocal read
        while True:
            read += 1
            yield documents([f"сөз {read}"], 1)[0]

    books = Books(frozenset(f"сөз {n}" for n in range(1, 100_000)))
    rows = Flow(Means(books.look, lengths, books.begin, 1, books.keep), places(endless()), sizes(1, 8), 4).rows()
    assert [row.bead.origin for row in islice(rows, 3)] == ["memory"] * 3
    assert read <= LONGEST_LINE


def test_where_one_window_fails_the_others_in_hand_are_kept() -> None:
    sentences = [f"сөз {n:02}" for n in range(40)]
    books = Books(most=3, deadly="10")
    with pytest.raises(MemoryError):
        list(books.flow(sentences, 5, sizes(4, 4), 1))
    begun = [one for window in books.windows for one in window]
    assert sorted({*begun} - {*books.kept}) == ["сөз 08", "сөз 09", "сөз 10", "сөз 11"]
    assert len(begun) > 12


def test_the_same_names_are_checked_in_the_order_of_the_rows() -> None:
    """Renderings of an article are told row by row, however its windows were made."""
    told: list[int] = []

    class Told(Renderings):
        def checked(self, bead: Bead, index: int, matches: Sequence[object]) -> Bead:
            told.append(index)
            return bead

    one = documents(["а" * (n % 5 + 1) + f"{n:02}" for n in range(30)], 30)[0]
    names = Told()
    given_places = iter([Place(0, one, index, names) for index in range(30)])
    books = Books(most=2)
    list(Flow(Means(books.look, lengths, books.begin, 2, books.keep), given_places, sizes(4, 4), 4).rows())
    assert told == list(range(30))
