"""Writes aligned texts as TMX 1.4b, which translation programs exchange memories in (LISA, 2005)."""

from collections.abc import Sequence

from translate import __version__
from translate.formats import xml

_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="audarma" creationtoolversion="{__version__}" segtype="sentence" o-tmf="audarma" adminlang="en"
   srclang="kk" datatype="plaintext"/>
  <body>
"""
_UNIT = """    <tu>
      <prop type="score">{score}</prop>
      <tuv xml:lang="kk"><seg>{source}</seg></tuv>
      <tuv xml:lang="en"><seg>{target}</seg></tuv>
    </tu>
"""


def tmx(rows: Sequence[tuple[str, str, float]]) -> str:
    """Rows of Kazakh, English and score; a row with an empty side is no translation and is left out."""
    units = [
        _UNIT.format(source=xml.content(source), target=xml.content(target), score=score)
        for source, target, score in rows
        if source.strip() and target.strip()
    ]
    return _HEAD + "".join(units) + "  </body>\n</tmx>\n"
