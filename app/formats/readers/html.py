"""HTML: the article of a page, without what surrounds it; trafilatura finds it.

The text is paragraphs with a blank line between them. Dates are those that the page declares, as exact as it says.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from app.errors import Flaw, InvalidBodyError
from app.formats.readers.encodings import decode
from app.formats.readers.reading import Read
from app.formats.readers.times import publication_date
from app.formats.readers.whole import read_whole

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARED = 4096  # bytes in which the encoding is declared; browsers look at 1024
_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "list", "table", "code", "div", "lb"})
_DATES = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[contains(' date dc.date dc.date.issued dc.date.created dcterms.date dcterms.issued pubdate publishdate"
    " publish_date publication_date parsely-pub-date sailthru.date ', concat(' ', translate(@name,"
    " 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' '))]/@content",
)
_SHOWN_DATES = ("//time[@pubdate]/@datetime", "//article//time/@datetime", "//header//time/@datetime")


def read(file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """One article; raises `AppError` for what is too large, no text, or a page without an article."""
    text, note = decode_page(read_whole(file, max_bytes))
    yield Read(None, read_page(text), note)


def decode_page(raw: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text of a page and a note; `declared` is the encoding that HTTP or MIME names, else the page's own."""
    found = _CHARSET.search(raw, 0, _DECLARED)
    return decode(raw, declared or (found[1].decode("ascii", "replace") if found else None))


def read_page(page: str) -> dict[str, str]:
    """The fields of the article of a page: `text`, and `title`, `date`, `author`, `source`, `url` as it has them.

    Raises `InvalidBodyError` when no article is found in it.
    """
    tree = _parse(page)
    date = _date(tree)
    _keep_captions(tree)
    found = _extract(tree)
    paragraphs = _paragraphs(found.body) if found is not None else []
    if found is None or not paragraphs:
        raise InvalidBodyError("No article is found in the page.", Flaw("empty", pointer=""))
    headline = _headline(found.body) or found.title
    body = [each for each in paragraphs if each != headline] or paragraphs
    fields = {"title": headline, "date": date, "author": found.author, "source": found.sitename, "url": found.url}
    return {"text": "\n\n".join(body), **{name: value for name, value in fields.items() if value}}


def fragment_text(fragment: str) -> str:
    """The text of a piece of HTML, as paragraphs; empty when it holds none."""
    from lxml.html import document_fromstring  # noqa: PLC0415  (comes with trafilatura)

    if not fragment.strip():
        return ""
    found = _extract(f"<html><body><article>{fragment}</article></body></html>")
    if found is not None and (paragraphs := _paragraphs(found.body)):
        return "\n\n".join(paragraphs)
    return " ".join(document_fromstring(f"<div>{fragment}</div>").text_content().split())


def _extract(page: Any) -> Any:
    """trafilatura's `Document`, or None when it finds no article."""
    from trafilatura import bare_extraction  # noqa: PLC0415  (loads for a second)

    return bare_extraction(page, with_metadata=True, include_comments=False)


def _parse(page: str) -> Any:
    from trafilatura import load_html  # noqa: PLC0415  (loads for a second)

    tree = load_html(page)
    if tree is None:
        raise InvalidBodyError("It is no HTML.", Flaw("syntax", pointer=""))
    return tree


def _keep_captions(tree: Any) -> None:
    """Have the captions of pictures stay as paragraphs: trafilatura leaves figures out with all they hold."""
    for figure in tree.xpath("//figure[.//figcaption]"):
        words = " ".join(" ".join(each.text_content() for each in figure.xpath(".//figcaption")).split())
        tail = figure.tail
        figure.clear()
        figure.tag, figure.text, figure.tail = "p", words, tail


def _headline(body: Any) -> str | None:
    return next((_squeezed(head) for head in body.iter("head") if head.get("rend") == "h1"), None)


def _squeezed(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _paragraphs(body: Any) -> list[str]:
    lines = (" ".join(line.split()) for line in "".join(_pieces(body)).split("\x1e"))
    return [line for line in lines if line]


def _pieces(element: Any) -> Iterator[str]:
    """All text, with a record separator (U+001E, which is in no text) where a paragraph begins or ends."""
    border = "\x1e" if element.tag in _BLOCKS else " " if element.tag == "cell" else ""
    yield border
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield border


def _date(tree: Any) -> str | None:
    declared = [value for path in _DATES for value in tree.xpath(path)]
    shown = [value for path in _SHOWN_DATES for value in tree.xpath(path)]
    written = [*declared, *_linked_dates(tree), *shown]
    return next((date for date in map(publication_date, written) if date), None)


def _linked_dates(tree: Any) -> Iterator[str]:
    """`datePublished` of JSON-LD (schema.org)."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            yield from _published(json.loads(script))
        except (ValueError, RecursionError):
            continue


def _published(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(date := value.get("datePublished"), str):
            yield date
        value = value.get("@graph")
    if isinstance(value, list):
        for each in value:
            yield from _published(each)
