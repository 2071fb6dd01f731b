"""Steps that are left are found by themselves; an absence keeps who entered it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IS_LEFT = sa.text("done_on IS NULL AND removed_at IS NULL AND dropped_on IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_step_left",
        "step",
        ["participant_id"],
        sqlite_where=IS_LEFT,
        postgresql_where=IS_LEFT,
    )
    # In plain words: SQLite then keeps the table as it is, instead of making it anew.
    kind = sa.Uuid().compile(op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE absence ADD COLUMN entered_by_id {kind}"
        " CONSTRAINT fk_absence_entered_by_id_staff REFERENCES staff (id)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE absence DROP COLUMN entered_by_id")
    op.drop_index("ix_step_left", "step")
