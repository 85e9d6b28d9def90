"""The query parameters in the OpenAPI document: each once, under `components`.

No `default` stands here, since some generated clients send every default they read; the description tells it. The
`format` of a string names its grammar.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.api.date_filters import DATE_MATCHES, UNDATED
from app.api.filters import DUPLICATES, INCLUDES, MAX_LIMIT, MAX_ROW, MAX_SEQ, MAX_STREAM
from app.api.highlights import HIGHLIGHTING, MAX_NUMBER, MAX_SIZE, MIN_SIZE, NUMBER, SIZE
from app.api.params import MAX_IDS, MAX_NAME
from app.domain.annotations import ENTITY_TYPES, ZONES
from app.domain.offsets import OFFSET_UNITS
from app.domain.queries import SORTS
from app.domain.text_queries import MODES
from app.domain.words import MAX_Q
from app.formats.csv import DIALECTS
from app.formats.tables import TABLES

ARTICLE_INCLUDES = (*INCLUDES, "provenance", "revisions")
MENTION_INCLUDES = ("provenance",)
MAX_SUGGESTIONS = 20
CONTEXT = (20, 200)


def _text(form: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "format": form, **more}


def _choice(options: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(options)}


def _whole(minimum: int, maximum: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": minimum, "maximum": maximum}


def _list(items: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 1, **more}


def _parameter(name: str, schema: dict[str, Any], description: str, example: Any = None) -> dict[str, Any]:
    parameter = {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
    if schema["type"] == "array":
        parameter |= {"style": "form", "explode": False}
    return parameter if example is None else {**parameter, "example": example}


_BOOLEAN = {"type": "boolean"}
_SOURCE = {"type": "string", "pattern": r"^-?[^,\s\u0000-]([^,\u0000]*[^,\s\u0000])?$", "maxLength": 200}
_LANGUAGE = {"type": "string", "pattern": "^-?([a-z]{2,3}|none)$"}
_ID = {"type": "string", "pattern": "^[A-Za-z0-9_-]([A-Za-z0-9._~-]{0,126}[A-Za-z0-9_-])?$"}
_INCLUDE = "What is included beside the article itself; nothing unless it is named here."

COMPONENT_PARAMETERS: dict[str, dict[str, Any]] = {
    "q": _parameter(
        "q",
        _text("simple-query", maxLength=MAX_Q),
        'Words that all must stand in the article: `word`, `"a phrase"`, `-without`, `begin*`. Never an error, '
        "unless `q.mode` says so.",
        "Außenminister",
    ),
    "q.mode": _parameter(
        "q.mode",
        _choice(MODES),
        "How `q` is read: `simple` (unless told), or `advanced`: `(EU OR NATO) AND NOT Gipfel`, words side by side are "
        'ANDed, `"these words"~5` near each other, `wor?d*`, `word~1` and what differs by a letter (at most 2), '
        "`title:word` in that zone; what cannot be read is 400, with its position.",
    ),
    "q.in": _parameter(
        "q.in",
        _list(_choice((*ZONES, "all"))),
        "Where the words of `q` are looked for; where `zone` says unless told.",
        ["title"],
    ),
    "actor": _parameter(
        "actor",
        _text("actor-expression"),
        "Persons, organizations or countries by id, Wikidata id or any name: `,` is and, `|` is or, `-` is not, "
        '`(EU|NATO),-Russia`; `"Selenskij"` is that spelling only; `region:Donbass` names another type. Given more '
        "than once, all must hold.",
        "EU,NATO",
    ),
    "date": _parameter(
        "date",
        _text("date-interval"),
        "The publication date: `2016`, `2016-12`, `2016-12-06`, `2016-Q4`, `2016-12/2017-02`, `2016-12/..`, "
        "`last:30d`. Not together with `from` or `to`.",
        "2016-12",
    ),
    "from": _parameter("from", _text("date-unit"), "Published in this year, month or day, or later."),
    "to": _parameter("to", _text("date-unit"), "Published in this year, month or day, or earlier."),
    "date.match": _parameter(
        "date.match",
        _choice(DATE_MATCHES),
        "How an article whose date is imprecise is compared: it `overlaps` the dates asked for (unless told), lies "
        "`within` them, or `covers` them.",
    ),
    "date.undated": _parameter(
        "date.undated",
        _choice(UNDATED),
        "Articles without a date: `exclude` (when a date is asked for), `include` (when none is), or `only` those.",
    ),
    "mentioned": _parameter(
        "mentioned",
        _text("date-interval"),
        "A date that the text speaks of, in title, lead and body or in `zone`, written as in `date`; they overlap.",
    ),
    "ingested": _parameter(
        "ingested", _text("date-interval"), "The UTC day on which the article first came in, written as in `date`."
    ),
    "updated": _parameter(
        "updated", _text("date-interval"), "The UTC day of the latest revision of the article, written as in `date`."
    ),
    "source": _parameter(
        "source", _list(_SOURCE), "Any of these sources; `-x` all but that one; `none` is an article without one."
    ),
    "language": _parameter(
        "language",
        _list(_LANGUAGE),
        "Any of these languages (ISO 639); `-de` all but that one; `none` is unknown.",
        ["de"],
    ),
    "zone": _parameter(
        "zone",
        _list(_choice((*ZONES, "all"))),
        "Where words, actors and mentioned dates are looked for; `title,lead,body` unless told.",
        ["title", "lead"],
    ),
    "duplicates": _parameter(
        "duplicates",
        _choice(DUPLICATES),
        "Articles with one text, or nearly so (wire copies): `show` all (unless told), `collapse` them into the eldest "
        "that matches (`meta.collapsed` counts the others), or `only` the copies.",
    ),
    "sort": _parameter(
        "sort",
        _choice(SORTS),
        "The order: `relevance` (with `q` unless told), `-date` newest first (else), `date`, `-ingested`.",
    ),
    "limit": _parameter("limit", _whole(0, MAX_LIMIT), "Rows on a page; 20 unless told; 0 gives `meta` alone."),
    "stream_limit": _parameter("limit", _whole(0, MAX_STREAM), "The most rows that come; all unless told."),
    "cursor": _parameter("cursor", _text("cursor"), "The place where a page begins; follow `links.next`."),
    "page": _parameter("page", _whole(1, MAX_ROW), f"The page by number, from 1, up to the {MAX_ROW:,}th row."),
    "ids": _parameter(
        "ids", _list(_ID, maxItems=MAX_IDS), "Articles by id, in this order, and without other filters; `meta.missing`."
    ),
    "entity_ids": _parameter(
        "ids", _list(_ID, maxItems=MAX_IDS), "Entities by id or Wikidata id, in this order, without other filters."
    ),
    "include": _parameter("include", _list(_choice(INCLUDES)), _INCLUDE),
    "article_include": _parameter("include", _list(_choice(ARTICLE_INCLUDES)), _INCLUDE),
    "mention_include": _parameter(
        "include", _list(_choice(MENTION_INCLUDES)), "Who asserted each mention, by which rule."
    ),
    "fields": _parameter(
        "fields",
        _list(_text("article-field")),
        "The parts of an article that come, as paths: `id,title,date.value,actors.id`; `text`, `zones`, `mentions` "
        "and `annotations` need no `include`. What is not asked for is absent, though the schema of an article "
        "requires it.",
        ["id", "date.value"],
    ),
    "columns": _parameter(
        "fields",
        _list(_text("column")),
        "The columns of the table that come, in this order; all unless told.",
        ["id", "date_value"],
    ),
    "csv": _parameter(
        "csv",
        _choice(DIALECTS),
        "How CSV is written: `plain` (UTF-8 and `,`; unless told), `excel` (with a byte order mark), `excel-de` (with "
        "a byte order mark and `;`). For Excel, a cell that it would run as a formula begins with an apostrophe.",
    ),
    "rows": _parameter(
        "rows",
        _choice(TABLES),
        "What is a row of CSV: one of the `articles` (unless told), of their `mentions`, or of the `sentences` that "
        "satisfy `actor`.",
    ),
    "trailer": _parameter(
        "trailer",
        _BOOLEAN,
        'With `true` NDJSON ends in `{"_end": {"rows": …, "seq": …}}`, so that a stream that was cut off shows.',
    ),
    "highlight": _parameter(
        "highlight",
        _BOOLEAN,
        "With `true` each article brings passages with what was asked for marked.",
    ),
    "highlight.size": _parameter(
        "highlight.size",
        _whole(MIN_SIZE, MAX_SIZE),
        f"How many code points a passage has at most; {SIZE} unless told.",
    ),
    "highlight.max": _parameter(
        "highlight.max", _whole(1, MAX_NUMBER), f"How many passages of an article are shown; {NUMBER} unless told."
    ),
    "offset_unit": _parameter(
        "offset_unit",
        _choice(OFFSET_UNITS),
        "What offsets count: `codepoint` (Python; unless told), `utf16` (JavaScript), `byte` (UTF-8).",
    ),
    "explain": _parameter(
        "explain",
        _BOOLEAN,
        "With `true` each mention says which rule of which version found it, why, and what in the text shows it.",
    ),
    "strict": _parameter(
        "strict", {"type": "boolean"}, "Whether what would be a warning is an error; false unless told."
    ),
    "min_seq": _parameter(
        "min_seq",
        _whole(0, MAX_SEQ),
        "The change (`seq`) that the answer must know of: waits up to 5 seconds for the index, then it is a 503.",
    ),
    "name": _parameter(
        "q",
        _text("name", maxLength=MAX_NAME),
        "How a name of the entity begins; case and accents do not count.",
        "Europ",
    ),
    "purge": _parameter(
        "purge",
        _BOOLEAN,
        "Whether no word of it stays anywhere: needs the scope `admin`; false unless told.",
    ),
    "beginning": _parameter("q", _text("name", maxLength=MAX_NAME), "The beginning of a name of an entity or source."),
    "unverified": _parameter("unverified", _BOOLEAN, "With `true` also entities that no authority file knows."),
    "suggestions": _parameter("limit", _whole(1, MAX_SUGGESTIONS), "The most suggestions that come; 10 unless told."),
    "context": _parameter("context", _whole(*CONTEXT), "The most characters on each side; 60 unless told."),
    "type": _parameter("type", _choice(ENTITY_TYPES), "Entities of this type; all unless told."),
}

FILTER_PARAMETERS = (
    "q",
    "q.mode",
    "q.in",
    "actor",
    "date",
    "from",
    "to",
    "date.match",
    "date.undated",
    "mentioned",
    "ingested",
    "updated",
    "source",
    "language",
    "zone",
    "duplicates",
    "sort",
)
_SELECTED = (*FILTER_PARAMETERS, "ids", "strict", "min_seq")
_PAGE = ("limit", "cursor", "page", "include", "fields", "offset_unit")
SEARCH_PARAMETERS = (*_SELECTED, *_PAGE, *HIGHLIGHTING)
LIST_PARAMETERS = (*SEARCH_PARAMETERS, "csv", "rows", "trailer")
NDJSON_PARAMETERS = (*_SELECTED, "stream_limit", *_PAGE[1:], "trailer", *HIGHLIGHTING)
CSV_PARAMETERS = (*_SELECTED, "stream_limit", "cursor", "page", "offset_unit", "csv", "rows", "columns")
ARTICLE_PARAMETERS = ("article_include", "fields", "offset_unit")
MENTION_PARAMETERS = ("mention_include", "offset_unit", "limit", "page")
ENTITY_PARAMETERS = ("name", "type", "entity_ids", "limit", "page", "csv")
EXTRACT_PARAMETERS = ("explain", "offset_unit")
LINE_PARAMETERS = ("zone", "context", "offset_unit", "limit", "page", "csv")
SUGGEST_PARAMETERS = ("beginning", "unverified", "suggestions")


def declared(parameters: Sequence[str]) -> dict[str, Any]:
    """The part of an operation that refers to these components."""
    return {"parameters": [{"$ref": f"#/components/parameters/{parameter}"} for parameter in parameters]}


def names(parameters: Sequence[str]) -> tuple[str, ...]:
    """How these components are called in a URL."""
    return tuple(COMPONENT_PARAMETERS[parameter]["name"] for parameter in parameters)
