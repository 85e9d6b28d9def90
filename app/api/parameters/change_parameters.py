"""What is asked of `/changes`: a place in the log, and filters that can be decided for a past state of an article."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.api.parameters.filter_parameters import FILTERS_DECLARED
from app.api.parameters.filters import FILTERS, INCLUDES, MAX_SEQ, REPEATABLE, ArticleRequest, read_selection
from app.api.parameters.parameter_shapes import choice, list_of, parameter, whole
from app.api.parameters.params import Reader, integer, one_of
from app.domain.annotations import ARTICLE_ZONES
from app.domain.offsets import OFFSET_UNITS, OffsetUnit
from app.domain.queries import ArticleQuery
from app.errors import InvalidParameterError

DEFAULT_CHANGES, MAX_CHANGES, MAX_WAIT = 100, 1000, 60
TYPES = ("article",)
CHANGE_INCLUDES = ("doc", *INCLUDES)

_UNDECIDED = ("q", "q.mode", "q.in", "zone", "sort", "date.estimates", "duplicates")
_DATED = ("date", "date.within", "ingested", "updated", "mentioned")
_FOLLOWED = tuple(name for name in FILTERS_DECLARED if name not in _UNDECIDED)
_SHOWING = ("change_duplicates", "change_types", "change_include", "offset_unit", "strict")
CHANGE_PARAMETERS = ("since", *_FOLLOWED, *_SHOWING, "change_limit", "wait")
STREAM_PARAMETERS = ("since", *_FOLLOWED, *_SHOWING)

CHANGES_DECLARED: dict[str, dict[str, Any]] = {
    "since": parameter(
        "since",
        {"type": "string", "pattern": "^(now|0|[1-9][0-9]{0,14})$"},
        "The `seq` behind which to begin: `0` is everything, `now` the newest change. Unless told, a page begins at "
        "`0`, a stream `now`.",
        "0",
    ),
    "change_duplicates": parameter(
        "duplicates",
        choice(("show", "only")),
        "Articles with one text: `show` all (unless told), or `only` the copies.",
    ),
    "change_types": parameter("types", list_of(choice(TYPES)), "What changed: an `article`."),
    "change_include": parameter(
        "include",
        list_of(choice(CHANGE_INCLUDES)),
        "`doc`: the article as it is now; with `text`, `zones`, `mentions`, `annotations` as in a list.",
        ["doc"],
    ),
    "change_limit": parameter(
        "limit", whole(1, MAX_CHANGES), f"The most changes on a page; {DEFAULT_CHANGES} unless told."
    ),
    "wait": parameter(
        "wait", whole(0, MAX_WAIT), "How many seconds the answer may wait for a change to tell; 0 unless told."
    ),
}


@dataclass(frozen=True)
class ChangesRequest:
    """Which changes, and how they are shown. `since` None means the newest; `asked` holds the filters and the rest."""

    since: int | None
    wait: int
    asked: ArticleRequest

    @property
    def limit(self) -> int:
        """The most changes on a page."""
        return self.asked.limit or DEFAULT_CHANGES


def read_changes_request(raw: bytes, today: date, *, stream: bool = False) -> ChangesRequest:
    """What the query string `raw` asks for; raises `InvalidParameterError` with every flaw."""
    paging = () if stream else ("limit", "wait")
    known = ("since", "types", *FILTERS, "include", "offset_unit", "strict", *paging)
    reader = Reader(raw, known, (*REPEATABLE, "types"))
    selection = read_selection(reader, today)
    reader.listed("types", one_of(TYPES))
    since = reader.one("since", _since, None if stream else 0)
    wait = reader.one("wait", integer(0, MAX_WAIT), 0)
    asked = _shown(reader, selection)
    _refuse_undecided(reader, selection.query)
    reader.done()
    return ChangesRequest(since, wait, asked)


def read_last_event(value: str) -> int:
    """The `seq` that the header `Last-Event-ID` names; raises `InvalidParameterError`."""
    try:
        return integer(0, MAX_SEQ)(value)
    except InvalidParameterError as error:
        flaws = (replace(flaw, parameter="Last-Event-ID") for flaw in error.flaws)
        raise InvalidParameterError(f"Last-Event-ID: {error.detail}", *flaws) from error


def _shown(reader: Reader, selection: ArticleRequest) -> ArticleRequest:
    include = frozenset(reader.listed("include", one_of(CHANGE_INCLUDES)))
    unit: OffsetUnit = reader.one("offset_unit", one_of(OFFSET_UNITS), "codepoint")
    limit = reader.one("limit", integer(1, MAX_CHANGES), DEFAULT_CHANGES)
    return replace(selection, limit=limit, include=include | ({"doc"} if include else set()), unit=unit)


def _since(value: str) -> int | None:
    return None if value == "now" else integer(0, MAX_SEQ)(value)


def _refuse_undecided(reader: Reader, query: ArticleQuery) -> None:
    """Note the filters by which nobody can say whether a past state of an article was among what they select."""
    undecided = {
        "q": query.text is not None and "asks for the text",
        "zone": query.zones != ARTICLE_ZONES and "asks for the text",
        "date.estimates": query.estimates and "asks for the text",
        "duplicates": query.duplicates == "collapse" and "asks for other articles",
        "sort": reader.values.get("sort", ["-date"]) != ["-date"] and "puts in order",
        **{name: "last:" in "".join(reader.values.get(name, ())) and "moves by itself" for name in _DATED},
    }
    for name, why in undecided.items():
        if why:
            detail = f"{name} {why}: what changed cannot be told by it, and comes in the order in which it happened."
            reader.flaw(name, "undecided", detail)
