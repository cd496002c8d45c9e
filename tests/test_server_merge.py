"""The merger: whatever arrives together, each request gets what it would get alone."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.document import Document
from translate.engines import Decoding, Hypothesis
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.rows import Row
from translate.server.merge import Merger
from translate.server.order import Order
from translate.server.refusal import Refusal
from translate.translator import Translator

GLOSSARIES = {
    None: Glossary([Term("Тоқаев", "Tokayev"), Term("Астана", "Astana")]),
    "other": Glossary([Term("Тоқаев", "Toqayev")]),
}
SENTENCES = ["Тоқаев келді.", "Астанада жаңбыр.", "Абай!", "hello.", "\n", "Ол келді", "ТОКИО. KAZINFORM – Бүгін."]
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=5).map(" ".join)
ORDERS = st.lists(
    st.tuples(st.lists(TEXTS, max_size=4), st.sampled_from([None, None, "other"]), st.booleans()), max_size=6
)


class Held(FakeEngine):
    """A fake that answers only while its gate is open, and falls over the word `бомба`."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        assert self.gate.wait(10)
        time.sleep(0.02)  # as a model does, it lets others run meanwhile
        if any("бомба" in sentence for sentence in sentences):
            raise RuntimeError("a secret inside")
        return super().translate(sentences, decoding)


def translators(engine: FakeEngine) -> dict[str | None, Translator]:
    return {name: Translator(engine, glossary, "fake", window=4) for name, glossary in GLOSSARIES.items()}


def documents(texts: Sequence[str]) -> tuple[Document, ...]:
    return tuple(newswire.parse(text) for text in texts)


async def drawn(order: Order) -> list[Row]:
    return [row async for row in order.rows()]


def merged(
    work: Callable[[Merger], Awaitable[None]],
    engine: FakeEngine | None = None,
    *,
    waiting: int = 128,
    pause: float = 0.001,
) -> None:
    """Run some work with a merger that is closed after it."""
    known = translators(engine or FakeEngine())
    merger = Merger(known.__getitem__, waiting, pause)

    async def main() -> None:
        await asyncio.wait_for(_as_coroutine(work(merger)), 60)

    try:
        asyncio.run(main())
    finally:
        merger.close()


async def _as_coroutine(work: Awaitable[None]) -> None:
    await work


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    due = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < due
        await asyncio.sleep(0.002)


@settings(max_examples=60)
@given(ORDERS)
def test_whatever_arrives_together_each_gets_what_it_would_get_alone(
    asked: list[tuple[list[str], str | None, bool]],
) -> None:
    alone = translators(FakeEngine())

    async def work(merger: Merger) -> None:
        orders = [Order(documents(texts), name, hurried=hurried) for texts, name, hurried in asked]
        for order in orders:
            merger.submit(order)
        for order, rows in zip(orders, await asyncio.gather(*map(drawn, orders)), strict=True):
            assert rows == list(alone[order.glossary].stream(order.documents))
            assert order.signature == alone[order.glossary].signature

    merged(work)


def test_what_arrives_together_shares_a_batch() -> None:
    engine = FakeEngine()

    async def work(merger: Merger) -> None:
        orders = [Order(documents([f"Бұл {number} сөйлем."])) for number in range(4)]
        for order in orders:
            merger.submit(order)
        await asyncio.gather(*map(drawn, orders))

    merged(work, engine, pause=1)  # a busy machine is slow to let all four ask
    assert [len(call.sentences) for call in engine.history] == [4]


def test_a_short_request_does_not_outwait_a_long_one() -> None:
    engine = Held()

    async def work(merger: Merger) -> None:
        long, short = Order(documents(["Ол келді. Ол кетті."] * 40)), Order(documents(["Абай келді."]))
        engine.gate.clear()
        merger.submit(long)
        await asyncio.sleep(0.05)
        merger.submit(short)
        engine.gate.set()
        await drawn(short)
        left = long.left
        await drawn(long)
        assert left > 20

    merged(work, engine)


def test_a_full_queue_refuses_and_says_when_to_come_again() -> None:
    engine = Held()

    async def work(merger: Merger) -> None:
        engine.gate.clear()
        # as many sentences as are on their way at once
        first = Order(documents(["Ол келді. " * 4]))
        merger.submit(first)
        await until(lambda: bool(first.drawn))
        more = [Order(documents(["Ол кетті."])) for _ in range(2)]
        for order in more:
            merger.submit(order)
        with pytest.raises(Refusal) as refused:
            merger.submit(Order(documents(["Ол кетті."])))
        assert refused.value.status == 429
        assert 1 <= int(refused.value.headers["Retry-After"]) <= 60
        engine.gate.set()
        assert [len(rows) for rows in await asyncio.gather(*map(drawn, [first, *more]))] == [4, 1, 1]

    merged(work, engine, waiting=2)


def test_an_order_whose_owner_left_is_dropped_even_in_the_middle_of_a_document() -> None:
    engine = Held()

    async def work(merger: Merger) -> None:
        left, stays = Order(documents(["Ол келді. " * 400]), hurried=True), Order(documents(["Абай келді. Ол кетті."]))
        merger.submit(left)
        merger.submit(stays)
        await left.rows().__anext__()
        merger.drop(left)
        assert [row.index for row in await drawn(stays)] == [0, 1]
        assert left.left > 100

    merged(work, engine)


def test_one_whose_text_breaks_the_engine_fails_alone() -> None:
    async def work(merger: Merger) -> None:
        texts = [["Ол келді."], ["Бұл бомба."], ["Абай келді.", "Ол кетті."]]
        orders = [Order(documents(each)) for each in texts]
        for order in orders:
            merger.submit(order)
        good, bad, other = await asyncio.gather(*map(drawn, orders), return_exceptions=True)
        assert isinstance(bad, RuntimeError)
        assert good == list(translators(FakeEngine())[None].stream(orders[0].documents))
        assert isinstance(other, list)
        assert len(other) == 2

    merged(work, Held())


def test_whoever_waits_when_it_ends_is_told() -> None:
    engine = Held()

    async def work(merger: Merger) -> None:
        engine.gate.clear()
        first, second = Order(documents(["Ол келді. " * 20])), Order(documents(["Ол кетті."]))
        merger.submit(first)
        merger.submit(second)
        closing = threading.Thread(target=merger.close)
        closing.start()
        await asyncio.sleep(0.02)
        engine.gate.set()
        for order in (first, second):
            with pytest.raises(Refusal, match="ended"):
                await drawn(order)
        closing.join(10)
        with pytest.raises(Refusal, match="is ending"):
            merger.submit(Order(documents(["Ол келді."])))

    merged(work, engine)


LONG = "Ол келді. Ол кетті. " * 500


@pytest.mark.parametrize("others", [1, 7, 60])
@pytest.mark.parametrize("glossary", [None, "other"])
def test_a_sentence_waits_for_two_batches_at_most_however_much_else_is_in_work(
    others: int, glossary: str | None
) -> None:
    engine = Held()

    async def work(merger: Merger) -> None:
        archive = [Order(documents([LONG])) for _ in range(others)]
        for order in archive:
            merger.submit(order)
        await until(lambda: len(engine.history) > 3)
        for number in range(6):
            engine.gate.clear()
            # the next call is at the gate by then
            await asyncio.sleep(0.05)
            before = len(engine.history)
            sentence = f"Абай {number} келді."
            short = Order(documents([sentence]), glossary)
            merger.submit(short)
            engine.gate.set()
            await drawn(short)
            calls = [sentence in call.sentences for call in engine.history]
            assert calls.index(True) - before <= 2
        assert all(order.left for order in archive)
        for order in archive:
            merger.drop(order)

    merged(work, engine)
    assert max(len(call.sentences) for call in engine.history) <= 4


def test_a_long_document_goes_on_however_many_sentences_come() -> None:
    engine = FakeEngine()

    async def work(merger: Merger) -> None:
        long = Order(documents(["Ол келді. Ол кетті. " * 30]))
        merger.submit(long)

        async def ask() -> None:
            while not long.ended:
                one = Order(documents(["Абай келді."]))
                merger.submit(one)
                await drawn(one)

        # more of them at any time than a window holds
        await asyncio.gather(drawn(long), *(ask() for _ in range(12)))

    merged(work, engine)


def test_a_document_goes_on_where_it_was_when_another_order_breaks_its_window() -> None:
    engine = Held()

    async def work(merger: Merger) -> None:
        long = Order(documents(["Ол келді. Ол кетті. " * 20]))
        merger.submit(long)
        await until(lambda: len(engine.history) > 2)
        bad = Order(documents(["Бұл бомба."]))
        merger.submit(bad)
        with pytest.raises(RuntimeError):
            await drawn(bad)
        assert await drawn(long) == list(translators(FakeEngine())[None].stream(long.documents))

    merged(work, engine)
    assert sum(len(call.sentences) for call in engine.history) <= 44


def test_whoever_watches_gets_the_first_row_by_itself() -> None:
    engine = FakeEngine()

    async def work(merger: Merger) -> None:
        order = Order(documents([" ".join(f"Ол {n} келді." for n in range(40))]), hurried=True)
        merger.submit(order)
        await drawn(order)

    merged(work, engine)
    assert [len(call.sentences) for call in engine.history][:4] == [1, 1, 2, 4]
