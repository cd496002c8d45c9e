"""Turns the bytes of a file into text, or says why they are none and what to do."""

import codecs

from translate.errors import InputError

_CURE = "save it as plain text in UTF-8"
_BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16: its mark begins like that of little-endian UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_MAGIC = [
    (b"PK\x03\x04", "a Word, OpenDocument or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"%PDF-", "a PDF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
]
# Kazakh Windows files come in three: 1251 has no Kazakh letters, KZ-1048 and PT-154 put them in different places.
_OTHERS = ["windows-1251", "kz1048", "ptcp154", "koi8-r", "cp866", "utf-16-le", "utf-16-be"]
_SMALL = set("абвгғдеёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө")
_UNTELLING = set(" \t\r\n!\"#%&'()*+,-./0123456789:;=?«»–—“”„’…№\u00a0\u00ad\ufffd")
# The share of small letters: Cyrillic prose has about 0.9 of them, accented Latin that is read so less than half.
_PLAUSIBLE = 0.6
_SAMPLE = 100_000


def decode(raw: bytes, name: str, encoding: str | None = None) -> str:
    """The text of a file: as UTF-8, as its byte-order mark says, or as told. Raises InputError.

    A mark at the start is the signature of the encoding and no part of the text; line ends stay as they are.
    """
    for magic, what in _MAGIC:
        if raw.startswith(magic):
            raise InputError(f"{name}: this is {what}, not text; {_CURE}")
    mark, marked = next(((bom, kind) for bom, kind in _BOMS if raw.startswith(bom)), (b"", "utf-8"))
    if encoding is None:
        text = _decode(raw[len(mark) :], name, marked, told=False, skipped=len(mark))
    else:
        text = _decode(raw, name, encoding, told=True).removeprefix("\ufeff")
    if (zero := text.find("\0")) >= 0:
        cure = f"{_CURE} (UTF-16 needs {_guess(raw) or '--encoding utf-16-le'})"
        raise InputError(f"{name}: character {zero} is NUL, so this is no text; {cure}")
    return text


def encode(text: str, like: bytes, encoding: str | None = None, errors: str = "strict") -> bytes:
    """A text in the encoding that `decode` found in other bytes, with their mark; in UTF-8 where that can't hold it."""
    mark, marked = next(((bom, kind) for bom, kind in _BOMS if like.startswith(bom)), (b"", "utf-8"))
    try:
        return mark + text.encode(encoding or marked, errors)
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _decode(raw: bytes, name: str, encoding: str, *, told: bool, skipped: int = 0) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        place = f"{name}: byte {error.start + skipped} is not {encoding.upper()}"
        if encoding == "utf-8" and (guess := _guess(raw)):
            cure = f"this looks like Cyrillic in an older encoding: read it with {guess}"
        elif told:
            cure = "leave --encoding out, or name another one"
        else:
            cure = f"{_CURE}, or name its encoding, such as --encoding windows-1251"
        raise InputError(f"{place}; {cure}") from None
    except (LookupError, ValueError):  # no such encoding, one that is not for text, or one that gave up
        cure = "try --encoding windows-1251, kz1048 or utf-16"
        raise InputError(f"{name}: can't be read as {encoding!r}; {cure}") from None


def _guess(raw: bytes) -> str:
    """How to read bytes that make sense in one of the Cyrillic encodings; empty where they make none in any."""
    scores = {encoding: _sense(raw[:_SAMPLE].decode(encoding, errors="replace")) for encoding in _OTHERS}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] < _PLAUSIBLE:
        return ""
    # Russian letters lie in the same places in the three Windows encodings: a sample without Kazakh ones fits all.
    others = {"windows-1251": " (kz1048 where Kazakh letters come out wrong)", "kz1048": ", else windows-1251"}
    return f"--encoding {best}{others.get(best, '')}"


def _sense(text: str) -> float:
    """The share of small Kazakh and Russian letters among the characters that tell something."""
    telling = [character for character in text if character not in _UNTELLING]
    return sum(character in _SMALL for character in telling) / max(1, len(telling))
