"""The last touches on a segment's English: each sequence ended and begun as its Kazakh is, then all in one row."""

from collections.abc import Sequence

from translate.headline import Reading
from translate.join import goes_on, leaves_off
from translate.terminology.draft import Draft


def finished(reading: Reading, drafts: Sequence[Draft]) -> list[str]:
    """The English of each sequence; the terms in it keep their places and their letters."""
    found = []
    for at, draft in enumerate(drafts):
        places = [(use.target_start, use.target_end) for use in draft.uses if use.status != "not_applied"]
        english = draft.english
        if at and not any(start == 0 for start, _ in places):
            english = goes_on(drafts[at - 1].sentence, english)
        last = at == len(drafts) - 1
        ended = reading.unstopped(english) if last else leaves_off(draft.sentence, english)
        if all(ended[start:end] == english[start:end] for start, end in places):
            english = ended
        found.append(reading.begun(english) if not at else english)
    return found
