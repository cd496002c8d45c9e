"""The forms in which a bitext can be written, by name."""

from collections.abc import Callable, Mapping

from translate.document import Bitext
from translate.formats import docx, html, json, text, tmx, tsv, xliff

# Those that are text, which a terminal and a page can show.
TEXTS: Mapping[str, Callable[[Bitext], str]] = {
    "text": text.write,
    "json": json.write,
    "tsv": tsv.write,
    "html": html.write,
    "tmx": tmx.write,
    "xliff": xliff.write,
}
WRITERS: Mapping[str, Callable[[Bitext], str | bytes]] = {**TEXTS, "docx": docx.write}
EXTENSIONS: Mapping[str, str] = {
    "text": ".txt",
    "json": ".json",
    "tsv": ".tsv",
    "html": ".html",
    "tmx": ".tmx",
    "xliff": ".xlf",
    "docx": ".docx",
}
