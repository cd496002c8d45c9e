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

    def checked(self, bead: Bead, index: int, matches: Sequence[Match]) -> Bead:
        """The bead, flagged where it renders a name otherwise than a row before; `index` counts rows from 0."""
        flags = []
        text = bead.segment.text
        common = [match for match in press(text) if match.term.kind not in ("person", "place")]
        for name in dict.fromkeys(names(text, [*matches, *common], bead.segment.head)):
            stems = [bare for bare in bases(name) if len(bare) >= _SHORTEST]
            word = _rendering(bead, stems)
            if word is None:
                continue
            before = next((self._seen[stem] for stem in stems if stem in self._seen), None)
            if before and not _same(before[0], word.group(), rendered(name, text)):
                reason = say("name.two", before=before[0], row=before[1] + 1, word=word.group())
                flags.append(Flag("name", reason, "target", *word.span()))
            for stem in stems:
                self._seen.setdefault(stem, before or (word.group(), index))
        return replace(bead, flags=(*bead.flags, *flags)) if flags else bead


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
