"""Finds the stored sentences that are like a new one, through an index of the beginnings and middles of their words."""

import re
import sqlite3
from collections import Counter
from itertools import combinations

from translate.memory.database import NEAR
from translate.memory.likeness import bound, folded, likeness
from translate.memory.values import blanks, digest

_WORD = re.compile(r"[^\W_]+")
# The letters of a word that are indexed: the beginning, which Kazakh endings leave alone, and for longer words those
# from the third on, which a slip at the beginning leaves alone.
_LETTERS, _SECOND = 5, 2
# How far into a feature's list its density is judged; the list is in the order of the sentences.
_PEEK = 150
# Beyond so many sentences a feature is a common one; so many are read of all rare ones together, and of one pair.
_COMMON, _READ, _PAIR = 2000, 12000, 500
# How many rare words make a search safe; with fewer, so many common words are looked up in pairs. So many in all make
# a sentence short.
_SAFE, _PAIRED, _SHORT = 5, 5, 8
# How many sentences that share the most features are read, and how many of these are compared letter by letter.
_LOOKED_AT, _COMPARED = 400, 60


def features(text: str) -> list[tuple[str, ...]]:
    """For each different word of a sentence, the features under which it is indexed."""
    words = dict.fromkeys(_WORD.findall(folded(text)))
    return [
        ("h" + word[:_LETTERS], "m" + word[_SECOND : _SECOND + _LETTERS]) if len(word) > _LETTERS else ("h" + word,)
        for word in words
    ]


def index(connection: sqlite3.Connection, sentence: int, text: str) -> None:
    """Add one sentence to the index, in the transaction that stores it."""
    all_of_it = " ".join({feature for word in features(text) for feature in word})
    connection.execute("INSERT INTO near (rowid, features) VALUES (?, ?)", (sentence, all_of_it))


def refill(connection: sqlite3.Connection) -> None:
    """Make the index anew from the sentences."""
    connection.execute("DROP TABLE IF EXISTS near")
    connection.execute(NEAR)
    for sentence, text in connection.execute("SELECT id, text FROM sentence"):
        index(connection, sentence, text)


def likest(connection: sqlite3.Connection, source: str, least: float) -> list[tuple[float, int, str]]:
    """Likeness, number and text of the sentences that are at least so like, the best first."""
    asked = folded(source)
    found = []
    for sentence, text in _promising(connection, source, least):
        other = folded(text)
        if bound(asked, other) >= least and (how := likeness(asked, other)) >= least:
            found.append((how, sentence, text))
    return sorted(found, key=lambda row: (-row[0], row[1]))


def _promising(connection: sqlite3.Connection, source: str, least: float) -> list[tuple[int, str]]:
    """Number and text of the sentences that share the most features for their length."""
    length = len(blanks(source))
    same = connection.execute("SELECT id, text FROM sentence WHERE digest = ?", (digest(blanks(source)),)).fetchall()
    near: list[tuple[float, int, str]] = []
    for sentence, shared in _sharing(connection, source).most_common(_LOOKED_AT):
        row = connection.execute("SELECT text FROM sentence WHERE id = ?", (sentence,)).fetchone()
        # no more can be kept than the shorter of the two has
        if row and 2 * min(length, len(row[0])) >= least * (length + len(row[0])):
            near.append((shared / (length + len(row[0])), sentence, row[0]))
    near.sort(reverse=True)
    # the same sentence is found though it has no words, or words in every other sentence
    return list(dict.fromkeys([*same, *((sentence, text) for _, sentence, text in near[:_COMPARED])]))


def _sharing(connection: sqlite3.Connection, source: str) -> Counter[int]:
    """How many features or pairs of them a sentence shares with the source."""
    shared: Counter[int] = Counter()
    for query, most in _queries(connection, source):
        rows = connection.execute("SELECT rowid FROM near WHERE near MATCH ? LIMIT ?", (query, most))
        shared.update([sentence for (sentence,) in rows])
    return shared


def _queries(connection: sqlite3.Connection, source: str) -> list[tuple[str, int]]:
    """What to look up and how many to read: rare features, and where these are few, common words in company."""
    words = features(source)
    last = connection.execute("SELECT max(id) FROM sentence").fetchone()[0] or 0
    counts = {feature: _count(connection, feature, last) for word in words for feature in word}
    read, left = dict[str, int](), _READ
    for feature in sorted(counts, key=counts.__getitem__):
        if counts[feature] > min(left, _COMMON):
            break
        left -= counts[feature]
        # the count is a guess from the first few, and a list that is cut loses its newest sentences
        read[feature] = 2 * _COMMON
    queries = [(_quoted(feature), most) for feature, most in read.items()]
    others = [word[0] for word in words if not read.keys() & set(word)]
    known = len(words) - len(others)
    if known < _SAFE:
        common = sorted(others, key=counts.__getitem__)
        companies = _companies(common, short=known < 2 and len(words) <= _SHORT)
        queries += [(_quoted(*some), _PAIR) for some in companies]
    return queries


def _companies(common: list[str], short: bool) -> set[tuple[str, ...]]:
    """The rarest in pairs; of a short sentence also all words but one, for that one may be changed."""
    if len(common) < 2:
        return {tuple(common)} if common else set()
    # many words at once cost some milliseconds where a million sentences have them: fewer pairs make up for it
    paired = _PAIRED - 2 if short else _PAIRED
    pairs = set[tuple[str, ...]](combinations(common[:paired], 2))
    return pairs.union(combinations(common, len(common) - 1)) if short and len(common) > 2 else pairs


def _count(connection: sqlite3.Connection, feature: str, last: int) -> int:
    """About how many sentences have a feature, judged by how soon so many of them are met."""
    asked = "SELECT rowid FROM near WHERE near MATCH ? LIMIT 1 OFFSET ?"
    row = connection.execute(asked, (_quoted(feature), _PEEK)).fetchone()
    return _PEEK * last // row[0] if row else 0


def _quoted(*features: str) -> str:
    return " ".join(f'"{feature}"' for feature in features)
