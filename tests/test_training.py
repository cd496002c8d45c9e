"""The recipe's laws, on networks of a few thousand weights: nothing here needs the training data."""

import json
import random
import re
import struct
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="training needs torch")
pytest.importorskip("transformers", reason="training needs transformers")
pytest.importorskip("ctranslate2", reason="export needs ctranslate2")
pytest.importorskip("sacrebleu", reason="scoring needs sacrebleu")

from training.ct2file import variables  # noqa: E402
from training.data import (  # noqa: E402
    EOS,
    LONGEST,
    Pair,
    Pool,
    batches,
    cased,
    joined,
    load,
    packs,
    save,
    shaken,
    usable,
    varied,
)  # fmt: skip
from training.export import average, cut_network, cut_tokenizer  # noqa: E402
from training.export import pieces as named  # noqa: E402
from training.faithful import invented_names, invented_numbers, loops, retrieved  # noqa: E402
from training.loss import Copies, Sampler, sampled_loss  # noqa: E402
from training.model import NEVER, network, q4, warm  # noqa: E402
from training.noise import inline, names, newswire, same_name  # noqa: E402
from training.plot import svg  # noqa: E402
from training.steer import renamed  # noqa: E402
from training.train import release  # noqa: E402
from training.truecase import Truecaser  # noqa: E402
from training.words import Words  # noqa: E402


def pool(rows: list[tuple[list[int], list[int]]], weight: float = 1.0) -> Pool:
    sources, targets = [s for s, _ in rows], [t for _, t in rows]
    flat = [np.array([i for row in side for i in row], dtype=np.int32) for side in (sources, targets)]
    return Pool(weight, flat[0], np.cumsum([len(s) for s in sources]), flat[1], np.cumsum([len(t) for t in targets]))


def many(count: int) -> list[tuple[list[int], list[int]]]:
    rng = random.Random(3)
    return [([0, *[4] * rng.randint(1, 60), EOS], [n, *[5] * rng.randint(1, 60), EOS]) for n in range(count)]


def small_network() -> Any:
    torch.manual_seed(1)
    return network(60, 24, 12, 32, 2, 2)


# --- start weights


def packed(values: list[int], scale: float) -> NDArray[np.uint8]:
    """A block as the encoder's file has it: 32 numbers from -8 to 7."""
    low, high = np.array(values[:16]) + 8, np.array(values[16:]) + 8
    head = np.frombuffer(struct.pack("<e", scale), dtype=np.uint8)
    return np.concatenate([head, (low | high << 4).astype(np.uint8)])[None]


def test_four_bit_blocks_come_back_times_their_scale() -> None:
    values = [n % 16 - 8 for n in range(32)]
    assert q4(packed(values, 0.5), 16).tolist() == (np.array(values).reshape(2, 16) * 0.5).tolist()


def test_a_converted_model_can_be_trained_on(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    from ctranslate2.converters import TransformersConverter
    from tokenizers import Tokenizer, models

    model = small_network()
    folder, converted = tmp_path / "model", tmp_path / "converted"
    model.save_pretrained(folder)
    vocabulary = [(piece, 0.0) for piece in ["<s>", "<pad>", "</s>", "<unk>", *(f"p{n}" for n in range(56))]]
    words = Tokenizer(models.Unigram(vocabulary, unk_id=3))
    special = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    transformers.PreTrainedTokenizerFast(tokenizer_object=words, **special).save_pretrained(folder)
    TransformersConverter(str(folder)).convert(str(converted), quantization="int8")
    other = network(60, 24, 12, 32, 2, 2)
    warm(other, converted, words)
    before, after = model.model.state_dict(), other.model.state_dict()
    for name in before:
        scale = float(before[name].abs().max()) + 1e-6
        assert torch.allclose(before[name][-200:], after[name][-200:], atol=scale / 60), name
    assert any(name.startswith("encoder/layer_0") for name in variables(converted / "model.bin"))
    deeper = network(60, 24, 12, 32, 2, 4)
    warm(deeper, converted, words)
    asked = {"input_ids": torch.tensor([[0, 7, 9, 2]]), "decoder_input_ids": torch.tensor([[2, 11, 12]])}
    with torch.inference_mode():
        said, said_deeper = other.eval()(**asked).logits, deeper.eval()(**asked).logits
    assert torch.allclose(said, said_deeper, atol=1e-2)  # layers that are added add nothing yet


# --- rows and batches


def test_no_row_is_lost_or_doubled_in_one_pass() -> None:
    one = pool(many(700))
    passed = [i for pack in packs(one, 300, np.random.default_rng(1)) for i in pack]
    assert sorted(passed) == list(range(700))


def test_a_batch_keeps_to_its_size() -> None:
    one = pool(many(500))
    source, target = one.lengths()
    for pack in packs(one, 300, np.random.default_rng(1)):
        assert len(pack) * max(source[pack].max(), target[pack].max()) <= 300


def test_rows_survive_the_disk(tmp_path: Path) -> None:
    rows = many(40)
    save({"kk-news": pool(rows, 3.0)}, tmp_path / "rows.npz")
    back = load(tmp_path / "rows.npz")["kk-news"]
    assert back.weight == 3.0
    assert [back.row(i) for i in range(len(back))] == rows


def test_a_group_without_weight_is_never_drawn() -> None:
    pools = {"kk-news": pool(many(50)), "xx": pool(many(50))}
    assert {name for name, _ in islice(batches(pools, {"kk-news": 1.0}, 300, 1), 60)} == {"kk-news"}


def test_english_alone_gets_a_noised_source_and_keeps_its_target() -> None:
    pools = {"en": pool([([0, *range(4, 34), EOS], [*range(4, 34), EOS])])}
    _, [(source, target)] = next(batches(pools, {"en": 1.0}, 300, 1))
    assert target == [*range(4, 34), EOS]
    assert source != [0, *target]
    assert set(source) <= {0, *target}


def test_shaken_pieces_stay_near_their_place() -> None:
    pieces = [0, *range(10, 60), EOS]
    inner = shaken(pieces, np.random.default_rng(1))[1:-1]
    kept = sorted(inner)
    assert all(abs(kept.index(p) - i) <= 3 for i, p in enumerate(inner))


@pytest.mark.parametrize(
    ("row", "good"),
    [
        (([0, 5, 6, EOS], [7, 8, EOS]), True),
        (([0, 5, 6, EOS], [7, 50, EOS]), False),  # a piece that the decoder may not write
        (([0, *[5] * LONGEST, EOS], [7, EOS]), False),
        (([0, 5, EOS], [*[7] * 40, EOS]), False),  # lopsided: hardly a translation
        (([0, 5, EOS], [EOS]), False),
    ],
)
def test_only_usable_rows_are_trained_on(row: tuple[list[int], list[int]], good: bool) -> None:
    assert usable(row, english=40) is good


# --- rows made by rule


def test_newswire_noise_never_touches_anything_but_case_stop_and_letters() -> None:
    text = "Қазақстан Президенті 2021 жылы Алматыға келді."
    made = {newswire(text, random.Random(n)) for n in range(60)}
    assert {text.upper(), text.lower(), text[:-1]} <= made
    assert all("2021" in m and len(m) >= len(text) - 1 for m in made)
    assert any(set("aeopcxi") & set(m) and "Қ" in m for m in made)


@pytest.mark.parametrize(
    ("kazakh", "english", "same"),
    [
        ("Назарбаевтың", "Nazarbayev", True),
        ("Тоқаев", "Tokayev", True),
        ("Алматыда", "Almaty", True),
        ("Мәжіліс", "Almaty", False),
        ("Астана", "Aktobe", False),
    ],
)
def test_a_name_is_known_through_its_ending(kazakh: str, english: str, same: bool) -> None:
    assert same_name(kazakh, english) is same


def test_inline_rows_carry_the_english_form_and_nothing_else_changes() -> None:
    source, english = "Бүгін Нұрсұлтан Назарбаевтың сапары басталды.", "Today the visit of Nursultan Nazarbayev began."
    assert inline(source, english) == "Бүгін Nursultan Nazarbayev сапары басталды."
    assert inline("Бүгін ауа райы жақсы.", "The weather is good today.") is None


def test_names_open_no_sentence() -> None:
    assert names("Almaty is big. Astana and Shymkent too, said Tokayev.") == ["Shymkent", "Tokayev"]


def test_extra_rows_keep_their_english_and_leave_other_groups_alone() -> None:
    source, english = "Тоқаев {} Алматыға келді.", "Yesterday Tokayev {} came to Almaty."
    pairs = [Pair("kk-news", 3.0, source.format(n), english.format(n)) for n in range(80)]
    pairs += [Pair("ru", 1.0, "Токаев прилетел.", "Then Tokayev came.")]
    extra = varied(pairs)
    made = {"kk-noise", "kk-inline", "kk-renamed", "kk-steer", "kk-long", "ru-inline", "ru-renamed"}
    assert {pair.group for pair in extra} == made
    kept = [pair for pair in extra if pair.group in ("kk-noise", "kk-inline", "ru-inline")]  # else names change
    assert {pair.english for pair in kept} <= {pair.english for pair in pairs}
    assert varied(pairs) == extra


def test_a_renamed_row_has_the_same_other_name_on_both_sides() -> None:
    source, english = "Бүгін Назарбаев Мерекемен кездесті.", "Today Nazarbayev met Mereke."
    changed = inline(source, english)
    assert changed is not None
    row = renamed(changed, source, english, ["Okonkwo"], random.Random(1))
    assert row == (changed.replace("Nazarbayev", "Okonkwo").replace("Mereke", "Okonkwo"), "Today Okonkwo met Okonkwo.")
    assert renamed(source, source, english, ["Okonkwo"], random.Random(1)) is None


def test_joined_rows_hold_both_sides_of_two_rows_in_order() -> None:
    pairs = [Pair("kk-news", 1.0, f"Бір {n}.", f"One {n}.") for n in range(9)]
    pairs += [Pair("kk-news", 1.0, "Тоқтаусыз", "Without a stop"), Pair("kk-news", 1.0, "ұ" * 200 + ".", "Long.")]
    rows = joined(pairs, random.Random(1))
    assert len(rows) == 4  # the ninth has no partner; a row without a stop and a long one are left out
    for row in rows:
        assert re.findall(r"\d", row.source) == re.findall(r"\d", row.english)
        assert re.fullmatch(r"Бір \d[.;] Бір \d\.", row.source)


# --- loss


def test_sampling_everything_is_the_full_softmax() -> None:
    torch.manual_seed(1)
    hidden, weight, bias = torch.randn(7, 16), torch.randn(50, 16), torch.randn(50)
    targets = torch.randint(0, 50, (7,))
    for smoothing in (0.0, 0.1):
        full = torch.nn.functional.cross_entropy(hidden @ weight.T + bias, targets, label_smoothing=smoothing)
        pieces, correction = Sampler(torch.ones(50), 50).draw(targets)
        assert pieces.tolist() == list(range(50))
        ours = sampled_loss(hidden @ weight[pieces].T + bias[pieces], correction, targets, smoothing)
        assert torch.allclose(full, ours, atol=1e-5)


def test_copied_pieces_weigh_more_and_others_alike() -> None:
    copies = Copies(["<s>", "<pad>", "</s>", "▁Trump", "ты", "-", "▁said", "7"], 3)
    source = torch.tensor([[0, 3, 5, 4, 7, 2], [0, 4, 2, 1, 1, 1]])
    target = torch.tensor([[3, 6, 7, 5, 2], [3, 6, 2, 1, 1]])
    # The name stands in the first source alone; marks, numbers and stops are no copies of words.
    assert copies.weights(source, target).tolist() == [[3, 1, 1, 1, 1], [1, 1, 1, 1, 1]]


def test_a_weighted_loss_is_the_mean_over_targets_counted_so_often() -> None:
    torch.manual_seed(1)
    logits, targets = torch.randn(3, 20), torch.randint(0, 20, (3,))
    pieces, correction = Sampler(torch.ones(20), 20).draw(targets)
    assert pieces.tolist() == list(range(20))
    twice = sampled_loss(logits[[0, 1, 2, 2]], correction, targets[[0, 1, 2, 2]], 0.1)
    weighted = sampled_loss(logits, correction, targets, 0.1, torch.tensor([1.0, 1, 2]))
    assert torch.allclose(twice, weighted, atol=1e-6)


def test_the_sampled_normaliser_is_right_on_average() -> None:
    torch.manual_seed(1)
    logits, targets = torch.randn(200), torch.tensor([3, 5])
    sampler = Sampler(torch.arange(1, 201), 60)
    sums = []
    for _ in range(4000):
        pieces, correction = sampler.draw(targets)
        assert set(targets.tolist()) <= set(pieces.tolist())
        sums.append(float((logits[pieces] + correction).exp().sum()))
    assert np.mean(sums) == pytest.approx(float(logits.exp().sum()), rel=0.02)


def test_only_what_is_released_is_trained() -> None:
    model = small_network()
    outer, inner = release(model, layers=1)
    trained = {name for name, p in model.named_parameters() if p.requires_grad}
    assert trained == {name for name, p in model.named_parameters() if any(p is q for q in [*outer, *inner])}
    assert all(n.startswith(("model.decoder.", "model.encoder.layers.1.")) for n in trained)
    assert "model.encoder.layers.1.fc1.weight" in trained
    assert "model.shared.weight" not in trained


def test_moving_all_rows_is_adam() -> None:
    torch.manual_seed(1)
    ours = torch.randn(6, 4)
    theirs = torch.nn.Parameter(ours.clone())
    words, adam = Words(ours), torch.optim.Adam([theirs], lr=0.01, betas=(0.9, 0.98))
    for _ in range(5):
        gradient = torch.randn(6, 4)
        theirs.grad = gradient.clone()
        adam.step()
        words.move(torch.arange(6), gradient, 0.01)
    assert torch.allclose(words.weight, theirs, atol=1e-5)


def test_rows_that_no_batch_touched_stay() -> None:
    weight = torch.randn(6, 4)
    before = weight.clone()
    Words(weight).move(torch.tensor([1, 4]), torch.ones(2, 4), 0.1)
    assert torch.equal(weight[[0, 2, 3, 5]], before[[0, 2, 3, 5]])
    assert not torch.equal(weight[1], before[1])


# --- export


def test_the_average_lies_between(tmp_path: Path) -> None:
    for n in (0, 2):
        torch.save({"w": torch.full((2,), float(n), dtype=torch.half)}, tmp_path / f"{n}.pt")
    assert average([tmp_path / "0.pt", tmp_path / "2.pt"])["w"].tolist() == [1.0, 1.0]


def test_a_cut_network_gives_the_same_scores_for_the_pieces_it_keeps() -> None:
    model = small_network().eval()
    model.final_logits_bias[0, 40:] = NEVER
    kept = [*range(30), *range(35, 60, 2)]
    cut = cut_network(model.state_dict(), kept, english=40)
    source, begun = torch.tensor([[0, 7, 9, EOS]]), torch.tensor([[EOS, 5]])
    with torch.inference_mode():
        before = model(input_ids=source, decoder_input_ids=begun).logits[..., kept]
        after = cut(input_ids=source, decoder_input_ids=begun).logits
    assert torch.allclose(before, after, atol=1e-4)


def test_a_vocabulary_of_another_tokenizer_is_refused(tmp_path: Path) -> None:
    full = tmp_path / "full.json"
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "a"]
    full.write_text(json.dumps({"model": {"vocab": [[piece, 0] for piece in pieces], "unk_id": 3}}))
    assert cut_tokenizer(full, pieces, tmp_path / "cut.json") == [0, 1, 2, 3, 4]
    assert named(full)[:5] == pieces  # a reverse model keeps them all
    (tmp_path / "some.json").write_text(json.dumps(pieces), "utf-8")
    assert named(tmp_path / "some.json") == pieces
    with pytest.raises(ValueError, match="another tokenizer"):
        cut_tokenizer(full, [*pieces[:4], "b"], tmp_path / "cut.json")


# --- figures


def test_numbers_and_names_that_the_source_does_not_hold_are_counted() -> None:
    sources = ["Алматыда 1 000 адам тұрады.", "Тоқаев 2021 жылы келді."]
    assert invented_numbers(sources, ["In Almaty live 1,000 people.", "He came in 2019."]) == (1, 2)
    assert invented_names(sources, ["Here in Almaty they live.", "Then Tokayev met Putin."]) == (1, 3)


def test_a_loop_is_a_loop() -> None:
    assert loops("the law of the law of the law of the land")
    assert loops("very very very good")
    assert not loops("The cat and the dog and the bird sat on the wall and slept.")


def test_the_curve_shows_every_point() -> None:
    picture = svg([(10.0, 18.8), (77.0, 26.0), (171.7, 30.4)])
    assert picture.count("<circle") == 3
    assert "<title>30.4</title>" in picture


def test_an_output_that_fits_any_sentence_is_not_retrieved() -> None:
    references = ["The weather is cold today.", "Prices rose by five percent.", "The minister resigned."]
    assert retrieved(references, references) == 1.0
    assert retrieved(["Weather is cold now."] * 3, references) == pytest.approx(1 / 3)


# --- capitals


def test_lost_capitals_come_back_and_written_ones_stay() -> None:
    known = ["In the city of Astana, the Majilis met.", "They left Astana again and met in Astana."]
    caser = Truecaser.learn(known)
    assert caser.restore("he is in astana with a. tokayev.") == "He is in Astana with A. Tokayev."
    assert caser.restore("He went to astana.") == "He went to astana."
    assert caser.restore("3 people in majilis") == "3 people in majilis"  # met once: no evidence


def test_only_news_gets_its_capitals_back() -> None:
    teach = [Pair("kk-docs", 1.0, "Біз Астана және Астана мен Астана", f"We saw Astana {n}.") for n in range(4)]
    news, label = ("олар астана туралы", "they saw astana"), ("астана", "astana")
    rows = [*teach, Pair("kk-news", 1.0, *news), Pair("kk-ui", 1.0, *label)]
    assert [(p.source, p.english) for p in cased(rows)[-2:]] == [
        ("Олар Астана туралы", "They saw Astana"),
        ("астана", "astana"),
    ]
