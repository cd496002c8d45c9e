"""An index of all articles that opens from disk: word by word, in shards that the page loads as it needs them.

A page that was opened from disk may load scripts but read no files: so a shard is a script that hands its words over.
Nothing here grows with the archive but the files: words go to a file a shard first, and one shard at a time is sorted.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

from translate.archive.files import Files
from translate.archive.ledger import Finished
from translate.archive.report import PAGE
from translate.archive.scan import shown
from translate.errors import OutputError

FOLDER = "index-data"
# Words are parted by their first letters; articles are listed so many a script.
LETTERS, LISTED = 2, 500
_WORD = re.compile(r"[^\W\d_]{2,}")
# So many words are held before they go to their files.
_HELD = 100_000


def build(files: Files, finished: Iterable[Finished]) -> int:
    """Write `index.html` and its shards anew; how many articles it lists. Raises OutputError."""
    try:
        return _build(files, finished, _Words(files.own / "words"))
    except OSError as error:
        raise OutputError(f"{files.out}: the index can't be written ({error.strerror}); start again") from error


def _build(files: Files, finished: Iterable[Finished], words: "_Words") -> int:
    titles: list[list[str]] = []
    count = 0
    for count, (path, opens) in enumerate(_articles(finished), 1):
        content = files.told(path)
        rows = content["rows"] if content else []
        text = "\n".join(f"{row['source']}\n{row['target']}" for row in rows)
        # in small letters before it is parted, as the page does with what is asked
        words.add(count - 1, set(_WORD.findall(text.lower())))
        titles.append([_title(content, path), _link(opens), (content or {}).get("date") or ""])
        if len(titles) == LISTED:
            _list(files, count - LISTED, titles)
            titles = []
    if titles:
        _list(files, count - len(titles), titles)
    for shard, postings in words.shards():
        files.write(f"{FOLDER}/{shard}.js", _script(f"w{shard}", postings))
    files.write("index.html", _page(count))
    return count


def shard(word: str) -> str:
    """The name of the shard that holds a word: its first letters as numbers, for any file system."""
    return "-".join(f"{ord(letter):x}" for letter in word[:LETTERS])


def _articles(finished: Iterable[Finished]) -> Iterator[tuple[str, str]]:
    """The JSON of each article, and what a person opens: the page beside it where there is one."""
    for file in finished:
        pages = set(file.outputs)
        for path in file.outputs:
            if path.endswith(".json"):
                page = path.removesuffix(".json") + ".html"
                yield path, page if page in pages else path


def _title(content: dict[str, object] | None, path: str) -> str:
    rows = content["rows"] if content else None
    first = rows[0]["target"] if isinstance(rows, list) and rows else ""
    return str(first)[:200] or shown(path)


def _link(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"))


def _list(files: Files, first: int, titles: list[list[str]]) -> None:
    number = first // LISTED
    files.write(f"{FOLDER}/articles-{number}.js", _script(f"a{number}", titles))


def _script(name: str, content: object) -> str:
    # U+2028 and U+2029 end a line in old scripts
    return f"audarma({json.dumps(name)},{json.dumps(content, ensure_ascii=False, separators=(',', ':'))})\n".replace(
        "\u2028", " "
    ).replace("\u2029", " ")


class _Words:
    """Postings on their way to their shards."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        for left in folder.iterdir():
            left.unlink()
        self._held: dict[str, list[int]] = defaultdict(list)
        self._count = 0

    def add(self, article: int, words: Iterable[str]) -> None:
        """The words of an article; they come in the order of the articles."""
        for word in words:
            self._held[word].append(article)
            self._count += 1
        if self._count > _HELD:
            self._flush()

    def shards(self) -> Iterator[tuple[str, dict[str, list[int]]]]:
        """Each shard with the articles of each of its words, as steps from one to the next."""
        self._flush()
        for path in sorted(self._folder.iterdir()):
            found: dict[str, list[int]] = defaultdict(list)
            with path.open(encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    word, articles = line.split("\t")
                    found[word] += map(int, articles.split())
            yield path.name, {word: _steps(found[word]) for word in sorted(found)}
            path.unlink()

    def _flush(self) -> None:
        lines: dict[str, list[str]] = defaultdict(list)
        for word, articles in self._held.items():
            lines[word[:LETTERS]].append(f"{word}\t{' '.join(map(str, articles))}\n")
        for beginning, some in lines.items():
            with (self._folder / shard(beginning)).open("a", encoding="utf-8", newline="") as file:
                file.writelines(some)
        self._held.clear()
        self._count = 0


def _steps(articles: list[int]) -> list[int]:
    """As differences: shorter in a file."""
    return [now - before for before, now in pairwise([0, *articles])]


def _page(count: int) -> str:
    script = (Path(__file__).parent / "index.js").read_text("utf-8")
    body = (
        f"<h1>{count:,} articles</h1><p><label>Kazakh or English words: a Kazakh stem finds all its forms."
        '<input id="query" type="search" autofocus></label></p><p id="said" role="status"></p><ol id="found"></ol>'
        f"<noscript><p>{escape('The search needs JavaScript; the articles themselves do not.')}</p></noscript>"
        f"<script>const LISTED={LISTED},LETTERS={LETTERS},FOLDER={json.dumps(FOLDER)};\n{script}</script>"
    )
    return PAGE.format(title="Audarma: articles", head="", body=body)
