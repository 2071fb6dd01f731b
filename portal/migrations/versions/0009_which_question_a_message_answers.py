"""Messages: which question an answer answers, since when it had waited, and by when it was promised."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("answers_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("message", sa.Column("answers_by", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "answers_by")
    op.drop_column("message", "answers_since")
