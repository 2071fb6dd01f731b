"""Messages: which question an answer answers, since when it had waited, and by when it was promised."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("answers_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("message", sa.Column("answers_by", sa.Date(), nullable=True))
    # The first of a thread since a moment is found at once, however long the conversation is.
    op.create_index("ix_message_thread_id_sent_at", "message", ["thread_id", "sent_at"])
    op.drop_index("ix_message_thread_id", "message")


def downgrade() -> None:
    op.create_index("ix_message_thread_id", "message", ["thread_id"])
    op.drop_index("ix_message_thread_id_sent_at", "message")
    op.drop_column("message", "answers_by")
    op.drop_column("message", "answers_since")
