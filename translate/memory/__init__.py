"""The translation memory: what was translated or corrected once is never translated again.

`memory` keeps rows by key and corrections by sentence, `database` opens and mends the file, `similar` finds sentences
that are nearly the same, `difference` shows in what they differ, `exchange` carries corrections in and out as TMX.
"""

from translate.memory.memory import Correction, Memory, Stored
from translate.memory.similar import Similar

__all__ = ["Correction", "Memory", "Similar", "Stored"]
