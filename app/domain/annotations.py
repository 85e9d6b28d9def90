"""What is found in a text: zones, sentences, a date, mentions. All offsets are code points, half-open."""

import hashlib
from collections.abc import Callable, Collection
from typing import Literal

from app.domain.dates import PartialDate
from app.domain.frozen import Frozen

ZoneName = Literal["header", "title", "byline", "lead", "body", "caption", "boilerplate"]
ZONES: tuple[ZoneName, ...] = ("header", "title", "byline", "lead", "body", "caption", "boilerplate")
ARTICLE_ZONES: frozenset[str] = frozenset({"title", "lead", "body"})

EntityType = Literal[
    "person", "organization", "country", "region", "place", "event", "treaty", "mission", "facility", "product", "other"
]
ENTITY_TYPES: tuple[EntityType, ...] = EntityType.__args__  # type: ignore[attr-defined]
ACTOR_TYPES: frozenset[str] = frozenset({"person", "organization", "country"})

MentionKind = Literal["name", "compound", "adjective", "demonym", "metonym", "nominal"]
DateSource = Literal["metadata", "header", "dateline", "editor"]


class Span(Frozen):
    """Half-open `[start, end)`."""

    start: int
    end: int


class Zone(Frozen):
    """A stretch of the text and what it is; the zones of an article tile its text."""

    zone: ZoneName
    start: int
    end: int


class DateEstimate(Frozen):
    """A date that the text lets one guess: never the publication date."""

    value: str
    evidence: Span | None = None


class ArticleDate(Frozen):
    """When the article was published: as precise as it is known, and where that stands.

    `published_at` is a time of day as it was written (RFC 3339 or `HH:MM`), or None.
    """

    date: PartialDate | None = None
    source: DateSource | None = None
    confidence: float | None = None
    evidence: Span | None = None
    published_at: str | None = None
    estimate: DateEstimate | None = None


class MentionedDate(Frozen):
    """One place where the text speaks of a date: a year, a month or a day, as EDTF."""

    value: str
    start: int
    end: int
    zone: ZoneName


class Mention(Frozen):
    """One place where the text names an entity. `text == article.text[start:end]`.

    `sentence` and `paragraph` are 0-based numbers in the article; `rule` names what found it. `alternatives` are other
    entities that the name may mean, likeliest first; they are not stored.
    """

    id: str
    entity: str
    start: int
    end: int
    text: str
    zone: ZoneName
    sentence: int
    paragraph: int
    kind: MentionKind
    type: EntityType
    confidence: float
    rule: str
    alternatives: tuple[str, ...] = ()

    def as_stored(self) -> "Mention":
        """The mention without what is not stored."""
        return self.model_copy(update={"alternatives": ()}) if self.alternatives else self


QuotationKind = Literal["direct", "reported"]


class Speaker(Frozen):
    """Who says something: the mention that names them, its entity and its span."""

    mention: str
    entity: str
    start: int
    end: int


class Quotation(Frozen):
    """Words that the text says somebody said: `direct` between quotation marks, without these, or `reported`.

    `cue` is what shows it (`sagte`, `laut`), None where a quotation before it goes on; `speaker` is None where the text
    names nobody; `rule` names what found it.
    """

    start: int
    end: int
    zone: ZoneName
    kind: QuotationKind
    cue: Span | None = None
    speaker: Speaker | None = None
    rule: str


class FoundEntity(Frozen):
    """An entity that a text named and that no authority file knows: its id is `x-<type>-<slug>`."""

    id: str
    type: EntityType
    label: str


class Annotation(Frozen):
    """All that was found in one text.

    `excerpt` is the span of the first sentences of lead or body, at most 240 code points, None for a text without
    any; `dates` are those that the text speaks of, `quotations` what it says that somebody said, in its order;
    `unknown` describes the entities of `mentions` that no authority file knows; `sketch` is a signature that
    two texts share as far as they are alike, empty for a short one.
    """

    language: str
    title: str | None = None
    kicker: str | None = None
    date: ArticleDate = ArticleDate()
    excerpt: Span | None = None
    zones: tuple[Zone, ...] = ()
    dates: tuple[MentionedDate, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    unknown: tuple[FoundEntity, ...] = ()
    sketch: bytes = b""


class Given(Frozen):
    """What the sender already said of a text; it wins over what is found in it.

    `title` is the title that stands at the very start of the text (see `app.domain.inputs.compose`).
    """

    title: str | None = None
    language: str | None = None
    date: PartialDate | None = None
    published_at: str | None = None


def without_speaker(quotation: Quotation, hidden: Collection[str]) -> Quotation:
    """A quotation that names nobody of whom these entity ids are."""
    named = quotation.speaker is not None and quotation.speaker.entity in hidden
    return quotation.model_copy(update={"speaker": None}) if named else quotation


def text_version(text: str) -> str:
    """The name of a text: `sha256:` and the hexadecimal digest of its UTF-8 bytes."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def mention_id(article: str, version: str, start: int, end: int, kind: str) -> str:
    """An id that survives re-annotation and re-linking: `m-` and 16 hex digits of what identifies the mention.

    `kind` is the entity type.
    """
    return mention_ids(article, version)(start, end, kind)


def mention_ids(article: str, version: str) -> Callable[[int, int, str], str]:
    """What gives the ids of the mentions in one version of an article, as `mention_id` does, by start, end and kind."""
    begun = hashlib.sha256(f"{article}\0{version}\0".encode())

    def id_of(start: int, end: int, kind: str) -> str:
        hashed = begun.copy()
        hashed.update(f"{start}\0{end}\0{kind}".encode())
        return f"m-{hashed.hexdigest()[:16]}"

    return id_of
