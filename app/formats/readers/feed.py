"""Feeds: RSS (0.9 to 2.0) and Atom (RFC 4287); each entry is an article. feedparser reads them."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any, BinaryIO

from app.errors import Flaw, InvalidBodyError
from app.formats.readers.html import fragment_text
from app.formats.readers.reading import Read
from app.formats.readers.times import publication_date
from app.formats.readers.whole import read_whole

_MAX_DEPTH = 100
_ENTITIES = re.compile(rb"<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y")
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")


def read(file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """The entries, numbered from 1; raises `AppError` for what is too large, broken, or no feed."""
    import feedparser  # noqa: PLC0415  (loads for long)

    raw = read_whole(file, max_bytes)
    _check_bounds(raw)
    # As a file: of a string feedparser would make a path, or an address to call.
    found = feedparser.parse(BytesIO(raw), sanitize_html=False)
    _check(found)
    for number, entry in enumerate(found.entries, start=1):
        fields, note = _fields(entry, found.feed)
        yield Read(number, fields, note)


def _check_bounds(raw: bytes) -> None:
    """Refuse what costs a parser more than it brings: entities of its own, and elements in elements."""
    from xml.parsers import expat  # noqa: PLC0415  (see above)

    if _ENTITIES.search(raw):
        raise InvalidBodyError("It defines entities, which are not read.", Flaw("syntax", pointer=""))
    parser, open_elements = expat.ParserCreate(), 0

    def start(*_: object) -> None:
        nonlocal open_elements
        open_elements += 1
        if open_elements > _MAX_DEPTH:
            raise InvalidBodyError("This XML is nested too deeply.", Flaw("syntax", pointer=""))

    def end(*_: object) -> None:
        nonlocal open_elements
        open_elements -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError, LookupError, ValueError):  # what is wrong with it is told when it is read
        parser.Parse(raw, True)


def _check(found: Any) -> None:
    from xml.sax import SAXParseException  # noqa: PLC0415  (only the name of an error)

    error = found.get("bozo_exception")
    if isinstance(error, SAXParseException) and "undefined entity" not in error.getMessage():
        detail = f"Not well-formed XML: {error.getMessage()} at line {error.getLineNumber()}."
        raise InvalidBodyError(detail, Flaw("syntax", pointer=""))
    if not found.get("version"):
        raise InvalidBodyError("This XML is no feed: neither RSS nor Atom.", Flaw("syntax", pointer=""))


def _fields(entry: Any, feed: Any) -> tuple[dict[str, Any], str | None]:
    written = entry.get("published") or entry.get("updated") or ""
    date = publication_date(written)
    language = _LANGUAGE.match((entry.get("language") or feed.get("language") or "").lower())
    title = _plain(entry.get("title_detail"))
    fields = {
        "id": _id(entry, feed),
        "title": title,
        "date": date,
        "language": language and language[0],
        "source": _plain(entry.get("source", {}).get("title_detail") or feed.get("title_detail")),
        "url": entry.get("link"),
        "author": entry.get("author"),
        "text": _text(entry) or title or "",
    }
    note = f"Its date is not understood and left out: {written[:100]}." if written and not date else None
    return {name: value for name, value in fields.items() if value or name == "text"}, note


def _text(entry: Any) -> str:
    """The longest that the entry says of itself: its content, else its summary."""
    return max((_words(each) for each in [*entry.get("content", ()), entry.get("summary_detail")] if each), key=len)


def _words(detail: Any) -> str:
    value: str = detail.get("value") or ""
    return fragment_text(value) if detail.get("type") in _HTML else value.strip()


def _plain(detail: Any) -> str:
    return " ".join(_words(detail).split()) if detail else ""


def _id(entry: Any, feed: Any) -> str | None:
    """An id that stays while the entry's own does; one that is no URI holds only within its feed."""
    own = entry.get("id") or entry.get("link")
    if not own:
        return None
    name = own if ":" in own else f"{feed.get('id') or feed.get('link') or feed.get('title')} {own}"
    return "e-" + hashlib.sha256(name.encode()).hexdigest()[:16]
