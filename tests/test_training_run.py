"""The recipe from rows to a shipped directory and back into training, both directions, on a network of toy size."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="training needs torch")
pytest.importorskip("transformers", reason="training needs transformers")
pytest.importorskip("ctranslate2", reason="export needs ctranslate2")
pytest.importorskip("sacrebleu", reason="scoring needs sacrebleu")

from training import backtranslate, data, export, train  # noqa: E402
from training.backtranslate import TAG, sound  # noqa: E402
from training.data import Pair, read, turned  # noqa: E402

WIDTH, INNER, LAYERS, HEADS = 96, 128, 2, 12
ENGLISH = [*"abcdefghijklmnopqrstuvwxyz", "▁"]
KAZAKH = [*"абвгдежзиклмнопрстуфхцчшщыэюяқңөү", "§"]
PAIRS = [("біз көп су іштік", "we drank much water"), ("олар кетті", "they left"), ("тау биік", "the hill is high")]


def blocks(rows: int, columns: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    count = rows * columns // 32
    scales = np.full((count, 1), 0.02, dtype="<f2").view(np.uint8)
    return np.concatenate([scales, rng.integers(0, 256, (count, 16), dtype=np.uint8)], 1)


def start_weights(path: Path, pieces: int) -> None:
    rng = np.random.default_rng(1)
    z = {
        "shape": np.array([WIDTH, LAYERS, HEADS, INNER, 0]),
        "english": np.array(4 + len(ENGLISH)),
        "emb.word": blocks(pieces, WIDTH, rng),
        "emb.pos": np.zeros(300 * WIDTH, np.float16),
        "emb.type": np.zeros(2 * WIDTH, np.float16),
        "emb.ln.w": np.ones(WIDTH, np.float16),
        "emb.ln.b": np.zeros(WIDTH, np.float16),
    }
    for n in range(LAYERS):
        for name, shape in (
            ("q", (WIDTH, WIDTH)),
            ("k", (WIDTH, WIDTH)),
            ("v", (WIDTH, WIDTH)),
            ("ao", (WIDTH, WIDTH)),
        ):
            z |= {f"l{n}.{name}.w": blocks(*shape, rng), f"l{n}.{name}.b": np.zeros(WIDTH, np.float16)}
        z |= {f"l{n}.fi.w": blocks(INNER, WIDTH, rng), f"l{n}.fi.b": np.zeros(INNER, np.float16)}
        z |= {f"l{n}.fo.w": blocks(WIDTH, INNER, rng), f"l{n}.fo.b": np.zeros(WIDTH, np.float16)}
        for name in ("aln", "oln"):
            z |= {f"l{n}.{name}.w": np.ones(WIDTH, np.float16), f"l{n}.{name}.b": np.zeros(WIDTH, np.float16)}
    np.savez(path, allow_pickle=False, **z)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    pieces = ["<s>", "<pad>", "</s>", "<unk>", *ENGLISH, *KAZAKH]
    tokenizer = Tokenizer(models.Unigram([(piece, -1.0) for piece in pieces], unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    start_weights(tmp_path / "encoder.npz", len(pieces))
    (tmp_path / "vocabulary.json").write_text(json.dumps(pieces), "utf-8")
    rows = [Pair("kk-news", 3.0, kazakh, english) for kazakh, english in PAIRS * 8]
    data.write([*rows, Pair("en", 1.0, "", "they drank much water")], tmp_path / "data.tsv")
    (tmp_path / "dev.tsv").write_text("".join(f"{kazakh}\t{english}\n" for kazakh, english in PAIRS), "utf-8")
    (tmp_path / "mono.txt").write_text("they left\nwe left\nwe left\n\nthe hill is high\n", "utf-8")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, module: object, *words: object) -> None:
    monkeypatch.setattr("sys.argv", ["training", *map(str, words)])
    module.main()  # type: ignore[attr-defined]


@pytest.mark.parametrize("reverse", [False, True])
def test_rows_become_a_model_that_becomes_a_start(folder: Path, monkeypatch: pytest.MonkeyPatch, reverse: bool) -> None:
    english = 4 + len(ENGLISH) + (len(KAZAKH) if reverse else 0)
    way = ["--reverse"] if reverse else []
    tokenizer, rows, out, made = (folder / name for name in ("tokenizer.json", "rows.npz", "run", "made"))
    run(monkeypatch, data, "--data", folder / "data.tsv", "--tokenizer", tokenizer, "--english", english,
        "--out", rows, *way)  # fmt: skip
    common = ["--rows", rows, "--encoder", folder / "encoder.npz", "--tokenizer", tokenizer, "--dev",
              folder / "dev.tsv", "--out", out, "--decoder-layers", 1, "--free", LAYERS, "--tokens", 200, "--sample", 0,
              "--warmup", 2, "--device", "cpu", "--mix", "kk-news=1", "--last", "kk-news=1", *way]  # fmt: skip
    run(monkeypatch, train, *common, "--minutes", 0.02, "--plan", 0.1)
    first = torch.load(out / "state.pt", weights_only=True)
    run(monkeypatch, train, *common, "--minutes", 0.02, "--plan", 0.1, "--resume")
    again = torch.load(out / "state.pt", weights_only=True)
    assert again["step"] > first["step"] > 0
    assert again["seen"] > first["seen"]
    assert len((out / "curve.jsonl").read_text("utf-8").splitlines()) == 2

    weights = sorted(out.glob("weights-*.pt"))
    run(monkeypatch, export, "--weights", *weights, "--tokenizer", tokenizer, "--vocabulary",
        folder / "vocabulary.json", "--english", english, "--dev", folder / "dev.tsv", "--out", made)  # fmt: skip
    assert (made / "model.bin").is_file()
    run(monkeypatch, train, *common, "--minutes", 0.01, "--start", made)
    if reverse:
        run(monkeypatch, backtranslate, "--model", made, "--english", folder / "mono.txt", "--out", folder / "bt.tsv")
        machine = read(folder / "bt.tsv")
        assert all(pair.group == "kk-bt" and pair.source.startswith(TAG) for pair in machine)
        assert {pair.english for pair in machine} <= {"they left", "we left", "the hill is high"}
        run(monkeypatch, data, "--data", folder / "data.tsv", "--tokenizer", tokenizer, "--english", english,
            "--more", folder / "bt.tsv", "--out", rows)  # fmt: skip


def test_a_source_that_no_person_would_write_is_left_out() -> None:
    assert sound("Олар 12 жыл тұрды.", "They lived there for 12 years.")
    for kazakh, english in (
        ("Олар 15 жыл тұрды.", "They lived there for 12 years."),
        ("Олар", "They lived there for many years."),
        ("және және және және және және және", "They lived there for many years."),
        ("They lived there.", "They lived there."),
    ):
        assert not sound(kazakh, english)


def test_only_kazakh_pairs_are_turned() -> None:
    pairs = [Pair("kk-news", 3.0, "су", "water"), Pair("xx", 1.0, "Wasser", "water"), Pair("en", 1.0, "", "water")]
    assert turned(pairs) == [Pair("kk-news", 3.0, "water", "су")]
