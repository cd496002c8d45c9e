"""Decides by capitals whether a word may be an entry: a name is not a common word, nor an abbreviation a word."""


def distance(source: str, written: str, *, first: bool = True) -> int | None:
    """0 where the word is written with the capitals of its entry, 1 where it may stand for it all the same, else None.

    Both are in normalised spelling and without endings; `first` is the entry's first word. A word all in capitals, as
    in a headline, may be any entry; a lower-case entry may open a sentence or be an office that is honoured with a
    capital (`Президент`); a name may lose its capitals from the second word on (`Еуропа одағы`). An abbreviation
    stands in capitals alone, else `БАҚ` (media) would be found in `бақ` (luck).
    """
    if first and source[0].isupper() and not written[0].isupper():
        return None
    # the stem's last letters may have changed before an ending, but never their case
    if written == source or all(a.isupper() == b.isupper() for a, b in zip(source, written, strict=False)):
        return 0
    if written.isupper() and len(written) > 1:
        return 1
    return 1 if _titled(source) and _titled(written) else None


def _titled(word: str) -> bool:
    """Whether capitals stand at the beginning alone, of the word or of its parts."""
    return all(part[1:] == part[1:].lower() for part in word.split("-"))
