"""Subtitles (SubRip): a sentence that goes over several cues is translated as one and dealt over them again."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from translate.document import Bead, Document
from translate.encoding import decode, encode
from translate.errors import InputError
from translate.formats import newswire
from translate.formats.kept.deal import deal
from translate.formats.kept.run import Beads, unchanged

# As many characters as broadcasters let a line have.
WIDTH = 42
# Whoever is silent for so long has ended the sentence.
_SILENCE = timedelta(seconds=2)
_TAG = re.compile(r"</?(?P<name>[a-zA-Z]+)[^<>\n]*>|\{[\\/][^{}\n]*\}")
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
        text = ""
        for voice in self.voices:
            voice.at = len(text)
            text += voice.words + " "
        return newswire.parse(text.rstrip())


class Page:
    """One file of subtitles."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The subtitles in a file's bytes. Raises InputError."""
        self._data, self._encoding = data, encoding
        self._text = decode(data, path, encoding)
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
        lines = textwrap.wrap(share, WIDTH, break_long_words=False, break_on_hyphens=False)
        width = next(
            width
            for width in range(max(1, len(share) // max(1, len(lines))), WIDTH + 1)
            if len(textwrap.wrap(share, width, break_long_words=False, break_on_hyphens=False)) <= len(lines)
        )
        lines = textwrap.wrap(share, width, break_long_words=False, break_on_hyphens=False)
        before, after = _tags(self._text[voice.start : voice.end])
        return before + voice.dash + ("\r\n" if "\r\n" in self._text else "\n").join(lines) + after


def _flows(text: str, path: str) -> Iterator[_Flow]:
    import srt

    flow, last, found = _Flow(), timedelta(), False
    for cue in srt.SRT_REGEX.finditer(text):
        found = True
        try:
            begin, end = srt.srt_timestamp_to_timedelta(cue[2]), srt.srt_timestamp_to_timedelta(cue[3])
        except (srt.TimestampParseError, OverflowError):
            begin = end = last + 2 * _SILENCE
        for number, voice in enumerate(_voices(text, *cue.span(5))):
            # words without a dash behind those of another cue may go on with them
            if flow.voices and (voice.dash or number or begin - last >= _SILENCE):
                yield flow
                flow = _Flow()
            flow.voices.append(voice)
        last = end
    if not found:
        raise InputError(f"{path}: there is no subtitle in it; save it as SubRip (.srt)")
    if flow.voices:
        yield flow


def _voices(text: str, start: int, end: int) -> Iterator[_Voice]:
    """The speakers of one cue: where several lines begin with a dash, each of these is another."""
    lines = [start]
    for found in _BREAK.finditer(text, start, end):
        if _DASH.match(_TAG.sub("", text[found.end() : end])):
            lines += [found.start(), found.end()]
    for first, last in zip(lines[::2], [*lines[1::2], end], strict=True):
        bare = _BREAK.sub(" ", _TAG.sub("", text[first:last]))
        dash = found.group() if (found := _DASH.match(bare)) else ""
        if words := " ".join(bare[len(dash) :].split()):
            yield _Voice(first, last, dash, words)


def _dealt(flow: _Flow, beads: Sequence[Bead]) -> list[str | None]:
    """What each voice of a flow gets; None where it stays as it is."""
    shares: list[list[str]] = [[] for _ in flow.voices]
    fresh: set[int] = set()
    for bead in beads:
        start, end = bead.segment.start, bead.segment.end
        inside = [n for n, one in enumerate(flow.voices) if one.at < end and start < one.at + len(one.words)]
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
