"""The query parameters in the OpenAPI document: each once, under `components`.

No `default` stands here, since some generated clients send every default they read; the description tells it. The
`format` of a string names its grammar.
"""

from collections.abc import Sequence
from typing import Any

from app.api.highlights import HIGHLIGHTING, MAX_NUMBER, MAX_SIZE, MIN_SIZE, NUMBER, SIZE
from app.api.parameters.change_parameters import CHANGES_DECLARED
from app.api.parameters.filter_parameters import FILTER_PARAMETERS, FILTERS_DECLARED
from app.api.parameters.filters import INCLUDES, MAX_LIMIT, MAX_ROW, MAX_SEQ, MAX_STREAM
from app.api.parameters.network_parameters import NETWORK_DECLARED
from app.api.parameters.parameter_shapes import BOOLEAN, choice, list_of, parameter, text, whole
from app.api.parameters.params import MAX_IDS, MAX_NAME
from app.domain.annotations import ENTITY_TYPES
from app.domain.counts import FACETS, INTERVALS
from app.domain.entities import ENTITY_SORTS
from app.domain.offsets import OFFSET_UNITS
from app.formats.csv import DIALECTS
from app.formats.tables import TABLES

ARTICLE_INCLUDES = (*INCLUDES, "provenance", "revisions")
MENTION_INCLUDES = ("provenance",)
MAX_SUGGESTIONS = 20
CONTEXT = (20, 200)


_ID = {"type": "string", "pattern": "^[A-Za-z0-9_-]([A-Za-z0-9._~-]{0,126}[A-Za-z0-9_-])?$"}
_INCLUDE = "What is included beside the article itself; nothing unless it is named here."

COMPONENT_PARAMETERS: dict[str, dict[str, Any]] = {
    **FILTERS_DECLARED,
    **CHANGES_DECLARED,
    **NETWORK_DECLARED,
    "limit": parameter("limit", whole(0, MAX_LIMIT), "Rows on a page; 20 unless told; 0 gives `meta` alone."),
    "stream_limit": parameter("limit", whole(0, MAX_STREAM), "The most rows that come; all unless told."),
    "cursor": parameter("cursor", text("cursor"), "The place where a page begins; follow `links.next`."),
    "page": parameter("page", whole(1, MAX_ROW), f"The page by number, from 1, up to the {MAX_ROW:,}th row."),
    "ids": parameter(
        "ids",
        list_of(_ID, maxItems=MAX_IDS),
        "Articles by id, in this order, without other filters; `meta.missing`.",
    ),
    "entity_ids": parameter(
        "ids", list_of(_ID, maxItems=MAX_IDS), "Entities by id or Wikidata id, in this order, without other filters."
    ),
    "include": parameter("include", list_of(choice(INCLUDES)), _INCLUDE),
    "article_include": parameter("include", list_of(choice(ARTICLE_INCLUDES)), _INCLUDE),
    "mention_include": parameter(
        "include", list_of(choice(MENTION_INCLUDES)), "Who asserted each mention, by which rule."
    ),
    "explain": parameter(
        "explain",
        BOOLEAN,
        "With `true` each mention says which rule of which version found it, why, and what in the text shows it.",
    ),
    "facets": parameter(
        "facets",
        list_of(choice(FACETS)),
        "What is counted of all articles that match, beside the page of them: `meta.facets`.",
        ["year"],
    ),
    "by": {
        **parameter(
            "by",
            list_of(choice(FACETS)),
            "What is counted: the articles that mention each `actor` or anybody of a `type`; are of each `source` or "
            "`language`; from each `year` or `month`; dated with each `precision`; and that have each `form` "
            "(spelling) of the actors asked for.",
            ["actor", "year"],
        ),
        "required": True,
    },
    "buckets": parameter("limit", whole(0, MAX_LIMIT), "The most buckets of a facet that come; 20 unless told."),
    "buckets_from": parameter(
        "cursor", text("cursor"), "The place where a page of buckets begins, of one facet; follow its `next`."
    ),
    "interval": parameter("interval", choice(INTERVALS), "What a bucket of the timeline is; a `month` unless told."),
    "split": parameter(
        "split",
        choice(("actor",)),
        "`actor`: a series for each actor that `actor` names, or else for the ten that most articles mention.",
    ),
    "fields": parameter(
        "fields",
        list_of(text("article-field")),
        "The parts of an article that come, as paths: `id,title,date.value,actors.id`; `text`, `zones`, `mentions` "
        "and `annotations` need no `include`. What is not asked for is absent, though the schema of an article "
        "requires it.",
        ["id", "date.value"],
    ),
    "columns": parameter(
        "fields",
        list_of(text("column")),
        "The columns of the table that come, in this order; all unless told.",
        ["id", "date_value"],
    ),
    "csv": parameter(
        "csv",
        choice(DIALECTS),
        "How CSV is written: `plain` (UTF-8 and `,`; unless told), `excel` (with a byte order mark), `excel-de` (with "
        "a byte order mark and `;`). For Excel, a cell that it would run as a formula begins with an apostrophe.",
    ),
    "rows": parameter(
        "rows",
        choice(TABLES),
        "What is a row of CSV: one of the `articles` (unless told), of their `mentions`, or of the `sentences` that "
        "satisfy `actor`.",
    ),
    "trailer": parameter(
        "trailer",
        BOOLEAN,
        'With `true` NDJSON ends in `{"_end": {"rows": …, "seq": …}}`, so that a stream that was cut off shows.',
    ),
    "highlight": parameter(
        "highlight",
        BOOLEAN,
        "With `true` each article brings passages with what was asked for marked.",
    ),
    "highlight.size": parameter(
        "highlight.size",
        whole(MIN_SIZE, MAX_SIZE),
        f"How many code points a passage has at most; {SIZE} unless told.",
    ),
    "highlight.max": parameter(
        "highlight.max", whole(1, MAX_NUMBER), f"How many passages of an article are shown; {NUMBER} unless told."
    ),
    "offset_unit": parameter(
        "offset_unit",
        choice(OFFSET_UNITS),
        "What offsets count: `codepoint` (Python; unless told), `utf16` (JavaScript), `byte` (UTF-8).",
    ),
    "strict": parameter(
        "strict", {"type": "boolean"}, "Whether what would be a warning is an error; false unless told."
    ),
    "min_seq": parameter(
        "min_seq",
        whole(0, MAX_SEQ),
        "The change (`seq`) that the answer must know of: waits up to 5 seconds for the index, then it is a 503.",
    ),
    "name": parameter(
        "q",
        text("name", maxLength=MAX_NAME),
        "How a name of the entity begins; case and accents do not count.",
        "Europ",
    ),
    "entity_sort": parameter(
        "sort",
        choice(ENTITY_SORTS),
        "The order: by the number of `articles` (unless told) or of `mentions`, or by the date of the last article "
        "(`-last_seen`), the greatest first.",
    ),
    "purge": parameter(
        "purge",
        BOOLEAN,
        "Whether no word of it stays anywhere: needs the scope `admin`; false unless told.",
    ),
    "beginning": parameter(
        "q", text("name", maxLength=MAX_NAME), "The beginning of a name of an entity or source, or of a word."
    ),
    "unverified": parameter("unverified", BOOLEAN, "With `true` also entities that no authority file knows."),
    "suggestions": parameter("limit", whole(1, MAX_SUGGESTIONS), "The most suggestions that come; 10 unless told."),
    "context": parameter("context", whole(*CONTEXT), "The most characters on each side; 60 unless told."),
    "type": parameter("type", choice(ENTITY_TYPES), "Entities of this type; all unless told."),
}

_SELECTED = (*FILTER_PARAMETERS, "ids", "strict", "min_seq")
SELECTION_PARAMETERS = (*(name for name in FILTER_PARAMETERS if name != "sort"), "strict", "min_seq")
_PAGE = ("limit", "cursor", "page", "include", "fields", "offset_unit")
SEARCH_PARAMETERS = (*_SELECTED, *_PAGE, "facets", *HIGHLIGHTING)
LIST_PARAMETERS = (*SEARCH_PARAMETERS, "csv", "rows", "trailer")
NDJSON_PARAMETERS = (*_SELECTED, "stream_limit", *_PAGE[1:], "trailer", *HIGHLIGHTING)
CSV_PARAMETERS = (*_SELECTED, "stream_limit", "cursor", "page", "offset_unit", "csv", "rows", "columns")
ARTICLE_PARAMETERS = ("article_include", "fields", "offset_unit")
EXTRACT_PARAMETERS = ("explain", "offset_unit")
MENTION_PARAMETERS = ("mention_include", "offset_unit", "limit", "page")
ENTITY_PARAMETERS = ("name", "type", "entity_ids", "entity_sort", "limit", "page", "csv")
LINE_PARAMETERS = (*SELECTION_PARAMETERS, "context", "offset_unit", "limit", "page", "csv")
_SHAPE = ("edge.within", "types", "min_weight", "unverified")
GRAPH_PARAMETERS = (*SELECTION_PARAMETERS, *_SHAPE, "max_nodes", "csv")
NEIGHBOR_PARAMETERS = (*SELECTION_PARAMETERS, *_SHAPE, "neighbor_sort", "limit", "page", "csv")
FACET_PARAMETERS = (*SELECTION_PARAMETERS, "by", "buckets", "buckets_from", "csv")
TIMELINE_PARAMETERS = (*SELECTION_PARAMETERS, "interval", "split", "csv")
SIMILAR_PARAMETERS = (*SELECTION_PARAMETERS, "limit", "page")
SUGGEST_PARAMETERS = ("beginning", "unverified", "suggestions")


def declared(parameters: Sequence[str]) -> dict[str, Any]:
    """The part of an operation that refers to these components."""
    return {"parameters": [{"$ref": f"#/components/parameters/{parameter}"} for parameter in parameters]}


def names(parameters: Sequence[str]) -> tuple[str, ...]:
    """How these components are called in a URL."""
    return tuple(COMPONENT_PARAMETERS[parameter]["name"] for parameter in parameters)
