"""Which Kazakh endings may follow which: slots in their order, each in the form that the sound before it asks for.

Endings are written here as they stand behind back vowels (`дағы`); behind front vowels the letters change (`дегі`).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# How each ending begins after each class of sounds. `possessed` is a third-person possessive (`Одағы`), which puts -н-
# before a case; `mine` is a possessive of the first or second person (`елім`), whose dative is a bare vowel.
_SLOTS = ("plural", "genitive", "accusative", "owner", "locative", "ablative", "dative", "instrumental")
_BEGINNINGS = {
    "vowel": ("л", "н", "ны", "н", "д", "д", "ға", "м"),
    "glide": ("л", "д", "ды", "д", "д", "д", "ға", "м"),
    "lateral": ("д", "д", "ды", "д", "д", "д", "ға", "м"),
    "nasal": ("д", "н", "ды", "д", "д", "н", "ға", "м"),
    "buzz": ("д", "д", "ды", "д", "д", "д", "ға", "б"),
    "voiceless": ("т", "т", "ты", "т", "т", "т", "қа", "п"),
    "possessed": ("", "н", "н", "н", "нд", "н", "на", "м"),
    "mine": ("", "н", "ды", "д", "д", "н", "а", "м"),
}
_UNFINISHED = ("voiced", "linked", "several", "needs")
_FRONT = str.maketrans("аығқ", "еігк")


class State(NamedTuple):
    """How far a word has been read: what may follow, the sound and the vowels it must agree with.

    Of the levels `stem`, `plural`, `owned` (a possessive), `place` (a locative) and `end`, each leaves less to follow.
    `firm` is a stem that voices before a vowel and is here unvoiced, `voiced` is its other shape; `linked` is a loan
    that takes a vowel; `several` must be made plural and `needs` possessed. `deep` is lost behind -дағы and -нікі,
    which make a stem once and no more.
    """

    level: str
    sound: str
    back: bool
    deep: bool = True


def accepts(state: State, rest: str) -> bool:
    """Whether the rest of a word, in small letters, is a row of endings that may follow."""
    if not rest:
        return state.level not in _UNFINISHED
    for ending, then in _following(state).get(rest[0], ()):
        if rest.startswith(ending) and accepts(then, rest[len(ending) :]):
            return True
    return False


@lru_cache(1024)
def _following(state: State) -> dict[str, list[tuple[str, State]]]:
    """The endings that may stand next by their first letter, each with what has then been read."""
    found: dict[str, list[tuple[str, State]]] = {}
    for ending, then in dict.fromkeys(_back(state)):
        written = ending if state.back else ending.translate(_FRONT)
        found.setdefault(written[0], []).append((written, then))
    return found


def _back(state: State) -> Iterator[tuple[str, State]]:
    level, sound = state.level, state.sound
    plural = _BEGINNINGS[sound][0]
    if level in ("stem", "firm", "several") and plural:
        yield plural + "ар", state._replace(level="needs" if level == "several" else "plural", sound="glide")
    if level == "linked":
        yield "ы", state._replace(level="stem", sound="vowel")
    if level in ("stem", "plural", "voiced", "needs"):
        yield from _possessives(state)
    if level in ("stem", "voiced"):
        yield "рақ" if sound == "vowel" else "ырақ", state._replace(level="end")
    if level in ("stem", "firm", "plural", "owned"):
        yield from _cases(state)
    if level == "place":
        yield "сыз", state._replace(level="end")
    if level in ("stem", "firm", "plural", "owned", "place"):
        yield from _predicatives(state)


def _possessives(state: State) -> Iterator[tuple[str, State]]:
    if state.sound in ("possessed", "mine"):
        return
    link, third = ("", "сы") if state.sound == "vowel" else ("ы", "ы")
    for person in "мң":
        yield link + person, state._replace(level="owned", sound="mine")
        yield link + person + "ыз", state._replace(level="owned", sound="buzz")
    yield third, state._replace(level="owned", sound="possessed")


def _cases(state: State) -> Iterator[tuple[str, State]]:
    """The cases, and the adjectives made from a place, an owner or a likeness: -дағы, -нікі, -дай."""
    begin = dict(zip(_SLOTS, _BEGINNINGS[state.sound], strict=True))
    end = state._replace(level="end")
    yield begin["genitive"] + "ың", end
    yield begin["accusative"], end
    yield begin["dative"], end
    yield begin["instrumental"] + "ен", end
    yield begin["ablative"] + "ан", state._replace(level="place", sound="nasal")
    yield begin["locative"] + "а", state._replace(level="place", sound="vowel")
    yield begin["locative"] + "ай", end
    if state.deep:
        for sound in ("vowel", "possessed"):
            yield begin["locative"] + "ағы", State("stem", sound, state.back, deep=False)
            # its vowels are front behind any stem (Қазақстандікінен), though some write the first as they hear it
            for vowel in "іы":
                yield begin["owner"] + vowel + "кі", State("stem", sound, back=False, deep=False)


def _predicatives(state: State) -> Iterator[tuple[str, State]]:
    """`I am`, `you are`, `we are`; the polite -сыз is left to `place`, for elsewhere it says "without"."""
    first = {"voiceless": "п", "buzz": "б"}.get(state.sound, "м")
    end = state._replace(level="end")
    yield first + "ын", end
    yield first + "ыз", end
    yield "сың", end
    yield "сыңдар", end
