"""Whether an article renders a name in one way: the glossary sees to its own names, this to all others."""

import re
from collections.abc import Sequence
from dataclasses import replace

from glossary.romanisation import romanise
from glossary.term import Match
from translate.document import Bead, Flag
from translate.reasons import say
from translate.terminology.heard import TOKEN
from translate.terminology.names import bases, free, made, names, press, rendered
from translate.terminology.near import alike, sound

# A shorter stem may be that of another name.
_SHORTEST = 4


class Renderings:
    """How the names of one article were rendered so far."""

    def __init__(self) -> None:
        """Begin with no name seen."""
        # by each stem that the name may have: what it was rendered as, and in which row
        self._seen: dict[str, tuple[str, int]] = {}
        # the same of words that open sentences, of which only a capital elsewhere says that they are names
        self._opened: dict[str, tuple[str, int]] = {}

    def checked(self, bead: Bead, index: int, matches: Sequence[Match]) -> Bead:
        """The bead, flagged where it renders a name otherwise than a row before; `index` counts rows from 0."""
        text, head = bead.segment.text, bead.segment.head
        common = [match for match in press(text) if match.term.kind not in ("person", "place")]
        known = [*matches, *common]
        inside = dict.fromkeys(names(text, known, head))
        found = [self._flag(bead, index, name, True) for name in inside]
        opening = dict.fromkeys(name for name in names(text, known, head, opening=True) if name not in inside)
        found += [self._flag(bead, index, name, False) for name in opening]
        flags = [flag for flag in found if flag]
        return replace(bead, flags=(*bead.flags, *flags)) if flags else bead

    def _flag(self, bead: Bead, index: int, name: str, sure: bool) -> Flag | None:
        """Note how a name is rendered; a flag where that was otherwise before. What is not `sure` may be any word."""
        stems = [bare for bare in bases(name) if len(bare) >= _SHORTEST]
        word = _rendering(bead, stems)
        if word is None:
            return None
        seen = (self._seen, self._opened) if sure else (self._seen,)
        before = next((held[stem] for held in seen for stem in stems if stem in held), None)
        for stem in stems:
            (self._seen if sure or before else self._opened).setdefault(stem, before or (word.group(), index))
        if before is None or _same(before[0], word.group(), rendered(name, bead.segment.text)):
            return None
        reason = say("name.two", before=before[0], row=before[1] + 1, word=word.group())
        return Flag("name", reason, "target", *word.span())


def _rendering(bead: Bead, stems: Sequence[str]) -> re.Match[str] | None:
    """The capitalised word of the English that sounds most like the name, and renders no term."""
    heard = [sound(romanise(stem)) for stem in stems]
    words = [word for word in TOKEN.finditer(bead.target) if word.group()[0].isupper() and free(word, bead.terms)]
    likest = [(max(alike(sound(word.group()), one) for one in heard), -word.start(), word) for word in words if heard]
    best = max(likest, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] else None


def _same(one: str, other: str, known: frozenset[str]) -> bool:
    """Whether two words have one stem, as Kazakh and Kazakhs have, or the seed knows both for the name."""
    return bool(made(one) & made(other) or (made(one) & known and made(other) & known))
