"""A term's Kazakh case says what may stand beside it in the English."""

import pytest

from translate.terminology.case import agrees, case


@pytest.mark.parametrize(
    ("ending", "wanted"),
    [
        ("", ""),
        ("лар", ""),
        ("ның", "genitive"),
        ("-тың", "genitive"),
        ("ға", "dative"),
        ("сына", "dative"),
        ("ны", "accusative"),
        ("ын", "accusative"),
        ("да", "locative"),
        ("індегі", "locative"),
        ("дағы", "locative"),
        ("тан", "ablative"),
        ("-мен", "instrumental"),
        ("ы", ""),
    ],
)
def test_a_case_is_told_by_the_last_ending(ending: str, wanted: str) -> None:
    assert case(ending) == wanted


@pytest.mark.parametrize(
    ("english", "term", "ending", "after", "wanted"),
    [
        ("Germany's exports of China are", "China", "ға", " экспорты", False),
        ("Germany's exports to China are", "China", "ға", " экспорты", True),
        ("many countries in China have", "China", "", " сияқты көптеген ел", False),
        ("a law for China.", "China", "", " үшін заң", True),
        ("the President of China came", "China", "ның", " президенті", True),
        ("he came from the China.", "China", "дан", " келді", True),
        ("he came to China.", "China", "дан", " келді", False),
        ("it was in China.", "China", "да", " болды", True),
        ("However, the disinformation chairman said", "disinformation", "ты", " банктің", False),
        ("in a China report", "China", "", " есебінде", True),  # the report is in, not China
        ("on the China Agreement", "China", "", " келісімі бойынша", True),
        ("China grew.", "China", "", " өсті", True),
        ("a range of China came", "China", "", " құрған үкімет", False),  # China acts
        ("the government of China", "China", "", " үкіметі", True),
        ("the unity of China", "China", "", " мен Ресейдің бірлігі", True),
        ("Trump, and the China has", "China", "да", " Трамп", False),
        ("Trump, and in China", "China", "да", " Трамп", True),
        ("bigger than China.", "China", "ға", " әсер", False),
        ("a growing China.", "China", "ға", " қарсы көтеріліс", False),
        ("a revolt against the China.", "China", "ға", " қарсы көтеріліс", True),
    ],
)
def test_what_stands_beside_a_term_goes_with_its_case(
    english: str, term: str, ending: str, after: str, wanted: bool
) -> None:
    start = english.index(term)
    assert agrees(english, (start, start + len(term)), ending, after) is wanted
