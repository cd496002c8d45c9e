"""Files entries by what their inflected forms begin with, so that a text's words find them without trying them all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from glossary.kazakh import WORD, normalise
from glossary.morphology import Stem, beginnings, stem
from glossary.term import Term
from glossary.traps import common, homographs


class Entry(NamedTuple):
    """All terms of one source, as its words in normalised spelling; without terms it is a word to keep off."""

    words: tuple[str, ...]
    last: Stem
    terms: tuple[Term, ...]
    common: bool  # a name that is a common word too


class Node:
    """The entries that share their first words: which may end with the next word, and which go on."""

    __slots__ = ("ending", "following")

    def __init__(self) -> None:
        """Make an empty one."""
        self.following: dict[str, Node] = {}
        self.ending: dict[str, list[Entry]] = {}


class Index:
    """A tree of nodes, a word a step, from `root`."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """File every entry, and the words that look like an entry's forms and are none."""
        self.root = Node()
        sources: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            sources[normalise(term.source).text].append(term)
        names = common().union(source for source in sources if source.islower())
        for source, several in sources.items():
            self._file(source, tuple(several), names)
        for source in homographs():
            if source not in sources:
                self._file(source, (), names)

    def _file(self, source: str, terms: tuple[Term, ...], names: frozenset[str]) -> None:
        places = [word.span() for word in WORD.finditer(source)]
        if not places:
            return
        words = tuple(source[start:end] for start, end in places)
        last = stem(words[-1], len(words) > 1)
        node = self.root
        for word, (_, end), (start, _) in zip(words, places, places[1:], strict=False):
            step = word.lower() + gap(source[end:start])
            following = node.following.get(step)
            if following is None:
                following = node.following[step] = Node()
            node = following
        entry = Entry(words, last, terms, last.name and not last.several and last.letters in names)
        for beginning in beginnings(last):
            node.ending.setdefault(beginning, []).append(entry)


def candidates(node: Node, word: str) -> Iterator[Entry]:
    """The entries whose forms begin as the word does; the word is in small letters."""
    ending = node.ending
    for length in range(1, len(word) + 1):
        entries = ending.get(word[:length])
        if entries:
            yield from entries


def gap(between: str) -> str:
    """What stands between two words of an entry, in one spelling: `Қ. К.` is `Қ.К.`, and a blank line is no gap."""
    if between == " ":
        return between
    if between.count("\n") > 1:
        return "\n\n"
    return "".join(between.split()) or " "
