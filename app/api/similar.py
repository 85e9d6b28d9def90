"""`/articles/{id}/similar`: more like this, and why."""

from datetime import UTC, datetime
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api import models
from app.api.article_lists import check_strict, selection_meta
from app.api.articles import checked
from app.api.deps import ServicesDep, ViewDep
from app.api.lists import NumberedPage, list_response, read_page
from app.api.parameters.echoes import QueryEcho
from app.api.parameters.filters import REPEATABLE, ArticleRequest, read_selection
from app.api.parameters.parameters_schema import SIMILAR_PARAMETERS, declared, names
from app.api.parameters.params import Reader
from app.api.shapes import View, article_shape
from app.api.transport.freshness import wait_for_index
from app.api.transport.links import filter_pairs
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.domain.articles import Article
from app.domain.similarity import Similar
from app.services import Services
from app.services.similarity import Likeness, find_similar

_DIGITS = 6


_EXAMPLE = {
    "data": [
        {
            "id": "talks",
            "title": "Ministers talk about Russia",
            "kicker": "Alliance",
            "excerpt": {"start": 0, "end": 58, "text": "The ministers of NATO met on Monday to talk about Russia."},
            "language": "en",
            "source": "The Post",
            "url": "https://example.org/talks",
            "author": "Jane Doe",
            "rights": "full",
            "date": {
                "value": "2014",
                "precision": "year",
                "earliest": "2014-01-01",
                "latest": "2014-12-31",
                "source": "metadata",
                "confidence": 1.0,
                "evidence": {"start": 0, "end": 4},
            },
            "actors": [
                {
                    "id": "russia",
                    "label": "Russia",
                    "type": "country",
                    "wikidata_id": "Q159",
                    "mentions": 1,
                    "first": 50,
                },
            ],
            "length": 139,
            "text_version": "sha256:…",
            "revision": 1,
            "duplicate_of": "talks-wire",
            "metadata": {},
            "ingested_at": "2024-01-01T12:00:00Z",
            "updated_at": "2024-01-01T12:00:00Z",
            "links": {"self": "/articles/talks", "text": "/articles/talks/text"},
            "score": 0.41,
            "reasons": {
                "actors": [
                    {"id": "russia", "label": "Russia", "type": "country", "wikidata_id": "Q159", "weight": 0.31},
                ],
                "terms": [{"term": "ministers", "weight": 0.1}],
            },
        }
    ],
    "meta": {
        "total": 31,
        "total_relation": "eq",
        "limit": 1,
        "articles": 48,
        "undated": 3,
        "collapsed": 0,
        "query": {},
        "warnings": [],
    },
    "links": {"self": "/articles/pact/similar?limit=1", "next": "/articles/pact/similar?limit=1&page=2"},
}


class SharedActor(models.EntityLabel):
    """An actor that both articles mention, and its part of the score."""

    id: str
    weight: float


class SharedTerm(BaseModel):
    """A word of the article that `q` finds in the other one as well, and its part of the score."""

    term: str
    weight: float


class Reasons(BaseModel):
    """What two articles share, the weightiest first; all weights come to the score.

    `terms` is null for those who may not read both texts.
    """

    actors: list[SharedActor]
    terms: list[SharedTerm] | None


class SimilarArticle(models.Article):
    """An article that is like another one; `score` is the share of what is looked for that it has, from 0 to 1."""

    reasons: Reasons


class SimilarMeta(models.Meta):
    """`total` counts the articles that share anything, `articles` those that the filters find."""

    articles: int
    undated: int
    collapsed: int
    query: QueryEcho
    warnings: list[models.Warned]


class SimilarList(BaseModel):
    """A page of the articles that are like one, the likest first."""

    data: list[SimilarArticle]
    meta: SimilarMeta
    links: models.Links


router = APIRouter(tags=["articles"])


@router.get(
    "/articles/{article_id}/similar",
    response_model=SimilarList,
    responses={200: {"content": {JSON: {"example": _EXAMPLE}}}},
    openapi_extra=declared(SIMILAR_PARAMETERS),
    summary="More articles like one",
)
async def list_similar_articles(request: Request, article_id: str, services: ServicesDep, view: ViewDep) -> Response:
    """The articles that share most of what is rare in one: its actors, half of the score, and its words, the other.

    Each weighs `(1 + ln times) * ln(1 + (N - n + 0.5) / (n + 0.5))`: `times` it stands in the article (in its title 4
    times as much, in its lead twice), in `n` of all `N`. The 20 heaviest of either kind count, and the score is the
    share of their weight that the other article has as well. The filters of `/articles` choose among which. Neither the
    article itself nor copies of its text are told.
    """
    reader = Reader(request.scope["query_string"], names(SIMILAR_PARAMETERS), REPEATABLE)
    selection, page = read_selection(reader, datetime.now(UTC).date()), read_page(reader)
    reader.done()
    negotiate(accepted(request), (JSON,))
    await wait_for_index(services, selection)
    return await to_thread.run_sync(_list, services, checked(article_id), selection, page, view)


def _list(services: Services, name: str, asked: ArticleRequest, page: NumberedPage, view: View) -> Response:
    likeness = find_similar(services, name, asked.query, page.window)
    found = likeness.found
    check_strict(asked, found)
    data = [_shape(article, hit, likeness, view) for article, hit in likeness.rows]
    meta = {
        "total": likeness.total,
        "limit": page.limit,
        "articles": found.total,
        **selection_meta(asked, found),
    }
    pairs = filter_pairs(asked, found.canonical)
    links = page.links(view.base, f"/articles/{name}/similar", pairs, likeness.total)
    return list_response(data, meta, links, {"Attache-Seq": str(found.seq)})


def _shape(article: Article, hit: Similar, likeness: Likeness, view: View) -> dict[str, Any]:
    readable = all(view.granted(each) == "full" for each in (article, likeness.article))
    weights = [(each, round(each.weight, _DIGITS)) for each in hit.shared]
    actors = [
        {"id": each.key, **likeness.labels[each.key].model_dump(), "weight": weight}
        for each, weight in weights
        if each.kind == "actor" and each.key in likeness.labels
    ]
    terms = [{"term": each.key, "weight": weight} for each, weight in weights if each.kind == "term"]
    reasons = {"actors": actors, "terms": terms if readable else None}
    return {**article_shape(article, view, score=round(hit.score, _DIGITS)), "reasons": reasons}
