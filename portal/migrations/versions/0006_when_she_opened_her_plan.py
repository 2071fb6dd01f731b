"""When she last opened a plan: what is new in it stands on her first page until then."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("seen_at", "seen_before_at"):
        op.add_column("plan", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # Until now every visit counted as having seen the plan.
    last_here = "SELECT max(sign_in.seen_at) FROM sign_in WHERE sign_in.participant_id = plan.participant_id"
    op.execute(f"UPDATE plan SET seen_at = ({last_here})")  # noqa: S608 (no value of anybody's)


def downgrade() -> None:
    for name in ("seen_before_at", "seen_at"):
        op.execute(f"ALTER TABLE plan DROP COLUMN {name}")
