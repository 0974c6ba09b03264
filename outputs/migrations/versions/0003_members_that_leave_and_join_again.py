"""Members that leave and join again: only the views change, and every upgrade makes those anew."""

from collections.abc import Sequence

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the database up to this revision."""


def downgrade() -> None:
    """Take it back to the revision before."""
