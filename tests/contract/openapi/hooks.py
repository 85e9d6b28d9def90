"""What the OpenAPI document says in words, for schemathesis: the grammars behind its string formats.

Named by `SCHEMATHESIS_HOOKS`; importing it registers everything.
"""

import json
import re
import unicodedata
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.mutations import Mutation
from schemathesis.core.parameters import ParameterLocation

from app.api.parameters.fields import LIST_PATHS
from app.api.parameters.parameters_schema import COMPONENT_PARAMETERS
from app.domain.inputs import FORMATS, RESERVED_IDS
from app.domain.words import MAX_WORD, MAX_WORDS, WORD
from app.formats.tables import TABLES

YEARS = st.integers(1, 9999).map("{:04}".format)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
QUARTERS = st.builds("{}-Q{}".format, YEARS, st.integers(1, 4))
UNITS = YEARS | MONTHS | QUARTERS | st.dates().map(str)
NAMES = st.sampled_from(
    ["EU", "nato", "Q458", "Russland", '"Selenskij"', "person:Rasmussen", "region:Donbass", "Nobody"]
)
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
# What must go together is said by no schema of one parameter, nor which numbers a JSON object may hold.
HALF = re.compile("[\ud800-\udfff]")
_OF_VALUES = (("type",), ("format",))
_OF_A_PATH = frozenset({"UndefinedContentType", "RejectedPositiveData"})
ARTICLE_ID = re.compile("[A-Za-z0-9_-]([A-Za-z0-9._~-]{0,126}[A-Za-z0-9_-])?")
ACROSS = {"conflict", "requires", "required", "undecided"}
MANY = [  # of which a schema cannot say how many there are: days that come, names in all expressions together
    {"parameter": "interval", "reason": "too-many"}.items(),
    {"parameter": "actor", "reason": "too-many"}.items(),
    {"pointer": "/actor", "reason": "too-many"}.items(),
]
OPEN = {None, "simple-query", "name", "entity-id"}  # forms of which any text may be
WARNED = {"unknown-actor", "unknown-entity", "no-searchable-word", "empty-store"}


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions in parentheses, some of them denied."""
    lists = st.lists(parts, min_size=2, max_size=3)
    return st.builds("{}({})".format, st.sampled_from(["", "-"]), lists.map(",".join) | lists.map("|".join))


schemathesis.openapi.format("simple-query", st.text(CHARACTERS))
schemathesis.openapi.format("name", st.text(CHARACTERS, min_size=1))
schemathesis.openapi.format("date-unit", UNITS)
schemathesis.openapi.format(
    "date-interval",
    UNITS | UNITS.map("{}/..".format) | UNITS.map("../{}".format) | st.integers(1, 99999).map("last:{}d".format),
)
schemathesis.openapi.format("actor-expression", st.recursive(NAMES | NAMES.map("-{}".format), joined, max_leaves=6))
schemathesis.openapi.format("entity-id", st.sampled_from(["eu", "nato", "russia", "nobody"]))
schemathesis.openapi.format("article-field", st.sampled_from(LIST_PATHS))
schemathesis.openapi.format("column", st.sampled_from(TABLES["articles"].columns))
schemathesis.openapi.format("cursor", st.from_regex(r"\A[A-Za-z0-9_-]{1,80}\Z"))
schemathesis.openapi.format("publication-date", YEARS | MONTHS | st.dates().map(str) | MONTHS.map("{}~".format))
schemathesis.openapi.format(
    "article-id",
    st.from_regex(rf"\A{ARTICLE_ID.pattern}\Z").filter(
        lambda name: name not in RESERVED_IDS and name.rpartition(".")[2] not in FORMATS
    ),
)
PAGES = "<html><head><title>Nato und EU</title></head><body><article><p>{}</p></article></body></html>"
schemathesis.openapi.format("html-page", st.from_regex(r"\A[A-Za-z]{3,20}( [A-Za-z]{1,20}){5,9}\.\Z").map(PAGES.format))
schemathesis.serializer.alias("text/html", "text/plain")


@schemathesis.serializer("application/x-ndjson")
def write_lines(context: Any, value: Any) -> bytes:
    """A line for each value of a list; anything else is the one line."""
    lines = value if isinstance(value, list) else [value]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """Leave out of good parameters what does not go with the others, and wait for nothing."""
    if case.path == "/changes" and isinstance(case.query, dict) and str(case.query.get("wait")).isdigit():
        case.query = {**case.query, "wait": min(int(case.query["wait"]), 1)}
    if case.meta and case.meta.generation.mode is GenerationMode.POSITIVE:
        if isinstance(case.query, dict):
            case.query = together(case.query)
        if case.path == "/articles/search" and isinstance(case.body, dict):
            case.body = together(case.body)
    return case


def together(query: dict[str, Any]) -> dict[str, Any]:
    """The parameters of `query` that can be asked for together."""
    left_out = {"cursor", "page", "min_seq"}
    if "ids" in query:
        left_out |= query.keys() - {"ids", "include", "offset_unit", "fields", "csv", "trailer"}
    if "date" in query:
        left_out |= {"from", "to"}
    if not query.keys() & {"date", "from", "to"}:
        left_out |= {"date.match"}
    if query.get("rows") not in (None, "articles"):
        left_out |= {"rows"}
    if query.get("sort") == "relevance":
        left_out |= {"sort"}
    if query.get("q.mode") == "advanced":
        query = {**query, "q": quoted(query.get("q", ""))}
    return {name: value for name, value in query.items() if name not in left_out}


def quoted(q: Any) -> str:
    """A simple query as an advanced one that can be read."""
    words = [word for word in WORD.findall(unicodedata.normalize("NFC", str(q))) if len(word) <= MAX_WORD]
    return f'"{" ".join(words[:MAX_WORDS])}"' if words else ""


def names_a_page(path: dict[str, Any]) -> bool:
    """Whether what stands in a path for an id is the name of a page, or ends in the suffix of a format."""
    return any(value in RESERVED_IDS or value.rpartition(".")[2] in FORMATS for value in map(str, path.values()))


def is_text_anyway(mutation: Mutation) -> bool:
    """Whether a query parameter that was made wrong is right again, as all that stands in a URL is text."""
    schema = COMPONENT_PARAMETERS.get(mutation.parameter or "", {}).get("schema", {})
    words = schema.get("items", schema)
    readable = words.get("type") == "string" and "enum" not in words and words.get("format") in OPEN
    return readable and mutation.parameter_location == ParameterLocation.QUERY and mutation.keywords in _OF_VALUES


def came_out_right(mutation: Mutation, case: Any, url: str) -> bool:
    """Whether what was made wrong is right in the URL: an unknown parameter is not in it, an id in the path is one."""
    if mutation.parameter_location == ParameterLocation.PATH:
        value = str((case.path_parameters or {}).get(mutation.parameter))
        return mutation.keywords == ("format",) and ARTICLE_ID.fullmatch(value) is not None
    sent = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    return mutation.keywords == ("additionalProperties",) and all(name in case.operation.query for name in sent)


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Take for no failure that `fields` leave out what is required, and the refusal of what does not go together.

    Nor the refusal of a cursor that no answer gave, or of what no pattern can rule out: half a character, a text of
    which nothing is seen, more days than come, or names in many expressions; nor that any text is read where one is
    asked for, or what came out right. Nor what is answered where a link to a page was taken for an id.
    """
    if type(failure).__name__ == "JsonSchemaError" and "fields" in {
        *(case.query or {}),
        *(case.body if isinstance(case.body, dict) else {}),
    }:
        return False
    wrong = getattr(case.meta.phase.data, "mutations", ())
    if type(failure).__name__ == "AcceptedNegativeData" and wrong:
        return not all(is_text_anyway(each) or came_out_right(each, case, response.request.url) for each in wrong)
    if type(failure).__name__ in _OF_A_PATH and names_a_page(case.path_parameters or {}):
        return False
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code not in (400, 410, 422):
        return True
    problem = response.json()
    flaws = problem.get("errors", [])
    known = problem["type"] in (
        "/problems/gone",
        "/problems/changes-expired",
        "/problems/cursor-invalid",
    ) or HALF.search(str(case.body))
    unseen = {"pointer": "/text", "reason": "invalid", "detail": "is empty"}
    told = (
        flaw["reason"] in ACROSS | WARNED
        or flaw.get("pointer") == "/metadata"
        or flaw == unseen
        or any(flaw.items() >= many for many in MANY)
        for flaw in flaws
    )
    return not (known or any(told))
