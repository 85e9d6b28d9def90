"""A page of articles as JSON: what of it depends on the question alone is written once for all who ask it."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import orjson
from starlette.responses import Response

from app.api.article_lists import Known, Selected, found_meta, is_light, known_meta, page_shapes, select
from app.api.counted import FacetLinks, facet_shape
from app.api.highlighted import find_highlights
from app.api.lists import list_response, list_shape, next_link
from app.api.parameters.filters import DEFAULT_LIMIT, ArticleRequest
from app.api.ready import ReadyArticle, ReadyArticles, join_articles
from app.api.shapes import View
from app.api.transport.links import list_links
from app.api.transport.negotiation import JSON
from app.api.transport.questions import Question
from app.domain.ports import Hit
from app.domain.text_queries import every_clause
from app.services import Services, articles
from app.services.articles import Found, Page, Sought
from app.services.consistency import of_one_state
from app.services.facets import Counting, FacetPage, count_facets, plan_facets

_FEW = 3
_TALLIED = frozenset({"actor", "month"})
_BEFORE_DATA = len(b'{"data":[')


class _Written(NamedTuple):
    """What is known of an answer before anything is searched, in the version `seen` of the store.

    `light` tells whether what lists show is all that is shown; `sought` is None where articles are asked for by id.
    """

    seen: int
    light: bool
    sought: Sought | None
    known: Known
    links: Callable[[str | None], dict[str, str | None]]
    counting: Counting | None
    facet_links: FacetLinks


def list_question(services: Services, asked: ArticleRequest, view: View, ready: ReadyArticles) -> Question:
    """The question for a page of articles.

    Its answer raises `CursorInvalidError`, `IndexUnavailableError` and, for warnings that are asked to be errors,
    `InvalidParameterError`.
    """
    quickly, patiently = (partial(_answer, services, asked, view, each) for each in (ready.at_hand, ready))
    understand = partial(_understand, services, asked, view.base)
    return Question(quickly, understand, _is_quick(asked), patiently=patiently)


def list_answer(services: Services, asked: ArticleRequest, view: View, ready: ReadyArticles) -> Response:
    """The answer to such a question, which raises the same."""
    return _answer(services, asked, view, ready, _understand(services, asked, view.base))


def _is_quick(asked: ArticleRequest) -> bool:
    """Whether answering takes a millisecond or two, so that handing it to a thread would cost more than it saves."""
    expression = asked.query.text.expression if asked.query.text else None
    clauses = list(every_clause(expression)) if expression else []
    plain = len(clauses) <= _FEW and all(clause.kind == "word" for clause in clauses)
    return plain and is_light(asked) and not asked.output.paths and set(asked.facets) <= _TALLIED


def _understand(services: Services, asked: ArticleRequest, base: str) -> _Written:
    seen = services.store.version()
    sought = articles.understand(services, asked.query) if asked.ids is None else None
    actor = sought.actor if sought else None
    canonical = actor.canonical if actor else None
    return _Written(
        seen,
        is_light(asked) and not asked.output.paths,
        sought,
        known_meta(services, asked, sought),
        list_links(base, asked, canonical),
        plan_facets(asked.query, sought, asked.facets) if asked.facets else None,
        FacetLinks(base, asked, canonical),
    )


def _answer(services: Services, asked: ArticleRequest, view: View, ready: ReadyArticles, written: _Written) -> Response:
    (found, rows, headers), pages = _selected(services, asked, written)
    links = written.links(found.next_cursor)
    facets = {page.by: facet_shape(page, written.facet_links, DEFAULT_LIMIT) for page in pages}
    meta = {**_meta(services, asked, found, written.known), "facets": facets}
    if written.light:
        ids = [hit.id for hit in found.hits]
        highlights: Mapping[str, bytes] = {}
        if asked.output.highlight:
            sources = ready.texts.find(ids, asked, written.seen)
            highlights = find_highlights(services.index, asked, found, view, sources)
        frame = orjson.dumps(list_shape((), meta, links))
        body = _joined(ready.find(ids, view, written.seen), _rated(found.hits), highlights, frame, view.base)
        return Response(body, headers={**next_link(links), **headers}, media_type=JSON)
    return list_response(list(page_shapes(services, asked, found, rows, view)), meta, links, headers)


def _selected(services: Services, asked: ArticleRequest, written: _Written) -> tuple[Selected, list[FacetPage]]:
    """What is selected, and the facets that are asked for of it."""
    counting = written.counting
    if counting is None:
        return select(services, asked, written.sought), []

    def ask() -> tuple[Selected, list[FacetPage]]:
        selected = select(services, asked, written.sought)
        return selected, count_facets(services, counting, asked.facets, Page(DEFAULT_LIMIT))

    return of_one_state(services.index, ask)


def _meta(services: Services, asked: ArticleRequest, found: Found, known: Known) -> dict[str, Any]:
    meta = found_meta(services, asked, found, known)
    meta["limit"] = asked.limit if asked.ids is None else len(asked.ids)
    meta["offset_unit"] = asked.unit
    if asked.ids is not None:
        present = {hit.id for hit in found.hits}
        meta["missing"] = [name for name in asked.ids if name not in present]
    return meta


def _rated(hits: Iterable[Hit]) -> dict[str, bytes]:
    """What tells the score of each article that has one, as a member of a JSON object."""
    rated = [hit for hit in hits if hit.score is not None]
    scores = orjson.dumps([hit.score for hit in rated])[1:-1].split(b",") if rated else []
    return {hit.id: b'"score":' + score for hit, score in zip(rated, scores, strict=True)}


def _joined(
    articles: Mapping[str, ReadyArticle],
    rated: Mapping[str, bytes],
    highlights: Mapping[str, bytes],
    frame: bytes,
    base: str,
) -> bytes:
    """The page `frame` with these articles, to each of which its score and its highlights are added."""
    shown = {name: b'"highlights":' + each for name, each in highlights.items()}
    beside = [b""] * len(articles)
    if rated or shown:
        beside = [b",".join([each[name] for each in (rated, shown) if name in each]) for name in articles]
    return b"".join((frame[:_BEFORE_DATA], join_articles(articles.values(), base, beside), frame[_BEFORE_DATA:]))
