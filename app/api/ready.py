"""Articles of lists as ready-made JSON: kept until they change, put together with the address that links start with."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from app.api.highlighted import ReadyTexts
from app.api.kept import KeptArticles, Sized
from app.api.shapes import View, listed_shape
from app.domain.listed import ListedArticle
from app.domain.ports import Store

_OVERHEAD = 500  # bytes: what Python takes for an article beside its JSON


class ReadyArticles:
    """The JSON of articles, and their `texts`, in up to `room` bytes. Safe to use from several threads."""

    def __init__(self, store: Store, room: int) -> None:
        self._store = store
        self._kept = KeptArticles(store, room)
        self.texts = ReadyTexts(store, self._kept)

    def find(self, ids: Sequence[str], view: View) -> dict[str, bytes]:
        """Those of these articles that there are, as JSON objects without what `include` adds."""

        def make(missing: Sequence[str]) -> dict[str, Sized]:
            heads = {each.id: _head(each, view) for each in self._store.listed(missing)}
            return {name: Sized(head, len(head) + _OVERHEAD) for name, head in heads.items()}

        base = orjson.dumps(view.base)[1:-1]
        heads = self._kept.find(ids, ("json", view.trusted), make)
        return {name: _whole(head, base, name.encode()) for name, head in heads.items()}


def _head(article: ListedArticle, view: View) -> bytes:
    """An article up to the first of its links, which come last."""
    shape = listed_shape(article, view)
    del shape["links"]
    return orjson.dumps(shape, option=orjson.OPT_UTC_Z)[:-1] + b',"links":{"self":"'


def _whole(head: bytes, base: bytes, name: bytes) -> bytes:
    return b"".join((head, base, b"/articles/", name, b'","text":"', base, b"/articles/", name, b'/text"}}'))


def with_more(article: bytes, more: Mapping[str, Any]) -> bytes:
    """An article with more members at its end."""
    return b"%b,%b" % (article[:-1], orjson.dumps(more)[1:]) if more else article
