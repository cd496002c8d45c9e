"""Kazakh in other letters turned into Cyrillic, which glossary and models read, and the way back.

Above all the Latin alphabet of 2021, the draft that the government published that January (31 letters: `Qazaqstan
Respublikasy`). It has one letter for some that Cyrillic tells apart (и and й, х and һ, с and ц), and none for ь, ъ, ё,
ч, щ, э, ю and я of loanwords: what rules don't tell, the package's list of Kazakh words does. `older` are the alphabets
of 2017 and 2018, `arabic` is that of Kazakhs in China.
"""

from translate.latin.letters import Letters, respelled
from translate.latin.respelled import Respelled, respell
from translate.latin.spelling import latin

__all__ = ["Letters", "Respelled", "latin", "respell", "respelled"]
