"""The filters of articles as query parameters in the OpenAPI document; see `parameters_schema`."""

from typing import Any

from app.api.parameters.actor_filters import MAX_MENTIONS, MAX_TOGETHER
from app.api.parameters.date_filters import DATE_MATCHES, DATE_PRECISIONS, UNDATED
from app.api.parameters.filters import DUPLICATES
from app.api.parameters.parameter_shapes import BLANKS, BOOLEAN, choice, list_of, parameter, text, whole
from app.domain.annotations import ENTITY_TYPES, ZONES
from app.domain.queries import ROLES, SORTS, WITHIN
from app.domain.text_queries import MODES
from app.domain.words import MAX_Q

_SOURCE = {
    "type": "string",
    "pattern": rf'^-?("([^"\u0000]|"")*"|[^,{BLANKS}\u0000-]([^,\u0000]*[^,{BLANKS}\u0000])?)$',
}
_LANGUAGE = {"type": "string", "pattern": "^-?([a-z]{2,3}|none)$"}

FILTERS_DECLARED: dict[str, dict[str, Any]] = {
    "q": parameter(
        "q",
        text("simple-query", maxLength=MAX_Q),
        'Words that all must stand in the article: `word`, `"a phrase"`, `-without`, `begin*`. Never an error, '
        "unless `q.mode` says so.",
        "Außenminister",
    ),
    "q.mode": parameter(
        "q.mode",
        choice(MODES),
        "How `q` is read: `simple` (unless told), or `advanced`: `(EU OR NATO) AND NOT Gipfel`, words side by side are "
        'ANDed, `"these words"~5` near each other, `wor?d*`, `word~1` and what differs by a letter (at most 2), '
        "`title:word` in that zone; what cannot be read is 400, with its position.",
    ),
    "q.in": parameter(
        "q.in",
        list_of(choice((*ZONES, "all"))),
        "Where the words of `q` are looked for; where `zone` says unless told.",
        ["title"],
    ),
    "actor": parameter(
        "actor",
        text("actor-expression"),
        "Persons, organizations or countries by id, Wikidata id or any name: `,` is and, `|` is or, `-` is not, "
        '`(EU|NATO),-Russia`; `"Selenskij"` is that spelling only; `region:Donbass` names another type; `*` is '
        "anybody, `place:*` any place. Given more than once, all must hold.",
        "EU,NATO",
    ),
    "actor.type": parameter(
        "actor.type",
        choice(ENTITY_TYPES),
        "The type of whom `actor` names, where it does not say so itself: `actor=Michel&actor.type=person`.",
    ),
    "actor.role": parameter(
        "actor.role",
        choice(ROLES),
        "`speaker`: only mentions count to which a quotation or reported speech is ascribed.",
        "speaker",
    ),
    "actor.within": parameter(
        "actor.within",
        choice(WITHIN),
        "Where all of `actor` must hold: anywhere in the `article` (unless told), in one `paragraph`, or in one "
        "`sentence`. A negated actor must not be in the same one.",
        "sentence",
    ),
    "actor.in": parameter(
        "actor.in",
        list_of(choice((*ZONES, "all"))),
        "Where actors are looked for; where `zone` says unless told.",
        ["title", "lead"],
    ),
    "actor.min_mentions": parameter(
        "actor.min_mentions",
        whole(1, MAX_MENTIONS),
        "How often an article mentions each actor that `actor` names, at least; 1 unless told.",
    ),
    "actor.parts": parameter(
        "actor.parts",
        BOOLEAN,
        "With `true` the organizations that an actor consists of count as well: for the EU its Commission and Council.",
    ),
    "together": parameter(
        "together",
        list_of(text("entity-id"), maxItems=MAX_TOGETHER),
        "Entities by id that an article must mention, each of them, beside what `actor` asks for: the evidence of an "
        "edge between two.",
        ["eu", "nato"],
    ),
    "together.within": parameter(
        "together.within",
        choice(WITHIN),
        "Where all of `together` must stand: anywhere in the `article` (unless told), in one `paragraph`, or in one "
        "`sentence`.",
        "sentence",
    ),
    "date": parameter(
        "date",
        text("date-interval"),
        "The publication date: `2016`, `2016-12`, `2016-12-06`, `2016-Q4`, `2016-12/2017-02`, `2016-12/..`, "
        "`last:30d`. Not together with `from` or `to`.",
        "2016-12",
    ),
    "from": parameter("from", text("date-unit"), "Published in this year, month or day, or later."),
    "to": parameter("to", text("date-unit"), "Published in this year, month or day, or earlier."),
    "date.match": parameter(
        "date.match",
        choice(DATE_MATCHES),
        "How an article whose date is imprecise is compared: it `overlaps` the dates asked for (unless told), lies "
        "`within` them, or `covers` them.",
    ),
    "date.undated": parameter(
        "date.undated",
        choice(UNDATED),
        "Articles without a date: `exclude` (when a date is asked for), `include` (when none is), or `only` those.",
    ),
    "date.estimates": parameter(
        "date.estimates",
        BOOLEAN,
        "With `true` an article without a date is filtered by the estimate that its text lets one make, if any.",
    ),
    "date.within": parameter(
        "date.within",
        text("date-interval"),
        "Of what all other filters find, the articles whose own date lies within these days, written as in `date`; "
        "buckets of facets and timelines link to it. Copies were collapsed before.",
        "2016",
    ),
    "date.precision": parameter(
        "date.precision",
        list_of(choice((*DATE_PRECISIONS, *(f"-{each}" for each in DATE_PRECISIONS)))),
        "Of what all other filters find, the articles whose date is as precise: any of `day`, `month`, `year`, "
        "`unknown` (undated); `-year` all but those.",
        ["day"],
    ),
    "mentioned": parameter(
        "mentioned",
        text("date-interval"),
        "A date that the text speaks of, in title, lead and body or in `zone`, written as in `date`; they overlap.",
    ),
    "ingested": parameter(
        "ingested", text("date-interval"), "The UTC day on which the article first came in, written as in `date`."
    ),
    "updated": parameter(
        "updated", text("date-interval"), "The UTC day of the latest revision of the article, written as in `date`."
    ),
    "source": parameter(
        "source",
        list_of(_SOURCE),
        'Any of these sources; `-x` all but that one; `none` is an article without one. `"A, B"` is one name.',
    ),
    "language": parameter(
        "language",
        list_of(_LANGUAGE),
        "Any of these languages (ISO 639); `-de` all but that one; `none` is unknown.",
        ["de"],
    ),
    "zone": parameter(
        "zone",
        list_of(choice((*ZONES, "all"))),
        "Where words, actors and mentioned dates are looked for; `title,lead,body` unless told.",
        ["title", "lead"],
    ),
    "duplicates": parameter(
        "duplicates",
        choice(DUPLICATES),
        "Articles with one text, or nearly so (wire copies): `show` all (unless told), `collapse` them into the eldest "
        "that matches (`meta.collapsed` counts the others), or `only` the copies.",
    ),
    "sort": parameter(
        "sort",
        choice(SORTS),
        "The order: `relevance` (with `q` unless told), `-date` newest first (else), `date`, `-ingested`.",
    ),
}
FILTER_PARAMETERS = tuple(FILTERS_DECLARED)
