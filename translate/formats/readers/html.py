"""Reads web pages: the title, the date and the paragraphs of the article, without what stands around it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from translate.document import Document
from translate.encoding import decode
from translate.errors import InputError
from translate.formats import newswire
from translate.formats.readers.dates import day

# What is never seen, and what is seen around an article. Forms are weighed: old sites wrap the whole page in one.
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "select", "textarea", "button")
_AROUND = ("nav", "header", "footer", "aside")
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)
_DATES = (
    "//meta[@property='article:published_time' or @itemprop='datePublished']/@content",
    "//meta[@name='pubdate' or @name='date' or @name='DC.date']/@content",
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_HEAD = 4096
# Python knows more codecs than a page may ask for, and some are no encodings of text.
_CHARSETS = re.compile(r"(?:windows-|cp)125\d|cp866|ibm866|iso-?8859-\d{1,2}|koi8-[rtu]|kz-?1048|pt(?:cp)?154", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read(path: str, data: bytes, encoding: str | None) -> Document:
    """The article of a page. Raises InputError."""
    tree = _tree(decode(data, path, encoding or charset(data)), path)
    if tree is None:
        return newswire.parse("", path)
    for element in list(tree.iter(*_UNSEEN)):
        _empty(element, "span")
    content = _content(tree)
    published = _published(tree, content)
    title = _title(tree, content)
    for element in list(content.iter(*_AROUND)):
        _empty(element)
    whole = _size(content)
    for form in content.xpath(".//form"):
        if 2 * _size(form) < whole:
            _empty(form)
    return newswire.document("\n".join(_paragraphs(content)), path, title, published)


def charset(data: bytes) -> str | None:
    """The encoding that a page names and is in: None where it is UTF-8, whatever the page says, or names no other."""
    if _META.search(data, 0, _HEAD):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            named = _META.findall(data[:_HEAD])[0].decode("ascii")
            return named if _CHARSETS.fullmatch(named) else None
    return None


def _tree(text: str, path: str) -> Any:
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except lxml.etree.ParserError:  # nothing there
        return None
    except lxml.etree.LxmlError as error:
        raise InputError(f"{path}: this web page can't be read ({error}); save it as plain text") from None
    if any(entry.level == lxml.etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise InputError(f"{path}: this web page is nested too deep to be read whole; save it as plain text")
    return tree


def _empty(element: Any, left: str = "br") -> None:
    """Take out what an element holds; of a block a break is left, so that the words around it don't run together."""
    element.clear(keep_tail=True)
    element.tag = left


def _size(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _content(tree: Any) -> Any:
    """The article: the one with most of the text where there are several, as with teasers, else the main part."""
    articles = tree.xpath("//article[not(ancestor::article)]")
    sizes = [_size(article) for article in articles]
    if sizes and 2 * max(sizes) >= sum(sizes) > 0:
        return articles[sizes.index(max(sizes))]
    mains = [main for main in tree.xpath("//main|//*[@role='main']") if _size(main)]
    bodies = tree.xpath("/html/body")
    return (mains or bodies or [tree])[0]


def _title(tree: Any, content: Any) -> str:
    """The first heading, which leaves the text, or else what the head of the page says."""
    for heading in [*content.xpath(".//h1"), *tree.xpath("//h1")]:
        if (said := _plain(heading)) and not heading.xpath("ancestor::nav|ancestor::aside|ancestor::footer"):
            _empty(heading)
            return said
    for said in tree.xpath("//meta[@property='og:title']/@content|//head/title/text()"):
        if said.strip():
            return str(said)
    return ""


def _plain(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _published(tree: Any, content: Any) -> date | None:
    written = [said for path in _DATES for said in tree.xpath(path)] + content.xpath(".//time/@datetime")
    return next((found for said in written if (found := day(str(said)))), None)


def _paragraphs(content: Any) -> Iterator[str]:
    """The text of each block, its blanks as a browser shows them."""
    import lxml.etree

    pieces: list[str] = []
    for event, element in lxml.etree.iterwalk(content, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield from _ended(pieces)
        if event == "start":
            pieces.append(element.text or "")
        elif element is not content:
            pieces.append(element.tail or "")
    yield from _ended(pieces)


def _ended(pieces: list[str]) -> Iterator[str]:
    paragraph = _BLANKS.sub(" ", "".join(pieces)).strip()
    pieces.clear()
    if paragraph:
        yield paragraph
