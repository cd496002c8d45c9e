"""Files sources by what their inflected forms begin with, so that a text's words find them without trying them all."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from glossary.kazakh import QUOTE, WORD
from glossary.morphology import beginnings

_FEW = 3  # letters that tell most words from others


class Forms:
    """Sources by the small letters of their first words and of what their last word begins with in any form."""

    def __init__(self, sources: Iterable[str]) -> None:
        """File them, which are in normalised spelling."""
        # What sources' words but the last are, with their gaps: whether to read on.
        self.prefixes: set[str] = set()
        # The same and a few letters more: whether to look there.
        self._openings: set[str] = set()
        # The sources of each form, one a line: nearly always it is one, and a string is smaller than a list of one.
        self._sources: dict[str, str] = {}
        # Of the two above what is not a name's: words in small letters, most of a text's, are looked for in these.
        self._small_openings: set[str] = set()
        self._small: set[str] = set()
        for source in sources:
            self._file(source)
        self._longest = max(map(len, self._sources), default=0)

    def _file(self, source: str) -> None:
        prefix, last, openings = "", source.lower(), []
        if not last.isalpha():
            *firsts, last = steps(last)
            for step in firsts:
                openings.append(prefix + step[:_FEW])
                prefix += step
                self.prefixes.add(prefix)
        sources, small = self._sources, not source[:1].isupper()
        for beginning in beginnings(last, prefix != "") if last else ():
            openings.append(prefix + beginning[:_FEW])
            form = prefix + beginning
            sources[form] = sources[form] + "\n" + source if form in sources else source
            if small:
                self._small.add(form)
        self._openings.update(openings)
        if small:
            self._small_openings.update(openings)

    def opens(self, prefix: str, step: str, small: bool) -> bool:
        """Whether a source may have these first words and then this one: most have not, and that is seen soon."""
        openings = self._small_openings if small else self._openings
        key, first = prefix + step[:_FEW], len(prefix)
        return key in openings or key[: first + 2] in openings or key[: first + 1] in openings

    def behind(self, prefix: str, word: str, small: bool) -> Iterator[str]:
        """The sources that have these first words, and a last one with a form that begins as the word does.

        Where the text begins with a `small` letter, names are passed over: no other case is half as common.
        """
        forms, key = self._small if small else self._sources, prefix + word
        for length in range(len(prefix) + 1, min(len(key), self._longest) + 1):
            if key[:length] in forms:
                for source in self._sources[key[:length]].split("\n"):
                    if not (small and source[0].isupper()):
                        yield source


def opening(source: str) -> str:
    """The first of several words in small letters, with its gap; the empty string where there is one word alone."""
    key = source.lower()
    if key.isalpha():
        return ""
    first, blank, rest = key.partition(" ")
    if first.isalpha() and rest[:1].isalpha():
        return first + blank
    several = steps(key)
    return several[0] if len(several) > 1 else ""


def steps(key: str) -> list[str]:
    """Each word, and behind all but the last one their gaps in one spelling."""
    plain = key.split(" ")
    if all(map(str.isalpha, plain)):
        return [word + " " for word in plain[:-1]] + plain[-1:]
    words = list(WORD.finditer(key))
    found = [word.group() + gap(key[word.end() : then.start()]) for word, then in pairwise(words)]
    return [*found, words[-1].group() if words else ""]


def gap(between: str) -> str:
    """What stands between two words of an entry, in one spelling: `Қ. К.` is `Қ.К.`, `»` is `"`, a blank line none."""
    if between == " ":
        return between
    if between.count("\n") > 1:
        return "\n\n"
    return QUOTE.sub('"', "".join(between.split())) or " "
