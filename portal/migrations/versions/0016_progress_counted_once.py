"""Own progress is counted once, in numbers that stay."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "progress_block",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("half_year", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("higher", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("lower", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 5", name=op.f("ck_progress_block_at_least_five")),
        sa.CheckConstraint(
            "higher + same + lower = number", name=op.f("ck_progress_block_all_went_somewhere")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_block")),
        sa.UniqueConstraint(
            "measure",
            "indicator",
            "half_year",
            name=op.f("uq_progress_block_measure_indicator_half_year"),
        ),
    )
    op.create_table(
        "progress_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_progress_mark_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_mark")),
        sa.UniqueConstraint(
            "participant_id",
            "measure",
            "indicator",
            name=op.f("uq_progress_mark_participant_id_measure_indicator"),
        ),
    )
    op.create_table(
        "progress_half_year",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("half_year", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_half_year")),
        sa.UniqueConstraint("half_year", name=op.f("uq_progress_half_year_half_year")),
    )


def downgrade() -> None:
    op.drop_table("progress_half_year")
    op.drop_table("progress_mark")
    op.drop_table("progress_block")
