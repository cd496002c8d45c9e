"""Glossaries in the forms of other programs, in and out: CSV, TSV, DeepL's, Google's, TBX.

What a form has no place for is left out when it is written, and is empty when it is read: CSV, TSV and TBX hold all;
DeepL's holds source and target, Google's these and the note, both only one entry for each source, that of a day.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from glossary import tbx
from glossary.cells import COLUMNS, LONGEST, REQUIRED, cells, defuse, faults, restore
from glossary.errors import GlossaryError
from glossary.layout import SEPARATORS, decode, head
from glossary.problems import Problem, complain, contradicting
from glossary.rows import placed, records, too_few
from glossary.term import Term

FORMS = ("csv", "tsv", "deepl", "google", "tbx")
# These hold one entry for each source, that of a day.
OF_A_DAY = ("deepl", "google")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_HEADER = "{!r} is no Kazakh; if this line names the columns, call them source and target, else name the file's form"
_NAMES = (
    "target {!r} is in Cyrillic; if this line names the columns, call them source and target, else put English there"
)
_NOTE = "description"
_CODE = re.compile(r"(?:[a-z]{2}|kaz|eng|rus)(?:[-_]\w+)*")
_KAZAKH, _ENGLISH = ("kk", "kaz"), ("en", "eng")


class Given(NamedTuple):
    """The lines and the entries of a file, and the columns that say something where they are empty, too.

    `unkept` are columns that an entry has no place for.
    """

    places: list[int]
    terms: list[Term]
    said: frozenset[str]
    unkept: tuple[str, ...] = ()


def read(data: bytes, form: str | None, name: str) -> list[Term]:
    """The entries of a file in that form, or in the one that it looks like. Raises GlossaryError with every problem."""
    return opened(data, form, name).terms


def opened(data: bytes, form: str | None, name: str) -> Given:
    """What a file holds, as `read` finds it."""
    guessed, form = form is None, form or recognise(data, name)
    if form not in FORMS:
        raise GlossaryError(f"no form {form!r} of a glossary; name one of {', '.join(FORMS)}")
    if form in ("csv", "tsv"):
        text = decode(data, name)
        layout = head(text, name)[0]
        said = frozenset(layout.names).intersection(COLUMNS)
        return Given(*placed(text, name), said, _strange(layout.header, COLUMNS))
    text = "" if form == "tbx" else decode(data, name)
    found = tbx.read(data, name) if form == "tbx" else _plain(text, form)
    places: list[int] = []
    terms: list[Term] = []
    problems: list[Problem] = []
    for number, (line, entry) in enumerate(found):
        wrong = entry if isinstance(entry, str) else "; ".join(faults(entry))
        if guessed and form == "deepl" and number == 0 and isinstance(entry, Term) and _is_cyrillic(entry):
            wrong = _NAMES.format(entry.target[:40])
        if wrong:
            problems.append(Problem(line, wrong))
        elif not isinstance(entry, str):
            places.append(line)
            terms.append(entry)
    if guessed and form == "deepl" and terms and _is_header(terms[0]):
        problems.append(Problem(places[0], _HEADER.format(terms[0].source[:40])))
    complain(name, [*problems, *contradicting(places, terms)])
    if not terms:
        raise GlossaryError(f"{name}: no entry in Kazakh and English here; give a file that holds one")
    # an empty note in TBX or Google's form may be one that the other program never had
    return Given(places, terms, frozenset(REQUIRED), _other_languages(text) if form == "google" else ())


def recognise(data: bytes, name: str) -> str:
    """The form that a file is in, by what it begins with. Raises GlossaryError where it is no text."""
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return "tbx"
    line = next(filter(str.strip, decode(data, name).splitlines()), "")
    if line.lower().startswith("sep="):
        return "csv"
    names = {word.strip(' "').lower() for separator in SEPARATORS for word in line.split(separator)}
    if names & {"source", "target"}:
        return "tsv" if "\t" in line else "csv"
    if any(_is(word, _KAZAKH) for word in names) and any(_is(word, _ENGLISH) for word in names) and len(line) < LONGEST:
        # a row of DeepL's may end with the two codes, but it neither begins with one nor holds codes alone
        header = [word.strip(' "') for word in line.split(_separator(line))]
        return "google" if _is(header[0], (*_KAZAKH, *_ENGLISH)) or _all_codes(header) else "deepl"
    return "deepl"


def write(terms: Iterable[Term], form: str, day: date | None = None) -> str:
    """The entries in that form, safe to open in a spreadsheet; CSV and TSV with the mark by which that knows UTF-8.

    Where it holds but one entry for a source, that is the one in force on `day` (today's where None).
    """
    if form not in FORMS:
        raise GlossaryError(f"no form {form!r} of a glossary; name one of {', '.join(FORMS)}")
    if form == "tbx":
        return tbx.write(terms)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
    if form in ("csv", "tsv"):
        out.write("\ufeff")
        writer.writerow(COLUMNS)
        writer.writerows(map(cells, terms))
    elif form == "deepl":
        writer.writerows((defuse(term.source), defuse(term.target)) for term in _in_force(terms, day))
    else:
        writer.writerow(("kk", "en", _NOTE))
        of_day = _in_force(terms, day)
        writer.writerows((defuse(term.source), defuse(term.target), defuse(term.note)) for term in of_day)
    return out.getvalue()


def _in_force(terms: Iterable[Term], day: date | None) -> list[Term]:
    """For each source the entry that would be found in an article of that day."""
    best: dict[str, Term] = {}
    for term in terms:
        if term.holds(day or date.today()) and term.priority >= best.get(term.source, term).priority:
            best.setdefault(term.source, term)
            if term.priority > best[term.source].priority:
                best[term.source] = term
    return list(best.values())


def _plain(text: str, form: str) -> Iterator[tuple[int, Term | str]]:
    """The rows of a file without columns of ours."""
    lines = list(io.StringIO(text, newline=""))
    separator = _separator(next(filter(str.strip, lines), ""))
    rows = (
        (line, row) for line, _, row in records(lines, separator) if isinstance(row, str) or any(map(str.strip, row))
    )
    read: Callable[[Sequence[str]], Term] = _deepl
    for at, (line, row) in enumerate(rows):
        if isinstance(row, str):
            yield line, row
        elif form == "google" and at == 0 and _has_codes(row):
            read = _google(row)
        elif len(row) < 2:
            yield line, too_few(row[0], separator)
        else:
            try:
                yield line, read(row)
            except ValueError as error:
                yield line, str(error)


def _is_header(term: Term) -> bool:
    """Whether a file's first row looks like names of columns; a name to be kept is one, too, but stands for itself."""
    return term.source != term.target and not _CYRILLIC.search(term.source + term.target)


def _is_cyrillic(term: Term) -> bool:
    """Whether a row is Cyrillic throughout, as names of columns are: Қазақша, Ағылшынша; a name to be kept is not."""
    return term.source != term.target and all(map(_CYRILLIC.search, (term.source, term.target)))


def _deepl(row: Sequence[str]) -> Term:
    """Source and target, perhaps with their languages and more, which DeepL's own exports have."""
    source, target, *codes = [restore(cell.strip()).strip() for cell in row]
    for code, known in zip(codes, (_KAZAKH, _ENGLISH), strict=False):
        if code and not _is(code, known):
            raise ValueError(f"language {code[:20]!r} where {known[0]} should stand; export Kazakh to English")
    return Term(source, target)


def _google(header: Sequence[str]) -> Callable[[Sequence[str]], Term]:
    """Reads a row under Google's header of language codes; other languages and parts of speech have no place here."""
    names = [name.strip().lower() for name in header]
    kazakh = next(at for at, name in enumerate(names) if _is(name, _KAZAKH))
    english = next(at for at, name in enumerate(names) if _is(name, _ENGLISH))
    note = names.index(_NOTE) if _NOTE in names else -1

    def read(row: Sequence[str]) -> Term:
        if any(map(str.strip, row[len(names) :])):
            raise ValueError(f"{len(row)} cells under {len(names)} columns; put a cell that holds a comma in quotes")
        padded = [restore(cell.strip()).strip() for cell in (*row, *[""] * (len(names) - len(row)))]
        return Term(padded[kazakh], padded[english], note=padded[note] if note >= 0 else "")

    return read


def _other_languages(text: str) -> tuple[str, ...]:
    """What stands in Google's header beside Kazakh, English and the description; two columns may have none."""
    line = next(filter(str.strip, text.splitlines()), "")
    header = next(csv.reader([line], delimiter=_separator(line)), [])
    return _strange([c for c in header if not _is(c, (*_KAZAKH, *_ENGLISH))], (_NOTE,)) if _has_codes(header) else ()


def _strange(names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The columns that are none of those known."""
    return tuple(name.strip() for name in names if name.strip().lower() not in ("", *known))


def _all_codes(header: Sequence[str]) -> bool:
    """Whether each cell is another language, or a column that Google knows: ru,kk,en,description."""
    known = all(_CODE.fullmatch(name) or name.lower() in ("pos", _NOTE, "") for name in header)
    return known and len(set(header)) == len(header)


def _has_codes(row: Sequence[str]) -> bool:
    return any(_is(cell, _KAZAKH) for cell in row) and any(_is(cell, _ENGLISH) for cell in row)


def _is(code: str, language: Sequence[str]) -> bool:
    """Whether a code is of that language, whatever its country (`kk-KZ`, `EN_US`)."""
    return code.strip().lower().replace("_", "-").split("-")[0] in language


def _separator(line: str) -> str:
    return next((separator for separator in ("\t", ",", ";") if separator in line), ",")
