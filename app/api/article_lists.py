"""The answers that hold many articles: a page as JSON, or all of them as a stream in another format."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from time import perf_counter
from typing import Any, Protocol

from orjson import Fragment
from starlette.responses import Response, StreamingResponse

from app import __version__
from app.api.article_tables import table_shapes
from app.api.counted import facet_shape
from app.api.highlighted import ReadyTexts, find_highlights, read_sources
from app.api.lists import list_response
from app.api.parameters.date_filters import INTERVALS
from app.api.parameters.fields import project, shown
from app.api.parameters.filters import DEFAULT_LIMIT, ArticleRequest
from app.api.parameters.output import Output
from app.api.ready import ReadyArticles, with_more
from app.api.shapes import View, actor_echo, article_shape, date_echo, listed_shape, score_shape, words_echo
from app.api.tables import saved_as
from app.api.transport.links import filter_pairs, link, list_links, page_pairs
from app.api.transport.representations import tag_of
from app.api.transport.responses import pieces
from app.api.transport.versions import find_versions, versions_header
from app.domain.articles import Article
from app.domain.notices import Notice
from app.domain.text_queries import Clause
from app.errors import Flaw, InvalidParameterError
from app.formats import FORMATS
from app.services import Services, articles
from app.services.actors import ResolvedActor
from app.services.articles import Found, Page
from app.services.consistency import of_one_state
from app.services.facets import FacetPage, count_facets

_Selected = tuple[Found, Iterable[list[Article]], dict[str, str]]


def list_answer(services: Services, asked: ArticleRequest, view: View, ready: ReadyArticles) -> Response:
    """A page of articles as JSON.

    Raises `CursorInvalidError`, `IndexUnavailableError` and, for warnings that are asked to be errors,
    `InvalidParameterError`.
    """
    (found, rows, headers), pages = of_one_state(services.index, lambda: _with_facets(services, asked))
    links = list_links(view.base, asked, found.canonical, found.next_cursor)
    if _is_light(asked) and not asked.output.paths:
        data = _ready_articles(services, asked, ready, found, view)
    else:
        data = list(_shapes(services, asked, found, rows, view))
    facets = {page.by: facet_shape(page, asked, found, view.base, DEFAULT_LIMIT) for page in pages}
    return list_response(data, {**_meta(services, asked, found), "facets": facets}, links, headers)


def is_quick(asked: ArticleRequest) -> bool:
    """Whether answering takes a millisecond or two, so that handing it to a thread would cost more than it saves."""
    text = asked.query.text
    plain = text is None or (isinstance(text.expression, Clause) and text.expression.kind == "word")
    beside = asked.facets or asked.output.paths or asked.output.highlight
    return plain and _is_light(asked) and not beside


def stream_answer(services: Services, asked: ArticleRequest, view: View, name: str) -> Response:
    """All articles that were asked for, in the format `name`, from one state of the index and in constant memory.

    Raises what `list_answer` raises, before anything is sent.
    """
    found, written, headers = write_articles(services, asked, view, name)
    pairs = filter_pairs(asked, found.canonical) + list(asked.output.changed.items())
    headers |= {
        "ETag": tag_of(name, pairs, page_pairs(asked), found.seq, services.store.state(), *_shown(view)),
        "Attache-Versions": versions_header(services),
        "X-Total-Count": str(found.total),
        "Link": f'<{link(view.base, f"/articles.{name}", pairs)}>; rel="canonical"',
    }
    if name == "csv":
        headers |= saved_as(asked.output.rows)
    return StreamingResponse(pieces(written), headers=headers, media_type=FORMATS[name].MEDIA_TYPE)


def _shown(view: View) -> tuple[str | bool, ...]:
    """What an answer depends on beside the question and the store."""
    return (view.base, view.rights, view.trusted, __version__)


def write_articles(
    services: Services, asked: ArticleRequest, view: View, name: str
) -> tuple[Found, Iterator[bytes], dict[str, str]]:
    """What was found, all of it as bytes in the format `name`, and the headers that say of which state it is."""
    found, rows, headers = _select(services, asked)
    if _is_light(asked) and not asked.output.highlight and asked.output.rows == "articles":
        shapes = _listed_shapes(services, asked, found, view)
    else:
        shapes = (table_shapes if name == "csv" else _shapes)(services, asked, found, rows, view)
    return found, FORMATS[name].write(shapes, **_how(asked.output, found.seq, name)), headers


def _how(output: Output, seq: int, name: str) -> dict[str, Any]:
    """What a format is told beside the articles."""
    if name == "csv":
        return {"rows": output.rows, "columns": output.columns, "csv": output.csv}
    return {"end": seq} if output.trailer else {}


def _with_facets(services: Services, asked: ArticleRequest) -> tuple[_Selected, list[FacetPage]]:
    selected = _select(services, asked)
    return selected, count_facets(services, asked.query, selected[0].actor, asked.facets, Page(DEFAULT_LIMIT))


def _select(services: Services, asked: ArticleRequest) -> _Selected:
    started = perf_counter()
    rows: Iterable[list[Article]]
    if asked.ids is not None:
        found, articles_found = articles.find_by_ids(services, asked.ids)
        rows = [articles_found]
    else:
        found = articles.find(services, asked.query, Page(asked.limit, asked.cursor, asked.page))
        rows = articles.read(services, [hit.id for hit in found.hits])
    check_strict(asked, found)
    milliseconds = 1000 * (perf_counter() - started)
    return found, rows, {"Attache-Seq": str(found.seq), "Server-Timing": f"search;dur={milliseconds:.1f}"}


class Understood(Protocol):
    """What is known of a query that was understood; see `Found`."""

    @property
    def actor(self) -> ResolvedActor | None:
        """The resolved filter by actors."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What may surprise."""

    @property
    def adjusted(self) -> tuple[str, ...]:
        """What of `q` the index narrowed."""


def check_strict(asked: ArticleRequest, found: Understood) -> None:
    """Raise `InvalidParameterError`, which names each warning, where warnings are asked to be errors."""
    if asked.strict and found.notices:
        raise InvalidParameterError(" ".join(notice.detail for notice in found.notices), *map(_flaw, found.notices))


def _flaw(notice: Notice) -> Flaw:
    meant = {"did_you_mean": list(notice.suggestions)} if notice.suggestions else {}
    return Flaw(notice.code, parameter=notice.parameter, more=meant)


def _is_light(asked: ArticleRequest) -> bool:
    """Whether all that is shown of an article stands in a list."""
    return not asked.needs and asked.ids is None and asked.unit == "codepoint"


def _ready_articles(
    services: Services, asked: ArticleRequest, ready: ReadyArticles, found: Found, view: View
) -> list[Any]:
    ids = [hit.id for hit in found.hits]
    bodies, passages = ready.find(ids, view), _highlights(services, asked, found, view, ready.texts)
    return [
        Fragment(with_more(bodies[hit.id], score_shape(hit.score) | passages.get(hit.id, {})))
        for hit in found.hits
        if hit.id in bodies
    ]


def _highlights(
    services: Services, asked: ArticleRequest, found: Found, view: View, texts: ReadyTexts
) -> dict[str, dict[str, Any]]:
    """What highlights add to each of the articles on a page, if they are asked for."""
    if asked.output.highlight is None:
        return {}
    sources = texts.find([hit.id for hit in found.hits], asked)
    shapes = find_highlights(services.index, asked, found, view, sources)
    return {name: {"highlights": shape} for name, shape in shapes.items()}


def _listed_shapes(services: Services, asked: ArticleRequest, found: Found, view: View) -> Iterator[dict[str, Any]]:
    parts, scores = shown(asked.output.paths, asked.include), {hit.id: hit.score for hit in found.hits}
    for batch in articles.read_listed(services, list(scores)):
        for article in batch:
            yield project(listed_shape(article, view) | score_shape(scores[article.id]), parts)


def _shapes(
    services: Services, asked: ArticleRequest, found: Found, rows: Iterable[list[Article]], view: View
) -> Iterator[dict[str, Any]]:
    beside = asked.include | ({"highlights"} if asked.output.highlight else set())
    view = replace(view, unit=asked.unit, include=asked.needs, parts=shown(asked.output.paths, beside))
    scores = {hit.id: hit.score for hit in found.hits}
    for batch in rows:
        names = [article.id for article in batch]
        mentions = articles.read_included(services, names, view.include)
        highlights = _shown_in(services, asked, found, batch, view)
        for article in batch:
            shape = article_shape(article, view, mentions, scores[article.id])
            if asked.output.highlight:
                shape["highlights"] = highlights[article.id]
            yield project(shape, view.parts)


def _shown_in(
    services: Services, asked: ArticleRequest, found: Found, batch: list[Article], view: View
) -> dict[str, list[dict[str, Any]]]:
    """The highlights of some articles, if they are asked for."""
    if asked.output.highlight is None:
        return {}
    return find_highlights(services.index, asked, found, view, read_sources(services.store, batch, asked))


def _meta(services: Services, asked: ArticleRequest, found: Found) -> dict[str, Any]:
    meta = found_meta(services, asked, found)
    meta["limit"] = asked.limit if asked.ids is None else len(asked.ids)
    meta["offset_unit"] = asked.unit
    if asked.ids is not None:
        present = {hit.id for hit in found.hits}
        meta["missing"] = [name for name in asked.ids if name not in present]
    return meta


def found_meta(services: Services, asked: ArticleRequest, found: Found) -> dict[str, Any]:
    """What is true of all articles that were found, and how they were asked for."""
    whole = {"total": found.total, "total_relation": "eq", "versions": find_versions(services)}
    return {**whole, **selection_meta(asked, found)}


def selection_meta(asked: ArticleRequest, found: Found) -> dict[str, Any]:
    """What `meta` says of the articles that something else is told of."""
    return {
        "undated": found.undated,
        "collapsed": found.collapsed,
        "query": query_echo(asked, found),
        "warnings": [notice.model_dump() for notice in found.notices],
    }


def query_echo(asked: ArticleRequest, found: Understood) -> dict[str, Any]:
    """How the filters were understood."""
    query, echo = asked.query, dict[str, Any]()
    if found.actor:
        echo["actor"] = actor_echo(found.actor, query)
    if query.together:
        echo["together"] = query.together.model_dump()
    if dated := date_echo(query):
        echo["date"] = dated
    for name in INTERVALS:
        if asked_for := getattr(query, name):
            echo[name] = asked_for.model_dump()
    if query.text:
        echo["q"] = words_echo(asked.q, query.text, found.adjusted)
    return echo
