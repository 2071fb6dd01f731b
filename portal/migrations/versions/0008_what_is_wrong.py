"""What a participant thinks is wrong: where she said so."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("about", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "about")
