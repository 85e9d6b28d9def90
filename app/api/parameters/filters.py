"""The filter grammar of articles, as it stands in a URL: read into an `ArticleRequest`, and written canonically."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from app.api.highlights import NUMBER, SIZE
from app.api.parameters.actor_filters import ACTOR_MODIFIERS, TOGETHER, read_actors, read_zones
from app.api.parameters.date_filters import DATE_PRECISIONS, INTERVALS, read_dates
from app.api.parameters.fields import needed
from app.api.parameters.output import OUTPUTS, Output, read_output
from app.api.parameters.params import Reader, boolean, integer, one_of, read_ids, refuse, unquoted
from app.domain.counts import FACETS, Facet
from app.domain.offsets import OFFSET_UNITS, OffsetUnit
from app.domain.queries import SORTS, ArticleQuery, Choice, Duplicates, Sort
from app.domain.text_queries import MODES, TextQuery
from app.domain.word_grammar import parse_word_expression
from app.domain.words import MAX_Q, parse_words

DEFAULT_LIMIT, MAX_LIMIT, MAX_STREAM, MAX_ROW = 20, 200, 2**31 - 1, 10_000
_SHORT = 500  # bytes: what is longer is not asked again soon
MAX_SEQ = 2**53 - 1
"""The largest number that all readers of JSON take for what it is (RFC 7493)."""
DUPLICATES: tuple[Duplicates, ...] = ("show", "collapse", "only")

LISTED = (
    *("actor.in", "by", "date.precision", "facets", "fields", "ids", "include", "language", "q.in", "source"),
    *("together", "types", "zone"),
)
DATED = (
    *("date", "from", "to", "date.match", "date.undated", "date.estimates", "date.within", "date.precision"),
    *INTERVALS,
)
FILTERS = (
    *("q", "q.mode", "q.in", "actor", *ACTOR_MODIFIERS, *TOGETHER, *DATED),
    *("source", "language", "zone", "duplicates", "sort"),
)
PAGING = ("limit", "cursor", "page")
DEMANDS = ("strict", "min_seq")
REPEATABLE = (*LISTED, "actor")
INCLUDES = ("text", "zones", "mentions", "annotations")

_DEFAULTS: dict[str, str | None] = {
    **ACTOR_MODIFIERS,
    "csv": "plain",
    "date.estimates": "false",
    "date.match": "overlaps",
    "date.undated": "include",
    "duplicates": "show",
    "highlight": "false",
    "highlight.max": str(NUMBER),
    "highlight.size": str(SIZE),
    "limit": str(DEFAULT_LIMIT),
    "page": "1",
    "q.in": "title,lead,body",
    "q.mode": "simple",
    "rows": "articles",
    "sort": "-date",
    "strict": "false",
    "together.within": "article",
    "trailer": "false",
    "zone": "title,lead,body",
}


@dataclass(frozen=True)
class ArticleRequest:
    """What a URL asks for. The actors of `query` are not resolved yet; `ids` is a mode of its own, without filters.

    `limit` None means all; `page` counts from 1; `q` is what was typed. `include` and `facets` are what was asked for
    by these names, `output` says how it is written. `strict` takes a warning for an error, and `min_seq` is the change
    that the index must hold.
    """

    query: ArticleQuery
    q: str | None
    ids: tuple[str, ...] | None = None
    limit: int | None = None
    cursor: str | None = None
    page: int = 1
    include: frozenset[str] = frozenset()
    facets: tuple[Facet, ...] = ()
    unit: OffsetUnit = "codepoint"
    output: Output = field(default_factory=Output)
    strict: bool = False
    min_seq: int = 0

    @property
    def needs(self) -> frozenset[str]:
        """What is read beside the articles themselves."""
        return self.include | needed(self.output.paths, INCLUDES)


def read_article_request(raw: bytes, today: date, form: str = "json") -> ArticleRequest:
    """The request that the query string `raw` makes; a stream takes any limit and has none by default.

    Raises `InvalidParameterError` with every flaw.
    """
    return (_read_again if len(raw) <= _SHORT else _read)(raw, today, form)


def _read(raw: bytes, today: date, form: str) -> ArticleRequest:
    includes = () if form == "csv" else INCLUDES
    asked = (*FILTERS, *PAGING, *DEMANDS, *OUTPUTS[form])
    more = {"json": ("include", "facets"), "ndjson": ("include",), "csv": ()}[form]
    known = (*asked, "ids", "offset_unit", *more)
    reader = Reader(raw, known, REPEATABLE)
    selection = read_selection(reader, today)
    limit, cursor, page = _paging(reader, form != "json")
    request = replace(
        selection,
        query=_sorted(reader, selection.query),
        ids=read_ids(reader, _DEFAULTS),
        limit=limit,
        cursor=cursor,
        page=page,
        include=frozenset(reader.listed("include", one_of(includes))),
        facets=read_facets(reader, "facets"),
        unit=reader.one("offset_unit", one_of(OFFSET_UNITS), "codepoint"),
        output=read_output(reader, form),
    )
    reader.done()
    return request


def read_selection(reader: Reader, today: date) -> ArticleRequest:
    """The filters of a request and its `DEMANDS` alone: it asks for all that they find. Flaws stay in the reader."""
    mode = reader.one("q.mode", one_of(MODES), "simple")
    q = reader.one("q", _q(parse_words if mode == "simple" else parse_word_expression), None)
    return ArticleRequest(
        query=_query(reader, q, today),
        q=q[0] if q else None,
        strict=reader.one("strict", boolean, False),
        min_seq=reader.one("min_seq", integer(0, MAX_SEQ), 0),
    )


_read_again = lru_cache(1_000)(_read)


def read_facets(reader: Reader, name: str) -> tuple[Facet, ...]:
    """A list of facets, each once."""
    return tuple(dict.fromkeys(reader.listed(name, one_of(FACETS))))


def _query(reader: Reader, q: tuple[str, TextQuery] | None, today: date) -> ArticleQuery:
    zones, word_zones = read_zones(reader), read_zones(reader, "q.in")
    query = ArticleQuery(
        text=q[1] if q else None,
        **read_actors(reader),
        **read_dates(reader, today),
        date_precision=_choice(reader, "date.precision", _precision),
        sources=_choice(reader, "source", _source),
        languages=_choice(reader, "language", _language),
        duplicates=reader.one("duplicates", one_of(DUPLICATES), "show"),
        zones=zones,
        word_zones=word_zones if q and "q.in" in reader.values and word_zones != zones else None,
        sort="relevance" if q else "-date",
    )
    _demand(reader, ("q.mode", "q.in"), "q")
    _demand(reader, tuple(ACTOR_MODIFIERS), "actor")
    _demand(reader, ("together.within",), "together")
    return query


def _sorted(reader: Reader, query: ArticleQuery) -> ArticleQuery:
    """The query in the order that is asked for."""
    sort: Sort = reader.one("sort", one_of(SORTS), query.sort)
    if sort == "relevance" and not any(map(str.strip, reader.values.get("q", ()))):
        reader.flaw("sort", "requires", "sort=relevance needs words to be relevant to: give q.", requires=["q"])
    return query.model_copy(update={"sort": sort})


def _q(parse: Callable[[str], TextQuery]) -> Callable[[str], tuple[str, TextQuery] | None]:
    def parse_q(value: str) -> tuple[str, TextQuery] | None:
        text = unicodedata.normalize("NFC", value)
        if len(text) > MAX_Q:
            refuse(f"it is at most {MAX_Q} characters long.", "too-long", maximum=MAX_Q)
        return (text, parse(value)) if text.strip() else None

    return parse_q


def _demand(reader: Reader, modifiers: Sequence[str], name: str) -> None:
    """Note the modifiers that are not at their default while there is nothing for them to modify."""
    for modifier in modifiers:
        if name not in reader.values and reader.values.get(modifier, [_DEFAULTS[modifier]]) != [_DEFAULTS[modifier]]:
            reader.flaw(modifier, "requires", f"{modifier} says how to read {name}: give {name}.", requires=[name])


def _choice(reader: Reader, name: str, parse: Callable[[str], str | None]) -> Choice:
    members = reader.listed(name, _signed(parse))
    return Choice(
        included=frozenset(value for negated, value in members if not negated),
        excluded=frozenset(value for negated, value in members if negated),
    )


def _signed(parse: Callable[[str], str | None]) -> Callable[[str], tuple[bool, str | None]]:
    def parse_signed(value: str) -> tuple[bool, str | None]:
        bare = unicodedata.normalize("NFC", value.removeprefix("-").strip())
        if not bare:
            refuse("a member of the list is empty.", "empty")
        return value.startswith("-"), parse(bare)

    return parse_signed


def _source(value: str) -> str | None:
    literal = unquoted(value)
    return literal if literal is not None else None if value == "none" else value


def _precision(value: str) -> str | None:
    precision = one_of(DATE_PRECISIONS)(value)
    return None if precision == "unknown" else precision


def _language(value: str) -> str | None:
    if value == "none":
        return None
    code = value.casefold()
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        refuse("a language is an ISO 639 code of two or three letters, or none.", expected=["de", "en", "none"])
    return code


def _paging(reader: Reader, stream: bool) -> tuple[int | None, str | None, int]:
    limit = reader.one("limit", integer(0, MAX_STREAM if stream else MAX_LIMIT), None if stream else DEFAULT_LIMIT)
    cursor = reader.one("cursor", str, None)
    page = reader.one("page", integer(1, MAX_STREAM), 1)
    if "cursor" in reader.values and "page" in reader.values:
        reader.flaw("page", "conflict", "cursor and page say the same: give one of them.", conflicts_with=["cursor"])
    if limit is None and reader.values.keys() & {"cursor", "page"} and "limit" not in reader.values:
        reader.flaw("limit", "required", "A part of a stream needs its limit.")
    if page > 1 and (limit or 0) * page > MAX_ROW:
        most = MAX_ROW // (limit or 1)
        detail = f"page reaches to row {MAX_ROW:,} (page {most} here); follow links.next to go on."
        reader.flaw("page", "range", detail, maximum=most)
    return limit, cursor, page
