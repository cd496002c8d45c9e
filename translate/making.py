"""The beads of tasks: what the engine says of them, with its terms put right, its names proven and its flags."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from glossary.matcher import Glossary
from glossary.term import Match
from translate import checks
from translate.checks import confidence
from translate.dateline import Rendering, render
from translate.document import Bead, Flag, TermUse
from translate.engines import Decoding, Engine, Hypothesis
from translate.finish import finished
from translate.language import Language
from translate.latin import back
from translate.reasons import say
from translate.segment import pieces
from translate.task import Task, shares
from translate.terminology import apply, findings, redecode
from translate.terminology.draft import Draft
from translate.terminology.record import doubtful, recorded

_TOLD: dict[Language, str] = {
    "eng_Latn": "language.english",
    "kaz_Arab": "language.arabic",
    "kaz_2017": "language.older",
    "kaz_2018": "language.older",
    "und_Latn": "language.unknown",
    "und": "language.unknown",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One sequence of a task: what the engine said of it, the draft that came of that, and the segment's matches."""

    said: Hypothesis
    draft: Draft
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """Who makes beads, and with what; see `Translator`, whose fields these are."""

    engine: Engine
    glossary: Glossary
    model: str
    decoding: Decoding
    draft: bool

    def beads(self, tasks: Sequence[Task]) -> list[Bead]:
        """One engine call for each language of the tasks, a few more where terms are missing; the beads, in order."""
        parts: dict[int, list[_Part]] = {}
        sentences = [self._sentences(task) for task in tasks]
        for code in dict.fromkeys(task.code for task, own in zip(tasks, sentences, strict=True) if own):
            theirs = [at for at, task in enumerate(tasks) if task.code == code]
            asked = [(at, sentence) for at in theirs for sentence in sentences[at]]
            decoding = replace(self.decoding, source=code)
            heard = self.engine.translate([sentence for _, sentence in asked], decoding)
            held = [share for at in theirs for share in shares(tasks[at], sentences[at])]
            drafts = [
                Draft.of(sentence, [inside for _, inside in share], best.text, best.score)
                for (_, sentence), best, share in zip(asked, heard, held, strict=True)
            ]
            drafts = redecode.mended(self.engine, drafts, decoding)
            for (at, _), best, draft, share in zip(asked, heard, drafts, held, strict=True):
                parts.setdefault(at, []).append(_Part(best, draft, tuple(match for match, _ in share)))
        made = [self._bead(task, parts.get(at, [])) for at, task in enumerate(tasks)]
        return [
            back.bead(bead, task.segment, task.respelled) if task.respelled else bead
            for bead, task in zip(made, tasks, strict=True)
        ]

    def _sentences(self, task: Task) -> tuple[str, ...]:
        """What the engine is to read of a task, in as many sequences as the model needs; perhaps none."""
        text = task.reading.text
        return tuple(text[start:end] for start, end in pieces(text, self._fits, whole=task.whole))

    def _fits(self, text: str) -> bool:
        return self.engine.lengths([text])[0] <= self.decoding.reads(self.engine.longest)

    def _bead(self, task: Task, parts: list[_Part]) -> Bead:
        segment, head = task.read, task.read.head
        dateline = render(segment.text[:head], self.glossary, task.day) if head else Rendering("")
        if not parts:
            target = dateline.text + segment.text[head:]
            return Bead(segment, target, "copied", flags=_guessed(dateline) + _language(task))
        # a dateline is rendered by its own rules, which may know better than the glossary: Қазан is Kazan there
        _, uses = apply(dateline.text, [match for match in task.matches if match.start < head])
        terms = [use for use in uses if use.status == "already"]
        target = dateline.text
        for part, english in zip(parts, finished(task.reading, [part.draft for part in parts]), strict=True):
            target += " " if part is not parts[0] else ""
            terms += _moved(part, len(target))
            target += english
        terms += _astray(task, terms)
        terms = recorded(target, task.matches, terms)
        flags = self._flags(target, [part.said for part in parts]) + _language(task)
        flags += findings.flags(segment, target, task.matches, terms, len(dateline.text))
        flags += tuple(doubtful(terms))
        target = dateline.text + task.reading.loud(target[len(dateline.text) :])
        flags += checks.besides(flags, checks.check(segment.text, target, matches=task.matches, uses=terms))
        return Bead(segment, target, "engine", tuple(terms), _guessed(dateline) + flags)

    def _flags(self, target: str, hypotheses: list[Hypothesis]) -> tuple[Flag, ...]:
        flags = []
        if self.draft:
            flags.append(Flag("draft", say("draft", model=self.model), "target", 0, len(target)))
        if any(hypothesis.truncated for hypothesis in hypotheses):
            flags.append(Flag("truncated", say("truncated"), "target", 0, len(target)))
        unsure = min((hypothesis.score for hypothesis in hypotheses), default=0.0)
        flags += confidence.flags(self.model, unsure, target)
        return tuple(flags)


def _moved(part: _Part, by: int) -> Iterator[TermUse]:
    """The uses as they stand in the segment and in its English."""
    for match, use in zip(part.matches, part.draft.uses, strict=True):
        moved = replace(use, surface=match.surface, start=match.start, end=match.end)
        if use.status != "not_applied":
            moved = replace(moved, target_start=use.target_start + by, target_end=use.target_end + by)
        yield moved


def _astray(task: Task, terms: Sequence[TermUse]) -> list[TermUse]:
    """The matches that no sequence holds whole, since an over-long sentence was cut inside them."""
    known = {(use.start, use.end) for use in terms}
    return [
        TermUse(one.term.source, one.surface, one.term.target, "not_applied", "none", one.start, one.end)
        for one in task.matches
        if one.start >= task.read.head and (one.start, one.end) not in known
    ]


def _guessed(dateline: Rendering) -> tuple[Flag, ...]:
    return tuple(
        Flag("dateline", say("dateline", words=guess.surface), "target", guess.start, guess.end)
        for guess in dateline.guesses
    )


def _language(task: Task) -> tuple[Flag, ...]:
    """Why a sentence was copied, or what is unsure where it was read in other letters or as another language."""
    foreign = task.language == "rus_Cyrl" and task.code != "rus_Cyrl"
    code = "language.russian" if foreign else _TOLD.get(task.language)
    return (Flag("language", say(code), "source", task.read.head, len(task.read.text)),) if code else ()
