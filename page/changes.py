"""What an edit would change, as a person reads it before saving: Kazakh, English before, English after."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from html import escape

from translate.document import Bead, Document, TermUse
from translate.formats import highlight
from translate.preview import Example, Preview


def shown(
    found: Preview, waiting: str = "", where: str = "the open text and the sample articles", noun: str = "text"
) -> str:
    """How much is touched, then the sentences; `waiting` says why there are not all of them.

    `where` says what was read, and `noun` what each of that is.
    """
    examples = "".join(map(_example, found.examples))
    listed = f'<ol class="changes">{examples}</ol>' if examples else ""
    wait = f'<p class="hint">{escape(waiting)}</p>' if waiting else ""
    return f'<p class="sum" role="status">{_sum(found, bool(waiting), where, noun)}</p>{wait}{listed}'


def _sum(found: Preview, unfinished: bool, place: str, noun: str) -> str:
    texts = _count(found.read, noun)
    if not found.sentences:
        return f"<b>Nothing changes</b> in {place} ({texts})."
    where = f"in {_count(found.documents, noun)} of {found.read:,}"
    touched = f"<b>It touches {_count(found.sentences, 'sentence')}</b> {where}."
    if unfinished:
        return touched
    changed = sum(example.changed for example in found.examples)
    tried = len(found.examples)
    if not tried:
        return touched
    of_them = f"of {tried}" if tried == found.sentences else f"of the first {tried}"
    return f"{touched} The English changes in {changed or 'none'} {of_them}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _example(example: Example) -> str:
    uses = _touched(example)
    kazakh = highlight.marked(example.before.segment.text, uses, "source")
    told = "".join(f"<small>{escape(highlight.told(use))}</small>" for use in uses)
    document, number = example.touched.document, example.touched.index + 1
    where = f'<small class="where">{escape(_called(document))}, sentence {number}</small>'
    return f'<li><div lang="kk">{where}{kazakh}</div><div lang="en">{_english(example)}{told}</div></li>'


def _english(example: Example) -> str:
    draft = '<span class="mark draft">draft</span>' if example.after.draft else ""
    if not example.changed:
        return f'<p><span class="tag">same</span> {draft}{escape(example.after.target)}</p>'
    old, new = _compared(example.before.target, example.after.target)
    return f'<p><span class="tag">before</span> {draft}{old}</p><p><span class="tag">after</span> {draft}{new}</p>'


def _compared(old: str, new: str) -> tuple[str, str]:
    """Both texts, escaped, with the words in which they differ marked."""
    left, right = old.split(" "), new.split(" ")
    pairs: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        first, second = escape(" ".join(left[a:b])), escape(" ".join(right[c:d]))
        pairs.append((first, second) if what == "equal" else (f"<del>{first}</del>", f"<ins>{second}</ins>"))
    return _joined(one for one, _ in pairs), _joined(other for _, other in pairs)


def _joined(pieces: Iterable[str]) -> str:
    return " ".join(piece for piece in pieces if piece not in ("", "<del></del>", "<ins></ins>"))


def _touched(example: Example) -> tuple[TermUse, ...]:
    """What becomes of the terms that the edit concerns; of those that it takes away, what became of them."""
    old, new = set(example.touched.before), set(example.touched.after)
    places = {(match.start, match.end) for match in new - old}
    gone = {(match.start, match.end) for match in old - new} - places
    return (*_at(example.after, places), *_at(example.before, gone))


def _at(bead: Bead, places: set[tuple[int, int]]) -> Iterator[TermUse]:
    return (use for use in bead.terms if (use.start, use.end) in places)


def _called(document: Document) -> str:
    return document.title or document.name or "text"
