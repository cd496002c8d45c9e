"""What one person sees of one translation: its rows with the corrections made here, which can be undone and redone."""

from dataclasses import dataclass, replace

from page import lines
from page.corrections import Corrections
from translate.document import Bead, Bitext
from translate.errors import InputError
from translate.memory.values import Correction
from translate.settings import Spelling


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a sentence's correction; None is the machine's English."""

    source: str
    before: Correction | None
    after: Correction | None


class Sheet:
    """The corrections made on one page since a text was translated, by the sentence.

    A session has it in a state by reference: the translation that is still on its way and the person who corrects its
    first rows see the same.
    """

    def __init__(self, corrections: Corrections, model: str, spelling: Spelling | None) -> None:
        """`model` and `spelling` are those that the rows are made with."""
        self.model = model
        self.spelling = spelling
        self.known: dict[str, Correction] = {}
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self._corrections = corrections
        self._over: dict[str, Bead] = {}

    def shown(self, bitext: Bitext) -> Bitext:
        """The bitext as it is shown: with what was made of its rows since."""
        if not self._over:
            return bitext
        beads = (
            replace(self._over[bead.segment.text], segment=bead.segment) if bead.segment.text in self._over else bead
            for bead in bitext.beads
        )
        return replace(bitext, beads=tuple(beads))

    def rows(self, bitext: Bitext, start: int) -> str:
        """The rows from `start` on, with who corrected them."""
        shown = self.shown(bitext)
        self.learn([bead for bead in shown.beads[start:] if bead.origin == "corrected"])
        return lines.rows(shown, start, self.known)

    def learn(self, beads: list[Bead]) -> None:
        """Look up whose these corrected beads are, as far as that is not known."""
        new = [bead.segment.text for bead in beads if bead.segment.text not in self.known]
        if new:
            self.known |= self._corrections.corrected(new)

    def put(self, source: str, bead: Bead | None) -> None:
        """Show this bead for a sentence from now on; None shows what the translation itself had."""
        if bead:
            self._over[source] = bead
        else:
            self._over.pop(source, None)

    def know(self, source: str, correction: Correction | None) -> None:
        """Remember which correction of a sentence is in force."""
        if correction:
            self.known[source] = correction
        else:
            self.known.pop(source, None)

    def alike(self, bitext: Bitext, source: str) -> list[int]:
        """The numbers from 0 of all rows with that sentence."""
        return [n for n, bead in enumerate(bitext.beads) if bead.segment.text == source]

    def bead(self, bitext: Bitext, row: object) -> Bead:
        """The bead of a row numbered from 1. Raises InputError where a browser names one that is not there."""
        if not isinstance(row, int) or not 1 <= row <= len(bitext.beads):
            raise InputError("That row is not here any more: translate the text again.")
        return self.shown(bitext).beads[row - 1]
