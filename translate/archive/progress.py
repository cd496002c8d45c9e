"""How far a run is: a bar for a person, plain lines for a log, JSON for a machine."""

import json
import shutil
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal, TextIO

from glossary.kazakh import readable
from translate.archive.scan import shown

Form = Literal["bar", "lines", "json", "none"]
# A line may be redrawn so often, and written to a log so often, in seconds; `none` writes nothing for whoever looks on.
_EVERY: dict[Form, float] = {"bar": 0.2, "lines": 10.0, "json": 1.0, "none": 0.2}
# The speed is that of the last minutes, not of the start, when the model was cold and the first files were all known.
_SPAN = 120.0


@dataclass(frozen=True, slots=True)
class Sight:
    """A run at one moment. `eta` is in seconds, None where nothing tells it yet; `rate` in new sentences a second."""

    files: int
    of: int
    articles: int
    sentences: int
    rate: float
    eta: float | None
    errors: int
    file: str


class Progress:
    """Counts and tells. Bytes of the files that are left tell the time that is left: sentences are not known before."""

    def __init__(
        self,
        form: Form,
        out: TextIO,
        bytes_in_all: int,
        files: int,
        see: Callable[[Sight], None] = lambda sight: None,
    ) -> None:
        """Begin with nothing done of so many files that hold so many bytes; `see` is given what is told, too."""
        self._form, self._out, self._of, self._see = form, out, files, see
        self._bytes, self._done_bytes = bytes_in_all, 0
        self.files = self.articles = self.sentences = self.errors = 0
        self.began = time.monotonic()
        self._told = 0.0
        self._seen: deque[tuple[float, int, int]] = deque([(self.began, 0, 0)])
        self._drawn = 0

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.began

    def row(self, file: str) -> None:
        """A sentence is there."""
        self.sentences += 1
        self._tell(file)

    def article(self, path: str, size: int) -> None:
        """An article is written, and with it so many more bytes of its file are done."""
        self.articles += 1
        self._done_bytes += size
        self._tell(path)

    def file(self, path: str, size: int) -> None:
        """A file is finished, with the bytes of it that no article counted."""
        self.files += 1
        self._done_bytes += size
        self._tell(path)

    def sight(self, file: str = "") -> Sight:
        """How it stands now."""
        now = time.monotonic()
        while len(self._seen) > 1 and now - self._seen[0][0] > _SPAN:
            self._seen.popleft()
        then, sentences, size = self._seen[0]
        took = now - then
        rate = (self.sentences - sentences) / took if took > 0 else 0.0
        speed = (self._done_bytes - size) / took if took > 0 else 0.0
        eta = (self._bytes - self._done_bytes) / speed if speed > 0 else None
        return Sight(self.files, self._of, self.articles, self.sentences, round(rate, 2), eta, self.errors, file)

    def end(self) -> None:
        """Leave the line for what comes after."""
        if self._form == "bar" and self._drawn:
            self._out.write("\n")
        if self._of or self._form in ("json", "none"):
            self._tell("", last=True)
        self._out.flush()

    def _tell(self, file: str, *, last: bool = False) -> None:
        now = time.monotonic()
        if not last and now - self._told < _EVERY[self._form]:
            return
        self._told = now
        sight = self.sight(file)
        self._seen.append((now, self.sentences, self._done_bytes))
        self._see(sight)
        if self._form == "json":
            self._out.write(json.dumps(asdict(sight) | {"done": last}, ensure_ascii=True) + "\n")
        elif self._form == "lines":
            self._out.write(_line(sight) + "\n")
        elif self._form == "bar" and not last:
            # a line that is longer than the terminal is wide would not be written over
            line = (_bar(sight) + _line(sight))[: max(1, shutil.get_terminal_size((_WIDTH + 1, 1)).columns - 1)]
            self._out.write("\r" + line.ljust(self._drawn))
            self._drawn = len(line)
        self._out.flush()


_WIDTH, _BAR = 119, 20


def form(chosen_json: bool, out: TextIO | None = None) -> Form:
    """What suits where it is written to."""
    stream = out or sys.stderr
    return "json" if chosen_json else "bar" if stream.isatty() else "lines"


def _bar(sight: Sight) -> str:
    full = _BAR * sight.files // max(1, sight.of)
    return f"[{'#' * full}{'.' * (_BAR - full)}] "


def _line(sight: Sight) -> str:
    left = f", {span(sight.eta)} left" if sight.eta is not None and sight.files < sight.of else ""
    errors = f", {sight.errors:,} errors" if sight.errors else ""
    # a name may hold what a terminal would obey
    file = f"  {readable(shown(sight.file))}" if sight.file else ""
    return (
        f"{sight.files:,} of {sight.of:,} files, {sight.articles:,} articles, {sight.sentences:,} sentences, "
        f"{sight.rate:.1f}/s{left}{errors}{file}"
    )


def span(seconds: float) -> str:
    """A time as a person says it."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
