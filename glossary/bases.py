"""Merges the inflected forms of names that no entry holds: finds for each the bare form that the others tell of."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from glossary import capitals
from glossary.index import Entry, Index
from glossary.kazakh import WORD
from glossary.morphology import inflects
from glossary.term import Term

# A possessive is of the name where words stand before it and it is commoner so: Әділет департаменті.
_OWNED = re.compile("(с?[ыі])(?:н|$)")
# The second only where the first is none: Америкасы-ндағы, Сатун-дағы.
_UNMISTAKABLE = [re.compile(f"{ending}$") for ending in ("нд(?:ағы|егі)", "[дт](?:ағы|егі)", "[ндт][ыі]ң")]


def bases(names: Mapping[str, int]) -> dict[str, str]:
    """The bare form of each name: the shortest of them that it inflects, or what several of them inflect.

    Each name has the number of its places.
    """
    index = Index([Term(name, name) for name in names])
    found = {name: _hyphened(name) or _shortest(name, index, names) for name in names}
    found = {name: found.get(base, base) for name, base in found.items()}
    inflected = {base for name, base in found.items() if name != base}
    bare = _unseen(base for base in dict.fromkeys(found.values()) if base not in inflected)
    left = set(found.values()) - inflected - bare.keys()
    bare |= {base: bared for base in left if (bared := _owner(base))}
    return {name: bare.get(base, base) for name, base in found.items()}


def _hyphened(name: str) -> str:
    """What stands before the hyphen of an ending: `КГБ` of `КГБ-ны`; the empty string of any other name."""
    bare, hyphen, tail = name.rpartition("-")
    if not hyphen or not tail.islower():
        return ""
    return bare if inflects(bare, name) else ""


def _owner(name: str) -> str:
    """A name without its genitive, or what says where it is: no name ends so by itself. Else the empty string."""
    first = name.rfind(" ") + 1
    for bare in (ending.sub("", name) for ending in _UNMISTAKABLE):
        if first + 3 <= len(bare) < len(name) and inflects(bare, name):
            return bare
    return ""


def _shortest(name: str, index: Index, names: Mapping[str, int]) -> str:
    *first, last = name.split(" ")
    steps = [word.lower().rstrip(".") + ("." if word.endswith(".") else " ") for word in first]
    sources = [name]
    for entry, cut in index.behind(steps, last.lower()):
        owned = _OWNED.match(last, cut) if first else None
        possessed = name[: len(name) - len(last) + owned.end(1)] if owned else ""
        for term in entry.terms[:1]:
            if _same_capitals(entry, name) and names[term.source] >= names.get(possessed, 0):
                sources.append(term.source)
    return min(sources, key=len)


def _same_capitals(entry: Entry, name: str) -> bool:
    return all(
        capitals.distance(source, word) == 0 for source, word in zip(entry.words, WORD.findall(name), strict=False)
    )


def _unseen(names: Iterable[str]) -> dict[str, str]:
    """Of names that were read in inflected forms alone the bare form, where two of them agree on one."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for name in names:
        first = name.rfind(" ") + 1
        for end in range(first + 3, len(name)):
            sharing[name[:end]].append(name)
    found: dict[str, str] = {}
    # the longest first, but for the -н- that cases put behind a possessive: Ұйымы, not Ұйымын
    for bare in sorted(sharing, key=lambda bare: (bare.endswith(("ын", "ін")), -len(bare))):
        forms = [form for form in sharing[bare] if inflects(bare, form)]
        if len(forms) > 1:
            found.update((form, bare) for form in forms if form not in found)
    return found


def in_small_letters(names: Iterable[str], small: Counter[str]) -> Counter[str]:
    """How often each word stands in small letters, in any form."""
    index = Index([Term(name, name) for name in dict.fromkeys(names)])
    counts: Counter[str] = Counter()
    for word, count in small.items():
        for entry, _ in index.behind((), word):
            if entry.terms:
                counts[entry.terms[0].source] += count
    return counts
