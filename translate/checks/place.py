"""Where a finding stands, so that every check makes its flags in one way."""

from translate.document import Flag, Side


def whole(kind: str, reason: str, side: Side, text: str) -> Flag:
    """A flag on all of one side."""
    return Flag(kind, reason, side, 0, len(text))


def shown(text: str, most: int = 40) -> str:
    """A text short enough to stand in a reason."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def overlap(one: Flag, other: Flag) -> bool:
    """Whether two flags mark a common place of one side; a place without length touches what holds it."""
    return one.side == other.side and one.start <= other.end and other.start <= one.end
