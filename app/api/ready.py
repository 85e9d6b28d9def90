"""Articles of lists as ready-made JSON: kept until they change; the address that links start with is put in at last."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from typing import NamedTuple

import orjson

from app.api.highlighted import ReadyTexts
from app.api.kept import KeptArticles, Sized
from app.api.shapes import View, score_shape
from app.api.transport.responses import http_date
from app.domain.listed import ListedArticle
from app.domain.ports import Store

_OVERHEAD = 500  # bytes: what Python takes for an article beside its JSON
_ADDRESS = b"\n"  # what stands for the address of articles: compact JSON holds none as it is


class ReadyArticle(NamedTuple):
    """An article as a JSON object without what `include` adds, with line ends for the address of articles.

    `modified` is an HTTP date.
    """

    json: bytes
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
            return {name: Sized(each, len(each.json) + _OVERHEAD) for name, each in made.items()}

        return self._kept.find(ids, ("json", view.trusted), make, seen)


def _ready(article: ListedArticle, view: View) -> ReadyArticle:
    return ReadyArticle(_write(article, view, _ADDRESS), http_date(article.updated_at))


def join_articles(articles: Iterable[ReadyArticle], base: str, beside: Iterable[bytes]) -> bytes:
    """Articles as JSON, a comma between two of them, with links that start with `base`.

    To each is added what stands `beside` it: members of a JSON object, or nothing for no bytes.
    """
    pairs = zip(articles, beside, strict=True)
    joined = b",".join([_joined(each.json, more) if more else each.json for each, more in pairs])
    return joined.replace(_ADDRESS, _address(base))


def write_each(articles: Iterable[tuple[ListedArticle, float | None]], view: View) -> Iterator[bytes]:
    """Each of some articles as JSON, with its score if it has one."""
    address = _address(view.base)
    for article, score in articles:
        written = _write(article, view, address)
        yield written if score is None else _joined(written, orjson.dumps(score_shape(score))[1:-1])


def _write(article: ListedArticle, view: View, address: bytes) -> bytes:
    shown, own = article.shown(view.granted(article)), address + article.id.encode()
    return b'%b,"links":{"self":"%b","text":"%b/text"}}' % (shown, own, own)


def _address(base: str) -> bytes:
    return orjson.dumps(base)[1:-1] + b"/articles/"


def _joined(article: bytes, more: bytes) -> bytes:
    return b"%b,%b}" % (article[:-1], more)
