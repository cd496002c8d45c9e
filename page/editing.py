"""What a person does to a row: keep other English, undo it, see other wordings. Each answers with what to redraw."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from typing import Any

from page import lines
from page.corrections import LONGEST, Overtaken
from page.desk import Desk
from page.job import Job, explain
from page.sheet import Sheet, Step
from translate.alternatives import alternatives
from translate.document import Bead, Bitext, Document
from translate.errors import InputError
from translate.memory.values import Correction, Pairs
from translate.translator import Translator

GONE = "This page was opened anew since: translate the text again. Your words stay here until then."
EMPTY = "There is no English here: write it, or press Esc to leave the row as it was."
TOO_LONG = f"This is longer than any sentence ({{:,}} characters; up to {LONGEST:,}): keep a part of it."
LONGEST_NAME = 80
# Half of a UTF-16 pair and control characters: no letters, and no file could hold them.
_NO_TEXT = re.compile("[\ud800-\udfff\x00-\x08\x0e-\x1f\x7f]")
Patch = dict[str, Any]
Deed = Callable[[Sheet, Bitext, dict[str, Any]], Patch]


class Editing:
    """The deeds; what they change lies in the session's sheet and in everyone's corrections."""

    def __init__(self, desk: Desk) -> None:
        """`desk` has the translators and the corrections."""
        self._desk = desk

    def answer(self, job: Job | None, bitext: Bitext | None, asked: Any) -> Patch:
        """Do what the browser asks for; whatever goes wrong is told beside the row, and loses nothing."""
        given = {name: getattr(asked, name, None) for name in ("deed", "row", "text", "who")}
        deeds: dict[Any, Deed] = {
            "keep": self.keep, "accept": self.accept, "undo": self.undo, "redo": self.redo, "others": self.others,
        }  # fmt: skip
        patch: Patch = {"row": given["row"], "deed": given["deed"]}
        try:
            if job is None or bitext is None or given["deed"] not in deeds:
                raise InputError(GONE)
            return patch | deeds[given["deed"]](job.sheet, bitext, given) | _steps(job.sheet)
        except Exception as error:
            return patch | {"alert": explain(error)} | (_steps(job.sheet) if job else {})

    def keep(self, sheet: Sheet, bitext: Bitext, given: dict[str, Any]) -> Patch:
        """Put the person's English in force, here and from now on."""
        bead = sheet.bead(bitext, given["row"])
        return self._kept(sheet, bitext, bead, _words(given["text"]), _name(given["who"]))

    def accept(self, sheet: Sheet, bitext: Bitext, given: dict[str, Any]) -> Patch:
        """Keep the English as it stands: a person has read it."""
        bead = sheet.bead(bitext, given["row"])
        return self._kept(sheet, bitext, bead, _words(bead.target), _name(given["who"]))

    def undo(self, sheet: Sheet, bitext: Bitext, given: dict[str, Any]) -> Patch:
        """Take back the last change that was made on this page."""
        return self._turned(sheet, bitext, sheet.done, sheet.undone, given)

    def redo(self, sheet: Sheet, bitext: Bitext, given: dict[str, Any]) -> Patch:
        """Make the change again that was taken back last."""
        return self._turned(sheet, bitext, sheet.undone, sheet.done, given)

    def others(self, sheet: Sheet, bitext: Bitext, given: dict[str, Any]) -> Patch:
        """Other English for a row: people's for it and for sentences like it, then the machine's."""
        bead = sheet.bead(bitext, given["row"])
        found = list(self._wordings(sheet, bitext.document, given["row"] - 1, bead))
        told = "".join(
            f'<li><button type="button" data-wording="{escape(text)}">{escape(text)}</button> '
            f"<small>{escape(whose)}</small></li>"
            for text, whose in found
        )
        past = "".join(f"<li>{_told(one)}</li>" for one in self._desk.corrections.history(bead.segment.text))
        nothing = "<p>The machine has no other wording for this sentence.</p>"
        return {
            "others": (f'<ul class="wordings">{told}</ul>' if found else nothing)
            + (f'<details class="past"><summary>Who changed what</summary><ul>{past}</ul></details>' if past else "")
        }

    def _kept(self, sheet: Sheet, bitext: Bitext, bead: Bead, text: str, who: str) -> Patch:
        source, before = bead.segment.text, sheet.known.get(bead.segment.text)
        translator = self._desk.translator(sheet.model, sheet.spelling)
        try:
            after = self._desk.corrections.keep(source, text, who, _terms(translator, bitext.document, source), before)
        except Overtaken as error:
            # whoever keeps it again has read what is in force now
            sheet.know(source, error.now)
            raise
        sheet.know(source, after)
        sheet.done.append(Step(source, before, after))
        sheet.undone.clear()
        return self._redrawn(sheet, bitext, source, "Kept. It is used wherever this sentence comes again.")

    def _turned(
        self, sheet: Sheet, bitext: Bitext, taken: list[Step], given_to: list[Step], given: dict[str, Any]
    ) -> Patch:
        if not taken:
            return {"said": "There is nothing more to take back."}
        step, who = taken[-1], _name(given["who"])
        now = self._set(sheet, step.source, step.before, who, step.after)
        taken.pop()
        given_to.append(Step(step.source, step.after, now))
        for steps in (taken, given_to):
            # what is in force has another hour now, by which it is known again
            steps[:] = [_renewed(one, step.before, now) for one in steps]
        return self._redrawn(sheet, bitext, step.source, "Taken back." if given["deed"] == "undo" else "Made again.")

    def _set(self, sheet: Sheet, source: str, to: Correction | None, who: str, known: Correction | None) -> Any:
        """Put an earlier state of a sentence in force again: a correction, or the machine's English."""
        corrections = self._desk.corrections
        try:
            now = corrections.keep(source, to.target, who or to.who, to.terms, known) if to else None
            if to is None:
                corrections.withdraw(source, who, known)
        except Overtaken as error:
            raise InputError(f"{error.what}, so your own change is not taken back.") from None
        sheet.know(source, now)
        return now

    def _redrawn(self, sheet: Sheet, bitext: Bitext, source: str, said: str) -> Patch:
        """Every row with that sentence, as the translator makes it now."""
        rows = sheet.alike(bitext, source)
        known = sheet.known.get(source)
        original = bitext.beads[rows[0]]
        if known is None and original.origin != "corrected":
            sheet.put(source, None)
        else:
            part = replace(bitext.document, segments=(original.segment,))
            translator = self._desk.translator(sheet.model, sheet.spelling)
            sheet.put(source, next(translator.stream([part])).bead)
        shown = sheet.shown(bitext)
        return {"rows": [lines.row(shown, n, sheet.known.get(source)) for n in rows], "said": said}

    def _wordings(self, sheet: Sheet, document: Document, index: int, bead: Bead) -> Iterator[tuple[str, str]]:
        seen = {bead.target}
        corrections = self._desk.corrections
        earlier = ((one.target, f"earlier{_by(one)}") for one in corrections.history(bead.segment.text) if one.target)
        like = (
            (one.target, f"corrected, for a sentence {one.likeness:.0%} like this")
            for one in corrections.similar(bead.segment.text)
        )
        translator = self._desk.translator(sheet.model, sheet.spelling)
        made = ((one.target, "by the machine") for one in alternatives(translator, document, index))
        for wordings in (earlier, like, made):
            for text, whose in wordings:
                if text not in seen:
                    seen.add(text)
                    yield text, whose


def _steps(sheet: Sheet) -> Patch:
    return {"undo": len(sheet.done), "redo": len(sheet.undone)}


def _renewed(step: Step, old: Correction | None, now: Correction | None) -> Step:
    if old is None or now is None:
        return step
    return Step(step.source, now if step.before == old else step.before, now if step.after == old else step.after)


def _terms(translator: Translator, document: Document, source: str) -> Pairs:
    day = document.date if translator.spelling == "day" else None
    matches = translator.glossary.find(source, day)
    return tuple(dict.fromkeys((match.term.source, match.term.target) for match in matches))


def _words(text: Any) -> str:
    words = " ".join(_NO_TEXT.sub("", str(text or "")).split())
    if not words:
        raise InputError(EMPTY)
    if len(words) > LONGEST:
        raise InputError(TOO_LONG.format(len(words)))
    return words


def _name(who: Any) -> str:
    return " ".join(_NO_TEXT.sub("", str(who or "")).split())[:LONGEST_NAME]


def _by(one: Correction) -> str:
    return f" by {one.who}" if one.who else ""


def _told(one: Correction) -> str:
    what = f"“{escape(one.target)}”" if one.target else "<i>taken back</i>"
    return f"{one.when:%Y-%m-%d %H:%M} UTC{escape(_by(one))}: {what}"
