"""Rights, dates mentioned and origins of articles; the lives of keys; entities that are suppressed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("rights", sa.String(), nullable=True))
    op.add_column("articles", sa.Column("dates", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("revisions", sa.Column("dates", sa.JSON(), nullable=True))
    for name in ("expires_at", "revoked_at", "last_used_at"):
        op.add_column("keys", sa.Column(name, sa.DateTime(), nullable=True))
    op.create_table(
        "origins",
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_origins_article_id_articles", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_origins"),
    )
    op.create_index("ix_origins_file", "origins", ["file"])
    op.create_table(
        "suppressions",
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("entity_id", name="pk_suppressions"),
    )


def downgrade() -> None:
    op.drop_table("suppressions")
    op.drop_table("origins")
    for name in ("expires_at", "revoked_at", "last_used_at"):
        op.drop_column("keys", name)
    op.drop_column("revisions", "dates")
    op.drop_column("articles", "dates")
    op.drop_column("articles", "rights")
