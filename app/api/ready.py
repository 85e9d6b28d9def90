"""Articles of lists as ready-made JSON: kept until they change, put together with the address that links start with."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

import orjson

from app.api.highlighted import ReadyTexts
from app.api.kept import KeptArticles, Sized
from app.api.shapes import View, listed_shape
from app.api.transport.responses import http_date
from app.domain.listed import ListedArticle
from app.domain.ports import Store

_OVERHEAD = 500  # bytes: what Python takes for an article beside its JSON


class ReadyArticle(NamedTuple):
    """An article as a JSON object without what `include` adds.

    `digest` is another whenever that is another, but for the address that links start with. `modified` is an HTTP date.
    """

    json: bytes
    digest: bytes
    modified: str


class ReadyArticles:
    """The JSON of articles, and their `texts`, in up to `room` bytes. Safe to use from several threads."""

    def __init__(self, store: Store, room: int) -> None:
        self._store = store
        self._kept = KeptArticles(store, room)
        self.texts = ReadyTexts(store, self._kept)

    def find(self, ids: Sequence[str], view: View) -> dict[str, ReadyArticle]:
        """Those of these articles that there are, in this order."""

        def make(missing: Sequence[str]) -> dict[str, Sized]:
            heads = {each.id: _head(each, view) for each in self._store.listed(missing)}
            return {name: Sized(head, len(head.json) + _OVERHEAD) for name, head in heads.items()}

        base = orjson.dumps(view.base)[1:-1]
        heads = self._kept.find(ids, ("json", view.trusted), make)
        return {name: _whole(head, base, name.encode()) for name, head in heads.items()}


def _head(article: ListedArticle, view: View) -> ReadyArticle:
    """An article up to the first of its links, which come last."""
    shape = listed_shape(article, view)
    del shape["links"]
    json = orjson.dumps(shape, option=orjson.OPT_UTC_Z)[:-1] + b',"links":{"self":"'
    return ReadyArticle(json, blake2b(json, digest_size=16).hexdigest().encode(), http_date(article.updated_at))


def _whole(head: ReadyArticle, base: bytes, name: bytes) -> ReadyArticle:
    json = b"".join((head.json, base, b"/articles/", name, b'","text":"', base, b"/articles/", name, b'/text"}}'))
    return ReadyArticle(json, head.digest, head.modified)


def with_more(article: bytes, more: bytes) -> bytes:
    """An article with the members of another JSON object at its end, if there are any."""
    return b"%b,%b" % (article[:-1], more[1:]) if more else article
