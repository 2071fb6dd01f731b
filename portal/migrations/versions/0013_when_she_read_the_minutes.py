"""When she has read what was written after a meeting: it is news on her first page until then."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("notes_seen_at", sa.DateTime(timezone=True), nullable=True))
    # What was published until now is no news.
    op.execute("UPDATE meeting SET notes_seen_at = notes_published_at")


def downgrade() -> None:
    op.execute("ALTER TABLE meeting DROP COLUMN notes_seen_at")
