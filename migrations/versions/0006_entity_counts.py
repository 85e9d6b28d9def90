"""How often each entity is met, and when first and last, so that nobody need count all mentions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "entity_counts",
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=True),
        sa.Column("last_seen", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entities.id"], name="fk_entity_counts_entity_id_entities", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entity_id", name="pk_entity_counts"),
    )
    op.execute("""
        INSERT INTO entity_counts
        SELECT entity_id, count(DISTINCT article_id), count(*), min(date_earliest), max(date_latest)
        FROM mentions JOIN articles ON articles.id = article_id
        WHERE zone IN ('title', 'lead', 'body') GROUP BY entity_id
    """)


def downgrade() -> None:
    op.drop_table("entity_counts")
