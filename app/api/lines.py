"""`/entities/{id}/mentions`: where an entity is mentioned, with the text around it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.article_lists import check_strict, selection_meta
from app.api.deps import ServicesDep, ViewDep
from app.api.lists import NumberedPage, list_response, read_page
from app.api.models import Links, Meta, Warned
from app.api.parameters.echoes import QueryEcho
from app.api.parameters.filters import REPEATABLE, ArticleRequest, read_selection
from app.api.parameters.output import read_dialect
from app.api.parameters.parameters_schema import CONTEXT, LINE_PARAMETERS, declared, names
from app.api.parameters.params import Reader, integer, one_of
from app.api.shapes import View
from app.api.tables import AS_CSV, table_response
from app.api.transport.freshness import wait_for_index
from app.api.transport.links import filter_pairs
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.domain.offsets import OFFSET_UNITS, OffsetUnit, convert_offsets
from app.formats.csv import MEDIA_TYPE as CSV
from app.formats.tables import LINES
from app.services import Services
from app.services.articles import Found
from app.services.lines import Line, around, find_places, read_lines

DEFAULT_CONTEXT = 60

router = APIRouter(tags=["entities"])


class ContextLine(BaseModel):
    """A mention (`id`, `match`) between what stands before and behind it; both are empty where that needs a key."""

    id: str
    article: str
    date: str | None
    left: str
    match: str
    right: str
    start: int
    end: int
    zone: str
    kind: str


class LinesMeta(Meta):
    """`offset_unit` is what `start` and `end` count; `undated` counts articles, as in a list of these."""

    undated: int
    collapsed: int
    offset_unit: str
    query: QueryEcho
    warnings: list[Warned]


class LineList(BaseModel):
    """A page of the mentions of an entity, those of the newest article first."""

    data: list[ContextLine]
    meta: LinesMeta
    links: Links


@dataclass(frozen=True)
class _Asked:
    """Which lines, of which articles, and how they are shown."""

    entity: str
    selection: ArticleRequest
    width: int
    page: NumberedPage
    csv: str
    view: View

    def pairs(self, found: Found) -> list[tuple[str, str]]:
        """The parameters that select the lines, without those at their default."""
        given = {
            **dict(filter_pairs(self.selection, found.canonical)),
            "context": str(self.width) if self.width != DEFAULT_CONTEXT else None,
            "offset_unit": self.view.unit if self.view.unit != "codepoint" else None,
        }
        return [(name, value) for name, value in given.items() if value]


@router.get(
    "/entities/{entity_id}/mentions",
    response_model=LineList,
    responses=AS_CSV,
    openapi_extra=declared(LINE_PARAMETERS),
    summary="Where an entity is mentioned",
)
async def list_entity_mentions(request: Request, entity_id: str, services: ServicesDep, view: ViewDep) -> Response:
    """The mentions of an entity with the text around them, the newest article first; `Accept` picks JSON or CSV.

    The filters of `/articles` choose the articles, `zone` also where in them.
    """
    as_csv = negotiate(accepted(request), (JSON, CSV)) == CSV
    return await _answer(services, _read(request, entity_id, view, as_csv), as_csv)


@router.get("/entities/{entity_id}/mentions.json", include_in_schema=False)
async def list_entity_mentions_json(request: Request, entity_id: str, services: ServicesDep, view: ViewDep) -> Response:
    """The same as JSON, whatever the header `Accept` says."""
    return await _answer(services, _read(request, entity_id, view, False), False)


@router.get("/entities/{entity_id}/mentions.csv", include_in_schema=False)
async def list_entity_mentions_csv(request: Request, entity_id: str, services: ServicesDep, view: ViewDep) -> Response:
    """All of them as CSV."""
    return await _answer(services, _read(request, entity_id, view, True), True)


def _read(request: Request, entity_id: str, view: View, as_csv: bool) -> _Asked:
    reader = Reader(request.scope["query_string"], names(LINE_PARAMETERS), REPEATABLE)
    unit: OffsetUnit = reader.one("offset_unit", one_of(OFFSET_UNITS), "codepoint")
    asked = _Asked(
        entity=entity_id,
        selection=read_selection(reader, datetime.now(UTC).date()),
        width=reader.one("context", integer(*CONTEXT), DEFAULT_CONTEXT),
        page=read_page(reader, stream=as_csv),
        csv=read_dialect(reader, as_csv),
        view=replace(view, unit=unit),
    )
    reader.done()
    return asked


async def _answer(services: Services, asked: _Asked, as_csv: bool) -> Response:
    await wait_for_index(services, asked.selection)
    return await to_thread.run_sync(_table if as_csv else _list, services, asked)


def _list(services: Services, asked: _Asked) -> Response:
    entity, found, total, lines = _find(services, asked)
    meta = {
        "total": total,
        "limit": asked.page.limit,
        "offset_unit": asked.view.unit,
        **selection_meta(asked.selection, found),
    }
    links = asked.page.links(asked.view.base, f"/entities/{entity}/mentions", asked.pairs(found), total)
    return list_response(list(lines), meta, links, {"Attache-Seq": str(found.seq)})


def _table(services: Services, asked: _Asked) -> Response:
    entity, found, total, lines = _find(services, asked)
    headers = {"X-Total-Count": str(total), "Attache-Seq": str(found.seq)}
    return table_response(LINES, lines, asked.csv, f"{entity}-mentions", headers)


def _find(services: Services, asked: _Asked) -> tuple[str, Found, int, Iterator[dict[str, Any]]]:
    """The id of the entity, the articles that were looked at, how many lines there are, and those asked for."""
    entity = services.store.entity(asked.entity).id
    page = asked.page
    found, total, places = find_places(services, entity, asked.selection.query, page.limit, page.offset)
    check_strict(asked.selection, found)
    return entity, found, total, (_shape(line, asked) for line in read_lines(services, places))


def _shape(line: Line, asked: _Asked) -> dict[str, Any]:
    article, mention = line.article, line.mention
    at = convert_offsets(article.text, (mention.start, mention.end), asked.view.unit)
    left, right = around(line, asked.width, asked.view.readable(article))
    return {
        "id": mention.id,
        "article": article.id,
        "date": article.date.date.value if article.date.date else None,
        "left": left,
        "match": mention.text,
        "right": right,
        "start": at[mention.start],
        "end": at[mention.end],
        "zone": mention.zone,
        "kind": mention.kind,
    }
