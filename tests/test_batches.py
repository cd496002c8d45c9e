"""Batches: every sentence in exactly one, none above the budget, halved when memory runs out."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.engines import lanes
from translate.engines.batches import BUDGET, Room, halving, plan, rung

LENGTHS = st.lists(st.integers(1, 300), max_size=60)


@given(LENGTHS, st.integers(1, 2000))
def test_every_place_is_in_exactly_one_batch(lengths: list[int], budget: int) -> None:
    assert sorted(place for batch in plan(lengths, budget) for place in batch) == list(range(len(lengths)))


@given(LENGTHS, st.integers(1, 2000))
def test_no_batch_is_above_the_budget_but_for_a_single_sentence(lengths: list[int], budget: int) -> None:
    for batch in plan(lengths, budget):
        assert len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= budget


@given(LENGTHS, st.integers(1, 2000))
def test_only_sentences_of_one_rung_share_a_batch(lengths: list[int], budget: int) -> None:
    for batch in plan(lengths, budget):
        assert len({rung(lengths[place]) for place in batch}) == 1


@given(LENGTHS)
def test_longest_first(lengths: list[int]) -> None:
    order = [lengths[place] for batch in plan(lengths, 500) for place in batch]
    assert order == sorted(lengths, reverse=True)


@given(st.integers(1, 2000))
def test_a_rung_is_its_own_and_costs_little_padding(length: int) -> None:
    assert length <= rung(length) < length + 8
    assert rung(rung(length)) == rung(length)


@given(st.integers(1, 10**10), st.integers(1, 48), st.integers(1, 4096), st.integers(1, 100), st.integers(1, 8))
def test_a_batch_takes_no_more_than_its_room(weights: int, layers: int, width: int, beam: int, workers: int) -> None:
    room = Room.of(weights, layers, width, workers)
    pieces = room.budget(beam)
    assert 1 <= pieces <= BUDGET
    assert pieces == 1 or pieces * room.piece * beam * workers <= weights / 2


def test_a_large_model_has_room_for_eight_sentences_of_thirty_pieces() -> None:
    """NLLB-600M, trimmed: 395 MB, 12 layers of 1,024; NLLB-1.3B has twice the layers and thrice the weights."""
    assert Room.of(395_000_000, 12, 1024).budget(4) // 30 == 8
    assert Room.of(395_000_000, 12, 1024).budget(1) // 30 == 34
    assert Room.of(1_152_000_000, 24, 1024).budget(4) // 30 == 12


def test_golden_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.engines.batches.wide", lambda: True)
    assert plan([3, 20, 3, 17, 40, 5], 60) == [[4], [1, 3], [5], [0, 2]]
    assert plan([20, 18, 16, 23], 60) == [[3, 0], [1, 2]]


def test_without_wide_vectors_only_equal_lengths_share_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.engines.batches.wide", lambda: False)
    assert plan([20, 18, 16, 20, 18, 20], 60) == [[0, 3, 5], [1, 4], [2]]


@pytest.mark.parametrize(
    ("flags", "found"), [("fma avx2 avx512f avx512dq", True), ("fma avx2", False), ("avx512fp16", False)]
)
def test_wide_vectors_are_found_where_the_system_tells(flags: str, found: bool, tmp_path: Path) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text(f"processor\t: 0\nflags\t\t: fpu {flags} sse\n\nbugs\t\t: spectre_v1\n", "utf-8")
    assert lanes.wide(told) is found


def test_where_the_system_tells_nothing_no_vector_is_wide(tmp_path: Path) -> None:
    assert not lanes.wide(tmp_path / "none")


def test_halving_waits_first_for_what_was_started() -> None:
    sizes: list[int] = []
    assert halving(_small(9, sizes), [1, 2], _full, lambda: [7, 8]) == [7, 8]
    assert sizes == []


def test_a_single_sentence_that_does_not_fit_is_raised() -> None:
    with pytest.raises(MemoryError):
        halving(_small(0, []), [1, 2, 3], _full)


def test_another_failure_is_raised_at_once() -> None:
    def start(batch: Sequence[int]) -> Callable[[], list[int]]:
        raise KeyError(len(batch))

    with pytest.raises(KeyError, match="3"):
        halving(start, [1, 2, 3], _full)


def _full(error: Exception) -> bool:
    return isinstance(error, MemoryError)


def _small(room: int, sizes: list[int]) -> Callable[[Sequence[int]], Callable[[], list[int]]]:
    def start(batch: Sequence[int]) -> Callable[[], list[int]]:
        if len(batch) > room:
            raise MemoryError
        sizes.append(len(batch))
        return lambda: [-n for n in batch]

    return start
