"""The JSON of facets and timelines, for the OpenAPI document."""

from datetime import date

from pydantic import BaseModel, Field

FOUND = {
    "undated": 1,
    "collapsed": 0,
    "versions": {"api": "1", "extractor": "attache-rules/7", "authority": "a220ebe252d4"},
    "query": {},
    "warnings": [],
}
"""The part of `meta` that examples need not tell apart."""


class Selected(BaseModel):
    """How many articles there are, and the URL that finds these."""

    count: int
    url: str


class Bucket(Selected):
    """A value: an id where there is one (`key`), and how it is called."""

    key: str
    label: str


class Facet(BaseModel):
    """A page of buckets, the largest first; `other` is the sum of those that are not on it, `next` the next page.

    `unknown` articles have no value. An article may have several actors, types and forms, but one of all else.
    """

    by: str
    buckets: list[Bucket]
    other: int
    unknown: Selected
    next: str | None


class Slot(Selected):
    """A day, week (`2016-W49`, ISO 8601), month or year, with its first and its last day."""

    key: str
    earliest: date
    latest: date


class ImpreciseDate(Selected):
    """A date that lies in no single bucket."""

    value: str


class Counts(BaseModel):
    """The buckets from the first to the last, empty ones too; what has a date that lies in none; and the undated."""

    buckets: list[Slot]
    imprecise: list[ImpreciseDate]
    undated: int
    undated_url: str


class NamedCounts(Counts):
    """The counts of one actor: an id, or a spelling in quotation marks."""

    key: str
    label: str
    total: int = Field(description="the sum of all counts")
    url: str
