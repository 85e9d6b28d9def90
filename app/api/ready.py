"""Articles of lists as ready-made JSON: kept until they change, put together with the address that links start with."""

from collections.abc import Iterable, Sequence
from copy import copy
from functools import cached_property
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
    """An article as a JSON object without its end and what `include` adds: the parts between which the address of
    articles comes, that is twice in its links, which come last.

    `modified` is an HTTP date.
    """

    parts: tuple[bytes, bytes, bytes]
    modified: str


class ReadyArticles:
    """The JSON of articles, and their `texts`, in up to `room` bytes. Safe to use from several threads."""

    def __init__(self, store: Store, room: int) -> None:
        self._store = store
        self._kept = KeptArticles(store, room)
        self.texts = ReadyTexts(store, self._kept)

    @cached_property
    def at_hand(self) -> "ReadyArticles":
        """The same, but `texts` that are not kept raise `NotAtHandError`."""
        others = copy(self)
        others.texts = ReadyTexts(self._store, self._kept, at_hand=True)
        return others

    def find(self, ids: Sequence[str], view: View, seen: int | None = None) -> dict[str, ReadyArticle]:
        """Those of these articles that there are, in this order; see `KeptArticles.find`."""

        def make(missing: Sequence[str]) -> dict[str, Sized]:
            made = {each.id: _ready(each, view) for each in self._store.listed(missing)}
            return {name: Sized(each, len(each.parts[0]) + _OVERHEAD) for name, each in made.items()}

        return self._kept.find(ids, ("json", view.trusted), make, seen)


def _ready(article: ListedArticle, view: View) -> ReadyArticle:
    shape = listed_shape(article, view)
    del shape["links"]
    head = orjson.dumps(shape, option=orjson.OPT_UTC_Z)[:-1] + b',"links":{"self":"'
    name = article.id.encode()
    return ReadyArticle((head, name + b'","text":"', name + b'/text"}'), http_date(article.updated_at))


def join_articles(articles: Iterable[ReadyArticle], base: str, beside: Iterable[bytes]) -> bytes:
    """Articles as JSON, a comma between two of them, with links that start with `base`.

    To each is added what stands `beside` it: members of a JSON object, or nothing for no bytes.
    """
    address = orjson.dumps(base)[1:-1] + b"/articles/"
    pieces: list[bytes] = []
    for each, more in zip(articles, beside, strict=True):
        head, name, end = each.parts
        pieces += (b",", head, address, name, address, end, b"," if more else b"", more, b"}")
    return b"".join(pieces[1:])
