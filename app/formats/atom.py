"""Atom 1.0 (RFC 4287), with archives (RFC 5005) and deletions (RFC 6721)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from app.formats.feeds import FeedHead, as_uri, heading, readable, rfc3339, summary

MEDIA_TYPE = "application/atom+xml"
_WIKIDATA = "http://www.wikidata.org/entity/"
_OPEN = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:fh="http://purl.org/syndication/history/1.0">\n'
)


def write(articles: Iterable[Mapping[str, Any]], *, feed: FeedHead) -> Iterator[bytes]:
    """An entry an article, which is a JSON object as the API serves it; and a tombstone for each that is gone."""
    yield (_OPEN + "".join(_head(feed))).encode()
    for gone in feed.gone:
        yield _tag("at:deleted-entry", ref=gone.id, when=rfc3339(gone.when)).encode()
    for article in articles:
        yield "".join(_entry(article)).encode()
    yield b"</feed>\n"


def _head(feed: FeedHead) -> Iterator[str]:
    yield _text("id", feed.current or feed.address)
    yield _text("title", feed.title)
    yield _text("updated", rfc3339(feed.updated))
    yield "<author><name>Attaché</name></author>\n"
    yield _tag("link", rel="self", type=MEDIA_TYPE, href=feed.address)
    yield _tag("link", rel="alternate", type="application/json", href=feed.home)
    if feed.current:
        yield "<fh:archive/>\n" + _tag("link", rel="current", type=MEDIA_TYPE, href=feed.current)
    if feed.previous:
        yield _tag("link", rel="prev-archive", type=MEDIA_TYPE, href=feed.previous)


def _entry(article: Mapping[str, Any]) -> Iterator[str]:
    here, language = article["links"]["self"], article["language"]
    yield f"<entry xml:lang={quoteattr(language)}>\n" if language else "<entry>\n"
    yield _text("id", here)
    yield _text("title", heading(article))
    yield _text("updated", rfc3339(article["updated_at"]))
    if article["url"]:
        yield _tag("link", rel="alternate", href=as_uri(article["url"]))
    yield _tag("link", rel="related" if article["url"] else "alternate", type="application/json", href=here)
    if article["author"]:
        yield f"<author>{_text('name', article['author'])}</author>\n"
    if value := article["date"]["value"]:
        yield _text("dcterms:issued", value.rstrip("~?%"))
    for actor in article["actors"]:
        yield _category(actor)
    yield _text("summary", summary(article))
    yield "</entry>\n"


def _category(actor: Mapping[str, Any]) -> str:
    """An actor by its Wikidata id, or else by our own."""
    known = {"scheme": _WIKIDATA, "term": actor["wikidata_id"]} if actor["wikidata_id"] else {"term": actor["id"]}
    return _tag("category", **known, label=actor["label"])


def _text(name: str, text: str) -> str:
    return f"<{name}>{escape(readable(text))}</{name}>\n"


def _tag(name: str, **attributes: str) -> str:
    return f"<{name} {' '.join(f'{key}={quoteattr(readable(value))}' for key, value in attributes.items())}/>\n"
