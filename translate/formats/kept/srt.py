"""Subtitles (SubRip): a sentence that goes over several cues is translated as one and dealt over them again."""

import re
import textwrap
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from translate.document import Bead, Document
from translate.encoding import decode, encode
from translate.errors import InputError
from translate.formats import newswire
from translate.formats.kept.deal import deal
from translate.formats.kept.run import Beads, unchanged

# As many characters as broadcasters let a line have.
WIDTH = 42
# Whoever is silent for so long has ended the sentence.
_SILENCE = 2.0
# Of words without a pause: there is no sentence of so many characters.
_LONGEST = 2_000
_TAG = re.compile(r"</?(?P<name>[a-zA-Z]+)[^<>\n]*>|\{[\\/][^{}\n]*\}")
_STAMP = r"(\d{1,4}):(\d{1,2}):(\d{1,2})[,.:](\d{1,3})"
_TIMES = re.compile(rf"^[ \t]*{_STAMP}[ \t]*-{{1,3}}>[ \t]*{_STAMP}[^\r\n]*", re.MULTILINE)
# The number of a cue, in the line above its times.
_NUMBER = re.compile(r"(?:^|\n|\r)[ \t]*\d{1,9}[ \t]*\r?\n\Z")
_DIGITS = 40
_STOP = re.compile(r"[.!?…»”\"]\Z")
# So much of a line tells whether it begins with a dash, behind tags.
_OPENING = 200
_DASH = re.compile(r"\s*[-–—]+\s*")
_BREAK = re.compile(r"\r\n|\r|\n")
_PAUSE = re.compile(r"[,;:.!?…—–]\Z")


@dataclass(slots=True)
class _Voice:
    """What one speaker says in one cue: its place in the file, its words without tags, their place in the flow."""

    start: int
    end: int
    dash: str
    words: str
    at: int = 0


@dataclass(slots=True)
class _Flow:
    """What one speaker says over one cue or more; its text is one document."""

    voices: list[_Voice] = field(default_factory=list)

    def document(self) -> Document:
        """Its text; each voice is told where in it its words begin."""
        at = 0
        for voice in self.voices:
            voice.at = at
            at += len(voice.words) + 1
        return newswire.parse(" ".join(voice.words for voice in self.voices))


class Page:
    """One file of subtitles."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The subtitles in a file's bytes. Raises InputError."""
        self._data, self._encoding = data, encoding
        self._text = decode(data, path, encoding)
        self._break = "\r\n" if "\r\n" in self._text else "\n"
        self._flows = list(_flows(self._text, path))
        self.documents = tuple(flow.document() for flow in self._flows)

    def english(self, beads: Beads) -> bytes:
        """The subtitles with the English in them, none of it later or earlier than its Kazakh."""
        if unchanged(beads):
            return self._data
        at, made = 0, []
        for flow, its in zip(self._flows, beads, strict=True):
            shares = _dealt(flow, its)
            for voice, share in zip(flow.voices, shares, strict=True):
                if share is not None:
                    made += [self._text[at : voice.start], self._shown(voice, share)]
                    at = voice.end
        return encode("".join((*made, self._text[at:])), self._data, self._encoding)

    def _shown(self, voice: _Voice, share: str) -> str:
        """A share in lines of a like length, with the tags of its cue around it."""
        most = len(_wrapped(share, WIDTH))
        narrow = min(WIDTH, len(share) // max(1, most))
        width = next((one for one in range(narrow, WIDTH) if one and len(_wrapped(share, one)) <= most), WIDTH)
        lines = _wrapped(share, width)
        before, after = _tags(self._text[voice.start : voice.end])
        return before + voice.dash + self._break.join(lines) + after


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _flows(text: str, path: str) -> Iterator[_Flow]:
    flow, last, length, found = _Flow(), 0.0, 0, False
    for begin, finish, start, end in _cues(text):
        found = True
        for number, voice in enumerate(_voices(text, start, end)):
            long = length > _LONGEST and _full(flow)
            # words without a dash behind those of another cue may go on with them
            if flow.voices and (voice.dash or number or begin - last >= _SILENCE or long):
                yield flow
                flow, length = _Flow(), 0
            flow.voices.append(voice)
            length += len(voice.words)
        last = finish
    if not found:
        raise InputError(f"{path}: there is no subtitle in it; save it as SubRip (.srt)")
    if flow.voices:
        yield flow


def _full(flow: _Flow) -> bool:
    """Whether a flow ends as sentences do, or has gone on for longer than any does."""
    return bool(_STOP.search(flow.voices[-1].words)) or sum(len(one.words) for one in flow.voices[-100:]) > _LONGEST


def _cues(text: str) -> Iterator[tuple[float, float, int, int]]:
    """When each cue begins and ends, in seconds, and where its words do.

    A line of times tells them, whatever stands around it; no part of the pattern can be read in two ways, so that it
    takes no longer than the text is long, which that of the published parser does where digits follow digits.
    """
    times = list(_TIMES.finditer(text))
    for found, following in zip(times, [*times[1:], None], strict=False):
        line = _BREAK.search(text, found.end())
        start = line.end() if line else len(text)
        words = text[start : following.start() if following else len(text)]
        if following and (number := _NUMBER.search(words[-_DIGITS:])):
            words = words[: len(words) - len(number.group())]
        numbers = [int(one) for one in found.groups()]
        begin, finish = (3600 * h + 60 * m + s + f / 1000 for h, m, s, f in (numbers[:4], numbers[4:]))
        yield begin, finish, start, start + len(words.rstrip())


def _voices(text: str, start: int, end: int) -> Iterator[_Voice]:
    """The speakers of one cue: where several lines begin with a dash, each of these is another."""
    lines = [start]
    for found in _BREAK.finditer(text, start, end):
        if _DASH.match(_TAG.sub("", text[found.end() : min(end, found.end() + _OPENING)])):
            lines += [found.start(), found.end()]
    for first, last in zip(lines[::2], [*lines[1::2], end], strict=True):
        bare = _BREAK.sub(" ", _TAG.sub("", text[first:last]))
        marked = _DASH.match(bare)
        dash = marked.group() if marked else ""
        if words := " ".join(bare[len(dash) :].split()):
            yield _Voice(first, last, dash, words)


def _dealt(flow: _Flow, beads: Sequence[Bead]) -> list[str | None]:
    """What each voice of a flow gets; None where it stays as it is."""
    shares: list[list[str]] = [[] for _ in flow.voices]
    fresh: set[int] = set()
    starts = [voice.at for voice in flow.voices]
    for bead in beads:
        start, end = bead.segment.start, bead.segment.end
        first = max(0, bisect_right(starts, start) - 1)
        inside = [*range(first, bisect_left(starts, end))]
        own = [
            slice(max(start, flow.voices[n].at) - start, flow.voices[n].at + len(flow.voices[n].words) - start)
            for n in inside
        ]
        if bead.target == bead.segment.text:
            parts = [bead.target[where].strip() for where in own]
        else:
            parts = _parted(bead.target, [len(bead.segment.text[where]) for where in own])
            fresh.update(inside)
        for n, part in zip(inside, parts, strict=True):
            shares[n].append(part)
    return [" ".join(filter(None, share)) if n in fresh else None for n, share in enumerate(shares)]


def _parted(english: str, weights: Sequence[int]) -> list[str]:
    """A sentence in as many parts as there are weights; where it can be, they end at a pause."""
    words = english.split()
    pauses = [bool(_PAUSE.search(word)) for word in words]
    return [" ".join(words[its]) for its in deal([*map(len, words)], weights, pauses)]


def _tags(raw: str) -> tuple[str, str]:
    """The tags of a cue, those before its words and those after, so that what was nested well stays so."""
    ends, begins = list[str](), list[str]()
    closes: list[tuple[int, str]] = []
    open_: list[tuple[str, int]] = []
    for found in _TAG.finditer(raw):
        tag, name = found.group(), (found["name"] or "").lower()
        if not tag.startswith("</"):
            open_ += [(name, len(begins))] if name else []
            begins.append(tag)
        elif open_ and open_[-1][0] == name:
            closes.append((open_.pop()[1], tag))
        else:
            ends.append(tag)
    # all that begins here begins before the words: what began last ends first
    return "".join((*ends, *begins)), "".join(tag for _, tag in sorted(closes, reverse=True))
