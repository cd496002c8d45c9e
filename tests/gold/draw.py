"""Draws words of Kazakh news that begin as a stem does, for a person to label: `python draw.py FOLDER > drawn.tsv`.

Nothing here knows an ending. A word is drawn because it begins with the stem, with a form of it under voicing or
elision, or merely with the stem less its last letters; whether it is an inflection is for the annotator to say.
"""

import hashlib
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

SEED = 2019
SETS = ("newsdev2019", "newstest2019", "flores200-dev")
COLUMNS = ("set", "row", "start", "end", "stem", "sha1", "surface", "label", "ending", "half")
# At most so many of a stem, of one surface, and of words that don't begin with the stem.
A_STEM, A_SURFACE, NEAR = 18, 2, 2
# These begin many other words, which would crowd out their own rare forms.
MORE = {"ел": 80, "үй": 60, "БАҚ": 40, "жақын": 40, "еуро": 32, "Орал": 32, "АҚШ": 30}

PEOPLE = """Трамп|Путин|Макрон|Назарбаев|Меркель|Обама|Хашогги|Ренци|Жарылғапов|Ахметов|Мұхамеджанов|Рональдиньо
Бетховен|Бреннан|Арман|Орал|Нұр|Моди|Буш|Дональд Трамп|Владимир Путин|Си Цзиньпин|Ле Пен|Лопес Обрадор"""
PLACES = """Қазақстан|Қытай|Ресей|Германия|Франция|Корея|Түркия|Америка|Еуропа|Африка|Украина|Иран|Үндістан|Жапония
Ұлыбритания|Британия|Алматы|Атырау|Астана|Мәскеу|Қырым|Вьетнам|Бангладеш|Қостанай|Семей|Лондон|Нью-Йорк|Берлин|Ирак
Түркістан|Сан-Франциско|АҚШ|Америка Құрама Штаттары|Сауд Арабиясы|Солтүстік Корея|Оңтүстік Корея|Оңтүстік Африка
Таяу Шығыс|Жаңа Зеландия|Еуропа Одағы|Совет Одағы|Атырау облысы"""
ORGANISATIONS = """Еуроодақ|Кремль|АСЕАН|ЖІӨ|ХВҚ|ЕО|БАҚ|БҰҰ|НАТО|ДСҰ|ЖИТС|ЮНЕСКО|КГБ|G20|QE|Facebook|Google|Brexit
Instagram|WhatsApp|Ақ үй|Нұр Отан|Халықаралық валюта қоры|Біріккен Ұлттар Ұйымы|Дүниежүзілік банк|Жоғарғы сот
Еуропалық комиссия"""
TERMS = """қазақ|шығыс|батыс|солтүстік|конгресс|мәжіліс|сенат|президент|премьер-министр|министр|үкімет|облыс
парламент|орын|халық|кітап|тарап|банк|одақ|қала|мектеп|ел|үй|Елбасы|әкім|доллар|теңге|еуро|университет|көшбасшы
тәртіп|есеп|құқық|клуб|дауыс|әріптес|таныс|жақын|ғасыр|ханзада|сағат|Брексит|орталық банк|мемлекет басшысы
өкілдер палатасы|жалпы ішкі өнім|жасанды интеллект|бұқаралық ақпарат құралдары|сыртқы істер министрлігі
АҚШ президенті|облыс әкімі|сауда соғысы|қаржы дағдарысы|күн тәртібі"""
STEMS = tuple(re.split(r"[|\n]", "|".join((PEOPLE, PLACES, ORGANISATIONS, TERMS))))

SOFT = "\u00ad"
WORD = re.compile(rf"[^\W_](?:[^\W_]|{SOFT})*(?:[-‐‑–’'ʼ](?:[^\W_]|{SOFT})+)*")
# Look-alikes are folded on both sides, so that Latin stems are compared with Latin stems all the same.
_LIKE = str.maketrans("ABCEHKMOPTXYaceiopxyhəƏӊӉ’ʼ‐‑–", "АВСЕНКМОРТХУасеіорхуһәәңң''---")
VOICED = {"п": "б", "к": "г", "қ": "ғ"}
DEVOICED = {voiced: voiceless for voiceless, voiced in VOICED.items()}


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """The word or words `text[start:end] == surface` in the Kazakh side of a set's row, drawn for a stem."""

    set: str
    row: int
    start: int
    end: int
    stem: str
    surface: str


def fold(text: str) -> str:
    """Lower case, without soft hyphens, look-alike letters made one."""
    return text.replace(SOFT, "").translate(_LIKE).lower()


def forms(stem: str) -> tuple[str, ...]:
    """How a stem may stand, folded, before an ending: as it is, voiced, elided, less с, ь or possessive."""
    folded = fold(stem)
    last = folded[-1]
    found = [folded]
    if not stem.isupper():
        found.append(folded[:-1] + VOICED.get(last, last))
        if len(stem) > 3 and folded[-2] in "ыі":
            found.append(folded[:-2] + last)
        if last == "ь" or folded[-2:] == "сс":
            found.append(folded[:-1])
    if " " in stem and last in "ыі":  # Мемлекет басшысы, but Мемлекет басшылары
        found.append(folded[:-2] + DEVOICED.get(folded[-2], folded[-2]))
        if folded[-2] == "с":  # басшы-сы or соғыс-ы: only a lexicon knows
            found.append(folded[:-2])
    return tuple(sorted(set(found), key=lambda form: (-len(form), form != folded)))


def ending(stem: str, surface: str) -> str | None:
    """What follows the stem in the surface, as written; None where it doesn't begin with a form of the stem."""
    for form in forms(stem):
        if fold(surface).startswith(form):
            at = next(at for at in range(len(surface) + 1) if len(fold(surface[:at])) == len(form))
            return surface[at:].lstrip(SOFT)
    return None


def _shared(word: str) -> str:
    """What a word that merely looks like a stem begins with."""
    return word[: len(word) - (0 if len(word) < 4 else 1 if len(word) < 6 else 2)]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What the words of a stem begin with: the first ones the entry's words, the last one one of several."""

    stem: str
    first: tuple[str, ...]
    last: tuple[str, ...]

    @classmethod
    def of(cls, stem: str) -> "_Pattern":
        *first, last = fold(stem).split(" ")
        return cls(stem, tuple(first), (_shared(last), *(form.split(" ")[-1] for form in forms(stem))))

    def fits(self, words: list[str]) -> bool:
        return words[-1].startswith(self.last) and all(map(str.startswith, words, self.first))


def occurrences(patterns: Iterable[_Pattern], where: str, row: int, text: str) -> Iterator[Occurrence]:
    """All words (for a stem of several words: neighbours) that begin as a stem does or nearly so."""
    found = list(WORD.finditer(text))
    folded = [fold(word.group()) for word in found]
    blank = [text[a.end() : b.start()] in (" ", "\u00a0") for a, b in pairwise(found)]
    for pattern in patterns:
        more = len(pattern.first)
        for i in range(len(found) - more):
            if pattern.fits(folded[i : i + more + 1]) and all(blank[i : i + more]):
                start, end = found[i].start(), found[i + more].end()
                yield Occurrence(where, row, start, end, pattern.stem, text[start:end])


def draw(folder: Path, seed: int = SEED) -> list[tuple[Occurrence, str]]:
    """The occurrences to label, each with its half (`look` or `once`); a surface of a stem lies in one half only."""
    candidates: dict[str, list[Occurrence]] = defaultdict(list)
    patterns = [_Pattern.of(stem) for stem in STEMS]
    for name in SETS:
        with (folder / f"{name}.tsv").open(encoding="utf-8") as lines:
            for row, line in enumerate(lines):
                for one in occurrences(patterns, name, row, line.split("\t")[0].rstrip("\n")):
                    candidates[one.stem].append(one)
    drawn: list[tuple[Occurrence, str]] = []
    for stem in STEMS:
        chance = random.Random(f"{seed} {stem}")
        drawn += _halves(_sample(candidates[stem], chance), chance)
    return drawn


def _sample(candidates: list[Occurrence], chance: random.Random) -> list[Occurrence]:
    """Every surface once before any surface twice, so that rare forms are not drowned by bare ones."""
    chance.shuffle(candidates)
    times: dict[str, int] = defaultdict(int)
    rounds: list[tuple[int, Occurrence]] = []
    near = 0
    for one in candidates:
        surface = one.surface.lower()
        is_near = ending(one.stem, one.surface) is None
        if times[surface] < (1 if is_near else A_SURFACE) and not (is_near and near == NEAR):
            near += is_near
            rounds.append((times[surface], one))
            times[surface] += 1
    most = MORE.get(candidates[0].stem, A_STEM) if candidates else 0
    return [one for _, one in sorted(rounds, key=lambda turn: turn[0])[:most]]


def _halves(sample: list[Occurrence], chance: random.Random) -> list[tuple[Occurrence, str]]:
    surfaces = sorted({fold(one.surface) for one in sample})
    chance.shuffle(surfaces)
    look = set(surfaces[::2] if chance.random() < 0.5 else surfaces[1::2])
    return [(one, "look" if fold(one.surface) in look else "once") for one in sorted(sample)]


def sha1(surface: str) -> str:
    """Eight hexadecimal digits of the surface as written: they tell when an editor has changed a letter unseen."""
    return hashlib.sha1(surface.encode(), usedforsecurity=False).hexdigest()[:8]


def main() -> None:
    """Write the draw as a table whose columns `label` and `ending` are still empty."""
    rows = [COLUMNS]
    for one, half in draw(Path(sys.argv[1])):
        place = (one.set, str(one.row), str(one.start), str(one.end))
        rows.append((*place, one.stem, sha1(one.surface), one.surface, "", "", half))
    sys.stdout.writelines("\t".join(row) + "\n" for row in rows)


if __name__ == "__main__":
    main()
