"""What lists show of articles, as it is kept ready: the JSON of an article but for what depends on who asks and when,
and values that cost next to nothing to make, for highlights.

A list reads many articles and shows little of each: models that check what the store has checked before would cost more
than reading it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

import orjson
from orjson import Fragment

from app.domain.annotations import EntityType, ZoneName
from app.domain.articles import Article
from app.domain.rights import Rights
from app.domain.shapes import label_shape, listed_shape, times_shape

LISTING_FORMAT = "1"
"""Another one whenever `write_listing` writes other bytes: then all that is stored is made anew."""

_CUT = b"\n"  # compact JSON holds none as it is
_UPDATED = b'"updated_at":"'  # its last member


class ListedArticle(NamedTuple):
    """An article as JSON in parts, without its end: up to the excerpt, the excerpt, up to the rights, the rest.

    `rights` is what the article itself says.
    """

    id: str
    rights: Rights | None
    head: bytes
    excerpt: bytes
    middle: bytes
    rest: bytes

    def shown(self, granted: Rights) -> bytes:
        """The JSON object without its end, as those are shown it who are granted these rights."""
        excerpt = b"null" if granted == "none" else self.excerpt
        return b"".join((self.head, excerpt, self.middle, granted.encode(), self.rest))

    @property
    def updated_at(self) -> datetime:
        """When it last changed."""
        return datetime.fromisoformat(self.rest.rpartition(_UPDATED)[2][:-1].decode())


def write_listing(article: Article, named: Iterable[Sequence[Any]]) -> bytes:
    """What is stored of an article for lists: pieces of its JSON, cut where something else is put in between.

    Whom it names (id, how often, where first) follows in two pieces each, as what they are called stands elsewhere.
    """
    shape = listed_shape(article, "full")
    own = (article.rights or "").encode()
    shape["excerpt"] = Fragment(_CUT + orjson.dumps(shape["excerpt"]) + _CUT)
    shape["rights"] = Fragment(b'"' + _CUT + own + _CUT + b'"')
    shape["actors"] = Fragment(b"[" + _CUT + b"]")
    shape["metadata"] = Fragment(_plainly(article.metadata))
    pieces = [orjson.dumps(shape, option=orjson.OPT_UTC_Z)[:-1]]
    for entity, mentions, first in named:
        pieces += (orjson.dumps(entity), orjson.dumps(times_shape(mentions, first))[1:])
    return _CUT.join(pieces)


def _plainly(metadata: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(metadata)
    except TypeError:  # whole numbers of more than 64 bits, which inputs no longer have
        return json.dumps(metadata, ensure_ascii=False, separators=(",", ":")).encode()


def write_label(id: str, label: str, type: str, wikidata_id: str | None) -> bytes:
    """The part of an actor that stands elsewhere, up to how often an article mentions it."""
    return orjson.dumps(label_shape(id, label, type, wikidata_id))[:-1] + b","


def split_listing(stored: bytes) -> list[bytes]:
    """The pieces of what is stored; from `NAMED` on every second is the id of an entity, as JSON."""
    return stored.split(_CUT)


NAMED = 6


def read_listing(id: str, pieces: list[bytes], labels: Mapping[bytes, bytes | None]) -> ListedArticle:
    """An article of these pieces; `labels` are those that `write_label` writes, None for who is no actor."""
    head, excerpt, middle, own, dated, end = pieces[:NAMED]
    find = labels.get
    named = zip(pieces[NAMED::2], pieces[NAMED + 1 :: 2], strict=True)
    actors = b",".join([label + times for entity, times in named if (label := find(entity))])
    return ListedArticle(
        id, cast("Rights", own.decode()) or None, head, excerpt, middle, b"".join((dated, actors, end))
    )


class Stretch(NamedTuple):
    """See `Span`."""

    start: int
    end: int


class ListedZone(NamedTuple):
    """See `Zone`."""

    zone: ZoneName
    start: int
    end: int


class ListedText(NamedTuple):
    """The text of an article and who may read it; see `Article`."""

    id: str
    text: str
    language: str
    rights: Rights | None
    excerpt: Stretch | None
    zones: tuple[ListedZone, ...]


class ListedMention(NamedTuple):
    """See `Mention`; its letters are those of the text."""

    entity: str
    start: int
    end: int
    type: EntityType
    zone: ZoneName
