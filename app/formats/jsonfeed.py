"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/); what it has no word for stands under `_attache`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from app.formats.feeds import FeedHead, as_uri, heading, readable, rfc3339, summary

MEDIA_TYPE = "application/feed+json"
_ABOUT = "https://www.rfc-editor.org/rfc/rfc6721"


def write(articles: Iterable[Mapping[str, Any]], *, feed: FeedHead) -> Iterator[bytes]:
    """An item an article, which is a JSON object as the API serves it; `_attache.deleted` lists those that are gone.

    `next_url` is the archive that goes on where this feed ends.
    """
    gone = [{"id": gone.id, "when": rfc3339(gone.when)} for gone in feed.gone]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": readable(feed.title),
        "home_page_url": feed.home,
        "feed_url": feed.address,
        **({"next_url": feed.previous} if feed.previous else {}),
        "_attache": {"about": _ABOUT, "current": feed.current or feed.address, "deleted": gone},
    }
    yield orjson.dumps(head)[:-1] + b',"items":['
    for number, article in enumerate(articles):
        yield (b"," if number else b"") + orjson.dumps(_item(article))
    yield b"]}"


def _item(article: Mapping[str, Any]) -> dict[str, Any]:
    item = {
        "id": article["links"]["self"],
        "url": article["links"]["self"],
        "external_url": as_uri(article["url"]) if article["url"] else None,
        "title": heading(article),
        "content_text": summary(article),
        "date_modified": rfc3339(article["updated_at"]),
        "authors": [{"name": readable(article["author"])}] if article["author"] else None,
        "language": article["language"],
        "tags": [readable(actor["label"]) for actor in article["actors"]],
        "_attache": {"id": article["id"], "date": article["date"]["value"], "actors": article["actors"]},
    }
    return {name: value for name, value in item.items() if value is not None}
