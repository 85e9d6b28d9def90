"""The first schema: articles with their revisions, the change log, mentions, entities, keys."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def string(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def integer(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def as_json(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def upgrade() -> None:
    create_articles()
    create_revisions()
    create_entities()
    create_mentions()
    op.create_table(
        "keys",
        string("id"),
        string("sha256"),
        string("label"),
        as_json("scopes"),
        instant("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
    )
    op.create_table("state", string("name"), string("value"), sa.PrimaryKeyConstraint("name", name="pk_state"))


def create_articles() -> None:
    op.create_table(
        "articles",
        string("id"),
        integer("revision"),
        integer("seq"),
        string("content_hash"),
        string("text"),
        string("text_version"),
        string("title", nullable=True),
        string("kicker", nullable=True),
        string("language"),
        string("source", nullable=True),
        string("url", nullable=True),
        string("author", nullable=True),
        as_json("metadata"),
        string("date_value", nullable=True),
        string("date_precision", nullable=True),
        sa.Column("date_earliest", sa.Date()),
        sa.Column("date_latest", sa.Date()),
        string("date_source", nullable=True),
        sa.Column("date_confidence", sa.Float()),
        as_json("date_evidence", nullable=True),
        as_json("date_estimate", nullable=True),
        string("published_at", nullable=True),
        integer("excerpt_start", nullable=True),
        integer("excerpt_end", nullable=True),
        as_json("zones"),
        string("duplicate_of", nullable=True),
        instant("ingested_at"),
        instant("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index("ix_articles_text_version_ingested_at_id", "articles", ["text_version", "ingested_at", "id"])


def create_revisions() -> None:
    op.create_table(
        "revisions",
        string("article_id"),
        integer("revision"),
        integer("seq"),
        instant("at"),
        string("op"),
        string("cause"),
        as_json("sent", nullable=True),
        string("extractor", nullable=True),
        string("language", nullable=True),
        string("source", nullable=True),
        string("date_precision", nullable=True),
        sa.Column("date_earliest", sa.Date()),
        sa.Column("date_latest", sa.Date()),
        string("published_at", nullable=True),
        instant("ingested_at", nullable=True),
        string("duplicate_of", nullable=True),
        as_json("mentioned", nullable=True),
        sa.PrimaryKeyConstraint("article_id", "revision", name="pk_revisions"),
        sa.UniqueConstraint("seq", name="uq_revisions_seq"),
    )
    op.create_table(
        "change_log",
        integer("seq"),
        instant("at"),
        string("type"),
        string("id"),
        integer("revision"),
        string("op"),
        string("cause"),
        sa.PrimaryKeyConstraint("seq", name="pk_change_log"),
        sqlite_autoincrement=True,
    )


def create_entities() -> None:
    op.create_table(
        "entities",
        string("id"),
        string("type"),
        string("label"),
        as_json("labels"),
        string("wikidata_id", nullable=True),
        as_json("codes"),
        as_json("part_of"),
        as_json("description"),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
    )
    op.create_index("ix_entities_wikidata_id", "entities", ["wikidata_id"])
    op.create_table(
        "entity_names",
        string("key"),
        string("entity_id"),
        string("name"),
        string("kind"),
        integer("position"),
        sa.PrimaryKeyConstraint("key", "entity_id", "name", name="pk_entity_names"),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entities.id"], name="fk_entity_names_entity_id_entities", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entity_names_entity_id", "entity_names", ["entity_id"])


def create_mentions() -> None:
    op.create_table(
        "mentions",
        string("id"),
        string("article_id"),
        string("entity_id"),
        integer("start"),
        integer("end"),
        string("text"),
        string("zone"),
        integer("sentence"),
        integer("paragraph"),
        string("kind"),
        string("type"),
        sa.Column("confidence", sa.Float(), nullable=False),
        string("rule"),
        sa.PrimaryKeyConstraint("id", name="pk_mentions"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_mentions_article_id_articles", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_mentions_entity_id_entities"),
    )
    op.create_index("ix_mentions_article_id", "mentions", ["article_id"])
    op.create_index("ix_mentions_entity_id_article_id_zone", "mentions", ["entity_id", "article_id", "zone"])


def downgrade() -> None:
    for table in ("state", "keys", "mentions", "entity_names", "entities", "change_log", "revisions", "articles"):
        op.drop_table(table)
