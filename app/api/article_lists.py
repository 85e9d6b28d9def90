"""The answers that hold many articles: a page as JSON, or all of them as a stream in another format."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any, NamedTuple, Protocol

import orjson
from orjson import Fragment
from starlette.responses import Response, StreamingResponse

from app import __version__
from app.api.article_tables import table_shapes
from app.api.highlighted import find_highlights, read_sources
from app.api.parameters.date_filters import INTERVALS
from app.api.parameters.fields import project, shown
from app.api.parameters.filters import ArticleRequest
from app.api.parameters.output import Output
from app.api.ready import write_each
from app.api.shapes import View, actor_echo, article_shape, date_echo, words_echo
from app.api.tables import saved_as
from app.api.transport.links import filter_pairs, link, page_pairs
from app.api.transport.representations import tag_of
from app.api.transport.responses import pieces
from app.api.transport.versions import find_versions, versions_header
from app.domain.articles import Article
from app.domain.notices import Notice
from app.errors import Flaw, InvalidParameterError
from app.formats import FORMATS
from app.services import Services, articles
from app.services.actors import ResolvedActor
from app.services.articles import Found, Page, Sought

Selected = tuple[Found, Iterable[list[Article]], dict[str, str]]


def stream_answer(services: Services, asked: ArticleRequest, view: View, name: str) -> Response:
    """All articles that were asked for, in the format `name`, from one state of the index and in constant memory.

    Raises what a page of them raises, before anything is sent.
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
    found, rows, headers = select(services, asked)
    shapes: Iterable[Any]
    if is_light(asked) and not asked.output.highlight and asked.output.rows == "articles":
        shapes = _listed_shapes(services, asked, found, view, name)
    else:
        shapes = (table_shapes if name == "csv" else page_shapes)(services, asked, found, rows, view)
    return found, FORMATS[name].write(shapes, **_how(asked.output, found.seq, name)), headers


def _how(output: Output, seq: int, name: str) -> dict[str, Any]:
    """What a format is told beside the articles."""
    if name == "csv":
        return {"rows": output.rows, "columns": output.columns, "csv": output.csv}
    return {"end": seq} if output.trailer else {}


def select(services: Services, asked: ArticleRequest, sought: Sought | None = None) -> Selected:
    """What a request selects, the articles in batches, and the headers that say of which state it is.

    `sought` is what its query means, where that is known.
    """
    started = perf_counter()
    rows: Iterable[list[Article]]
    if asked.ids is not None:
        found, articles_found = articles.find_by_ids(services, asked.ids)
        rows = [articles_found]
    else:
        sought = sought or articles.understand(services, asked.query)
        found = articles.look_up(services, sought, Page(asked.limit, asked.cursor, asked.page))
        rows = articles.read_found(services, found.hits)
    check_strict(asked, found)
    milliseconds = 1000 * (perf_counter() - started)
    return found, rows, {"Attache-Seq": str(found.seq), "Server-Timing": f"search;dur={milliseconds:.1f}"}


class Understood(Protocol):
    """What was understood; see `Found`."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What may surprise."""


def check_strict(asked: ArticleRequest, found: Understood) -> None:
    """Raise `InvalidParameterError`, which names each warning, where warnings are asked to be errors."""
    if asked.strict and found.notices:
        raise InvalidParameterError(" ".join(notice.detail for notice in found.notices), *map(_flaw, found.notices))


def _flaw(notice: Notice) -> Flaw:
    meant = {"did_you_mean": list(notice.suggestions)} if notice.suggestions else {}
    return Flaw(notice.code, parameter=notice.parameter, more=meant)


def is_light(asked: ArticleRequest) -> bool:
    """Whether all that is shown of an article stands in a list."""
    return not asked.needs and asked.ids is None and asked.unit == "codepoint"


def _listed_shapes(
    services: Services, asked: ArticleRequest, found: Found, view: View, name: str
) -> Iterator[Mapping[str, Any] | Fragment]:
    """What stands in a list, ready-made where all of it is shown as JSON."""
    parts = shown(asked.output.paths, asked.include)
    written = write_each(articles.read_listed(services, found.hits), view)
    if name == "ndjson" and not parts:
        return map(Fragment, written)
    return (project(orjson.loads(each), parts) for each in written)


def page_shapes(
    services: Services, asked: ArticleRequest, found: Found, rows: Iterable[list[Article]], view: View
) -> Iterator[dict[str, Any]]:
    """What a request shows of these articles."""
    beside = asked.include | ({"highlights"} if asked.output.highlight else set())
    view = replace(view, unit=asked.unit, include=asked.needs, parts=shown(asked.output.paths, beside))
    hits = iter(found.hits)  # those of the articles, and of some that are gone by now
    for batch in rows:
        names = [article.id for article in batch]
        mentions = articles.read_included(services, names, view.include)
        highlights = _shown_in(services, asked, found, batch, view)
        for article in batch:
            score = next(hit.score for hit in hits if hit.id == article.id)
            shape = article_shape(article, view, mentions, score)
            if asked.output.highlight:
                shape["highlights"] = highlights[article.id]
            yield project(shape, view.parts)


def _shown_in(
    services: Services, asked: ArticleRequest, found: Found, batch: list[Article], view: View
) -> dict[str, Fragment]:
    """The highlights of some articles, if they are asked for."""
    if asked.output.highlight is None:
        return {}
    sources = read_sources(services.store, batch, asked)
    written = find_highlights(services.index, asked, found, view, sources)
    return {name: Fragment(each) for name, each in written.items()}


class Known(NamedTuple):
    """What `meta` says of a question as long as its names mean what they mean, as JSON."""

    versions: Fragment
    query: Fragment


def known_meta(services: Services, asked: ArticleRequest, sought: Sought | None) -> Known:
    """See `Known`; what the index made of words is not in it."""
    echo = query_echo(asked, sought.actor if sought else None)
    return Known(*(Fragment(orjson.dumps(each)) for each in (find_versions(services), echo)))


def found_meta(services: Services, asked: ArticleRequest, found: Found, known: Known | None = None) -> dict[str, Any]:
    """What is true of all articles that were found, and how they were asked for."""
    versions = known.versions if known else find_versions(services)
    return {"total": found.total, "total_relation": "eq", "versions": versions, **selection_meta(asked, found, known)}


def selection_meta(asked: ArticleRequest, found: Found, known: Known | None = None) -> dict[str, Any]:
    """What `meta` says of the articles that something else is told of."""
    return {
        "undated": found.undated,
        "collapsed": found.collapsed,
        "query": known.query if known and not found.adjusted else query_echo(asked, found.actor, found.adjusted),
        "warnings": [notice.model_dump() for notice in found.notices],
    }


def query_echo(asked: ArticleRequest, actor: ResolvedActor | None, adjusted: tuple[str, ...] = ()) -> dict[str, Any]:
    """How the filters were understood: `actor` is the resolved one, `adjusted` what of `q` the index narrowed."""
    query, echo = asked.query, dict[str, Any]()
    if actor:
        echo["actor"] = actor_echo(actor, query)
    if query.together:
        echo["together"] = query.together.model_dump()
    if dated := date_echo(query):
        echo["date"] = dated
    for name in INTERVALS:
        if asked_for := getattr(query, name):
            echo[name] = asked_for.model_dump()
    if query.text:
        echo["q"] = words_echo(asked.q, query.text, adjusted)
    return echo
