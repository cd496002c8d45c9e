"""How a Kazakh name is written in the Latin letters of the English-language press."""

# Press usage, not a standard: Kazakh state media write Tokayev and Karaganda, neither Toqaev nor Qaraǧandy.
_LATIN = dict(
    zip(
        "абвгғдёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө",
        "a b v g g d yo zh z i y k k l m n n o p r s t u u u f kh h ts ch sh shch _ y i _ e yu ya a o".split(),
        strict=True,
    )
) | {"е": "e", "ъ": "", "ь": ""}
_VOWELS = frozenset("аәеёиоөуұүыіэюя")


def romanise(text: str) -> str:
    """Kazakh Cyrillic in the Latin letters of the English-language press; other characters stay as they are.

    It is a suggestion: names are lexical (Жомарт is Jomart, Жамбыл is Zhambyl), so a glossary entry always wins.
    """
    small = ["", *(letter.lower() for letter in text), "", ""]
    return "".join(_as_written(text, i, _latin(*small[i : i + 4])) for i in range(len(text)))


def _latin(before: str, letter: str, after: str, then: str) -> str | None:
    """The Latin letters of a small letter between its neighbours; None for what is no Kazakh letter."""
    if letter == "е":
        return _e(before, after)
    if letter == "й":
        return _short(before, after)
    if letter in "иы" and after == "й" and not then.isalpha():
        return "y"  # Дмитрий -> Dmitry, Навальный -> Navalny
    if letter == "и" and before == "ь":
        return "yi"  # Ильин -> Ilyin
    return _LATIN.get(letter)


def _e(before: str, after: str) -> str:
    """Ерлан -> Yerlan, Тоқаев -> Tokayev, Сәтқалиев -> Satkaliyev, but Семей -> Semey, Әуезов -> Auezov."""
    if not before.isalpha() or before in "ьъ" or (before in "уи" and after == "в"):
        return "ye"
    return "ye" if before in _VOWELS and before not in "уи" else "e"


def _short(before: str, after: str) -> str:
    """Семей -> Semey, Баян -> Bayan, but Байбек -> Baibek; the sound is not written twice: Жансейіт -> Zhanseit."""
    if before not in _VOWELS:
        return "y"
    if after == "і" or (before in "иы" and not after.isalpha()):
        return ""
    return "i" if after.isalpha() and (after == "ы" or after not in _VOWELS) else "y"


def _as_written(text: str, i: int, latin: str | None) -> str:
    """The Latin letters with the capitals of the Kazakh one."""
    if latin is None:
        return text[i]
    if text[i] == text[i].lower():
        return latin
    after = text[i + 1 : i + 2]
    shouted = after.isupper() or (not after.isalpha() and text[i - 1 : i].isupper() and i > 0)
    return latin.upper() if shouted else latin.capitalize()
