"""Reports on accessibility."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accessibility_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("page", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("read_in", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accessibility_report")),
        sa.UniqueConstraint("form_key", name=op.f("uq_accessibility_report_form_key")),
    )
    op.create_index(
        op.f("ix_accessibility_report_sent_on"), "accessibility_report", ["sent_on"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_accessibility_report_sent_on"), table_name="accessibility_report")
    op.drop_table("accessibility_report")
