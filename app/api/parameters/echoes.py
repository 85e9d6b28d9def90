"""How the filters were understood: what `meta.query` says."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field


class ResolvedName(BaseModel):
    """A name as it was resolved: by id, wikidata, label or alias; null when nobody has it."""

    input: str
    id: str | None
    by: str | None
    alternatives: list[str]


class ActorEcho(BaseModel):
    """How `actor` was understood: `expr` holds `within` an article, a paragraph or a sentence."""

    expr: Any
    within: str
    role: str | None
    zones: list[str] = Field(description="where actors are looked for")
    min_mentions: int
    parts: bool
    resolved: list[ResolvedName]


class TogetherEcho(BaseModel):
    """Who must be mentioned within one article, paragraph or sentence, by id."""

    ids: list[str]
    within: str


class IntervalEcho(BaseModel):
    """How a filter by dates was understood; null is open."""

    earliest: date | None
    latest: date | None


class DateEcho(IntervalEcho):
    """How the date was understood; with `estimates` guessed dates count as well.

    `within` and `precision` come when they are asked for.
    """

    match: str
    estimates: bool
    within: IntervalEcho | None = None
    precision: list[str] | None = None


class WordsEcho(BaseModel):
    """How `q` was understood: its tree, and what was `adjusted`: read otherwise than typed."""

    input: str
    mode: str
    expr: Any = Field(description='`["and", "EU", ["not", "title:Gipfel*"]]`; null without a word')
    adjusted: list[str]


class QueryEcho(BaseModel):
    """How the filters were understood."""

    actor: ActorEcho | None = None
    together: TogetherEcho | None = None
    date: DateEcho | None = None
    mentioned: IntervalEcho | None = None
    ingested: IntervalEcho | None = None
    updated: IntervalEcho | None = None
    q: WordsEcho | None = None
