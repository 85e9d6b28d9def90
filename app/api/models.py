"""The JSON of the answers, for the OpenAPI document: strings that name a kind are open, so that new ones may come."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from app.api.count_models import Facet
from app.api.highlights import Highlight
from app.api.parameters.echoes import QueryEcho
from app.api.transport.versions import Versions


class Span(BaseModel):
    """Half-open `[start, end)`, in the offset unit of the answer."""

    start: int
    end: int


class Excerpt(Span):
    """The first sentences of lead or body."""

    text: str


class Zone(Span):
    """A stretch of the text: header, title, byline, lead, body, caption or boilerplate. The zones tile the text."""

    zone: str


class DateEstimate(BaseModel):
    """A date that the text lets one guess; never the publication date."""

    value: str
    evidence: Span | None


class ArticleDate(BaseModel):
    """When the article was published. `value` is EDTF, null with the precision `unknown`."""

    value: str | None
    precision: str = Field(description="day, month, year or unknown")
    earliest: date | None
    latest: date | None
    source: str | None = Field(description="metadata, header, dateline or editor; null when undated")
    confidence: float | None
    evidence: Span | None
    published_at: str | None = Field(None, description="a time of day, as it was written; absent without one")
    estimate: DateEstimate | None = Field(None, description="absent without one")


class EntityLabel(BaseModel):
    """What a reader needs to show an entity id."""

    label: str
    type: str
    wikidata_id: str | None


class ActorCount(EntityLabel):
    """An actor of an article: how often title, lead and body mention it, and where first."""

    id: str
    mentions: int
    first: int


class AssertedBy(BaseModel):
    """Who or what says so."""

    kind: str
    name: str
    version: str


class Mention(Span):
    """One place where the text names an entity; the last four come with `include=provenance`."""

    id: str
    entity: str
    text: str
    zone: str
    sentence: int
    paragraph: int
    kind: str = Field(description="name, compound, adjective, demonym, metonym or nominal")
    type: str
    confidence: float
    status: str | None = Field(None, description="auto, confirmed or rejected")
    asserted_by: AssertedBy | None = None
    supersedes: str | None = None
    rule: str | None = Field(None, description="the rule or model that found it")


class Speaker(Span):
    """Who speaks: a mention and its entity."""

    mention: str
    entity: str


class Annotation(Span):
    """What the text says that somebody said (`quotation`), or a date that it speaks of (`date`).

    A quotation has a `kind`, a `speaker` (null where nobody is named) and a `cue` (null where one before it goes on); a
    date has a `value`.
    """

    type: str = Field(description="quotation or date")
    zone: str
    text: str | None = Field(description="null for those who may not read the text")
    kind: str | None = Field(None, description="direct (in quotation marks, without these) or reported")
    speaker: Speaker | None = None
    cue: Span | None = Field(None, description="what shows that it was said: sagte, laut, according to")
    value: str | None = Field(None, description="EDTF")


class Revision(BaseModel):
    """One state of an article."""

    revision: int
    seq: int
    at: datetime
    op: str
    cause: str
    extractor: str | None


class Provenance(BaseModel):
    """What was sent of an article (its text only to those who may read it), and what found the rest."""

    extractor: str
    sent: dict[str, Any]


class ArticleLinks(BaseModel):
    """Where an article and its text are."""

    self: str
    text: str


class Article(BaseModel):
    """An article; the fields from `text` on come when they are included, `score` with `q`.

    `rights` is what this reader gets of the text: `full`, `snippet` (the excerpt; `text` is null) or `none` (not even
    that).
    """

    id: str
    title: str | None
    kicker: str | None
    excerpt: Excerpt | None
    language: str | None
    source: str | None
    url: str | None
    author: str | None
    rights: str
    date: ArticleDate
    actors: list[ActorCount]
    length: int
    text_version: str
    revision: int
    duplicate_of: str | None
    metadata: dict[str, Any]
    ingested_at: datetime
    updated_at: datetime
    links: ArticleLinks
    text: str | None = None
    zones: list[Zone] | None = None
    mentions: list[Mention] | None = None
    annotations: list[Annotation] | None = None
    entities: dict[str, EntityLabel] | None = Field(None, description="all that `mentions` and `annotations` use")
    provenance: Provenance | None = None
    revisions: list[Revision] | None = None
    score: float | None = None
    highlights: list[Highlight] | None = Field(None, description="with `highlight=true`, the best first")


class Warned(BaseModel):
    """Why an answer may surprise; `suggestions` are values to use for `parameter` instead."""

    code: str
    detail: str
    parameter: str | None
    suggestions: list[str]


class Meta(BaseModel):
    """What is true of a whole list."""

    total: int
    total_relation: str
    limit: int


class FoundMeta(BaseModel):
    """What was found, and how it was asked for.

    `undated` counts the articles that match all other filters and have no date, `collapsed` the copies left out.
    """

    total: int
    total_relation: str
    undated: int
    collapsed: int
    versions: Versions
    query: QueryEcho
    warnings: list[Warned]


class ArticlesMeta(FoundMeta):
    """`facets` holds those that were asked for, by name; `missing` comes with `ids`."""

    limit: int
    offset_unit: str
    facets: dict[str, Facet]
    missing: list[str] | None = None


class Links(BaseModel):
    """Where this page and the next one are; null at the end."""

    self: str
    next: str | None


class ArticlesLinks(Links):
    """And the whole answer in other formats; null where there is none."""

    csv: str
    ndjson: str
    atom: str | None
    jsonfeed: str | None
    timeline: str | None


class ArticleList(BaseModel):
    """A page of articles."""

    data: list[Article]
    meta: ArticlesMeta
    links: ArticlesLinks


class MentionsMeta(Meta):
    """`entities` holds every entity that the mentions on this page use."""

    offset_unit: str
    entities: dict[str, EntityLabel]


class MentionList(BaseModel):
    """A page of the mentions of one article, in the order of the text."""

    data: list[Mention]
    meta: MentionsMeta
    links: Links
