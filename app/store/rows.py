"""The tables. Rows do not validate and never leave this folder.

Words of an article stand in `articles`, `listings`, `revisions`, `mentions`, `origins` (the name of its file) and, for
what no authority file knows, in `entities`, `entity_names` and `entity_counts`, digests of them in `sketches` and
`sketch_bands`: these are all that a purge has to clear.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, Index, LargeBinary, MetaData, TypeDecorator
from sqlmodel import Field, SQLModel

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A point in time, to the microsecond: stored in UTC, read back with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC, without a zone; raises `ValueError` for an instant that has none."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The zone that all have."""
        return value and value.replace(tzinfo=UTC)


def _json() -> Any:
    return JSON(none_as_null=True)


class Row(SQLModel):
    """The parent of all tables."""

    metadata = MetaData(naming_convention=NAMES)


class ArticleRow(Row, table=True):
    """An article that lives, as it stands. What was deleted is known by its last revision alone.

    `named` is what `app.store.mentions.count_named` makes of its mentions.
    """

    __tablename__ = "articles"
    __table_args__ = (Index(None, "text_version", "ingested_at", "id"), Index(None, "duplicate_of"))

    id: str = Field(primary_key=True)
    revision: int
    seq: int
    content_hash: str
    text: str
    text_version: str
    title: str | None
    kicker: str | None
    language: str
    source: str | None
    url: str | None
    author: str | None
    extra: dict[str, Any] = Field(sa_column=Column("metadata", _json(), nullable=False))
    date_value: str | None
    date_precision: str | None
    date_earliest: date | None
    date_latest: date | None
    date_source: str | None
    date_confidence: float | None
    date_evidence: dict[str, int] | None = Field(sa_type=_json())
    date_estimate: dict[str, Any] | None = Field(sa_type=_json())
    published_at: str | None
    excerpt_start: int | None
    excerpt_end: int | None
    zones: list[dict[str, Any]] = Field(sa_type=_json())
    dates: list[dict[str, Any]] = Field(default=[], sa_column=Column(_json(), nullable=False, server_default="[]"))
    named: list[list[Any]] = Field(default=[], sa_column=Column(_json(), nullable=False, server_default="[]"))
    rights: str | None = None
    duplicate_of: str | None
    ingested_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)


class ListingRow(Row, table=True):
    """What `app.domain.listed.write_listing` makes of an article that lives; only `app.store.revisions` changes it."""

    __tablename__ = "listings"

    article_id: str = Field(primary_key=True, foreign_key="articles.id", ondelete="CASCADE")
    json_: bytes = Field(sa_column=Column("json", LargeBinary, nullable=False))


class RevisionRow(Row, table=True):
    """One state of an article: why it came to be, and all that a filter can ask of it.

    `sent` is what was sent, None in a revision that came about by itself. `mentioned` lists, by zone, entity id, type,
    surface form, sentence and paragraph of each mention, and whether it speaks. All filter columns of a deletion are
    None.
    """

    __tablename__ = "revisions"

    article_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    seq: int = Field(unique=True)
    at: datetime = Field(sa_type=Instant)
    op: str
    cause: str
    sent: dict[str, Any] | None = Field(default=None, sa_type=_json())
    extractor: str | None = None
    language: str | None = None
    source: str | None = None
    date_precision: str | None = None
    date_earliest: date | None = None
    date_latest: date | None = None
    published_at: str | None = None
    ingested_at: datetime | None = Field(default=None, sa_type=Instant)
    duplicate_of: str | None = None
    mentioned: dict[str, list[list[Any]]] | None = Field(default=None, sa_type=_json())
    dates: list[dict[str, Any]] | None = Field(default=None, sa_type=_json())


class ChangeRow(Row, table=True):
    """One row of the change log; a `seq` is never given twice."""

    __tablename__ = "change_log"
    __table_args__ = {"sqlite_autoincrement": True}

    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    type: str
    id: str
    revision: int
    op: str
    cause: str


class EntityRow(Row, table=True):
    """An entity, of the authority files or found in a text."""

    __tablename__ = "entities"

    id: str = Field(primary_key=True)
    type: str
    label: str
    labels: dict[str, str] = Field(sa_type=_json())
    wikidata_id: str | None = Field(index=True)
    codes: dict[str, str] = Field(sa_type=_json())
    part_of: list[str] = Field(sa_type=_json())
    description: dict[str, str] = Field(sa_type=_json())
    verified: bool


class NameRow(Row, table=True):
    """A folded spelling (`key`) of one name of an entity; `kind` is `label` or `alias`."""

    __tablename__ = "entity_names"
    __table_args__ = {"sqlite_with_rowid": False}

    key: str = Field(primary_key=True)
    entity_id: str = Field(primary_key=True, index=True, foreign_key="entities.id", ondelete="CASCADE")
    name: str = Field(primary_key=True)
    kind: str
    position: int


class EntityCountRow(Row, table=True):
    """What `EntityCounts` says of an entity that articles mention; only `app.store.counts` changes it."""

    __tablename__ = "entity_counts"

    entity_id: str = Field(primary_key=True, foreign_key="entities.id", ondelete="CASCADE")
    articles: int
    mentions: int
    first_seen: date | None
    last_seen: date | None


class MentionRow(Row, table=True):
    """A mention in an article that lives."""

    __tablename__ = "mentions"
    __table_args__ = (Index(None, "entity_id", "article_id", "zone"),)

    id: str = Field(primary_key=True)
    article_id: str = Field(index=True, foreign_key="articles.id", ondelete="CASCADE")
    entity_id: str = Field(foreign_key="entities.id")
    start: int
    end: int
    text: str
    zone: str
    sentence: int
    paragraph: int
    kind: str
    type: str
    confidence: float
    rule: str


class QuotationRow(Row, table=True):
    """What an article that lives says that somebody said; who it was is a mention, if anybody is named."""

    __tablename__ = "quotations"

    article_id: str = Field(primary_key=True, foreign_key="articles.id", ondelete="CASCADE")
    start: int = Field(primary_key=True)
    end: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    zone: str
    cue_start: int | None
    cue_end: int | None
    mention_id: str | None = Field(index=True, foreign_key="mentions.id", ondelete="SET NULL")
    rule: str


class SketchRow(Row, table=True):
    """The signature of the text of an article that lives (see `app.annotate.sketches`)."""

    __tablename__ = "sketches"

    article_id: str = Field(primary_key=True, foreign_key="articles.id", ondelete="CASCADE")
    signature: bytes


class BandRow(Row, table=True):
    """A digest of one band of the signature of an article that is no copy."""

    __tablename__ = "sketch_bands"
    __table_args__ = {"sqlite_with_rowid": False}

    band: int = Field(primary_key=True)
    article_id: str = Field(primary_key=True)


class KeyRow(Row, table=True):
    """An API key, of which only the digest is known."""

    __tablename__ = "keys"

    id: str = Field(primary_key=True)
    sha256: str
    label: str
    scopes: list[str] = Field(sa_type=_json())
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    last_used_at: datetime | None = Field(default=None, sa_type=Instant)


class OriginRow(Row, table=True):
    """The file that an article was last read from; a member of an archive stands behind `!`."""

    __tablename__ = "origins"

    article_id: str = Field(primary_key=True, foreign_key="articles.id", ondelete="CASCADE")
    file: str = Field(index=True)


class SuppressionRow(Row, table=True):
    """An entity that nobody is told of; only its id is known."""

    __tablename__ = "suppressions"

    entity_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)


class StateRow(Row, table=True):
    """What the store remembers of itself."""

    __tablename__ = "state"

    name: str = Field(primary_key=True)
    value: str
