"""The laws of the seam, over the fake and over tiny real models in both runtimes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests import tiny
from translate.engines import Decoding, Engine, Hypothesis, runtime
from translate.engines.fake import FakeEngine
from translate.engines.load import load
from translate.engines.runtime import Runtime
from translate.errors import ModelError

KAZAKH = [kazakh for kazakh, _ in tiny.PAIRS]
ENGLISH = dict(tiny.PAIRS)
UNSEEN = ["Алматыда жаңа жол салынды.", "Қытай министрі Токиоға келді.", "Ел мектептері суық болады."]
ODD = ["", "   ", "\t\n", "\x00\x07", "\u00ad", "\ufeff", "😀", "</s>", "eng_Latn", "\ud800", "«»", "a" * 300]
ENGINES = ["fake", "nllb-ct2", "nllb-hf", "bart-ct2", "bart-hf"]
REAL = ENGINES[1:]
OPENED: dict[str, Engine] = {}


def opened(name: str) -> Engine:
    """One engine of each kind, loaded once."""
    if name == "fake":
        return FakeEngine()
    if name not in OPENED:
        shape, kind = name.split("-")
        OPENED[name] = load(getattr(tiny.made(shape), kind), threads=1, device="cpu")
    return OPENED[name]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return opened(request.param)


@pytest.fixture(params=["nllb", "bart"])
def pair(request: pytest.FixtureRequest) -> tuple[Engine, Engine]:
    return opened(f"{request.param}-ct2"), opened(f"{request.param}-hf")


def texts(hypotheses: Sequence[Hypothesis]) -> list[str]:
    return [hypothesis.text for hypothesis in hypotheses]


def test_no_sentences_give_no_hypotheses(engine: Engine) -> None:
    assert engine.translate([], Decoding()) == []


def test_same_length_and_order(engine: Engine) -> None:
    together = engine.translate(KAZAKH, Decoding())
    assert texts(together) == [texts(engine.translate([sentence], Decoding()))[0] for sentence in KAZAKH]
    assert texts(engine.translate(KAZAKH[::-1], Decoding())) == texts(together)[::-1]
    assert len(set(texts(together))) == len(KAZAKH)


def test_a_sentence_sent_twice_gives_the_same_twice(engine: Engine) -> None:
    once = engine.translate(KAZAKH[:3], Decoding())
    assert engine.translate([*KAZAKH[:3], "", *KAZAKH[:3]], Decoding()) == [*once, Hypothesis(""), *once]


def test_blanks_give_nothing(engine: Engine) -> None:
    assert engine.translate(["", "  ", "\n\t", "\x00\x07", "\u00ad"], Decoding()) == [Hypothesis("")] * 5


def test_any_string_gives_clean_text(engine: Engine) -> None:
    decoding = Decoding(attention=True)
    for hypothesis in engine.translate(ODD, decoding):
        assert not {"</s>", "eng_Latn", "<unk>", "▁"} & set(hypothesis.text.split()) or isinstance(engine, FakeEngine)
        assert hypothesis.text == hypothesis.text.strip()
        assert hypothesis.score <= 0


def test_lengths_count_what_longest_limits(engine: Engine) -> None:
    short, twice = engine.lengths(["Ол келді.", "Ол келді. Ол келді."])
    assert 0 < short < twice <= engine.longest
    assert engine.lengths(["Ол келді. " * 400])[0] > engine.longest


@pytest.mark.parametrize("name", ENGINES)
def test_what_is_too_long_is_cut_and_said_to_be(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "TRAINED", 32)
    shape, _, kind = name.partition("-")
    engine = load(getattr(tiny.made(shape), kind), threads=1) if kind else FakeEngine(longest=32)
    sentence = "Ол ертең келеді. " * 30
    [hypothesis] = engine.translate([sentence], Decoding())
    assert engine.longest == 32 < engine.lengths([sentence])[0]
    assert hypothesis.truncated
    assert hypothesis.text
    assert not engine.translate([KAZAKH[0]], Decoding())[0].truncated


@pytest.mark.parametrize("name", REAL)
def test_an_output_that_meets_its_limit_is_truncated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Runtime, "_limit", lambda self, batch: 4)
    [hypothesis] = opened(name).translate(KAZAKH[:1], Decoding())
    assert hypothesis.truncated
    assert ENGLISH[KAZAKH[0]].startswith(hypothesis.text)


@pytest.mark.parametrize("limit", [1, 3, 6])
def test_both_runtimes_stop_at_the_same_piece(
    pair: tuple[Engine, Engine], limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Runtime, "_limit", lambda self, batch: limit)
    ct2, hf = (texts(engine.translate(KAZAKH[:4], Decoding(beam=1))) for engine in pair)
    assert ct2 == hf


@pytest.mark.parametrize("name", REAL)
def test_the_tiny_models_learnt_their_lines(name: str) -> None:
    found = texts(opened(name).translate(KAZAKH, Decoding()))
    assert sum(text == english for text, (_, english) in zip(found, tiny.PAIRS, strict=True)) >= 10


@pytest.mark.parametrize(
    "decoding",
    [
        Decoding(),
        Decoding(beam=1),
        Decoding(beam=3, length_penalty=0.5),
        Decoding(no_repeat_ngram=2),
        Decoding(suppress=("Almaty", "president")),
    ],
    ids=lambda decoding: str(decoding)[9:-1],
)
def test_both_runtimes_give_the_same(pair: tuple[Engine, Engine], decoding: Decoding) -> None:
    sentences = KAZAKH + UNSEEN
    ct2, hf = (engine.translate(sentences, decoding) for engine in pair)
    assert texts(ct2) == texts(hf)
    assert [h.score for h in ct2] == pytest.approx([h.score for h in hf], abs=1e-3)
    assert [h.truncated for h in ct2] == [h.truncated for h in hf]


def test_both_runtimes_give_the_same_alternatives(pair: tuple[Engine, Engine]) -> None:
    decoding = Decoding(beam=3, alternatives=2)
    for ct2, hf in zip(*(engine.translate(KAZAKH[:6], decoding) for engine in pair), strict=True):
        assert texts(ct2.alternatives) == texts(hf.alternatives)
        assert [h.score for h in ct2.alternatives] == pytest.approx([h.score for h in hf.alternatives], abs=1e-3)
        assert len({ct2.text, *texts(ct2.alternatives)}) == 3


def test_more_alternatives_than_beams_widen_the_beam(engine: Engine) -> None:
    [hypothesis] = engine.translate(KAZAKH[:1], Decoding(beam=1, alternatives=3))
    assert len(hypothesis.alternatives) == 3


def test_both_runtimes_look_at_the_same_places(pair: tuple[Engine, Engine]) -> None:
    decoding = Decoding(attention=True)
    for ct2, hf in zip(*(engine.translate(KAZAKH + UNSEEN, decoding) for engine in pair), strict=True):
        assert ct2.attention
        assert hf.attention
        assert ct2.attention.source == hf.attention.source
        assert ct2.attention.target == hf.attention.target
        for ours, theirs in zip(ct2.attention.weights, hf.attention.weights, strict=True):
            assert ours == pytest.approx(theirs, abs=1e-3)


def test_attention_lies_over_the_pieces_of_both_texts(engine: Engine) -> None:
    sentences = [KAZAKH[0], "  Ол   ертең\u00ad келеді. "]
    for sentence, hypothesis in zip(sentences, engine.translate(sentences, Decoding(attention=True)), strict=True):
        attention = hypothesis.attention
        assert attention
        assert "".join(sentence[a:b] for a, b in attention.source).replace("\u00ad", "") == "".join(
            sentence.replace("\u00ad", "").split()
        )
        assert "".join(hypothesis.text[a:b] for a, b in attention.target) == "".join(hypothesis.text.split())
        assert len(attention.weights) == len(attention.target)
        for row in attention.weights:
            assert len(row) == len(attention.source)
            assert 0 <= sum(row) <= 1 + 1e-4


def test_attention_is_given_on_demand_only(engine: Engine) -> None:
    assert engine.translate(KAZAKH[:1], Decoding())[0].attention is None


@pytest.mark.parametrize("name", REAL)
def test_suppressed_words_are_not_said(name: str) -> None:
    [free] = opened(name).translate(KAZAKH[:1], Decoding())
    [bound] = opened(name).translate(KAZAKH[:1], Decoding(suppress=("Almaty",)))
    assert "Almaty" in free.text
    assert "Almaty" not in bound.text


@pytest.mark.parametrize("name", ["nllb-ct2", "nllb-hf"])
def test_golden_pieces_of_a_model_with_codes(name: str) -> None:
    """Code first, end last, and the English code before the first word: the order that checkpoints were trained in."""
    asked: list[Any] = []
    engine = opened(name)
    _listen(engine, asked)
    engine.translate(["Ол келеді."], Decoding())
    engine.translate(["Ол келеді."], Decoding(source="rus_Cyrl"))
    (kazakh, prompt), (russian, _) = asked
    assert kazakh[0] == "kaz_Cyrl"
    assert russian[0] == "rus_Cyrl"
    assert "".join(kazakh[1:-1]) == "▁Ол▁келеді."
    assert kazakh[1:] == russian[1:]
    assert kazakh[-1] == "</s>"
    assert prompt == ["eng_Latn"]


def test_golden_numbers_of_a_model_with_codes() -> None:
    engine = opened("nllb-hf")
    model: Any = engine
    tokenizer = model._json
    assert [tokenizer.id(piece) for piece in ("<s>", "<pad>", "</s>", "<unk>")] == [0, 1, 2, 3]
    ids, mask = model._tensors([model._framing.source("Ол келеді.", "kaz_Cyrl")])
    assert ids[0].tolist()[0] == tokenizer.id("kaz_Cyrl")
    assert ids[0].tolist()[-1] == 2
    assert mask.tolist() == [[1] * ids.shape[1]]
    assert model._prompt == [2, tokenizer.id("eng_Latn")]


@pytest.mark.parametrize("name", ["bart-ct2", "bart-hf"])
def test_golden_pieces_of_a_model_without_codes(name: str) -> None:
    asked: list[Any] = []
    engine = opened(name)
    _listen(engine, asked)
    engine.translate(["Ол келеді."], Decoding())
    [(pieces, prompt)] = asked
    assert pieces[0] == "<s>"
    assert pieces[-1] == "</s>"
    assert prompt == []


def _listen(engine: Any, asked: list[Any]) -> None:
    start = type(engine)._start

    def heard(batch: Sequence[Any], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        asked.extend((list(source.tokens), list(engine._framing.prefix)) for source in batch)
        begun: Callable[[], list[Hypothesis]] = start(engine, batch, decoding)
        return begun

    engine.__dict__["_start"] = heard


@pytest.fixture(autouse=True)
def _deaf() -> Any:
    yield
    for engine in OPENED.values():
        engine.__dict__.pop("_start", None)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("message", ["CUDA out of memory.", "std::bad_alloc", "can't allocate memory: you tried"])
def test_memory_that_runs_out_halves_the_batch(name: str, message: str) -> None:
    engine: Any = opened(name)
    start = type(engine)._start
    sizes: list[int] = []

    def small(batch: Sequence[Any], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        def wait() -> list[Hypothesis]:
            sizes.append(len(batch))
            if len(batch) > 1:
                raise RuntimeError(message)
            found: list[Hypothesis] = start(engine, batch, decoding)()
            return found

        return wait

    sentences = [KAZAKH[0], KAZAKH[0][:-1] + "!", KAZAKH[0][:-1] + "?"]
    before = texts(engine.translate(sentences, Decoding()))
    engine.__dict__["_start"] = small
    assert texts(engine.translate(sentences, Decoding())) == before
    assert max(sizes) > 1


@pytest.mark.parametrize("name", REAL)
def test_a_sentence_too_large_for_memory_says_what_to_do(name: str) -> None:
    engine: Any = opened(name)

    def full(batch: Sequence[Any], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        def wait() -> list[Hypothesis]:
            raise MemoryError("std::bad_alloc")

        return wait

    engine.__dict__["_start"] = full
    with pytest.raises(ModelError, match=r"not enough memory .* take a smaller beam or model"):
        engine.translate(KAZAKH, Decoding())


def test_torch_says_out_of_memory_in_words_we_know() -> None:
    import torch

    assert runtime.exhausted(torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"))
    assert runtime.exhausted(MemoryError())
    assert not runtime.exhausted(RuntimeError("No position encodings are defined for positions >= 256"))


@pytest.mark.parametrize("name", REAL)
def test_a_bug_keeps_its_traceback(name: str) -> None:
    engine: Any = opened(name)

    def broken(batch: Sequence[Any], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        return lambda: [][0]

    engine.__dict__["_start"] = broken
    with pytest.raises(IndexError):
        engine.translate(KAZAKH[:1], Decoding())


def test_names() -> None:
    assert [opened(name).name for name in ENGINES] == [
        "fake-words",
        "ct2-float32",
        "hf-float32",
        "ct2-float32",
        "hf-float32",
    ]


def test_the_bundled_model_gives_the_same_alone_and_in_company(compact: Path) -> None:
    engine = load(compact)
    decoding = Decoding(no_repeat_ngram=4)
    words = next(iter(SEEDS.glob("*.txt"))).read_text("utf-8").split()[3:]
    # of all lengths from short to long: it is neighbours in length that a batch may mix
    parts = [" ".join(words[start : start + 4 + start % 12]) + "." for start in range(0, 96, 2)]
    sentences = ["Ол келді.", "Бүгін Астанада кездесу өтті.", *KAZAKH, *parts]
    together = engine.translate(sentences, decoding)
    assert together == [engine.translate([sentence], decoding)[0] for sentence in sentences]
    assert all(texts(together))


SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture
def compact() -> Path:
    folder = Path(__file__).parent.parent / "translate" / "compact"
    if not (folder / "model.bin").is_file():
        pytest.skip("no bundled model at translate/compact")
    return folder
