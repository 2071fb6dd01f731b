"""Own progress: her ratings, those of staff beside her, and that she does not want to be reminded for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "self_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=True),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("talk", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_self_rating_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_rating")),
        sa.UniqueConstraint(
            "participant_id", "rated_on", name=op.f("uq_self_rating_participant_id_rated_on")
        ),
    )
    with op.batch_alter_table("self_rating", schema=None) as batch_op:
        batch_op.create_index(
            "uq_self_rating_open",
            ["participant_id"],
            unique=True,
            sqlite_where=sa.text("rated_on IS NULL"),
            postgresql_where=sa.text("rated_on IS NULL"),
        )

    op.create_table(
        "staff_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_staff_rating_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_rating_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_rating")),
        sa.UniqueConstraint(
            "participant_id",
            "staff_id",
            "rated_on",
            name=op.f("uq_staff_rating_participant_id_staff_id_rated_on"),
        ),
    )
    op.create_table(
        "rating_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_rating_pause_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_pause")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_rating_pause_participant_id")),
    )


def downgrade() -> None:
    op.drop_table("rating_pause")
    op.drop_table("staff_rating")
    with op.batch_alter_table("self_rating", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_self_rating_open",
            sqlite_where=sa.text("rated_on IS NULL"),
            postgresql_where=sa.text("rated_on IS NULL"),
        )

    op.drop_table("self_rating")
