"""How a Kazakh name is written in the Latin letters of the English-language press."""

# Press usage, not a standard: Kazakh state media write Tokayev and Karaganda, neither Toqaev nor Qaraǧandy.
_LATIN = dict(
    zip(
        "абвгғдёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө",
        "a b v g g d yo zh z i y k k l m n n o p r s t u u u f kh h ts ch sh shch _ y i _ e yu ya a o".split(),
        strict=True,
    )
) | {"ъ": "", "ь": ""}
_VOWELS = set("аәеёиоөуұүыіэюя")


def romanise(text: str) -> str:
    """Kazakh Cyrillic in the Latin letters of the English-language press; other characters stay as they are.

    It is a suggestion: names are lexical (Жомарт is Jomart, Жамбыл is Zhambyl), so a glossary entry always wins.
    """
    return "".join(_latin(text, i) for i in range(len(text)))


def _latin(text: str, i: int) -> str:
    letter = text[i].lower()
    before = text[i - 1].lower() if i else ""
    if letter == "е":
        # Ерлан -> Yerlan, Тоқаев -> Tokayev, but Семей -> Semey
        latin = "ye" if not before.isalpha() or before in _VOWELS else "e"
    elif letter in _LATIN:
        latin = _LATIN[letter]
    else:
        return text[i]
    if text[i] == letter:
        return latin
    after = text[i + 1 : i + 2]
    shouted = after.isupper() or (not after.isalpha() and text[i - 1 : i].isupper() and i > 0)
    return latin.upper() if shouted else latin.capitalize()
