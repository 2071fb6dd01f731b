"""What is begun with a paper's address belongs to the browser in which it was begun."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "panel_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"],
            ["panel_token.id"],
            name=op.f("fk_panel_draft_token_id_panel_token"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_draft")),
    )
    op.create_index(op.f("ix_panel_draft_token_id"), "panel_draft", ["token_id"])


def downgrade() -> None:
    op.drop_table("panel_draft")
