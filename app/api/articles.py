"""`/articles`: search, list, stream and read articles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import orjson
from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.article_lists import stream_answer
from app.api.article_pages import list_question
from app.api.deps import ServicesDep, ViewDep
from app.api.feeds import answer_feed
from app.api.lists import NumberedPage, list_response, read_page
from app.api.models import Article, ArticleList, MentionList
from app.api.parameters.fields import ARTICLE_PATHS, needed, project, read_fields, shown
from app.api.parameters.filters import LISTED, read_article_request
from app.api.parameters.parameters_schema import (
    ARTICLE_INCLUDES,
    ARTICLE_PARAMETERS,
    CSV_PARAMETERS,
    LIST_PARAMETERS,
    MENTION_INCLUDES,
    MENTION_PARAMETERS,
    NDJSON_PARAMETERS,
    declared,
    names,
)
from app.api.parameters.params import Reader, check_parameters, one_of
from app.api.ready import ReadyArticles, join_articles
from app.api.shapes import View, article_shape, asserted, label_shapes, mention_shapes, sent_shape
from app.api.standoff import APART, asked_apart, standoff_answer
from app.api.transport.freshness import wait_for_index
from app.api.transport.negotiation import JSON, accepted, negotiate, served_as_json
from app.api.transport.questions import Question, answer_question, settled
from app.api.transport.responses import http_date, json_response
from app.domain.annotations import Mention
from app.domain.inputs import check_id
from app.domain.offsets import OFFSET_UNITS, OffsetUnit
from app.errors import NotFoundError, UnauthorizedError
from app.formats import FEEDS, FORMATS
from app.services import Services, articles

_STREAMS = {FORMATS[name].MEDIA_TYPE: name for name in FORMATS}
_FEEDS = {FEEDS[name].MEDIA_TYPE: name for name in FEEDS}
_OTHER_FORMATS: dict[int | str, dict[str, Any]] = {200: {"content": {media: {} for media in (*_STREAMS, *_FEEDS)}}}

router = APIRouter(tags=["articles"])


@router.get(
    "/articles",
    response_model=ArticleList,
    responses=_OTHER_FORMATS,
    openapi_extra=declared(LIST_PARAMETERS),
    summary="Search and list articles",
)
async def list_articles(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """The articles that match all filters, a page at a time; `Accept` picks JSON, CSV, NDJSON, Atom or JSON Feed.

    The feeds, `/articles.atom` and `/articles.jsonfeed`, tell what changed last; they take the filters alone.
    """
    media = negotiate(accepted(request), (JSON, *_STREAMS, *_FEEDS))
    if media in _FEEDS:
        return await answer_feed(request, services, view, _FEEDS[media])
    if media in _STREAMS:
        return await _stream(request, services, view, _STREAMS[media])
    return await _list(request, services, view)


@router.get("/articles.json", include_in_schema=False)
async def list_articles_json(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """`/articles`, whatever the header `Accept` says."""
    return await _list(request, services, view)


@router.get(
    "/articles.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "A row an article."}},
    openapi_extra=declared(CSV_PARAMETERS),
    summary="All matching articles as CSV",
)
async def list_articles_csv(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """Every article that matches, streamed; without `limit` there is none."""
    return await _stream(request, services, view, "csv")


@router.get(
    "/articles.ndjson",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {}}, "description": "A JSON object a line."}},
    openapi_extra=declared(NDJSON_PARAMETERS),
    summary="All matching articles as NDJSON",
)
async def list_articles_ndjson(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """Every article that matches, streamed; without `limit` there is none."""
    return await _stream(request, services, view, "ndjson")


@router.get(
    "/articles/{article_id}",
    response_model=Article,
    response_model_exclude_unset=True,
    responses=APART,
    openapi_extra=declared(ARTICLE_PARAMETERS),
    summary="One article",
)
async def get_article(request: Request, article_id: str, services: ServicesDep, view: ViewDep) -> Response:
    """An article by its id; one that was deleted is 410.

    Its annotations apart from its text: `.jsonld` (W3C Web Annotations, also by `Accept`), `.ann` (brat), `.conll`.
    """
    if apart := asked_apart(request, article_id):
        check_parameters(request.scope, ())
        return await to_thread.run_sync(standoff_answer, services, checked(apart[0]), view, apart[1])
    reader = Reader(request.scope["query_string"], names(ARTICLE_PARAMETERS), LISTED)
    fields = read_fields(reader, ARTICLE_PATHS)
    view = _asked(view, reader, ARTICLE_INCLUDES)
    view = replace(view, include=view.include | needed(fields, ARTICLE_INCLUDES), parts=shown(fields, view.include))
    name = checked(served_as_json(request, article_id))
    return await answer_question(request, _article_question(services, name, view, request.app.state.ready))


@router.get(
    "/articles/{article_id}/text",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "The text."}},
    summary="The text of an article",
)
async def get_article_text(request: Request, article_id: str, services: ServicesDep, view: ViewDep) -> Response:
    """Exactly the text that all offsets index into; its `ETag` is the text version. Some texts need a key."""
    check_parameters(request.scope, ())
    negotiate(accepted(request), ("text/plain",))
    article = await to_thread.run_sync(services.store.get, checked(article_id))
    if view.granted(article) != "full":
        raise UnauthorizedError(f"The text of {article.id!r} needs a key: Authorization: Bearer KEY.")
    headers = {"ETag": f'"{article.text_version}"', "Last-Modified": http_date(article.updated_at)}
    return Response(article.text, headers=headers, media_type="text/plain")


@router.get(
    "/articles/{article_id}/mentions",
    response_model=MentionList,
    openapi_extra=declared(MENTION_PARAMETERS),
    summary="What an article mentions",
)
async def list_article_mentions(request: Request, article_id: str, services: ServicesDep, view: ViewDep) -> Response:
    """The mentions of an article in the order of its text, a page at a time."""
    reader = Reader(request.scope["query_string"], names(MENTION_PARAMETERS), LISTED)
    page = read_page(reader)
    view = _asked(view, reader, MENTION_INCLUDES)
    negotiate(accepted(request), (JSON,))
    return await to_thread.run_sync(_mentions, services, checked(article_id), view, page)


async def _list(request: Request, services: Services, view: View) -> Response:
    asked = read_article_request(request.scope["query_string"], _today())
    await wait_for_index(services, asked)
    question = list_question(services, asked, view, request.app.state.ready)
    return await answer_question(request, question, again=not asked.min_seq)


async def _stream(request: Request, services: Services, view: View, name: str) -> Response:
    asked = read_article_request(request.scope["query_string"], _today(), name)
    await wait_for_index(services, asked)
    return await to_thread.run_sync(stream_answer, services, asked, view, name)


def _today() -> date:
    return datetime.now(UTC).date()


def _asked(view: View, reader: Reader, includes: tuple[str, ...]) -> View:
    unit: OffsetUnit = reader.one("offset_unit", one_of(OFFSET_UNITS), "codepoint")
    include = frozenset(reader.listed("include", one_of(includes)))
    reader.done()
    return replace(view, unit=unit, include=include)


def checked(article_id: str) -> str:
    """An id of an article as it stands in a path; raises `NotFoundError` for what cannot be one."""
    try:
        return check_id(article_id)
    except ValueError as error:
        raise NotFoundError(f"There is no article {article_id[:200]!r}: {error}.") from error


def _article_question(services: Services, name: str, view: View, ready: ReadyArticles) -> Question:
    if view.include or view.unit != "codepoint":
        return Question(lambda _: _article(services, name, view), quick=False)
    return settled(lambda: _ready(services, name, view, ready))


def _ready(services: Services, name: str, view: View, ready: ReadyArticles) -> Response:
    found = ready.find([name], view)
    if name not in found:
        return _article(services, name, view)  # says why there is none
    headers = {"Last-Modified": found[name].modified}
    whole = join_articles(found.values(), view.base, [b""])
    if view.parts:
        return json_response(project(orjson.loads(whole), view.parts), headers=headers)
    return Response(whole, headers=headers, media_type=JSON)


def _article(services: Services, name: str, view: View) -> Response:
    article = services.store.get(name)
    mentions = articles.read_included(services, [name], view.include)
    shape = article_shape(article, view, mentions)
    if "provenance" in view.include:
        sent, extractor = sent_shape(services.store.sent(name), shape["rights"]), _extractor(services, name)
        shape["provenance"] = {"extractor": extractor, "sent": sent}
        found = mentions.by_article.get(name, []) if mentions else []
        shape |= {"mentions": _asserted(shape["mentions"], found, extractor)} if "mentions" in shape else {}
    if "revisions" in view.include:
        shape["revisions"] = [revision.model_dump() for revision in services.store.revisions(name)]
    return json_response(project(shape, view.parts), headers={"Last-Modified": http_date(article.updated_at)})


def _extractor(services: Services, name: str) -> str:
    """What found the annotations of an article: after an upgrade, not what would find them now."""
    return services.store.revisions(name)[-1].extractor or services.annotator.version


def _asserted(shapes: list[dict[str, Any]], mentions: Sequence[Mention], extractor: str) -> list[dict[str, Any]]:
    return [{**shape, **asserted(mention, extractor)} for shape, mention in zip(shapes, mentions, strict=True)]


def _mentions(services: Services, name: str, view: View, page: NumberedPage) -> Response:
    article = services.store.get(name)
    every = services.store.mentions([name]).get(name, [])
    shown = every[page.offset :][: page.limit]
    data = mention_shapes(article, shown, view)
    if "provenance" in view.include:
        data = _asserted(data, shown, _extractor(services, name))
    labels = services.store.labels(sorted({mention.entity for mention in shown}))
    meta = {
        "total": len(every),
        "limit": page.limit,
        "offset_unit": view.unit,
        "entities": label_shapes(shown, labels),
    }
    pairs = [("include", "provenance")] if view.include else []
    pairs += [("offset_unit", view.unit)] if view.unit != "codepoint" else []
    return list_response(data, meta, page.links(view.base, f"/articles/{name}/mentions", pairs, len(every)))
