"""Decisions of reviewers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("decision IN ('accepted', 'corrected', 'rejected', 'undone', 'forgotten')", name=op.f("ck_decisions_decision")),
        sa.CheckConstraint("kind IN ('mention', 'membership', 'position', 'indicator', 'event', 'article')", name=op.f("ck_decisions_kind")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decisions")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_record_id"), ["record_id"], unique=False)

    op.create_table(
        "disagreements",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('mention', 'membership', 'position', 'indicator', 'event', 'article')", name=op.f("ck_disagreements_kind")),
        sa.CheckConstraint("what IN ('not_found', 'other_reading')", name=op.f("ck_disagreements_what")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name=op.f("fk_disagreements_article_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_disagreements")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("disagreements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disagreements_article_id"), ["article_id"], unique=False)


def downgrade() -> None:
    """Take it back to the revision before."""
    with op.batch_alter_table("disagreements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disagreements_article_id"))

    op.drop_table("disagreements")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_record_id"))
        batch_op.drop_index(batch_op.f("ix_decisions_article_id"))

    op.drop_table("decisions")
