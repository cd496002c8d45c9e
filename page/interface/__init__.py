"""The page's words in English, Kazakh and Russian, a file each, and the script that shows the reader's.

The page is laid out in English. In the browser each piece of text that is one of `en.json` is shown as the same key of
another file has it: what comes later (how far a translation is, an error) as much as what is there from the beginning.
So a new word needs three lines of JSON and nothing else; `{n}` stands for a number, other names for any text.

What stands among texts of others (the reasons of flags, what became of a term) says its key itself: `data-said` holds
it with its values, `data-title` the same of an element's title. The reasons' words are data of `translate.reasons`.
"""

import json
from pathlib import Path

from translate import reasons

# By their own names, in the order of the menu.
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
_HERE = Path(__file__).parent


def words(code: str) -> dict[str, str]:
    """The words of a language, by key."""
    found: dict[str, str] = json.loads((_HERE / f"{code}.json").read_text("utf-8"))
    return found


def script() -> str:
    """What the browser runs when the page is opened."""
    script = (_HERE / "interface.js").read_text("utf-8")
    for name, told in (("__WORDS__", words), ("__REASONS__", reasons.catalogue)):
        script = script.replace(name, json.dumps({code: told(code) for code in NAMES}, ensure_ascii=False))
    return script


def menu() -> str:
    """The menu of languages as HTML."""
    options = "".join(f'<option value="{code}" lang="{code}">{name}</option>' for code, name in NAMES.items())
    return f'<label id="language"><span>Language</span><select>{options}</select></label>'
