"""What is told to those who took part: what an answer of ours is about, and who has seen it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("published_answer", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "occasion",
                sa.Enum(
                    "after-measure",
                    "after-case",
                    "after-meeting",
                    "summer-job",
                    "panel",
                    "quality",
                    name="occasion",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )

    op.create_table(
        "published_answer_seen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["published_answer.id"],
            name=op.f("fk_published_answer_seen_answer_id_published_answer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_published_answer_seen_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_answer_seen")),
        sa.UniqueConstraint(
            "participant_id",
            "answer_id",
            name=op.f("uq_published_answer_seen_participant_id_answer_id"),
        ),
    )
    with op.batch_alter_table("published_answer_seen", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_answer_seen_answer_id"), ["answer_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("published_answer_seen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_answer_seen_answer_id"))

    op.drop_table("published_answer_seen")
    with op.batch_alter_table("published_answer", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_published_answer_occasion"), type_="check")
        batch_op.drop_column("occasion")
