"""Annotations apart from the text: W3C Web Annotations, brat and CoNLL-2003, of one article or of many."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.api.parameters.filters import ArticleRequest
from app.api.shapes import View, article_shape
from app.api.transport.links import filter_pairs, link
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.api.transport.responses import http_date
from app.domain.articles import Article
from app.domain.inputs import FORMATS
from app.errors import UnauthorizedError
from app.formats import ANNOTATION_FORMATS
from app.services import Services, articles
from app.services.articles import Found, Page

_LINKED = "application/ld+json"
APART: dict[int | str, dict[str, Any]] = {200: {"content": {_LINKED: {}}}}
"""How an operation declares that it serves annotations as JSON-LD too."""

_NEEDED = frozenset({"text", "mentions"})


def asked_apart(request: Request, name: str) -> tuple[str, str] | None:
    """The id and the format, where the annotations of an article are asked for apart: by suffix, or `Accept`.

    Raises `NotAcceptableError` when nothing that is served is accepted.
    """
    stem, _, suffix = name.rpartition(".")
    if stem and suffix in FORMATS:
        return (stem, suffix) if suffix in ANNOTATION_FORMATS else None
    return (name, "jsonld") if negotiate(accepted(request), (JSON, _LINKED)) == _LINKED else None


def standoff_answer(services: Services, article_id: str, view: View, name: str) -> Response:
    """The annotations of one article in the format `name`; raises `UnauthorizedError` where the text is hidden."""
    article = services.store.get(article_id)
    if name == "conll" and view.granted(article) != "full":
        raise UnauthorizedError(f"The text of {article.id!r} needs a key: Authorization: Bearer KEY.")
    here = link(view.base, f"/articles/{article.id}.{name}")
    written = b"".join(write_standoff(services, [[article]], view, name, here))
    headers = {"Last-Modified": http_date(article.updated_at)}
    return Response(written, headers=headers, media_type=ANNOTATION_FORMATS[name].MEDIA_TYPE)


def find_standoff(services: Services, asked: ArticleRequest, view: View) -> tuple[Found, Iterable[list[Article]], str]:
    """The articles that a request selects, in batches, and the address that stands for all of them."""
    found = articles.find(services, asked.query, Page(asked.limit, asked.cursor, asked.page))
    pairs = filter_pairs(asked, found.actor.canonical if found.actor else None)
    rows = articles.read_found(services, found.hits)
    return found, rows, link(view.base, "/articles.jsonld", pairs)


def write_standoff(
    services: Services, rows: Iterable[list[Article]], view: View, name: str, address: str
) -> Iterator[bytes]:
    """The annotations of articles as bytes in the format `name`, of which JSON-LD is called by its `address`."""
    how = {"id": address} if name == "jsonld" else {}
    return ANNOTATION_FORMATS[name].write(_shapes(services, rows, view, name), **how)


def _shapes(services: Services, rows: Iterable[list[Article]], view: View, name: str) -> Iterator[dict[str, Any]]:
    view = replace(view, include=_NEEDED)
    for batch in rows:
        mentions = articles.read_included(services, [article.id for article in batch], _NEEDED)
        for article in batch:
            shape = article_shape(article, view, mentions)
            if name == "conll":
                spans = services.annotator.sentences(article.text, article.title)
                shape["sentences"] = [span.model_dump() for span in spans]
            yield shape
