"""A sentence that was decoded again for a term still says what it said, or is not taken."""

import pytest

from glossary.matcher import Glossary
from glossary.term import Term
from translate.terminology.draft import Draft
from translate.terminology.thread import worse

GLOSSARY = Glossary([Term("Ренци", "Renzi", kind="person"), Term("реформа", "reform")])


def draft(kazakh: str, english: str) -> Draft:
    return Draft.of(kazakh, GLOSSARY.find(kazakh), english)


@pytest.mark.parametrize(
    ("kazakh", "before", "after", "stands"),
    [
        ("Ренци жеңілді.", "The senator lost the vote today.", "Renzi lost the vote today.", True),
        ("Ренци жеңілді.", "The senator lost the vote today.", "Renzi won liberal power again.", False),
        ("Ренци келмеді.", "He did not come here today.", "Renzi did come here today.", False),
        # the Kazakh tells whether a denial is right, not the English that came first
        ("Ренци келмеді.", "He did come here today.", "Renzi did not come here today.", True),
        ("Ренци келді.", "He did not come here today.", "Renzi did come here today.", True),
        ("Ренци келді.", "He did come here today.", "Renzi did not come here today.", False),
        ("Ренци келді.", "He did not come here today.", "Renzi did not come here today, never.", False),
        ("Ренци келмеді.", "He was unable to come here.", "Renzi was not able to come here.", True),
        ("Ренци жеңілді.", "He lost the vote today.", "Renzi lost the vote today, Mamin said.", False),
        ("Ренци Орбанмен кездесті.", "He met them in the capital.", "Renzi met Orban in the capital.", True),
        ("реформа өтті", "they changed taxes slowly and fairly", "they reform taxes slowly and fairly", True),
        ("реформа өтті", "they changed taxes slowly and fairly", "they reform roads quickly and twice", False),
        # a term stands no oftener than the Kazakh has it
        ("реформа туралы айтты", "he spoke of changes in the old ways", "he spoke of reform in the old reform", False),
        # what stands against something stays against it
        ("реформаға қарсы саясат", "an anti-change policy was made", "a policy of reform was made", False),
        ("реформаға қарсы саясат", "an anti-change policy was made", "a policy against reform was made", True),
        # nothing dangles, and no phrase is said again
        ("Ренци келді.", "He spoke on the orders of the day", "Renzi spoke on the and of the day", False),
        (
            "Ренци келді.",
            "They were actively engaged in it",
            "They were actively engaged, Renzi actively engaged",
            False,
        ),
        # brackets and quotation marks keep their fellows
        ("Ренци жеңілді.", "He lost (the vote) today.", "Renzi lost (the vote today.", False),
        ("Ренци жеңілді.", 'He "lost" the vote today.', 'Renzi "lost the vote today.', False),
        # no word is said again beside itself
        ("реформа банкі", "he changed the banking union", "the reform of the banking bank union", False),
        ("реформа банкі", "the bank of banks he changed", "the reform of the bank of banks", True),
        ("реформа банкі", "he made international interest", "reform of international interest", True),
        ("Ренци 5 рет жеңілді.", "He lost 5 times.", "Renzi lost 6 times.", False),
        ("Ренци 5 рет жеңілді.", "He lost 5 times.", "Renzi lost Renzi lost.", False),
        # so do numbers in words
        ("Ренци сегіз жыл бұрын жеңілді.", "He lost eight years ago.", "Renzi lost eighty years ago.", False),
        ("Ренци мың рет жеңілді.", "He lost a thousand times.", "Renzi lost one time.", False),
        ("Ренци сегіз жыл бұрын жеңілді.", "He lost eight years ago.", "Renzi lost eight years ago.", True),
    ],
)
def test_what_was_said_is_still_said(kazakh: str, before: str, after: str, stands: bool) -> None:
    assert worse(draft(kazakh, after), draft(kazakh, before)) is not stands
