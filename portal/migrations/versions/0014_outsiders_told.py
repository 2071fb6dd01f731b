"""When those from outside were told that she moved or cancelled a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("outsiders_wait_since", "outsiders_told_at"):
        op.add_column("meeting", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # In plain words: SQLite then keeps the table as it is, instead of making it anew.
    kind = sa.Uuid().compile(op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE meeting ADD COLUMN outsiders_told_by_id {kind}"
        " CONSTRAINT fk_meeting_outsiders_told_by_id_staff REFERENCES staff (id)"
    )


def downgrade() -> None:
    for name in ("outsiders_told_by_id", "outsiders_told_at", "outsiders_wait_since"):
        op.execute(f"ALTER TABLE meeting DROP COLUMN {name}")
