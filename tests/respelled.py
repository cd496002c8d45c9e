"""Human translations whose names a seeded script respells, drops or swaps, as an engine does that is weak at names."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from glossary.kazakh import readable
from glossary.matcher import Glossary
from glossary.term import Term
from translate.terminology.forms import places
from translate.terminology.heard import by_sound

Fate = Literal["respelled", "dropped", "swapped"]
# What Russian, Turkish, German and plain haste make of a name; the first that fits, from a place drawn at random.
SPELLINGS = [
    pair.split("=")
    for pair in "ayev=aev aev=ajew yev=ev ov=ow kh=h zh=j j=zh sh=ch k=q q=k y=i i=y u=oo ss=s ll=l nn=n mm=m tt=t "
    "s=ss l=ll n=nn m=mm t=tt v=w c=k z=s ai=ay ey=ei ia=iya ei=ey e=a a=e o=u u=o b=p d=t g=gh h=kh".split()
]


@dataclass(frozen=True)
class Spoiled:
    """A row: its Kazakh, the reference, what the script made of that, and which targets had which fate."""

    kazakh: str
    reference: str
    english: str
    fates: tuple[tuple[str, Fate], ...]


def spoil(rows: Sequence[tuple[str, str]], glossary: Glossary, day: date, seed: int = 20190) -> list[Spoiled]:
    """About every second name of every second row: seven in ten respelled, the others dropped or swapped."""
    draw = random.Random(seed)
    others = sorted({term.target for term in glossary.terms if term.kind in ("person", "place") and by_sound(term)})
    return [_row(kazakh, english, glossary, day, draw, others) for kazakh, english in rows]


def respell(name: str, draw: random.Random) -> str:
    """A name with one or two letters as another language writes them; never another entry's own spelling."""
    spelled = name
    for _ in range(1 + (len(name) > 6)):
        fitting = [(old, new) for old, new in SPELLINGS if re.search(rf"(?<=\w){old}", spelled)]
        if fitting:
            old, new = draw.choice(fitting)
            spelled = re.sub(rf"(?<=\w){old}", new, spelled, count=1)
    return spelled


def _row(
    kazakh: str, english: str, glossary: Glossary, day: date, draw: random.Random, others: Sequence[str]
) -> Spoiled:
    fates: list[tuple[str, Fate]] = []
    text = english
    chosen = draw.random() < 0.5
    terms: dict[str, Term] = {match.term.target: match.term for match in glossary.find(readable(kazakh), day)}
    for target, term in terms.items():
        found = list(places(target, text))
        if not chosen or len(found) != 1 or not _name(term) or draw.random() < 0.5:
            continue
        start, end = found[0]
        if text[start:end] != target:
            continue
        fate: Fate = draw.choices(("respelled", "dropped", "swapped"), (70, 15, 15))[0]
        put = {"respelled": respell(target, draw), "dropped": "", "swapped": draw.choice(others)}[fate]
        if put == target or put in (*term.accepted, *term.variants):
            continue
        text = text[:start] + put + text[end:]
        fates.append((target, fate))
    return Spoiled(kazakh, english, " ".join(text.split()), tuple(fates))


def _name(term: Term) -> bool:
    return term.kind in ("person", "place") and by_sound(term) and len(term.target) > 3
