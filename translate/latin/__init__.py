"""Kazakh in the Latin alphabet of 2021 turned into Cyrillic, which glossary and models read, and the way back.

The alphabet is that of the draft that the government published in January 2021 (31 letters: `Qazaqstan Respublikasy`).
It has one letter for some that Cyrillic tells apart (и and й, х and һ, с and ц), and none for ь, ъ, ё, ч, щ, э, ю and я
of loanwords: what rules don't tell, the package's list of Kazakh words does.
"""

from translate.latin.respelled import Respelled, respell
from translate.latin.spelling import latin

__all__ = ["Respelled", "latin", "respell"]
