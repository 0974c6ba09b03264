"""The ledger of known members, what does not add up across articles, and blocks of statements that could tell the same fact."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "ledger",
        sa.Column("ledger_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("since_start", sa.Text(), nullable=True),
        sa.Column("since_end", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("until_start", sa.Text(), nullable=True),
        sa.Column("until_end", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('member', 'observer', 'founder', 'secretariat')", name=op.f("ck_ledger_role")),
        sa.PrimaryKeyConstraint("ledger_id", name=op.f("pk_ledger")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_member_id"), ["member_id"], unique=False)

    op.create_table(
        "checks",
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fact_kind", sa.Text(), nullable=False),
        sa.Column("fact_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=True),
        sa.Column("other_article_id", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("stated", sa.Text(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.CheckConstraint("fact_kind IN ('membership', 'position', 'indicator', 'event')", name=op.f("ck_checks_fact_kind")),
        sa.CheckConstraint("kind IN ('member_count', 'contradiction')", name=op.f("ck_checks_kind")),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_checks")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checks_fact_id"), ["fact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_checks_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_checks_about"), ["about"], unique=False)

    # What an earlier version told as one fact stays one; an article that is written again finds its block. The table is not made
    # anew: SQLite would then list its constraints in any order.
    op.add_column("statements", sa.Column("block", sa.Text(), nullable=True))
    op.execute("UPDATE statements SET block = fact_key")
    op.create_index(op.f("ix_statements_block"), "statements", ["block"], unique=False)


def downgrade() -> None:
    """Take it back to the revision before."""
    op.drop_index(op.f("ix_statements_block"), table_name="statements")
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.drop_column("block")
    op.drop_table("checks")
    op.drop_table("ledger")
