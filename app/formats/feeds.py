"""What Atom and JSON Feed have in common: how a feed, and an article in it, is called."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

_HEADING = 80  # code points
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Gone(NamedTuple):
    """An article that is in a feed no more: its address, and since when."""

    id: str
    when: datetime


class FeedHead(NamedTuple):
    """A feed without its articles; all links are absolute. An archive has a `current` feed.

    `previous` is the archive that goes on where this feed ends.
    """

    title: str
    home: str
    address: str
    updated: datetime
    previous: str | None = None
    current: str | None = None
    gone: Sequence[Gone] = ()


def heading(article: Mapping[str, Any]) -> str:
    """The title of an article, else how it begins, else its id."""
    excerpt = (article["excerpt"] or {}).get("text", "")
    return readable(article["title"] or " ".join(excerpt.split())[:_HEADING] or article["id"])


def summary(article: Mapping[str, Any]) -> str:
    """How an article begins, as far as it may be shown."""
    return readable((article["excerpt"] or {}).get("text", ""))


def readable(text: str) -> str:
    """A text without what XML 1.0 cannot hold (2.2), each of it replaced by U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text)


def as_uri(url: str) -> str:
    """An address as RFC 3986 has it: whatever else stands in it is percent-encoded."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]", errors="replace")


def rfc3339(at: datetime) -> str:
    """An instant in UTC, to the second (RFC 3339)."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
