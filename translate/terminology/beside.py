"""What stands beside a span tells what it is: Nursultan before Nazarbayev is a person, and no town."""

import re
from collections.abc import Sequence

from glossary.term import Match
from translate.terminology.forms import Span
from translate.terminology.near import alike, sound

_AFTER = re.compile(r"[ \u00a0]([^\W\d_]+)")
_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]$")
# Endings of family names that people in the news of Kazakhstan have.
_FAMILY = re.compile(r"(?:[oe]v|[oe]va|sky|skiy|skaya|b[ae][iy]|bek|uly|kyzy)$", re.IGNORECASE)


def personal(english: str, span: Span, matches: Sequence[Match]) -> bool:
    """Whether a family name stands right before the span or behind it: by its ending, or one that the Kazakh has."""
    families = [sound(match.term.target.split()[-1]) for match in matches if match.term.kind == "person"]
    beside = _AFTER.match(english, span[1]), _BEFORE.search(english[: span[0]])
    words = [found[1] for found in beside if found and found[1][0].isupper()]
    return any(_FAMILY.search(word) or any(alike(sound(word), one) for one in families) for word in words)
