"""Whether a name is surely a person's, by its family's name, and what of it is but a title."""

import re

from glossary.morphology import inflects
from glossary.term import Kind

# With the possessive alone: Әкім and Министр may open a name, but Хатшысы belongs to what stands before it.
_TITLE = re.compile(
    "(?:(?:(?:бас)?хатшы|төраға|басшы|жетекші|көмекші|кеңесші|елші|қолбасшы|мүше|бюро)с[ыі]"
    "|(?:(?:премьер-)?министр|премьер|(?:вице-)?президент|өкіл|әкім)і"
    "|(?:төрайым|директор|орынбасар|депутат|спикер|редактор|ректор|тренер|бапкер|капитан|прокурор|комитет|канцлер)[ыі])"
    r"(?:н\w*)?$"
)
# What closes a father's or a family's name.
_ENDS = "[оеё]ва?|ұлы|қызы"
_FAMILY = re.compile(f"[А-ЯӘҒҚҢӨҰҮҺІ][а-яәғқңөұүһі]+(?:{_ENDS})")
_BARE = re.compile(f"[а-яәғқңөұүһі]{{2,}}(?:{_ENDS}|ский|ская|енко)$")
_MOST = 4  # words: Қасым-Жомарт Кемелұлы Тоқаев, and one to spare


def is_title(word: str) -> bool:
    """Whether a word is a title, an office or a body that belongs to the word before: Хатшысы, Бюросы."""
    return bool(_TITLE.match(word.lower()))


def kind(source: str) -> Kind:
    """The kind of an entry for a name: `person` where a first name stands before a family's, else `term`."""
    words = source.split()
    named = 1 < len(words) <= _MOST and all(word[0].isupper() for word in words) and not is_title(words[0])
    return "person" if named and _BARE.search(words[-1]) else "term"


def is_family(word: str) -> bool:
    """Whether a word is a father's or a family's name, with an ending or without: Байғонысұлының, Ермекбаев."""
    found = _FAMILY.match(word)
    return found is not None and inflects(found.group(), word)
