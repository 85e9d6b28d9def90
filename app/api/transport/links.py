"""Links: absolute, percent-encoded (RFC 3986), and written in one way for one meaning."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, urlencode

from app.api.parameters.actor_filters import actor_pairs, zones_value
from app.api.parameters.date_filters import INTERVALS
from app.api.parameters.filters import DEFAULT_LIMIT, ArticleRequest
from app.api.parameters.params import quoted
from app.domain.actor_grammar import canonical_actor
from app.domain.dates import DateInterval, parse_partial_date
from app.domain.queries import ArticleQuery, Choice

Pairs = list[tuple[str, str]]
_Asked = list[tuple[str, str | None]]

_UNORDERED = {"atom": "/articles.atom", "jsonfeed": "/articles.jsonfeed", "timeline": "/articles/timeline"}
_ANY = "any"  # stands for a cursor, which needs no encoding, while the rest of a link is written
PLAIN = "/:,()*"
"""What stands in the values of a query string as it is."""


def link(base: str, path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """The URL of `path` (whose segments are encoded here) with a query string, if there is anything to ask."""
    query = urlencode(list(pairs), safe=PLAIN, quote_via=quote)
    return f"{base}{quote(path)}{'?' if query else ''}{query}"


def around(base: str, path: str, pairs: Pairs, pair: tuple[str, str]) -> tuple[str, str]:
    """The same URL in two parts: what stands before and behind the value of `pair`, which is one of `pairs`."""
    at = pairs.index(pair)
    before = link(base, path, [*pairs[:at], (pair[0], "")])
    return before, link("", "", pairs[at + 1 :]).replace("?", "&", 1)


def article_links(base: str, article_id: str) -> dict[str, str]:
    """Where an article and its text are; an id needs no encoding."""
    here = f"{base}/articles/{article_id}"
    return {"self": here, "text": f"{here}/text"}


def filter_pairs(request: ArticleRequest, actor: str | None) -> Pairs:
    """The parameters that select the articles of a request, without those at their default.

    `actor` is the canonical actor expression; dates are days, so that `last:30d` stays what it was.
    """
    pairs = [
        *_before_actor(request),
        ("actor", actor),
        *_behind_actor(request),
        ("date.within", interval_value(request.query.date_within) if request.query.date_within else None),
    ]
    return [(name, value) for name, value in pairs if value]


def _before_actor(request: ArticleRequest) -> _Asked:
    query = request.query
    return [
        ("ids", ",".join(request.ids or ())),
        ("q", request.q),
        ("q.mode", query.text.mode if query.text and query.text.mode != "simple" else None),
        ("q.in", _word_zones(query.word_zones)),
    ]


def _behind_actor(request: ArticleRequest) -> _Asked:
    query = request.query
    return [
        *actor_pairs(query),
        ("date", interval_value(query.interval) if query.interval else None),
        ("date.match", query.date_match if query.date_match != "overlaps" else None),
        ("date.estimates", "true" if query.estimates else None),
        ("date.undated", None if _leaves_undated_unsaid(query) else query.undated),
        ("date.precision", choice_value(query.date_precision, none="unknown")),
        *((name, interval_value(getattr(query, name))) for name in INTERVALS if getattr(query, name)),
        ("source", choice_value(query.sources, _source)),
        ("language", choice_value(query.languages)),
        ("zone", zones_value(query.zones)),
        ("duplicates", query.duplicates if query.duplicates != "show" else None),
        ("sort", query.sort if query.sort != ("relevance" if request.q else "-date") else None),
    ]


def selection_pairs(request: ArticleRequest, actor: str | None) -> Pairs:
    """The same without an order, for what has none."""
    return [pair for pair in filter_pairs(request, actor) if pair[0] != "sort"]


def narrowing_links(base: str, request: ArticleRequest) -> Callable[[ArticleQuery], str]:
    """What gives the URL of what a query finds, which is that of the request but narrower, its actors by id.

    Many queries follow upon each other that differ in their actors or their days alone: the rest is written once.
    """
    before = _encoded(_before_actor(request))
    rest: tuple[ArticleQuery, str] | None = None

    def url(query: ArticleQuery) -> str:
        nonlocal rest
        if rest is None or not _differ_little(rest[0], query):
            rest = query, _encoded(_behind_actor(replace(request, query=query)))
        actor = f"actor={quote(canonical_actor(query.actor), PLAIN)}" if query.actor else ""
        within = f"date.within={interval_value(query.date_within)}" if query.date_within else ""
        asked = "&".join(filter(None, (before, actor, rest[1], within)))
        return f"{base}/articles{'?' if asked else ''}{asked}"

    return url


def _differ_little(one: ArticleQuery, other: ArticleQuery) -> bool:
    """Whether all but the actors and the days of two queries is the same."""
    return vars(one) | {"actor": other.actor, "date_within": other.date_within} == vars(other)


def _encoded(pairs: Iterable[tuple[str, str | None]]) -> str:
    """Those of the pairs that have a value."""
    return urlencode([pair for pair in pairs if pair[1]], safe=PLAIN, quote_via=quote)


def page_pairs(request: ArticleRequest) -> Pairs:
    """The parameters that choose a page of the answer, what stands in it and what it must meet, but for defaults."""
    pairs = [
        *request.output.changed.items(),
        ("include", ",".join(sorted(request.include))),
        ("facets", ",".join(request.facets)),
        ("offset_unit", request.unit if request.unit != "codepoint" else None),
        ("limit", str(request.limit) if request.limit not in (None, DEFAULT_LIMIT) else None),
        ("cursor", request.cursor),
        ("page", str(request.page) if request.page > 1 else None),
        ("strict", "true" if request.strict else None),
        ("min_seq", str(request.min_seq) if request.min_seq else None),
    ]
    return [(name, value) for name, value in pairs if value]


def list_links(base: str, request: ArticleRequest, actor: str | None) -> Callable[[str | None], dict[str, str | None]]:
    """What gives the links of a list of articles, from the cursor of its next page.

    They are itself, its next page, and the whole of it in other formats.
    """
    selected = filter_pairs(request, actor)
    following = selected + page_pairs(replace(request, cursor=_ANY, page=1))
    before, after = around(base, "/articles", following, ("cursor", _ANY))
    here = link(base, "/articles", selected + page_pairs(request))
    others = {
        "csv": link(base, "/articles.csv", selected),
        "ndjson": link(base, "/articles.ndjson", selected),
        **{name: _unordered(base, request, actor, path) for name, path in _UNORDERED.items()},
    }
    return lambda cursor: {"self": here, "next": f"{before}{cursor}{after}" if cursor else None, **others}


def _unordered(base: str, request: ArticleRequest, actor: str | None, path: str) -> str | None:
    """What has an order of its own, or none, and knows no `ids`."""
    return None if request.ids is not None else link(base, path, selection_pairs(request, actor))


def _leaves_undated_unsaid(query: ArticleQuery) -> bool:
    """Whether `date.undated` is at its default, and not what `date.estimates` needs beside it."""
    default = "exclude" if query.interval else "include"
    return query.undated == default and (query.interval is not None or not query.estimates)


@lru_cache(maxsize=10_000)
def interval_value(interval: DateInterval) -> str:
    """The shortest way to write an interval: `2016`, `2016-12`, `2016-12-06`, or two days around a slash."""
    low, high = interval.earliest, interval.latest
    if low and high:
        for unit in (low.isoformat()[:length] for length in (4, 7, 10)):
            found = parse_partial_date(unit)
            if (found.earliest, found.latest) == (low, high):
                return unit
    return f"{low.isoformat() if low else '..'}/{high.isoformat() if high else '..'}"


def choice_value(choice: Choice, write: Callable[[str], str] = str, none: str = "none") -> str:
    """A filter by a list of values as it is asked for."""
    included, excluded = (
        sorted(none if value is None else write(value) for value in values)
        for values in (choice.included, choice.excluded)
    )
    return ",".join([*included, *(f"-{value}" for value in excluded)])


def _source(value: str) -> str:
    plain = value == value.strip() and value not in ("", "none") and value[0] not in '-"' and "," not in value
    return value if plain else quoted(value)


def _word_zones(zones: frozenset[str] | None) -> str | None:
    return None if zones is None else zones_value(zones) or "title,lead,body"
