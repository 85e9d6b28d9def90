"""Beside each article whom it names and how often, so that a list need not count mentions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("named", sa.JSON(), server_default="[]", nullable=False))
    op.execute("""
        UPDATE articles SET named = (
            SELECT json_group_array(json_array(entity_id, times, first)) FROM (
                SELECT entity_id, count(*) AS times, min(start) AS first FROM mentions
                WHERE article_id = articles.id AND zone IN ('title', 'lead', 'body')
                GROUP BY entity_id ORDER BY times DESC, first, entity_id
            )
        )
    """)


def downgrade() -> None:
    op.drop_column("articles", "named")
