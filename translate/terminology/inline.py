"""A Kazakh sentence with the English of its terms written into it (Dinu et al. 2019), for a model to copy."""

from collections.abc import Container, Sequence

from glossary.term import Match

_JOINS = "-‐‑–’'ʼ"


def inline(sentence: str, matches: Sequence[Match], among: Container[int], *, ending: bool = True) -> str:
    """The sentence with the target of each match whose number is `among` them, its ending behind a hyphen or left out.

    The matches' places count in the sentence, in order and without overlap.
    """
    for n in reversed(range(len(matches))):
        if n in among:
            match = matches[n]
            left = "-" + match.ending.lstrip(_JOINS) if match.ending and ending else ""
            sentence = sentence[: match.start] + match.term.target + left + sentence[match.end :]
    return sentence
