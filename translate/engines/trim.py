"""Cuts a model's vocabulary to the pieces that its languages need: the rest costs time at every step and says nothing.

The cut changes no segmentation of a text whose pieces all stay. For byte-pair encoding that needs more than the pieces
themselves: a word is put together merge by merge, so all that a piece is made of on its way must stay too. A unigram
tokenizer takes the best of all ways to cut a word, and the best stays the best when others go.
"""

import copy
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from translate.engines.checkpoint import EMBEDDINGS, Weights
from translate.errors import ModelError

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

CODES = ("eng_Latn", "kaz_Cyrl", "rus_Cyrl")
BLANK = "▁"
# The longest piece of figures and their marks (`2019`, `14:30`, `-33%`) that stays whatever the words say.
_FIGURES = 5
# Letters and marks of scripts that Kazakh news holds at times, from Latin to Armenian; marks and signs; emoji.
_CHARACTERS = ((0x20, 0x58F), (0x1E00, 0x2BFF), (0xFE00, 0xFE0F), (0x1F000, 0x1FAFF))


@dataclass(frozen=True, slots=True)
class Need:
    """Words of one language with how often each was seen, and how often a piece must be seen to stay."""

    words: Mapping[str, int]
    least: int


@dataclass(frozen=True, slots=True)
class Cut:
    """What stays: the old numbers, in order, so that a piece's new number is its place here; and the new tokenizer."""

    kept: tuple[int, ...]
    tokens: tuple[str, ...]
    tokenizer: str


def used(tokenizer: "Tokenizer", needs: Iterable[Need]) -> frozenset[str]:
    """The pieces that these words are cut into, as often as each language asks."""
    found: set[str] = set()
    for need in needs:
        counts: Counter[str] = Counter()
        words = list(need.words)
        for at in range(0, len(words), 4096):
            for word, encoding in zip(
                words[at : at + 4096],
                tokenizer.encode_batch(words[at : at + 4096], add_special_tokens=False),
                strict=True,
            ):
                for token in set(encoding.tokens):
                    counts[token] += need.words[word]
        found.update(token for token, count in counts.items() if count >= need.least)
    return frozenset(found)


def cut(tokenizer_json: str, pieces: Iterable[str], size: int, codes: Sequence[str] = CODES) -> Cut:
    """Cut a `tokenizer.json` to these pieces and all that must stay with them; `size` is the model's vocabulary.

    All special pieces stay but the codes of other languages. Raises ModelError where a code in `codes` is missing, or
    has a number that the model has no row for.
    """
    try:
        content = json.loads(tokenizer_json)
        numbers = _numbers(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the model's tokenizer can't be read ({error!r}): fetch it again") from error
    for code in (*codes, "</s>", "<unk>"):
        if code not in numbers:
            raise ModelError(f"the model's tokenizer knows no {code}: it is no NLLB-shaped model for Kazakh")
        if not 0 <= numbers[code] < size:
            raise ModelError(
                f"the model's tokenizer gives {code} the number {numbers[code]:,} and the model has {size:,} rows: "
                "its files don't belong together"
            )
    stay = {piece for piece in pieces if piece in numbers} | {piece for piece in numbers if _always(piece)}
    stay |= {token["content"] for token in content["added_tokens"] if not _code(token["content"])} | set(codes)
    stay |= _on_the_way(content["model"], stay)
    # A special piece beyond the model's rows (`<mask>` in some checkpoints) has nothing to be cut from.
    places = {piece: number for piece, number in numbers.items() if piece in stay and number < size}
    tokens = sorted(places, key=places.__getitem__)
    kept = tuple(places[token] for token in tokens)
    return Cut(kept, tuple(tokens), json.dumps(_rewritten(content, tokens), ensure_ascii=False))


class Trimmed:
    """A model with only those rows of its embeddings that stay; each of its tensors is made when it is asked for."""

    def __init__(self, whole: Weights, cut: Cut) -> None:
        """Take a whole model and what stays of its vocabulary."""
        self._whole = whole
        self._cut = cut
        self.config: Mapping[str, Any] = _config(whole.config, cut.kept)

    def names(self) -> Sequence[str]:
        """See `Weights`."""
        return self._whole.names()

    def tensor(self, name: str) -> "torch.Tensor":
        """See `Weights`."""
        import torch

        whole = self._whole.tensor(name)
        if name not in EMBEDDINGS and name != "final_logits_bias":
            return whole
        return whole.index_select(-2 if name in EMBEDDINGS else -1, torch.tensor(self._cut.kept))


def _config(whole: Mapping[str, Any], kept: Sequence[int]) -> dict[str, Any]:
    """Every setting that names a piece by its number names it by its new one."""
    new = {old: place for place, old in enumerate(kept)}
    config = copy.deepcopy(dict(whole)) | {"vocab_size": len(kept)}
    for name, value in whole.items():
        if name.endswith("_token_id") and isinstance(value, int):
            config[name] = new.get(value)
    return config


def _numbers(content: Mapping[str, Any]) -> dict[str, int]:
    """Every piece's number: the model's own, and the added ones beyond."""
    model = content["model"]
    if model.get("type") == "BPE":
        numbers = dict(model["vocab"])
    elif model.get("type") == "Unigram":
        numbers = {piece: place for place, (piece, _) in enumerate(model["vocab"])}
    else:
        raise ModelError(f"the model's tokenizer is of type {model.get('type')}: only BPE and Unigram can be cut")
    return numbers | {token["content"]: token["id"] for token in content["added_tokens"]}


def _always(piece: str) -> bool:
    """Whether a piece stays whatever the words say: single characters, and what years, sums and scores are made of."""
    bare = piece.removeprefix(BLANK)
    if len(bare) <= 1:
        return all(any(first <= ord(letter) <= last for first, last in _CHARACTERS) for letter in bare)
    byte = bare.startswith("<0x") and bare.endswith(">")
    return byte or (len(bare) <= _FIGURES and all(letter in "0123456789.,:-/()%°" for letter in bare))


def _code(token: str) -> bool:
    """Whether it has the form of a language code of FLORES-200: three letters, a low line, a script."""
    language, _, script = token.partition("_")
    return language.islower() and len(language) == 3 and script.istitle() and len(script) == 4


def _on_the_way(model: Mapping[str, Any], pieces: Iterable[str]) -> set[str]:
    """All that byte-pair encoding puts together before it has each of these pieces."""
    if model["type"] != "BPE":
        return set()
    ranks = {pair: rank for rank, pair in enumerate(_pairs(model["merges"]))}
    way: set[str] = set()
    for piece in pieces:
        parts = list(piece)
        way.update(parts)
        while len(parts) > 1:
            rank, at = min((ranks.get((a, b), len(ranks)), i) for i, (a, b) in enumerate(pairwise(parts)))
            if rank == len(ranks):
                break  # a piece that merges never reach, such as a special one
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
            way.add(parts[at])
    return way


def _pairs(merges: Sequence[Any]) -> list[tuple[str, str]]:
    """Both ways in which files hold merges: pairs, and until 2024 two pieces with a blank between."""
    pairs = (merge.split(" ", 1) if isinstance(merge, str) else merge for merge in merges)
    return [(str(left), str(right)) for left, right in pairs]


def _rewritten(content: Mapping[str, Any], tokens: Sequence[str]) -> dict[str, Any]:
    new = {token: number for number, token in enumerate(tokens)}
    model = dict(content["model"])
    if model["type"] == "BPE":
        model["vocab"] = {piece: new[piece] for piece, _ in sorted(model["vocab"].items(), key=_second) if piece in new}
        model["merges"] = [
            merge
            for merge, (left, right) in zip(model["merges"], _pairs(model["merges"]), strict=True)
            if left in new and right in new and left + right in new
        ]
    else:
        unknown = model["vocab"][model["unk_id"]][0] if model.get("unk_id") is not None else None
        model["vocab"] = [[piece, score] for piece, score in model["vocab"] if piece in new]
        model["unk_id"] = new.get(unknown) if unknown is not None else None
    added = [token | {"id": new[token["content"]]} for token in content["added_tokens"] if token["content"] in new]
    return dict(content) | {"model": model, "added_tokens": added, "post_processor": _framed(content, new)}


def _second(entry: tuple[str, int]) -> int:
    return entry[1]


def _framed(content: Mapping[str, Any], new: Mapping[str, int]) -> Any:
    """The template that puts special pieces around a sentence, with their new numbers."""
    frame = copy.deepcopy(content.get("post_processor"))
    for part in [frame, *(frame or {}).get("processors", [])]:
        special = (part or {}).get("special_tokens")
        if not isinstance(special, dict):
            continue
        gone = [name for name, entry in special.items() if any(token not in new for token in entry["tokens"])]
        for name in gone:  # the code of another language; the engines put the right one there themselves
            del special[name]
            for side in ("single", "pair"):
                part[side] = [step for step in part[side] if step.get("SpecialToken", {}).get("id") != name]
        for entry in special.values():
            entry["ids"] = [new[token] for token in entry["tokens"]]
    return frame
