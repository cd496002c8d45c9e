"""The forms in which a bitext can be written, by name."""

from collections.abc import Callable, Mapping

from translate.document import Bitext
from translate.formats import html, json, text, tsv

WRITERS: Mapping[str, Callable[[Bitext], str]] = {
    "text": text.write,
    "json": json.write,
    "tsv": tsv.write,
    "html": html.write,
}
