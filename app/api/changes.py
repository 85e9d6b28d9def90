"""`/changes`: what changed among the articles that a filter selects, a page at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from anyio import current_time, to_thread
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.article_lists import check_strict, query_echo
from app.api.deps import NewsDep, ServicesDep, ViewDep
from app.api.lists import next_link
from app.api.models import Article, Links, Warned
from app.api.parameters.change_parameters import CHANGE_PARAMETERS, ChangesRequest, read_changes_request
from app.api.parameters.echoes import QueryEcho
from app.api.parameters.parameters_schema import declared
from app.api.shapes import View, article_shape
from app.api.transport.links import Pairs, filter_pairs, link, page_pairs
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.api.transport.responses import json_response
from app.errors import ChangesExpiredError
from app.services import Services, articles
from app.services.changes import ChangePage, ToldChange, find_changes

router = APIRouter(tags=["changes"])


class Change(BaseModel):
    """A change: `op` is upsert (it is among what the filters select), leave (it is no more), or delete.

    `changed` names what is other than before, null when there was nothing before, or it is not known.
    """

    seq: int
    op: str
    type: str
    id: str
    at: datetime
    revision: int
    changed: list[str] | None
    doc: Article | None = None


class ChangesMeta(BaseModel):
    """`next_since` is where to go on; `at_end` says that nothing newer has changed."""

    next_since: int
    at_end: bool
    query: QueryEcho
    warnings: list[Warned]


class ChangeList(BaseModel):
    """A page of changes, in the order in which they happened."""

    data: list[Change]
    meta: ChangesMeta
    links: Links


@router.get(
    "/changes",
    response_model=ChangeList,
    response_model_exclude_unset=True,
    openapi_extra=declared(CHANGE_PARAMETERS),
    summary="What changed since",
)
async def list_changes(request: Request, services: ServicesDep, view: ViewDep, news: NewsDep) -> Response:
    """The changes behind `since` of the articles that match all filters; with `wait` it waits for one.

    An article that matched at `since` and matches no more is a `leave`. Go on with `meta.next_since`.
    """
    asked = read_changes_request(request.scope["query_string"], datetime.now(UTC).date())
    negotiate(accepted(request), (JSON,))
    page = await to_thread.run_sync(read_page, services, asked, view)
    until = current_time() + asked.wait
    if asked.wait:
        news.check()
    with news.place():
        while not page.changes and page.at_end and current_time() < until and not news.ended:
            await news.newer(page.next_since, until - current_time())
            page = await to_thread.run_sync(read_page, services, replace(asked, since=page.next_since), view)
    return await to_thread.run_sync(_answer, services, asked, page, view)


def read_page(services: Services, asked: ChangesRequest, view: View, each: bool = False) -> ChangePage:
    """A page of changes; raises `ChangesExpiredError`, and `InvalidParameterError` where warnings are errors."""
    try:
        page = find_changes(services, asked.asked.query, asked.since, asked.limit, each=each)
    except ChangesExpiredError as error:
        raise ChangesExpiredError(error.detail, links=_ways_back(view)) from error
    check_strict(asked.asked, page)
    return page


def change_shapes(
    services: Services, asked: ChangesRequest, changes: tuple[ToldChange, ...], view: View
) -> list[dict[str, Any]]:
    """Changes as JSON; where articles come with them, one that has gone meanwhile is told as deleted."""
    if "doc" not in asked.asked.include:
        return [_shape(told) for told in changes]
    names = dict.fromkeys(told.change.id for told in changes if told.op == "upsert")
    docs = dict(_docs(services, asked, list(names), view))
    return [_documented(told, docs) for told in changes]


def _ways_back(view: View) -> dict[str, str]:
    whole = link(view.base, "/articles.ndjson", [("trailer", "true")])
    return {"snapshot": link(view.base, "/exports/latest"), "articles": whole}


def _docs(services: Services, asked: ChangesRequest, names: list[str], view: View) -> Iterator[tuple[str, Any]]:
    shown = replace(view, unit=asked.asked.unit, include=asked.asked.include)
    for batch in articles.read(services, names):
        mentions = articles.read_included(services, [article.id for article in batch], shown.include)
        yield from ((article.id, article_shape(article, shown, mentions)) for article in batch)


def _documented(told: ToldChange, docs: Mapping[str, Any]) -> dict[str, Any]:
    if told.op != "upsert":
        return _shape(told)
    doc = docs.get(told.change.id)
    return {**_shape(told), "doc": doc} if doc else _shape(replace(told, op="delete", changed=None))


def _shape(told: ToldChange) -> dict[str, Any]:
    change = told.change
    return {
        "seq": change.seq,
        "op": told.op,
        "type": "article",
        "id": change.id,
        "at": change.at,
        "revision": change.revision,
        "changed": told.changed,
    }


def _answer(services: Services, asked: ChangesRequest, page: ChangePage, view: View) -> Response:
    here = page.next_since if asked.since is None else asked.since
    meta = {
        "next_since": page.next_since,
        "at_end": page.at_end,
        "query": query_echo(asked.asked, page.actor),
        "warnings": [notice.model_dump() for notice in page.notices],
    }
    links = {
        "self": _link(asked, page, here, view),
        "next": None if page.at_end else _link(asked, page, page.next_since, view),
    }
    data = change_shapes(services, asked, page.changes, view)
    return json_response({"data": data, "meta": meta, "links": links}, headers=next_link(links))


def _link(asked: ChangesRequest, page: ChangePage, since: int, view: View) -> str:
    selected = filter_pairs(asked.asked, page.actor.canonical if page.actor else None)
    pairs: Pairs = [("since", str(since)), *selected, *page_pairs(asked.asked)]
    return link(view.base, "/changes", pairs)
